"""Why a run says what it says of one picture: the picture found, the run's data opened, the explanation made."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.attribution.attribution import Attribution, Trained
from glasscat.data.dataset import Samples
from glasscat.errors import ModelError, UsageError, unknown_name
from glasscat.i18n import _
from glasscat.models.reopened import reopen
from glasscat.training.start import start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

    from glasscat.data.dataset import Dataset
    from glasscat.i18n import Text
    from glasscat.models.model import Model
    from glasscat.models.run_folder import StoredRun
    from glasscat.typing import Array

PLACE = re.compile(r"(train|test):(-?\d+)")
"""A sample of the run's own data: its part and its number there, from 0."""


class Why(Attribution):
    """An explanation that can draw itself. See `glasscat.attribution.attribution.Attribution`.

    Drawing lies on a floor above explaining, so it is added here.
    """

    __slots__ = ()

    def plot(self) -> Figure:
        """One page, as a matplotlib figure, which a notebook shows by itself."""
        from glasscat.reports.figures.why import why  # noqa: PLC0415  (matplotlib takes 0.3 s)

        return why(self)

    def _repr_html_(self) -> str:
        from glasscat.reports.why_card import why_card  # noqa: PLC0415  (only notebooks ask for it)

        return why_card(self)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A picture, and the class that is asked about.

    Parameters
    ----------
    picture : str or Path
        A picture file; or a sample of the run's own data, ``"test:17"`` or ``"train:146"``, counted from 0. A file of
        such a name is given as ``"./test:17"``.
    class_name : str or None
        None for class 1 of one neuron, else the predicted class.

    Raises
    ------
    UsageError
        GC-Q35 for a picture that is neither.
    """

    picture: str | Path
    class_name: str | None = None

    def __post_init__(self) -> None:
        given: object = self.picture
        if not isinstance(given, str | Path):
            kind = type(given).__name__
            problem = _("a picture file, or a sample such as test:17, was expected; found {kind}.", kind=kind)
            raise UsageError("GC-Q35", _("picture"), problem, _("give a path, or part:number of the run's own data."))

    @property
    def place(self) -> tuple[str, int] | None:
        """Part and number of a sample of the run's own data; None for a file."""
        found = PLACE.fullmatch(self.picture) if isinstance(self.picture, str) else None
        return None if found is None else (found[1], int(found[2]))

    @property
    def file_name(self) -> str:
        """What to call the figure: ``why-test-17``, with the class where one was asked for."""
        name = Path(self.picture).stem if self.place is None else "-".join(map(str, self.place))
        words = "-".join(["why", name, *([] if self.class_name is None else [self.class_name])])
        return re.sub(r"[^\w.-]+", "_", words)


def why_trained(model: Model, data: Dataset, arguments: Mapping[str, Any], question: Question) -> Why:
    """Explain a picture by a model, the data that it was trained on, and how.

    Parameters
    ----------
    model : Model
    data : Dataset
    arguments : mapping
        Keyword arguments of `glasscat.train`; seed, initial parameters and dtype say where training began.
    question : Question

    Raises
    ------
    UsageError
        GC-Q30 to GC-Q33: a sample that is not there, no test set, an unknown class, a model that takes no pictures.
    DataError
        GC-D01 to GC-D04 and GC-D40 to GC-D42, for a picture file that cannot be read.
    """
    return _explained(model, data, _beginning(model, arguments), question, ())


def why_stored(
    stored: StoredRun,
    question: Question,
    data: Any = None,  # noqa: ANN401  (see `reopen`)
    test: str | Path | None = None,
) -> Why:
    """Explain a picture by a run that was kept, and the data that it names.

    Where that data, or where the training began, is not known any more, a picture file is explained without its
    training pictures, and a note says why.

    Parameters
    ----------
    stored : StoredRun
    question : Question
    data : Dataset, pair (X, y) of arrays, str or Path, optional
        What it was trained on, or where that is now; needed if it was given as arrays, or has moved.
    test : str or Path, optional
        Where the test set is now, if it has moved.

    Raises
    ------
    UsageError, DataError
        As `why_trained`.
    ModelError
        GC-M20 to GC-M23, for a sample of the run's own data, or where its place was given, if it cannot be opened.
    """
    model = stored.model
    _check_takes_pictures(model)
    try:
        reopened = reopen(stored.path, data, test=test)
    except ModelError as error:
        if question.place is not None or data is not None or test is not None:
            raise
        return _explained(model, None, None, question, (error.problem,))
    return _explained(model, reopened.data, _beginning(model, reopened.arguments), question, ())


def _beginning(model: Model, arguments: Mapping[str, Any]) -> Array:
    """Parameters before training, theta_0 (P,)."""
    seed = arguments.get("seed", 0)
    seeds = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    return start(model.network, seeds, None, arguments.get("initial"), model.theta.dtype.type)


def _explained(
    model: Model, data: Dataset | None, theta_0: Array | None, question: Question, notes: tuple[Text, ...]
) -> Why:
    _check_takes_pictures(model)
    k = None if question.class_name is None else _class_number(model, question.class_name)
    picture, conversions = _picture(model, data, question)
    trained = Trained(model.network, model.theta, model.buffers, model.class_names, theta_0)
    found = Why.of(trained, picture, None if data is None else data.train, k, (*notes, *conversions))
    return found if question.place is None else replace(found, truth=int(picture.y[0]))


def _check_takes_pictures(model: Model) -> None:
    if model.preprocessing.size is None:
        problem = _("this run was trained on rows of features, so there is no picture to explain.")
        fix = _("open its numbers instead, as in: glasscat explain RUN cost@0")
        raise UsageError("GC-Q33", _("picture"), problem, fix)


def _class_number(model: Model, class_name: str) -> int:
    if class_name not in model.class_names:
        raise unknown_name("GC-Q32", _("class"), class_name, model.class_names)
    return model.class_names.index(class_name)


def _picture(model: Model, data: Dataset | None, question: Question) -> tuple[Samples, tuple[Text, ...]]:
    """Read the picture as the model takes it: the sample, or the file, resized as the training pictures were."""
    if question.place is not None and data is not None:
        return _sample(data, *question.place), ()
    from glasscat.data.pictures import read_picture  # noqa: PLC0415  (Pillow)

    file, preprocessing = Path(question.picture), model.preprocessing
    height, width = preprocessing.shape[:2]
    read = read_picture(file, (height, width), preprocessing.fit)
    return Samples(read.pixels[np.newaxis], np.zeros(1, np.int64), (file.name,), 255.0), read.conversions


def _sample(data: Dataset, part: str, i: int) -> Samples:
    samples = data.train if part == "train" else data.test
    if samples is None:
        problem = _("this run has no test set.")
        raise UsageError("GC-Q31", f"{part}:{i}", problem, _("give a training picture, train:0, or a picture file."))
    if not 0 <= i < len(samples):
        problem = _("its samples are numbered from 0 to {last}; found {i}.", last=len(samples) - 1, i=i)
        raise UsageError("GC-Q30", f"{part}:{i}", problem, _("give a number that is there."))
    return samples.take(np.array([i]))
