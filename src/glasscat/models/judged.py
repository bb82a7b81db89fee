"""What a model is worth: its score on the samples it was trained on, its verdict on those of the test set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasscat.evaluation.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glasscat.data.dataset import Dataset
    from glasscat.data.findings import Finding
    from glasscat.evaluation.score import Score
    from glasscat.evaluation.verdict import Verdict
    from glasscat.models.model import Model
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What a model is worth on the data that it was trained on.

    Parameters
    ----------
    train : Score
        On the training set.
    verdict : Verdict or None
        On the test set; None without one.
    probabilities : (m, n_classes) or None
        What the verdict was made of.
    findings : sequence of Finding
        About the data, and what the model itself has recognised among the test samples.
    """

    train: Score
    verdict: Verdict | None
    probabilities: Array | None
    findings: Sequence[Finding]


def judged(
    model: Model, data: Dataset, findings: Sequence[Finding], progress: Callable[[int, int], None] | None = None
) -> Judged:
    """Judge a model on the data that it was trained on.

    Parameters
    ----------
    model : Model
    data : Dataset
        With the training set of the model.
    findings : sequence of Finding
        What inspection has found in the data.
    progress : callable, optional
        See `glasscat.evaluation.verdict.judge`.

    Raises
    ------
    DataError
        GC-D49 for a sample beyond the numbers of the model; GC-V05 to GC-V07 for a test set that is none.
    """
    train = model.score(data.train)
    if data.test is None:
        return Judged(train, None, None, findings)
    probabilities = model.probabilities(data.test)
    verdict = judge(
        probabilities,
        data.test,
        model.class_names,
        train=data.train,
        memory=model.memory,
        threshold=model.threshold,
        findings=findings,
        progress=progress,
    )
    return Judged(train, verdict, probabilities, verdict.findings)
