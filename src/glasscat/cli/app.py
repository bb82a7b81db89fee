"""The verbs, in the order in which somebody meets them."""

from __future__ import annotations

from typing import Annotated

import typer

from glasscat.cli import (
    bugs,
    data,
    evaluate,
    explain,
    export,
    gradcheck,
    graph,
    inspect,
    predict,
    report,
    resume,
    study,
    train,
    verify,
)
from glasscat.cli.options import Debug, Lang
from glasscat.cli.typer_words import WORDS
from glasscat.cli.verbs import Verb, Verbs
from glasscat.i18n import _

app = typer.Typer(
    name="glasscat",
    cls=Verbs,
    help=str(_("A glass-box neural network: trains on your pictures, shows every number, doubts every score.")),
    add_completion=False,
    rich_markup_mode="rich",
    epilog=str(_("Begin with: glasscat train")),
)
app.command("inspect", cls=Verb, help=str(_("What is in the data, and what is wrong with it.")))(inspect.inspect)
app.command("train", cls=Verb, help=str(_("Train, evaluate and save a run (without DATA: on drawn-cats).")))(
    train.train
)
app.command("evaluate", cls=Verb, help=str(_("The verdict of a saved model on data.")))(evaluate.evaluate)
app.command("predict", cls=Verb, help=str(_("Class and probability of each picture.")))(predict.predict)
app.command("resume", cls=Verb, help=str(_("Go on with a run that was stopped, or make a finished one longer.")))(
    resume.resume
)
app.command("verify", cls=Verb, help=str(_("Train a run again, and compare it bit by bit with what was kept.")))(
    verify.verify
)
app.command("gradcheck", cls=Verb, help=str(_("Compare the backward pass with other ways to the gradient.")))(
    gradcheck.gradcheck
)
app.command(
    "graph",
    cls=Verb,
    help=str(_("Values of an expression forward, its derivatives backward.")),
    context_settings={"ignore_unknown_options": True},  # -x**2 is an expression
)(graph.graph)
app.command("explain", cls=Verb, help=str(_("A number of a run, its formula, the formula with its numbers.")))(
    explain.explain
)
app.add_typer(study.app, name="study", help=str(_("Many trainings, and what they say together.")))
app.command("report", cls=Verb, help=str(_("The HTML report of one run, or of several side by side.")))(report.report)
app.command("export", cls=Verb, help=str(_("A model as an ONNX file, for programs that have no glasscat.")))(
    export.export
)
app.command("bugs", cls=Verb, help=str(_("The museum of mistakes: each beside the right code, and what catches it.")))(
    bugs.bugs
)
app.add_typer(data.app, name="data", help=str(_("Built-in sets, known sets to download, drawings as files.")))

__all__ = ["WORDS", "app"]


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"glasscat {version('glasscat')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help=str(_("Show the version and exit.")))
]


@app.callback(invoke_without_command=True)
def glasscat(context: typer.Context, *, version: Version = False, lang: Lang = None, debug: Debug = False) -> None:
    """Show the help where no verb is given."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
