"""Judge a model on samples, with everything that is known of its training set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from glasscat.data.dataset import Dataset
from glasscat.data.inspection import inspect
from glasscat.evaluation.probabilities import class_counts
from glasscat.evaluation.verdict import judge
from glasscat.models.given import labelled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Samples
    from glasscat.evaluation.verdict import Verdict
    from glasscat.models.model import Model


def verdict_of(
    model: Model, given: Samples | tuple[ArrayLike, ArrayLike], train: Samples | tuple[ArrayLike, ArrayLike] | None
) -> Verdict:
    """Judge a model; parameters and errors are those of `glasscat.evaluate`."""
    shape = model.preprocessing.shape
    samples, notes = labelled(given, shape, model.class_names)
    known = None
    if train is not None:
        known, more = labelled(train, shape, model.class_names)
        notes += more
    class_counts(samples.y, len(model.class_names), "samples")  # inspection takes labels for granted
    verdict = judge(
        model.probabilities(samples),
        samples,
        model.class_names,
        train=known,
        memory=model.memory,
        threshold=model.threshold,
        findings=() if known is None else inspect(Dataset(known, samples, model.class_names, "samples")),
    )
    return replace(verdict, notes=notes + verdict.notes)
