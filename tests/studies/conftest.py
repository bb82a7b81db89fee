"""Small data that trains in milliseconds, the program in this process, and studies that stop half-way."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest

import glasscat as gc
from glasscat.cli.main import main


def cloud(m, seed):
    """Two classes of three features, overlapping, three of class 0 for two of class 1; stored as float64."""
    random = np.random.default_rng(seed)
    y = (np.arange(m) % 5 >= 3).astype(int)
    return random.normal(size=(m, 3)) + 0.9 * y[:, None], y


@pytest.fixture
def data():
    """60 training and 25 test samples."""
    return gc.from_arrays(*cloud(60, 0), test=cloud(25, 1), class_names=("other", "cat"))


@pytest.fixture
def make(data):
    """Return a function from settings to the plan of one neuron on the data."""
    network = gc.Network.dense(data.n_features, [], 2)

    def plan(learning_rate=0.5, l2=0.0, iterations=40):
        rule = gc.GradientDescent(learning_rate)
        return gc.Plan(network, data, optimizer=rule, l2=l2, iterations=iterations, record_every=10)

    return plan


@pytest.fixture
def npz(tmp_path):
    """Path of a training set and, beside it, of a test set."""
    for name, m, seed in (("train", 60, 0), ("test", 25, 1)):
        X, y = cloud(m, seed)
        np.savez(tmp_path / f"{name}.npz", X=X, y=y, class_names=np.array(["other", "cat"]))
    return tmp_path / "train.npz", "--test", tmp_path / "test.npz"


@pytest.fixture
def glasscat(tmp_path, monkeypatch, capsys):
    """Return the program as a function of its arguments; it works in an empty folder."""
    (tmp_path / "at").mkdir()
    monkeypatch.chdir(tmp_path / "at")
    monkeypatch.setenv("LANGUAGE", "en")

    def call(*arguments):
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        document = json.loads(out) if "--json" in arguments and code == 0 else None
        return SimpleNamespace(code=code, out=out, err=err, json=document)

    return call
