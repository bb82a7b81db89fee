"""Array aliases, and kinds of arguments. Shapes are said in docstrings; the alias says the kind of number."""

from __future__ import annotations

from numbers import Integral, Real
from reprlib import repr as shortened
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[np.floating[Any]]"
"""Numbers that a network computes with: float64 or float32."""

Integers: TypeAlias = "NDArray[np.integer[Any]]"
"""Labels, indices and counts."""

Stored: TypeAlias = "NDArray[np.uint8] | NDArray[np.floating[Any]]"
"""Pictures or features as they are stored, samples first."""


def is_whole(value: object) -> TypeGuard[int]:
    """Whether it is one whole number, Python's or NumPy's: neither 3.0 nor true or false."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def is_number(value: object) -> TypeGuard[float]:
    """Whether it is one real number: no string, no array, neither true nor false."""
    return isinstance(value, Real) and not isinstance(value, bool)


def shown(value: object) -> str:
    """Return what was found, in one line: a number without needless digits, anything else as Python writes it."""
    return f"{value:g}" if is_number(value) else " ".join(shortened(value).split())
