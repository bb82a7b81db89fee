"""Predictions: classes of pictures or rows, one at a time, so that no answer depends on the others asked for."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.dataset import Samples
from glasscat.data.pixels import read_pixels
from glasscat.errors import DataError, ModelError
from glasscat.i18n import _
from glasscat.models.given import array_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike

    from glasscat.i18n import Text
    from glasscat.models.model import Model


@dataclass(frozen=True, repr=False)
class Prediction:
    """What a model says of one sample.

    Parameters
    ----------
    sample : str or int
        Path of the picture, name of the sample, or its place in the array.
    class_name : str
        The answer.
    probability : float
        Of that class.
    probabilities : dict of class name to float
    notes : tuple of Text
        What was converted on the way from the picture to the network.
    """

    sample: str | int
    class_name: str
    probability: float
    probabilities: dict[str, float]
    notes: tuple[Text, ...] = ()

    def __repr__(self) -> str:
        answer = f"{self.sample}: {self.class_name} ({self.probability:.3f})"
        return "; ".join([answer, *(str(note) for note in self.notes)])

    def _repr_html_(self) -> str:
        from glasscat.models.card import prediction_card  # noqa: PLC0415  (only notebooks ask for it)

        return prediction_card(self)


def predict(model: Model, given: str | Path | Sequence[str | Path] | Samples | ArrayLike) -> list[Prediction]:
    """Classify pictures by their paths, or samples in an array; see `Model.predict`."""
    if isinstance(given, Samples):
        return [_answer(model, given.take(np.array([i])), name) for i, name in enumerate(given.names)]
    paths = [given] if isinstance(given, str | PathLike) else given
    if isinstance(paths, list | tuple) and all(isinstance(path, str | PathLike) for path in paths):
        files = picture_paths([Path(path) for path in paths])
        check_takes_pictures(model, _("model"))
        return [predict_picture(model, file) for file in files]
    return list(_rows(model, given))


def predict_picture(model: Model, file: Path) -> Prediction:
    """Classify one picture file.

    Raises
    ------
    DataError
        GC-D01 to GC-D04 and GC-D40 to GC-D42 where it cannot be read.
    """
    from glasscat.data.pictures import read_picture  # noqa: PLC0415  (Pillow)

    picture = read_picture(file, check_takes_pictures(model, _("model")), model.preprocessing.fit)
    alone = Samples(picture.pixels[np.newaxis], np.zeros(1, np.int64), (file.name,), 255.0)
    return _answer(model, alone, str(file), picture.conversions)


def picture_paths(places: Sequence[Path]) -> list[Path]:
    """Every picture that was asked for, those of a folder in the order of their names; GC-D60 where there is none."""
    from glasscat.data.pictures import picture_files  # noqa: PLC0415  (Pillow)

    files = [file for place in places for file in (picture_files(place) if place.is_dir() else [place])]
    if not files:
        raise DataError(
            "GC-D60",
            ", ".join(str(place) for place in places),
            _("there are no pictures (JPEG, PNG, WebP, BMP, GIF) directly in it."),
            _("give picture files, or the very folders that they are in."),
        )
    return files


def check_takes_pictures(model: Model, where: str | Text) -> tuple[int, int]:
    """Return the (height, width) of the model's pictures; GC-M07 where it was trained on rows of features."""
    size = model.preprocessing.size
    if size is None:
        problem = _("it was trained on rows of features, not on pictures, so it cannot tell what a picture shows.")
        fix = _("judge it on such data with: glasscat evaluate MODEL DATA; or in Python give an array of rows.")
        raise ModelError("GC-M07", where, problem, fix)
    return size


def _rows(model: Model, given: object) -> Iterator[Prediction]:
    """Each sample of an array by itself: the range that its fractions are taken for is its own, too."""
    for i, row in enumerate(array_of(given, model.preprocessing.shape)):
        pixels = read_pixels(row[np.newaxis], f"X[{i}]", features=True)
        yield _answer(model, Samples(pixels.X, np.zeros(1, np.int64), (f"X[{i}]",), pixels.scale), i, pixels.notes)


def _answer(model: Model, alone: Samples, sample: str | int, notes: tuple[Text, ...] = ()) -> Prediction:
    probabilities = model.probabilities(alone)
    k = int(model.classes(probabilities)[0])
    by_name = dict(zip(model.class_names, probabilities[0].tolist(), strict=True))
    return Prediction(sample, model.class_names[k], float(probabilities[0, k]), by_name, notes)
