"""Outlines as arrays of points (n, 2), x to the right and y down, in whatever unit the painter thinks in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Shape: TypeAlias = "NDArray[np.float64]"
Point: TypeAlias = tuple[float, float]

_TURN: Shape = np.linspace(0, 2 * np.pi, 36, endpoint=False)
_CIRCLE: Shape = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=1)
_TIP: Shape = _CIRCLE[[6, 3, 0, -3, -6]]
_STEPS = 6


def polygon(*corners: Point) -> Shape:
    """Straight edges from corner to corner."""
    return np.array(corners, dtype=np.float64)


def rectangle(left: float, top: float, right: float, bottom: float) -> Shape:
    """Upright rectangle."""
    return polygon((left, top), (right, top), (right, bottom), (left, bottom))


def ellipse(x: float, y: float, across: float, down: float, turn: float = 0.0) -> Shape:
    """Ellipse around (x, y) with half-axes ``across`` and ``down``, turned clockwise by ``turn`` radians."""
    points: Shape = _CIRCLE * (across, down)
    if turn:
        c, s = np.cos(turn), np.sin(turn)
        points = points @ np.array([[c, s], [-s, c]])
    points += (x, y)
    return points


def blob(*points: Point) -> Shape:
    """Closed smooth outline through the points (Catmull-Rom spline)."""
    outline: Shape = _spline(len(points), closed=True) @ np.array(points)
    return outline


def symmetric(*right: Point) -> Shape:
    """Closed smooth outline from its right half alone, end to end; points on x = 0 are not repeated."""
    return blob(*right, *((-x, y) for x, y in reversed(right) if x))


def curve(*points: Point) -> Shape:
    """Open smooth line through the points (Catmull-Rom spline)."""
    line: Shape = _spline(len(points), closed=False) @ np.array(points)
    return line


def ribbon(line: Shape, start: float, end: float) -> Shape:
    """Band along a line, half as wide as ``start`` at its beginning and ``end`` at its end, with a round tip."""
    along = line.take(_clamped(len(line), 1), axis=0) - line.take(_clamped(len(line), -1), axis=0)
    along /= np.hypot(along[:, :1], along[:, 1:]) + 1e-9
    normal = along[:, ::-1] * (-1, 1)
    width = (start + (end - start) * np.arange(len(line)) / (len(line) - 1))[:, None]
    tip = line[-1] + end * (_TIP[:, :1] * along[-1] + _TIP[:, 1:] * normal[-1])
    return np.concatenate([line + width * normal, tip, (line - width * normal)[::-1]])


def star(x: float, y: float, radius: float, points: int = 5, waist: float = 0.45) -> Shape:
    """Star with so many points, the first one up."""
    angle = np.arange(2 * points) * np.pi / points - np.pi / 2
    reach = np.where(np.arange(2 * points) % 2, waist, 1.0) * radius
    return np.stack([x + reach * np.cos(angle), y + reach * np.sin(angle)], axis=1)


def shrunk(shape: Shape, factor: float, x: float = 0.0, y: float = 0.0) -> Shape:
    """Return the shape made smaller about the centre of its points, then shifted by (x, y)."""
    centre = shape.mean(axis=0)
    smaller: Shape = centre + (shape - centre) * factor
    smaller += (x, y)
    return smaller


@cache
def _clamped(n: int, shift: int) -> NDArray[np.intp]:
    """Index of each point's neighbour; at an end, of the point itself."""
    return np.clip(np.arange(n) + shift, 0, n - 1)


@cache
def _spline(n: int, *, closed: bool) -> Shape:
    """Weights that turn n control points into a smooth outline: curve = weights @ points."""
    t = np.arange(_STEPS) / _STEPS
    # Catmull-Rom: the four points around a piece, weighted so that the curve passes through the middle two.
    basis = 0.5 * np.stack([-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3], 1)
    pieces = n if closed else n - 1
    weights = np.zeros((pieces * _STEPS + (not closed), n))
    for piece in range(pieces):
        for k in range(4):
            at = piece + k - 1
            at = at % n if closed else min(max(at, 0), n - 1)
            weights[piece * _STEPS : (piece + 1) * _STEPS, at] += basis[:, k]
    if not closed:
        weights[-1, -1] = 1.0
    return weights
