"""Train a network to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.models.recipe import fingerprint
from glasscat.run.finished import Run
from glasscat.training.arguments import dataset_of
from glasscat.training.fitted import collect
from glasscat.training.loop import train

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer


def fit(
    network: Network,
    data: Dataset | tuple[ArrayLike, ArrayLike],
    *,
    optimizer: Optimizer[Any] | LBFGS,
    iterations: int | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    stop_cost: float | None = None,
    seed: int = 0,
    initial: Mapping[str, ArrayLike] | None = None,
    dtype: type[np.floating] = np.float64,
    l2: float = 0.0,
    class_weight: str | Mapping[str, float] | None = None,
    sample_weight: ArrayLike | None = None,
    held_out: Samples | None = None,
    patience: int | None = None,
    record_every: int = 100,
    method: str = "auto",
) -> Run:
    """Train a network to the end.

    Parameters
    ----------
    network, data, optimizer, iterations, epochs, batch_size, stop_cost, seed, initial, dtype
    l2, class_weight, sample_weight, held_out, patience, record_every, method
        As in `train`, which does the same step by step.

    Returns
    -------
    Run

    Raises
    ------
    UsageError
        GC-U09 to GC-U16 and others of `train`, if an argument cannot be meant.
    DataError
        GC-D11 to GC-D26, if arrays were given that cannot be trained on.
    DivergedError
        GC-T01 if the cost left the finite numbers, GC-T02 if it ended above where it began.
    """
    data = dataset_of(data)
    arguments: dict[str, Any] = {
        "optimizer": optimizer,
        "iterations": iterations,
        "epochs": epochs,
        "batch_size": batch_size,
        "stop_cost": stop_cost,
        "seed": seed,
        "initial": initial,
        "dtype": dtype,
        "l2": l2,
        "class_weight": class_weight,
        "sample_weight": sample_weight,
        "held_out": held_out,
        "patience": patience,
        "record_every": record_every,
        "method": method,
    }
    fitted = collect(network, data, train(network, data, **arguments))
    plan = {
        **arguments,
        "optimizer": repr(optimizer),
        "initial": {name: fingerprint(array) for name, array in (initial or {}).items()},
        "dtype": np.dtype(dtype).name,
        "class_weight": class_weight if isinstance(class_weight, str | None) else dict(class_weight),
        "sample_weight": None if sample_weight is None else fingerprint(sample_weight),
        "held_out": None if held_out is None else fingerprint(held_out.X),
    }
    return Run(fitted, plan, arguments)
