"""In its steady state training allocates no array.

NumPy tells tracemalloc of the memory of every array. What is allowed is far less than the smallest array of a network
with thousands of units, or of a batch of thousands of samples: `SMALL` bytes hold the Python objects of a step (views,
tuples, the state of the optimiser, a seed and a generator of the masks) and, once in a window, its costs of each run.

The costs of 64 steps are computed at once; here those of 8, so that fewer steps show all that there is.

Where an operand is broadcast, NumPy copies through a buffer of 8192 numbers of its own, however large the arrays are.
Here that buffer is made 64 numbers small, so that nothing can hide in it.
"""

import tracemalloc
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

import glasscat as gc
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, SigmoidOutput, SoftmaxOutput, Tanh
from glasscat.network import Network
from glasscat.optimizers import (
    AdaGrad,
    Adam,
    AdamW,
    Clipped,
    Frozen,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    WeightDecay,
)
from glasscat.optimizers.schedules import Cosine, InverseTime, OneCycle, StepDecay, WarmUp
from glasscat.training import costs
from glasscat.training.loop import train

SMALL = 20_000
MANY = 6_000
"""Units, or samples of a batch: (MANY, 1) takes 24 kB in float32, and even a mask of one byte for each number of
(4, MANY) does."""
WINDOW = 8
BEGIN, FIRST, LAST = 2, 12, 32
"""Steps between which it is counted: `WINDOW` costs are computed at once, so by then everything has happened once."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """An optimiser that counts, from one step to another, how many bytes were there at once."""

    optimizer: Any
    peaks: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)

    @property
    def stays_in_span(self):
        return self.optimizer.stays_in_span

    @property
    def learning_rate(self):
        return self.optimizer.learning_rate

    def init(self, theta):
        return self.optimizer.init(theta)

    def update(self, grad, state, theta):
        self.steps.append(len(self.steps))
        if len(self.steps) == BEGIN:
            tracemalloc.start()
        if len(self.steps) == FIRST:
            tracemalloc.reset_peak()
            self.peaks.append(tracemalloc.get_traced_memory()[0])
        if len(self.steps) == LAST:
            self.peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        return self.optimizer.update(grad, state, theta)


@pytest.fixture(autouse=True)
def _small_buffers(monkeypatch):
    monkeypatch.setattr(costs, "MOST_STEPS", WINDOW)
    before = np.setbufsize(64)
    yield
    np.setbufsize(before)
    tracemalloc.stop()


def allocated(network, data, optimizer, **more):
    """Bytes that steps take beyond what is there before them."""
    counted = Counted(optimizer)
    list(train(network, data, optimizer=counted, iterations=LAST + 5, record_every=1000, **more))
    before, peak = counted.peaks
    return peak - before


def pixels(m, n_x=4, n_classes=2, dtype=np.float64):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 256, (m, n_x), np.uint8) if dtype == np.uint8 else rng.normal(size=(m, n_x))
    return gc.from_arrays(X, np.arange(m) % n_classes)


HIDDEN = {
    "sigmoid": (Sigmoid(),),
    "tanh": (Tanh(),),
    "relu": (ReLU(),),
    "leaky relu": (LeakyReLU(),),
    "batch norm": (BatchNorm(), ReLU()),
    "dropout": (ReLU(), Dropout(0.3)),
    "both": (BatchNorm(), Tanh(), Dropout(0.3)),
}
OUTPUTS = {
    f"{name} {loss}": make(loss)
    for loss in ("cross-entropy", "squared-error")
    for name, make in {"sigmoid": SigmoidOutput, "softmax": lambda loss: SoftmaxOutput(3, loss)}.items()
}
OPTIMIZERS = {
    "descent": GradientDescent(1e-3),
    "momentum": Momentum(1e-3),
    "nesterov": Nesterov(1e-3),
    "adagrad": AdaGrad(1e-3),
    "rmsprop": RMSProp(1e-3),
    "adam": Adam(1e-3),
    "adamw": AdamW(1e-3),
    "weight decay": WeightDecay(Momentum(1e-3), 0.1),
    "clipped norm": Clipped(Momentum(1e-3), norm=1.0),
    "clipped value": Clipped(Momentum(1e-3), value=1.0),
    "frozen": Frozen(Adam(1e-3), "W1"),
    "all of it": Frozen(WeightDecay(Clipped(RMSProp(1e-3), norm=1.0), 0.1), "b1"),
}
SCHEDULES = {
    "cosine": Cosine(1e-3, 20),
    "one cycle": OneCycle(1e-3, LAST + 5),
    "inverse time": InverseTime(1e-3, 0.1),
    "steps": StepDecay(1e-3, 6),
    "warm up": WarmUp(InverseTime(1e-3, 0.1), 6),
}
SHAPES = {"many units": (MANY, 10), "many samples": (4, MANY)}


def network_of(hidden, output=SigmoidOutput(), n=4, n_x=4):  # noqa: B008  (frozen)
    """Two hidden layers of n units with the same layers after each."""
    init = {"init": "normal", "init_scale": 0.01}
    return Network(
        n_x, (Dense(n, **init), *hidden, Dense(n if n < 100 else 3, **init), *hidden, Dense(output.n_units)), output
    )


def assert_nothing(shape, hidden="relu", output=SigmoidOutput(), optimizer=None, dtype=np.float64, stored=None, **more):  # noqa: B008, PLR0917
    """A step of a full batch, and one of batches of which the last is short."""
    n, m = SHAPES[shape]
    network = network_of(HIDDEN[hidden], output, n)
    optimizer = optimizer or GradientDescent(1e-3)
    n_classes = output.n_classes
    if n == MANY:
        full = pixels(m, n_classes=n_classes, dtype=stored or dtype)
        assert allocated(network, full, optimizer, dtype=dtype, **more) < SMALL
    if "sample_weight" in more:
        more["sample_weight"] = np.linspace(0.5, 1.5, 2 * m + m // 2)
    batches = pixels(2 * m + m // 2, n_classes=n_classes, dtype=stored or dtype)
    assert allocated(network, batches, optimizer, dtype=dtype, batch_size=m, **more) < SMALL


every_shape = pytest.mark.parametrize("shape", SHAPES)


@every_shape
class TestDirect:
    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    @pytest.mark.parametrize("hidden", HIDDEN)
    def test_layers(self, shape, hidden, dtype):
        assert_nothing(shape, hidden, dtype=dtype)

    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    @pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
    def test_outputs(self, shape, output, dtype):
        assert_nothing(shape, output=output, dtype=dtype)

    @pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
    def test_optimizers(self, shape, optimizer):
        assert_nothing(shape, optimizer=optimizer)

    @pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
    def test_schedules(self, shape, schedule):
        assert_nothing(shape, optimizer=Nesterov(schedule))

    @pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
    def test_weights_of_samples(self, shape, output):
        assert_nothing(shape, output=output, sample_weight=np.linspace(0.5, 1.5, SHAPES[shape][1]))

    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    def test_l2(self, shape, dtype):
        assert_nothing(shape, dtype=dtype, l2=0.01)

    def test_a_cost_to_stop_at_is_looked_at_in_every_step(self, shape):
        assert_nothing(shape, stop_cost=1e-9)

    @pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
    @pytest.mark.parametrize("hidden", ["tanh", "both"])
    def test_runs(self, shape, hidden, output):
        rates = np.array([1e-3, 1e-4])
        assert_nothing(shape, hidden, output, optimizer=Momentum(rates), n_runs=2, l2=np.array([0.0, 0.1]))

    @pytest.mark.parametrize(
        "make", [Adam, lambda rate: WeightDecay(Clipped(Nesterov(rate), norm=1.0), np.array([0, 0.1]))]
    )
    def test_runs_of_other_optimizers(self, shape, make):
        assert_nothing(shape, optimizer=make(np.array([1e-3, 1e-4])), n_runs=2)

    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    def test_bytes(self, shape, dtype):

        assert_nothing(shape, dtype=dtype, stored=np.uint8)


@pytest.mark.parametrize(
    "more", [{}, {"l2": 0.01}, {"sample_weight": np.linspace(0.5, 1.5, MANY)}], ids=["", "l2", "s"]
)
@pytest.mark.parametrize(("dtype", "stored"), [(np.float64, np.float64), (np.float32, np.uint8)])
def test_many_samples_at_every_step(dtype, stored, more):
    network = network_of(HIDDEN["both"])
    assert allocated(network, pixels(MANY, dtype=stored), Momentum(1e-3), dtype=dtype, **more) < SMALL


@pytest.mark.parametrize("batch_size", [None, 1440])
@pytest.mark.parametrize(("dtype", "init"), [(np.float64, "zeros"), (np.float32, "normal")])
@pytest.mark.parametrize(
    ("optimizer", "more"),
    [
        (GradientDescent(1e-3), {}),
        (Momentum(1e-3), {"l2": 0.01}),
        (WeightDecay(Nesterov(1e-3), 0.1), {}),
        (Frozen(GradientDescent(1e-3), "b1"), {}),
        (GradientDescent(np.array([1e-3, 1e-4])), {"n_runs": 2}),
    ],
    ids=["descent", "momentum with l2", "nesterov with decay", "frozen", "runs"],
)
def test_span(optimizer, more, batch_size, dtype, init):
    """Both the numbers of the samples in a batch and two coordinates of each, in float32, take 11.5 kB."""
    network = Network(3, (Dense(2, init=init), Tanh(), Dense(1)), SigmoidOutput())
    data = pixels(1600, 3)
    assert allocated(network, data, optimizer, method="span", dtype=dtype, batch_size=batch_size, **more) < 11_000


def test_a_single_array_would_be_seen():
    """The count counts: an optimiser that makes one copy of a bias shows."""

    class Wasteful(Counted):
        def update(self, grad, state, theta):
            theta[:MANY].copy()
            return self.optimizer.update(grad, state, theta)

    network = network_of(HIDDEN["relu"], n=MANY)
    assert allocated(network, pixels(10), GradientDescent(1e-3), dtype=np.float32) < SMALL
    assert allocated(network, pixels(10), Wasteful(GradientDescent(1e-3)), dtype=np.float32) > SMALL
