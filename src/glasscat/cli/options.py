"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasscat.i18n import _

DATA_PANEL = str(_("Data"))
OUTPUT_PANEL = str(_("Output"))

Data = Annotated[
    str,
    typer.Argument(
        metavar="DATA",
        help=str(_("An .h5 or .npz file, a folder with one folder of pictures per class, or drawn-cats.")),
        show_default=False,
    ),
]
Test = Annotated[
    str | None,
    typer.Option(
        metavar="DATA",
        help=str(_("The test set; else that of DATA, or test_*.h5 beside train_*.h5, or a part held out.")),
        rich_help_panel=DATA_PANEL,
        show_default=False,
    ),
]
Holdout = Annotated[
    float,
    typer.Option(
        help=str(_("Share of every class that is held out where there is no test set; 0 for none.")),
        rich_help_panel=DATA_PANEL,
    ),
]
Size = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help=str(_("Resize pictures to N × N; picture files become 64 × 64 without it.")),
        rich_help_panel=DATA_PANEL,
        show_default=False,
    ),
]
Fit = Annotated[
    str,
    typer.Option(
        metavar="crop|pad|stretch",
        help=str(_("How a picture that is not square becomes one.")),
        rich_help_panel=DATA_PANEL,
    ),
]
SkipBroken = Annotated[
    bool,
    typer.Option(
        "--skip-broken",
        help=str(_("Leave pictures that cannot be read out, by name.")),
        rich_help_panel=DATA_PANEL,
    ),
]
Seed = Annotated[
    int,
    typer.Option(help=str(_("Of everything random: what is held out, initial weights, the order of samples."))),
]
Json = Annotated[
    bool,
    typer.Option("--json", help=str(_("Print one JSON document and nothing else.")), rich_help_panel=OUTPUT_PANEL),
]
Lang = Annotated[
    str | None,
    typer.Option(
        metavar="en|zh",
        help=str(_("Language; else that of the locale.")),
        rich_help_panel=OUTPUT_PANEL,
        show_default=False,
    ),
]
Debug = Annotated[
    bool,
    typer.Option("--debug", help=str(_("Show the traceback of an error.")), rich_help_panel=OUTPUT_PANEL),
]
Overwrite = Annotated[
    bool,
    typer.Option("--overwrite", help=str(_("Replace a run that is there.")), rich_help_panel=OUTPUT_PANEL),
]
Model = Annotated[
    Path,
    typer.Argument(metavar="MODEL", help=str(_("A run folder, or a model.safetensors.")), show_default=False),
]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help=str(_("A run folder.")), show_default=False)]
DataPlace = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="DATA",
        help=str(_("Where the data of the run is now, if it has moved.")),
        rich_help_panel=DATA_PANEL,
        show_default=False,
    ),
]
TestPlace = Annotated[
    str | None,
    typer.Option(
        "--test",
        metavar="DATA",
        help=str(_("Where its test set is now, if that has moved.")),
        rich_help_panel=DATA_PANEL,
        show_default=False,
    ),
]
