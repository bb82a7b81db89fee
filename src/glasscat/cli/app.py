"""The verbs, in the order in which somebody meets them."""

from __future__ import annotations

import typer

from glasscat.cli import data, evaluate, inspect, predict, train
from glasscat.cli.typer_words import WORDS
from glasscat.i18n import _

app = typer.Typer(
    name="glasscat",
    help=str(_("A glass-box neural network: trains on your pictures, shows every number, doubts every score.")),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    epilog=str(_("Begin with: glasscat train")),
)
app.command("inspect", help=str(_("What is in the data, and what is wrong with it.")))(inspect.inspect)
app.command("train", help=str(_("Train, evaluate and save a run (without DATA: on drawn-cats).")))(train.train)
app.command("evaluate", help=str(_("The verdict of a saved model on data.")))(evaluate.evaluate)
app.command("predict", help=str(_("Class and probability of each picture.")))(predict.predict)
app.add_typer(data.app, name="data", help=str(_("Built-in sets, known sets to download, drawings as files.")))

__all__ = ["WORDS", "app"]


@app.callback()
def version(
    *, show: bool = typer.Option(False, "--version", help=str(_("Show the version and exit.")), is_eager=True)
) -> None:
    """Answer ``--version``; every verb passes here first."""
    if show:
        from importlib.metadata import version as installed

        typer.echo(f"glasscat {installed('glasscat')}")
        raise typer.Exit
