"""The run folder: everything that is kept of a training, in files that other programs can read.

    run.json             plan, data fingerprint, versions, timings, results
    history.csv          iteration, cost, test_cost, seconds
    model.safetensors    the model, unless training diverged
    figures/*.svg        written by whoever draws them
"""

from __future__ import annotations

import csv
import io
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import msgspec

from glasscat.errors import ModelError, StorageError
from glasscat.i18n import _
from glasscat.models.file import load_model, save_model
from glasscat.models.storage import storage_errors, sync_folder, write_atomically
from glasscat.training.record import History

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.models.model import Model

VERSION = 1


@contextmanager
def new_run_folder(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Give a folder to write a run into, which becomes ``path`` when the block ends well, all at once.

    Raises
    ------
    StorageError
        GC-S04 if ``path`` is there already (a run may be replaced with ``overwrite``, nothing else is), GC-S01 to GC-S03 if
        it cannot be written. What was at ``path`` is untouched then.
    """
    _refuse_taken(path, overwrite=overwrite)
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        yield draft
        _refuse_taken(path, overwrite=overwrite)
        with storage_errors(path):
            draft.chmod(0o755)
            _replace(draft, path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _replace(draft: Path, path: Path) -> None:
    """Rename ``draft`` to ``path``, setting aside what was there until that is done."""
    if path.exists():
        before = Path(mkdtemp(dir=path.parent, prefix=f".{path.name}.before."))
        path.rename(before / path.name)
        draft.rename(path)
        shutil.rmtree(before, ignore_errors=True)
    else:
        draft.rename(path)
    sync_folder(path.parent)


def _refuse_taken(path: Path, *, overwrite: bool) -> None:
    if not path.exists() or (overwrite and (path / "run.json").is_file()):
        return
    if overwrite:
        problem = _("it exists and is not a run folder, so it is not replaced.")
        fix = _("give another --name or --out.")
    else:
        problem = _("it exists already.")
        fix = _("give another --name or --out, or replace it with --overwrite.")
    raise StorageError("GC-S04", str(path), problem, fix)


def write_run(folder: Path, document: dict[str, Any], history: History, model: Model | None) -> None:
    """Write run.json, history.csv and, if there is one, the model.

    Raises
    ------
    StorageError
        GC-S01 to GC-S03.
    """
    if model is not None:
        save_model(model, folder / "model.safetensors")
    write_atomically(folder / "history.csv", _csv(history))
    document = {"format": "glasscat-run", "version": VERSION, **document}
    write_atomically(folder / "run.json", msgspec.json.format(msgspec.json.encode(document), indent=2))


@dataclass(frozen=True, slots=True, eq=False)
class StoredRun:
    """A run as it was kept.

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


def load_run(path: str | Path) -> StoredRun:
    """Read a run folder.

    Raises
    ------
    ModelError
        GC-M06 if it is not a run folder or not a whole one, GC-M03 if it is of a newer format; GC-M01 to GC-M04 of its model.
    """
    path = Path(path)
    try:
        document = msgspec.json.decode((path / "run.json").read_bytes(), type=dict[str, Any])
        history = _history((path / "history.csv").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise ModelError(
            "GC-M06",
            str(path),
            _("this is not a whole run folder: {reason}", reason=str(error)),
            _("give a folder that `glasscat train` has written; it holds run.json, history.csv and model.safetensors."),
        ) from error
    if document.get("version", 0) > VERSION:
        raise ModelError(
            "GC-M03",
            str(path),
            _("it was written in format {found}; this glasscat reads up to {known}.", found=document["version"], known=VERSION),
            _("install a newer glasscat."),
        )
    return StoredRun(path, document, history, load_model(path))


def _csv(history: History) -> bytes:
    """Costs with all their digits; the empty cell where there is no test set."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["iteration", "cost", "test_cost", "seconds"])
    for iteration, cost, test_cost, seconds in history.records:
        writer.writerow([iteration, repr(cost), "" if test_cost is None else repr(test_cost), f"{seconds:.6f}"])
    return text.getvalue().encode()


def _history(text: str) -> History:
    rows = csv.DictReader(io.StringIO(text))
    return History(
        tuple(
            (
                int(row["iteration"]),
                float(row["cost"]),
                float(row["test_cost"]) if row["test_cost"] else None,
                float(row["seconds"]),
            )
            for row in rows
        )
    )
