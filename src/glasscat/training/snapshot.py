"""A snapshot: everything that the rest of a training depends on, as arrays by name.

Batches and masks are functions of the seed and the iteration, so the state of a training is its numbers: parameters,
running statistics, what the optimiser remembers, and what is watched and told of the course so far. Whoever has these,
the plan and the data goes on to the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from glasscat.training.problem import Method

Arrays: TypeAlias = "dict[str, NDArray[Any]]"


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Where a training stands before step number ``iteration``, or after its last one.

    Parameters
    ----------
    iteration : int
        Steps taken so far.
    steps : int
        That training will take, unless it stops before.
    method : "direct" or "span"
        How the iterates are computed; under the span method theta is in the coordinates of the samples.
    arrays : dict of name to array
        Live: the next step changes them, so write or copy them before the stream goes on.
    """

    iteration: int
    steps: int
    method: Method
    arrays: Arrays


def under(name: str, arrays: Mapping[str, NDArray[Any]]) -> Arrays:
    """Put a name, and a full stop, before all names."""
    return {f"{name}.{key}": array for key, array in arrays.items()}


def below(name: str, arrays: Mapping[str, NDArray[Any]]) -> Arrays:
    """Arrays whose names begin so, without that: undoes `under`."""
    start = f"{name}."
    return {key.removeprefix(start): array for key, array in arrays.items() if key.startswith(start)}


def state_arrays(state: Any) -> Arrays:  # noqa: ANN401  (the state of any optimiser)
    """Fields of an optimiser's state by name, those of the states inside it by path: ``inside.v``."""
    found: Arrays = {}
    for field in fields(state):
        value = getattr(state, field.name)
        found |= under(field.name, state_arrays(value)) if is_dataclass(value) else {field.name: np.asarray(value)}
    return found


def state_of(like: Any, arrays: Mapping[str, NDArray[Any]]) -> Any:  # noqa: ANN401
    """State with these numbers; the arrays of ``like``, a state of the same optimiser, are written into."""
    values: dict[str, Any] = {}
    for field in fields(like):
        value = getattr(like, field.name)
        if is_dataclass(value):
            values[field.name] = state_of(value, below(field.name, arrays))
        elif isinstance(value, np.ndarray):
            np.copyto(value, arrays[field.name])
            values[field.name] = value
        else:
            values[field.name] = type(value)(arrays[field.name].item())
    return replace(like, **values)


def check_same_kind(expected: Mapping[str, NDArray[Any]], found: Mapping[str, NDArray[Any]]) -> None:
    """Refuse arrays that are not those of this training: other names, numbers of another kind, other sizes.

    Sizes of what grows during a training, and of what is there only after a while, are free: those of what was told
    and of what is empty at the beginning.

    Raises
    ------
    ValueError
        That says which array it is.
    """
    if expected.keys() != found.keys():
        raise ValueError(f"the arrays are not {min(expected.keys() ^ found.keys())!r} and the others")
    for name, array in expected.items():
        other = found[name]
        grows = ".told." in name or array.size == 0
        fits = other.ndim == array.ndim and (grows or other.shape == array.shape)
        if not fits or (other.dtype.kind != array.dtype.kind if array.ndim == 0 else other.dtype != array.dtype):
            raise ValueError(f"array {name!r} is of another shape or kind")
