"""Why a run says what it says of one picture: ``glasscat explain RUN --picture FILE``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.cli.terminal import heading, notes, paragraph, print_json, results, row, table
from glasscat.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from glasscat.attribution.nearest import Nearest
    from glasscat.attribution.training_sum import TrainingSum
    from glasscat.i18n import Text
    from glasscat.reports.why import Why

MOST = 5
"""Training pictures in a table; ``--json`` has them all."""


def why(
    run: Path,
    picture: str,
    class_name: str | None = None,
    *,
    data: str | None = None,
    test: str | None = None,
    json: bool = False,
) -> int:
    """Say why a run says what it says of a picture, and draw it into the run folder.

    Parameters
    ----------
    run : Path
        A run folder.
    picture : str
        A picture file; or a sample of the run's own data, ``test:17`` or ``train:146``, counted from 0.
    class_name : str, optional
        Class to explain; by default class 1 of one neuron, else the predicted class.
    data, test : str, optional
        Where the data of the run and its test set are now, if they have moved.
    json : bool
        Print one JSON document and nothing else.

    Returns
    -------
    int
        Exit code.
    """
    from glasscat.attribution.document import document
    from glasscat.models.run_folder import load_run
    from glasscat.reports.figures import write_figures
    from glasscat.reports.why import Question, why_stored

    question = Question(picture, class_name)
    stored = load_run(run)
    notes(stored.model.notes)
    found = why_stored(stored, question, data, test)
    if not json:
        _show(found)
    (figure,) = write_figures(run / "figures", {question.file_name: found.plot()})
    if json:
        print_json({**document(found), "figure": str(figure)})
    else:
        console = results()
        console.print()
        paragraph(console, _("drawn in {file}", file=str(figure)))
    return 0


def _show(found: Why) -> None:
    """Print everything: the words, then the training pictures that matter most."""
    from glasscat.attribution.words import paragraphs, question
    from glasscat.data.sample_name import sample_name

    console = results()
    heading(console, _("{question} ({picture})", question=question(found), picture=sample_name(found.picture.names[0])))
    for text in paragraphs(found):
        paragraph(console, text)
    if found.training is not None:
        _show_pushes(console, found, found.training)
    if found.by_pixels is not None and found.by_activations is not None:
        _show_nearest(console, found, found.by_pixels, _("nearest in their pixels"))
        _show_nearest(console, found, found.by_activations, _("nearest in the last hidden layer"))


def _show_pushes(console: Console, found: Why, training: TrainingSum) -> None:
    """Print the pictures that push most either way: how much of each was learnt, times what the two have in common."""
    import numpy as np

    from glasscat.attribution.words import signed
    from glasscat.data.sample_name import sample_name

    chosen = np.concatenate([training.towards(MOST), training.away(MOST)[::-1]])
    some = found.training_pictures(chosen)
    pushes = table(_("training picture"), _("class"), _("learnt: c"), _("in common: x · x"), _("adds to z"))
    for j, name, y in zip(chosen, some.names, some.y, strict=True):
        numbers = training.coefficients[j], training.products[j], training.contributions[j]
        row(pushes, sample_name(name), found.class_names[y], *(signed(float(number)) for number in numbers))
    console.print()
    console.print(pushes)


def _show_nearest(console: Console, found: Why, near: Nearest, title: Text) -> None:
    """Print the nearest training pictures."""
    from glasscat.data.sample_name import sample_name

    chosen = near.first(MOST)
    some = found.training_pictures(chosen)
    rows = table(title, _("class"), _("distance"))
    for j, name, y in zip(chosen, some.names, some.y, strict=True):
        row(rows, sample_name(name), found.class_names[y], f"{near.distances[j]:#.3g}")
    console.print()
    console.print(rows)
