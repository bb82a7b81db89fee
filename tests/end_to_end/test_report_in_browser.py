"""The report as its reader has it: opened from a file, with the network off, clicked, pointed at, and printed."""

from __future__ import annotations

import json
import re
import shutil

import h5py
import numpy as np
import pytest

from glasscat.cli.main import main
from glasscat.i18n import use_language
from glasscat.models.run_folder import load_run

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser():
    """Return a headless Chromium, or skip."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("there is no Chromium here: the report is not opened in a browser")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=program)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Return two runs on pictures that are hard to tell apart, one of them with a hidden layer."""
    folder = tmp_path_factory.mktemp("browsed")
    random = np.random.default_rng(0)
    y = np.arange(200) % 2
    X = (60 + 30 * y[:, None, None, None] + random.integers(0, 100, (200, 1, 1, 1)) + np.zeros((200, 8, 8, 3))).astype(
        np.uint8
    )
    with h5py.File(folder / "grey.h5", "w") as file:
        file["train_set_x"], file["train_set_y"] = X[:100] + random.integers(0, 60, X[:100].shape, np.uint8), y[:100]
        file["test_set_x"], file["test_set_y"] = X[100:] + random.integers(0, 60, X[100:].shape, np.uint8), y[100:]
        file["list_classes"] = np.array([b"dark", b"bright"])
    with use_language("en"):
        for name, layers in (("neuron", ""), ("layers", "6")):
            options = [
                "--layers",
                layers,
                "--learning-rate",
                "0.01",
                "--iterations",
                "400",
                "--out",
                str(folder / name),
            ]
            assert main(["train", str(folder / "grey.h5"), *options, "--json"]) == 0
    return folder


@pytest.fixture(scope="module")
def report(runs):
    """Return the report of the network with a hidden layer."""
    with use_language("en"):
        assert main(["report", str(runs / "layers"), "--json"]) == 0
    return runs / "layers" / "report.html"


@pytest.fixture
def opened(browser):
    """Return a function that opens a file, in a window where every request is refused and every complaint counts."""
    windows, troubles = [], []

    def open_(path, viewport=WIDE, **more):
        window = browser.new_context(viewport=viewport, offline=True, **more)
        windows.append(window)
        page = window.new_page()

        def refuse(route):
            if not route.request.url.startswith(("file:", "data:")):
                troubles.append(f"request: {route.request.url}")
                route.abort()
            else:
                route.continue_()

        page.route("**/*", refuse)
        page.on(
            "request",
            lambda request: None if request.url.startswith(("file:", "data:")) else troubles.append(request.url),
        )
        page.on("console", lambda message: troubles.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.goto(path.as_uri())
        return page

    yield open_
    for window in windows:
        window.close()
    assert troubles == []


def shown(page, selector):
    return page.locator(f"{selector}:visible")


def test_language_is_switched_and_back(opened, report):
    page = opened(report)
    assert shown(page, "#verdict h1 .count").inner_text().endswith(" right")
    assert "The verdict" in page.inner_text("nav")
    page.click("#language")
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert "评判" in page.inner_text("nav")
    assert "The verdict" not in page.inner_text("nav")
    assert page.inner_text("#language") == "English"
    assert page.get_attribute("#training .plot", "aria-label") == page.get_attribute(
        "#training .plot", "data-aria-label-zh-cn"
    )
    page.click("#language")
    assert "The verdict" in page.inner_text("nav")
    assert page.inner_text("#language") == "中文"


def test_theme_follows_the_system_and_is_turned(opened, report):
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = opened(report, color_scheme="light"), opened(report, color_scheme="dark")
    assert light.evaluate(colour) == "rgb(255, 255, 255)"
    night = dark.evaluate(colour)
    assert night != "rgb(255, 255, 255)"
    light.click("#theme")
    assert light.evaluate(colour) == night
    light.click("#theme")
    dark.click("#theme")
    assert light.evaluate(colour) == dark.evaluate(colour) == "rgb(255, 255, 255)"


def test_pointing_at_the_curve_shows_its_costs(opened, report):
    page = opened(report)
    assert not page.is_visible("#tip")
    plot = page.locator("#training .u-over")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    history = load_run(report.parent).history
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#tip", state="visible")
    tip = page.inner_text("#tip")
    iteration = int(re.search(r"iteration ([\d,]+)", tip)[1].replace(",", ""))
    assert iteration == 200
    assert f"{dict(history.all_costs)[iteration]:.4g}" in tip
    assert f"{dict(history.test_costs)[iteration]:.4g}" in tip
    page.mouse.move(5, 5)
    page.wait_for_selector("#tip", state="hidden")


def test_arrow_keys_walk_along_the_curve(opened, report):
    page = opened(report)
    page.focus("#training .plot")
    for key, iteration in (
        ("ArrowRight", "0"),
        ("ArrowRight", "100"),
        ("End", "400"),
        ("ArrowLeft", "300"),
        ("Home", "0"),
    ):
        page.keyboard.press(key)
        page.wait_for_function(f"document.getElementById('tip').innerText.startsWith('iteration {iteration}')")
    page.keyboard.press("Escape")
    assert not page.is_visible("#tip")


def test_a_cell_of_the_confusion_matrix_opens_its_pictures(opened, report):
    page = opened(report)
    verdict = load_run(report.parent).document["test"]
    wrong = verdict["total"] - verdict["correct"]
    assert shown(page, "#gallery figure").count() == min(24, wrong)
    assert shown(page, "#gallery figure.right").count() == 0
    page.click("[data-cell='0-1']")
    assert page.get_attribute("button[data-cell='0-1']", "aria-pressed") == "true"
    n = verdict["confusion"][0][1]
    assert shown(page, "#gallery figure").count() == min(24, n)
    assert shown(page, "#gallery figure:not([data-cell='0-1'])").count() == 0
    assert page.inner_text(".chosen") == f"dark → bright: {n}"
    page.click("[data-cell='0-1']")  # once more closes it
    assert page.get_attribute("button[data-cell='wrong']", "aria-pressed") == "true"


def test_long_galleries_are_shown_whole_on_demand(opened, report):
    page = opened(report)
    page.click("button[data-cell='all']")
    assert shown(page, "#gallery figure").count() == 24
    page.click("#more")
    assert shown(page, "#gallery figure").count() == page.locator("#gallery figure").count() == 100
    assert not page.is_visible("#more")


def test_cells_are_reached_and_pressed_by_keyboard(opened, report):
    page = opened(report)
    page.focus("button[data-cell='1-1']")
    page.keyboard.press("Enter")
    assert shown(page, "#gallery figure.right").count() > 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.cell") == "wrong"


def test_numbers_of_the_curve_unfold(opened, report):
    page = opened(report)
    assert not page.is_visible("table.numbers")
    page.click("#training summary")
    assert "0.69" in page.inner_text("table.numbers")


def test_numbers_open_and_what_went_into_them_too(opened, report):
    page = opened(report)
    first = page.locator("#opened details").first
    assert not first.locator("dl").first.is_visible()
    first.locator("summary").first.click()
    assert "100 · test.correct / 100" in first.locator("dl").first.inner_text()
    inside = first.locator("details").first
    assert not inside.locator("dl").first.is_visible()
    inside.locator("summary").first.press("Enter")
    assert "sum(right)" in inside.locator("dl").first.inner_text()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_sticks_out_of_the_window(opened, report, viewport, language):
    page = opened(report, viewport)
    if language == "zh":
        page.click("#language")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    for plot in page.locator(".uplot").all():
        assert plot.bounding_box()["width"] <= viewport["width"]


def test_words_can_be_read_in_every_light(opened, report):
    """Contrast by the formula of WCAG 2.2: at least 4.5 for text, in both themes."""
    for scheme in ("light", "dark"):
        colours = opened(report, color_scheme=scheme).evaluate(
            "Object.fromEntries(['paper', 'ink', 'quiet', 'train', 'test-text'].map(name =>"
            " [name, getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()]))"
        )
        paper = luminance(colours.pop("paper"))
        for name, colour in colours.items():
            lighter, darker = sorted((luminance(colour), paper), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (scheme, name)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_it_prints_on_white_without_its_switches(opened, report):
    page = opened(report, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.is_visible("#language")
    assert page.is_visible("#verdict h1")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_without_scripts_the_numbers_are_still_there(opened, report):
    page = opened(report, java_script_enabled=False)
    assert "curves are not drawn" in page.inner_text("noscript")
    assert shown(page, "#gallery figure").count() == 100
    assert page.is_visible("#verdict h1")


def test_runs_side_by_side(opened, runs):
    path = runs / "both.html"
    with use_language("en"):
        assert main(["report", str(runs / "neuron"), str(runs / "layers"), "--out", str(path), "--json"]) == 0
    page = opened(path)
    names = [cell.inner_text() for cell in page.locator("table.runs tbody th").all()]
    assert names == ["neuron", "layers"]
    page.focus(".plot >> nth=0")
    page.keyboard.press("End")
    page.wait_for_selector("#tip", state="visible")
    tip = page.inner_text("#tip")
    for name in names:
        assert f"{json.loads((runs / name / 'run.json').read_text())['final_cost']:.4g}" in tip


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_sticks_out_of_several_runs(opened, runs, viewport, language):
    path = runs / "wide.html"
    if not path.exists():
        long = runs / "a-run-whose-name-is-much-longer-than-anybody-would-ever-want-it-to-be_without_any_space"
        shutil.copytree(runs / "neuron", long)
        assert main(["report", str(long), str(runs / "layers"), "--out", str(path), "--lang", "en", "--json"]) == 0
    page = opened(path, viewport)
    if language == "zh":
        page.click("#language")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_numbers_of_several_runs_open(opened, runs):
    path = runs / "opens.html"
    with use_language("en"):
        assert main(["report", str(runs / "neuron"), str(runs / "layers"), "--out", str(path), "--json"]) == 0
    page = opened(path)
    first = page.locator("#opened details.number").first
    name = first.locator("summary code").first.inner_text()
    assert name.startswith("p_value[")
    first.locator("> summary").click()
    inner = first.locator("> .inside > details.number").first
    assert inner.locator("> summary code").inner_text().startswith("only[")
    inner.locator("> summary").click()
    answer = inner.locator("> .inside > details.number").first
    answer.locator("> summary").click()
    assert ": test.right[" in answer.locator("> summary code").inner_text()
    assert answer.locator("dl").first.is_visible()
    assert page.locator(".failed").count() == 0


def test_names_of_lines_stand_where_the_lines_end(opened, runs):
    with use_language("en"):
        options = ["--learning-rate", "0.01", "--iterations", "100", "--out", str(runs / "short")]
        assert main(["train", str(runs / "grey.h5"), *options, "--json"]) == 0
        assert main(["report", str(runs / "neuron"), str(runs / "short"), "--out", str(runs / "lengths.html")]) == 0
    page = opened(runs / "lengths.html")
    plot = page.locator("#curves .plot").first
    over = plot.locator(".u-over").bounding_box()
    for name, iterations in (("neuron", 400), ("short", 100)):
        label = plot.locator(".end", has_text=name).bounding_box()
        assert label["x"] == pytest.approx(over["x"] + over["width"] * iterations / 400 + 8, abs=1)
        spec = json.loads(page.locator("#curves figure.chart script").first.text_content())
        (line,) = (line for line in spec["lines"] if line["name"]["en"] == name)
        cost = [y for y in line["y"] if y is not None][-1]
        most = 1.06 * max(y for each in spec["lines"] for y in each["y"] if y is not None)
        end = over["y"] + over["height"] * (1 - cost / most)
        assert label["y"] + label["height"] / 2 == pytest.approx(end, abs=2)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_all_sections_are_named_in_the_header_of_a_common_window(opened, report, language):
    page = opened(report, {"width": 1280, "height": 800})
    if language != page.get_attribute("html", "lang"):
        page.click("#language")
    links, nav = page.locator("nav a"), page.locator("nav").bounding_box()
    last = links.last.bounding_box()
    assert last["x"] + last["width"] <= nav["x"] + nav["width"] - 20  # beyond that the bar fades out
