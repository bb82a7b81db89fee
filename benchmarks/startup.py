"""How long somebody waits for the program itself: its help, and the class of one picture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from stopwatch import medians

NAME = "Starting up"
ASKED = {"glasscat --help": 0.3, "glasscat predict, one picture": 1.0}


def measure() -> tuple[list[tuple[str, float, str]], list[str]]:
    """Whole processes, beside Python alone and Python with NumPy."""
    with TemporaryDirectory() as folder:
        glasscat = [sys.executable, "-m", "glasscat"]
        run = Path(folder, "run")
        train = [*glasscat, "train", "drawn-cats", "--iterations", "20", "--learning-rate", "0.001", "--out", str(run)]
        draw = [*glasscat, "data", "draw", str(Path(folder, "drawn")), "--number", "2"]
        for command in (train, draw):
            subprocess.run(command, check=True, capture_output=True)
        picture = next(Path(folder, "drawn").rglob("*.png"))
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import numpy'": [sys.executable, "-c", "import numpy"],
            "glasscat --help": [*glasscat, "--help"],
            "glasscat predict, one picture": [*glasscat, "predict", str(run), str(picture)],
        }
        found = medians({name: _process(command) for name, command in commands.items()}, 9)
    rows = [(name, seconds, f"< {ASKED[name]} s" if name in ASKED else "") for name, seconds in found.items()]
    return rows, [
        f"{name}: {found[name]:.2f} s is not below {most} s" for name, most in ASKED.items() if found[name] > most
    ]


def _process(command: list[str]):  # noqa: ANN202  (a thunk)
    return lambda: subprocess.run(command, check=True, capture_output=True)
