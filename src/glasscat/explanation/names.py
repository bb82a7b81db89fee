"""What quantities are called: ``cost@300``, ``W1[3,17]@100``, ``test.A4[0,25]``, ``test.p_value[test-majority]``.

name    = [part "."] symbol ["[" index {"," index} "]"] ["@" iteration]
part    = "train" | "test" | "held_out"  of samples that the network is used on; without it, those of a training step
index   = whole number | word
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from glasscat.errors import UsageError
from glasscat.i18n import _

Index = int | str

_NAME = re.compile(r"(?:(train|test|held_out)\.)?([A-Za-z]\w*'*)(?:\[([^\[\]]*)\])?(?:@(\d{1,18}))?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name, taken apart.

    Parameters
    ----------
    part : "", "train", "test" or "held_out"
    symbol : str
    indices : tuple of int and str
        Empty for an array as a whole.
    iteration : int or None
    """

    part: str
    symbol: str
    indices: tuple[Index, ...]
    iteration: int | None

    @classmethod
    def read(cls, words: str) -> Self:
        """Take a name apart.

        Raises
        ------
        UsageError
            GC-Q01, if it is not written as a name.
        """
        found = _NAME.fullmatch(re.sub(r"\s+", "", words))
        if found is None:
            raise UsageError(
                "GC-Q01",
                words,
                _("this is not written as the name of a quantity."),
                _("write it as in cost@300, W1[3,17]@100, test.A1[0,25] or test.accuracy."),
            )
        part, symbol, indices, iteration = found.groups()
        inside = () if indices is None else tuple(_index(one) for one in indices.split(","))
        return cls(part or "", symbol, inside, None if iteration is None else int(iteration))

    @property
    def family(self) -> str:
        """Part and symbol: what it is, but for its place."""
        return f"{self.part}.{self.symbol}" if self.part else self.symbol

    def __str__(self) -> str:
        return written(self.family, self.indices, self.iteration)


def written(family: str, indices: tuple[Index, ...] = (), iteration: int | None = None) -> str:
    """Name of a quantity."""
    place = f"[{','.join(map(str, indices))}]" if indices else ""
    return f"{family}{place}" if iteration is None else f"{family}{place}@{iteration}"


def _index(words: str) -> Index:
    return int(words) if re.fullmatch(r"-?\d{1,18}", words) else words
