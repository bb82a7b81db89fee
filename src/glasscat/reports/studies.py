"""What a study leaves in its folder besides its rows: the outcome, a table, a figure. Nothing here trains."""

from __future__ import annotations

import csv
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

from glasscat.i18n import LANGUAGES, Text
from glasscat.models.storage import write_atomically
from glasscat.studies.comparison import Compared
from glasscat.studies.cross_validation import CrossValidated
from glasscat.studies.landscape_outcome import Surveyed
from glasscat.studies.learned import Learned
from glasscat.studies.resplits import Resplitted
from glasscat.studies.sweeps import Swept
from glasscat.studies.vectorization_study import Vectorized

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure

    from glasscat.models.study_folder import StudyFolder
    from glasscat.studies.study import Outcome, Table


def draw(outcome: Outcome) -> Figure:
    """Draw the figure of a study."""
    from glasscat.reports.figures import compare, distribution, learning_curve_of_size, sweep  # noqa: PLC0415  (see below)

    match outcome:  # matplotlib takes 0.3 s, so figures are imported when there is one to draw
        case Swept():
            return sweep.sweep(outcome)
        case CrossValidated():
            return distribution.folds(outcome)
        case Resplitted():
            return distribution.distribution(outcome)
        case Learned():
            return learning_curve_of_size.learning_curve_of_size(outcome)
        case Compared():
            return compare.compare(outcome)
        case Surveyed() | Vectorized():
            return next(iter(_several(outcome).values()))()
        case _:
            raise NotImplementedError(outcome.kind)


def _several(outcome: Surveyed | Vectorized) -> dict[str, Callable[[], Figure]]:
    """Figures of a study that has more than one, by file name; the one named after the kind comes first."""
    from glasscat.reports.figures import landscape, vectorization  # noqa: PLC0415  (matplotlib takes 0.3 s)

    if isinstance(outcome, Surveyed):
        return landscape.figures_of(outcome)
    return vectorization.figures_of(outcome)


def write_outcome(folder: StudyFolder, outcome: Outcome, tell: Callable[[Text], object] | None = None) -> Path:
    """Write table.csv, the figure and the outcome, and return where the figure is.

    Raises
    ------
    StorageError
        GC-S01 to GC-S03.
    """
    from glasscat.reports.figures.write import write_figures  # noqa: PLC0415  (matplotlib takes 0.3 s)

    write_atomically(folder.path / "table.csv", to_csv(outcome.table))
    one: dict[str, Callable[[], Figure]] = {outcome.kind: partial(draw, outcome)}
    figures = _several(outcome) if isinstance(outcome, Surveyed | Vectorized) else one
    figure = write_figures(folder.path / "figures", figures, tell=tell)[0]
    folder.finish(document(outcome))
    return figure


def document(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON takes it, with its sentence, in every language too."""
    return {
        "kind": outcome.kind,
        "sentence": str(outcome.sentence),
        "texts": {language: outcome.sentence.render(language) for language in LANGUAGES},
        "findings": [finding.as_json() for finding in outcome.findings],
        **outcome.as_json(),
    }


def to_csv(table: Table) -> bytes:
    """All digits, under the keys of the columns; words are English, as scripts read them."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.key for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
    return file.getvalue().encode(errors="backslashreplace")


def _cell(value: Any) -> Any:  # noqa: ANN401  (a cell)
    if isinstance(value, Text):
        return value.render("en")
    return "" if value is None else repr(float(value)) if isinstance(value, float) else value
