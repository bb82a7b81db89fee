"""An unfinished run opened again: its data, its plan, and the newest checkpoint that is whole."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasscat.data.nearby import nearby
from glasscat.errors import ModelError, ResumeError, UsageError
from glasscat.i18n import Text, _, listing
from glasscat.models.checkpoint import checkpoints, load_checkpoint, training_mark
from glasscat.models.numerics import numerics, versions
from glasscat.models.partial_run import PartialRun, old_partial_run
from glasscat.models.recipe import Recipe
from glasscat.models.reopened import rebuilt
from glasscat.models.run_folder import load_run
from glasscat.models.storage import storage_errors
from glasscat.training.loop import pausing
from glasscat.training.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from glasscat.data.dataset import Dataset
    from glasscat.network import Network
    from glasscat.training.descent import Descent
    from glasscat.training.record import Record

_CODES = {"GC-M20": "GC-R47", "GC-M21": "GC-R45", "GC-M22": "GC-R44", "GC-M23": "GC-R46"}
_COMPUTES = ("glasscat", "numpy", "scipy")


@dataclass(frozen=True, slots=True, eq=False)
class Resumed:
    """A training that is about to go on.

    Parameters
    ----------
    partial : PartialRun
        Its lock is held.
    document : dict
        training.json.
    data : Dataset
        What is trained on: where samples are held out for patience, without them.
    recipe : Recipe
    arguments : dict
        Keyword arguments of `glasscat.train`.
    iteration : int
        From where it goes on.
    descent : Descent
    notes : tuple of Text
        What is to be said of it.
    """

    partial: PartialRun
    document: dict[str, Any]
    data: Dataset
    recipe: Recipe
    arguments: dict[str, Any]
    iteration: int
    descent: Descent
    notes: tuple[Text, ...]

    @property
    def network(self) -> Network:
        """The network that is trained."""
        return self.recipe.architecture.network()

    @property
    def steps(self) -> int:
        """Steps that the training takes in all, unless it stops before."""
        return self.descent.steps

    def records(self) -> Iterator[Record]:
        """Records from the first one on, those before the checkpoint too; checkpoints are written on the way."""
        return self.partial.keeping(self.descent.stops())


@contextmanager
def resumed(
    path: str | Path,
    iterations: int | None = None,
    *,
    data: Any = None,  # noqa: ANN401  (see `glasscat.models.reopened.reopen`)
    test: str | Path | None = None,
    given: Mapping[str, Any] | None = None,
) -> Iterator[Resumed]:
    """Go on with a run in the block; its folder becomes ``path`` when the block ends well.

    Parameters
    ----------
    path : str or Path
        The run folder, finished or not yet.
    iterations : int, optional
        Steps of the whole training, from now on; those it was begun with by default.
    data, test : optional
        Where the data is now, or the data itself, where that was given as arrays.
    given : mapping, optional
        ``initial``, ``sample_weight`` and ``held_out``, as they were given to the training.

    Raises
    ------
    ResumeError
        GC-R42: there is nothing to go on with. GC-R43: no checkpoint is whole. GC-R44 to GC-R49: it cannot be continued
        as it was. GC-R53: it had not come to its end.
    UsageError
        GC-R51, if it has taken more iterations.
    LockedError
        GC-L01, if another process trains it.
    StorageError
        GC-S01 to GC-S04, if something cannot be written.
    """
    partial = PartialRun.of(path)
    if not partial.folder.exists() and not partial.target.exists():
        fix = nearby(Path(path), _("begin it with glasscat train --checkpoint-every N."))
        raise _nothing(path, _("there is no such run."), fix)
    with partial.lock():
        if partial.is_there:
            opened = _opened(partial, path, iterations, data, test, given)
        else:
            _prolong(partial, path, iterations)
            try:
                opened = _opened(partial, path, iterations, data, test, given)
            except BaseException:
                partial.remove()
                raise
        with old_partial_run(partial):
            yield opened


def _opened(  # noqa: PLR0917  (those of `resumed`)
    partial: PartialRun,
    path: str | Path,
    iterations: int | None,
    data: Any,  # noqa: ANN401
    test: str | Path | None,
    given: Mapping[str, Any] | None,
) -> Resumed:
    """Open what is there, up to its newest checkpoint that is whole."""
    document = partial.document()
    _check_numerics(path, document)
    try:
        found, recipe, arguments = rebuilt(partial.folder, document, data, test=test, **(given or {}))
    except ModelError as error:
        raise ResumeError(_CODES[error.code], str(path), error.problem, error.fix) from error
    if iterations is not None:
        arguments |= {"iterations": iterations, "epochs": None}
    descent = pausing(Plan(recipe.architecture.network(), found, **arguments), document["checkpoint_every"])
    iteration, notes = _restore(partial, document, descent)
    if iterations is not None:
        if iterations < iteration:
            raise _too_few(iterations, iteration)
        document = _longer(document, iterations)
        partial.write(document)
        recipe = Recipe.from_json(document["recipe"])
    return Resumed(partial, document, found, recipe, arguments, iteration, descent, notes)


def _restore(partial: PartialRun, document: Mapping[str, Any], descent: Descent) -> tuple[int, tuple[Text, ...]]:
    """Restore the newest checkpoint that is whole; what is said of those that are not."""
    notes: list[Text] = []
    mark = training_mark(document)
    for path in checkpoints(partial.checkpoints):
        try:
            checkpoint = load_checkpoint(path)
            is_other = checkpoint.card.training != mark
            if not is_other:
                descent.restore(checkpoint.arrays)
        except (OSError, ValueError) as error:
            note = _(
                "checkpoint {file} is damaged ({reason}); the one before it is taken.", file=path.name, reason=error
            )
            notes.append(note)
            continue
        if is_other:
            problem = _("checkpoint {file} is of a training by another recipe, or on other data.", file=path.name)
            raise ResumeError("GC-R48", str(partial.folder), problem, _("put back training.json, or train again."))
        return checkpoint.card.iteration, tuple(notes)
    problem = _("none of its checkpoints is whole.")
    raise ResumeError("GC-R43", str(partial.checkpoints), problem, _("train again with glasscat train."))


def _check_numerics(path: str | Path, document: Mapping[str, Any]) -> None:
    """Refuse to go on with other arithmetic, which would not give the same bits (GC-R49)."""
    then, now = _arithmetic(document["versions"], document["numerics"]), _arithmetic(versions(), numerics())
    changed = [name for name in {**then, **now} if then.get(name) != now.get(name)]
    if changed:
        shown = [_("{name} ({then}, now {now})", name=n, then=then.get(n), now=now.get(n)) for n in changed]
        raise ResumeError(
            "GC-R49",
            str(path),
            _("it would not end in the same bits: what it is computed with has changed: {what}.", what=listing(shown)),
            _("resume it as it was begun, or train again."),
        )


def _arithmetic(versions: Mapping[str, Any], numerics: Mapping[str, Any]) -> dict[str, Any]:
    """What the bits depend on; processors count only where nothing says how many threads there are."""
    kept = {name: versions.get(name) for name in _COMPUTES} | {name: numerics.get(name) for name in numerics}
    if kept.get("threads"):
        kept.pop("processors", None)
    return kept


def _prolong(partial: PartialRun, path: str | Path, iterations: int | None) -> None:
    """Make a finished run an unfinished one, beside it, that begins at the end of it."""
    if not partial.target.exists():
        problem = _("it was stopped before its first checkpoint.")
        raise _nothing(path, problem, _("begin it anew with glasscat train."))
    partial.refuse_foreign()
    partial.remove()
    stored = load_run(partial.target)
    steps = stored.history.iterations
    if iterations is None:
        problem = _("it is finished: it has taken its {n} iterations.", n=steps)
        raise _nothing(path, problem, _("to make it longer, give --iterations with a larger number."))
    if iterations <= steps:
        raise _too_few(iterations, steps)
    kept = checkpoints(partial.target / "checkpoints")
    if not kept or not _may_be_of_the_end(kept[0]):
        problem = _("no checkpoint of its end was kept: it had none, or it ended before its last iteration.")
        raise ResumeError("GC-R53", str(path), problem, _("train again with --checkpoint-every and more iterations."))
    names = ("plan", "source", "versions", "numerics", "recipe", "checkpoint_every")
    document = {name: stored.document[name] for name in names}
    with storage_errors(partial.folder):
        partial.checkpoints.mkdir(parents=True)
        shutil.copy2(kept[0], partial.checkpoints)
    partial.write({**document, "overwrite": True})


def _may_be_of_the_end(path: Path) -> bool:
    """Whether a checkpoint is of the end, or damaged, which is told when it is restored.

    Others lie in a finished run only where its process was killed before it could remove them.
    """
    try:
        return load_checkpoint(path).card.is_end
    except (OSError, ValueError):
        return True


def _longer(document: Mapping[str, Any], iterations: int) -> dict[str, Any]:
    """training.json of the same training with so many iterations in all."""
    length = {"iterations": iterations, "epochs": None}
    return {**document, "plan": {**document["plan"], **length}, "recipe": {**document["recipe"], **length}}


def _too_few(iterations: int, taken: int) -> UsageError:
    problem = _("it has taken {taken} iterations by now; found {found}.", taken=taken, found=iterations)
    return UsageError("GC-R51", "--iterations", problem, _("give the number of iterations in all, more than that."))


def _nothing(path: str | Path, problem: Text, fix: Text) -> ResumeError:
    return ResumeError("GC-R42", str(path), problem, fix)
