"""The Python door to studies: each is carried out in a folder, where it goes on if it was interrupted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.models.model import Model
from glasscat.models.reopened import reopen
from glasscat.models.run_folder import StoredRun
from glasscat.models.study_folder import open_study
from glasscat.run.finished import Run
from glasscat.studies.compared_models import Comparison, fingerprint_of
from glasscat.studies.comparison import not_the_same_samples
from glasscat.studies.cross_validation import CrossValidation
from glasscat.studies.grid import Between, drawn, grid
from glasscat.studies.learning_curves import LearningCurve
from glasscat.studies.parts import same_plan
from glasscat.studies.resplits import Resplit
from glasscat.studies.study import carry_out
from glasscat.studies.sweeps import Sweep
from glasscat.training.arguments import dataset_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from glasscat.data.dataset import Samples
    from glasscat.i18n import Text
    from glasscat.studies.study import Outcome, Study, Tell
    from glasscat.training.plan import Plan

__all__ = ["Between", "StudyResult", "compare", "cross_validate", "learning_curve", "resplit", "sweep"]


@dataclass(frozen=True, eq=False, repr=False)
class StudyResult:
    """A finished study.

    Parameters
    ----------
    outcome : Outcome
        Its numbers; what they are depends on the kind of study.
    path : Path
        The folder that has every row, the table and the figure.
    """

    outcome: Outcome
    path: Path

    @property
    def sentence(self) -> Text:
        """The outcome in plain words."""
        return self.outcome.sentence

    def plot(self) -> Figure:
        """Figure of the study, as a matplotlib figure, which a notebook shows by itself."""
        from glasscat.reports.studies import draw  # noqa: PLC0415  (matplotlib takes 0.3 s)

        return draw(self.outcome)

    def _repr_html_(self) -> str:
        from glasscat.run.study_card import study_card  # noqa: PLC0415  (only notebooks ask for it)

        return study_card(self.outcome, self.path)

    def __repr__(self) -> str:
        return "\n".join([str(self.sentence), *(str(finding) for finding in self.outcome.findings)])


def sweep(
    make: Callable[..., Plan],
    vary: Mapping[str, Sequence[Any] | Between],
    *,
    random: int | None = None,
    seed: int = 0,
    folder: str | Path | None = None,
    progress: Tell | None = None,
) -> StudyResult:
    """Train with every combination of some settings, or with some at random.

    Parameters
    ----------
    make : callable
        Gives the `glasscat.Plan` for values, which it takes by name: ``lambda learning_rate: gc.Plan(…)``.
    vary : mapping of name to values
        A sequence, or ``Between(low, high, n)``.
    random : int, optional
        Draw so many combinations instead of taking all.
    seed : int
        Of what is drawn.
    folder : str or Path, optional
        By default ``runs/study-sweep-N``; an interrupted sweep with the same plans goes on where it stopped.
    progress : callable, optional
        Called with how many runs are done, and how many there are.

    Raises
    ------
    UsageError
        GC-Y02 to GC-Y04 for values, and whatever training refuses.
    StorageError
        GC-Y20 to GC-Y23 for a folder that is not this study's, GC-S01 to GC-S03.
    """
    points = grid(vary) if random is None else drawn(vary, random, seed)
    return conducted(Sweep(points, [make(**point) for point in points]), folder, progress)


def cross_validate(
    plan: Plan,
    *,
    folds: int = 5,
    repeats: int = 5,
    seed: int = 0,
    folder: str | Path | None = None,
    progress: Tell | None = None,
) -> StudyResult:
    """Judge a plan on training samples that it has not seen; see `glasscat.studies.cross_validation`.

    Parameters
    ----------
    plan : Plan
        Its data's test set is left alone.
    folds, repeats, seed : int
    folder, progress : optional
        As in `sweep`.

    Raises
    ------
    UsageError
        GC-Y06 to GC-Y08, and whatever training refuses.
    StorageError
        As `sweep`.
    """
    study = CrossValidation(dataset_of(plan.data), same_plan(plan), folds, repeats, seed)
    return conducted(study, folder, progress)


def resplit(
    plan: Plan,
    *,
    times: int = 40,
    seed: int = 0,
    folder: str | Path | None = None,
    progress: Tell | None = None,
) -> StudyResult:
    """Hold the given split into training and test against random ones; see `glasscat.studies.resplits`.

    Parameters
    ----------
    plan : Plan
    times, seed : int
    folder, progress : optional
        As in `sweep`.

    Raises
    ------
    UsageError
        GC-Y07, GC-Y08, GC-Y12, and whatever training refuses.
    StorageError
        As `sweep`.
    """
    return conducted(Resplit(dataset_of(plan.data), same_plan(plan), times, seed), folder, progress)


def learning_curve(
    plan: Plan,
    *,
    draws: int = 20,
    sizes: Sequence[int] | None = None,
    seed: int = 0,
    folder: str | Path | None = None,
    progress: Tell | None = None,
) -> StudyResult:
    """See what more training samples would bring; see `glasscat.studies.learning_curves`.

    Parameters
    ----------
    plan : Plan
    draws, seed : int
    sizes : sequence of int, optional
        Numbers of training samples.
    folder, progress : optional
        As in `sweep`.

    Raises
    ------
    UsageError
        GC-Y07 to GC-Y09, and whatever training refuses.
    StorageError
        As `sweep`.
    """
    study = LearningCurve(dataset_of(plan.data), same_plan(plan), draws, sizes, seed)
    return conducted(study, folder, progress)


def compare(
    models: Mapping[str, Run | StoredRun | Model | str | Path],
    samples: Samples | None = None,
    *,
    folder: str | Path | None = None,
) -> StudyResult:
    """Say whether one model is better than another on the same samples.

    Parameters
    ----------
    models : mapping of name to Run, StoredRun, Model, or path of a run folder
    samples : Samples, optional
        By default the test set of the runs, which must be one; a model without data needs samples.
    folder : optional
        As in `sweep`.

    Raises
    ------
    UsageError
        GC-Y10 to GC-Y12.
    ModelError
        GC-M05 to GC-M22 for a folder, or samples of another shape.
    StorageError
        As `sweep`.
    """
    known = {name: _model_and_test(model, samples) for name, model in models.items()}
    tests = list(known.values())
    if samples is None and len({fingerprint_of(test) for _model, test in tests}) > 1:
        raise not_the_same_samples()
    answers = {name: model.classes(model.probabilities(test)) for name, (model, test) in known.items()}
    return conducted(Comparison(answers, tests[0][1] if tests else _no_test()), folder, None)


def _model_and_test(given: Run | StoredRun | Model | str | Path, samples: Samples | None) -> tuple[Model, Samples]:
    """A model, and what it is to be judged on."""
    if isinstance(given, Model):
        return given, _no_test() if samples is None else samples
    if isinstance(given, Run):
        test = given.data.test
        return given.model, samples or test or _no_test()
    stored = given if isinstance(given, StoredRun) else None
    if samples is not None:
        from glasscat.models.run_folder import load_run  # noqa: PLC0415  (most runs are opened with their data)

        return (stored or load_run(str(given))).model, samples
    reopened = reopen(str(given) if stored is None else stored.path)
    return reopened.stored.model, reopened.data.test or _no_test()


def _no_test() -> Samples:
    problem = _("there are no test samples to compare on.")
    raise UsageError("GC-Y12", _("compare"), problem, _("give samples."))


def conducted(study: Study, folder: str | Path | None, progress: Tell | None) -> StudyResult:
    """Carry a study out in its folder, by default a new one, and write what it comes to."""
    from glasscat.reports.studies import write_outcome  # noqa: PLC0415  (matplotlib takes 0.3 s)

    kept = open_study(folder, study.kind, study.asked, study.fingerprint)
    with kept.alone():
        outcome = carry_out(study, kept.rows, kept.keep, progress)
        write_outcome(kept, outcome)
    return StudyResult(outcome, kept.path)
