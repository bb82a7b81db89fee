"""Open a number of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from glasscat.errors import UsageError
from glasscat.explanation.book import Book
from glasscat.explanation.contents import Contents
from glasscat.explanation.subject import Subject
from glasscat.i18n import _
from glasscat.models.reopened import reopen
from glasscat.models.run_folder import StoredRun
from glasscat.run.finished import Run

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset
    from glasscat.explanation.explanation import Explanation
    from glasscat.explanation.whole import Whole


@overload
def explain(
    run: Run | StoredRun | str | Path,
    quantity: None = None,
    *,
    data: Dataset | tuple[ArrayLike, ArrayLike] | str | Path | None = None,
) -> Contents: ...


@overload
def explain(
    run: Run | StoredRun | str | Path,
    quantity: str,
    *,
    data: Dataset | tuple[ArrayLike, ArrayLike] | str | Path | None = None,
) -> Explanation | Whole: ...


def explain(
    run: Run | StoredRun | str | Path,
    quantity: str | None = None,
    *,
    data: Dataset | tuple[ArrayLike, ArrayLike] | str | Path | None = None,
) -> Contents | Explanation | Whole:
    """Open a number: what it means, its formula, the formula with the numbers in it, and what went into it.

    Parameters
    ----------
    run : Run, StoredRun, or path of a run folder
    quantity : str, optional
        Such as ``"cost@300"``, ``"W1[3,17]@100"``, ``"dW2@0"``, ``"A4[0,25]"`` or ``"test.accuracy"``; without it, what
        can be opened.
    data : Dataset, pair (X, y) of arrays, or path, optional
        What a stored run was trained on, where its folder cannot say, or where that has moved.

    Returns
    -------
    Explanation, or Whole for an array without indices, or Contents
        With ``value``, ``formula``, ``numbers`` and ``inputs``, each of which is an explanation in turn. The value was
        computed again from its inputs, and is the stored one but for the rounding that is said.

    Raises
    ------
    UsageError
        GC-Q01 to GC-Q07 for a name, GC-Q09 for what is no run.
    ModelError
        GC-M20 to GC-M24, for a run that cannot be trained again.
    GlasscatError
        GC-Q08, if the formula does not give the stored value: a bug.
    """
    book = Book(subject_of(run, data))
    if quantity is None:
        return Contents(book)
    found = book.open(quantity)
    found.check()
    return found


def subject_of(run: object, data: Any = None) -> Subject:  # noqa: ANN401  (as for explain)
    """What is opened of a run; GC-Q09 for what is none."""
    if isinstance(run, Run):
        return _finished(run)
    if isinstance(run, StoredRun):
        run = run.path
    if not isinstance(run, str | Path):
        problem = _("a run, or the path of a run folder, was expected; found {kind}.", kind=type(run).__name__)
        raise UsageError("GC-Q09", _("run"), problem, _("give what gc.fit or gc.load_run gives, or a path."))
    return Subject.of(reopen(run, data))


def _finished(run: Run) -> Subject:
    """A run that is still in memory; it is judged when somebody asks for a score."""

    def results() -> dict[str, Any]:
        test = None if run.verdict is None else run.verdict.as_json()
        return {"train": run.model.score(run.data.train).as_json(), "test": test}

    return Subject(
        run.network,
        run.data,
        {**run.arguments, "method": run.fitted.method},
        run.history,
        run.theta,
        run.fitted.buffers,
        run.model.memory,
        results,
        run.model.threshold,
    )
