"""The course's own numbers, opened: each is computed again from what the course says that it is made of."""

import os
from pathlib import Path

import numpy as np
import pytest

import glasscat as gc


@pytest.fixture(scope="module")
def one_step():
    """One sample of the course, and another one of the other class: facts of one neuron, w = (2, -3), b = -3."""
    data = gc.from_arrays([[-1.0, -2.0], [0.0, 0.0]], [1, 0])
    initial = {"W1": [[2.0, -3.0]], "b1": [[-3.0]]}
    net = gc.Network.dense(2, [], 2)
    return gc.fit(net, data, optimizer=gc.GradientDescent(0.1), iterations=1, initial=initial, method="direct")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Z1[0,0]@0", 1.0),
        ("A1[0,0]@0", 0.7310585786),
        ("loss[0]@0", 0.3132616875),
        ("dZ1[0,0]@0", -0.2689414214 / 2),  # two samples: J is a mean
        ("W1[0,0]@0", 2.0),
        ("X[1,0]", -2.0),
        ("Y[0,0]", 1.0),
    ],
)
def test_one_sample_by_hand(name, value, one_step):
    found = gc.explain(one_step, name)
    assert found.value == pytest.approx(value, abs=1e-10)
    assert found.difference <= 1e-15


def test_the_formula_is_shown_with_its_numbers(one_step):
    found = gc.explain(one_step, "Z1[0,0]@0")
    assert found.symbols == "W1[0,0]@0 · X[0,0] + W1[0,1]@0 · X[1,0] + b1[0]@0"
    assert found.numbers == "2 · (-1) + (-3) · (-2) + (-3)"
    assert [one.name for one in found.inputs] == ["W1[0,0]@0", "X[0,0]", "W1[0,1]@0", "X[1,0]", "b1[0]@0"]
    assert [one.value for one in found.inputs] == [2, -1, -3, -2, -3]
    step = gc.explain(one_step, "b1[0]@1")
    assert step.symbols == "b1[0]@0 - 0.1 · db1[0]@0"
    assert step.value == pytest.approx(-3 - 0.1 * (-0.2689414214 + 0.0474258732) / 2, abs=1e-10)


@pytest.fixture(scope="module")
def headline():
    folder = os.environ.get("GLASSCAT_COURSE_DATA")
    if not folder:
        pytest.skip("GLASSCAT_COURSE_DATA is not set: the course's pictures are not at hand")
    data = gc.load(Path(folder) / "train_catvnoncat.h5")
    return gc.fit(gc.Network.dense(data.n_features, [], 2), data, optimizer=gc.GradientDescent(0.005), iterations=2000)


@pytest.mark.parametrize(
    ("name", "value", "digits"),
    [
        ("cost@0", 0.693147, 6),
        ("cost@300", 0.376007, 6),
        ("cost@1900", 0.140872, 6),
        ("test.accuracy", 70, 12),
        ("test.correct", 35, 12),
        ("train.accuracy", 99.043062, 6),
        ("test.interval[low]", 56.2, 1),
        ("test.interval[high]", 80.9, 1),
        ("test.confusion[1,1]", 23, 12),
        ("test.confusion[1,0]", 10, 12),
        ("test.auc", 0.756, 3),
        ("test.p_value[test-majority]", 0.83, 2),
        ("test.association_p_value", 0.015, 3),
    ],
)
def test_the_figures_of_the_course_open(name, value, digits, headline):
    found = gc.explain(headline, name)
    assert round(found.value, digits) == value
    assert found.difference <= found.rounding <= 1e-8
    assert found.inputs


def test_a_pixel_is_a_byte_by_255(headline):
    found = gc.explain(headline, "X[17,3]")
    byte = int(headline.data.train.X[3].reshape(-1)[17])
    assert found.numbers == f"{byte} / 255"
    assert found.value == np.float64(byte) / 255
