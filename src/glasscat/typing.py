"""Array aliases. Shapes are said in docstrings; the alias says the kind of number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[np.floating[Any]]"
"""Numbers that a network computes with: float64 or float32."""

Integers: TypeAlias = "NDArray[np.integer[Any]]"
"""Labels, indices and counts."""

Stored: TypeAlias = "NDArray[np.uint8] | NDArray[np.floating[Any]]"
"""Pictures or features as they are stored, samples first."""
