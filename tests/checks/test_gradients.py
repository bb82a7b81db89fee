"""Gradient checking of networks: mistakes are found, kinks are said, nothing is hidden."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import numpy as np
import pytest
from rich.cells import cell_len

import glasscat as gc
from glasscat.checks.comparison import relative_error
from glasscat.checks.gradients import METHODS, check_gradients
from glasscat.i18n import use_language
from glasscat.layers import Dense, ReLU, SigmoidOutput, Tanh
from glasscat.network import Network

RNG = np.random.default_rng(0)
X = RNG.standard_normal((6, 5))
Y = np.array([[1.0, 0, 1, 1, 0]])
NETWORK = Network.dense(6, [4, 3], 2, activation="tanh")


@dataclass(frozen=True)
class TanhOff(Tanh):
    """Its way back is wrong by a factor."""

    factor: float = 1.01

    def backward(self, parameters, dA, trace, out=None):
        return self.factor * super().backward(parameters, dA, trace, out)


@dataclass(frozen=True)
class DenseOff(Dense):
    """One number of its dW is wrong."""

    def write_gradients(self, gradients, dA, trace):
        super().write_gradients(gradients, dA, trace)
        gradients[0][..., 1, 2] += 0.01


def network_with(layer):
    return Network(6, (Dense(4), layer, Dense(1)), SigmoidOutput())


def test_public_name():
    assert gc.check_gradients is check_gradients


def test_right_code_passes_far_below_the_limits():
    report = check_gradients(NETWORK, X, Y)
    assert report.passed
    assert report.methods == METHODS
    assert report.error("differences") < 1e-7
    assert report.error("complex-step") < 1e-14
    assert report.error("graph") < 1e-14
    assert all(found.n_compared == found.entry.size for found in report.comparisons)


@pytest.mark.parametrize("method", METHODS[:2])
def test_every_method_finds_a_wrong_factor_before_it_and_not_behind(method):
    report = check_gradients(network_with(TanhOff()), X, Y, methods=[method])
    assert not report.passed
    # g = 1.01 g', so that the error is 0.01 / 2.01
    for name in ("W1", "b1"):
        assert report.of(name, method).error == pytest.approx(0.01 / 2.01, rel=1e-5)
    assert report.of("W2", method).passed
    assert report.of("b2", method).passed
    assert str(report.sentence).startswith("Maybe a mistake: the backward pass of W1, b1 does not agree")


def test_graph_finds_a_wrong_number_of_a_network_of_its_own_layers(monkeypatch):
    right = Dense.write_gradients

    def wrong(self, gradients, dA, trace):
        right(self, gradients, dA, trace)
        gradients[0][...] *= 1.01

    monkeypatch.setattr(Dense, "write_gradients", wrong)
    report = check_gradients(NETWORK, X, Y)
    assert {found.method for found in report.comparisons if not found.passed} == set(METHODS)


def test_worst_entry_is_named_with_both_numbers():
    network = Network(6, (DenseOff(4), Tanh(), Dense(1)), SigmoidOutput())
    report = check_gradients(network, X, Y, methods=["complex-step"])
    worst = report.worst("complex-step")[0]
    assert worst.place == "W1[1, 2]"
    assert worst.backward - worst.other == pytest.approx(0.01, abs=1e-15)


def test_complex_step_finds_what_differences_let_pass():
    """An error of one in a million is below the course's limit of 1e-4."""
    network = network_with(TanhOff(factor=1 + 1e-6))
    assert check_gradients(network, X, Y, methods=["differences"]).passed
    assert not check_gradients(network, X, Y, methods=["complex-step"]).passed


def test_large_networks_are_sampled_and_the_mistake_is_still_found():
    rng = np.random.default_rng(1)
    X = rng.random((500, 7))
    Y = (np.arange(7) % 2).reshape(1, -1)
    right = check_gradients(Network.dense(500, [10], 2, activation="tanh"), X, Y)
    assert right.passed
    assert not right.in_full
    assert right.of("W1", "differences").n_compared == 24
    assert "some were checked" in str(right.scope)
    broken = Network(500, (Dense(10), TanhOff(), Dense(1)), SigmoidOutput())
    assert not check_gradients(broken, X, Y, methods=["differences"]).passed


def test_projections_see_what_no_sampled_parameter_shows(monkeypatch):
    """One wrong number of 5,000, where the gradient is small: any projection goes through it."""
    right = Dense.write_gradients

    def wrong(self, gradients, dA, trace):
        right(self, gradients, dA, trace)
        if self.n == 10:
            gradients[0][..., 3, 77] += 1e-3

    monkeypatch.setattr(Dense, "write_gradients", wrong)
    report = check_gradients(
        Network.dense(500, [10], 2, activation="tanh"), np.random.default_rng(2).random((500, 7)), np.ones((1, 7)),
        methods=["complex-step"],
    )  # fmt: skip
    assert not report.of("W1", "complex-step").passed
    assert report.worst("complex-step")[0].place.startswith(("W1 projection", "W1[3, 77]"))


def test_biases_before_a_batch_normalisation_are_said_to_be_nothing():
    report = check_gradients(Network.dense(6, [4, 3], 2, activation="tanh", batch_norm=True), X, Y)
    assert report.passed
    assert report.of("b1", "complex-step").is_nothing
    assert not report.of("W1", "complex-step").is_nothing
    assert report.error("complex-step") < 1e-12
    assert "~" in str(report)


def test_a_wrong_bias_before_a_batch_normalisation_is_not_nothing(monkeypatch):
    right = Dense.write_gradients

    def wrong(self, gradients, dA, trace):
        right(self, gradients, dA, trace)
        gradients[1][...] += 1e-6

    monkeypatch.setattr(Dense, "write_gradients", wrong)
    report = check_gradients(Network.dense(6, [4, 3], 2, activation="tanh", batch_norm=True), X, Y)
    assert not report.of("b1", "complex-step").passed


def near_kink(Z):
    """One ReLU unit whose Z is given, for one sample."""
    network = Network(1, (Dense(1), ReLU(), Dense(1)), SigmoidOutput())
    return network, np.array([[1.0]]), np.array([[1.0]]), np.array([1.0, Z - 1.0, 1.0, 0.0])


def test_kinks_within_reach_are_listed_and_left_out():
    network, X, Y, theta = near_kink(5e-5)
    report = check_gradients(network, X, Y, theta)
    (kink,) = report.kinks
    assert (kink.layer, kink.unit, kink.sample) == (1, 0, 0)
    assert pytest.approx(5e-5, abs=1e-16) == kink.Z
    found = report.of("W1", "differences")
    assert (found.n_compared, found.n_left_out, found.error) == (0, 1, None)
    assert report.of("W1", "complex-step").error < 1e-15  # it never leaves the side it is on
    assert report.passed
    assert "1 Z of a ReLU is so near to 0" in str(report.warning)
    assert "Z1[0, 0] = 5e-05" in str(report)


def test_kinks_out_of_reach_are_not_listed():
    network, X, Y, theta = near_kink(1.5e-4)
    report = check_gradients(network, X, Y, theta)
    assert report.kinks == ()
    assert report.warning is None
    assert report.of("W1", "differences").n_left_out == 0


def test_a_difference_across_a_kink_would_be_wrong():
    """Why they are left out: with Z = 0.00005 the difference sees three quarters of the slope."""
    network, X, Y, theta = near_kink(5e-5)
    up, down = (network.training_loss(theta + np.array([e, 0, 0, 0]), X, Y) for e in (1e-4, -1e-4))
    grad = network.loss_and_grad(theta, X, Y)[1]
    assert (up - down) / 2e-4 == pytest.approx(0.75 * grad[0], rel=1e-3)


def test_same_masks_for_every_way():
    report = check_gradients(Network.dense(6, [8, 8], 2, activation="tanh", dropout=0.5), X, Y, seed=3)
    assert report.passed
    assert report.cost != check_gradients(Network.dense(6, [8, 8], 2, activation="tanh", dropout=0.5), X, Y).cost


def test_theta_given():
    theta = NETWORK.initial(5)
    kept = theta.copy()
    report = check_gradients(NETWORK, X, Y, theta)
    assert report.cost == NETWORK.training_loss(theta, X, Y)
    assert report.notes == ()
    np.testing.assert_array_equal(theta, kept)


def test_float32_is_taken_as_float64_and_said():
    report = check_gradients(NETWORK, X, Y, NETWORK.initial(5).astype(np.float32))
    (note,) = report.notes
    assert "float64" in str(note)
    assert str(note) in " ".join(str(report).split())


def test_seed_repeats_everything():
    first, second = (check_gradients(NETWORK, X, Y, seed=4).as_json() for _time in range(2))
    assert first == second
    assert first != check_gradients(NETWORK, X, Y, seed=5).as_json()


def test_own_layers_are_not_known_to_the_graph():
    @dataclass(frozen=True)
    class Identity(ReLU):
        pass

    @dataclass(frozen=True)
    class Doubled:
        """A layer of somebody else."""

        n_out = staticmethod(lambda n_prev: n_prev)
        entries = initial = buffers = staticmethod(lambda *_arguments: ())
        memory = staticmethod(lambda *_arguments: ())

        def forward_training(self, parameters, A_prev, memory, out=None):  # noqa: ARG002
            return np.multiply(A_prev, 2, out=out)

        def backward(self, parameters, dA, trace, out=None):  # noqa: ARG002
            return np.multiply(dA, 2, out=out)

        def write_gradients(self, gradients, dA, trace):
            pass

    report = check_gradients(network_with(Doubled()), X, Y)
    assert report.methods == METHODS[:2]
    assert report.passed
    assert [str(note) for note in report.notes] == [
        "graph was left out: the computation graph knows glasscat's own layers and outputs only."
    ]
    with pytest.raises(gc.GlasscatError) as caught:
        check_gradients(network_with(Doubled()), X, Y, methods=["graph"])
    assert caught.value.code == "GC-K08"
    assert check_gradients(network_with(Identity()), X, Y).methods == METHODS


def test_an_output_that_the_graph_does_not_know():
    @dataclass(frozen=True)
    class Other:
        right: SigmoidOutput

        def __getattr__(self, name):
            return getattr(self.right, name)

    with pytest.raises(gc.GlasscatError) as caught:
        check_gradients(replace(NETWORK, output=Other(SigmoidOutput())), X, Y, methods=["graph"])
    assert caught.value.code == "GC-K08"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("GC-K01", {"X": X.T}),
        ("GC-K01", {"X": X[0]}),
        ("GC-K01", {"X": np.empty((6, 0)), "Y": np.empty((1, 0))}),
        ("GC-K02", {"Y": Y[0]}),
        ("GC-K02", {"Y": Y[:, :4]}),
        ("GC-K02", {"s": np.ones(4)}),
        ("GC-K03", {"X": np.where(X > 2, np.nan, X) if (X > 2).any() else X * np.nan}),
        ("GC-K03", {"Y": "cat"}),
        ("GC-K03", {"theta": np.full(NETWORK.layout.size, np.inf)}),
        ("GC-K04", {"theta": np.ones(3)}),
        ("GC-K05", {"methods": "differences"}),
        ("GC-K05", {"methods": []}),
        ("GC-K05", {"methods": ["difference"]}),
        ("GC-K06", {"epsilon": 0}),
        ("GC-K06", {"epsilon": 1}),
        ("GC-K06", {"epsilon": np.nan}),
        ("GC-U23", {"seed": -1}),
    ],
)
def test_refused(code, arguments):
    with pytest.raises(gc.GlasscatError) as caught:
        check_gradients(NETWORK, **{"X": X, "Y": Y, **arguments})
    assert caught.value.code == code
    assert len(str(caught.value).splitlines()) <= 2


def test_one_sample_with_batch_normalisation_is_refused():
    with pytest.raises(gc.GlasscatError) as caught:
        check_gradients(Network.dense(6, [4], 2, batch_norm=True), X[:, :1], Y[:, :1])
    assert caught.value.code == "GC-K07"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_cost_that_is_not_finite_is_refused():
    with pytest.raises(gc.GlasscatError) as caught:
        check_gradients(NETWORK, X, Y, np.full(NETWORK.layout.size, 1e308))
    assert caught.value.code == "GC-K09"


def test_whole_numbers_are_taken():
    assert check_gradients(NETWORK, np.arange(30).reshape(6, 5), [[1, 0, 1, 1, 0]]).passed


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("network", [NETWORK, Network.dense(12288, [20, 7, 5], 2), Network.dense(6, [], 3)])
def test_table_fits_eighty_columns(network, language):
    rng = np.random.default_rng(0)
    m = 3
    Y = network.targets(rng.integers(0, network.output.n_units, m))
    report = check_gradients(network, rng.random((network.n_features, m)), Y)
    with use_language(language):
        lines = str(report).splitlines()
    assert max(map(cell_len, lines)) <= 80
    for entry in network.layout.entries:
        assert any(line.startswith(entry.name) for line in lines)


def test_table_shows_failures_and_many_kinks():
    shown = str(check_gradients(network_with(TanhOff()), X, Y, methods=["differences"]))
    assert "5.0e-03 ✗" in shown
    assert "Maybe a mistake" in shown
    rng = np.random.default_rng(3)
    network = Network.dense(6, [30], 2)
    report = check_gradients(network, rng.standard_normal((6, 40)), np.ones((1, 40)), epsilon=0.01)
    assert len(report.kinks) > 6
    assert f"(+{len(report.kinks) - 6})" in str(report)


def test_where_nothing_can_be_compared_a_dash_stands():
    network, X, Y, theta = near_kink(5e-5)
    line = next(line for line in str(check_gradients(network, X, Y, theta)).splitlines() if line.startswith("W1"))
    assert line.split()[5] == "-"


def test_json_holds_everything():
    document = json.loads(json.dumps(check_gradients(NETWORK, X, Y).as_json()))
    assert document["passed"] is True
    assert document["network"] == [6, 4, 3, 1]
    assert document["parameters"] == 47
    assert document["checked"] == "all"
    assert [entry["name"] for entry in document["entries"]] == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert document["entries"][0]["methods"]["differences"]["limit"] == 1e-4
    assert len(document["worst"]["graph"]) == 3
    assert document["kinks"] == []


def test_relative_error():
    assert relative_error(np.zeros(2), np.zeros(2)) == 0
    assert relative_error(np.array([3.0, 4.0]), np.zeros(2)) == 1
    assert relative_error(np.array([2.0]), np.array([1.0])) == pytest.approx(1 / 3)
    assert np.isnan(relative_error(np.array([np.nan]), np.array([1.0])))


def test_numbers_are_never_cut():
    """Names of many digits leave them less room: an exponent that is cut off would be another number."""
    network = Network.dense(5000, [300, 200], 2, activation="tanh")
    rng = np.random.default_rng(0)
    report = check_gradients(network, rng.random((5000, 3)), network.targets(np.array([0, 1, 0])))
    lines = str(report).splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert "…" not in str(report)
    table = lines[lines.index("Farthest apart:") + 3 :][: 2 * len(METHODS)]
    for line, (method, k) in zip(table, [(method, k) for method in METHODS for k in range(2)], strict=True):
        slope = report.worst(method, 2)[k]
        *_words, backward, other, apart = line.split()
        assert float(backward) == pytest.approx(slope.backward, rel=1e-9)
        assert float(other) == pytest.approx(slope.other, rel=1e-9)
        assert float(apart) == pytest.approx(slope.distance, rel=0.05)


def test_a_run_is_checked_where_it_is():
    data = gc.from_arrays(np.random.default_rng(0).random((6, 6)), [0, 1, 0, 1, 1, 0])
    run = gc.fit(NETWORK, data, optimizer=gc.GradientDescent(0.1), iterations=3)
    X, Y = data.train.columns(), NETWORK.targets(data.train.y)
    assert str(check_gradients(run, data.train)) == str(check_gradients(NETWORK, X, Y, run.theta))


@pytest.mark.parametrize(("network", "Y", "code"), [(None, [[1, 0]], "GC-G31"), (NETWORK, None, "GC-G32")])
def test_no_network_and_no_targets(network, Y, code):
    with pytest.raises(gc.GlasscatError) as caught:
        check_gradients(network, np.zeros((6, 2)), Y)
    assert caught.value.code == code
