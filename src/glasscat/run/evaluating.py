"""Judge a run, a stored run or a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.models.model import Model
from glasscat.run.finished import Run
from glasscat.run.judging import verdict_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Samples
    from glasscat.evaluation.verdict import Verdict
    from glasscat.models.run_folder import StoredRun


def evaluate(
    model: Run | StoredRun | Model,
    samples: Samples | tuple[ArrayLike, ArrayLike],
    *,
    train: Samples | tuple[ArrayLike, ArrayLike] | None = None,
) -> Verdict:
    """Judge a run, or a loaded one, or a model, on samples.

    Parameters
    ----------
    model : Run, StoredRun or Model
    samples : Samples, or pair (X, y) of arrays, samples first
        Such as ``data.test``; labels y are class names or whole numbers 0, 1, … Samples that the model was trained on
        are found out: exact copies always, near ones where the training set is known.
    train : Samples, or pair (X, y), optional
        Training set of the model, for the baselines that answer from it; a run that was not loaded knows its own.

    Returns
    -------
    Verdict

    Raises
    ------
    UsageError
        GC-U70 for a data set, GC-U71 for what is neither samples nor such a pair, GC-U72 for what is not a model,
        GC-U73 for one sample alone.
    ModelError
        GC-M05, if the samples have another shape than those the model was trained on.
    DataError
        GC-V05, GC-V06: no samples, or a label that is not a class; GC-D11 to GC-D26 for arrays that hold no samples.
    """
    judged = model if isinstance(model, Model) else getattr(model, "model", None)
    if not isinstance(judged, Model):
        problem = _("a run or a model was expected; found {kind}.", kind=type(model).__name__)
        fix = _("give what gc.fit, gc.load_run or gc.load_model gives.")
        raise UsageError("GC-U72", _("model"), problem, fix)
    if train is None and isinstance(model, Run):
        train = model.data.train
    return verdict_of(judged, samples, train)
