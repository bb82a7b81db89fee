"""The last Z of a network, before it becomes probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.models.answers import check_answers

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples
    from glasscat.models.model import Model
    from glasscat.typing import Array


def last_Z(model: Model, samples: Samples) -> Array:  # noqa: N802  (Z is the notation of the field)
    """Last Z of each sample, the very one that its probabilities are made of; see `Model.probabilities`.

    Returns
    -------
    Z : (m,) or (m, n_classes)
        Log odds of class 1 where one sigmoid unit tells two classes apart, else one number a class.

    Raises
    ------
    DataError
        GC-D49, as `Model.probabilities`.
    """
    network, theta = model.network, model.theta
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows shows in the last Z
        A = samples.columns(theta.dtype).T[..., np.newaxis]  # (m, n_x, 1): each sample has matrix products of its own
        for layer, parameters in zip(network.layers, network.split(theta, model.buffers), strict=True):
            A = layer.forward(parameters, A)
    check_answers(samples, A)
    return A[:, 0, 0] if network.output.n_units == 1 else A[..., 0]
