"""A run that is not finished yet, and how it becomes one that is.

NAME.partial/                beside NAME, which it becomes by one rename when the training has ended
    training.json            everything that is needed to go on: plan, recipe, data fingerprint, versions, numerics
    checkpoints/             the last two
.NAME.lock                   while a process trains it
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasscat.errors import DivergedError, ResumeError, StorageError
from glasscat.i18n import _
from glasscat.models.checkpoint import checkpoints, load_checkpoint, save_checkpoint, training_mark
from glasscat.models.lock import locked
from glasscat.models.run_folder import CONTENT, bring_back, move, new_run_folder, refuse_taken
from glasscat.models.storage import storage_errors, write_atomically
from glasscat.models.strict_json import decode, encode
from glasscat.training.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from glasscat.training.record import Record

FORMAT = "glasscat-training"
VERSION = 1
_SUFFIX = ".partial"


@dataclass(frozen=True, slots=True)
class PartialRun:
    """Where a run is while it is trained.

    Parameters
    ----------
    target : Path
        Where it will be.
    """

    target: Path

    @classmethod
    def of(cls, path: str | Path) -> PartialRun:
        """Partial run of a run folder; its own folder may be given, too."""
        target = Path(os.path.realpath(path))
        return cls(target.with_name(target.name.removesuffix(_SUFFIX)) if target.name.endswith(_SUFFIX) else target)

    @property
    def folder(self) -> Path:
        """Where it is now."""
        return self.target.with_name(self.target.name + _SUFFIX)

    def place_like(self, path: Path) -> Path:
        """Where the run will be, written as ``path`` is."""
        return path.with_name(path.name.removesuffix(_SUFFIX)) if path.name.endswith(_SUFFIX) else path

    @property
    def checkpoints(self) -> Path:
        """Folder of its checkpoints."""
        return self.folder / "checkpoints"

    @property
    def is_there(self) -> bool:
        """Whether there is something to go on from."""
        return bool(checkpoints(self.checkpoints)) and (self.folder / "training.json").is_file()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep every other process away; GC-L01 if one is at it."""
        with locked(self.target.with_name(f".{self.target.name}.lock"), self.folder):
            yield

    def document(self) -> dict[str, Any]:
        """training.json; GC-R47 if it cannot be read."""
        path = self.folder / "training.json"
        try:
            document = decode(path.read_bytes())
            _check_document(document)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            problem = _("it is not what glasscat wrote there ({reason}).", reason=str(error))
            raise ResumeError("GC-R47", str(path), problem, _("train again.")) from error
        return dict(document)

    def write(self, document: Mapping[str, Any]) -> None:
        """Write training.json."""
        content = {"format": FORMAT, "version": VERSION, **document}
        write_atomically(self.folder / "training.json", encode(content, indent=2) + b"\n")

    def keeping(
        self, stops: Iterator[Record | Snapshot], describe: Callable[[Snapshot], Mapping[str, Any]] | None = None
    ) -> Iterator[Record]:
        """Hand the records of a training on, and write a checkpoint of every snapshot.

        ``describe`` gives training.json, at the first snapshot: by then the method is known.

        Raises
        ------
        StorageError
            GC-S01 to GC-S03, where a checkpoint cannot be written; those before it are kept.
        """
        mark = training_mark(self.document()) if describe is None else None
        for stop in stops:
            if isinstance(stop, Snapshot):
                if mark is None and describe is not None:
                    document = describe(stop)
                    self.write(document)
                    mark = training_mark(document)
                save_checkpoint(self.checkpoints, stop, str(mark))
            else:
                yield stop

    def finish(self, *, overwrite: bool) -> None:
        """Let it become the run that it is now; a checkpoint of its very end stays, from which it may be prolonged."""
        with storage_errors(self.target):
            refuse_taken(self.target, self.target, overwrite=overwrite)
            self.clean()
            move(self.folder, self.target)
        _tidy(self.target)

    def refuse_unfinished(self, path: str | Path) -> None:
        """Raise GC-S30 if there is something to go on from in the way of a new run at ``path``."""
        if self.is_there:
            problem = _("an unfinished run is there, with checkpoints.")
            fix = _(
                "continue it with glasscat resume {run}, or begin anew with --overwrite (in Python: overwrite=True).",
                run=str(path),
            )
            raise StorageError("GC-S30", str(self.folder), problem, fix)

    def refuse_foreign(self) -> None:
        """Raise GC-S31 if something is in its place that glasscat has not put there."""
        if not self.folder.exists():
            return
        found = {entry.name for entry in self.folder.iterdir()} if self.folder.is_dir() else {self.folder.name}
        foreign = sorted(name for name in found - CONTENT if not name.startswith(".glasscat-"))
        if foreign:
            problem = _("it is needed while the run is trained, and holds something else: {name}.", name=foreign[0])
            raise StorageError("GC-S31", str(self.folder), problem, _("move that away, or choose another name."))

    def clean(self) -> None:
        """Remove what a process that was killed had begun to write."""
        for place in (self.folder, self.checkpoints):
            for path in place.glob(".glasscat-*.part"):
                path.unlink()

    def remove(self) -> None:
        """Remove it, with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _tidy(run: Path) -> None:
    """Leave nothing but the checkpoint of the end, if there is one; only when the run is in its place.

    What cannot be removed does no harm.
    """
    has_model = (run / "model.safetensors").exists()
    with suppress(OSError, ValueError):
        newest, *older = checkpoints(run / "checkpoints")
        for path in older if has_model and load_checkpoint(newest).card.is_end else (newest, *older):
            path.unlink()
    with suppress(OSError):
        (run / "training.json").unlink()
    with suppress(OSError):  # it stays with something in it
        (run / "checkpoints").rmdir()


def _check_document(document: dict[str, Any]) -> None:
    """Refuse what is not training.json; KeyError or TypeError, where it is not even like it."""
    if document["format"] != FORMAT or document["version"] != VERSION:
        raise ValueError("it is of another format")
    training_mark(document)


@contextmanager
def new_partial_run(path: str | Path, *, overwrite: bool) -> Iterator[PartialRun]:
    """Begin a run that is kept on the way: its folder becomes ``path`` when the block ends well, all at once.

    Raises
    ------
    StorageError
        GC-S04, before the block, if ``path`` is taken; GC-S30 if an unfinished run is there; GC-S01 to GC-S03 if it
        cannot be written. Once there is a checkpoint, it stays, whatever happens; a training that diverged leaves none.
    LockedError
        GC-L01, if another process trains it.
    """
    partial = PartialRun.of(path)
    with storage_errors(Path(path)):
        refuse_taken(path, partial.target, overwrite=overwrite)
        partial.target.parent.mkdir(parents=True, exist_ok=True)
    with partial.lock():
        partial.refuse_foreign()
        if not overwrite:
            partial.refuse_unfinished(path)
        with storage_errors(partial.target):
            if overwrite:  # before the new one, which may have been whole, is thrown away
                bring_back(partial.target)
        partial.remove()
        with storage_errors(partial.folder):
            partial.checkpoints.mkdir(parents=True)
        with _kept(partial):
            yield partial
            partial.finish(overwrite=overwrite)


@contextmanager
def new_whole_run(path: str | Path, *, overwrite: bool) -> Iterator[Path]:
    """Begin a run that is not kept on the way: `new_run_folder`, where no unfinished run is in its way.

    With ``overwrite`` the unfinished run goes when the new one is in its place.

    Raises
    ------
    StorageError
        GC-S30 if an unfinished run is there; GC-S31 if something else lies in its folder, which would go with it; those
        of `new_run_folder`.
    LockedError
        GC-L01, if another process trains the unfinished run.
    """
    partial = PartialRun.of(path)
    if not partial.is_there:
        with new_run_folder(path, overwrite=overwrite) as draft:
            yield draft
        return
    with partial.lock():
        if not overwrite:
            partial.refuse_unfinished(path)
        partial.refuse_foreign()
        with new_run_folder(path, overwrite=overwrite) as draft:
            yield draft
        partial.remove()


@contextmanager
def old_partial_run(partial: PartialRun) -> Iterator[PartialRun]:
    """Go on with a run that is not finished, as `new_partial_run`, whose lock is held by now."""
    with storage_errors(partial.folder):
        partial.clean()
    with _kept(partial):
        yield partial
        partial.finish(overwrite=bool(partial.document().get("overwrite")))


@contextmanager
def _kept(partial: PartialRun) -> Iterator[None]:
    """Leave the folder where there is something to go on from, and nothing where there is not."""
    try:
        yield
    except DivergedError:
        partial.remove()
        raise
    except BaseException:
        if not partial.is_there:
            partial.remove()
        raise
