"""The rehearsal of a training: all that can be refused without the data is refused before the data is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasscat.cli.plan import Plan


def rehearse(plan: Plan) -> None:
    """Prepare the training on four samples of one feature, and take no step.

    So the checks are those of the training itself. Layers and batches are as small as they can be: their sizes have
    been checked by now. Epochs count as more steps than the warm-up takes; how many they are, only the data tells.

    Raises
    ------
    UsageError
        Whatever `glasscat.training.loop.train` refuses.
    """
    from glasscat.data.arrays import from_arrays
    from glasscat.training.loop import train

    data = from_arrays([[0.0], [0.0], [0.0], [0.0]], [0, 1, 0, 1])
    small = replace(
        plan,
        layers=",".join("1" for _n in plan.hidden),
        batch_size="2" if plan.batch_size.isdecimal() and int(plan.batch_size) > 1 else plan.batch_size,
        iterations=plan.iterations if plan.epochs is None else max(1000, 2 * plan.warmup),
        epochs=None,
    )
    held_out = None if plan.patience is None else data.train
    train(small.network(data), data, held_out=held_out, **small.training(len(data.train)))
