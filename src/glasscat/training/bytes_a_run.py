"""What a run takes of the memory, as one of a block that is trained at once."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.batches import Batches
from glasscat.training.in_use import PIECE
from glasscat.training.method import objection

if TYPE_CHECKING:
    from glasscat.data.dataset import Dataset
    from glasscat.training.plan import Plan
    from glasscat.work import Work

LIKE_THETA = 9
"""Vectors like theta: itself, its gradient, the last finite one, the one before a record and how far that is from it;
and where they are asked for two moments, the pull of L2, and where that began which is frozen."""

LIFTED = 4
"""Vectors like the weights that coordinates in the span stand for: where they began, and three on the way back."""

IN_USE = 3
"""Arrays that a pass in use holds at once, each as large as what the widest layer puts out."""


def bytes_a_run(plan: Plan, data: Dataset) -> int:
    """About the bytes that a run takes, by the method that takes more of those that may be chosen.

    Samples and their products, which all runs share, are not in it, nor is what a run has found.
    """
    network, n_train = plan.network, len(data.train)
    n_all = n_train + (0 if data.test is None else len(data.test))
    n_theta = network.layout.size
    numbers = LIKE_THETA * n_theta
    may_be_span = plan.method == "span" or (plan.method == "auto" and n_all <= network.n_features)
    if may_be_span and objection(network, plan.optimizer) is None:
        n, n_x = network.layout.entries[0].shape
        coordinates = n_theta + n * (n_train + 1 - n_x)  # C and a instead of W1
        around = n * (n_all + 4 * n_train)  # Z_0 of all samples, room for |W1|^2, and what a pass computes in
        numbers = max(numbers, LIKE_THETA * coordinates + LIFTED * n_theta + around)
    one, two = (network.work(np.empty(n_theta), m) for m in (1, 2))  # of which the difference is what a sample takes
    sizes = Batches(n_train, plan.batch_size, plan.seeds).sizes
    numbers += sum(sizes) * (_numbers(two) - _numbers(one))
    numbers += max(*sizes, min(n_all, PIECE)) * IN_USE * max(len(Z) for Z in one.outputs)
    return int(np.dtype(plan.dtype).itemsize * numbers)


def _numbers(work: Work) -> int:
    """Numbers that a step writes into; the output's are there twice, for costs are computed apart from gradients."""
    output = (work.A, *work.scratch)
    arrays = (*work.outputs, *work.deltas, *chain.from_iterable(work.memories), *output, *output)
    return sum(array.size for array in arrays)
