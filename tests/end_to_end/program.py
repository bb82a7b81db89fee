"""The program in a process of its own, as somebody runs it, with pipes or in a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from select import select

COMMAND = (sys.executable, "-m", "glasscat")
LOCALE = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"}


def environment(**variables):
    """The environment without what chooses language and colours, and with ``variables``."""
    kept = {name: value for name, value in os.environ.items() if name not in LOCALE}
    return kept | {"LC_ALL": "C.UTF-8"} | variables


def run(folder, *arguments, **variables):
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def start(folder, *arguments, **pipes):
    return subprocess.Popen([*COMMAND, *map(str, arguments)], cwd=folder, env=environment(), text=True, **pipes)


def in_terminal(folder, *arguments, out_is_terminal=True, **variables):
    """Exit code and everything that appears on a terminal of 80 columns; standard output, or only the rest."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment(TERM="xterm-256color", COLUMNS="80", **variables),
        stdin=theirs,
        stdout=theirs if out_is_terminal else subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = bytearray()
    while select([ours], [], [], 60)[0]:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the program has gone
            break
        if not part:
            break
        seen += part
    os.close(ours)
    return process.wait(), seen.decode()
