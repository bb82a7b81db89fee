"""``glasscat predict``: class and probability of each picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasscat.cli.model import model_of
from glasscat.cli.options import Debug, Json, Lang, Model
from glasscat.cli.terminal import notes, paragraph, print_json, progress, results, row, table
from glasscat.errors import DataError
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.i18n import Text
    from glasscat.models.model import Model as Classifier

Pictures = Annotated[
    list[Path],
    typer.Argument(metavar="PICTURE...", help=str(_("Picture files, or folders of them.")), show_default=False),
]


def predict(model: Model, pictures: Pictures, *, json: Json = False, lang: Lang = None, debug: Debug = False) -> int:
    """Classify each picture; one that cannot be read is told as such, and the rest go on."""
    from glasscat.models.prediction import check_takes_pictures, picture_paths

    classifier = model_of(model)
    check_takes_pictures(classifier, str(model))
    files = picture_paths(pictures)
    made: dict[str, tuple[Text, list[str]]] = {}
    rows = []
    with progress(_("reading pictures")) as bar:
        for done, file in enumerate(files, start=1):
            rows.append(_classify(classifier, file, made))
            if bar is not None:
                bar(done, len(files))
    notes(_conversions(made))
    if json:
        print_json(rows)
    else:
        _show(rows)
    return DataError.exit_code if any("error" in entry for entry in rows) else 0


def _classify(classifier: Classifier, file: Path, made: dict[str, tuple[Text, list[str]]]) -> dict[str, Any]:
    """One entry of the answer: the class, or the error; ``made`` collects the conversions, kind by kind."""
    from glasscat.models.prediction import predict_picture

    try:
        prediction = predict_picture(classifier, file)
    except DataError as error:
        fix = None if error.fix is None else str(error.fix)
        return {"picture": str(file), "error": {"code": error.code, "text": str(error.problem), "fix": fix}}
    for conversion in prediction.notes:
        made.setdefault(conversion.template, (conversion, []))[1].append(str(file))
    return {
        "picture": prediction.sample,
        "class": prediction.class_name,
        "probability": prediction.probability,
        "probabilities": prediction.probabilities,
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
    for fix in dict.fromkeys(entry["error"]["fix"] for entry in rows if "error" in entry):
        if fix is not None:
            paragraph(console, _("fix: {fix}", fix=fix))
