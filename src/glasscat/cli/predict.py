"""``glasscat predict``: class and probability of each picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasscat.cli.options import Debug, Json, Lang, Model
from glasscat.cli.terminal import notes, print_json, results, row, table
from glasscat.errors import DataError, ModelError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.models.model import Model as Classifier

Pictures = Annotated[
    list[Path],
    typer.Argument(metavar="PICTURE...", help=str(_("Picture files, or folders of them.")), show_default=False),
]


def predict(model: Model, pictures: Pictures, *, json: Json = False, lang: Lang = None, debug: Debug = False) -> int:
    """Classify each picture; one that cannot be read is told as such, and the rest go on."""
    from glasscat.data.pictures import picture_files
    from glasscat.models.file import load_model

    classifier = load_model(model)
    size = classifier.preprocessing.size
    if size is None:
        raise ModelError("GC-M07", str(model), _("it was trained on features, not on pictures."))
    files = [file for place in pictures for file in (picture_files(place) if place.is_dir() else [place])]
    if not files:
        where = ", ".join(str(place) for place in pictures)
        raise DataError(
            "GC-D60", where, _("there are no pictures in it."), _("give picture files, or folders of them.")
        )
    rows = [_classify(classifier, size, file) for file in files]
    if json:
        print_json(rows)
    else:
        _show(rows)
    return DataError.exit_code if any("error" in entry for entry in rows) else 0


def _classify(classifier: Classifier, size: tuple[int, int], file: Path) -> dict[str, Any]:
    """One entry of the answer: the class, or the error."""
    import numpy as np

    from glasscat.data.dataset import Samples
    from glasscat.data.pictures import read_picture

    try:
        picture = read_picture(file, size, classifier.preprocessing.fit)
    except DataError as error:
        return {"picture": str(file), "error": {"code": error.code, "text": str(error.problem)}}
    notes(_("{file}: {conversion}", file=str(file), conversion=conversion) for conversion in picture.conversions)
    # each picture alone: its probability must not depend on which others were asked for
    alone = Samples(picture.pixels[None], np.zeros(1, np.int64), (file.name,), 255.0)
    probabilities = classifier.probabilities(alone)
    k = int(classifier.classes(probabilities)[0])
    return {
        "picture": str(file),
        "class": classifier.class_names[k],
        "probability": float(probabilities[0, k]),
        "probabilities": dict(zip(classifier.class_names, probabilities[0].tolist(), strict=True)),
    }


def _show(rows: list[dict[str, Any]]) -> None:
    """Print the answers as a table, with what could not be read in its place."""
    console = results()
    answers = table(_("picture"), _("class"), _("probability"))
    for entry in rows:
        if "error" in entry:
            row(answers, entry["picture"], entry["error"]["code"], entry["error"]["text"])
        else:
            row(answers, entry["picture"], entry["class"], f"{entry['probability']:.3f}")
    console.print(answers)
