"""Whether a run can be repeated: it is trained again, and compared bit by bit with what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import ResumeError
from glasscat.i18n import _
from glasscat.models.checkpoint import checkpoints, load_checkpoint
from glasscat.training.fitted import collect
from glasscat.training.loop import pausing, train
from glasscat.training.plan import Plan
from glasscat.training.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from glasscat.models.reopened import Reopened
    from glasscat.training.record import Record
    from glasscat.training.snapshot import Arrays


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

    Where a checkpoint of its end was kept, from which it may be made longer, that is compared, too.

    Parameters
    ----------
    reopened : Reopened
    watch : callable, optional
        Called with every record.

    Raises
    ------
    ResumeError
        GC-R50, at the first iteration that differs; GC-R55, if the checkpoint of its end does.
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
            raise _differs(reopened, record.iteration, *_unlike(found, expected and expected[:3]))

    ends: list[Arrays] = []
    fitted = collect(reopened.network, reopened.data, _again(reopened, ends), compared)
    left = next(kept, None)
    if left is not None:
        raise _differs(reopened, left[0], None, left[1])
    final = fitted.history.final_cost
    if stored.document.get("final_cost", final) != final:
        raise _differs(reopened, fitted.history.iterations, final, stored.document["final_cost"])
    model = stored.model
    if fitted.theta.tobytes() != model.theta.tobytes() or fitted.buffers.tobytes() != model.buffers.tobytes():
        raise _differs(reopened, fitted.history.iterations, _("other parameters"), _("those of the model file"))
    for end in ends:
        _compare_checkpoint(reopened, end)
    return Verified(fitted.history.iterations, len(stored.history.records), model.theta.size + model.buffers.size)


def _again(reopened: Reopened, ends: list[Arrays]) -> Iterator[Record]:
    """Train in the same way, with the same pauses: costs of steps between two of them are computed together.

    Of a snapshot of the end a copy comes to ``ends``.
    """
    every = reopened.stored.document.get("checkpoint_every")
    if every is None:
        yield from train(reopened.network, reopened.data, **reopened.arguments)
        return
    descent = pausing(Plan(reopened.network, reopened.data, **reopened.arguments), every)
    for stop in descent.stops():
        if not isinstance(stop, Snapshot):
            yield stop
        elif stop.iteration == stop.steps:
            ends.append({name: np.array(array) for name, array in stop.arrays.items()})


def _unlike(
    found: tuple[int, float, float | None], expected: tuple[int, float, float | None] | None
) -> tuple[object, object]:
    """Number of a record that is not the one that was kept, and that one: the cost, or else that of the test set."""
    if expected is None:
        return found[1], None
    if found[1] != expected[1] or found[0] != expected[0]:
        return found[1], expected[1]
    test_costs = (_("nothing") if one is None else one for one in (found[2], expected[2]))
    now, then = (_("a test cost of {cost}", cost=one) for one in test_costs)
    return now, then


def _compare_checkpoint(reopened: Reopened, end: Arrays) -> None:
    """Compare the checkpoint that was kept of the end with what training ends with now (GC-R55).

    What the recorder has seen is left out: it has the time of day in it, and in a run that was made longer it was
    looked at more often than in one that was begun with that length.
    """
    for path in checkpoints(reopened.stored.path / "checkpoints")[:1]:
        try:
            kept = load_checkpoint(path).arrays
        except (OSError, ValueError) as error:
            raise _other_checkpoint(reopened, path.name, str(error)) from error
        for name in sorted(name for name in kept.keys() | end.keys() if not name.startswith("recorder.")):
            if name not in kept or name not in end or kept[name].tobytes() != end[name].tobytes():
                raise _other_checkpoint(reopened, path.name, name)


def _other_checkpoint(reopened: Reopened, file: str, reason: str) -> ResumeError:
    return ResumeError(
        "GC-R55",
        str(reopened.stored.path),
        _("checkpoint {file} is not what the training ends with ({reason}).", file=file, reason=reason),
        _("do not make this run longer; train again."),
    )


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
