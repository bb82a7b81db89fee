"""One step of an optimiser for one parameter: from its value, its gradient and what is remembered of it to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.explanation.expression import Input, Number
from glasscat.explanation.functions import Function, root, squared
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
from glasscat.optimizers.learning_rate import rate_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from glasscat.explanation.expression import Expression


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Step number ``t``, counted from 0, as one parameter takes it.

    Parameters
    ----------
    rule : Optimizer
    t : int
    place : int
        Of the parameter in theta.
    theta : Expression
        The parameter before the step.
    grad : Expression
        Its gradient.
    norm : callable
        Length of the whole gradient, for clipping.
    before, after : callable
        What is remembered of it before and after the step, by letter.
    """

    rule: Any
    t: int
    place: int
    theta: Expression
    grad: Expression
    norm: Callable[[], Expression]
    before: Callable[[str], Input]
    after: Callable[[str], Input]

    @property
    def rate(self) -> Number:
        """Learning rate of this step."""
        return Number(float(rate_at(self.rule.learning_rate, self.t, np.empty(0))))

    def inside(self, rule: Any, theta: Expression | None = None, grad: Expression | None = None) -> Step:  # noqa: ANN401
        """The same step, as the rule inside another one takes it."""
        return replace(
            self,
            rule=rule,
            theta=self.theta if theta is None else theta,
            grad=self.grad if grad is None else grad,
        )


def stripped(step: Step) -> Step | None:
    """The step of the rule inside all that is wrapped around it; None where the parameter is frozen."""
    rule = step.rule
    if isinstance(rule, Frozen):
        return None if bool(np.asarray(rule.mask)[step.place]) else stripped(step.inside(rule.optimizer))
    if isinstance(rule, Clipped):
        return stripped(_clipped(rule, step))
    if isinstance(rule, WeightDecay | AdamW):
        inside = _core(rule) if isinstance(rule, AdamW) else rule.optimizer
        decays = rule.mask is None or bool(np.asarray(rule.mask)[step.place])
        share = Number(1) - step.rate * Number(float(rule.weight_decay))
        return stripped(step.inside(inside, theta=step.theta * share if decays else None))
    return step


def _clipped(rule: Clipped, step: Step) -> Step:
    """The step of the rule inside, with the clipped gradient."""
    if rule.norm is None:
        return step.inside(rule.optimizer, grad=clipped_by_value(step.grad, float(rule.value or 0.0)))
    limit, length = rule.norm, step.norm()
    shrink = Function(
        f"min(1, {limit:g} / ({{}} + 1e-6))",
        length,
        lambda norm: min(1.0, limit / (norm + 1e-6)),
        lambda norm: limit / (norm + 1e-6) ** 2,
    )
    inside = step.inside(rule.optimizer, grad=step.grad * shrink)
    return replace(inside, norm=lambda: length * shrink)


def clipped_by_value(grad: Expression, limit: float) -> Expression:
    """A gradient cut to a size."""
    template = f"min(max({{}}, -{limit:g}), {limit:g})"
    return Function(template, grad, lambda d: min(max(d, -limit), limit), lambda _d: 1.0)


def next_theta(step: Step) -> Expression:
    """The parameter after the step."""
    inner = stripped(step)
    return step.theta if inner is None else STEPS[type(inner.rule)](inner)


def next_memory(step: Step, letter: str) -> Expression:
    """What is remembered of it after the step."""
    inner = stripped(step)
    inner = step.inside(_core(step.rule), grad=Number(0)) if inner is None else inner
    return MEMORIES[type(inner.rule)][letter](inner)


def letters(rule: Any) -> tuple[str, ...]:  # noqa: ANN401  (any rule)
    """Letters of what a rule remembers."""
    return tuple(MEMORIES.get(type(_core(rule)), ()))


def _core(rule: Any) -> Any:  # noqa: ANN401  (any rule)
    while hasattr(rule, "optimizer"):
        rule = rule.optimizer
    return Adam(rule.learning_rate, rule.beta1, rule.beta2, rule.epsilon) if isinstance(rule, AdamW) else rule


def _descent(step: Step) -> Expression:
    return step.theta - step.rate * step.grad


def _momentum(step: Step) -> Expression:
    return step.theta - step.rate * step.after("v")


def _nesterov(step: Step) -> Expression:
    return step.theta - step.rate * (step.grad + Number(step.rule.beta) * step.after("v"))


def _scaled(step: Step) -> Expression:
    return step.theta - step.rate * step.grad / (root(step.after("s")) + Number(step.rule.epsilon))


def _adam(step: Step) -> Expression:
    rule, t = step.rule, step.t + 1
    mean = step.after("v") / (Number(1) - _power(rule.beta1, t))
    size = root(step.after("s") / (Number(1) - _power(rule.beta2, t)))
    return step.theta - step.rate * mean / (size + Number(rule.epsilon))


def _power(beta: float, t: int) -> Expression:
    return Number(beta**t, f"{beta:g}^{t}")


def _velocity(step: Step) -> Expression:
    return Number(step.rule.beta) * step.before("v") + step.grad


def _squares(step: Step) -> Expression:
    return step.before("s") + squared(step.grad)


def _mean_square(step: Step) -> Expression:
    beta2 = step.rule.beta2
    return Number(beta2) * step.before("s") + Number(1 - beta2, f"(1 - {beta2:g})") * squared(step.grad)


def _mean(step: Step) -> Expression:
    beta1 = step.rule.beta1
    return Number(beta1) * step.before("v") + Number(1 - beta1, f"(1 - {beta1:g})") * step.grad


STEPS: Mapping[type, Callable[[Step], Expression]] = {
    GradientDescent: _descent,
    Momentum: _momentum,
    Nesterov: _nesterov,
    AdaGrad: _scaled,
    RMSProp: _scaled,
    Adam: _adam,
}
MEMORIES: Mapping[type, Mapping[str, Callable[[Step], Expression]]] = {
    Momentum: {"v": _velocity},
    Nesterov: {"v": _velocity},
    AdaGrad: {"s": _squares},
    RMSProp: {"s": _mean_square},
    Adam: {"v": _mean, "s": _mean_square},
}


def before_norm(rule: Any, size: int) -> tuple[NDArray[np.bool_], float]:  # noqa: ANN401  (any rule)
    """What the first clipping by norm looks at: which of ``size`` parameters, and to what size they are cut by then."""
    counted, limit = np.ones(size, dtype=bool), np.inf
    while hasattr(rule, "optimizer") and not (isinstance(rule, Clipped) and rule.norm is not None):
        if isinstance(rule, Frozen):
            counted &= ~np.asarray(rule.mask)
        if isinstance(rule, Clipped):
            limit = min(limit, rule.value or np.inf)
        rule = rule.optimizer
    return counted, limit
