"""Make every picture of docs/images again: `make images`.

All of them show the program's own output on its own drawings, in both languages; no course's picture is among them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import dropwhile, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from gallery_pictures import gallery
from rich.cells import cell_len
from span_picture import span_picture

import glasscat as gc
from glasscat.i18n import LANGUAGES, _, use_language
from glasscat.reports.figures import learning_curve, mistakes, weights, write_figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

IMAGES = Path(__file__).parent / "images"
COMMAND = ("train", "drawn-cats", "--learning-rate", "0.001", "--name", "demo")  # as `make demo` does
RUN = Path("runs", "demo")

CELL, LINE, SIZE, EDGE = 9.6, 20.0, 16.0, 16.0
"""Pixels: a column and a line of the terminal, its letters, the margin around it."""
FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'PingFang SC', 'Noto Sans Mono CJK SC', monospace"


def trained(folder: Path, language: str) -> str:
    """What the command prints when it is run in an empty folder."""
    environment = os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "glasscat", *COMMAND, "--lang", language]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, encoding="utf-8")  # noqa: S603  (our own program)
    return done.stdout


def verdict_of(printed: str, heading: str) -> list[str]:
    """The command, and what it printed from the verdict on."""
    shown = dropwhile(lambda line: line.strip() != heading, printed.splitlines())
    return [f"$ glasscat {' '.join(COMMAND)}", "  ⋮", *shown]


def terminal(lines: list[str], bold: set[str]) -> str:
    """Lines as a picture of a terminal whose text stays text; a Chinese character is two columns wide."""
    wide, tall = 80 * CELL + 2 * EDGE, len(lines) * LINE + 2 * EDGE
    rows = [_row(line, EDGE + LINE * (k + 0.75), heavy=line in bold) for k, line in enumerate(lines)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{tall:.0f}">\n'
        f'<rect x="0.5" y="0.5" width="{wide - 1:.0f}" height="{tall - 1:.0f}" rx="6" fill="#fff" stroke="#ddd"/>\n'
        f'<g font-family="{FONTS}" font-size="{SIZE:.0f}" fill="#1a1a1a">\n{"".join(rows)}</g>\n</svg>\n'
    )


def _row(line: str, y: float, *, heavy: bool) -> str:
    """One line: every word at its own column, so that tables stand straight whatever the reader's font."""
    words, column = [], 0
    for _kind, letters in groupby(line, lambda letter: (letter.isspace(), cell_len(letter))):
        word = "".join(letters)
        if not word.isspace():
            x, length = EDGE + CELL * column, CELL * cell_len(word)
            words.append(f'<tspan x="{x:.1f}" textLength="{length:.1f}">{escape(word)}</tspan>')
        column += cell_len(word)
    weight = "bold" if heavy else "normal"
    return f'<text y="{y:.0f}" font-weight="{weight}">{"".join(words)}</text>\n' if words else ""


def draw_graphs() -> None:
    """Draw the pictures of docs/graph.md, by the commands that it shows."""
    course = ["3*(a + b*c)", "a=5", "b=3", "c=2"]
    network = ["--layers", "3", "--activation", "tanh"]
    for language in LANGUAGES:
        for name, what in (("graph", course), ("network", network)):
            picture = str(IMAGES / f"{name}.{language}.svg")
            command = [sys.executable, "-m", "glasscat", "graph", *what, "--svg", picture, "--lang", language]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (our own program)


def why_figures(run: gc.StoredRun, data: gc.Dataset) -> dict[str, Figure]:
    """The pictures of docs/why.md: one drawing explained for the neuron, and for a deep network."""
    network = gc.Network.dense(data.n_features, [20, 7, 5], data.n_classes)
    deep = gc.fit(network, data, optimizer=gc.GradientDescent(0.0075), iterations=600, seed=1)
    return {"why": gc.why(run, "test:5").plot(), "why_deep": gc.why(deep, "test:5").plot()}


def main() -> None:
    """Train in each language, and draw what belongs into the documents."""
    IMAGES.mkdir(exist_ok=True)
    draw_graphs()
    data = gc.load(COMMAND[1])
    more: dict[str, Callable[[], Figure]] = {}
    for language in LANGUAGES:
        with TemporaryDirectory() as temporary, use_language(language):
            printed = trained(Path(temporary), language)
            run = gc.load_run(Path(temporary, RUN))
            kept = str(_("Kept in {folder}", folder=str(RUN)))
            lines = verdict_of(printed, str(_("The verdict")))
            picture = terminal(lines, bold={lines[0], str(_("The verdict")), kept})
            Path(IMAGES, f"verdict.{language}.svg").write_text(picture, encoding="utf-8")
            more = more or gallery(data, run)  # computed once, drawn in each language
            history, model = run.history, run.model
            last = (history.iterations, history.final_cost)
            W1 = model.network.layout.views(model.theta)["W1"]
            figures = {
                "learning_curve": learning_curve([*history.costs, last], history.test_costs),
                "weights": weights(W1, data.train.X.shape[1:], class_names=data.class_names),
                "mistakes": mistakes(data.test, model.probabilities(data.test), data.class_names, limit=12),
                "span": span_picture(language),
                **why_figures(run, data),
                **more,
            }
            write_figures(IMAGES, {f"{name}.{language}": figure for name, figure in figures.items()})


if __name__ == "__main__":
    main()
