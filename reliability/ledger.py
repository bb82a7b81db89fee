"""`make reliability`: measure every promise, keep what was found, and write it down for people to read.

    python -m reliability.ledger                    all of them
    python -m reliability.ledger killed hostile     some of them; the lines of the others stay as they are

ledger.json keeps a line a promise; docs/reliability.md and docs/reliability.zh-CN.md are made of it. Lines are written
one by one, so that what has been measured is not lost when a later one is stopped.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.machine import hardware

from reliability.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reliability.measured import Measured

PROMISES = (
    "estimator",
    "oracle",
    "killed",
    "faults",
    "model_files",
    "hostile",
    "trainings",
    "reruns",
    "span",
    "big_data",
    "predictions",
    "onnx_files",
    "errors",
)
ROOT = Path(__file__).parents[1]
LEDGER = Path(__file__).with_name("ledger.json")
VERDICTS = {True: "kept", False: "BROKEN", None: "not measured here"}


def measured_now(promise: str) -> dict[str, Any]:
    """Line of the ledger: what a promise's module finds now, when, where and in what time."""
    start = time.perf_counter()
    measured: Measured = import_module(f"reliability.{promise}").measure()
    return {
        **asdict(measured),
        "seconds": round(time.perf_counter() - start, 1),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
    }


def machine() -> str:
    """Machine and versions that a figure belongs to."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("glasscat", "numpy"))
    return f"{hardware()}; Python {platform.python_version()}, {versions}"


def read() -> dict[str, dict[str, Any]]:
    """Lines of the ledger by promise."""
    lines: dict[str, dict[str, Any]] = json.loads(LEDGER.read_text(encoding="utf-8")) if LEDGER.exists() else {}
    return lines


def write(lines: dict[str, dict[str, Any]]) -> None:
    """Keep the lines, in the order of the promises, and write the pages that show them."""
    ordered = {name: lines[name] for name in PROMISES if name in lines}
    LEDGER.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(ordered), encoding="utf-8")


def main(names: Sequence[str]) -> int:
    """Measure the promises of these names, or all; 1 if one is broken, 2 if there is none of a name."""
    unknown = sorted(set(names) - set(PROMISES))
    if unknown:
        print(f"there is no promise {unknown[0]}; there are {', '.join(PROMISES)}", file=sys.stderr)
        return 2
    broken = []
    for name in names or PROMISES:
        line = measured_now(name)
        write(read() | {name: line})
        print(f"{name}: {VERDICTS[line['passed']]}, {line['seconds']} s: {line['figure']['en']}", flush=True)
        broken += [name] * (line["passed"] is False)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
