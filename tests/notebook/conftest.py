"""What every card is asked: a small run of features, one of pictures, and what a reader sees of a card."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import glasscat as gc

WORST = '<script>alert(1)</script> & "co"\x07'
"""A class name that tries to be interpreted, with a letter that no XML can hold."""
SHOWN = '<script>alert(1)</script> & "co"\\x07'


@pytest.fixture
def tree():
    """Return a card as a tree, which it is only if it is well-formed."""
    return lambda shown: ET.fromstring(shown._repr_html_())  # noqa: S314  (our own)


@pytest.fixture
def read(tree):
    """Return the words of a card, as a reader sees them."""

    def words(shown):
        return re.sub(r"\s+", " ", " ".join(tree(shown).itertext()))

    return words


@pytest.fixture
def grids(tree):
    """Return the tables of a card as lists of rows of words."""

    def cells(shown):
        return [
            [["".join(cell.itertext()).replace("\xa0", " ") for cell in row] for row in table.iter("tr")]
            for table in tree(shown).iter("table")
        ]

    return cells


@pytest.fixture(scope="session")
def pictures():
    """Twenty pictures of noise, of two classes, the second with a dangerous name."""
    rng = np.random.default_rng(5)
    X = rng.integers(0, 256, (20, 8, 8, 3), np.uint8)
    y = np.arange(20) % 2
    return gc.from_arrays(X[:14], y[:14], test=(X[14:], y[14:]), class_names=["dog", WORST])


@pytest.fixture(scope="session")
def run(pictures):
    """One neuron trained on them."""
    net = gc.Network.dense(pictures.n_features, [], 2)
    return gc.fit(net, pictures, optimizer=gc.GradientDescent(0.01), iterations=50, record_every=10)


@pytest.fixture(scope="session")
def stored(run, tmp_path_factory):
    """The same run, kept and read again."""
    return gc.load_run(run.save(tmp_path_factory.mktemp("runs") / "first", figures=False))


@pytest.fixture(scope="session")
def everything(pictures, run, stored):
    """One of each kind that shows itself, by name."""
    small = gc.Network.dense(3, [4], 2, activation="tanh")
    rng = np.random.default_rng(0)
    report = gc.check_gradients(small, rng.normal(size=(3, 6)), np.arange(6)[None] % 2)
    return {
        "dataset": pictures,
        "samples": pictures.train,
        "network": small,
        "run": run,
        "stored": stored,
        "verdict": run.verdict,
        "model": run.model,
        "history": run.history,
        "graph": gc.graph("3*(a + b*c)", a=5, b=3, c=2),
        "gradients": report,
        "prediction": run.predict(pictures.test)[1],
        "why": gc.why(run, "test:1"),
        "explanation": gc.explain(run, "cost@10"),
        "whole": gc.explain(run, "b1@10"),
        "contents": gc.explain(run),
    }
