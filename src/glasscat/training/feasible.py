"""What a plan must be before anything is computed: parts that fit each other, and numbers that can be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.data.dataset import Samples
from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers.learning_rate import check_runs
from glasscat.training.arguments import check_kinds, check_network

if TYPE_CHECKING:
    from glasscat.data.batches import Batches
    from glasscat.data.dataset import Dataset
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.plan import Plan
    from glasscat.typing import Array


def check_plan(plan: Plan, data: Dataset, n_runs: int | None) -> None:
    """Refuse a plan whose parts do not fit each other; what a number may be is checked where it is used.

    Raises
    ------
    UsageError
        GC-U09 to GC-U11, GC-U13, GC-U16, GC-U23, GC-U62, GC-U66, GC-U74, GC-U77, GC-U80, GC-U94 to GC-U96 and
        GC-U99.
    """
    check_network(plan.network)
    check_kinds(
        plan.optimizer,
        plan.seed,
        iterations=plan.iterations,
        epochs=plan.epochs,
        batch_size=plan.batch_size,
        record_every=plan.record_every,
        stop_cost=plan.stop_cost,
        patience=plan.patience,
        n_runs=n_runs,
    )
    _check_width(plan.network, data.train)
    _check_classes(plan.network, data)
    if plan.record_every < 1:
        raise UsageError(
            "GC-U11",
            "record_every",
            _("it must be at least 1; found {found}.", found=plan.record_every),
            _("give for example 100."),
        )
    if plan.patience is not None or plan.held_out is not None:
        _check_patience(plan.network, plan.patience, plan.held_out, n_runs)


def _check_width(network: Network, samples: Samples) -> None:
    """Refuse samples that are not what the network takes."""
    if samples.n_features != network.n_features:
        raise UsageError(
            "GC-U16",
            _("data"),
            _(
                "the network takes {expected} numbers a sample; the data has {found}.",
                expected=network.n_features,
                found=samples.n_features,
            ),
            _("make the network with data.n_features."),
        )


def _check_classes(network: Network, data: Dataset) -> None:
    """Refuse classes that the network has no output for."""
    if data.n_classes != network.output.n_classes:
        raise UsageError(
            "GC-U77",
            _("data"),
            _(
                "the network tells {expected} classes apart; the data has {found}.",
                expected=network.output.n_classes,
                found=data.n_classes,
            ),
            _("make the network with data.n_classes."),
        )


def _check_patience(network: Network, patience: int | None, held_out: Samples | None, n_runs: int | None) -> None:
    """Refuse patience that has nothing to look at, or several runs to look at, of which each has its own best state."""
    _check_samples(held_out)
    if patience is None or held_out is None or len(held_out) == 0:
        raise UsageError(
            "GC-U62",
            _("patience"),
            _("patience and held-out samples are given together, or not at all."),
            _("give both, or neither."),
        )
    if patience < 1:
        problem = _("it must be at least 1 record; found {found}.", found=patience)
        raise UsageError("GC-U95", _("patience"), problem, _("give for example 5."))
    if n_runs is not None:
        raise UsageError(
            "GC-U96", _("patience"), _("it follows a single run; found {n} runs.", n=n_runs), _("leave n_runs out.")
        )
    _check_width(network, held_out)
    n, found = network.output.n_classes, int(held_out.y.max()) + 1
    if found > n:
        problem = _("the network tells {expected} classes apart; the data has {found}.", expected=n, found=found)
        raise UsageError("GC-U77", "held_out", problem, _("hold out samples of the data that is trained on."))


def _check_samples(held_out: object) -> None:
    if held_out is not None and not isinstance(held_out, Samples):
        problem = _("samples were expected; found {kind}.", kind=type(held_out).__name__)
        raise UsageError("GC-U62", "held_out", problem, _("give what gc.load and gc.from_arrays hold: data.train."))


def check_own(optimizer: Optimizer[Any] | LBFGS, l2: float | Array, runs: tuple[int, ...]) -> None:
    """Refuse what each run is to have of its own where it is not one number a run (GC-U32); ``runs`` is () or (R,)."""
    check_runs(l2, runs, "l2")
    rule: object = optimizer
    while rule is not None:  # from the outermost rule to the innermost
        check_runs(getattr(rule, "learning_rate", None), runs, _("learning rate"))
        check_runs(getattr(rule, "weight_decay", None), runs, _("weight decay"))
        rule = getattr(rule, "optimizer", None)


def check_batch_norm(network: Network, batches: Batches) -> None:
    """Refuse batches of one sample where they are normalised: a single number has no variance."""
    if network.buffer_layout.entries and 1 in batches.sizes:
        raise UsageError(
            "GC-U65",
            _("batch size"),
            _("batch normalisation needs at least 2 samples in every batch, also the last; found a batch of 1."),
            _("choose another batch size."),
        )


def steps_of(iterations: int | None, epochs: int | None, per_epoch: int) -> int:
    """Steps to take, from whichever of the two was given."""
    if (iterations is None) == (epochs is None):
        raise UsageError(
            "GC-U09",
            _("length of training"),
            _("give either iterations or epochs, and not both."),
            _("give one of the two, for example 2000 iterations."),
        )
    asked = iterations if iterations is not None else epochs
    if asked is None or asked < 1:
        raise UsageError(
            "GC-U94",
            _("length of training"),
            _("at least 1 is needed; found {n}.", n=asked),
            _("give for example 100."),
        )
    return asked if epochs is None else asked * per_epoch
