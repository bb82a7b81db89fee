"""`make bench`: run every job, print its table, and write all of them to benchmarks/RESULTS.md.

A job is a file of this folder with `NAME` and `measure()`; the ways that it compares are timed in turn, in one
run, and the median of each is told, with its ratio to the first one.
"""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
JOBS = ("startup", "headline")


def machine() -> str:
    """Processor, cores and versions that the figures belong to."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = {line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")}
    processor = ", ".join(sorted(names)) or platform.processor() or platform.machine()
    packages = ", ".join(f"{name} {version(name)}" for name in ("glasscat", "numpy", "scipy", "h5py", "pillow"))
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "as many as cores")
    return (
        f"{processor}, {os.cpu_count()} cores; Python {platform.python_version()}; {packages}; BLAS threads: {threads}."
    )


def table(rows: list[tuple[str, float, str]]) -> str:
    """Markdown table of (way, seconds, what is asked of it), with each way's ratio to the first."""
    first = rows[0][1]
    lines = ["| way | median, s | times the first | asked |", "|---|---|---|---|"]
    lines += [f"| {way} | {seconds:.3f} | {seconds / first:.2f} | {asked} |" for way, seconds, asked in rows]
    return "\n".join(lines)


def main() -> int:
    """Run the jobs named on the command line, or all of them; 1 if one misses what is asked of it."""
    sys.path.insert(0, str(HERE))
    names = sys.argv[1:] or JOBS
    parts = ["# Measured speeds", "", f"By `make bench` on: {machine()}", ""]
    missed = []
    for name in names:
        job = import_module(name)
        rows, misses = job.measure()
        missed += misses
        parts += [f"## {job.NAME}", "", table(rows), ""]
        print(f"{job.NAME}\n{table(rows)}\n")
    if not sys.argv[1:]:
        (HERE / "RESULTS.md").write_text("\n".join(parts), encoding="utf-8")
    print("\n".join(missed) or "every way does what is asked of it")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
