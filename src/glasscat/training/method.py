"""The method: whether the iterates are computed directly, or in the span of the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.errors import unknown_name
from glasscat.i18n import _
from glasscat.training.problem import as_floats
from glasscat.training.span import is_finite, objection, pays, refuse, span

if TYPE_CHECKING:
    from glasscat.data.batches import Batches
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.problem import Problem

METHODS = ("auto", "direct", "span")


def check_method(method: str, network: Network, optimizer: Optimizer[Any] | LBFGS) -> None:
    """Refuse an unknown method (GC-U30), and the span method where it does not hold (GC-U31)."""
    if method not in METHODS:
        raise unknown_name("GC-U30", _("method"), method, METHODS)
    if method == "span" and (reason := objection(network, optimizer)) is not None:
        raise refuse(reason)


def by_method(
    problem: Problem, optimizer: Optimizer[Any] | LBFGS, method: str, steps: int, batches: Batches
) -> Problem:
    """Choose how the iterates of a direct problem are computed, by a method that `check_method` has passed.

    Raises
    ------
    UsageError
        GC-U31 for the span method where the samples do not allow it.
    DataError
        GC-D61, if the direct way needs all samples at once, and they take more memory than there is.
    """
    holds = method != "direct" and objection(problem.network, optimizer) is None
    if holds and (method == "span" or pays(problem, steps, batches.size or batches.m)):
        inside = span(problem)
        if is_finite(inside):
            return inside
        if method == "span":
            raise refuse(_("the products of the samples overflow"))
    return as_floats(problem, in_batches=batches.size is not None)
