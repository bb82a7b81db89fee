"""The span method on the course's pictures: parameters within 1e-10 of the direct way's.

Here for as many iterations as take a few seconds; `make reliability PROMISES=span` follows every case for 2000.
"""

import pytest
from reliability.span import NETWORKS, NEURON, TOLERANCE, apart

import glasscat as gc
from glasscat.training import span


@pytest.fixture(scope="module")
def pictures(course):
    return gc.load(course / "train_catvnoncat.h5", holdout=0)


@pytest.mark.parametrize("case", NEURON.values(), ids=NEURON)
def test_one_neuron(pictures, case):
    assert apart(pictures, {"iterations": 300, **case}) <= TOLERANCE


@pytest.mark.parametrize("case", NETWORKS.values(), ids=NETWORKS)
def test_networks(pictures, case):
    assert apart(pictures, {"iterations": 60, **case}) <= TOLERANCE


def test_a_difference_is_found(pictures, monkeypatch):
    """Products that are a millionth off give other iterates."""
    right = span._products
    monkeypatch.setattr(span, "_products", lambda rows, train: right(rows, train) * (1 + 1e-6))
    assert apart(pictures, {"iterations": 10, **NEURON["descent"]}) > TOLERANCE
