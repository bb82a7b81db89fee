"""What has been told of a training so far: its records as arrays, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.training.norms import LayerNorms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from glasscat.training.record import Record
    from glasscat.training.snapshot import Arrays

_WHOLE = ("iteration", "epoch", "rises")
_REAL = ("cost", "test_cost", "held_out_cost", "seconds", "peak", "probe_cost")
_NORMS = LayerNorms.__slots__[1:]


def told_arrays(records: Sequence[Record]) -> Arrays:
    """Numbers of the records of a single run.

    Returns
    -------
    dict
        ``whole`` (n, 3), ``real`` (n, 6) and ``layers`` (n, number of dense layers, 7); NaN where there is no number.
    """
    layers = [[[_number(getattr(one, field)) for field in _NORMS] for one in record.layers] for record in records]
    return {
        "whole": np.array([[getattr(r, name) for name in _WHOLE] for r in records], np.int64).reshape(-1, len(_WHOLE)),
        "real": np.array([[_number(getattr(r, name)) for name in _REAL] for r in records]).reshape(-1, len(_REAL)),
        "layers": np.array(layers or np.empty((0, 0, len(_NORMS))), np.float64),
    }


def records_of(arrays: Mapping[str, NDArray[Any]], make: Callable[[dict[str, Any]], Record]) -> list[Record]:
    """Undo `told_arrays`; ``make`` gives a record these fields and all others."""
    return [
        make(
            {
                **dict(zip(_WHOLE, whole.tolist(), strict=True)),
                **dict(zip(_REAL, map(_or_none, real.tolist()), strict=True)),
                "layers": tuple(
                    LayerNorms(number, **dict(zip(_NORMS, map(_norm, _NORMS, norms.tolist()), strict=True)))
                    for number, norms in enumerate(layers, 1)
                ),
            }
        )
        for whole, real, layers in zip(arrays["whole"], arrays["real"], arrays["layers"], strict=True)
    ]


def _number(value: Any) -> float:  # noqa: ANN401  (a number, or None)
    return np.nan if value is None else float(value)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _norm(name: str, value: float) -> Any:  # noqa: ANN401  (a number, or None)
    """NaN stands for no number in ``update`` alone: the others may really be one, where sizes overflow."""
    return _or_none(value) if name == "update" else value
