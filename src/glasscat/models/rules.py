"""An update rule in a file: a closed vocabulary of optimisers with all their numbers."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import msgspec
import numpy as np

from glasscat import optimizers
from glasscat.models.rates import SCHEDULES, RateWord

if TYPE_CHECKING:
    from glasscat.optimizers.masks import Mask


class MaskWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mask over theta, as the stretches where it is true.

    Parameters
    ----------
    size : int
        Numbers of theta.
    true : tuple of (start, stop)
    """

    size: int
    true: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, mask: Mask) -> Self:
        """Spell a mask out."""
        edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
        return cls(len(mask), tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)))

    def mask(self) -> Mask:
        """Build the mask that is spelt out here."""
        found = np.zeros(self.size, dtype=bool)
        for start, stop in self.true:
            found[start:stop] = True
        return found


SelectionWord: TypeAlias = MaskWord | str | int | tuple[str | int, ...]


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="rule"):
    """A word of the vocabulary; ``rule`` says which. Its fields are those of the optimiser."""


class GradientDescentWord(_Rule, tag="gd", frozen=True):
    """`glasscat.GradientDescent`."""

    learning_rate: RateWord


class MomentumWord(_Rule, tag="momentum", frozen=True):
    """`glasscat.Momentum`."""

    learning_rate: RateWord
    beta: float


class NesterovWord(_Rule, tag="nesterov", frozen=True):
    """`glasscat.Nesterov`."""

    learning_rate: RateWord
    beta: float


class AdaGradWord(_Rule, tag="adagrad", frozen=True):
    """`glasscat.AdaGrad`."""

    learning_rate: RateWord
    epsilon: float


class RMSPropWord(_Rule, tag="rmsprop", frozen=True):
    """`glasscat.RMSProp`."""

    learning_rate: RateWord
    beta2: float
    epsilon: float


class AdamWord(_Rule, tag="adam", frozen=True):
    """`glasscat.Adam`."""

    learning_rate: RateWord
    beta1: float
    beta2: float
    epsilon: float


class AdamWWord(_Rule, tag="adamw", frozen=True):
    """`glasscat.AdamW`."""

    learning_rate: RateWord
    beta1: float
    beta2: float
    epsilon: float
    weight_decay: float
    mask: SelectionWord | None


class LBFGSWord(_Rule, tag="lbfgs", frozen=True):
    """`glasscat.LBFGS`."""

    history: int
    gradient_tolerance: float
    cost_tolerance: float


class ClippedWord(_Rule, tag="clipped", frozen=True):
    """`glasscat.Clipped`."""

    optimizer: RuleWord
    value: float | None
    norm: float | None


class FrozenWord(_Rule, tag="frozen", frozen=True):
    """`glasscat.Frozen`."""

    optimizer: RuleWord
    mask: SelectionWord


class WeightDecayWord(_Rule, tag="weight-decay", frozen=True):
    """`glasscat.WeightDecay`."""

    optimizer: RuleWord
    weight_decay: float
    mask: SelectionWord | None


class ForeignWord(_Rule, tag="foreign", frozen=True):
    """An optimiser that is not glasscat's: only how it shows itself is kept, so that it cannot be built again."""

    shown: str


RuleWord: TypeAlias = (
    GradientDescentWord
    | MomentumWord
    | NesterovWord
    | AdaGradWord
    | RMSPropWord
    | AdamWord
    | AdamWWord
    | LBFGSWord
    | ClippedWord
    | FrozenWord
    | WeightDecayWord
    | ForeignWord
)

_WORDS: dict[type, type[Any]] = {
    optimizers.GradientDescent: GradientDescentWord,
    optimizers.Momentum: MomentumWord,
    optimizers.Nesterov: NesterovWord,
    optimizers.AdaGrad: AdaGradWord,
    optimizers.RMSProp: RMSPropWord,
    optimizers.Adam: AdamWord,
    optimizers.AdamW: AdamWWord,
    optimizers.LBFGS: LBFGSWord,
    optimizers.Clipped: ClippedWord,
    optimizers.Frozen: FrozenWord,
    optimizers.WeightDecay: WeightDecayWord,
    **SCHEDULES,
}
_MEANINGS = {word: kind for kind, word in _WORDS.items()}


def rule_word(optimizer: optimizers.Optimizer[Any] | optimizers.LBFGS) -> RuleWord:
    """Spell an optimiser out, with everything inside it."""
    try:
        return msgspec.convert(msgspec.to_builtins(_word(optimizer)), RuleWord)
    except (TypeError, msgspec.ValidationError):  # it, or something inside it, is not glasscat's
        return ForeignWord(repr(optimizer))


def rule_of(word: RuleWord) -> optimizers.Optimizer[Any] | optimizers.LBFGS | None:
    """Build the optimiser that is spelt out; None for one that is not glasscat's."""
    return None if isinstance(word, ForeignWord) else _meaning(word)


def _word(value: Any) -> Any:  # noqa: ANN401  (a rule, a schedule, a mask or a plain value)
    kind = type(value)
    if kind in _WORDS:  # exactly these: what is made from one of them may do something else
        return _WORDS[kind](**{f.name: _word(getattr(value, f.name)) for f in fields(value) if f.init})
    if isinstance(value, np.ndarray) and value.dtype == bool:
        return MaskWord.of(value)
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def _meaning(word: Any) -> Any:  # noqa: ANN401  (a word or a plain value)
    if isinstance(word, MaskWord):
        return word.mask()
    if type(word) in _MEANINGS:
        return _MEANINGS[type(word)](**{name: _meaning(getattr(word, name)) for name in word.__struct_fields__})
    return word
