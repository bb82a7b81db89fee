"""The span method gives the iterates of the direct way: on the course's pictures, by every rule that it holds for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat import from_arrays, load
from glasscat.network import Network
from glasscat.optimizers import GradientDescent, Momentum, Nesterov, WeightDecay
from glasscat.training.loop import train
from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasscat.data.dataset import Dataset

CLAIM = Said(
    "the span method and the direct way on the course's pictures: parameters within 1e-10 of the largest after 2000 "
    "iterations, for one neuron and for deep networks, every rule that stays in the span, L2, weight decay, batches, "
    "weights, softmax and several runs",
    "span 法与直接法在课程图片上：2000 次迭代后，参数之差不超过最大参数的 1e-10；包括单个神经元和深层网络、"
    "每种不离开张成空间的规则、L2、权重衰减、小批量、样本权重、softmax 和多次同时训练",
)
TOLERANCE = 1e-10
RATE = 0.002
"""Of the deep networks: at 0.005 they oscillate, and a rate that overshoots magnifies any rounding, step by step."""
NEURON: Mapping[str, dict[str, Any]] = {
    "descent": {"optimizer": GradientDescent(0.005)},
    "momentum": {"optimizer": Momentum(0.0005)},
    "nesterov": {"optimizer": Nesterov(0.0005)},
    "l2": {"optimizer": GradientDescent(0.005), "l2": 0.05, "init": "normal"},
    "weight decay": {"optimizer": WeightDecay(Momentum(0.0005), 0.1), "init": "normal"},
    "squared error": {"optimizer": GradientDescent(0.005), "loss": "squared-error"},
    "weights": {
        "optimizer": GradientDescent(0.005),
        "class_weight": "balanced",
        "sample_weight": np.linspace(0.5, 1.5, 209),
    },
    "initial weights": {"optimizer": GradientDescent(0.005), "init": "normal"},
    "batches": {"optimizer": GradientDescent(0.002), "batch_size": 32},
}
NETWORKS: Mapping[str, dict[str, Any]] = {
    "one hidden layer": {"hidden": [7], "l2": 0.01},
    "three hidden layers": {"hidden": [20, 7, 5], "batch_size": 64},
    "softmax": {"hidden": [5], "n_classes": 3, "optimizer": Momentum(0.0002)},
    "runs": {"hidden": [4], "n_runs": 3, "optimizer": GradientDescent(np.array([0.002, 0.001, 0.0005]))},
}
"""The networks are smooth: where a ReLU lets a sample through on one way only, rounding alone decides."""


def apart(pictures: Dataset, settings: Mapping[str, Any]) -> float:
    """Largest difference of a parameter at the end of the two ways, relative to the largest parameter."""
    more = {"optimizer": GradientDescent(RATE), **settings}
    hidden, n_classes = more.pop("hidden", []), more.pop("n_classes", 2)
    stack = {name: more.pop(name) for name in ("init", "loss") if name in more}
    network = Network.dense(pictures.n_features, hidden, n_classes, activation="tanh", **stack)
    if n_classes > len(pictures.class_names):
        y = np.random.default_rng(0).integers(0, n_classes, len(pictures.train))
        pictures = from_arrays(pictures.train.X, y)
    direct, inside = (
        list(train(network, pictures, method=method, record_every=10**6, **more))[-1].theta.copy()
        for method in ("direct", "span")
    )
    return float(np.abs(inside - direct).max() / np.abs(direct).max())


def measure(iterations: int = 2000) -> Measured:
    """Train every case both ways for so many iterations; not where the course's pictures are not at hand."""
    folder = os.environ.get("GLASSCAT_COURSE_DATA")
    if folder is None:
        missing = Said(
            "GLASSCAT_COURSE_DATA is not set: the course's pictures are not at hand",
            "没有设置 GLASSCAT_COURSE_DATA：手边没有课程的图片",
        )
        return Measured(CLAIM, missing, passed=None)
    pictures = load(Path(folder) / "train_catvnoncat.h5", holdout=0)
    found = {name: apart(pictures, {"iterations": iterations, **case}) for name, case in (NEURON | NETWORKS).items()}
    bad = [name for name, distance in found.items() if not distance <= TOLERANCE]
    n, good, largest = len(found), len(found) - len(bad), max(found.values())
    failed = f"; {', '.join(bad)}" if bad else ""
    figure = Said(
        f"{good} of {n}; largest difference {largest:.1e}{failed}",
        f"{n} 例中 {good} 例；最大相差 {largest:.1e}{failed}",
    )
    return Measured(CLAIM, figure, passed=not bad)
