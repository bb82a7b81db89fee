"""The process that opens spoilt files, many of them, and tells of each how it went: one line of JSON a file.

Everything is imported, and every door opened once, before the audit hook is armed: a library that imports a part of
itself when it is first used is no intruder. From then on, while a file is open, nothing may be executed, compiled,
imported, unpickled or started, no socket may be made, and no file be opened but the one that was given (and temporary
ones, in a folder of the process's own). The hook sees what Python opens. What libhdf5 opens it does not see: for that
there is a pipe beside the files, to which some of them point, and whoever opens it waits until the alarm.

Usage: ``python -m reliability.hostile_worker FOLDER SEED SECONDS``, with numbers of files on standard input.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np

import glasscat as gc
from reliability.hostile_mutations import mutated
from reliability.hostile_seeds import PIPE, seeds

MOST_ADDRESSES = 6 * 2**30
"""Bytes of addresses that the process may take, so that the machine survives whatever happens."""

_NEVER = (
    "exec",
    "compile",
    "import",
    "pickle.",
    "marshal.",
    "code.__new__",
    "socket.",
    "urllib.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.spawn",
    "os.posix_spawn",
    "os.putenv",
    "ctypes.",
)
_OPENS = (
    *("open", "os.listdir", "os.scandir", "os.walk", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link"),
    *("os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime", "shutil.", "glob."),
)


class Watch:
    """What happens while a file is open."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.allowed: str | None = None
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, details: tuple) -> None:
        if self.allowed is None:
            return
        if event.startswith(_NEVER) or (event.startswith(_OPENS) and not self._is_own(details[0])):
            self.seen.append(f"{event} {str(details)[:120]}")

    def _is_own(self, place: object) -> bool:
        if isinstance(place, int):  # a file that is open already
            return True
        return os.fsdecode(place) == self.allowed or os.fsdecode(place).startswith(self.folder + "/temporary")


def opened(path: Path, model: gc.Model) -> str:
    """Open a file through its public door; the code of the error if there is one, else ''. The error says itself."""
    try:
        match path.suffix:
            case ".h5" | ".npz":
                gc.load(path)
            case ".safetensors":
                loaded = gc.load_model(path)
                loaded.probabilities(np.zeros((1, *loaded.preprocessing.shape), np.uint8))
            case _:
                model.predict(path)
    except gc.GlasscatError as error:
        text = str(error)
        return error.code if len(text.splitlines()) <= 3 and "Traceback" not in text else f"long text: {text!r}"
    return ""


def peak() -> float:
    """Most memory that the process has held since `forget_peak`, in MB; 0 where Linux's /proc is missing."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def forget_peak() -> None:
    """Let the kernel count the memory of the process anew."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def examined(path: Path, watch: Watch, model: gc.Model, limit: float) -> dict[str, object]:
    """Open one file, and tell how it went."""
    forget_peak()
    start = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, limit)  # nobody catches the alarm: it ends the process, even within C
    watch.seen.clear()
    watch.allowed = str(path)
    try:
        outcome, wrong = opened(path, model), ""
    except Exception as error:  # noqa: BLE001  (whatever it is, it is what is looked for)
        outcome, wrong = "", f"{type(error).__name__}: {error}"[:200]
    finally:
        watch.allowed = None
        signal.setitimer(signal.ITIMER_REAL, 0)
    seconds = round(time.perf_counter() - start, 4)
    wrong = wrong or (outcome if outcome.startswith("long text") else "") or "; ".join(watch.seen)
    return {"kind": path.suffix[1:], "code": outcome, "wrong": wrong, "seconds": seconds, "mb": peak()}


def main(place: str, seed: str, limit: str) -> None:
    """Open good files, arm, then open spoilt ones as their numbers come."""
    folder = Path(place)
    (folder / "temporary").mkdir()
    tempfile.tempdir = str(folder / "temporary")
    os.mkfifo(folder / PIPE)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    signal.alarm(60)  # a good file that waits for ever is a failure too
    good = seeds(folder)
    model = _warmed(folder, good)
    signal.alarm(0)
    watch = Watch(folder)
    for line in sys.stdin:
        suffix, content = mutated(int(line), int(seed), good)
        path = folder / f"train_{int(line)}.{suffix}"
        path.write_bytes(content)
        _say(number=int(line))
        _say(number=int(line), **examined(path, watch, model, float(limit)))
        path.unlink()


def _say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _warmed(folder: Path, good: dict[str, list[bytes]]) -> gc.Model:
    """Open every good file, so that each library has imported what it needs; the model that looks at pictures."""
    path = folder / "model.safetensors"
    path.write_bytes(good["safetensors"][0])
    model = gc.load_model(path)
    for suffix, files in good.items():
        for content in files:
            path = folder / f"a.{suffix}"
            path.write_bytes(content)
            opened(path, model)
            path.write_bytes(content[: len(content) // 2])  # and the way that errors take
            opened(path, model)
    return model


if __name__ == "__main__":
    main(*sys.argv[1:])
