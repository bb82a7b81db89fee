"""Which of two classes is class 1, the one that a single sigmoid unit speaks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_REST = frozenset({"other", "others", "rest", "none", "no", "not", "negative", "其他", "其它", "别的"})
_NEGATIONS = ("non", "not", "no", "不是", "非", "不", "无")


def ordered_classes(names: Iterable[str]) -> tuple[str, ...]:
    """Sort class names; of two classes the one that negates the other ("cat", "non-cat" or "other") comes first.

    The unit of a network with two classes gives the probability of class 1, which is then the named thing, as in the
    course's data.
    """
    ordered = tuple(sorted(names))
    if len(ordered) == 2 and _negates(ordered[1], ordered[0]) and not _negates(ordered[0], ordered[1]):
        return ordered[::-1]
    return ordered


def _negates(name: str, other: str) -> bool:
    plain, plain_other = (re.sub(r"[\s_\-.]+", "", text.casefold()) for text in (name, other))
    return plain in _REST or any(plain == negation + plain_other for negation in _NEGATIONS)
