"""The method: whether the iterates are computed directly, or in the span of the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.mapped import is_mapped
from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.layers import Dense
from glasscat.training.free_memory import free_memory
from glasscat.training.problem import as_floats
from glasscat.training.span import is_finite, span

if TYPE_CHECKING:
    from glasscat.data.batches import Batches
    from glasscat.i18n import Text
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.feed import Rows
    from glasscat.training.problem import Problem

METHODS = ("auto", "direct", "span")

GRAM = 1 / 8
"""Time of a multiplication of the Gram matrix in those of a step. In a large product every number that is read is used
many times; in a step, which waits for memory, n times, where n is few. Measured on the course's pictures: 1/20 beside
one neuron, 1/6 beside twenty units; of floats in float64 twice that."""

MOST_BYTES = 2**30
"""For the samples and their products, where nobody has asked for the span method."""

ON_THE_WAY = 2**29
"""Bytes at most that computing the products takes beside them."""


def check_method(method: str, network: Network, optimizer: Optimizer[Any] | LBFGS) -> None:
    """Refuse an unknown method (GC-U30), and the span method where it does not hold (GC-U31)."""
    if method not in METHODS:
        raise unknown_name("GC-U30", _("method"), method, METHODS)
    if method == "span" and (reason := objection(network, optimizer)) is not None:
        raise _refused(reason)


def objection(network: Network, optimizer: Optimizer[Any] | LBFGS) -> Text | None:
    """Say why the span method would give other iterates than the direct way, or None where it gives the same."""
    first = network.layers[0]
    if not isinstance(first, Dense):
        return _("the first layer is {layer}, not a dense layer", layer=type(first).__name__)
    if not optimizer.stays_in_span:
        return _(
            "the steps of this optimiser depend on single entries of a gradient, or on its length, which are others in "
            "the coordinates of the span"
        )
    return None


def by_method(
    problem: Problem, optimizer: Optimizer[Any] | LBFGS, method: str, steps: int, batches: Batches
) -> Problem:
    """Choose how the iterates of a direct problem are computed, by a method that `check_method` has passed.

    Raises
    ------
    UsageError
        GC-U31 for the span method where the samples do not allow it, GC-U33 where their products take more memory than
        there is.
    DataError
        GC-D61, if the direct way needs all samples at once, and they take more memory than there is.
    """
    holds = method != "direct" and objection(problem.network, optimizer) is None
    if holds and (method == "span" or pays(problem, steps, batches.size or batches.m)):
        inside = _inside(problem)
        if inside is not None and is_finite(inside):
            return inside
        if method == "span":
            raise _too_many(problem) if inside is None else _refused(_("the products of the samples overflow"))
    return as_floats(problem, in_batches=batches.size is not None)


def pays(problem: Problem, steps: int, batch_size: int) -> bool:
    """Whether the span method takes less time: the Gram matrix once, then m products a unit and sample for 2 n_x.

    It holds everybody's products with the training samples, and takes all samples at once; where that is more than
    `MOST_BYTES`, it is left alone.
    """
    rows = _everybody(problem)
    m, n_x = problem.train.X.shape
    n_samples = sum(len(one.X) for one in rows)
    if n_samples > n_x or _products_bytes(problem) + sum(map(_new_bytes, rows)) > MOST_BYTES:
        return False
    units = problem.network.layout.views(problem.theta)["W1"].size // n_x  # of all runs
    gram = GRAM * n_samples * m * n_x
    return bool(gram + steps * batch_size * units * m < steps * batch_size * units * 2 * n_x)


def _new_bytes(rows: Rows) -> int:
    """Memory that multiplying all samples takes: all that lies in a file, no more for bytes, else that of floats."""
    if rows.is_ready or rows.X.dtype == np.uint8:
        return rows.X.nbytes if is_mapped(rows.X) else 0
    return rows.X.size * rows.Y.itemsize


def _everybody(problem: Problem) -> list[Rows]:
    return [rows for rows in (problem.train, problem.test, problem.held_out) if rows is not None]


def _products_bytes(problem: Problem) -> int:
    """Memory of everybody's products with the training samples."""
    return sum(len(rows.X) for rows in _everybody(problem)) * len(problem.train.X) * problem.theta.itemsize


def _inside(problem: Problem) -> Problem | None:
    """The problem in the span of its samples; None where their products take more memory than there is."""
    here = free_memory()
    products = _products_bytes(problem)
    if here is not None and products + min(products, ON_THE_WAY) > here:
        return None
    try:
        return span(problem)
    except MemoryError:
        return None


def _too_many(problem: Problem) -> UsageError:
    """Error GC-U33: there is no room for the products."""
    return UsageError(
        "GC-U33",
        _("method span"),
        _(
            "the products of samples with samples take {size:.1f} GB; there is less memory.",
            size=_products_bytes(problem) / 1e9,
        ),
        _('use --method direct (in Python: method="direct"), or leave the choice to auto.'),
    )


def _refused(reason: Text) -> UsageError:
    """Error GC-U31: the span method was asked for where it does not hold."""
    return UsageError(
        "GC-U31",
        _("method span"),
        _("it would not give the same iterates: {reason}.", reason=reason),
        _('use --method direct (in Python: method="direct"), or leave the choice to auto.'),
    )
