"""Pictures written as files: one folder per class, so that every other program can open them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from glasscat.errors import DataError, StorageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples


def write_pictures(samples: Samples, class_names: tuple[str, ...], folder: str | Path) -> list[Path]:
    """Write every picture as ``folder/<class>/NNNN.png``, numbered as the samples are; all of them or none.

    Parameters
    ----------
    samples : Samples
        Pictures (m, height, width, 3).
    class_names : tuple of str
        Become names of folders.
    folder : str or Path
        Not there yet, or empty.

    Returns
    -------
    list of Path
        The files, in the order of the samples.

    Raises
    ------
    StorageError
        GC-S24 where the folder has something in it, GC-S25 where it cannot be written.
    DataError
        GC-D38 for samples that are no pictures, GC-D39 for a class name that cannot name a folder.
    """
    folder = Path(folder)
    _check(samples, class_names, folder)
    digits = max(4, len(str(len(samples) - 1)))
    names = [Path(class_names[k]) / f"{i:0{digits}}.png" for i, k in enumerate(samples.y)]
    pixels = samples.X if samples.X.dtype == np.uint8 else np.rint(samples.X * (255 / samples.scale)).astype(np.uint8)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as unfinished:
            complete = Path(unfinished) / folder.name
            for name in class_names:
                (complete / name).mkdir(parents=True)
            for file, picture in zip(names, pixels, strict=True):
                Image.fromarray(picture).save(complete / file)
            shutil.rmtree(folder, ignore_errors=True)
            complete.rename(folder)
    except OSError as error:
        problem = _("the pictures cannot be written: {reason}.", reason=error.strerror or str(error))
        raise StorageError(
            "GC-S25", str(folder), problem, _("choose a folder that can be written, with room.")
        ) from error
    return [folder / name for name in names]


def _check(samples: Samples, class_names: tuple[str, ...], folder: Path) -> None:
    if not samples.is_pictures:
        problem = _("only pictures can be written; these samples are rows of {n} features.", n=samples.n_features)
        raise DataError("GC-D38", str(folder), problem, None)
    for name in class_names:
        if not name or Path(name).name != name or name.startswith("."):
            problem = _("the class name {name} cannot name a folder.", name=repr(name))
            raise DataError("GC-D39", str(folder), problem, _("rename the class."))
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        problem = _("there is something of this name already, and it is never overwritten.")
        raise StorageError("GC-S24", str(folder), problem, _("choose a new or an empty folder."))
