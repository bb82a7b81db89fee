"""The run folder: everything that is kept of a training, in files that other programs can read.

run.json             plan, data fingerprint, versions, timings, results
history.csv          iteration, cost, test_cost, seconds
model.safetensors    the model, unless training diverged
checkpoints/         where the training ended, if it was kept on the way: see `glasscat.models.partial_run`
figures/*.svg        written by whoever draws them
report.html          written by whoever writes it
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from glasscat.data.findings import Finding
from glasscat.data.nearby import nearby
from glasscat.errors import ModelError, StorageError
from glasscat.i18n import Text, _
from glasscat.models.file import load_model, save_model
from glasscat.models.history_file import from_csv, to_csv
from glasscat.models.newer import refuse_newer
from glasscat.models.storage import beside, storage_errors, sync_folder, write_atomically
from glasscat.models.strict_json import decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Samples
    from glasscat.models.model import Model
    from glasscat.models.prediction import Prediction
    from glasscat.network import Network
    from glasscat.training.record import History
    from glasscat.typing import Array

T = TypeVar("T")

FORMAT = "glasscat-run"
VERSION = 1
CONTENT = {"run.json", "history.csv", "model.safetensors", "figures", "report.html", "checkpoints", "training.json"}
"""What glasscat writes into a run folder; a folder with anything else in it is not replaced."""


@contextmanager
def new_run_folder(path: str | Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Give a folder to write a run into, which becomes ``path`` when the block ends well, all at once.

    Parameters
    ----------
    path : str or Path
        Its parents are made if need be.
    overwrite : bool
        Replace the run that is there; a folder that is not a run folder, or holds other files too, is never replaced.

    Raises
    ------
    StorageError
        GC-S04, before the block, if ``path`` is taken; GC-S01 to GC-S03 if it cannot be written. What was at ``path``
        is untouched then, and of the new folder nothing is left.
    """
    target = Path(os.path.realpath(path))  # so that a link, or ".", is replaced where it leads to
    draft = beside(target)
    made = [folder for folder in target.parents if not folder.exists()]  # the innermost first
    with storage_errors(Path(path)):
        refuse_taken(path, target, overwrite=overwrite)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir()
    try:
        yield draft
        with storage_errors(Path(path)):
            refuse_taken(path, target, overwrite=overwrite)
            move(draft, target)
    except StorageError as error:
        # the error names a file of the draft, which nobody has heard of and which is gone by now
        where = str(error.where).replace(str(draft), str(path))
        raise StorageError(error.code, where, error.problem, error.fix) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        with suppress(OSError):  # a folder with something in it, such as the finished run, stays
            for folder in made:
                folder.rmdir()


def refuse_taken(path: str | Path, target: Path, *, overwrite: bool) -> None:
    """Raise GC-S04 if there is something at ``target`` that must not be replaced."""
    if not target.exists():
        return
    if not overwrite:
        raise _taken(
            path,
            _("it exists already."),
            _("choose another name, or replace it with --overwrite (in Python: overwrite=True)."),
        )
    if not _is_run_folder(target):
        problem = _("it exists and is not a run folder, so it is not overwritten.")
        raise _taken(path, problem, _("choose another name."))
    foreign = sorted({entry.name for entry in target.iterdir()} - CONTENT)
    if foreign:
        problem = _("it holds something that is not of the run, {name}, so it is not overwritten.", name=foreign[0])
        raise _taken(path, problem, _("move that away, or choose another name."))


def _is_run_folder(folder: Path) -> bool:
    try:
        document = decode((folder / "run.json").read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and document.get("format") == FORMAT


def _taken(path: str | Path, problem: Text, fix: Text) -> StorageError:
    return StorageError("GC-S04", str(path), problem, fix)


def move(draft: Path, target: Path) -> None:
    """Rename ``draft`` to ``target``; what was there is set aside, and comes back if that fails.

    What was set aside by a process that was killed then has the same name, so that it does not stay for ever.
    """
    before = _set_aside(target)
    if target.exists():
        shutil.rmtree(before, ignore_errors=True)
        target.rename(before)
    try:
        draft.rename(target)
    except BaseException:
        if before.exists():
            before.rename(target)
        raise
    sync_folder(target.parent)
    shutil.rmtree(before, ignore_errors=True)


def bring_back(target: Path) -> None:
    """Put an old run back that was set aside by a process that was killed then; what was to replace it may be lost yet.

    Only for whoever holds the lock of the run.
    """
    before = _set_aside(target)
    if before.exists() and not target.exists():
        before.rename(target)


def _set_aside(target: Path) -> Path:
    """Where the old run is while the new one takes its place."""
    return target.with_name(f".glasscat-{target.name}.before")


def write_run(folder: Path, document: Mapping[str, Any], history: History, model: Model | None) -> None:
    """Write run.json, history.csv and, if there is one, the model.

    Parameters
    ----------
    folder : Path
        From `new_run_folder`.
    document : mapping
        From `glasscat.models.document`, and whatever else is to be kept.
    history : History
    model : Model or None
        None if training diverged.

    Raises
    ------
    ModelError
        GC-M09, if the model has a layer that cannot be kept.
    StorageError
        GC-S01 to GC-S03.
    """
    if model is not None:
        save_model(model, folder / "model.safetensors")
    write_atomically(folder / "history.csv", to_csv(history))
    write_atomically(folder / "run.json", encode({"format": FORMAT, "version": VERSION, **document}, indent=2) + b"\n")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StoredRun:
    """A run as it was kept: everything but the data.

    Parameters
    ----------
    path : Path
    document : dict
        run.json.
    history : History
    model : Model
    """

    path: Path
    document: dict[str, Any]
    history: History
    model: Model

    @property
    def network(self) -> Network:
        """The network that was trained."""
        return self.model.network

    @property
    def theta(self) -> Array:
        """All parameters, (P,)."""
        return self.model.theta

    @property
    def parameters(self) -> dict[str, Array]:
        """Parameters by name, views into theta."""
        return self.model.parameters

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the classes are called."""
        return self.model.class_names

    @property
    def diagnosis(self) -> tuple[Finding, ...]:
        """What the course of the training showed, in the language in which the run was kept."""
        return tuple(
            Finding(one["code"], one["severity"], Text("{text}", {"text": one["text"]}), tuple(one["items"]))
            for one in self.document.get("diagnosis", ())
        )

    def probabilities(self, samples: Samples | ArrayLike) -> Array:
        """Probability of each class for each sample, (m, n_classes), samples first; see `Model.probabilities`."""
        return self.model.probabilities(samples)

    def predict(self, pictures: str | Path | Sequence[str | Path] | Samples | ArrayLike) -> list[Prediction]:
        """Classify pictures of one's own; see `Model.predict`."""
        return self.model.predict(pictures)

    def __repr__(self) -> str:
        return (
            f"StoredRun({str(self.path)!r}, sizes={self.network.sizes}, iterations={self.history.iterations}, "
            f"final_cost={self.history.final_cost:.6g})"
        )


def load_run(path: str | Path) -> StoredRun:
    """Read a run folder.

    Raises
    ------
    ModelError
        GC-M06 if it is not a run folder or not a whole one, GC-M03 if it is of a newer format, GC-M11 if the training
        diverged, so that there is no model; GC-M01 to GC-M10 of its model; GC-R06 if its files are of several runs.
    """
    path = Path(path)
    document = _read(path, "run.json", decode)
    refuse_newer(path, document, VERSION)
    if not isinstance(document, dict) or document.get("format") != FORMAT or document.get("version") != VERSION:
        raise _not_a_run(path, _("its run.json is not glasscat's."))
    history = _read(path, "history.csv", from_csv)
    if document.get("status") == "diverged":
        raise ModelError(
            "GC-M11",
            str(path),
            _("this training diverged, so no model was kept."),
            _("look at its run.json and history.csv, and train again with a smaller learning rate."),
        )
    model = load_model(path)
    _check_of_one_run(path, document, history, model)
    return StoredRun(path, document, history, model)


def _check_of_one_run(path: Path, document: Mapping[str, Any], history: History, model: Model) -> None:
    """Refuse a folder into which a file of another run was copied, as far as the files themselves tell."""
    sizes, iterations = list(model.network.sizes), history.iterations
    files = (
        ("model.safetensors", sizes, document.get("network", sizes)),
        ("history.csv", iterations, document.get("iterations", iterations)),
    )
    for file, found, kept in files:
        if found != kept:
            problem = _(
                "{file} is of another run: {found} there, {kept} in run.json.", file=file, found=found, kept=kept
            )
            raise ModelError("GC-R06", str(path), problem, _("put back the file that was written with this run.json."))


def _read(path: Path, name: str, parse: Callable[[bytes], T]) -> T:
    """Read one file of a run folder."""
    if not path.exists():
        raise _not_a_run(path, _("there is no such folder."))
    try:
        return parse((path / name).read_bytes())
    except OSError as error:
        problem = _("{file} cannot be read ({reason}).", file=name, reason=error.strerror or str(error))
        raise _not_a_run(path, problem) from error
    except ValueError as error:
        raise _not_a_run(path, _("{file} is damaged ({reason}).", file=name, reason=str(error))) from error


def _not_a_run(path: Path, problem: Text) -> ModelError:
    fix = _("give a folder that `glasscat train` has written, with run.json, history.csv and model.safetensors.")
    return ModelError("GC-M06", str(path), problem, fix if path.exists() else nearby(path, fix))
