"""``glasscat export``: a model as one ONNX file, for programs that have no glasscat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasscat.cli.model import model_of
from glasscat.cli.options import OUTPUT_PANEL, Debug, Json, Lang, Model
from glasscat.cli.terminal import notes, paragraph, print_json, results
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.models.onnx_file import OnnxFile

File = Annotated[
    Path,
    typer.Argument(metavar="FILE.onnx", help=str(_("The file to write.")), show_default=False),
]
Dtype = Annotated[
    str,
    typer.Option(metavar="float32|float64", help=str(_("Numbers in the file: runtimes are fastest with float32."))),
]
Overwrite = Annotated[
    bool,
    typer.Option("--overwrite", help=str(_("Replace the file that is there.")), rich_help_panel=OUTPUT_PANEL),
]


def export(
    model: Model,
    file: File,
    *,
    dtype: Dtype = "float32",
    overwrite: Overwrite = False,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Load the model, and write it."""
    from glasscat.models.onnx_file import export_onnx

    written = export_onnx(model_of(model), file, dtype=dtype, overwrite=overwrite)
    notes(written.notes)
    if json:
        print_json(written.as_json())
    else:
        _show(written)


def _show(written: OnnxFile) -> None:
    """Say what the file takes and gives."""
    console = results()
    paragraph(console, _("{path}: {size:.1f} kB.", path=str(written.path), size=written.size / 1e3))
    for text in (_taken(*written.input), _given(*written.output)):
        paragraph(console, text)


def _taken(name: str, kind: str, shape: tuple[int | str, ...]) -> Text:
    return _("It takes {name}: {kind}, shape ({shape}).", name=name, kind=kind, shape=", ".join(map(str, shape)))


def _given(name: str, kind: str, shape: tuple[int | str, ...]) -> Text:
    return _("It gives {name}: {kind}, shape ({shape}).", name=name, kind=kind, shape=", ".join(map(str, shape)))
