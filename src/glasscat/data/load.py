"""Data from wherever it is kept: an HDF5 file of the course, an .npz, a folder of pictures, the built-in drawings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from glasscat.data.mapped import cached_note, is_mapped
from glasscat.data.origin import Origin
from glasscat.data.parts import assembled, with_classes
from glasscat.data.reading import checked_reading
from glasscat.data.splits import check_seed, check_share, set_aside
from glasscat.errors import DataError, UsageError
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from glasscat.data.dataset import Dataset, Samples
    from glasscat.data.parts import Part, Source
    from glasscat.data.reading import Fit, Progress, Reading
    from glasscat.i18n import Text

DRAWN_CATS = "drawn-cats"
_HDF5 = (".h5", ".hdf5")


def load(
    path: str | Path,
    test: str | Path | None = None,
    *,
    size: int | tuple[int, int] | None = None,
    fit: Fit = "crop",
    skip_broken: bool = False,
    holdout: float = 0.2,
    seed: int = 0,
    progress: Progress | None = None,
) -> Dataset:
    """Load a training set and a test set.

    Parameters
    ----------
    path : str or Path
        An .h5 or .hdf5 file of the course layout, an .npz file (X, y, optional class_names), a folder with one
        sub-folder of pictures per class (optionally under train/ and test/), or ``"drawn-cats"``.
    test : str or Path, optional
        The test set, of the same kinds. Without it: the test part of ``path``; or the file test_*.h5 beside train_*.h5;
        or a part of the training samples, held out.
    size : int or (height, width), optional
        Pixels to bring every picture to; without it stored arrays stay as they are and picture files become 64 × 64.
    fit : "crop", "pad" or "stretch"
    skip_broken : bool
        Leave pictures that cannot be read out, by name.
    holdout : float
        Share of every class that is held out where there is no test set; 0 for none.
    seed : int
        Which samples are held out.
    progress : callable, optional
        Called as ``progress(done, total)`` while picture files are read, for each part in turn.

    Returns
    -------
    Dataset
        Every automatic choice and conversion is one of its notes.

    Raises
    ------
    DataError
        GC-D01 to GC-D48: data that cannot be read or trained on.
    UsageError
        GC-U20 to GC-U24: invalid arguments.
    """
    reading = checked_reading(size, fit, skip_broken=skip_broken, progress=progress)
    check_share(holdout)
    check_seed(seed)
    source = _source(path, reading)
    if "train" not in source:
        raise _no_training_part(path)
    train, notes = _fitted(source["train"](None if "test" in source else "train"), reading)
    if test is None and "test" not in source and (beside := _pair_of(Path(path))) is not None:
        test = beside
        notes += (_("{name}, beside the training file, is taken as the test set.", name=beside.name),)
    elif test is not None and "test" in source:
        notes += (_("the test part of {path} is not used: another test set was given.", path=str(path)),)
    test_part = None
    if test is not None:
        test_part, more = _test_part(test, train, reading)
        notes += more
    elif "test" in source:
        test_part, more = _fitted(source["test"](None), reading)
        notes += more
    dataset = replace(assembled(train, test_part, str(path), notes), fit=reading.fit)
    if dataset.test is None and holdout > 0:
        dataset = _with_holdout(dataset, holdout, seed)
    origin = Origin(_place(path), None if test is None else _place(test), reading.size, fit, skip_broken, holdout, seed)
    object.__setattr__(dataset, "origin", origin)  # which no `replace` of the data set carries along
    return dataset


def load_samples(
    path: str | Path,
    *,
    class_names: tuple[str, ...] | None = None,
    size: int | tuple[int, int] | None = None,
    fit: Fit = "crop",
    skip_broken: bool = False,
    progress: Progress | None = None,
) -> tuple[Samples, tuple[str, ...], tuple[Text, ...]]:
    """Load one part of data alone, to judge a model on it: the test part where the data has parts.

    Parameters
    ----------
    path, size, fit, skip_broken, progress
        As for `load`.
    class_names : tuple of str, optional
        Classes of the model: labels are renumbered to them, by name where the data names its classes.

    Returns
    -------
    samples : Samples
    class_names : tuple of str
        Those given, or else the data's own.
    notes : tuple of Text

    Raises
    ------
    DataError
        As `load`; GC-D26 where the data has a class that is not among ``class_names``.
    UsageError
        GC-U20, GC-U21, GC-U24.
    """
    reading = checked_reading(size, fit, skip_broken=skip_broken, progress=progress)
    part, notes = _one_part(path, reading, None)
    if class_names is not None:
        part = with_classes(part, class_names)
    return part.samples, part.class_names, notes + part.notes


def _source(path: str | Path, reading: Reading) -> Source:
    """Find out what ``path`` is; its reader is imported only then."""
    place = Path(path)
    if str(path) == DRAWN_CATS and (isinstance(path, str) or not place.exists()):
        from glasscat.data.drawn_cats import drawn_source  # noqa: PLC0415  (each source imports what it alone needs)

        return drawn_source()
    if not str(path) or (place.exists() and not place.is_dir() and not place.is_file()):
        problem = _("this is neither a file nor a folder.")
        raise DataError("GC-D27", repr(str(path)), problem, _("give a file, a folder, or drawn-cats."))
    if place.is_dir():
        from glasscat.data.folder import folder_source  # noqa: PLC0415  (Pillow)

        return folder_source(place, reading)
    if place.suffix.lower() in _HDF5:
        from glasscat.data.course_hdf5 import hdf5_source  # noqa: PLC0415  (h5py)

        return hdf5_source(place)
    if place.suffix.lower() == ".npz":
        from glasscat.data.npz import npz_source  # noqa: PLC0415  (each source imports what it alone needs)

        return npz_source(place)
    if not place.exists():
        from glasscat.data.nearby import nearby  # noqa: PLC0415  (only for the error)

        fix = nearby(place, _("check the path."), (DRAWN_CATS,) if place.name == str(path) else ())
        raise DataError("GC-D01", str(path), _("there is no such file or folder."), fix)
    from glasscat.data.impostors import head_of, kind_of  # noqa: PLC0415  (only for the error)

    problem = _(
        "data is an .h5, .hdf5 or .npz file, a folder of class folders, or drawn-cats; this is {kind}.",
        kind=kind_of(head_of(place)),
    )
    raise DataError("GC-D27", str(path), problem, _("give one of these; pictures go into one folder per class."))


def _place(path: str | Path) -> str:
    """Path from everywhere, or the name of a built-in set."""
    return DRAWN_CATS if path == DRAWN_CATS else str(Path(path).absolute())


def _one_part(path: str | Path, reading: Reading, called: str | None) -> tuple[Part, tuple[Text, ...]]:
    source = _source(path, reading)
    part, notes = _fitted(source["test" if "test" in source else "train"](called), reading)
    if len(source) > 1:
        notes += (_("of {path} the test part is taken.", path=str(path)),)
    return part, notes


def _test_part(path: str | Path, train: Part, reading: Reading) -> tuple[Part, tuple[Text, ...]]:
    """Read a test set; picture files take the training pictures' size where none was asked for."""
    if reading.size is None and train.samples.is_pictures and Path(path).is_dir():
        height, width = train.samples.X.shape[1:3]
        reading = replace(reading, size=(height, width))
    return _one_part(path, reading, "test")


def _pair_of(path: Path) -> Path | None:
    """Return the file test_*.h5 beside train_*.h5, if both are so."""
    if path.suffix.lower() not in _HDF5 or not path.name.startswith("train_"):
        return None
    beside = path.with_name("test_" + path.name.removeprefix("train_"))
    return beside if beside.is_file() else None


def _fitted(part: Part, reading: Reading) -> tuple[Part, tuple[Text, ...]]:
    """Bring stored pictures to the size asked for; picture files have it already."""
    samples, size = part.samples, reading.size
    if size is None or samples.X.shape[1:3] == size:
        return part, ()
    if not samples.is_pictures:
        problem = _("only pictures can be resized; these samples are rows of {n} features.", n=samples.n_features)
        raise UsageError("GC-U24", _("size"), problem, _("leave the size out."))
    from glasscat.data.fitting import resized_samples  # noqa: PLC0415  (Pillow)

    resized, note = resized_samples(samples, size, reading.fit)
    return replace(part, samples=resized), () if note is None else (note,)


def _with_holdout(dataset: Dataset, share: float, seed: int) -> Dataset:
    train, test = set_aside(dataset.train, share, seed, source=dataset.source, called="test")
    if not len(test):
        note = _("there is no test set, and too few samples to hold one out.")
        return replace(dataset, notes=(*dataset.notes, note))
    note = _n(
        "{n} of {total} samples is held out as the test set: {share:.4g} of every class, seed {seed}.",
        "{n} of {total} samples are held out as the test set: {share:.4g} of every class, seed {seed}.",
        len(test),
        total=len(dataset.train),
        share=share,
        seed=seed,
    )
    places = (_("training set"), train), (_("test set"), test)
    copies = (cached_note(part.X, where) for where, part in places if is_mapped(part.X))
    return replace(dataset, train=train, test=test, notes=(*dataset.notes, note, *copies))


def _no_training_part(path: str | Path) -> DataError:
    if Path(path).is_dir():
        problem = _("there is a folder test but no folder train with class folders in it.")
        return DataError("GC-D37", str(path), problem, _("add the folder train."))
    from glasscat.data.course_hdf5 import no_training_part  # noqa: PLC0415  (h5py)

    return no_training_part(Path(path))
