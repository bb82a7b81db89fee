"""How the time of a training grows with samples, features, width, depth and runs, directly and in their span."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from growth_figure import Panel, figure
from stopwatch import medians

import glasscat as gc
from glasscat.reports.figures import write_figures

if TYPE_CHECKING:
    from pathlib import Path

STEPS = 200


@dataclass(frozen=True)
class Size:
    """One training; each panel of the figure changes one of the five."""

    m: int = 200
    n_x: int = 4096
    width: int = 16
    depth: int = 1
    runs: int = 1


AXES = (
    ("m", "samples m", (50, 100, 200, 400, 800, 1600)),
    ("n_x", "features n_x", (256, 1024, 4096, 16384)),
    ("width", "width: units a layer", (1, 4, 16, 64)),
    ("depth", "depth: hidden layers", (1, 2, 4, 8)),
    ("runs", "runs R trained as one", (1, 2, 4, 8)),
)


def draw(folder: Path) -> None:
    """Measure, and write growth.svg into the folder."""
    panels = [
        Panel(title, sizes, *_seconds([replace(Size(), **{name: size}) for size in sizes]))
        for name, title, sizes in AXES
    ]
    base = Size()
    below = (
        f"Seconds for {STEPS} iterations of gradient descent, float64. What a plot does not vary:",
        f"m = {base.m}, n_x = {base.n_x}, {base.depth} hidden layer of {base.width} units, R = {base.runs}.",
    )
    write_figures(folder, {"growth": figure(panels, "How the time of a training grows", below)})


def _seconds(sizes: list[Size]) -> tuple[list[float], list[float]]:
    """Seconds of the trainings, directly and in the span."""
    found = medians({(size, method): _training(size, method) for size in sizes for method in ("direct", "span")}, 3)
    direct, span = ([found[size, method] for size in sizes] for method in ("direct", "span"))
    return direct, span


def _training(size: Size, method: str):  # noqa: ANN202  (a thunk)
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((size.m, size.n_x)), np.arange(size.m) % 2
    network = gc.Network.dense(size.n_x, [size.width] * size.depth, 2)
    data, optimizer = gc.from_arrays(X, y), gc.GradientDescent(1e-3)

    def training() -> None:
        runs = None if size.runs == 1 else size.runs
        stream = gc.train(
            network, data, optimizer=optimizer, iterations=STEPS, n_runs=runs, record_every=STEPS, method=method
        )
        for _record in stream:
            pass

    return training
