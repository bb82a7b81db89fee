"""How long somebody waits for the program itself: its help, and the class of one picture."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from processes import silently
from report import Report, Row
from stopwatch import medians

NAME = "Starting up"
ASKED = {"glasscat --help": 0.3, "glasscat predict, one picture": 1.0}


def measure() -> Report:
    """Whole processes, beside Python alone and Python with NumPy."""
    with TemporaryDirectory() as folder:
        glasscat = [sys.executable, "-m", "glasscat"]
        run = Path(folder, "run")
        train = [*glasscat, "train", "drawn-cats", "--iterations", "20", "--learning-rate", "0.001", "--out", str(run)]
        draw = [*glasscat, "data", "draw", str(Path(folder, "drawn")), "--number", "2"]
        for command in (train, draw):
            silently(command)()
        picture = next(Path(folder, "drawn").rglob("*.png"))
        commands = {
            "glasscat --help": [*glasscat, "--help"],
            "glasscat predict, one picture": [*glasscat, "predict", str(run), str(picture)],
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import numpy'": [sys.executable, "-c", "import numpy"],
        }
        seconds = medians({name: silently(command) for name, command in commands.items()}, 9)
    alone = seconds["python -c 'import numpy'"]
    imports = f"Python with NumPy alone takes {alone:.2f} s"
    rows = [
        Row(f"`{name}`", "the clock", f"below {most} s", f"{seconds[name]:.2f} s", seconds[name] < most, imports)
        for name, most in ASKED.items()
    ]
    return Report(seconds, rows)
