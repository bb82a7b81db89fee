"""The verdict: what a model's probabilities on a test set are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import ModelError
from glasscat.evaluation.baselines import find_rivals
from glasscat.evaluation.confusion import score_classes
from glasscat.evaluation.known_samples import find_known
from glasscat.evaluation.leaks import leaked_samples
from glasscat.evaluation.memory import TrainMemory
from glasscat.evaluation.nearest import too_many
from glasscat.evaluation.probabilities import brier_score, check_probabilities, class_counts, decide
from glasscat.evaluation.ranking import auc_of_classes
from glasscat.evaluation.sentence import Case, conclude
from glasscat.evaluation.tally import count
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glasscat.data.dataset import Samples
    from glasscat.data.findings import Finding
    from glasscat.evaluation.baselines import Baseline
    from glasscat.evaluation.confusion import BalancedAccuracy, ClassScore
    from glasscat.evaluation.score import Score
    from glasscat.i18n import Text
    from glasscat.typing import Array, Integers


@dataclass(frozen=True, eq=False, repr=False)
class Verdict:
    """A score with everything that keeps it honest.

    Parameters
    ----------
    score : Score
        Right answers, total, accuracy and interval; also attributes of the verdict itself.
    balanced : BalancedAccuracy
        Mean recall of the classes, with its interval.
    auc : float or None
        0 to 1; for more than two classes the mean of one against the rest; None where a class has no test sample.
    brier : float
        Mean squared error of the probabilities.
    confusion : (n_classes, n_classes) int
        Rows truth, columns prediction.
    baselines : tuple of Baseline
    per_class : tuple of ClassScore
    association_p_value : float or None
        Whether the answers have to do with the truth at all; for two classes Fisher's exact test.
    findings : tuple of Finding
        What was found in the data.
    without_leaks : Score or None
        The score without the test samples that repeat a training sample; None where there are none, or only such.
    sentence : Text
        The conclusion in plain words.
    notes : tuple of Text
        What could not be computed, and why.
    """

    score: Score
    balanced: BalancedAccuracy
    auc: float | None
    brier: float
    confusion: Integers
    baselines: tuple[Baseline, ...]
    per_class: tuple[ClassScore, ...]
    association_p_value: float | None
    findings: tuple[Finding, ...]
    without_leaks: Score | None
    sentence: Text
    notes: tuple[Text, ...]

    @property
    def correct(self) -> int:
        """Right answers."""
        return self.score.correct

    @property
    def total(self) -> int:
        """Test samples."""
        return self.score.total

    @property
    def accuracy(self) -> float:
        """Share of right answers, percent."""
        return self.score.accuracy

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the accuracy, percent."""
        return self.score.interval

    @property
    def balanced_accuracy(self) -> float:
        """Mean recall of the classes, percent."""
        return self.balanced.value

    def as_json(self) -> dict[str, Any]:
        """Keys of the interface, numbers at full precision, percentages 0 to 100."""
        return {
            **self.score.as_json(),
            "balanced_accuracy": self.balanced.value,
            "balanced_interval": list(self.balanced.interval),
            "auc": self.auc,
            "brier": self.brier,
            "association_p_value": self.association_p_value,
            "confusion": self.confusion.tolist(),
            "baselines": [baseline.as_json() for baseline in self.baselines],
            "per_class": [one.as_json() for one in self.per_class],
            "findings": [finding.as_json() for finding in self.findings],
            "without_leaks": self.without_leaks and self.without_leaks.as_json(),
            "notes": [str(note) for note in self.notes],
            "sentence": str(self.sentence),
        }

    def __str__(self) -> str:
        from glasscat.evaluation.table import render  # noqa: PLC0415  (rich is loaded when a verdict is shown)

        return render(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from glasscat.evaluation.card import verdict_card  # noqa: PLC0415  (only notebooks ask for it)

        return verdict_card(self)


def judge(
    probabilities: Array,
    test: Samples,
    class_names: Sequence[str],
    *,
    train: Samples | None = None,
    memory: TrainMemory | None = None,
    threshold: float = 0.5,
    findings: Sequence[Finding] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Judge a model by its probabilities on a test set.

    Parameters
    ----------
    probabilities : (m, n_classes)
        One row a test sample, rows summing to 1.
    test : Samples
        The m samples and their true classes.
    class_names : sequence of str
    train : Samples, optional
        The training set, for the baselines that answer from it.
    memory : TrainMemory, optional
        What the model file remembers of the training set; used where ``train`` is not given, and to find test samples
        that are exact copies of training samples where ``findings`` tell of none.
    threshold : float
        Two classes: class 1 is answered above this probability.
    findings : sequence of Finding
        What inspection found; pairs of equal samples across the sets give `Verdict.without_leaks`.
    progress : callable, optional
        Called with how many training samples the nearest neighbours were looked for in, and of how many; of large data
        that takes longest.

    Raises
    ------
    ModelError
        GC-V02, GC-V03: what was given are not probabilities of these classes; GC-V04: no such threshold; GC-V10: the
        memory is of other classes.
    DataError
        GC-V05, GC-V06: no samples, or a label that is not a class; GC-V07: training and test samples differ in size;
        GC-V09: a finding about another test set.
    """
    n_classes = len(class_names)
    class_counts(test.y, n_classes, "test")
    check_probabilities(probabilities, len(test), n_classes, threshold)
    findings = (*_known(memory, test, findings), *findings)
    memory = TrainMemory.of(train, n_classes) if train is not None else memory
    _check_memory(memory, n_classes)

    answers = decide(probabilities, threshold)
    rivals = find_rivals(test, class_names, train, memory, progress)
    leaked = leaked_samples(findings, len(test))
    tally = count(test.y, answers, rivals, n_classes, np.ones(len(test), dtype=bool))
    fresh = count(test.y, answers, rivals, n_classes, ~leaked) if leaked.any() and not leaked.all() else None
    return Verdict(
        score=tally.score,
        balanced=tally.balanced,
        auc=auc_of_classes(probabilities, test.y),
        brier=brier_score(probabilities, test.y),
        confusion=tally.confusion,
        baselines=tally.baselines,
        per_class=score_classes(tally.confusion, class_names),
        association_p_value=tally.association_p_value,
        findings=tuple(findings),
        without_leaks=None if fresh is None else fresh.score,
        sentence=conclude(Case(tally, class_names, memory, int(leaked.sum()), fresh)),
        notes=_notes(train, memory, test),
    )


def _check_memory(memory: TrainMemory | None, n_classes: int) -> None:
    if memory is not None and memory.n_classes != n_classes:
        raise ModelError(
            "GC-V10",
            _("what the model file remembers of its training set"),
            _("{expected} classes were expected; found {found}.", expected=n_classes, found=memory.n_classes),
            _("judge the model with the classes it was trained on."),
        )


def _known(memory: TrainMemory | None, test: Samples, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Copies that the model remembers, where inspection has found none, for want of the samples or of their type."""
    if memory is None or memory.digests is None or any(finding.code == "GC-I10" for finding in findings):
        return ()
    known = find_known(memory.digests, test)
    return () if known is None else (known,)


def _notes(train: Samples | None, memory: TrainMemory | None, test: Samples) -> tuple[Text, ...]:
    """What could not be looked at without the training samples, or for being too much."""
    if train is not None and too_many(train, test):
        return (_("The nearest-neighbour baseline is left out: there are too many pairs of samples to compare."),)
    if train is not None:
        return ()
    if memory is None:
        return (_("Nothing is known of the training set: the baselines that learn from it are left out."),)
    notes = [_("The nearest-neighbour baseline needs the training samples, which a model does not carry.")]
    if memory.digests is None:
        notes.append(_("Whether the model was trained on some of these samples is not known: it remembers none."))
    elif test.is_pictures:
        notes.append(_("Only exact copies of training pictures were looked for; near ones need the pictures."))
    return tuple(notes)
