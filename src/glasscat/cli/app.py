"""The verbs, in the order in which somebody meets them."""

from __future__ import annotations

from typing import Annotated

import typer

from glasscat.cli.options import Debug, Lang
from glasscat.cli.typer_words import WORDS
from glasscat.cli.verbs import Unread, Verbs
from glasscat.i18n import Text, _

app = typer.Typer(
    name="glasscat",
    cls=Verbs,
    help=str(_("A glass-box neural network: trains on your pictures, shows every number, doubts every score.")),
    add_completion=False,
    rich_markup_mode="rich",
    epilog=str(_("Begin with: glasscat train drawn-cats --learning-rate 0.001")),
)


def _verb(name: str, text: Text, *, any_option: bool = False) -> None:
    """List a verb; what it is made of is imported when it is called."""
    settings = {"ignore_unknown_options": any_option}
    app.command(name, cls=Unread, help=str(text), context_settings=settings)(_nothing)


def _nothing() -> None:
    """Stand where typer wants a function."""


_verb("inspect", _("What is in the data, and what is wrong with it."))
_verb("train", _("Train, evaluate and save a run (without DATA: on drawn-cats)."))
_verb("evaluate", _("The verdict of a saved model on data."))
_verb("predict", _("Class and probability of each picture."))
_verb("resume", _("Go on with a run that was stopped, or make a finished one longer."))
_verb("verify", _("Train a run again, and compare it bit by bit with what was kept."))
_verb("gradcheck", _("Compare the backward pass with other ways to the gradient."))
_verb("graph", _("Values of an expression forward, its derivatives backward."), any_option=True)  # -x**2 is one
_verb("explain", _("A number of a run, its formula, the formula with its numbers."))
_verb("study", _("Many trainings, and what they say together."))
_verb("report", _("The HTML report of one run, or of several side by side."))
_verb("export", _("A model as an ONNX file, for programs that have no glasscat."))
_verb("bugs", _("The museum of mistakes: each beside the right code, and what catches it."))
_verb("data", _("Built-in sets, known sets to download, drawings as files."))

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
