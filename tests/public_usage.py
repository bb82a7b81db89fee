"""The public names as a user writes them, for mypy --strict to read: never run, and not collected by pytest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_type

import numpy as np
from numpy.typing import NDArray

import glasscat as gc
from glasscat import kernels, logistic

if TYPE_CHECKING:
    from pathlib import Path

    from glasscat.models.run_folder import StoredRun

Floats = NDArray[np.floating[Any]]


def from_files(folder: Path) -> gc.Dataset:
    """Load data of every kind, and look at it."""
    data = gc.load("train_catvnoncat.h5", test="test_catvnoncat.h5")
    data = gc.load(folder / "photos", size=64, fit="pad", skip_broken=True, holdout=0.2, seed=1)
    data = gc.load("drawn-cats")
    for finding in gc.inspect(data):
        assert_type(finding, gc.Finding)
        assert_type(finding.code, str)
    assert_type(data.train, gc.Samples)
    assert_type(data.class_names, tuple[str, ...])
    assert_type(data.n_features, int)
    assert_type(data.n_classes, int)
    m: int = len(data.train)
    shape: tuple[int, ...] = data.train.X.shape[:m]
    labels: NDArray[np.integer[Any]] = data.train.y[: len(shape)]
    return data if labels.size else gc.from_arrays([[0.0, 1.0], [1.0, 0.0]], [0, 1], class_names=["no", "yes"])


def fit_and_judge(data: gc.Dataset, folder: Path) -> str:
    """Train to the end, look at the run, judge it, keep it."""
    net = gc.Network.dense(data.n_features, [20, 7, 5], data.n_classes, activation="relu", init="he")
    run = gc.fit(net, data, optimizer=gc.GradientDescent(0.0075), iterations=2500, seed=1)
    assert_type(run, gc.Run)
    assert_type(run.history.costs, list[tuple[int, float]])
    theta: Floats = run.theta
    W1: Floats = run.parameters["W1"]
    again = gc.fit(net, data, optimizer=gc.GradientDescent(0.0075), epochs=3, initial={"W1": W1, "b1": W1[:, :1]})
    again.plot().savefig(folder / "curve.png")
    kept: Path = run.save(folder / "first", overwrite=True)
    if data.test is None:
        return f"{theta.size} numbers in {kept}"
    why = gc.why(run, "test:17", class_name="cat")
    if why.pixels is not None and why.training is not None:
        parts: Floats = why.training.contributions
        why.plot().savefig(folder / f"{parts.sum() + why.pixels.map.sum() + why.pixels.bias:.3f}.png")
    cost = gc.explain(run, "cost@300")
    opened: list[str] = [cost.name, cost.formula, cost.numbers, *(one.name for one in cost.inputs)]
    (folder / "cost.txt").write_text("\n".join([*opened, str(gc.explain(kept))]), encoding="utf-8")
    verdict = gc.evaluate(run, data.test)
    assert_type(verdict, gc.Verdict)
    assert_type(verdict.score, gc.Score)
    assert_type(verdict.interval, tuple[float, float])
    low, high = verdict.interval
    return f"{verdict}\n{verdict.correct} of {verdict.total}, {low:.1f} to {high:.1f} %"


def fit_arrays(X: Floats, y: NDArray[np.int64]) -> Floats:
    """Train on a pair of arrays, samples first, or on plain lists."""
    net = gc.Network.dense(X.shape[1], [8], 2, activation="tanh", loss="squared-error")
    run = gc.fit(net, (X, y), optimizer=gc.Momentum(0.01, beta=0.9), iterations=100, dtype=np.float32)
    gc.fit(net, ([[0.0], [1.0]], [0, 1]), optimizer=gc.GradientDescent(1.0), iterations=1)
    probabilities: Floats = run.probabilities(run.data.train)
    return probabilities


def step_by_step(data: gc.Dataset) -> float:
    """Leave the loop when the cost is low enough."""
    net = gc.Network.dense(data.n_features, [], data.n_classes)
    for record in gc.train(net, data, optimizer=gc.Adam(1e-3), epochs=5, batch_size=64):
        assert_type(record.iteration, int)
        if isinstance(record.cost, float) and record.cost < 0.1:
            return record.cost
    return float("nan")


def many_at_once(data: gc.Dataset) -> Floats:
    """Several runs, each with numbers of its own; and plans that are trained as one."""
    net = gc.Network.dense(data.n_features, [], data.n_classes)
    own: Floats = np.geomspace(1e-3, 1e-1, 3)
    plans = [gc.Plan(net, data, optimizer=gc.GradientDescent(float(rate)), iterations=5, l2=0.1) for rate in own]
    assert_type(gc.fit_many(plans), list[gc.Run])
    for record in gc.train(net, data, optimizer=gc.GradientDescent(own), iterations=5, n_runs=3, l2=own):
        if record.is_last:
            return record.theta
    return own


def optimizers() -> list[object]:
    """Every update rule by name."""
    return [
        gc.GradientDescent(0.1),
        gc.Momentum(0.1),
        gc.Nesterov(0.1),
        gc.AdaGrad(),
        gc.RMSProp(),
        gc.Adam(),
        gc.AdamW(weight_decay=0.1),
        gc.LBFGS(),
    ]


def from_disk(data: gc.Dataset) -> Floats:
    """Models and runs as they were kept."""
    model = gc.load_model("runs/first")
    assert_type(model, gc.Model)
    stored = gc.load_run("runs/first")
    kept: StoredRun = stored
    gc.evaluate(kept, data.train)
    gc.evaluate(model, data.train, train=data.train)
    probabilities: Floats = model.probabilities(data.train)
    return probabilities


def one_neuron(X: Floats, Y: NDArray[np.int64]) -> float:
    """The neuron as a course writes it, samples in columns."""
    w, b = logistic.initialize(X.shape[0])
    grads, cost = logistic.propagate(w, b, X, Y)
    params, grads, costs = logistic.optimize(w, b, X, Y, 2000, 0.005)
    answers: Floats | NDArray[np.int64] = logistic.predict(params["w"], params["b"], X)
    neuron = gc.LogisticRegression()
    assert_type(neuron, gc.LogisticRegression)
    return cost + grads["db"] + len(costs) + float(answers.sum()) + float(kernels.sigmoid(w).sum())


def both_languages() -> str:
    """Every error is a GlasscatError with a code; texts speak the language that is chosen."""
    try:
        gc.load("nothing.h5")
    except gc.GlasscatError as error:
        with gc.use_language("zh"):
            return f"{error.code}: {error}"
    return ""
