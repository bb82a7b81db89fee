"""Runs whose steps were too long though they ended lower: what `train` warns of, kept in the rows of a sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.findings import Finding
from glasscat.i18n import _, listing, sentences
from glasscat.training.diagnosis import oscillation
from glasscat.training.explosion import explosion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.studies.study import Row
    from glasscat.training.fitted import Fitted

_WHAT = {"GC-N04": _("exploded on the way (GC-N04)"), "GC-N05": _("went up and down (GC-N05)")}


def warnings_of_steps(fitted: Fitted) -> list[str]:
    """Codes of what the steps of a run did: GC-N04 where its cost shot up, GC-N05 where it went up and down."""
    return [finding.code for look in (explosion, oscillation) for finding in look(fitted)]


def long_steps(rows: Sequence[Row], lowest: Row | None, best: Row | None) -> list[Finding]:
    """GC-Y29, if the steps of runs with a score were too long; whether those that stand out are among them.

    Parameters
    ----------
    rows : sequence of Row
        Of runs that have a score.
    lowest, best : Row or None
        Those with the lowest final cost and the best test score, if such are named.
    """
    some = [row for row in rows if row.get("warnings")]
    if not some:
        return []
    counts = [sum(code in row["warnings"] for row in some) for code in _WHAT]
    what = [_("{n} {what}", n=n, what=words) for n, words in zip(counts, _WHAT.values(), strict=True) if n]
    text = _(
        "Steps were too long in {n} of {total} runs with a score: {what}.",
        n=len(some),
        total=len(rows),
        what=listing(what),
    )
    said = [text]
    marked = {id(row) for row in some}
    match id(lowest) in marked, id(best) in marked:
        case True, True:
            said.append(_("That with the lowest final cost is one of them, and so is that with the best test score."))
        case True, False:
            said.append(_("That with the lowest final cost is one of them."))
        case False, True:
            said.append(_("That with the best test score is one of them."))
    items = tuple({"values": row["values"], "findings": row["warnings"]} for row in some)
    return [Finding("GC-Y29", "warning", sentences(*said), items)]
