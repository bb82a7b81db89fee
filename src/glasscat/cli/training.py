"""A training from its plan to its run folder, and what is said of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from glasscat.cli.inspect import show_data
from glasscat.cli.terminal import findings, heading, notes, paragraph, progress, results, row, table
from glasscat.errors import DivergedError, StorageError
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from glasscat.cli.plan import Plan
    from glasscat.data.dataset import Dataset, Samples
    from glasscat.data.findings import Finding
    from glasscat.data.origin import Origin
    from glasscat.evaluation.score import Score
    from glasscat.evaluation.verdict import Verdict
    from glasscat.models.recipe import Recipe
    from glasscat.training.fitted import Fitted
    from glasscat.typing import Array

HELD_OUT = 0.2
"""Share of every class that is set aside for patience."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a training has given."""

    plan: Plan
    fitted: Fitted
    findings: Sequence[Finding]
    train: Score
    verdict: Verdict | None
    probabilities: Array | None
    document: dict[str, Any]
    has_figures: bool


def carry_out(plan: Plan, folder: Path, *, overwrite: bool, figures: bool = True) -> Outcome:
    """Load, look, train, judge, keep, draw.

    Raises
    ------
    DivergedError
        GC-T01, GC-T02, after the course of the training was kept, without a model.
    """
    from glasscat.data.inspection import inspect
    from glasscat.models.document import provenance
    from glasscat.models.run_folder import new_run_folder

    began = perf_counter()
    plan.check()
    with new_run_folder(folder, overwrite=overwrite) as draft:
        data = loaded(plan)
        origin, has_loaded = data.origin, perf_counter()
        data, held_out = hold_out(data, plan)
        found = inspect(data)  # as it is trained on, or the findings would number other samples
        fitted, failure = _train(plan, data, held_out)
        kept = provenance(fitted.data, asdict(plan)) | {"recipe": _recipe(plan, fitted, origin).as_json()}
        seconds = {"load": has_loaded - began, "train": fitted.history.seconds, "total": perf_counter() - began}
        if failure is None:
            outcome = _judge_and_keep(plan, fitted, found, draft, seconds=seconds, kept=kept, has_figures=figures)
        elif folder.exists():
            notes([_("{folder} is as it was: a training that diverged replaces no run.", folder=str(folder))])
            raise failure
        else:
            _keep_diverged(fitted, found, draft, seconds=seconds, kept=kept)
    if failure is not None:
        notes([_("the course of the training is kept in {folder}, without a model.", folder=str(folder))])
        raise failure
    if figures:
        _draw(outcome, folder)
    seconds["total"] = perf_counter() - began
    outcome.document.update(seconds=seconds, run=str(folder), model=str(folder / "model.safetensors"))
    return outcome


def loaded(plan: Plan) -> Dataset:
    """Read the data, with a bar while picture files are read."""
    from glasscat.data.load import load

    with progress(_("reading pictures")) as bar:
        return load(
            plan.data,
            plan.test,
            size=plan.size,
            fit=plan.fit,
            skip_broken=plan.skip_broken,
            holdout=plan.holdout,
            seed=plan.seed,
            progress=bar,
        )


def _train(plan: Plan, data: Dataset, held_out: Samples | None) -> tuple[Fitted, DivergedError | None]:
    """Train with a bar; a training that diverged gives what there was, and the error that says so."""
    from glasscat.training.fitted import Fitted, collect
    from glasscat.training.loop import train

    network = plan.network(data)
    stream = train(network, data, held_out=held_out, **plan.training(len(data.train)))
    with progress(_("training")) as bar:
        try:
            return collect(network, data, stream, bar and (lambda record: bar(record.iteration, record.steps))), None
        except DivergedError as error:
            if not isinstance(error.fitted, Fitted):
                raise
            return error.fitted, error


def hold_out(data: Dataset, plan: Plan) -> tuple[Dataset, Samples | None]:
    """Set a fifth of the training samples aside for patience to look at, where it was asked for."""
    from glasscat.data.splits import set_aside

    if plan.patience is None:
        return data, None
    train, held_out = set_aside(data.train, HELD_OUT, plan.seed, source=data.source, called="held-out")
    note = _n(
        "{n} training sample is held out for --patience; it is neither trained on nor tested on.",
        "{n} training samples are held out for --patience; they are neither trained on nor tested on.",
        len(held_out),
    )
    return replace(data, train=train, notes=(*data.notes, note)), held_out


def _recipe(plan: Plan, fitted: Fitted, origin: Origin | None) -> Recipe:
    """Recipe of what was trained on data of this origin."""
    from glasscat.models.recipe import Recipe

    arguments = plan.training(len(fitted.data.train))
    return Recipe.of(fitted, arguments, origin=origin, held_out_share=None if plan.patience is None else HELD_OUT)


def _judge_and_keep(
    plan: Plan,
    fitted: Fitted,
    found: Sequence[Finding],
    draft: Path,
    *,
    seconds: dict[str, float],
    kept: dict[str, Any],
    has_figures: bool,
) -> Outcome:
    """Judge on the training and the test set, and write the run."""
    from glasscat.evaluation.probabilities import decide
    from glasscat.evaluation.score import Score
    from glasscat.evaluation.verdict import judge
    from glasscat.models.document import training_document
    from glasscat.models.model import Model
    from glasscat.models.run_folder import write_run

    data = fitted.data
    answers = decide(fitted.probabilities(data.train), 0.5)
    score = Score(int((answers == data.train.y).sum()), len(data.train))
    probabilities = verdict = None
    if data.test is not None:
        probabilities = fitted.probabilities(data.test)
        verdict = judge(probabilities, data.test, data.class_names, train=data.train, findings=found)
    document = training_document(fitted, found, score, verdict) | {"seconds": seconds}
    write_run(draft, document | kept, fitted.history, Model.of(fitted, plan.fit))
    return Outcome(plan, fitted, found, score, verdict, probabilities, document, has_figures)


def _keep_diverged(
    fitted: Fitted, found: Sequence[Finding], draft: Path, *, seconds: dict[str, float], kept: dict[str, Any]
) -> None:
    """Write what there was of a training that diverged: neither a model nor a score."""
    from glasscat.models.document import training_document
    from glasscat.models.run_folder import write_run

    document = training_document(fitted, found, None, None, status="diverged") | {"seconds": seconds}
    write_run(draft, document | kept, fitted.history, None)


def _draw(outcome: Outcome, folder: Path) -> None:
    """Draw the figures into the finished run folder: a disk that is full by now costs pictures, not the run."""
    from glasscat.reports.figures import write_figures
    from glasscat.reports.run_figures import run_figures

    figures = run_figures(outcome.fitted, outcome.findings, outcome.verdict, outcome.probabilities)
    try:
        write_figures(folder / "figures", figures, tell=lambda note: notes([note]))
    except StorageError:
        notes([_("the run is kept in {folder}, but not all of its figures.", folder=str(folder))])
        raise


def show(outcome: Outcome) -> None:
    """Print everything: the data and what was found in it, the training, the verdict, what is kept where."""
    from glasscat.evaluation.table import render

    console = results()
    fitted, run = outcome.fitted, outcome.document["run"]
    show_data(console, fitted.data)
    if outcome.findings:
        heading(console, _("What was found in the data"))
        findings(console, outcome.findings)
    _show_training(console, outcome)
    heading(console, _("The verdict"))
    paragraph(console, _("On the pictures it was trained on: {score}.", score=outcome.train.text))
    if outcome.verdict is None:
        paragraph(console, _("There is no test set, so nothing is known about samples it has not seen."), "!")
    else:
        console.print()
        console.print(render(outcome.verdict, with_findings=False), markup=False, highlight=False)
    heading(console, _("Kept in {folder}", folder=run))
    if outcome.has_figures:
        paragraph(console, _("model.safetensors, run.json, history.csv, and pictures to look at in figures/"))
    else:
        paragraph(console, _("model.safetensors, run.json, history.csv"))
    if fitted.data.train.is_pictures:
        paragraph(console, _("next: glasscat predict {run} PICTURE", run=run))


MOST_ROWS = 10
"""Rows of the table of costs; history.csv has them all."""


def _show_training(console: Console, outcome: Outcome) -> None:
    """Print the network, the plan in a line, the cost as it fell, and what that shows."""
    from glasscat.training.diagnosis import diagnose

    fitted, history = outcome.fitted, outcome.fitted.history
    heading(console, _("The training"))
    paragraph(
        console,
        _(
            "{sizes}: {parameters} parameters. "
            "{steps} iterations of {rule} took {seconds:.2f} s, computed the {method} way.",
            sizes=" → ".join(str(n) for n in fitted.network.sizes),
            parameters=f"{fitted.network.layout.size:,}",
            steps=history.iterations,
            rule=outcome.plan.rule,
            seconds=history.seconds,
            method=fitted.method,
        ),
    )
    rows = history.records[:: max(1, len(history.records) // MOST_ROWS)]
    rows = rows if rows[-1] == history.records[-1] else (*rows, history.records[-1])
    costs = table(_("iteration"), _("cost"), *(() if rows[0][2] is None else (_("test cost"),)))
    for iteration, cost, test_cost, _seconds in rows:
        row(costs, iteration, _digits(cost), *(() if test_cost is None else (_digits(test_cost),)))
    console.print(costs)
    last, before = history.records[-1][0], history.records[-2:][0][0]
    if last < before:
        paragraph(
            console,
            _(
                "Up to iteration {before} the held-out samples never cost less than at iteration {last}: "
                "that state was restored.",
                before=before,
                last=last,
            ),
        )
    shown = diagnose(fitted)
    if shown:
        heading(console, _("What the training shows"))
        findings(console, shown)


def _digits(cost: float) -> str:
    """Six decimals, as the course prints them, unless the number has left all bounds."""
    return f"{cost:.6f}" if cost < 1e6 else f"{cost:.6g}"
