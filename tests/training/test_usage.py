"""Arguments that cannot be meant are refused at once, each with its code."""

import numpy as np
import pytest

from glasscat.layers import ReLU
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

RATE = GradientDescent(0.1)


@pytest.mark.parametrize(
    ("code", "found", "arguments"),
    [
        ("GC-U09", "not both", {}),
        ("GC-U09", "not both", {"iterations": 5, "epochs": 5}),
        ("GC-U94", "found 0", {"iterations": 0}),
        ("GC-U94", "found -1", {"epochs": -1}),
        ("GC-U10", "found 0", {"iterations": 5, "batch_size": 0}),
        ("GC-U10", "found 24", {"iterations": 5, "batch_size": 24}),
        ("GC-U11", "found 0", {"iterations": 5, "record_every": 0}),
        ("GC-U12", "found int64", {"iterations": 5, "dtype": np.int64}),
        ("GC-U12", "found float16", {"iterations": 5, "dtype": np.float16}),
        ("GC-U12", "found complex128", {"iterations": 5, "dtype": complex}),
        ("GC-U13", "found 0", {"iterations": 5, "n_runs": 0}),
        ("GC-U14", "'W9' is not known", {"iterations": 5, "initial": {"W9": [[1.0]]}}),
        ("GC-U14", "nearest is W1", {"iterations": 5, "initial": {"w1": [[1.0]]}}),
        ("GC-U15", r"\(4, 5\); found shape \(5, 4\)", {"iterations": 5, "initial": {"W1": np.ones((5, 4))}}),
        ("GC-U15", r"\(4, 1\); found shape \(4,\)", {"iterations": 5, "initial": {"b1": np.ones(4)}}),
        ("GC-U15", "finite", {"iterations": 5, "initial": {"b2": [[np.nan]]}}),
        ("GC-U15", "finite", {"iterations": 5, "initial": {"b2": [[np.inf]]}}),
        ("GC-U15", "real numbers", {"iterations": 5, "initial": {"b2": [["much"]]}}),
        ("GC-U15", "real numbers", {"iterations": 5, "initial": {"b2": [[1j]]}}),
        ("GC-U15", "real numbers", {"iterations": 5, "initial": {"W1": [[1.0], [1.0, 2.0]]}}),
        ("GC-U15", r"\(3, 1, 1\)", {"iterations": 5, "n_runs": 3, "initial": {"b2": np.ones((2, 1, 1))}}),
        ("GC-U30", "nearest is span", {"iterations": 5, "method": "spam"}),
    ],
)
def test_refused_before_anything_runs(network, data, code, found, arguments):
    with pytest.raises(ValueError, match=found) as caught:
        train(network, data, optimizer=RATE, **arguments)
    assert caught.value.code == code
    assert caught.value.exit_code == 2
    assert len(str(caught.value).splitlines()) <= 3


def test_data_of_another_width(data):
    with pytest.raises(ValueError, match="takes 6 numbers a sample; the data has 5") as caught:
        train(Network.dense(6, [], 2), data, optimizer=RATE, iterations=1)
    assert caught.value.code == "GC-U16"


@pytest.mark.parametrize(("rates", "n_runs"), [([0.1, 0.2], None), ([0.1, 0.2], 3), ([0.1], 2), ([[0.1, 0.2]], 2)])
def test_as_many_learning_rates_as_runs(network, data, rates, n_runs):
    stream = train(network, data, optimizer=GradientDescent(np.array(rates)), iterations=1, n_runs=n_runs)
    with pytest.raises(ValueError) as caught:
        list(stream)
    assert caught.value.code == "GC-U32"
    assert len(str(caught.value).splitlines()) <= 3


class Stretching(GradientDescent):
    """Stands for an optimiser that scales each weight by itself."""

    stays_in_span = False


def test_span_method_is_refused_where_it_does_not_hold(data):
    dense, bent = (
        Network.dense(5, [], 2),
        Network(5, (ReLU(), *Network.dense(5, [], 2).layers), Network.dense(5, [], 2).output),
    )
    for network, optimizer in ((dense, Stretching(0.1)), (bent, RATE)):
        with pytest.raises(ValueError, match="would not give the same iterates") as caught:
            train(network, data, optimizer=optimizer, iterations=1, method="span")
        assert caught.value.code == "GC-U31"
        assert {record.method for record in train(network, data, optimizer=optimizer, iterations=1)} == {"direct"}
