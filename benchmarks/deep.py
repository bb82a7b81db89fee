"""The course's deep network on its pictures: [12288, 20, 7, 5, 1], 2500 iterations, float64."""

from __future__ import annotations

import pytorch
import torch
from course import Course
from pictures import ORIGIN
from products import span_floor
from report import OURS, Report, beside_products, faster, same
from stopwatch import medians

import glasscat as gc

NAME = "[12288, 20, 7, 5, 1], 209 samples, 2500 iterations, float64"
JOB = "`[12288, 20, 7, 5, 1]`, 2500 iterations, float64"
SIZES = (12288, 20, 7, 5, 1)
RATE, STEPS = 0.0075, 2500
FLOOR = "its floor: Gram matrix + the products of 2500 steps in the span"


def measure() -> Report:
    """Glasscat both ways, PyTorch and the products alone, in turn, from the same initial weights."""
    course = Course.load()
    network = gc.Network.dense(SIZES[0], SIZES[1:-1], 2, activation="relu", init="xavier")
    initial = network.layout.views(network.initial(1))
    ends = {}

    def glasscat(method: str) -> None:
        run = gc.fit(network, course.data, optimizer=gc.GradientDescent(RATE), iterations=STEPS, seed=1, method=method)
        ends[method] = run.theta

    def torch_way() -> None:
        model = pytorch.model_of(SIZES, initial, torch.float64)
        ends["PyTorch"] = pytorch.full_batch(model, *course.in_torch, RATE, STEPS)

    ways = {
        OURS: lambda: glasscat("auto"),
        FLOOR: span_floor(course.stored, SIZES[1:], STEPS),
        "glasscat, direct": lambda: glasscat("direct"),
        "PyTorch": torch_way,
    }
    seconds = medians(ways, 3)
    ours, obstacle = seconds[OURS], beside_products(seconds[OURS], seconds[FLOOR], STEPS)
    rows = [faster(JOB, "PyTorch float64", 30, ours=ours, theirs=seconds["PyTorch"], obstacle=obstacle)]
    # Rounding differs from library to library, and 2500 steps through ReLU carry it on.
    return Report(seconds, rows, [f"Data: {ORIGIN}.", same(NAME, ends.pop("auto"), ends, 1e-8)])
