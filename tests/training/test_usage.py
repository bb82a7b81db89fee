"""Arguments that cannot be meant are refused at once, each with its code."""

import re

import numpy as np
import pytest

from glasscat.data.arrays import from_arrays
from glasscat.errors import GlasscatError
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, SigmoidOutput
from glasscat.network import Network
from glasscat.optimizers import (
    LBFGS,
    Adam,
    AdamW,
    Clipped,
    Frozen,
    GradientDescent,
    Momentum,
    Nesterov,
    WeightDecay,
    mask_of,
)
from glasscat.optimizers.schedules import Cosine, OneCycle
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


MISTAKES = [
    ("GC-U32", {"l2": np.array([0.1, 0.2])}),
    ("GC-U33", {"method": "span"}),
    ("GC-U47", {"optimizer": GradientDescent(Cosine(0.1, 99))}),
    ("GC-U48", {"optimizer": GradientDescent(OneCycle(0.1, 2))}),
    ("GC-U53", {"optimizer": Frozen(RATE, np.ones(3, bool))}),
    ("GC-U54", {"optimizer": Frozen(RATE, "W9")}),
    ("GC-U66", {"optimizer": LBFGS(), "batch_size": 5}),
    ("GC-U77", {"network": Network.dense(5, [], 3)}),
    ("GC-U80", {"stop_cost": np.inf}),
    ("GC-U86", {"optimizer": Frozen(RATE, ["weight", "bias"])}),
    ("GC-U99", {"network": None}),
    ("GC-D11", {"data": ([[1.0], [1.0, 2.0]], [0, 1])}),
    ("GC-D15", {"data": ([[np.nan], [1.0]], [0, 1])}),
    ("GC-D61", {}),
    ("GC-T04", {"data": (np.full((4, 5), 1e300), [0, 1, 0, 1]), "dtype": np.float32}),
]


@pytest.mark.parametrize(("code", "arguments"), MISTAKES, ids=[code for code, _arguments in MISTAKES])
def test_the_text_of_train_names_the_error(network, data, monkeypatch, code, arguments):
    """On a machine of one byte, where the samples matter."""
    if code in {"GC-U33", "GC-D61"}:
        monkeypatch.setattr("glasscat.training.problem.free_memory", lambda: 1)
        monkeypatch.setattr("glasscat.training.method.free_memory", lambda: 1)
        data = from_arrays(data.train.X.astype(np.float32), data.train.y)  # whose floats are made
    with pytest.raises(GlasscatError) as caught:
        train(**({"network": network, "data": data, "optimizer": RATE, "iterations": 4} | arguments))
    assert caught.value.code == code
    spans = re.findall(r"(GC-[A-Z]\d\d)(?: to (GC-[A-Z]\d\d))?", train.__doc__)
    assert any(first <= code <= (last or first) for first, last in spans)


OF_EACH_RUN = {
    "learning rate": lambda numbers: {"optimizer": GradientDescent(numbers)},
    "learning rate, inside": lambda numbers: {"optimizer": Frozen(Clipped(Momentum(numbers), norm=1.0), "b1")},
    "weight decay": lambda numbers: {"optimizer": WeightDecay(RATE, numbers)},
    "weight decay, inside": lambda numbers: {"optimizer": Frozen(AdamW(0.1, weight_decay=numbers), "b1")},
    "l2": lambda numbers: {"l2": numbers},
    "l2 beside a list": lambda numbers: {"l2": numbers, "optimizer": GradientDescent([0.1] * 3)},
}


@pytest.mark.parametrize(("numbers", "n_runs"), [([0.1, 0.2], None), ([0.1, 0.2], 3), ([0.1], 2), ([0.1], None)])
@pytest.mark.parametrize("what", [*OF_EACH_RUN][:-1])
def test_as_many_numbers_as_runs(network, data, what, numbers, n_runs):
    """Refused at once, not by the first step, and by the name of what they are."""
    arguments = {"optimizer": RATE, "iterations": 1} | OF_EACH_RUN[what](np.array(numbers))
    with pytest.raises(ValueError, match="one for each run") as caught:
        train(network, data, n_runs=n_runs, **arguments)
    assert caught.value.code == "GC-U32"
    assert str(caught.value.where) == what.removesuffix(", inside")
    assert f"({len(numbers)},) for runs ({n_runs or ''}" in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 3


@pytest.mark.parametrize("what", OF_EACH_RUN)
def test_one_number_a_run_is_taken(network, data, what):
    arguments = {"optimizer": RATE, "iterations": 1} | OF_EACH_RUN[what](np.array([0.1, 0.2, 0.3]))
    assert len(list(train(network, data, n_runs=3, **arguments))) == 2


@pytest.mark.parametrize(("decays", "rate"), [([0.1, 0.2], 0.1), ([0.1], [0.1, 0.2, 0.3])])
def test_a_step_without_training_says_what_does_not_fit(decays, rate):
    rule, theta = WeightDecay(GradientDescent(rate), np.array(decays)), np.ones((3, 2))
    with pytest.raises(ValueError, match="one for each run") as caught:
        rule.update(theta.copy(), rule.init(theta), theta)
    assert (caught.value.code, str(caught.value.where)) == ("GC-U32", "weight decay")


def test_l2_of_each_run_is_not_for_l_bfgs(network, data):
    with pytest.raises(ValueError, match="an l2 for each run") as caught:
        train(network, data, optimizer=LBFGS(), iterations=3, n_runs=2, l2=np.array([0.1, 0.2]))
    assert caught.value.code == "GC-U66"


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
        assert 'in Python: method="direct"' in str(caught.value.fix)
        assert {record.method for record in train(network, data, optimizer=optimizer, iterations=1)} == {"direct"}


@pytest.mark.parametrize(
    ("code", "found", "arguments"),
    [
        ("GC-U61", "found 'a'", {"l2": "a"}),
        ("GC-U61", "found None", {"l2": None}),
        ("GC-U80", "found 'x'", {"stop_cost": "x"}),
        ("GC-U30", "None is not known", {"method": None}),
        ("GC-U10", "found True", {"batch_size": True}),
        ("GC-U64", "is not known", {"class_weight": [1, 2, 3]}),
        ("GC-U64", "'100' is not known", {"class_weight": {100: 1.0}}),
        ("GC-U15", "arrays by name", {"initial": 5}),
        ("GC-U94", "found True", {"iterations": True}),
        ("GC-U12", "found 'x'", {"dtype": "x"}),
        ("GC-U13", "found '2'", {"n_runs": "2"}),
    ],
)
def test_arguments_of_another_kind(network, data, code, found, arguments):
    with pytest.raises(GlasscatError, match=found) as caught:
        train(network, data, **{"optimizer": RATE, "iterations": 3, **arguments})
    assert caught.value.code == code


@pytest.mark.parametrize("patience", ["2", 1.5, True])
def test_patience_is_a_whole_number(network, data, patience):
    with pytest.raises(GlasscatError, match="whole number") as caught:
        train(network, data, optimizer=RATE, iterations=3, patience=patience, held_out=data.train)
    assert caught.value.code == "GC-U95"


def test_held_out_are_samples_of_the_same_classes(network, data):
    three = from_arrays(np.zeros((6, 5)), np.arange(6) % 3)
    for held_out, code in ((three.train, "GC-U77"), ((np.zeros((6, 5)), np.arange(6) % 2), "GC-U62")):
        with pytest.raises(GlasscatError) as caught:
            train(network, data, optimizer=RATE, iterations=3, patience=2, held_out=held_out)
        assert caught.value.code == code


def test_a_network_is_expected(data):
    with pytest.raises(GlasscatError, match="found NoneType") as caught:
        train(None, data, optimizer=RATE, iterations=3)
    assert caught.value.code == "GC-U99"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("GC-U01", {"hidden": 3}),
        ("GC-U01", {"hidden": "35"}),
        ("GC-U01", {"hidden": ["x"]}),
        ("GC-U06", {"n_classes": "2"}),
        ("GC-U06", {"n_classes": 2.0}),
        ("GC-U05", {"activation": ["relu", "tanh"]}),
        ("GC-U60", {"dropout": "x"}),
        ("GC-U02", {"init": 5}),
        ("GC-U03", {"loss": 5}),
        ("GC-U85", {"init": "normal", "init_scale": "x"}),
        ("GC-U89", {"batch_norm": "no"}),
        *(("GC-U98", {"n_features": n}) for n in (-4, 0, 4.0, "4", True, None)),
    ],
)
def test_networks_of_what_cannot_be_meant(code, arguments):
    with pytest.raises(GlasscatError) as caught:
        Network.dense(**{"n_features": 4, "hidden": [3], "n_classes": 2, **arguments})
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("GC-U60", lambda: Dropout("a")),
        ("GC-U68", lambda: BatchNorm("a")),
        ("GC-U68", lambda: BatchNorm(0.1, None)),
        ("GC-U67", lambda: LeakyReLU("a")),
        ("GC-U01", lambda: Dense("a")),
        ("GC-U69", lambda: Network(3, None, SigmoidOutput())),
        ("GC-U69", lambda: Network(3, (1,), SigmoidOutput())),
        ("GC-U74", lambda: Clipped(None, value=1)),
        ("GC-U74", lambda: WeightDecay(GradientDescent, 0.1)),
        ("GC-U74", lambda: Frozen(None, "W1")),
        ("GC-U04", lambda: Adam(np.ones((2, 2)))),
        ("GC-U04", lambda: Adam(np.array([]))),
    ],
)
def test_parts_of_what_cannot_be_meant(code, make):
    with pytest.raises(GlasscatError) as caught:
        make()
    assert caught.value.code == code


@pytest.mark.parametrize("mask", [np.ones(3, bool), np.ones(29, np.int64), np.ones((1, 29), bool)])
def test_a_mask_is_held_against_the_network_before_anything_is_called_frozen(network, data, mask):
    assert network.layout.size == 29
    with pytest.raises(GlasscatError, match="each of the 29 parameters") as caught:
        train(network, data, optimizer=Frozen(RATE, mask), iterations=3)
    assert caught.value.code == "GC-U53"


def test_layers_are_frozen_by_number(network, data):
    *_before, last = train(network, data, optimizer=Frozen(RATE, [1]), iterations=3)
    start, end = (network.layout.views(theta) for theta in (network.initial(0), last.theta))
    assert [name for name in start if np.array_equal(start[name], end[name])] == ["W1", "b1"]
    assert not mask_of(network.layout, np.int64(2))[: 4 * 6].any()
    for layer in (0, 7):
        with pytest.raises(GlasscatError, match="choose one of 1, 2") as caught:
            train(network, data, optimizer=Frozen(RATE, layer), iterations=3)
        assert caught.value.code == "GC-U54"
    with pytest.raises(GlasscatError, match=r"found 1\.5") as caught:
        mask_of(network.layout, 1.5)
    assert caught.value.code == "GC-U53"


@pytest.mark.parametrize("rule", [GradientDescent, Momentum, Nesterov])
def test_default_rates_are_those_of_pytorchs_sgd(rule):
    assert rule().learning_rate == 1e-3
