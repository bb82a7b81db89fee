"""The pictures of docs/gallery.md: one of each kind, by the Python behind the command that the page shows with it.

All of them show the program's own drawings.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

import glasscat as gc
from glasscat import studies
from glasscat.reports.figures import confusion, duplicates, landscape, sample_pictures, vectorization

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from glasscat.data.dataset import Dataset

    Drawing = Callable[[], Figure]

ITERATIONS = 300


def gallery(data: Dataset, run: gc.StoredRun) -> dict[str, Drawing]:
    """Pictures by name, each drawn in the language of the moment when it is called.

    Parameters
    ----------
    data : Dataset
        The drawings.
    run : StoredRun
        One neuron trained on them.
    """
    repeated = with_repeats(data)
    with TemporaryDirectory() as temporary:
        return {
            "sample_pictures": partial(sample_pictures, data.train, data.class_names, n=12),
            "duplicates": partial(duplicates, repeated, gc.inspect(repeated)),
            "confusion": partial(confusion, gc.evaluate(run, data.test).confusion, data.class_names),
            **{name: result.plot for name, result in studied(data, Path(temporary)).items()},
            **surveyed(data, Path(temporary)),
        }


def with_repeats(data: Dataset) -> Dataset:
    """The drawings with what goes wrong in photo albums: pictures in both sets, copied, brightened, under two names."""
    train, test = data.train.take(np.arange(60)), data.test.take(np.arange(12))
    X = test.X.copy()
    X[3] = train.X[7]
    X[8] = np.clip(train.X[21].astype(int) + 6, 0, 255)
    again = train.take(np.r_[np.arange(60), 33])
    return gc.from_arrays(again.X, again.y, test=(X, test.y), class_names=data.class_names)


def studied(data: Dataset, folder: Path) -> dict[str, studies.StudyResult]:
    """One study of each kind."""
    plan = plan_of(data)
    rates = [0.002, 0.001, 0.0003]
    settings = {"learning_rate": [0.0003, 0.001, 0.003], "iterations": [100, 200, 300], "layers": ["", "8", "20,7"]}
    runs = {name: gc.fit(plan_of(data, layers=name).network, data, **fitted()) for name in ("", "20,7")}
    return {
        "sweep": studies.sweep(partial(plan_of, data), {"learning_rate": rates}, folder=folder / "sweep"),
        "sweep_response": studies.sweep(
            partial(plan_of, data), {"learning_rate": studies.Between(0.0001, 0.003, 24)}, folder=folder / "response"
        ),
        "sweep_parallel": studies.sweep(partial(plan_of, data), settings, folder=folder / "parallel"),
        "folds": studies.cross_validate(plan, folder=folder / "folds"),
        "distribution": studies.resplit(plan, folder=folder / "resplit"),
        "learning_curve_of_size": studies.learning_curve(plan, draws=10, folder=folder / "size"),
        "compare": studies.compare({"neuron": runs[""], "deep": runs["20,7"]}, data.test, folder=folder / "compare"),
    }


def surveyed(data: Dataset, folder: Path) -> dict[str, Drawing]:
    """The cost surfaces of a neuron and of a deep network, and the races of loops against vectors."""
    one = studies.landscape(plan_of(data), folder=folder / "landscape").outcome
    deep = studies.landscape(plan_of(data, layers="20,7", learning_rate=0.0075), folder=folder / "deep").outcome
    races = studies.vectorization(repeats=3, folder=folder / "vectorization").outcome
    of_deep = landscape.figures_of(deep)
    return {
        "landscape": landscape.figures_of(one)["landscape"],
        "landscape_deep": of_deep["landscape"],
        "landscape_random": of_deep["landscape_random"],
        "descent_path": landscape.figures_of(one)["descent"],
        **vectorization.figures_of(races),
    }


def plan_of(data: Dataset, *, learning_rate: float = 0.001, iterations: int = ITERATIONS, layers: str = "") -> gc.Plan:
    """A training of a few hundred steps."""
    hidden = [int(n) for n in layers.split(",") if n]
    network = gc.Network.dense(data.n_features, hidden, data.n_classes)
    return gc.Plan(network, data, optimizer=gc.GradientDescent(learning_rate), iterations=iterations)


def fitted() -> dict[str, object]:
    """Arguments of the runs that are compared."""
    return {"optimizer": gc.GradientDescent(0.001), "iterations": ITERATIONS}
