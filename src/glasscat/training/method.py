"""The method: whether the iterates are computed directly, or in the span of the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.errors import unknown_name
from glasscat.i18n import _
from glasscat.training.span import is_finite, objection, pays, refuse, span

if TYPE_CHECKING:
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.problem import Problem

METHODS = ("auto", "direct", "span")


def by_method(problem: Problem, optimizer: Optimizer[Any] | LBFGS, method: str, steps: int, batch_size: int) -> Problem:
    """Choose how the iterates of a direct problem are computed.

    Raises
    ------
    UsageError
        GC-U30 for an unknown method, GC-U31 for the span method where it does not hold.
    """
    if method not in METHODS:
        raise unknown_name("GC-U30", _("method"), method, METHODS)
    if method == "direct":
        return problem
    reason = objection(problem, optimizer)
    if method == "span" and reason is not None:
        raise refuse(reason)
    if method == "auto" and (reason is not None or not pays(problem, steps, batch_size)):
        return problem
    inside = span(problem)
    if is_finite(inside):
        return inside
    if method == "span":
        raise refuse(_("the products of the samples overflow"))
    return problem
