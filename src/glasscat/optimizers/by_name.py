"""Optimisers and schedules by the names that the command line knows them by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.optimizers.adagrad import AdaGrad
from glasscat.optimizers.adam import Adam
from glasscat.optimizers.adamw import AdamW
from glasscat.optimizers.clipped import Clipped
from glasscat.optimizers.frozen import Frozen
from glasscat.optimizers.gradient_descent import GradientDescent
from glasscat.optimizers.lbfgs import LBFGS
from glasscat.optimizers.momentum import Momentum
from glasscat.optimizers.nesterov import Nesterov
from glasscat.optimizers.rmsprop import RMSProp
from glasscat.optimizers.schedules import Constant, Cosine, InverseTime, OneCycle, StepDecay, WarmUp
from glasscat.optimizers.weight_decay import WeightDecay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from glasscat.optimizers.optimizer import Optimizer
    from glasscat.optimizers.schedules import Schedule


@dataclass(frozen=True, slots=True)
class Rule:
    """An update rule, its usual learning rate, and which argument each option of the command line sets.

    A learning rate of None means that the rule has none.
    """

    make: Callable[..., Any]
    learning_rate: float | None
    options: Mapping[str, str]


OPTIMIZERS: Mapping[str, Rule] = {
    "gd": Rule(GradientDescent, 0.005, {}),
    "momentum": Rule(Momentum, 0.005, {"momentum": "beta"}),
    "nesterov": Rule(Nesterov, 0.005, {"momentum": "beta"}),
    "adagrad": Rule(AdaGrad, 0.01, {"epsilon": "epsilon"}),
    "rmsprop": Rule(RMSProp, 0.01, {"beta2": "beta2", "epsilon": "epsilon"}),
    "adam": Rule(Adam, 0.001, {"momentum": "beta1", "beta2": "beta2", "epsilon": "epsilon"}),
    "adamw": Rule(
        AdamW,
        0.001,
        {"momentum": "beta1", "beta2": "beta2", "epsilon": "epsilon", "weight-decay": "weight_decay"},
    ),
    "lbfgs": Rule(LBFGS, None, {}),
}

SCHEDULES: Mapping[str, Callable[[float, int], Schedule]] = {
    "constant": lambda learning_rate, _steps: Constant(learning_rate),
    "step": lambda learning_rate, steps: StepDecay(learning_rate, every=max(1, steps // 3)),
    "cosine": Cosine,
    "one-cycle": OneCycle,
    "inverse-time": lambda learning_rate, steps: InverseTime(learning_rate, decay=9 / steps),
}
"""From a learning rate and the steps of the run: a tenth after each third of them ("step"), down to 0 ("cosine"),
up and down ("one-cycle"), ten times less at the end ("inverse-time")."""


def optimizer_by_name(
    name: str,
    steps: int,
    *,
    learning_rate: float | None = None,
    schedule: str = "constant",
    warmup: int = 0,
    momentum: float | None = None,
    beta2: float | None = None,
    epsilon: float | None = None,
    weight_decay: float | None = None,
    clip_value: float | None = None,
    clip_norm: float | None = None,
    freeze: Sequence[str | int] = (),
) -> Optimizer[Any] | LBFGS:
    """Make an optimiser from the options of the command line; None means that an option was not given.

    Parameters
    ----------
    name : str
        One of `OPTIMIZERS`.
    steps : int
        Steps of the run, which warm-up and schedule share.
    learning_rate : float, optional
        The rule's usual one by default.
    schedule : str
        One of `SCHEDULES`.
    warmup : int
        Steps of warm-up.
    momentum, beta2, epsilon : float, optional
        The rule's own defaults if not given; momentum is beta1 to the Adams.
    weight_decay : float, optional
        Decoupled, with any rule that has a learning rate.
    clip_value, clip_norm : float, optional
        Largest size of a number of the gradient, or largest length of all of it. Decay is not clipped.
    freeze : sequence of str and int
        Names and kinds of parameters, and numbers of layers, that stay what they are, whatever the others do.

    Raises
    ------
    UsageError
        GC-U50, GC-U51 for an unknown name, GC-U52 for an option that the rule does not have, GC-U04 and GC-U40 to
        GC-U49 for an invalid value.
    """
    if name not in OPTIMIZERS:
        raise unknown_name("GC-U50", _("optimizer"), name, OPTIMIZERS)
    rule = OPTIMIZERS[name]
    options = {"momentum": momentum, "beta2": beta2, "epsilon": epsilon, "weight-decay": weight_decay}
    given = {option: value for option, value in options.items() if value is not None}
    if rule.learning_rate is None:
        others = {
            "learning-rate": learning_rate is not None,
            "schedule": schedule != "constant",
            "warmup": warmup != 0,
            "clip-value": clip_value is not None,
            "clip-norm": clip_norm is not None,
        }
        _refuse_options(name, [*given, *(option for option, is_given in others.items() if is_given)])
        return Frozen(LBFGS(), tuple(freeze)) if freeze else LBFGS()
    decay = given.pop("weight-decay", None) if "weight-decay" not in rule.options else None
    _refuse_options(name, [option for option in given if option not in rule.options])
    rate = schedule_by_name(schedule, rule.learning_rate if learning_rate is None else learning_rate, steps, warmup)
    optimizer: Optimizer[Any] = rule.make(rate, **{rule.options[option]: value for option, value in given.items()})
    if clip_value is not None or clip_norm is not None:
        optimizer = Clipped(optimizer, value=clip_value, norm=clip_norm)
    if decay is not None:
        optimizer = WeightDecay(optimizer, decay)
    # outermost, so that neither decay nor the norm to be clipped has anything to do with what is frozen
    return Frozen(optimizer, tuple(freeze)) if freeze else optimizer


def schedule_by_name(name: str, learning_rate: float, steps: int, warmup: int = 0) -> float | Schedule:
    """Schedule of a run of so many steps, of which the first ``warmup`` are warm-up.

    Parameters
    ----------
    name : str
        One of `SCHEDULES`.
    learning_rate : float
        The highest of the schedule.
    steps : int
        Steps of the run, warm-up and schedule together.
    warmup : int

    Returns
    -------
    float or Schedule
        The plain number, if it never changes.

    Raises
    ------
    UsageError
        GC-U51 for an unknown name; GC-U45 for a warm-up that is negative, GC-U47 for one that leaves no step.
    """
    if name not in SCHEDULES:
        raise unknown_name("GC-U51", _("learning rate schedule"), name, SCHEDULES)
    if warmup >= steps:
        raise UsageError(
            "GC-U47",
            _("warm-up"),
            _("it must be shorter than the run of {steps} steps; found {found}.", steps=steps, found=warmup),
            _("take a shorter warm-up, or train longer."),
        )
    schedule = WarmUp(SCHEDULES[name](learning_rate, steps - max(0, warmup)), warmup)
    if warmup == 0:
        return learning_rate if name == "constant" else schedule.schedule
    return schedule


def _refuse_options(name: str, options: list[str]) -> None:
    """Refuse options that a rule does not have, rather than to pass over them (GC-U52)."""
    if options:
        raise UsageError(
            "GC-U52",
            f"--{options[0]}",
            _("{name} has no such setting.", name=name),
            _("leave it out, or choose another optimizer."),
        )
