"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tip = document.getElementById("tip");
  const plots = [];
  let place = () => {};

  // ---- language: style sheets show one of each pair of words; attributes are swapped here
  const translated = ["aria-label", "title", "alt"];
  function speak(language) {
    root.lang = language;
    for (const name of translated)
      for (const element of all(`[data-${name}-${language.toLowerCase()}]`))
        element.setAttribute(name, element.getAttribute(`data-${name}-${language.toLowerCase()}`));
    redraw();
    tell();
  }
  const languageButton = document.getElementById("language");
  languageButton.addEventListener("click", () => speak(root.lang === "en" ? "zh-CN" : "en"));

  // ---- light and dark
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  document.getElementById("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    redraw();
  });
  dark.addEventListener("change", () => redraw());

  // ---- curves
  const colour = name => getComputedStyle(root).getPropertyValue(/^\d+$/.test(name) ? `--c${name % 6}` : `--${name}`).trim();
  const digits = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const short = v => v === 0 ? "0" : Math.abs(v) >= 1e5 || Math.abs(v) < 1e-3 ? v.toExponential(v.toPrecision(1) == v ? 0 : 2) : digits.format(v);

  const MOST = 140;

  function names(u, spec) {
    // each line's name where that line ends, moved apart where names would meet
    const wrap = u.root.querySelector(".u-wrap"), left = u.over.offsetLeft, top = u.over.offsetTop, high = 15;
    all(".end", wrap).forEach(old => old.remove());
    const ends = spec.lines.map(line => {
      let k = line.y.length - 1;
      while (k >= 0 && line.y[k] == null) k--;
      if (k < 0) return null;
      const mark = document.createElement("span");
      mark.className = "end";
      mark.textContent = line.name[root.lang];
      mark.style.color = colour(line.colour);
      mark.style.maxWidth = `${MOST - 8}px`;
      wrap.append(mark);
      const x = u.valToPos(spec.x[k], "x") + 8;
      return { mark, x, right: x + mark.offsetWidth, y: u.valToPos(line.y[k], "y") };
    }).filter(Boolean).sort((a, b) => a.y - b.y);
    const meet = (a, b) => a.x < b.right && b.x < a.right;
    ends.forEach((end, k) => {
      for (const other of ends.slice(0, k)) if (meet(end, other)) end.y = Math.max(end.y, other.y + high);
    });
    for (let k = ends.length - 1; k >= 0; k--) {
      const below = ends.slice(k + 1).filter(other => meet(ends[k], other)).map(other => other.y - high);
      ends[k].y = Math.min(ends[k].y, u.over.clientHeight, ...below);
    }
    for (const end of ends) {
      end.mark.style.left = `${left + end.x}px`;
      end.mark.style.top = `${top + end.y}px`;
    }
  }

  // room on the right for names: those of lines that end early need less, or none
  function room(spec, wide) {
    const context = document.createElement("canvas").getContext("2d"), [first, last] = [spec.x[0], spec.x[spec.x.length - 1]];
    context.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
    const need = line => {
      let k = line.y.length - 1;
      while (k > 0 && line.y[k] == null) k--;
      const left = last > first ? (last - spec.x[k]) / (last - first) : 0;
      return 14 + context.measureText(line.name[root.lang]).width - left * Math.max(0, wide - 56 - MOST);
    };
    return Math.min(MOST, Math.max(14, ...spec.lines.map(need)));
  }

  function show(u, spec) {
    const k = u.cursor.idx;
    if (k == null || u.cursor.left < 0) { tip.hidden = true; return; }
    const rows = spec.lines.map(line => [line, line.y[k]]).filter(([, v]) => v != null);
    tip.replaceChildren();
    const head = document.createElement("div");
    head.textContent = `${spec.iteration[root.lang]} ${spec.x[k].toLocaleString("en")}`;
    tip.append(head);
    for (const [line, value] of rows) {
      const row = document.createElement("div"), name = document.createElement("span"), dot = document.createElement("i"), number = document.createElement("b");
      row.className = "row";
      dot.style.background = colour(line.colour);
      name.append(dot, line.name[root.lang]);
      number.textContent = short(value);
      row.append(name, number);
      tip.append(row);
    }
    tip.hidden = false;
    place = () => {
      const box = u.over.getBoundingClientRect(), x = box.left + u.valToPos(spec.x[k], "x"), wide = tip.offsetWidth;
      tip.style.left = `${Math.max(8, x + 14 + wide > innerWidth ? x - wide - 14 : x + 14)}px`;
      tip.style.top = `${box.top + 8}px`;
    };
    place();
  }

  // steps of 1, 2, 5 on a logarithmic axis, or of ten where it is long
  function decades(u, axis, from, to) {
    const steps = Math.log10(to / from) > 3.5 ? [1] : [1, 2, 5], splits = [];
    for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++)
      for (const step of steps) { const v = step * 10 ** power; if (v >= from && v <= to) splits.push(v); }
    return splits;
  }

  function draw(plot) {
    const { holder, spec } = plot, ink = colour("quiet"), hair = colour("hair");
    if (plot.u) plot.u.destroy();
    holder.replaceChildren();
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: ink, font, grid: { show: false }, ticks: { stroke: hair, size: 4 } };
    const seen = spec.lines.flatMap(line => line.y).filter(v => v != null);
    const low = Math.min(...seen), high = Math.max(...seen);
    const few = spec.x.length < 2;
    plot.u = new uPlot({
      width: Math.max(200, holder.clientWidth), height: plot.height,
      padding: [8, room(spec, holder.clientWidth), 0, 0],
      legend: { show: false },
      cursor: { y: false, move: (u, left, top) => [left < 0 ? left : u.valToPos(u.data[0][u.posToIdx(left)], "x"), top], drag: { x: false, y: false }, points: { size: 8, fill: (u, i) => colour(spec.lines[i - 1].colour), stroke: () => colour("paper") } },
      scales: {
        x: { time: false, range: few ? [spec.x[0] - 1, spec.x[0] + 1] : undefined },
        y: spec.logarithmic ? { distr: 3, range: (u, from, to) => [from / 1.15, to * 1.15] } : { range: (u, from, to) => [Math.min(0, low), (high > 0 ? high : 1) * 1.06] },
      },
      axes: [
        { ...axis, size: 34, values: (u, ticks) => ticks.map(v => v.toLocaleString("en")) },
        { ...axis, ...(spec.logarithmic ? { splits: decades, filter: (u, ticks) => ticks } : {}), grid: { stroke: hair, width: 1 }, ticks: { show: false }, size: 56, values: (u, ticks) => ticks.map(v => v == null ? "" : short(v)) },
      ],
      series: [{}, ...spec.lines.map(line => ({ stroke: colour(line.colour), width: 2.2, spanGaps: true, dash: +line.colour >= 6 ? [7, 4] : undefined, points: { show: line.y.filter(v => v != null).length < 2 } }))],
      hooks: { draw: [u => names(u, spec)], setCursor: [u => show(u, spec)] },
    }, [spec.x, ...spec.lines.map(line => line.y)], holder);
  }
  function redraw() { tip.hidden = true; plots.forEach(draw); }

  for (const figure of all("figure.chart")) {
    const plot = { holder: figure.querySelector(".plot"), height: +figure.dataset.height, spec: JSON.parse(figure.querySelector("script").textContent) };
    plots.push(plot);
    plot.holder.addEventListener("mouseleave", () => { tip.hidden = true; });
    plot.holder.addEventListener("blur", () => { tip.hidden = true; });
    plot.holder.addEventListener("keydown", event => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
      if (event.key === "Escape") tip.hidden = true;
      if (step === undefined) return;
      event.preventDefault();
      const last = plot.spec.x.length - 1, at = plot.k ?? (step > 0 ? -1 : last + 1);
      plot.k = Math.min(last, Math.max(0, at + step));
      plot.u.setCursor({ left: plot.u.valToPos(plot.spec.x[plot.k], "x"), top: plot.u.over.clientHeight / 2 });
    });
  }
  redraw();
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; redraw(); } });
  addEventListener("scroll", () => { if (!tip.hidden) place(); }, { passive: true });
  const unfolded = [];
  addEventListener("beforeprint", () => { for (const one of all("#repeat details:not([open])")) { one.open = true; unfolded.push(one); } });
  addEventListener("afterprint", () => { for (const one of unfolded.splice(0)) one.open = false; });
  addEventListener("beforeprint", () => { root.dataset.before = root.dataset.theme || ""; root.dataset.theme = "light"; redraw(); });
  addEventListener("afterprint", () => { if (root.dataset.before) root.dataset.theme = root.dataset.before; else delete root.dataset.theme; redraw(); });

  // ---- cells of the confusion matrix open their pictures
  const gallery = document.getElementById("gallery");
  const chosen = document.querySelector(".filters .chosen");
  const openers = all("button[data-cell]");
  const more = document.getElementById("more"), most = 24;
  let cell = "wrong", whole = false, count = 0;
  function tell() {
    if (!gallery) return;
    const button = openers.find(one => one.dataset.cell === cell);
    chosen.textContent = "";
    if (!button.closest(".matrix")) return;
    const [truth, said] = cell.split("-").map(Number), heads = all(".matrix thead th");
    chosen.textContent = `${heads[truth].textContent} → ${heads[said].textContent}: ${count}`;
  }
  function open(which, entirely) {
    cell = which;
    whole = entirely;
    const belongs = picture => which === "all" || (which === "wrong" ? picture.classList.contains("wrong") : picture.dataset.cell === which);
    const chosen = all(".pic", gallery).filter(belongs);
    for (const picture of all(".pic", gallery)) picture.hidden = true;
    for (const picture of whole ? chosen : chosen.slice(0, most)) picture.hidden = false;
    more.hidden = whole || chosen.length <= most;
    count = chosen.length;
    for (const one of openers) one.setAttribute("aria-pressed", one.dataset.cell === which);
    tell();
  }
  if (gallery) {
    for (const one of openers) one.addEventListener("click", () => {
      open(one.dataset.cell === cell && one.closest(".matrix") ? "wrong" : one.dataset.cell, false);
      const box = gallery.getBoundingClientRect();
      if (box.top > innerHeight - 120) document.querySelector(".filters").scrollIntoView({ block: "center" });
    });
    more.addEventListener("click", () => open(cell, true));
    open("wrong", false);
  }
})();
