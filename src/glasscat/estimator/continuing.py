"""One epoch more, on other samples: what `partial_fit` does."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from glasscat.errors import DataError, UsageError
from glasscat.estimator.continued import Continued
from glasscat.estimator.fitting import dataset_of
from glasscat.estimator.options import batch_size_of, class_weight_of, dtype_of, network_of, optimizer_of
from glasscat.i18n import _
from glasscat.layers import BatchNorm
from glasscat.optimizers import for_layout
from glasscat.training.fitted import fitted_of
from glasscat.training.loop import stream
from glasscat.training.plan import Plan

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from glasscat.data.dataset import Samples
    from glasscat.estimator.classifier import GlasscatClassifier
    from glasscat.models.model import Model
    from glasscat.network import Network
    from glasscat.optimizers import Optimizer
    from glasscat.training.fitted import Fitted
    from glasscat.typing import Array, Integers


def check_can_continue(asked: GlasscatClassifier) -> None:
    """Refuse what needs to know all samples, or the length of the training, from the beginning.

    Raises
    ------
    UsageError
        GC-E07.
    """
    for name, value, is_found in (
        ("solver", asked.solver, asked.solver == "lbfgs"),
        ("early_stopping", asked.early_stopping, asked.early_stopping),
        ("learning_rate", asked.learning_rate, asked.learning_rate != "constant"),
        ("warmup", asked.warmup, asked.warmup != 0),
        ("class_weight", asked.class_weight, isinstance(asked.class_weight, str)),
    ):
        if is_found:
            problem = _("partial_fit cannot know enough for {name}={value}.", name=name, value=repr(value))
            raise UsageError("GC-E07", name, problem, _("use fit, or leave {name} as it is by default.", name=name))


def first_classes(classes: ArrayLike | None) -> NDArray[Any]:
    """Classes that the first call must name, sorted; GC-E08 where it does not."""
    found = np.unique(np.asarray([] if classes is None else classes))
    if len(found) < 2:
        problem = _("the first partial_fit must name every class, two at least; found {n}.", n=len(found))
        raise DataError("GC-E08", "classes", problem, _("give for example classes=numpy.unique(y)."))
    return found


def check_same_classes(classes: ArrayLike | None, known: NDArray[Any]) -> None:
    """Refuse other classes than those of the call before (GC-E08)."""
    if classes is not None and not np.array_equal(np.unique(np.asarray(classes)), known):
        problem = _("the classes are not those of the call before, {known}.", known=", ".join(map(str, known.tolist())))
        raise DataError("GC-E08", "classes", problem, _("leave them out, or make a new estimator."))


def positions_of(y: NDArray[Any], classes: NDArray[Any]) -> Integers:
    """Position of each label among the classes, (m,); GC-E08 for one that is none of them."""
    unknown = np.setdiff1d(y, classes)
    if len(unknown):
        problem = _("the label {label} is none of the classes that the first partial_fit named.", label=unknown[0])
        raise DataError("GC-E08", "y", problem, _("name every class in the first call."))
    return np.searchsorted(classes, y).astype(np.int64)


def epoch_more(  # noqa: PLR0917  (what it goes on from, then what it goes on with)
    asked: GlasscatClassifier,
    before: Model | None,
    state: Any,  # noqa: ANN401  (each optimiser has its own)
    seed: int | list[int],
    samples: Samples,
    classes: NDArray[Any],
    weights: tuple[Array | None, float],
) -> tuple[Fitted, Any]:
    """Take one epoch.

    Parameters
    ----------
    asked : GlasscatClassifier
    before : Model or None
        Where to go on; None begins.
    state : State or None
        Of the optimiser.
    seed : int or list of int
        Of the order of samples and the masks of dropout, another one for each call.
    samples, classes
        As in `fitted_to`.
    weights : (m,) or None, and float
        Of the samples, with mean 1; and their sum as they were given.

    Returns
    -------
    Fitted, State
        The state is to be handed in again. That the cost has risen is no error here: one epoch may do that.

    Raises
    ------
    DivergedError
        GC-T01.
    """
    s, total = weights
    data = dataset_of(samples, classes)
    network = network_of(asked, data) if before is None else before.network
    batch_size = batch_size_of(asked, len(samples))
    per_epoch = 1 if batch_size is None else ceil(len(samples) / max(1, batch_size))
    optimizer = cast("Optimizer[Any]", optimizer_of(asked, per_epoch))  # L-BFGS has been refused
    rule = Continued(for_layout(optimizer, network.layout), state)
    plan = Plan(
        network,
        data,
        optimizer=rule,
        epochs=1,
        batch_size=batch_size,
        seed=np.random.SeedSequence(seed),
        initial=None if before is None else before.parameters,
        dtype=dtype_of(asked),
        l2=asked.alpha / total,
        class_weight=class_weight_of(asked, classes),
        sample_weight=s,
        record_every=per_epoch,
        method="direct",  # in the span of other samples the state would have no meaning
    )
    fitted = fitted_of(network, data, list(stream(plan)))
    if before is not None:
        fitted.buffers[...] += _left_of(before, network, per_epoch)
    return fitted, rule.state


def _left_of(before: Model, network: Network, steps: int) -> Array:
    """What is left of earlier running statistics after so many steps, less what is left of those training began with.

    ``running := (1 - momentum) running + momentum batch`` is linear: after k steps what it began with counts
    ``(1 - momentum)^k``, and training always begins with means 0 and variances 1.
    """
    momentum = next((layer.momentum for layer in network.layers if isinstance(layer, BatchNorm)), 0.0)
    left: Array = (1 - momentum) ** steps * (before.buffers - network.initial_buffers(before.theta))
    return left
