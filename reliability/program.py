"""The program, run again and again by a process that has imported it; killed, or with faults in its system calls."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

ROOT = Path(__file__).parents[1]
STRACE = "strace"
OF_ONE_RUN = re.compile(r"(?<=/)\d{4}(?=/|$)|(?<=\.glasscat-)[0-9a-f]{16}")
"""What differs between the paths of two runs: the number of the folder, and the names of temporary files."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
ENGLISH = {"LANGUAGE": "en", "LC_ALL": "C.UTF-8", "COLUMNS": "80", "LINES": "24"}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run of the program ended.

    Parameters
    ----------
    code : int
        Its exit code, or minus the signal that killed it.
    out, err : str
        What it printed; nothing if it was killed.
    """

    code: int
    out: str = ""
    err: str = ""


class Program:
    """The program in children of one process; to be used in a ``with``."""

    def __init__(self) -> None:
        self._here, there = socket.socketpair()
        command = [sys.executable, "-m", "reliability.warm", str(there.fileno())]
        environment = os.environ | ONE_THREAD | ENGLISH
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[there.fileno()])
        there.close()
        self._answers = self._here.makefile("r", encoding="utf-8", newline="\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._here.shutdown(socket.SHUT_RDWR)
        self._answers.close()
        self._here.close()
        self._process.wait()

    def run_here(self, arguments: list[str], folder: Path) -> Ended:
        """Run it once in the process itself: later children find everything imported."""
        self._tell({"here": True, "arguments": arguments, "folder": str(folder)})
        return Ended(**self._answer())

    def run(
        self,
        arguments: list[str],
        folder: Path,
        *,
        attend: Callable[[int], AbstractContextManager[object]] = nullcontext,
        stop: tuple[float, signal.Signals] | None = None,
    ) -> Ended:
        """Run it in a child.

        Parameters
        ----------
        arguments : list of str
        folder : Path
            Where it works.
        attend : callable, optional
            Given the child's pid before it begins, a context to enter until it has ended.
        stop : (seconds, signal), optional
            Send it this signal so long after it has begun.
        """
        self._tell({"arguments": arguments, "folder": str(folder)})
        pid = self._answer()["pid"]
        with attend(pid):
            self._tell({"go": True})
            if stop is not None and not select.select([self._here], [], [], stop[0])[0]:
                with suppress(ProcessLookupError):
                    os.kill(pid, stop[1])
            answer = self._answer()
            if "status" in answer:
                return Ended(answer["status"])
            self._answer()
        return Ended(**answer)

    def _tell(self, message: dict[str, Any]) -> None:
        self._here.sendall(json.dumps(message).encode() + b"\n")

    def _answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._answers.readline())
        return answer


@dataclass(frozen=True, slots=True)
class Call:
    """A system call of a child: the ``number``-th one of its ``name``, from 1, and how strace shows it."""

    name: str
    number: int
    shown: str

    def moves(self, to: str) -> bool:
        """Whether a file is renamed to a path with this in it."""
        return self.name.startswith("rename") and to in self.shown.rpartition(", ")[2]

    def is_like(self, other: Call | None) -> bool:
        """Whether both are of the same name, and about the same places, of another run maybe."""
        return other is not None and (self.name, self.places) == (other.name, other.places)

    @property
    def places(self) -> list[str]:
        """Paths that it names, without what differs between two runs."""
        return [
            OF_ONE_RUN.sub("*", place) for place in re.findall(r'[<"](/[^>"]*)[>"]', self.shown.rpartition(" = ")[0])
        ]


def strace_is_missing() -> str | None:
    """Why no system call can be followed on this machine; None if they can."""
    if shutil.which(STRACE) is None:
        return "strace is not installed"
    tried = subprocess.run([STRACE, "-o", os.devnull, "true"], check=False, capture_output=True)
    return None if tried.returncode == 0 else "strace may not trace here"


@contextmanager
def traced(pid: int, log: Path, options: tuple[str, ...] = ()) -> Iterator[None]:
    """Follow the calls of a process that waits, until it has ended."""
    command = [STRACE, "-y", "-o", str(log), *options, "-p", str(pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        said = strace.stderr.readline() if strace.stderr else ""
        if "attached" not in said:
            raise OSError(said)
        yield


def calls_of(log: Path) -> list[Call]:
    """Calls in the order in which a process made them, from the log of `traced`."""
    found, seen = [], dict[str, int]()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        name, opened, rest = line.partition("(")
        if opened and name.isidentifier():
            seen[name] = seen.get(name, 0) + 1
            found.append(Call(name, seen[name], name + "(" + rest))
    return found


def struck_in(log: Path) -> Call | None:
    """Call that a fault was put into, or before which the process was killed."""
    calls = calls_of(log)
    return next((call for call in calls if "(INJECTED)" in call.shown), calls[-1] if calls else None)
