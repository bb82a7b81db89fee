"""The rehearsal of a training: all that can be refused without the data is refused before the data is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasscat.cli.request import Request


def rehearse(request: Request) -> None:
    """Prepare the training on four samples of one feature, and take no step.

    So the checks are those of the training itself. Layers and batches are as small as they can be: their sizes have
    been checked by now. Epochs count as more steps than the warm-up takes; how many they are, only the data tells.

    Raises
    ------
    UsageError
        Whatever `glasscat.training.loop.train` refuses, and `check_pauses`.
    """
    from glasscat.data.arrays import from_arrays
    from glasscat.training.loop import check_pauses, train

    data = from_arrays([[0.0], [0.0], [0.0], [0.0]], [0, 1, 0, 1])
    epochs = request.epochs
    small = replace(
        request,
        layers=",".join("1" for _n in request.hidden),
        batch_size="2" if request.batch_size.isdecimal() and int(request.batch_size) > 1 else request.batch_size,
        epochs=epochs if epochs is None or epochs < 1 else max(1000, 2 * request.warmup),
    )
    held_out = None if request.patience is None else data.train
    arguments = small.training(len(data.train))
    if request.checkpoint_every is not None:
        check_pauses(arguments["optimizer"], request.checkpoint_every)
    train(small.network(data), data, held_out=held_out, **arguments)
