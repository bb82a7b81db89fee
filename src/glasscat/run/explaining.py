"""Why a run says what it says of one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.models.run_folder import StoredRun
from glasscat.reports.why import Question, Why, why_stored, why_trained
from glasscat.run.finished import Run

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset


def why(
    run: Run | StoredRun,
    picture: str | Path,
    *,
    class_name: str | None = None,
    data: Dataset | tuple[ArrayLike, ArrayLike] | str | Path | None = None,
) -> Why:
    """Explain what a run says of one picture: by its pixels, and by the pictures that it was trained on.

    Of one neuron, or of a softmax layer without hidden ones, the answer is exact: ``.pixels``, what each pixel adds,
    and ``.training``, what each training picture adds, both add up to z. Of a deeper network it is approximate:
    ``.occlusion``, what covering a part costs, and the nearest training pictures.

    Parameters
    ----------
    run : Run or StoredRun
    picture : str or Path
        A picture file; or a sample of the run's own data, ``"test:17"`` or ``"train:146"``, counted from 0.
    class_name : str, optional
        Class to explain; by default class 1 of one neuron, whose z speaks for it, else the predicted class.
    data : Dataset, pair (X, y) of arrays, str or Path, optional
        What a stored run was trained on, or where that is now; needed if it was given as arrays, or has moved.

    Returns
    -------
    Why
        With ``.pixels``, ``.training``, ``.total``, ``.plot()``.

    Raises
    ------
    UsageError
        GC-Q30 to GC-Q35: a sample that is not there, no test set, an unknown class, a model that takes no pictures,
        what is no run, what is no picture.
    DataError
        GC-D01 to GC-D04 and GC-D40 to GC-D42, for a picture file that cannot be read.
    ModelError
        GC-M20 to GC-M23, if the data of a stored run is needed and cannot be opened.
    """
    question, given = Question(picture, class_name), cast("object", run)
    if isinstance(given, StoredRun):
        return why_stored(given, question, data)
    if isinstance(given, Run):
        return why_trained(given.model, given.data, given.arguments, question)
    problem = _("a run was expected; found {kind}.", kind=type(given).__name__)
    fix = _("give what gc.fit or gc.load_run gives: a model alone does not know its training pictures.")
    raise UsageError("GC-Q34", _("run"), problem, fix)
