"""A hundred learning rates of the one neuron, 2000 iterations each, float64, as one training."""

from __future__ import annotations

import numpy as np
import pytorch
import torch
from by_hand import BY_HAND, beside_hand, neuron_by_hand
from course import Course
from pictures import ORIGIN
from report import OURS, Report, beside_products, faster, same
from stopwatch import medians

import glasscat as gc
from glasscat.kernels.gram import gram

NAME = "100 learning rates × 2000 iterations of one neuron, 209 × 12288, float64"
JOB = "100 learning rates × 2000 iterations"
RATES, STEPS = np.geomspace(1e-4, 1e-2, 100), 2000
TIMED = (0, 50, 99)
"""Rates that PyTorch is timed with, one after the other; their time is multiplied to that of all."""
FLOOR = "its floor: Gram matrix + 2000 products of (100, 209) with it"
THREE, ALL = "PyTorch, 3 of the rates", "PyTorch, all 100 (3 of the rates, multiplied)"


def measure() -> Report:
    """Glasscat's one training of all rates, PyTorch's of three, and the products alone."""
    course = Course.load()
    data = course.data
    network = gc.Network.dense(data.n_features, [], 2)
    zeros = {"W1": np.zeros((1, 12288)), "b1": np.zeros((1, 1))}
    ends = {}

    def glasscat() -> None:
        plans = [gc.Plan(network, data, optimizer=gc.GradientDescent(float(rate)), iterations=STEPS) for rate in RATES]
        runs = gc.fit_many(plans)
        ends["glasscat"] = np.stack([runs[number].theta for number in TIMED])

    def torch_way() -> None:
        models = [pytorch.model_of([12288, 1], zeros, torch.float64) for _rate in TIMED]
        found = [
            pytorch.full_batch(model, *course.in_torch, RATES[number], STEPS)
            for number, model in zip(TIMED, models, strict=True)
        ]
        ends["PyTorch"] = np.stack(found)

    train_by_hand = neuron_by_hand(course.stored, course.y, RATES, STEPS)

    def hand_way() -> None:
        ends["by hand"] = train_by_hand()[TIMED, :]

    C, Z = np.random.default_rng(0).standard_normal((100, 209)), np.empty((100, 209))

    def products() -> None:
        G = gram(course.stored, course.stored)
        for _step in range(STEPS):
            np.matmul(C, G, out=Z)

    seconds = medians({OURS: glasscat, FLOOR: products, BY_HAND: hand_way, THREE: torch_way}, 3)
    seconds[ALL] = seconds[THREE] / len(TIMED) * len(RATES)
    ours, floor, theirs = seconds[OURS], seconds[FLOOR], seconds[ALL]
    obstacle = f"{beside_products(ours, floor, STEPS)}; {beside_hand(seconds[BY_HAND], floor, theirs, 'PyTorch')}"
    rows = [faster(JOB, "PyTorch, one after the other", 350, ours=ours, theirs=theirs, obstacle=obstacle)]
    # The largest rate overshoots at first, which magnifies the last digit's rounding a millionfold.
    alike = same(NAME, ends.pop("glasscat").ravel(), ends, 1e-7)
    return Report(seconds, rows, [f"Data: {ORIGIN}.", alike])
