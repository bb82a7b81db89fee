"""The study folder: what was asked for, every row as soon as it is there, and in the end what it all comes to.

study.json       kind, what was asked for, data fingerprint, versions; the outcome once there is one
runs.jsonl       one line a row; a line that was not finished counts as not begun
.lock            while somebody writes here
table.csv        written by whoever tabulates it
figures/*.svg    written by whoever draws them
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from glasscat.errors import StorageError
from glasscat.i18n import _, listing
from glasscat.models.lock import locked
from glasscat.models.numerics import numerics, versions
from glasscat.models.storage import storage_errors, sync_folder, write_atomically
from glasscat.models.strict_json import decode, encode
from glasscat.models.study_kind import study_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from glasscat.i18n import Text

FORMAT = "glasscat-study"
VERSION = 1
MOST_NAMED = 5
"""Settings that differ which a message names."""


@dataclass(frozen=True, slots=True, eq=False)
class StudyFolder:
    """A folder with some or all rows of a study.

    Parameters
    ----------
    path : Path
    document : dict
        study.json.
    rows : dict of int to dict
        Rows that are there, by number.
    """

    path: Path
    document: dict[str, Any]
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        """Whether the outcome is there."""
        return "outcome" in self.document

    @property
    def is_of_this_machine(self) -> bool:
        """Whether it was begun with the versions and numerics of this process: old and new rows are the same bits."""
        here = decode(encode({"versions": versions(), "numerics": numerics()}))
        return {name: self.document.get(name) for name in here} == here

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else write here; the rows are read again, as somebody may have written until now.

        Raises
        ------
        LockedError
            GC-L01, if somebody else is at it.
        """
        with locked(self.path / ".lock", self.path):
            self.rows.update(_rows(self.path))
            yield

    def keep(self, rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Append rows, on the disk before this returns; GC-S01 to GC-S03 if that cannot be."""
        lines = b"".join(encode({"number": number, **row}) + b"\n" for number, row in rows)
        path = self.path / "runs.jsonl"
        with storage_errors(path), path.open("ab+") as file:
            _cut_torn(file)
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def finish(self, outcome: Mapping[str, Any]) -> None:
        """Write the outcome into study.json; GC-S01 to GC-S03 if that cannot be."""
        self.document["outcome"] = dict(outcome)
        _write(self.path, self.document)


def open_study(path: str | Path | None, kind: str, asked: Mapping[str, Any], fingerprint: str | None) -> StudyFolder:
    """Begin a study folder, or go on with the one that is there.

    Parameters
    ----------
    path : str or Path, optional
        Its parents are made if need be. By default the newest ``runs/study-KIND-N`` that has this very study,
        interrupted; else a new one.
    kind : str
    asked : mapping
        Everything that decides what the study computes but the data.
    fingerprint : str or None
        That of the data.

    Raises
    ------
    StorageError
        GC-Y20 to GC-Y23, if the folder is there and not one to go on with; GC-S01 to GC-S03 if it cannot be written.
    """
    asked = decode(encode(asked))  # as it will be read
    path = _free_or_unfinished(kind, asked, fingerprint) if path is None else Path(path)
    if path.exists():
        folder = read_study(path)
        _check_same(folder, kind, asked, fingerprint)
        return folder
    document = {
        "format": FORMAT,
        "version": VERSION,
        "kind": kind,
        "asked": asked,
        "source": {"fingerprint": fingerprint},
        "versions": versions(),
        "numerics": numerics(),
    }
    with storage_errors(path):
        path.mkdir(parents=True)
        sync_folder(path.parent)
    _write(path, document)
    return StudyFolder(path, document)


def read_study(path: str | Path) -> StudyFolder:
    """Read a study folder, finished or not.

    Raises
    ------
    StorageError
        GC-Y20 if it is not a study folder, or is damaged; GC-Y23 if it is of a newer format.
    """
    path = Path(path)
    try:
        document = decode((path / "study.json").read_bytes())
    except (OSError, ValueError) as error:
        raise _not_a_study(path) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _not_a_study(path)
    if document.get("version") != VERSION:
        problem = _(
            "it was written in format {found}; this glasscat reads format {known}.",
            found=document.get("version"),
            known=VERSION,
        )
        raise StorageError("GC-Y23", str(path), problem, _("install a newer glasscat, or choose another folder."))
    return StudyFolder(path, document, _rows(path))


def _free_or_unfinished(kind: str, asked: Mapping[str, Any], fingerprint: str | None) -> Path:
    """Newest folder with this very study, interrupted; where there is none, the first name that is free."""
    parent = Path("runs")
    there = sorted(parent.glob(f"study-{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in there:
        try:
            folder = read_study(path)
            _check_same(folder, kind, asked, fingerprint)
        except StorageError:
            continue
        if not folder.is_finished:
            return path
    return next(path for k in count(1) if not (path := parent / f"study-{kind}-{k}").exists())


def _rows(path: Path) -> dict[int, dict[str, Any]]:
    """Rows of runs.jsonl; what follows the last line feed is being written, or was when somebody was stopped."""
    file = path / "runs.jsonl"
    if not file.exists():
        return {}
    try:
        whole, _feed, _torn = file.read_bytes().rpartition(b"\n")
        rows = [decode(line) for line in whole.splitlines()]
        return {int(row.pop("number")): row for row in rows}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise _not_a_study(path) from error


def _cut_torn(file: BinaryIO) -> None:
    """Cut off what follows the last line feed: it was being written when somebody was stopped."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 1))
    if file.read(1) not in {b"", b"\n"}:
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)


def _check_same(folder: StudyFolder, kind: str, asked: Mapping[str, Any], fingerprint: str | None) -> None:
    """Refuse to go on with another study, or with other data."""
    document, fix = folder.document, _("choose another folder with --out.")
    if document.get("kind") != kind:
        problem = _("it holds a study of another kind, {kind}.", kind=study_kind(str(document.get("kind"))))
        raise StorageError("GC-Y21", str(folder.path), problem, fix)
    names = _different(document.get("asked"), asked)
    if names:
        problem = _("it holds this kind of study with other settings: {names}.", names=listing(names[:MOST_NAMED]))
        raise StorageError("GC-Y21", str(folder.path), problem, fix)
    expected = (document.get("source") or {}).get("fingerprint")
    if expected != fingerprint:
        problem = _(
            "the data has changed since it was begun: fingerprint {found}… was found, {expected}… was recorded.",
            found=str(fingerprint)[:16],
            expected=str(expected)[:16],
        )
        raise StorageError("GC-Y22", str(folder.path), problem, fix)


def _different(there: Any, here: Any) -> list[Text | str]:  # noqa: ANN401  (whatever JSON can hold)
    """Names of the settings that differ, those of the plan among them."""
    if there == here:
        return []
    if not isinstance(there, dict) or not isinstance(here, dict):
        return ["?"]
    if "plans" in here and "plans" in there:
        return _different_runs(there, here)
    differ = [name for name in {**here, **there} if there.get(name) != here.get(name)]
    inner = [_different(there.get(name), here.get(name)) if name == "plan" else [name] for name in differ]
    return [name for some in inner for name in some]


def _different_runs(there: dict[str, Any], here: dict[str, Any]) -> list[Text | str]:
    """Names of what two sweeps varied otherwise, or of what all runs of each share."""
    if all(there.get(name) == here[name] for name in ("points", "plans")):
        return []
    before, now = _values(there.get("points")), _values(here["points"])
    names: list[Text | str] = [name for name in {**now, **before} if before.get(name) != now.get(name)]
    shared, of_these = there.get("plan") or {}, here.get("plan") or {}
    names += [name for name in of_these if name in shared and shared[name] != of_these[name]]
    return names or [_("how the runs are trained")]


def _values(points: Any) -> dict[str, list[str]]:  # noqa: ANN401  (whatever JSON can hold)
    """Different values of each name, in the order of the points."""
    found: dict[str, list[str]] = {}
    for point in points if isinstance(points, list) else []:
        for name, value in point.items() if isinstance(point, dict) else []:
            found.setdefault(name, []).append(repr(value))
    return {name: list(dict.fromkeys(values)) for name, values in found.items()}


def _write(path: Path, document: Mapping[str, Any]) -> None:
    write_atomically(path / "study.json", encode(document, indent=2) + b"\n")


def _not_a_study(path: Path) -> StorageError:
    problem = _("it exists, and is not a study folder, or is damaged.")
    return StorageError("GC-Y20", str(path), problem, _("choose another folder with --out."))
