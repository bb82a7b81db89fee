"""Every layer, output and update rule can be opened, and a rule that is wrong is found out."""

import numpy as np
import pytest

import glasscat as gc
from glasscat import layers
from glasscat.errors import GlasscatError
from glasscat.explanation import forward
from glasscat.explanation.backward import BACKWARD
from glasscat.explanation.forward import FORWARD
from glasscat.explanation.of_passes import BACK, FORMULAS
from glasscat.explanation.update import STEPS
from glasscat.optimizers import OPTIMIZERS

HIDDEN = {getattr(layers, name) for name in layers.__all__ if hasattr(getattr(layers, name), "forward_training")}
LAYERS = {kind for kind in HIDDEN if kind is not layers.Layer}


def test_every_layer_has_its_formulas():
    assert set(FORWARD) == set(BACKWARD) == set(FORMULAS) == set(BACK) == LAYERS


def test_every_rule_has_its_step():
    unwrapped = {rule.make for rule in OPTIMIZERS.values()} - {gc.AdamW, gc.LBFGS}  # Adam with decay; a line search
    assert set(STEPS) == unwrapped


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((20, 4))
    return gc.from_arrays(X, (X[:, 0] > 0).astype(int))


WRAPPED = {
    "gd": gc.GradientDescent(0.1),
    "momentum": gc.Momentum(0.1),
    "nesterov": gc.Nesterov(0.1),
    "adagrad": gc.AdaGrad(0.1),
    "rmsprop": gc.RMSProp(0.01),
    "adam": gc.Adam(0.01),
    "adamw": gc.AdamW(0.01, weight_decay=0.1),
    "lbfgs": gc.LBFGS(),
    "lbfgs frozen in part": gc.Frozen(gc.LBFGS(), ["W1"]),
    "clipped by value": gc.Clipped(gc.GradientDescent(0.1), value=0.01),
    "clipped by norm": gc.Clipped(gc.Adam(0.01), norm=0.1),
    "clipped by norm twice": gc.Clipped(gc.Clipped(gc.GradientDescent(0.1), norm=0.02), norm=0.05),
    "clipped by value and norm": gc.Clipped(gc.Clipped(gc.GradientDescent(0.1), norm=0.02), value=0.01),
    "frozen": gc.Frozen(gc.Momentum(0.1), ["W1"]),
    "frozen outside of clipping": gc.Frozen(gc.Clipped(gc.GradientDescent(0.1), norm=0.01), ["weight"]),
    "decay of all": gc.WeightDecay(gc.RMSProp(0.01), 0.1, ["weight", "bias"]),
}


@pytest.mark.parametrize("rule", WRAPPED.values(), ids=WRAPPED)
@pytest.mark.parametrize("activation", ["relu", "leaky-relu", "tanh", "sigmoid"])
def test_every_step_opens(rule, activation, data):
    net = gc.Network.dense(4, [3], 2, activation=activation)
    run = gc.fit(net, data, optimizer=rule, iterations=6, seed=2)
    from glasscat.explanation.book import Book
    from glasscat.run.opening import subject_of

    book = Book(subject_of(run))
    for name, array in run.network.layout.views(run.theta).items():
        for iteration in (None, 0, 1, run.history.iterations):
            for memory in ("", "d", "v_", "s_"):
                if f"{memory}{name}" not in book.families or (memory == "d" and iteration is None):
                    continue
                found = book.open(f"{memory}{name}[{','.join('0' * (1 + (array.shape[1] > 1)))}]" + _at(iteration))
                found.check()
                assert found.formula


def _at(iteration):
    return "" if iteration is None else f"@{iteration}"


def test_what_is_not_ours_is_refused(data):
    class Mine(type(layers.ReLU())):
        pass

    net = gc.Network(4, (layers.Dense(3), Mine(), layers.Dense(1)), layers.SigmoidOutput())
    run = gc.fit(net, data, optimizer=gc.GradientDescent(0.1), iterations=2)
    with pytest.raises(GlasscatError, match=r"GC-Q11.*Mine"):
        gc.explain(run, "cost@0")


def test_a_norm_is_that_of_what_was_cut_before(data):
    run = gc.fit(gc.Network.dense(4, [3], 2), data, optimizer=WRAPPED["clipped by value and norm"], iterations=3)
    found = gc.explain(run, "gradient_norm@1")
    grads = [gc.explain(run, f"d{name}@1").value for name in ("W1", "b1", "W2", "b2")]
    assert found.value == pytest.approx(np.sqrt(sum(np.sum(np.clip(g, -0.01, 0.01) ** 2) for g in grads)), rel=1e-14)


def test_a_frozen_weight_is_what_it_was(data):
    run = gc.fit(gc.Network.dense(4, [3], 2), data, optimizer=WRAPPED["frozen"], iterations=3)
    assert gc.explain(run, "W1[0,0]@3").symbols == "W1[0,0]@2"
    assert gc.explain(run, "W2[0,0]@3").symbols == "W2[0,0]@2 - 0.1 · v_W2[0,0]@3"


def test_clipping_and_decay_are_in_the_formula(data):
    run = gc.fit(gc.Network.dense(4, [3], 2), data, optimizer=WRAPPED["clipped by norm"], iterations=3)
    assert "min(1, 0.1 / (gradient_norm@1 + 1e-6))" in gc.explain(run, "v_W1[0,0]@2").symbols
    norm = gc.explain(run, "gradient_norm@1")
    grads = [gc.explain(run, f"d{name}@1").value for name in ("W1", "b1", "W2", "b2")]
    assert norm.value == pytest.approx(np.sqrt(sum(np.sum(np.square(grad)) for grad in grads)), rel=1e-14)
    run = gc.fit(gc.Network.dense(4, [3], 2), data, optimizer=WRAPPED["adamw"], iterations=3)
    assert gc.explain(run, "W1[0,0]@2").symbols.startswith("W1[0,0]@1 · (1 - 0.01 · 0.1) - 0.01 · v_W1[0,0]@2")
    assert " · (1 - " not in gc.explain(run, "b1[0]@2").symbols.split("v_b1")[0]


@pytest.mark.parametrize("kind", sorted(LAYERS, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_a_wrong_formula_is_found_out(kind, data, monkeypatch):
    """Flip a sign in each layer's formula: the check must not pass."""
    network = gc.Network(
        4,
        (
            layers.Dense(5),
            layers.BatchNorm(),
            {layers.ReLU: layers.ReLU(), layers.LeakyReLU: layers.LeakyReLU(), layers.Sigmoid: layers.Sigmoid()}.get(
                kind, layers.Tanh()
            ),
            layers.Dropout(0.2),
            layers.Dense(1),
        ),
        layers.SigmoidOutput(),
    )
    run = gc.fit(network, data, optimizer=gc.GradientDescent(0.1), iterations=2)
    symbol = {layers.Dense: "Z1", layers.BatchNorm: "N1", layers.Dropout: "R1"}.get(kind, "A1")
    values = gc.explain(run, f"{symbol}@1").value
    i, c = np.unravel_index(np.argmax(np.abs(values)), values.shape)
    right = forward.FORWARD[kind]
    wrong = {**forward.FORWARD, kind: lambda *place: forward.Number(0) - right(*place)}
    assert gc.explain(run, f"{symbol}[{i},{c}]@1").difference < 1e-12
    monkeypatch.setattr(forward, "FORWARD", wrong)
    with pytest.raises(GlasscatError, match="GC-Q08"):
        gc.explain(run, f"{symbol}[{i},{c}]@1")
