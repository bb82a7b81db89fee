"""Whether a run can be repeated: it is trained again, and compared bit by bit with what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.errors import ResumeError
from glasscat.i18n import _
from glasscat.training.fitted import collect
from glasscat.training.loop import pausing, train
from glasscat.training.plan import Plan
from glasscat.training.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from glasscat.models.reopened import Reopened
    from glasscat.training.record import Record


@dataclass(frozen=True, slots=True)
class Verified:
    """A run that gave the same bits again.

    Parameters
    ----------
    iterations : int
    records : int
        Whose costs were compared.
    parameters : int
        That were compared at the end, running statistics among them.
    """

    iterations: int
    records: int
    parameters: int


def verify(reopened: Reopened, watch: Callable[[Record], None] | None = None) -> Verified:
    """Train a stored run again, and compare every recorded cost and every parameter at the end, to the last bit.

    Parameters
    ----------
    reopened : Reopened
    watch : callable, optional
        Called with every record.

    Raises
    ------
    ResumeError
        GC-R50, at the first iteration that differs.
    DivergedError
        GC-T01, if the new training leaves the finite numbers.
    """
    stored = reopened.stored
    kept = iter(stored.history.records)

    def compared(record: Record) -> None:
        if watch is not None:
            watch(record)
        expected = next(kept, None)
        found = record.iteration, float(record.cost), None if record.test_cost is None else float(record.test_cost)
        if expected is None or expected[:3] != found:
            raise _differs(reopened, record.iteration, record.cost, None if expected is None else expected[1])

    fitted = collect(reopened.network, reopened.data, _again(reopened), compared)
    left = next(kept, None)
    if left is not None:
        raise _differs(reopened, left[0], None, left[1])
    model = stored.model
    if fitted.theta.tobytes() != model.theta.tobytes() or fitted.buffers.tobytes() != model.buffers.tobytes():
        raise _differs(reopened, fitted.history.iterations, _("other parameters"), _("those of the model file"))
    return Verified(fitted.history.iterations, len(stored.history.records), model.theta.size + model.buffers.size)


def _again(reopened: Reopened) -> Iterator[Record]:
    """Train in the same way, with the same pauses: costs of steps between two of them are computed together."""
    every = reopened.stored.document.get("checkpoint_every")
    if every is None:
        return train(reopened.network, reopened.data, **reopened.arguments)
    descent = pausing(Plan(reopened.network, reopened.data, **reopened.arguments), every)
    return (stop for stop in descent.stops() if not isinstance(stop, Snapshot))


def _differs(reopened: Reopened, iteration: int, found: object, expected: object) -> ResumeError:
    return ResumeError(
        "GC-R50",
        str(reopened.stored.path),
        _(
            "trained again it differs for the first time at iteration {iteration}: {found}, where {expected} was kept.",
            iteration=iteration,
            found=_("nothing") if found is None else found,
            expected=_("nothing") if expected is None else expected,
        ),
        _("compare the versions and the numerics of its run.json with those here."),
    )
