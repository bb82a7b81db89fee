"""What the loop works on: a network with its parameters, and the samples in the form that the network takes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from glasscat.errors import DataError
from glasscat.i18n import _
from glasscat.training.feed import Rows
from glasscat.training.free_memory import free_memory
from glasscat.training.penalty import L2
from glasscat.training.reach import check_reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.typing import Array

Method = Literal["direct", "span"]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A network, where its training starts, and what it is trained on.

    Parameters
    ----------
    network : Network
    theta : (P,) or (R, P)
        Parameters at the start; training writes into them.
    buffers : (Q,) or (R, Q)
        Running statistics at the start; training writes into them.
    train : Rows
        Training samples, one a row, with their answers and weights.
    test : Rows or None
    held_out : Rows or None
        Samples that patience looks at.
    penalty : L2
    method : "direct" or "span"
        Whether theta is what was asked for, or its coordinates in the span of the samples.
    lift : callable
        From theta to the parameters that were asked for.
    """

    network: Network
    theta: Array
    buffers: Array
    train: Rows
    test: Rows | None
    held_out: Rows | None
    penalty: L2
    method: Method
    lift: Callable[[Array], Array]


FEW_BYTES = 2**28
"""Samples to judge by are made into floats once if they take no more than this, else piece by piece each time."""


def direct(
    network: Network,
    data: Dataset,
    theta: Array,
    *,
    s: Array | None,
    held_out: Samples | None,
    l2: float | Array,
) -> Problem:
    """Train the network as it is, on the samples as they are stored.

    Raises
    ------
    DivergedError
        GC-T04, if features are beyond all numbers of the type of theta.
    """

    def rows(samples: Samples, s: Array | None = None) -> Rows:
        check_reach(samples, theta)
        Y = network.targets(samples.y, theta.dtype)
        return Rows(samples.X.reshape(len(samples), -1), Y, None if s is None else s.astype(theta.dtype), samples.scale)

    return Problem(
        network=network,
        theta=theta,
        buffers=network.initial_buffers(theta),
        train=rows(data.train, s),
        test=None if data.test is None else rows(data.test),
        held_out=None if held_out is None else rows(held_out),
        penalty=L2.of(l2, network),
        method="direct",
        lift=lambda same: same,
    )


def as_floats(problem: Problem, *, in_batches: bool) -> Problem:
    """The same with its samples as floats, where that is done once for all steps.

    In batches the training samples stay as they are stored, and are made into floats batch by batch: that takes less
    time than to make them all at once, unless there are many epochs, and a fraction of the memory.

    Raises
    ------
    DataError
        GC-D61, if all training samples at once take more memory than there is.
    """
    return replace(
        problem,
        train=problem.train if in_batches else at_once(problem.train),
        test=None if problem.test is None else _ready_if_few(problem.test),
        held_out=None if problem.held_out is None else _ready_if_few(problem.held_out),
    )


def at_once(rows: Rows) -> Rows:
    """All samples as floats; GC-D61 where they take more memory than there is."""
    n_bytes = rows.X.size * rows.Y.itemsize
    here = free_memory()
    try:
        if here is None or n_bytes <= here:
            return rows.ready()
    except MemoryError:
        here = None
    problem = _("all samples at every step take {size:.1f} GB as floats; there is less memory.", size=n_bytes / 1e9)
    if here is not None:
        problem = _(
            "all samples at every step take {size:.1f} GB as floats; {here:.1f} GB of memory are free.",
            size=n_bytes / 1e9,
            here=here / 1e9,
        )
    raise DataError("GC-D61", _("training set"), problem, _("train in batches, for example --batch-size 128."))


def _ready_if_few(rows: Rows) -> Rows:
    return rows.ready() if rows.X.size * rows.Y.itemsize <= FEW_BYTES else rows
