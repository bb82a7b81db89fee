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

BatchNorm = Annotated[
    bool,
    typer.Option(
        "--batch-norm",
        help=str(_("Normalise every hidden layer over the batch.")),
        rich_help_panel=str(_("Network")),
    ),
]
Dropout = Annotated[float, _network(_("Share of each hidden layer that is switched off in training."), "P")]

Optimizer = Annotated[
    str,
    _training(_("Update rule; gd is gradient descent."), "gd|momentum|nesterov|adagrad|rmsprop|adam|adamw|lbfgs"),
]
LearningRate = Annotated[
    float | None, _training(_("Size of a step; 0.005 for gd and the momenta, else 0.01 or, for the Adams, 0.001."))
]
Momentum = Annotated[float | None, _training(_("Share of the last steps that goes on; beta1 of the Adams."))]
Beta2 = Annotated[float | None, _training(_("Memory for the squares of gradients."))]
Epsilon = Annotated[float | None, _training(_("Keeps the adaptive rules from dividing by 0."))]
ClipValue = Annotated[float | None, _training(_("Cut every number of the gradient to this size."), "C")]
ClipNorm = Annotated[float | None, _training(_("Shorten the whole gradient to this length where it is longer."), "C")]
Freeze = Annotated[
    str | None, _training(_("Leave these parameters as they begin: layers by number, parameters by name."), "1|W1,b1")
]
Schedule = Annotated[
    str, _training(_("How the learning rate changes during the run."), "constant|step|cosine|one-cycle|inverse-time")
]
WarmUp = Annotated[int, _training(_("Steps over which the learning rate rises to its value."), "N")]
Iterations = Annotated[int | None, _training(_("Steps to take; 2000 where --epochs is not given."))]
Epochs = Annotated[int | None, _training(_("Passes over the training set, instead of --iterations."))]
BatchSize = Annotated[str, _training(_("Samples a step."), "N|all")]
StopCost = Annotated[float | None, _training(_("Stop as soon as the cost is below this."))]
Method = Annotated[
    str, _training(_("How the same iterates are computed: auto takes span where it is faster."), "auto|direct|span")
]
Patience = Annotated[
    int | None,
    _training(_("Hold a fifth of the training samples out, and stop when N records have not lowered their cost."), "N"),
]
L2 = Annotated[float, _training(_("L / 2 times the sum of squared weights is added to the cost."), "L")]
WeightDecay = Annotated[float | None, _training(_("Shrink weights at each step, apart from the cost."), "D")]
ClassWeight = Annotated[str | None, _training(_("Let every class count the same."), "balanced")]
Dtype = Annotated[str, _training(_("Precision of the numbers."), "float64|float32")]
PrintEvery = Annotated[int, _training(_("Record the cost every so many steps."))]
CheckpointEvery = Annotated[
    int | None, _training(_("Keep a checkpoint every so many steps, for `glasscat resume`."), "N")
]

Name = Annotated[str | None, _output(_("Of the run; else that of the data, and a number."))]
Out = Annotated[Path | None, _output(_("Run folder; else runs/NAME."), "DIR")]
Figures = Annotated[
    bool,
    typer.Option(
        "--figures/--no-figures",
        help=str(_("Draw the figures of the run, which takes about as long as all the rest on small data.")),
        rich_help_panel=OUTPUT_PANEL,
    ),
]
