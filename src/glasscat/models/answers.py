"""What a network answers, and whether it has an answer at all: numbers end, those of float32 at 3.4e38."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.mapped import pieces
from glasscat.data.sample_name import sample_name
from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples
    from glasscat.models.model import Model
    from glasscat.typing import Array


def answers(model: Model, samples: Samples) -> Array:
    """Probability of each class for each sample, (m, n_classes); of what overflows whatever arithmetic makes of it."""
    network, theta = model.network, model.theta
    with np.errstate(over="ignore", invalid="ignore"):
        stacks = samples.lone_columns(theta.dtype)
        return np.concatenate([network.probabilities(theta, X, model.buffers)[..., 0] for X in stacks])


def check_answers(samples: Samples, found: Array) -> None:
    """Refuse samples that are no numbers in the precision of their answers, and answers that are none.

    An overflow on the way to an answer that is a number, such as that of a sigmoid unit whose Z is infinite, is right.

    Parameters
    ----------
    samples : Samples
    found : (m, ...)
        Their answers, in the precision of the network.

    Raises
    ------
    DataError
        GC-D49, for the first such sample.
    """
    limit = float(np.finfo(found.dtype).max)
    is_none = np.asarray(np.isnan(found).reshape(len(found), -1).any(axis=1))
    if samples.X.dtype.kind == "f" and samples.X.dtype.itemsize > found.dtype.itemsize:
        for piece in pieces(samples.X):
            is_none[piece] |= np.abs(samples.X[piece]).reshape(len(is_none[piece]), -1).max(axis=1) > limit
    if not is_none.any():
        return
    i = int(is_none.argmax())
    problem = _(
        "the model has no answer to it: in {dtype}, which ends at {limit:.3g}, that is no number; "
        "its largest value is {largest:.3g}.",
        dtype=found.dtype.name,
        limit=limit,
        largest=float(np.abs(samples.X[i]).max()),
    )
    fix = _("give features like those it was trained on, scaled to about 1.")
    raise DataError("GC-D49", sample_name(samples.names[i]) or f"X[{i}]", problem, fix)
