"""A learning rate in a file: a number, or one of glasscat's schedules, word for word."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from glasscat.optimizers import schedules


class _Schedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="rate"):
    """A word of the vocabulary; ``rate`` says which."""


class ConstantWord(_Schedule, tag="constant", frozen=True):
    """`glasscat.optimizers.schedules.Constant`."""

    learning_rate: float


class CosineWord(_Schedule, tag="cosine", frozen=True):
    """`glasscat.optimizers.schedules.Cosine`."""

    learning_rate: float
    steps: int
    minimum: float


class InverseTimeWord(_Schedule, tag="inverse-time", frozen=True):
    """`glasscat.optimizers.schedules.InverseTime`."""

    learning_rate: float
    decay: float


class OneCycleWord(_Schedule, tag="one-cycle", frozen=True):
    """`glasscat.optimizers.schedules.OneCycle`."""

    learning_rate: float
    steps: int
    rise: float
    div_factor: float
    final_div_factor: float


class StepDecayWord(_Schedule, tag="step", frozen=True):
    """`glasscat.optimizers.schedules.StepDecay`."""

    learning_rate: float
    every: int
    factor: float


class WarmUpWord(_Schedule, tag="warm-up", frozen=True):
    """`glasscat.optimizers.schedules.WarmUp`."""

    schedule: ScheduleWord
    steps: int
    start: float


ScheduleWord: TypeAlias = ConstantWord | CosineWord | InverseTimeWord | OneCycleWord | StepDecayWord | WarmUpWord
RateWord: TypeAlias = float | ScheduleWord

SCHEDULES: dict[type, type[Any]] = {
    schedules.Constant: ConstantWord,
    schedules.Cosine: CosineWord,
    schedules.InverseTime: InverseTimeWord,
    schedules.OneCycle: OneCycleWord,
    schedules.StepDecay: StepDecayWord,
    schedules.WarmUp: WarmUpWord,
}
"""Schedules, and their words, whose fields have the same names."""
