"""``glasscat predict``: class and probability of each picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasscat.cli.model import model_of
from glasscat.cli.options import Debug, Json, Lang, Model
from glasscat.cli.terminal import notes, paragraph, print_json, progress, results, row, table
from glasscat.errors import DataError, ModelError
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.i18n import Text
    from glasscat.models.model import Model as Classifier

Pictures = Annotated[
    list[Path],
    typer.Argument(metavar="PICTURE...", help=str(_("Picture files, or folders of them.")), show_default=False),
]


def predict(model: Model, pictures: Pictures, *, json: Json = False, lang: Lang = None, debug: Debug = False) -> int:
    """Classify each picture; one that cannot be read is told as such, and the rest go on."""
    classifier = model_of(model)
    size = classifier.preprocessing.size
    if size is None:
        problem = _("it was trained on rows of features, not on pictures, so it cannot tell what a picture shows.")
        raise ModelError("GC-M07", str(model), problem, _("judge it on such data with: glasscat evaluate MODEL DATA"))
    files = _files(pictures)
    made: dict[str, tuple[Text, list[str]]] = {}
    rows = []
    with progress(_("reading pictures")) as bar:
        for done, file in enumerate(files, start=1):
            rows.append(_classify(classifier, size, file, made))
            if bar is not None:
                bar(done, len(files))
    notes(_conversions(made))
    if json:
        print_json(rows)
    else:
        _show(rows)
    return DataError.exit_code if any("error" in entry for entry in rows) else 0


def _files(pictures: Sequence[Path]) -> list[Path]:
    """Every picture that was asked for, those of a folder in the order of their names."""
    from glasscat.data.pictures import picture_files

    files = [file for place in pictures for file in (picture_files(place) if place.is_dir() else [place])]
    if not files:
        raise DataError(
            "GC-D60",
            ", ".join(str(place) for place in pictures),
            _("there are no pictures (JPEG, PNG, WebP, BMP, GIF) directly in it."),
            _("give picture files, or the very folders that they are in."),
        )
    return files


def _classify(
    classifier: Classifier, size: tuple[int, int], file: Path, made: dict[str, tuple[Text, list[str]]]
) -> dict[str, Any]:
    """One entry of the answer: the class, or the error; ``made`` collects the conversions, kind by kind."""
    import numpy as np

    from glasscat.data.dataset import Samples
    from glasscat.data.pictures import read_picture

    try:
        picture = read_picture(file, size, classifier.preprocessing.fit)
    except DataError as error:
        fix = None if error.fix is None else str(error.fix)
        return {"picture": str(file), "error": {"code": error.code, "text": str(error.problem), "fix": fix}}
    for conversion in picture.conversions:
        made.setdefault(conversion.template, (conversion, []))[1].append(str(file))
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


def _conversions(made: dict[str, tuple[Text, list[str]]]) -> Iterator[Text]:
    """One note a kind of conversion, however many pictures it was made on."""
    from glasscat.data.shortlist import shortlist

    for conversion, names in made.values():
        yield _n(
            "{conversion} ({n} picture): {names}.",
            "{conversion} ({n} pictures): {names}.",
            len(names),
            conversion=conversion,
            names=shortlist(names),
        )


def _show(rows: list[dict[str, Any]]) -> None:
    """Print the answers as a table, and below it why some pictures have none."""
    console = results()
    answers = table(_("picture"), _("class"), _("probability"))
    for entry in rows:
        if "error" in entry:
            row(answers, entry["picture"], "-", entry["error"]["code"])
        else:
            row(answers, entry["picture"], entry["class"], f"{entry['probability']:.3f}")
    console.print(answers)
    for entry in rows:
        if "error" in entry:
            why = _("{where}: {problem}", where=entry["picture"], problem=entry["error"]["text"])
            paragraph(console, f"{entry['error']['code']}  {why}", "!", "yellow")
