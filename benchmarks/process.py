"""`glasscat train` of the course's file as a whole process: how long it takes, and its peak memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import h5py
import numpy as np
from pictures import ORIGIN, course_file
from processes import ENVIRONMENT, silently
from report import Report, Row, within
from stopwatch import medians

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "glasscat train of the course's file, whole process"
JOB = "`glasscat train` of the course's file, whole process"
IMPORTS = "import numpy, h5py, scipy"
PLOTTING = IMPORTS + ", matplotlib.pyplot"
AGAINST = "the floor: the imports of numpy, h5py and scipy, plus 0.3 s"
TRAIN, BARE = "glasscat train, the course's file", "glasscat train --no-figures, the course's file"
TINY, BARE_TINY = (
    f"glasscat train{figures}, twenty pictures of 2 × 2, 1 iteration" for figures in ("", " --no-figures")
)
IMPORTED, PLOTTED = (f"python -c '{statement}'" for statement in (IMPORTS, PLOTTING))
# A process inherits the peak of the one that starts it, so a small one starts it: this one is large.
WATCH = """
import os, sys
null = os.open(os.devnull, os.O_WRONLY)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_child, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss if sys.platform != "darwin" else usage.ru_maxrss // 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak(command: list[str], times: int = 3) -> float:
    """Median peak of the resident memory of a process, MB of 10^6 bytes."""
    watcher = [sys.executable, "-S", "-c", WATCH, *command]
    kilobytes = [
        int(subprocess.run(watcher, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout)
        for _turn in range(times)
    ]
    return float(np.median(kilobytes)) * 1024 / 1e6


def tiny_file(folder: Path) -> Path:
    """Twenty pictures of 2 × 2 in a file of the course's layout: what training costs before there is data."""
    rng = np.random.default_rng(0)
    path = folder / "tiny.h5"
    with h5py.File(path, "w") as file:
        file["train_set_x"] = rng.integers(0, 256, (20, 2, 2, 3), dtype=np.uint8)
        file["train_set_y"] = np.arange(20) % 2
        file["list_classes"] = np.array([b"non-cat", b"cat"])
    return path


def measure() -> Report:
    """Times of whole processes in turn, then their memory."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        out = ["--out", str(folder / "run"), "--overwrite"]
        train = [sys.executable, "-m", "glasscat", "train", str(course_file(folder)), *out]
        tiny = [sys.executable, "-m", "glasscat", "train", str(tiny_file(folder)), "--iterations", "1", *out]
        commands = {
            TRAIN: train,
            IMPORTED: [sys.executable, "-c", IMPORTS],
            PLOTTED: [sys.executable, "-c", PLOTTING],
            TINY: tiny,
            BARE: [*train, "--no-figures"],
            BARE_TINY: [*tiny, "--no-figures"],
        }
        seconds = medians({way: silently(command) for way, command in commands.items()}, 7)
        memory = {way: peak(command) for way, command in commands.items()}
    told = ", ".join(f"{way} {megabytes:.0f} MB" for way, megabytes in memory.items())
    return Report(seconds, [*_times(seconds), _memory(memory)], [f"Data: {ORIGIN}.", f"Peak memory: {told}."])


def _times(seconds: Mapping[str, float]) -> list[Row]:
    floor = seconds[IMPORTED] + 0.3
    figures, plotting = seconds[TRAIN] - seconds[BARE], seconds[PLOTTED] - seconds[IMPORTED]
    drawing = (
        f"the figures take {figures:.2f} s of it, where importing matplotlib.pyplot alone takes {plotting:.2f} s; "
        f"with twenty tiny pictures it takes {seconds[TINY]:.2f} s as well"
    )
    start = f"with twenty tiny pictures, which train in no time, it takes {seconds[BARE_TINY]:.2f} s as well"
    return [
        within(JOB, AGAINST, 1.5, ours=seconds[TRAIN], floor=floor, obstacle=drawing),
        within(f"{JOB}, with `--no-figures`", AGAINST, 1.5, ours=seconds[BARE], floor=floor, obstacle=start),
    ]


def _memory(memory: Mapping[str, float]) -> Row:
    more, libraries = memory[TRAIN] - memory[IMPORTED], memory[TINY] - memory[IMPORTED]
    obstacle = f"{libraries:.0f} MB are there with twenty tiny pictures as well: the libraries imported"
    return Row(
        "peak memory of that process",
        "the same import alone",
        "plus 120 MB at most",
        f"plus {more:.0f} MB",
        more <= 120,
        obstacle,
    )
