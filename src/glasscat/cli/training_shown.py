"""What is said of a training that has come to its end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from glasscat.cli.inspect import show_data
from glasscat.cli.terminal import findings, heading, notes, paragraph, print_json, results, row, table
from glasscat.errors import GlasscatError, StorageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from glasscat.cli.training import Outcome
    from glasscat.training.record import History


def tell(outcome: Outcome, *, json: bool) -> None:
    """Print what came of a training, for people or as JSON."""
    if json:
        notes(outcome.fitted.data.notes)
        print_json(outcome.document)
    else:
        show(outcome)


@contextmanager
def telling_unkept(*, json: bool) -> Iterator[None]:
    """Print what a training has found, too, where that could not be kept; as JSON it is part of the error."""
    from glasscat.cli.training import Outcome

    try:
        yield
    except StorageError as error:
        if isinstance(error.unkept, GlasscatError):
            notes([error.unkept.statement])
        elif isinstance(error.unkept, Outcome) and not json:
            show(replace(error.unkept, has_figures=False))
        raise


def show(outcome: Outcome) -> None:
    """Print everything: the data and what was found in it, the training, the verdict, what is kept where."""
    from glasscat.evaluation.table import render

    console = results()
    worth = outcome.judged
    show_data(console, outcome.fitted.data)
    if worth.findings:
        heading(console, _("What was found in the data"))
        findings(console, worth.findings)
    _show_training(console, outcome)
    heading(console, _("The verdict"))
    paragraph(console, _("On the pictures it was trained on: {score}.", score=worth.train.text))
    if worth.verdict is None:
        paragraph(console, _("There is no test set, so nothing is known about samples it has not seen."), "!")
    else:
        console.print()
        console.print(render(worth.verdict, with_findings=False), markup=False, highlight=False)
    if "run" in outcome.document:
        _show_kept(console, outcome)


def _show_kept(console: Console, outcome: Outcome) -> None:
    """Print what is kept where."""
    run = outcome.document["run"]
    heading(console, _("Kept in {folder}", folder=run))
    if outcome.has_figures:
        paragraph(console, _("model.safetensors, run.json, history.csv, and pictures to look at in figures/"))
    else:
        paragraph(console, _("model.safetensors, run.json, history.csv"))
    if outcome.fitted.data.train.is_pictures:
        paragraph(console, _("next: glasscat predict {run} PICTURE", run=run))


MOST_ROWS = 10
"""Rows of the table of costs; history.csv has them all."""
_METHOD = {"direct": _("direct"), "span": _("span")}


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
            rule=outcome.request.rule,
            seconds=history.seconds,
            method=_METHOD[fitted.method],
        ),
    )
    _show_costs(console, history)
    shown = diagnose(fitted)
    if shown:
        heading(console, _("What the training shows"))
        findings(console, shown)


def _show_costs(console: Console, history: History) -> None:
    """Print some of the recorded costs, and that an earlier state was restored, if it was."""
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


def _digits(cost: float) -> str:
    """Six decimals, as the course prints them, unless the number has left all bounds."""
    return f"{cost:.6f}" if cost < 1e6 else f"{cost:.6g}"
