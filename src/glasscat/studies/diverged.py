"""Runs of a study that have no score, and how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.findings import Finding
from glasscat.i18n import _, _n, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.i18n import Text
    from glasscat.studies.study import Row

_ENDINGS = {"GC-T01": _("diverged"), "GC-T02": _("ended higher"), "GC-T03": _("learnt nothing")}
"""Words for each failure; what else there is, such as features beyond float32, left the finite numbers, too."""


def diverged_findings(n: int, total: int) -> list[Finding]:
    """GC-Y25, if n of the runs diverged, or did not end below where they began."""
    if not n:
        return []
    if total == 1:
        text = _("The run diverged, or did not end below where it began: it has no score.")
        return [Finding("GC-Y25", "warning", text)]
    text = _n(
        "{n} of {total} runs diverged, or did not end below where it began: it has no score.",
        "{n} of {total} runs diverged, or did not end below where they began: they have no score.",
        n,
        total=total,
    )
    return [Finding("GC-Y25", "warning", text)]


def ending_words(row: Row) -> Text:
    """How a run ended that has no score: its cost left the finite numbers, or did not end below where it began."""
    return _ENDINGS[_ending(row)]


def endings(rows: Sequence[Row]) -> Text:
    """How many runs ended lower than they began, and what became of the others."""
    if len(rows) == 1 and rows[0]["status"] != "finished":
        return _("The run {ending}.", ending=ending_words(rows[0]))
    codes = ["" if row["status"] == "finished" else _ending(row) for row in rows]
    n_finished = codes.count("")
    others = [_("{n} {ending}", n=codes.count(code), ending=words) for code, words in _ENDINGS.items() if code in codes]
    if not n_finished:
        return _("Of {total} runs none ended lower: {others}.", total=len(rows), others=listing(others))
    return _(
        "Of {total} runs {endings}.", total=len(rows), endings=listing([_("{n} ended lower", n=n_finished), *others])
    )


def advice(rows: Sequence[Row]) -> Text:
    """What to try where no run finished."""
    if all(_ending(row) == "GC-T03" for row in rows):
        return _("Scale features to about 1, and try other learning rates.")
    return _("Try smaller learning rates.")


def _ending(row: Row) -> str:
    code = row.get("failure", "")
    return code if code in _ENDINGS else "GC-T01"
