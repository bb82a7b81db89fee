"""A value that is stated, not computed: where a formula would need what is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.explanation.expression import Expression, Rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.expression import Input
    from glasscat.i18n import Text


@dataclass(frozen=True, slots=True)
class Stated(Expression):
    """What went into a value, without the formula that would give it again.

    Parameters
    ----------
    reason : Text
        Why it is not recomputed.
    inputs : tuple of Input
    """

    reason: Text
    inputs: tuple[Input, ...]

    def computed(self, unit: float) -> Rounded:  # noqa: ARG002  (nothing is computed)
        """Not a number: nothing agrees with it."""
        return Rounded(float("nan"), 0.0)

    def shown(self, *, numbers: bool) -> str:  # noqa: ARG002  (there are none)
        """The reason."""
        return str(self.reason)

    def leaves(self, *, every: bool = False) -> Iterator[Input]:  # noqa: ARG002  (all are shown)
        """Its inputs."""
        yield from self.inputs
