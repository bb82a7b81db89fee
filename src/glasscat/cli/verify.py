"""``glasscat verify``: train a run again, and compare it bit by bit with what was kept."""

from __future__ import annotations

from dataclasses import asdict

from glasscat.cli.options import DataPlace, Debug, Json, Lang, RunFolder, TestPlace
from glasscat.cli.terminal import notes, paragraph, print_json, progress, results
from glasscat.i18n import _


def verify(
    run: RunFolder,
    *,
    data: DataPlace = None,
    test: TestPlace = None,
    json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Train again, and name the first iteration that differs, if one does."""
    from glasscat.models.reopened import reopen
    from glasscat.models.verified import verify as compare

    reopened = reopen(run, data, test=test)
    notes(reopened.data.notes)
    with progress(_("training")) as bar:
        verified = compare(reopened, bar and (lambda record: bar(record.iteration, record.steps)))
    if json:
        print_json({"run": str(run), "identical": True, **asdict(verified)})
        return
    paragraph(
        results(),
        _(
            "{run}: trained again it is the same to the last bit: {records} recorded costs, "
            "and {parameters} parameters after {iterations} iterations.",
            run=str(run),
            records=verified.records,
            parameters=f"{verified.parameters:,}",
            iterations=verified.iterations,
        ),
    )
