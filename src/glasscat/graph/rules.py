"""The operations of a graph, one line a rule: the formula, what it computes, and its way back to each operand.

In a way back, ``d`` is dJ/d(output) and ``out`` is the output; it returns that operand's share of dJ/d(operand), in the
shape of the output (`glasscat.graph.chain` sums over broadcast axes). Beside it stands the local derivative in words,
for people to read.

At a kink one of the two slopes must be chosen: relu and abs have the derivative 0 at 0, and where entries of a max tie
the first one gets all of it, so that ``max(0, x)`` is relu(x) in every respect.

Where there is no slope to choose, the derivative is nan and is told as undefined: that of ``x**y`` by y where x is
negative, because ``x**y`` then exists for whole y only, and at ``0**0``.

Where the input is complex, every rule uses the analytic continuation from the real line (abs, relu and max look at the
real part), so that a complex step passes through.

The style is that of HIPS autograd (Maclaurin, Duvenaud and Adams, 2015).
"""
# ruff: noqa: ARG005  (every way back has the same signature, whether it needs all of it or not)

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat import kernels

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.typing import Array


_LOWERED = re.compile(r"\*\*\(\(?(-?[\d.e+-]+)\)? - 1\)")
"""``**(3 - 1)``, which is what lowering a power that is a number would look like."""

_TWICE = re.compile(r"\(\((-[\d.e+-]+)\)\)")


def _one_less(found: re.Match[str]) -> str:
    power = float(found[1]) - 1
    return "" if power == 1 else f"**{power:.10g}" if power >= 0 else f"**({power:.10g})"


def tidied(words: str) -> str:
    """Take one pair of brackets off a negative number that is alone in two: ``log((-2))``."""
    return _TWICE.sub(r"(\1)", words)


@dataclass(frozen=True, slots=True)
class Partial:
    """The way back to one operand.

    Parameters
    ----------
    factor : str
        Local derivative in words, ``{0}`` and ``{1}`` being the operands and ``{out}`` the output.
    pull : callable
        ``pull(d, out, *operands)``: the operand's share of dJ/d(operand) from d = dJ/d(output).
    term : str
        The share in words, ``{d}`` being dJ/d(output).
    may_be_undefined : bool
        True where the output may exist at a point only, with nothing beside it that has a slope: nan says so.
    """

    factor: str
    pull: Callable[..., Array]
    term: str = ""
    may_be_undefined: bool = False

    def words(self, d: str, out: str, operands: tuple[str, ...]) -> str:
        """Return the share in words, such as ``dJ/du * c``."""
        words = (self.term or f"{{d}} * {self.factor}").format(*operands, d=d, out=out)
        return tidied(_LOWERED.sub(_one_less, words))


@dataclass(frozen=True, slots=True)
class Rule:
    """One operation: what it computes and how a derivative comes back through it.

    Parameters
    ----------
    name : str
        As it is typed.
    formula : str
        With ``{0}`` and ``{1}`` for the operands.
    forward : callable
        From the operands to the output.
    partials : tuple of Partial
        One an operand.
    local : bool
        True where every entry of the output depends on one entry of each operand only.
    """

    name: str
    formula: str
    forward: Callable[..., Any]
    partials: tuple[Partial, ...]
    local: bool = True


def _first_largest(x: Array, axis: int | None) -> Array:
    """Mask that is True at the first largest entry, of all or along ``axis``."""
    mask = np.zeros(x.shape, dtype=bool)
    if axis is None:
        mask.reshape(-1)[np.argmax(np.real(x))] = True
    else:
        np.put_along_axis(mask, np.argmax(np.real(x), axis=axis, keepdims=True), values=True, axis=axis)
    return mask


def _sigmoid(x: Array) -> Array:
    """Apply the kernel, which writes into arrays and so cannot take an array without axes."""
    return kernels.sigmoid(np.atleast_1d(x)).reshape(np.shape(x))


def _softplus(x: Array) -> Array:
    """``log(1 + exp(x))`` as ``max(x, 0) + log(1 + exp(-|x|))``, whose exponential cannot overflow."""
    small = np.exp(np.where(np.real(x) > 0, -x, x))
    return np.where(np.real(x) > 0, x, 0) + np.log1p(small)


def _log_sum_exp(x: Array) -> Array:
    """Logarithm of each column's sum of exponentials; none of ``exp(x - highest)`` can overflow."""
    highest = np.max(np.real(x), axis=0, keepdims=True)
    return highest + np.log(np.sum(np.exp(x - highest), axis=0, keepdims=True))


def _log_of_base(x: Array, y: Array) -> Array:
    """``log(x)`` as the slope of ``x**y`` by y needs it.

    ``0**y`` is 0 for all y > 0, so its slope there is 0, although log(0) is not finite. It has none at y = 0, where it
    jumps to 1; nor has ``x**y`` with a negative x, which exists for whole y only.
    """
    with np.errstate(invalid="ignore"):  # nan is the answer where x is negative
        return np.log(np.where(x == 0, np.where(y == 0, np.nan, 1), x))


def _matmul_left(d: Array, x: Array, y: Array) -> Array:
    """``dx = d y.T``; a vector counts as one row on the left and as one column on the right of ``@``."""
    column = y.ndim == 1
    share = _as_matrix(d, x, y) @ (y[:, None] if column else y).mT
    return share[..., 0, :] if x.ndim == 1 else share


def _matmul_right(d: Array, x: Array, y: Array) -> Array:
    """``dy = x.T d``; see `_matmul_left`."""
    share = (x[None, :] if x.ndim == 1 else x).mT @ _as_matrix(d, x, y)
    return share[..., 0] if y.ndim == 1 else share


def _as_matrix(d: Array, x: Array, y: Array) -> Array:
    """Give d back the axes that matmul drops for vectors."""
    if y.ndim == 1:
        d = d[..., None]
    return d[..., None, :] if x.ndim == 1 else d


def _unary(name: str, forward: Callable[..., Any], factor: str, pull: Callable[..., Array]) -> Rule:
    return Rule(name, f"{name}({{0}})", forward, (Partial(factor, pull),))


def _binary(name: str, forward: Callable[..., Any], left: Partial, right: Partial) -> Rule:
    return Rule(name, f"{{0}} {name} {{1}}", forward, (left, right))


OPERATORS = {
    rule.name: rule
    for rule in (
        _binary("+", np.add, Partial("1", lambda d, out, x, y: d), Partial("1", lambda d, out, x, y: d)),
        _binary("-", np.subtract, Partial("1", lambda d, out, x, y: d), Partial("(-1)", lambda d, out, x, y: -d)),
        _binary(
            "*", np.multiply, Partial("{1}", lambda d, out, x, y: d * y), Partial("{0}", lambda d, out, x, y: d * x)
        ),
        _binary(
            "/",
            np.divide,
            Partial("1/{1}", lambda d, out, x, y: d / y),
            Partial("(-{0}/{1}**2)", lambda d, out, x, y: -d * x / y**2),
        ),
        _binary(
            "**",
            np.power,
            # y x**(y-1) is 0 for y = 0, also at x = 0 where x**-1 is not finite
            Partial("{1} * {0}**({1} - 1)", lambda d, out, x, y: d * y * x ** np.where(y == 0, 1, y - 1)),
            Partial("log({0}) * {out}", lambda d, out, x, y: d * out * _log_of_base(x, y), may_be_undefined=True),
        ),
        Rule(
            "@",
            "{0} @ {1}",
            np.matmul,
            (
                Partial("{1}.T", lambda d, out, x, y: _matmul_left(d, x, y), "{d} @ {1}.T"),
                Partial("{0}.T", lambda d, out, x, y: _matmul_right(d, x, y), "{0}.T @ {d}"),
            ),
            local=False,
        ),
    )
}
"""Operators between two operands."""

AFFINE = Rule(
    "affine",
    "{0} @ {1} + {2}",
    lambda W, A, b: W @ A + b,
    (
        Partial("{1}.T", lambda d, out, W, A, b: _matmul_left(d, W, A), "{d} @ {1}.T"),
        Partial("{0}.T", lambda d, out, W, A, b: _matmul_right(d, W, A), "{0}.T @ {d}"),
        Partial("1", lambda d, out, W, A, b: d, "sum({d}, axis=1)"),
    ),
    local=False,
)
"""The linear part of a layer as one operation, as a drawing of a network shows it."""

LOG_SUM_EXP = Rule(
    "logsumexp",
    "logsumexp({0}, axis=0)",
    _log_sum_exp,
    (Partial("exp({0} - {out})", lambda d, out, x: d * np.exp(x - out)),),
    local=False,
)
"""``log(sum(exp(x), axis=0))`` as one operation, as softplus is of one unit: its way back is the softmax of x."""

GIVEN = Rule("", "", np.positive, ())
"""A variable or a constant: nothing is computed, and nothing comes back."""

NEGATIVE = Rule("-", "-{0}", np.negative, (Partial("(-1)", lambda d, out, x: -d),))
COPY = Rule("", "{0}", np.positive, (Partial("1", lambda d, out, x: d),))

FUNCTIONS = {
    rule.name: rule
    for rule in (
        _unary("exp", np.exp, "{out}", lambda d, out, x: d * out),
        _unary("log", np.log, "1/{0}", lambda d, out, x: d / x),
        _unary("sigmoid", _sigmoid, "{out} * (1 - {out})", lambda d, out, x: d * out * (1 - out)),
        _unary("tanh", kernels.tanh, "(1 - {out}**2)", lambda d, out, x: d * (1 - out**2)),
        _unary("relu", kernels.relu, "({0} > 0)", lambda d, out, x: d * (np.real(x) > 0)),
        _unary(
            "abs", lambda x: np.where(np.real(x) < 0, -x, x), "sign({0})", lambda d, out, x: d * np.sign(np.real(x))
        ),
        _unary("softplus", _softplus, "sigmoid({0})", lambda d, out, x: d * _sigmoid(x)),
    )
}
"""Functions of one operand, entry by entry; ``softplus(x) = log(1 + exp(x))``."""

LARGER = Rule(
    "max",
    "max({0}, {1})",
    lambda x, y: np.where(np.real(x) >= np.real(y), x, y),
    (
        Partial("({0} >= {1})", lambda d, out, x, y: d * (np.real(x) >= np.real(y))),
        Partial("({0} < {1})", lambda d, out, x, y: d * (np.real(x) < np.real(y))),
    ),
)
"""The larger one of two, entry by entry."""

REDUCTIONS = ("sum", "mean", "max")
"""Functions that take all entries together, or those along one axis; the axis is kept, with length one."""


def reduction(name: str, axis: int | None) -> Rule:
    """Make the rule of ``sum(x)``, ``mean(x)`` or ``max(x)``, over all entries or along ``axis``."""

    def spread(d: Array, x: Array) -> Array:
        return np.broadcast_to(d, x.shape)

    def total(x: Array) -> Array:
        return np.sum(x, axis=axis, keepdims=axis is not None)

    def count(x: Array) -> int:
        return x.size if axis is None else x.shape[axis]

    forward, partial = {
        "sum": (total, Partial("1", lambda d, out, x: spread(d, x))),
        "mean": (lambda x: total(x) / count(x), Partial("1/n", lambda d, out, x: spread(d, x) / count(x))),
        "max": (
            lambda x: total(np.where(_first_largest(x, axis), x, 0)),
            Partial("({0} == {out})", lambda d, out, x: spread(d, x) * _first_largest(x, axis)),
        ),
    }[name]
    formula = f"{name}({{0}})" if axis is None else f"{name}({{0}}, axis={axis})"
    return Rule(name, formula, forward, (partial,), local=False)
