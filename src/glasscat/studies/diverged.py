"""Runs of a study that have no score."""

from __future__ import annotations

from glasscat.data.findings import Finding
from glasscat.i18n import _n


def diverged_findings(n: int, total: int) -> list[Finding]:
    """GC-Y25, if n of the runs diverged, or did not end below where they began."""
    if not n:
        return []
    text = _n(
        "{n} of {total} runs diverged, or did not end below where it began: it has no score.",
        "{n} of {total} runs diverged, or did not end below where they began: they have no score.",
        n,
        total=total,
    )
    return [Finding("GC-Y25", "warning", text)]
