"""Many picture files at once: read in parallel, handed over in order, their conversions summed up."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.pictures import Picture, decoded, pillow_silenced
from glasscat.data.shortlist import shortlist
from glasscat.errors import DataError
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from glasscat.data.reading import Reading
    from glasscat.i18n import Text
    from glasscat.typing import Integers


@dataclass(frozen=True, eq=False)
class Batch:
    """Pictures read.

    Parameters
    ----------
    X : (m, height, width, 3) uint8
    kept : (m,) int64
        Which of the files they are: broken ones may have been left out.
    notes : tuple of Text
        One a kind of conversion; ``values["pictures"]`` of a note has the full list of names.
    """

    X: NDArray[np.uint8]
    kept: Integers
    notes: tuple[Text, ...]


def read_batch(folder: Path, names: Sequence[str], size: tuple[int, int], reading: Reading) -> Batch:
    """Read the picture files ``folder / name`` in parallel; the result does not depend on which thread is quicker.

    Raises
    ------
    DataError
        GC-D36 naming the pictures that cannot be read, unless ``reading.skip_broken``.
    """
    results = _read_all([folder / name for name in names], size, reading)
    broken = [(name, result) for name, result in zip(names, results, strict=True) if isinstance(result, DataError)]
    if broken and not reading.skip_broken:
        raise _broken(folder, broken, len(names))
    pictures = {k: result for k, result in enumerate(results) if isinstance(result, Picture)}
    X = np.empty((len(pictures), *size, 3), np.uint8)
    for row, picture in zip(X, pictures.values(), strict=True):
        row[...] = picture.pixels
    notes = _summary({names[k]: picture.conversions for k, picture in pictures.items()})
    if broken:
        left_out = tuple(name for name, _error in broken)
        notes.insert(0, _listed(_("left out, because it cannot be read"), left_out))
    return Batch(X, np.fromiter(pictures, np.int64, len(pictures)), tuple(notes))


def _read_all(files: list[Path], size: tuple[int, int], reading: Reading) -> list[Picture | DataError]:
    def read(file: Path) -> Picture | DataError:
        try:
            return decoded(file, size, reading.fit)
        except DataError as error:
            return error

    results = []
    # Pillow lets go of the interpreter while it decodes and resizes, so threads serve as well as processes.
    pool = ThreadPoolExecutor(min(8, os.cpu_count() or 1))
    try:
        with pillow_silenced():
            for done, result in enumerate(pool.map(read, files), start=1):
                results.append(result)
                if reading.progress is not None:
                    reading.progress(done, len(files))
            return results
    finally:
        pool.shutdown(cancel_futures=True)


def _broken(folder: Path, broken: list[tuple[str, DataError]], total: int) -> DataError:
    first_name, first = broken[0]
    problem = _n(
        "{n} of {total} pictures cannot be read: {names}. [{code}] {name}: {problem}",
        "{n} of {total} pictures cannot be read: {names}. [{code}] {name}: {problem}",
        len(broken),
        total=total,
        names=shortlist([name for name, _error in broken], 5),
        code=first.code,
        name=first_name,
        problem=first.problem,
    )
    fix = _("replace or remove them, or leave them out with --skip-broken (in Python: skip_broken=True).")
    return DataError("GC-D36", str(folder), problem, fix)


def _summary(conversions: dict[str, tuple[Text, ...]]) -> list[Text]:
    """Sum up per kind of conversion; one kind has one wording."""
    kinds: dict[str, tuple[Text, list[str]]] = {}
    for name, made in conversions.items():
        for conversion in made:
            kinds.setdefault(conversion.template, (conversion, []))[1].append(name)
    return [_listed(conversion, tuple(names)) for conversion, names in kinds.values()]


def _listed(conversion: Text, names: tuple[str, ...]) -> Text:
    return _n(
        "{conversion} ({n} picture): {names}.",
        "{conversion} ({n} pictures): {names}.",
        len(names),
        conversion=conversion,
        names=shortlist(names),
        pictures=names,
    )
