"""What can go wrong with the numbers of one operation, said in words instead of nan, inf or a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import DataError
from glasscat.i18n import _, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.graph.rules import Rule
    from glasscat.i18n import Text
    from glasscat.typing import Array


def compute(rule: Rule, operands: Sequence[Array], where: Text | str) -> Array:
    """Apply a rule to finite numbers and get finite numbers back.

    Raises
    ------
    DataError
        GC-G16, GC-G17, GC-G24: shapes that do not fit; GC-G18 to GC-G21: division by zero, the log of a number that is
        not positive, an undefined power, overflow.
    """
    try:
        with np.errstate(all="ignore"):  # said below, with the place
            out = np.asarray(rule.forward(*operands))
    except (ValueError, IndexError) as error:
        raise _misfit(rule, operands, where) from error
    if not np.isfinite(out).all():
        raise _not_finite(rule, operands, out, where)
    return out


def _misfit(rule: Rule, operands: Sequence[Array], where: Text | str) -> DataError:
    """Shapes that do not fit: of a matrix product, of an axis, or of entries side by side."""
    if len(operands) == 1:
        problem = _("there is no such axis in shape {shape}.", shape=shape(operands[0]))
        return DataError("GC-G24", where, problem, _("count the axes from 0."))
    left, right = map(shape, operands)
    if rule.name == "@":
        problem = _("{left} @ {right} is no matrix product.", left=left, right=right)
        fix = _("the left one needs as many columns as the right one has rows; entry by entry is *.")
        return DataError("GC-G17", where, problem, fix)
    problem = _("shapes {left} and {right} do not fit together.", left=left, right=right)
    fix = _("counted from the last axis, lengths must be equal, or one of them 1.")
    return DataError("GC-G16", where, problem, fix)


def _not_finite(rule: Rule, operands: Sequence[Array], out: Array, where: Text | str) -> DataError:
    """Division by zero, the log of what is not positive, an undefined power; what is left is overflow."""
    bad = ~np.isfinite(out)
    first = np.real(operands[0])
    if rule.name == "/" and np.any(found := bad & (operands[1] == 0)):
        return DataError("GC-G18", where, _at(_("division by zero."), found), _("choose values that keep it from 0."))
    if rule.name == "log" and np.any(found := bad & (first <= 0)):
        problem = _("the log of {x} is not a number.", x=f"{first[found][0]:g}")
        return DataError("GC-G19", where, _at(problem, found), _("a log needs what is above 0."))
    if rule.name == "**":
        base, power = np.broadcast_arrays(first, np.real(operands[1]))
        if np.any(found := bad & (base == 0)):
            problem = _("0 to a negative power is a division by zero.")
            return DataError("GC-G18", where, _at(problem, found), _("choose values that keep it from 0."))
        if np.any(found := bad & (base < 0) & (power != np.floor(power))):
            problem = _(
                "{x} to the power of {y} is not a real number.", x=f"{base[found][0]:g}", y=f"{power[found][0]:g}"
            )
            return DataError("GC-G20", where, _at(problem, found), _("a negative base needs a whole number as power."))
    problem = _("the result is too large for float64, which ends at about 1.8e308.")
    return DataError("GC-G21", where, _at(problem, bad), _("choose smaller values."))


def _at(problem: Text, found: Array) -> Text:
    """Add which entry it is, where there are several."""
    if found.size == 1:
        return problem
    entry = [int(i) for i in np.argwhere(found)[0]]
    return sentences(problem, _("It is entry {entry}.", entry=str(entry)))


def shape(x: Array) -> str:
    """Write a shape as ``(2, 3)``; a single number is ``()``."""
    return str(tuple(x.shape))
