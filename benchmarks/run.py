"""Measure every job and write RESULTS.md: ``make bench``, or ``python benchmarks/run.py [JOB...]``.

A job is a file here with ``measure(folder) -> Result``; it is entered in JOBS. Figures are medians. The exit code is 1
where a promise was not kept.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from machine import description

if TYPE_CHECKING:
    from timing import Result, Timing

JOBS = ("startup", "headline")
RESULTS = Path(__file__).with_name("RESULTS.md")


def main(asked: list[str]) -> int:
    if unknown := set(asked) - set(JOBS):
        sys.stderr.write(f"no job {', '.join(sorted(unknown))}; there are {', '.join(JOBS)}\n")
        return 2
    results = []
    for job in asked or JOBS:
        with TemporaryDirectory() as folder:
            results.append(import_module(job).measure(Path(folder)))
        print(section(results[-1]))
    if not asked:  # a part of the jobs would leave a page that mixes two days
        RESULTS.write_text(page(results), encoding="utf-8")
    return 0 if all(timing.keeps_promise for result in results for timing in result.timings) else 1


def page(results: list[Result]) -> str:
    head = "# How fast glasscat is\n\nWritten by `make bench`; medians, all ways of a job measured in turn.\n"
    machine = "\n".join(f"- {line}" for line in (*description(), f"measured on {datetime.now(UTC):%Y-%m-%d}"))
    return "\n".join([head, machine, "", *map(section, results)])


def section(result: Result) -> str:
    rows = ["| way | median | fastest | slowest | beside the first | promised |", "|---|---|---|---|---|---|"]
    rows += [row(timing, result.timings[0]) for timing in result.timings]
    return "\n".join([f"## {result.title}", "", result.what, "", *rows, ""])


def row(timing: Timing, first: Timing) -> str:
    times = [f"{seconds:.3f} s" for seconds in (timing.median, min(timing.seconds), max(timing.seconds))]
    ratio = timing.median / first.median
    beside = "1" if timing is first else f"× {ratio:.1f}" if ratio >= 1 else f"1/{1 / ratio:.1f}"
    kept = "kept" if timing.keeps_promise else "NOT KEPT"
    promised = "" if timing.promise is None else f"under {timing.promise:g} s: {kept}"
    return f"| {' | '.join([timing.name, *times, beside, promised])} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
