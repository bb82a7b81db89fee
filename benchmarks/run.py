"""`make bench`: run every job, print its table, and write all of them to benchmarks/RESULTS.md.

A job is a file of this folder with `NAME` and `measure()`; the ways that it compares are timed in turn, in one
run, and the median of each is told. `run.py JOB …` runs some of them, and writes nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report import Report, Row

HERE = Path(__file__).parent
JOBS = ("headline", "deep", "sweep", "epoch", "epoch_avx512", "process", "startup")


def asked(rows: list[Row]) -> str:
    """Markdown table of what was asked and what was found; what stands in the way is told where it was missed."""
    lines = ["| job | against | asked | found | |", "|---|---|---|---|---|"]
    for row in rows:
        verdict = "met" if row.met else f"**not met**: {row.obstacle}"
        lines.append(f"| {row.job} | {row.against} | {row.asked} | {row.found} | {verdict} |")
    return "\n".join(lines)


def times(seconds: Mapping[str, float]) -> str:
    """Markdown table of the ways, with each one's ratio to the first, which is glasscat's."""
    first = next(iter(seconds.values()))
    lines = ["| way | median, s | times glasscat's |", "|---|---|---|"]
    lines += [f"| {way} | {found:.4g} | {found / first:.3g} |" for way, found in seconds.items()]
    return "\n".join(lines)


def document(machine: str, reports: Mapping[str, Report]) -> str:
    """RESULTS.md: the machine, what was asked, how cost grows, and the times of every job."""
    rows = [row for report in reports.values() for row in report.rows]
    parts = ["# Measured speeds", "", "By `make bench`, each job's ways in turn in one run, medians, on:", "", machine]
    parts += ["", "## What was asked", "", asked(rows), "", "## How cost grows", ""]
    parts += ["![Seconds of a training against samples, features, width, depth and runs](growth.svg)"]
    for name, report in reports.items():
        parts += ["", f"## {name}", "", times(report.seconds)]
        parts += [part for note in report.notes for part in ("", note)]
    return "\n".join(parts) + "\n"


def main() -> int:
    """Run the jobs named on the command line, or all of them; 1 if one misses what is asked of it."""
    sys.path.insert(0, str(HERE))
    from machine import machine

    names = sys.argv[1:] or JOBS
    reports: dict[str, Report] = {}
    for name in names:
        job = import_module(name)
        reports[job.NAME] = report = job.measure()
        print("\n".join((job.NAME, times(report.seconds), *report.notes, asked(report.rows), "")), flush=True)
    if not sys.argv[1:]:
        import_module("growth").draw(HERE)
        (HERE / "RESULTS.md").write_text(document(machine(), reports), encoding="utf-8")
    print(machine())
    missed = [row for report in reports.values() for row in report.rows if not row.met]
    print(f"{len(missed)} of the things asked are not met" if missed else "everything asked is met")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
