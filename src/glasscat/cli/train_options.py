"""Options that `train` alone has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from glasscat.cli.options import OUTPUT_PANEL
from glasscat.i18n import Text, _


def _network(text: Text, metavar: str | None = None) -> Any:  # noqa: ANN401  (typer's own type)
    return typer.Option(help=str(text), metavar=metavar, rich_help_panel=str(_("Network")))


def _training(text: Text, metavar: str | None = None) -> Any:  # noqa: ANN401
    return typer.Option(help=str(text), metavar=metavar, rich_help_panel=str(_("Training")))


def _output(text: Text, metavar: str | None = None) -> Any:  # noqa: ANN401
    return typer.Option(help=str(text), metavar=metavar, rich_help_panel=OUTPUT_PANEL)


Layers = Annotated[str, _network(_("Units of the hidden layers; none: logistic regression."), "20,7,5")]
Activation = Annotated[str, _network(_("Of the hidden layers."), "relu|leaky-relu|tanh|sigmoid")]
Init = Annotated[
    str | None,
    _network(
        _("Initial weights; else zeros for one neuron, he for the two ReLUs, xavier for the others."),
        "zeros|normal|xavier|he",
    ),
]
InitScale = Annotated[float, _network(_("Standard deviation of --init normal."))]
Loss = Annotated[str, _network(_("What training lowers."), "cross-entropy|squared-error")]

Optimizer = Annotated[str, _training(_("Update rule; gd is gradient descent."), "gd")]
LearningRate = Annotated[float, _training(_("Size of a step."))]
Iterations = Annotated[int | None, _training(_("Steps to take; 2000 where --epochs is not given."))]
Epochs = Annotated[int | None, _training(_("Passes over the training set, instead of --iterations."))]
BatchSize = Annotated[str, _training(_("Samples a step."), "N|all")]
StopCost = Annotated[float | None, _training(_("Stop as soon as the cost is below this."))]
Method = Annotated[
    str, _training(_("How the same iterates are computed: auto takes span where it is faster."), "auto|direct|span")
]
Dtype = Annotated[str, _training(_("Precision of the numbers."), "float64|float32")]
PrintEvery = Annotated[int, _training(_("Record the cost every so many steps."))]

Name = Annotated[str | None, _output(_("Of the run; else that of the data, and a number."))]
Out = Annotated[Path | None, _output(_("Run folder; else runs/NAME."), "DIR")]
