"""Runs that are to be compared, and the samples they are compared on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glasscat.cli.model import model_of
from glasscat.cli.terminal import progress
from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.data.dataset import Samples
    from glasscat.data.findings import Finding
    from glasscat.i18n import Text
    from glasscat.models.model import Model
    from glasscat.studies.compared_models import Comparison


def comparison(runs: Sequence[Path], test: str | None) -> tuple[Comparison, tuple[Text, ...]]:
    """Let every run answer one test set: the one that is named, or the one that all of them have.

    Raises
    ------
    UsageError
        GC-Y10 for fewer than two different runs, GC-Y11 where their test sets differ, GC-Y12 where one has none.
    ModelError
        GC-M01 to GC-M22, for a run that cannot be opened.
    """
    from glasscat.models.run_names import run_names
    from glasscat.studies.compared_models import Comparison, fingerprint_of, too_few
    from glasscat.studies.comparison import not_the_same_samples

    if len({run.resolve() for run in runs}) < max(2, len(runs)):
        raise too_few(len({run.resolve() for run in runs}))
    notes: tuple[Text, ...] = ()
    found: tuple[Finding, ...] = ()
    answers, tests = {}, []
    for run, name in zip(runs, run_names(runs), strict=True):
        if test is None:
            model, samples, more, found = _as_tested(run)
        else:
            model = model_of(run)
            samples, more = _given(model, test)
        tests.append((fingerprint_of(samples), model.class_names))
        notes += tuple(note for note in more if str(note) not in {str(one) for one in notes})
        answers[name] = model.classes(model.probabilities(samples))
    if len(set(tests)) > 1:
        raise not_the_same_samples()
    return Comparison(answers, samples, found), notes


def _as_tested(run: Path) -> tuple[Model, Samples, tuple[Text, ...], tuple[Finding, ...]]:
    """Model and test set of a run, and what is said and found about its data."""
    from glasscat.data.inspection import inspect
    from glasscat.models.reopened import reopen

    opened = reopen(run)
    if opened.data.test is None:
        problem = _("this run has no test set.")
        raise UsageError("GC-Y12", str(run), problem, _("name a test set with --test."))
    return opened.stored.model, opened.data.test, opened.data.notes, inspect(opened.data)


def _given(model: Model, test: str) -> tuple[Samples, tuple[Text, ...]]:
    """Test samples in the form that a model wants."""
    from glasscat.data.load import load_samples

    fit = model.preprocessing.fit
    size = model.preprocessing.size if Path(test).is_dir() else None
    with progress(_("reading pictures")) as bar:
        samples, _names_of_classes, notes = load_samples(
            test, class_names=model.class_names, size=size, fit=fit, progress=bar
        )
    return samples, notes
