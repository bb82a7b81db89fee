"""``glasscat inspect``: what is in the data, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from glasscat.cli.options import OUTPUT_PANEL, Data, Debug, Fit, Holdout, Json, Lang, Seed, Size, SkipBroken, Test
from glasscat.cli.terminal import findings, heading, notes, paragraph, print_json, progress, results, row, table
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from glasscat.data.dataset import Dataset
    from glasscat.data.findings import Finding
    from glasscat.data.reading import Fit as Crop

Figures = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help=str(_("Draw the samples, and the pairs that are too much alike, into this folder.")),
        rich_help_panel=OUTPUT_PANEL,
        show_default=False,
    ),
]


def inspect(
    data: Data,
    *,
    test: Test = None,
    holdout: Holdout = 0.2,
    size: Size = None,
    fit: Fit = "crop",
    skip_broken: SkipBroken = False,
    seed: Seed = 0,
    figures: Figures = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Load, look, say."""
    from glasscat.data.inspection import inspect as look
    from glasscat.data.load import load

    with progress(_("reading pictures")) as bar:
        dataset = load(
            data,
            test,
            size=size,
            fit=cast("Crop", fit),
            skip_broken=skip_broken,
            holdout=holdout,
            seed=seed,
            progress=bar,
        )
    found = look(dataset)
    if figures is not None:
        from glasscat.reports.figures import write_figures
        from glasscat.reports.run_figures import data_figures

        write_figures(figures, data_figures(dataset, found), tell=lambda note: notes([note]))
    if json:
        notes(dataset.notes)
        print_json(_document(dataset, found))
        return
    console = results()
    show_data(console, dataset)
    heading(console, _("What was found"))
    findings(console, found)
    if not found:
        paragraph(console, _("Nothing that inspection knows of. It does not know everything: look at the pictures."))


def _document(dataset: Dataset, found: Iterable[Finding]) -> dict[str, object]:
    from glasscat.data.inspection import summarize

    return {
        "data": summarize(dataset),
        "sample_shape": list(dataset.train.X.shape[1:]),
        "findings": [finding.as_json() for finding in found],
        "notes": [str(note) for note in dataset.notes],
    }


def show_data(console: Console, dataset: Dataset) -> None:
    """Print what the data is: its parts, classes and shares, and what was done to it on the way in."""
    heading(console, _("The data: {source}", source=dataset.source))
    train, test = dataset.train, dataset.test
    numbers = table(_("class"), _("train"), _("share"), *(() if test is None else (_("test"), _("share"))))
    for k, name in enumerate(dataset.class_names):
        cells: list[object] = [name]
        for samples in (train, test):
            if samples is not None:
                n = int((samples.y == k).sum())
                cells += [n, _("{share:.1f} %", share=100 * n / len(samples))]
        row(numbers, *cells)
    row(numbers, _("all"), len(train), "", *(() if test is None else (len(test), "")))
    console.print(numbers)
    if train.is_pictures:
        shape = " × ".join(str(n) for n in train.X.shape[1:])
        paragraph(console, _("Each sample is {shape} = {n} numbers.", shape=shape, n=f"{dataset.n_features:,}"))
    else:
        paragraph(console, _n("Each sample is {n:,} number.", "Each sample is {n:,} numbers.", dataset.n_features))
    for note in dataset.notes:
        paragraph(console, note, "·")
