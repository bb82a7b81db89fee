"""Five runs, as different from each other as they can be, kept in folders and opened again."""

from __future__ import annotations

import numpy as np
import pytest

import glasscat as gc
from glasscat.explanation.book import Book
from glasscat.explanation.subject import Subject
from glasscat.models.reopened import reopen
from glasscat.optimizers import schedules

M, N_X = 48, 10


def samples(n_classes, n_x=N_X, m=M, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((m + 20, n_x))
    y = (X[:, :n_classes] + 0.7 * rng.standard_normal((m + 20, n_classes))).argmax(axis=1)
    return gc.from_arrays(X[:m], y[:m], test=(X[m:], y[m:]))


def spanned(_folder):
    data = samples(2, n_x=300, m=30)
    net = gc.Network.dense(300, [4], 2, activation="tanh")
    plan = {"iterations": 60, "record_every": 10, "method": "span", "l2": 0.01}
    return data, gc.fit(net, data, optimizer=gc.Nesterov(0.01), **plan), {}


def deep(folder):
    rng = np.random.default_rng(5)
    y = np.arange(120) % 3 == 0
    X = rng.integers(0, 200, (120, 4, 4, 3)) + 50 * y[:, None, None, None]
    np.savez(folder / "pictures.npz", X=X.astype(np.uint8), y=y.astype(int))
    data = gc.load(folder / "pictures.npz", seed=2)
    net = gc.Network.dense(data.n_features, [5, 4], 2, batch_norm=True, dropout=0.25)
    rule = gc.Adam(schedules.WarmUp(schedules.OneCycle(0.01, steps=16), 4))
    plan = {"epochs": 5, "batch_size": 25, "class_weight": "balanced", "seed": 7, "record_every": 5}
    return None, gc.fit(net, data, optimizer=rule, **plan), {}


def softmax(_folder):
    data = samples(3)
    net = gc.Network.dense(N_X, [6], 3, activation="tanh")
    rule = gc.AdaGrad(schedules.Cosine(0.05, steps=25))
    return data, gc.fit(net, data, optimizer=rule, iterations=25, l2=0.05, dtype=np.float32, record_every=4), {}


def squares(_folder):
    data, other = samples(2), samples(2, seed=1).test
    net = gc.Network.dense(N_X, [5, 3], 2, activation="leaky-relu", loss="squared-error")
    rule = gc.WeightDecay(gc.Frozen(gc.Clipped(gc.Momentum(0.5), norm=0.05), ["b1"]), 0.02)
    given = {"held_out": other}
    return data, gc.fit(net, data, optimizer=rule, iterations=400, patience=2, record_every=3, **given), given


def weighted(_folder):
    data = samples(4)
    net = gc.Network.dense(N_X, [5], 4, activation="sigmoid", loss="squared-error")
    given = {"sample_weight": np.linspace(0.5, 1.5, M), "initial": {"b1": np.full((5, 1), 0.1)}}
    rule = gc.AdamW(0.02, weight_decay=0.1)
    return data, gc.fit(net, data, optimizer=rule, epochs=5, batch_size=16, record_every=2, **given), given


RUNS = {make.__name__: make for make in (spanned, deep, softmax, squares, weighted)}


@pytest.fixture(scope="session")
def books(tmp_path_factory):
    """Book of each run, after it was kept and opened again."""
    found = {}
    for name, make in RUNS.items():
        place = tmp_path_factory.mktemp(name)
        data, run, given = make(place)
        folder = place / "run"
        run.save(folder, figures=False)
        found[name] = Book(Subject.of(reopen(folder, data, **given)))
    return found
