"""A folder with one sub-folder of pictures per class, as it is or once more under train/ and test/."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.class_order import ordered_classes
from glasscat.data.dataset import Samples
from glasscat.data.parts import Part
from glasscat.data.picture_batch import read_batch
from glasscat.data.pictures import is_picture_file, visible
from glasscat.data.shortlist import shortlist
from glasscat.errors import DataError
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from pathlib import Path

    from glasscat.data.parts import Role, Source
    from glasscat.data.reading import Reading
    from glasscat.i18n import Text

USUAL_SIZE = (64, 64)
"""Pixels, where no size is asked for: the course's."""


@dataclass(frozen=True)
class Layout:
    """What lies in a folder of classes: class names in order, the pictures of each (relative), everything else."""

    classes: dict[str, list[str]]
    left_out: list[str]


def folder_source(folder: Path, reading: Reading) -> Source:
    """Look whether the folder has parts: train/ and perhaps test/, each with class folders; else it is one part."""
    if not _is_split(folder / "train") and not _is_split(folder / "test"):
        return {"train": lambda called: _read_part(folder, folder, reading, (), training=called == "train")}
    others = tuple(path.name for path in visible(folder) if path.name not in ("train", "test"))
    notes: tuple[Text, ...] = ()
    if others:
        notes = (_("left out, beside train and test: {names}.", names=shortlist(others)),)
    roles: tuple[Role, Role] = ("train", "test")
    return {role: partial(_read_role, folder, role, reading, notes) for role in roles if _is_split(folder / role)}


def scanned(root: Path, part: Path) -> Layout:
    """List the class folders of ``part`` and their pictures, named relative to ``root``.

    Raises
    ------
    DataError
        GC-D32 for no picture at all, GC-D33 for pictures without class folders, GC-D34 for a class folder without
        pictures, GC-D35 for folders inside a class folder.
    """
    found: dict[str, list[str]] = {}
    left_out = []
    for entry in visible(part):
        if not entry.is_dir():
            left_out.append(entry)
            continue
        inside = visible(entry)
        _refuse_nested(entry, inside)
        found[entry.name] = [path.relative_to(root).as_posix() for path in inside if is_picture_file(path)]
        left_out += [path for path in inside if not is_picture_file(path)]
    loose = sum(is_picture_file(path) for path in left_out)
    if loose and not any(found.values()):
        problem = _n("it has {n} picture but no class folders.", "it has {n} pictures but no class folders.", loose)
        raise DataError(
            "GC-D33", str(part), problem, _("sort the pictures into one folder per class, such as cat/ and non-cat/.")
        )
    if not any(found.values()):
        problem = _("there are no pictures (JPEG, PNG, WebP, BMP, GIF) in its folders.")
        raise DataError("GC-D32", str(part), problem, _("give a folder with one folder of pictures per class."))
    for name, files in found.items():
        if not files:
            raise _empty(part / name)
    return Layout(
        {name: found[name] for name in ordered_classes(found)}, [path.relative_to(root).as_posix() for path in left_out]
    )


def _read_role(root: Path, role: Role, reading: Reading, notes: tuple[Text, ...], _called: str | None) -> Part:
    return _read_part(root, root / role, reading, notes, training=role == "train")


def _read_part(root: Path, part: Path, reading: Reading, notes: tuple[Text, ...], *, training: bool) -> Part:
    layout = scanned(root, part)
    class_names = tuple(layout.classes)
    names = [name for files in layout.classes.values() for name in files]
    labels = np.repeat(np.arange(len(class_names)), [len(files) for files in layout.classes.values()])
    batch = read_batch(root, names, reading.size or USUAL_SIZE, reading)
    y = labels[batch.kept]
    for k, name in enumerate(class_names):
        if k not in y:
            raise _empty(part / name)
    if layout.left_out:
        text = _n(
            "{n} file left out, not a picture in a class folder: {names}.",
            "{n} files left out, not pictures in a class folder: {names}.",
            len(layout.left_out),
            names=shortlist(layout.left_out),
            files=tuple(layout.left_out),
        )
        notes += (text,)
    if training and len(class_names) == 2:
        notes += (_('class 1, which the single unit speaks for, is "{name}".', name=class_names[1]),)
    samples = Samples(batch.X, y, tuple(names[k] for k in batch.kept), 255.0)
    return Part(samples, class_names, named=True, where=str(part), notes=notes + batch.notes)


def _is_split(folder: Path) -> bool:
    """Whether this is a part with class folders, and not a class that happens to be called train."""
    return folder.is_dir() and any(entry.is_dir() for entry in visible(folder))


def _refuse_nested(folder: Path, inside: list[Path]) -> None:
    for path in inside:
        if path.is_dir():
            problem = _(
                "pictures must lie directly in the folder of their class; found the folder {name} in it.",
                name=path.name,
            )
            raise DataError("GC-D35", str(folder), problem, _("move its pictures up, or name the folder above it."))


def _empty(folder: Path) -> DataError:
    problem = _("this class folder has no picture that can be read.")
    return DataError("GC-D34", str(folder), problem, _("add pictures, or remove the folder."))
