"""Against PyTorch in float64: random networks from the same numbers, forward, backward and 20 steps."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat import Dataset, Network, from_arrays, optimizers, train
from glasscat.layers.stack import ACTIVATIONS
from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.training.record import Record
    from glasscat.typing import Array

WITHIN = 1e-10
"""Largest distance, as a share of the largest number of the array: rounding differs, and each step carries it along."""

STEPS = 20

STEADY = 100
"""Times that a training may magnify a difference at its start: beyond, rounding alone leads elsewhere, and two right
programs do not agree. It is measured with glasscat alone, so that what is left out does not depend on the oracle."""

EPSILON = 1e-8
"""Of the rules that divide by the size of the gradient: the usual one."""
EPSILON_NORMALISED = 1e-3
"""The same in networks with batch normalisation, which takes away whatever the bias before it adds: the gradient of
that bias is 0 but for rounding, and divided by its size and little more it would be a step that is made of rounding."""

RULES: dict[str, tuple[Callable[[float], Any], str, dict[str, Any]]] = {
    "gd": (lambda _epsilon: optimizers.GradientDescent(0.2), "SGD", {"lr": 0.2}),
    "momentum": (lambda _epsilon: optimizers.Momentum(0.05), "SGD", {"lr": 0.05, "momentum": 0.9}),
    "nesterov": (lambda _epsilon: optimizers.Nesterov(0.05), "SGD", {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    "adagrad": (lambda epsilon: optimizers.AdaGrad(0.05, epsilon=epsilon), "Adagrad", {"lr": 0.05}),
    "rmsprop": (lambda epsilon: optimizers.RMSProp(0.01, epsilon=epsilon), "RMSprop", {"lr": 0.01}),
    "adam": (lambda epsilon: optimizers.Adam(0.01, epsilon=epsilon), "Adam", {"lr": 0.01}),
    "adamw": (
        lambda epsilon: optimizers.AdamW(0.01, epsilon=epsilon, weight_decay=0.1),
        "AdamW",
        {"lr": 0.01, "weight_decay": 0.1},
    ),
}
"""Ours, the name of PyTorch's, and its settings. L-BFGS is not among them: it is SciPy's, and compared with that."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A network where it begins, and what it is trained on and by."""

    network: Network
    activation: str
    theta: Array
    data: Dataset
    rule: str
    settings: dict[str, Any]

    @property
    def epsilon(self) -> float:
        """What the rule adds to the size that it divides by."""
        return EPSILON_NORMALISED if self.network.buffer_layout.entries else EPSILON

    @classmethod
    def of(cls, seed: int, number: int, draw: int = 0) -> Case:
        """The case of a number, whatever others are measured."""
        rng = np.random.default_rng([seed, number, draw])
        n_classes, m, activation = int(rng.integers(2, 5)), int(rng.integers(8, 40)), str(rng.choice([*ACTIVATIONS]))
        n_features = int(rng.integers(1, 13)) if rng.random() < 0.8 else int(rng.integers(60, 200))
        network = Network.dense(
            n_features,
            rng.integers(1, 9, rng.integers(0, 6)).tolist(),
            n_classes,
            activation=activation,
            init=str(rng.choice(["xavier", "he", "normal"])),
            init_scale=float(rng.uniform(0.1, 1)),
            loss=str(rng.choice(["cross-entropy", "squared-error"])),
            batch_norm=bool(rng.random() < 0.4),
        )
        theta = network.initial(number) + 0.1 * rng.normal(size=network.layout.size)
        y = np.concatenate([np.arange(n_classes), rng.integers(0, n_classes, m - n_classes)])
        settings = {
            "l2": float(rng.choice([0, 0.01, 0.1])),
            "batch_size": None if rng.random() < 0.5 or m % 4 == 1 else 4,
            "seed": number,
        }
        data = from_arrays(rng.normal(size=(m, n_features)) + 0.5 * y[:, None], y)
        return cls(network, activation, theta, data, str(rng.choice([*RULES])), settings)


def trained(case: Case, theta: Array) -> tuple[list[float], Record]:
    """Costs before each step of the case from a start, and the last record."""
    rule, initial = RULES[case.rule][0](case.epsilon), case.network.layout.views(theta)
    *records, last = train(case.network, case.data, optimizer=rule, iterations=STEPS, initial=initial, **case.settings)
    return [float(record.cost) for record in records], last


def magnifies(case: Case) -> float:
    """How many times further apart two starts that differ by a hair are at the end; by glasscat alone."""
    hair = 1e-11
    costs, last = trained(case, case.theta)
    moved_costs, moved = trained(case, case.theta * (1 + hair * np.sign(np.sin(np.arange(case.theta.size)))))
    return max(distance(moved.theta, last.theta), distance(moved_costs, costs)) / hair


def steady_case(seed: int, number: int) -> tuple[Case, int]:
    """The first draw of a number that does not magnify rounding beyond `STEADY`, and how many were left out."""
    for draw in count():
        case = Case.of(seed, number, draw)
        if magnifies(case) <= STEADY:
            return case, draw
    raise AssertionError  # it draws for ever


def distances(case: Case) -> dict[str, float]:
    """How far the two are apart, as shares of the largest number, before training and after its steps."""
    from reliability.twin import Twin

    network, train_set = case.network, case.data.train
    twin = Twin(network, case.activation, case.theta)
    X, Y = train_set.columns(), network.targets(train_set.y)
    J, grad = network.loss_and_grad(case.theta, X, Y)
    answers = twin.answers(train_set.X)  # in use; the cost in training moves the running statistics
    cost = twin.cost(train_set.X, train_set.y)
    cost.backward()
    found = {
        "answers before": distance(network.predict(case.theta, X).T, answers),
        "cost before": distance(J, cost.item()),
        "gradient": distance(grad, twin.flat(lambda tensor: tensor.grad)),
    }
    twin = Twin(network, case.activation, case.theta)  # one whose running statistics have seen nothing yet
    _make, name, more = RULES[case.rule]
    if name != "SGD":
        more = more | {"eps": case.epsilon}
    theirs = twin.walk(case, (name, more), STEPS)
    costs, last = trained(case, case.theta)
    return found | {
        "costs": distance(costs, theirs),
        "parameters": distance(last.theta, twin.flat()),
        "running statistics": distance(last.buffers, twin.running()),
        "answers after": distance(network.predict(last.theta, X, last.buffers).T, twin.answers(train_set.X)),
    }


def distance(found: Any, wanted: Any) -> float:
    """Largest difference, as a share of the largest number that is wanted; infinite where there is no number."""
    found, wanted = np.asarray(found), np.asarray(wanted)
    if found.shape != wanted.shape:
        return np.inf
    apart, size = np.max(np.abs(found - wanted), initial=0), np.max(np.abs(wanted), initial=0)
    if apart == 0:
        return 0.0
    return float(apart / size) if np.isfinite(apart) and size else np.inf


def measure(number: int = 1000, seed: int = 0) -> Measured:
    """Compare so many random networks with PyTorch's; without PyTorch nothing is measured.

    Their depth is 0 to 5 hidden layers of 1 to 8 units; every activation, both losses, 2 to 4 classes, batch
    normalisation, L2, full and mini-batches, and every rule that PyTorch has too. Learning rates are usual ones: where
    training diverges, so does rounding.
    """
    claim = Said(
        f"forward pass, gradients and {STEPS} steps of {number:,} random networks agree with PyTorch's in float64, "
        "within 1e-10 of the largest number",
        f"{number:,} 个随机网络的前向传播、梯度和 {STEPS} 步训练与 PyTorch（float64）一致，相差不超过最大数的 1e-10",
    )
    if find_spec("torch") is None:
        return Measured(claim, Said("PyTorch is not installed: `make oracle`", "没有安装 PyTorch：`make oracle`"), None)
    cases, drawn = zip(*(steady_case(seed, k) for k in range(number)), strict=True)
    worst = {k: max(distances(case).items(), key=lambda pair: pair[1]) for k, case in enumerate(cases)}
    apart = {k: far for k, (_what, far) in worst.items()}
    failed = [k for k, far in apart.items() if not far <= WITHIN]
    most, middle = max(apart.values()), float(np.median(list(apart.values())))
    figure = f"{number - len(failed):,} of {number:,}; furthest apart {most:.1e}, in the middle {middle:.1e}"
    chinese = f"{number:,} 个中 {number - len(failed):,} 个；相差最大 {most:.1e}，中位数 {middle:.1e}"
    if left_out := sum(drawn):
        figure += f"; {left_out} others, which magnify rounding {STEADY} times themselves, were left out"
        chinese += f"；另有 {left_out} 个自身就把舍入误差放大 {STEADY} 倍的网络未计入"
    if failed:
        said = ", ".join(f"{k} ({worst[k][0]} {apart[k]:.1e})" for k in failed[:5])
        figure, chinese = f"{figure}; not: {said}", f"{chinese}；不合的：{said}"
    return Measured(claim, Said(figure, chinese), not failed)
