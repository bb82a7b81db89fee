"""`glasscat train` of the course's file as a whole process: how long it takes, and its peak memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import h5py
import numpy as np
from pictures import ORIGIN, course_file
from processes import ENVIRONMENT, silently
from report import Report, Row, within
from stopwatch import medians

NAME = "glasscat train of the course's file, whole process"
JOB = "`glasscat train` of the course's file, whole process"
IMPORTS = "import numpy, h5py, scipy"
PLOTTING = IMPORTS + ", matplotlib.pyplot"
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
        imports, plotting = ([sys.executable, "-c", statement] for statement in (IMPORTS, PLOTTING))
        ways = {"glasscat train, the course's file": train, f"python -c '{IMPORTS}'": imports}
        ways[f"python -c '{PLOTTING}'"] = plotting
        ways["glasscat train, twenty pictures of 2 × 2, 1 iteration"] = tiny
        ways["glasscat train --no-figures, the course's file"] = [*train, "--no-figures"]
        ways["glasscat train --no-figures, twenty pictures of 2 × 2, 1 iteration"] = [*tiny, "--no-figures"]
        seconds = medians({way: silently(command) for way, command in ways.items()}, 7)
        memory = {way: peak(command) for way, command in ways.items()}
    ours, floor, plotting, without_data, without_figures, start = seconds.values()
    way = (
        f"the figures take {ours - without_figures:.2f} s of it, where importing matplotlib.pyplot alone takes "
        f"{plotting - floor:.2f} s; with twenty tiny pictures it takes {without_data:.2f} s as well"
    )
    against = "the floor: the imports of numpy, h5py and scipy, plus 0.3 s"
    row = within(JOB, against, 1.5, ours=ours, floor=floor + 0.3, way=way)
    way = f"with twenty tiny pictures, which train in no time, it takes {start:.2f} s as well"
    bare = within(f"{JOB}, with `--no-figures`", against, 1.5, ours=without_figures, floor=floor + 0.3, way=way)
    told = ", ".join(f"{way} {peak:.0f} MB" for way, peak in memory.items())
    return Report(seconds, [row, bare, _memory(*memory.values())], [f"Data: {ORIGIN}.", f"Peak memory: {told}."])


def _memory(ours: float, floor: float, _plotting: float, without_data: float, *_without_figures: float) -> Row:
    way = f"{without_data - floor:.0f} MB are there with twenty tiny pictures as well: the libraries imported"
    more = ours - floor
    return Row(
        "peak memory of that process",
        "the same import alone",
        "plus 120 MB at most",
        f"plus {more:.0f} MB",
        more <= 120,
        way,
    )
