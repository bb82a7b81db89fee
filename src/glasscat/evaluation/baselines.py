"""Baselines: what one gets without learning anything, and how the model compares on the same samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.evaluation.nearest import nearest_neighbour, too_many
from glasscat.evaluation.score import Score
from glasscat.i18n import _
from glasscat.statistics.exact_tests import mcnemar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from glasscat.data.dataset import Samples
    from glasscat.evaluation.memory import TrainMemory
    from glasscat.i18n import Text
    from glasscat.typing import Integers


@dataclass(frozen=True, eq=False, slots=True)
class Rival:
    """A way to answer that a model worth its name should beat.

    Parameters
    ----------
    name : str
        ``train-majority``, ``test-majority``, ``nearest-neighbour`` or ``mean-colour``.
    text : Text
        The same for people, to stand inside a sentence.
    answers : (m,) int
        Its answers for the test samples.
    """

    name: str
    text: Text
    answers: Integers


@dataclass(frozen=True, slots=True)
class Baseline:
    """How a rival did, and whether the model did otherwise.

    Parameters
    ----------
    name : str
    text : Text
    score : Score
    p_value : float
        Exact two-sided McNemar test of the model against it, on the same samples.
    """

    name: str
    text: Text
    score: Score
    p_value: float

    @property
    def correct(self) -> int:
        """Right answers."""
        return self.score.correct

    @property
    def accuracy(self) -> float:
        """Share of right answers, percent."""
        return self.score.accuracy

    def as_json(self) -> dict[str, Any]:
        """Keys of the interface: name, correct, accuracy, p_value; and total and interval, as for every score."""
        return {"name": self.name, **self.score.as_json(), "p_value": self.p_value}


def find_rivals(
    test: Samples,
    class_names: Sequence[str],
    train: Samples | None,
    memory: TrainMemory | None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Rival, ...]:
    """Let every baseline that the data allow answer the test samples.

    The majorities always answer one class: the most frequent one of the training set, and of the test set; the second
    looks at the test labels, so no honest model is sure to beat it. The nearest neighbour needs the training samples,
    and time, of which ``progress`` tells; the mean colour needs pictures.
    """
    rivals = []
    m, n_classes = len(test), len(class_names)
    if memory is not None:
        text = _("always {name}, the majority in training", name=class_names[memory.majority])
        rivals.append(Rival("train-majority", text, np.full(m, memory.majority)))
    majority = int(np.argmax(np.bincount(test.y, minlength=n_classes)))
    text = _("always {name}, the majority in the test set", name=class_names[majority])
    rivals.append(Rival("test-majority", text, np.full(m, majority)))
    if train is not None and not too_many(train, test):
        text = _("the nearest neighbour among the training samples")
        rivals.append(Rival("nearest-neighbour", text, nearest_neighbour(train, test, progress)))
    if memory is not None and (answers := memory.answer_by_colour(test)) is not None:
        rivals.append(Rival("mean-colour", _("the mean colour alone"), answers))
    return tuple(rivals)


def compare(rival: Rival, right: NDArray[np.bool_], y: Integers, kept: NDArray[np.bool_]) -> Baseline:
    """Score a rival and test the model against it, on the samples that are kept.

    Parameters
    ----------
    rival : Rival
    right : (n_kept,) bool
        Where the model is right, among the samples kept.
    y : (m,) int
        The truth.
    kept : (m,) bool
    """
    rival_right = (rival.answers == y)[kept]
    p_value = mcnemar(int((right & ~rival_right).sum()), int((rival_right & ~right).sum()))
    return Baseline(rival.name, rival.text, Score(int(rival_right.sum()), len(rival_right)), p_value)
