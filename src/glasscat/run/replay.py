"""Training a stored run once more, up to any step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.training.replay import last_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.models.reopened import Reopened
    from glasscat.training.replay import Moment
    from glasscat.typing import Array


def replay(reopened: Reopened, iteration: int) -> tuple[Array, Array]:
    """Train again up to before step ``iteration``.

    Parameters
    ----------
    reopened : Reopened
    iteration : int
        0 is the beginning, `History.iterations` the end.

    Returns
    -------
    theta : (P,)
    buffers : (Q,)
        Running statistics; empty without batch normalisation.

    Raises
    ------
    UsageError
        GC-Q05, for an iteration that the run does not have.
    ModelError
        GC-M24, if a cost on the way is not the recorded one.
    """
    end = last_moment(reopened.stored.history)
    if not 0 <= iteration <= end:
        problem = _("the run goes from iteration 0 to {end}; found {found}.", end=end, found=iteration)
        raise UsageError("GC-Q05", _("iteration"), problem, _("give one of these."))
    moment = next(moment for moment in reopened.moments() if moment.iteration == iteration)
    return moment.theta.copy(), moment.buffers.copy()


def replayed(reopened: Reopened) -> Iterator[Moment]:
    """Train again, and yield every moment; its ``rounding`` says how near the recorded costs are met.

    Raises
    ------
    ModelError
        GC-M24, if a cost on the way is not the recorded one.
    """
    return reopened.moments()
