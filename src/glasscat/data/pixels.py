"""Stored arrays of pictures or features, checked: shape, kind of number, range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.mapped import converted, pieces
from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.i18n import Text
    from glasscat.typing import Stored

MOST_BYTES = 8 * 2**30
"""Cap on what one array of a file may claim, checked before it is read; as float64 it becomes eight times as much."""


@dataclass(frozen=True, eq=False)
class Pixels:
    """Pictures (m, height, width, 3) or features (m, n_x), what to divide them by, and the conversions made."""

    X: Stored
    scale: float
    notes: tuple[Text, ...]


def read_pixels(X: NDArray[Any], where: str, *, features: bool = False) -> Pixels:
    """Check stored pictures, or features where ``features`` allows them.

    Parameters
    ----------
    X : (m, height, width, 1, 3 or 4), (m, height, width) or (m, n_x)
        Whole numbers or fractions 0-255, or fractions 0-1. Grey pictures get three equal channels, transparent ones
        are laid over white; both are noted, as is the range that fractions are taken to have.
    where : str
        Place to name in an error.

    Raises
    ------
    DataError
        GC-D11 for values that are no numbers, GC-D12 for another rank, GC-D13 for no samples, GC-D14 for other
        channels, GC-D15 for NaN or infinity, GC-D16 for pixels outside 0-255.
    """
    X = np.asarray(X)
    check_kind(X.dtype, where)
    check_shape(X.shape, where, features=features)
    _check_finite(X, where)
    if X.ndim == 2:
        return _features(X, where)
    X, scale, notes = _in_range(X, where)
    X, more = _three_channels(X, scale, where)
    return Pixels(X, scale, notes + more)


def check_kind(dtype: np.dtype[Any], where: str) -> None:
    """Raise GC-D11 where values of this dtype are no real numbers."""
    if dtype.kind not in "uif" or dtype.itemsize > 8:
        problem = _("pictures must be stored as uint8, or as other numbers; found {dtype}.", dtype=dtype)
        raise DataError("GC-D11", where, problem, _("store one array of equal pictures, uint8 from 0 to 255."))


def check_shape(shape: tuple[int, ...], where: str, *, features: bool = False) -> None:
    """Raise GC-D12, GC-D13 or GC-D14 where this is not the shape of pictures (or features)."""
    ranks = (2, 3, 4) if features else (3, 4)
    if len(shape) not in ranks:
        problem = _("pictures must have the shape (m, height, width, 3); found {shape}.", shape=shape)
        raise DataError("GC-D12", where, problem, _("store the samples along the first axis, each of the same size."))
    if shape[0] == 0:
        raise DataError("GC-D13", where, _("there are no samples: the shape is {shape}.", shape=shape), None)
    if len(shape) == 4 and shape[3] not in (1, 3, 4):
        problem = _("pictures must have 3 colour channels in the last axis; found the shape {shape}.", shape=shape)
        raise DataError("GC-D14", where, problem, _("move the channels to the end, for example with np.moveaxis."))
    if 0 in shape:
        problem = _("pictures must have at least one pixel; found the shape {shape}.", shape=shape)
        raise DataError("GC-D12", where, problem, _("store the samples along the first axis, each of the same size."))


def _check_finite(X: NDArray[Any], where: str) -> None:
    if X.dtype.kind != "f":
        return
    for piece in pieces(X):
        if not np.isfinite(X[piece]).all():
            sample = piece.start + np.argwhere(~np.isfinite(X[piece]))[0][0]
            problem = _("every value must be a finite number; found NaN or infinity at sample {sample}.", sample=sample)
            raise DataError("GC-D15", where, problem, _("repair or remove that sample."))


def _features(X: NDArray[Any], where: str) -> Pixels:
    """Rows of numbers: bytes are taken for flattened pixels, anything else as it stands."""
    if X.dtype == np.uint8:
        note = _("{where}: features stored as uint8 are taken for pixels and divided by 255.", where=where)
        return Pixels(X, 255.0, (note,))
    if X.dtype.kind in "ui":
        return Pixels(converted(X, lambda rows: rows.astype(np.float64)), 1.0, ())
    return Pixels(_native(X), 1.0, ())


def _in_range(X: NDArray[Any], where: str) -> tuple[NDArray[Any], float, tuple[Text, ...]]:
    if X.dtype == np.uint8:
        return X, 255.0, ()
    low, high = _extremes(X)
    if low < 0 or high > 255:
        outside = np.argwhere((X < 0) | (X > 255))[0]
        problem = _(
            "pixels must lie in 0-255 or in 0-1; found {value} at sample {sample} (all: {low} to {high}).",
            value=X[tuple(outside)],
            sample=outside[0],
            low=low,
            high=high,
        )
        raise DataError("GC-D16", where, problem, _("store the pixels as uint8 from 0 to 255."))
    if X.dtype.kind in "ui":
        note = _("{where}: pixels stored as {dtype} are kept as uint8.", where=where, dtype=X.dtype)
        return converted(X, lambda rows: rows.astype(np.uint8)), 255.0, (note,)
    scale = 1.0 if high <= 1 else 255.0
    note = _(
        "{where}: pixels are fractions from {low:.4g} to {high:.4g}; the range 0-{scale:.0f} is assumed.",
        where=where,
        low=float(low),
        high=float(high),
        scale=scale,
    )
    return _native(X), scale, (note,)


def _three_channels(X: NDArray[Any], scale: float, where: str) -> tuple[NDArray[Any], tuple[Text, ...]]:
    if X.ndim == 3 or X.shape[3] == 1:
        note = _("{where}: grey pictures are given three equal channels.", where=where)
        return converted(X, lambda grey: np.repeat(grey.reshape(*grey.shape[:3], 1), 3, axis=3)), (note,)
    if X.shape[3] == 3:
        return X, ()
    note = _("{where}: transparent pictures are laid over white.", where=where)
    return converted(X, lambda transparent: _over_white(transparent, scale)), (note,)


def _over_white(X: NDArray[Any], scale: float) -> NDArray[Any]:
    """Alpha compositing over white (Porter and Duff, 1984): alpha · colour + (1 - alpha) · white."""
    alpha = X[..., 3:] / scale
    over_white = alpha * X[..., :3] + (1 - alpha) * scale
    return (np.rint(over_white) if X.dtype.kind == "u" else over_white).astype(X.dtype)


def _extremes(X: NDArray[Any]) -> tuple[Any, Any]:
    """Least and greatest value."""
    low, high = zip(*((X[piece].min(), X[piece].max()) for piece in pieces(X)), strict=True)
    return min(low), max(high)


def _native(X: NDArray[Any]) -> NDArray[Any]:
    """Fractions in the machine's byte order, at least single precision."""
    dtype = np.result_type(X.dtype.newbyteorder("="), np.float32)
    return X if X.dtype == dtype else converted(X, lambda rows: rows.astype(dtype))
