"""A process that has imported the program, and is told again and again to run it in a child.

    python -m reliability.warm DESCRIPTOR

It is told over a socket, and answers over it: these messages are no calls of ``write``, so that a fault of writing
strikes files alone. Every message is a line of JSON.

    told      {"here": true, …}                     it runs the program itself, which imports what that needs
    told      {"arguments": […], "folder": "…"}     a child is made, which waits
    answers   {"pid": …}
    told      {"go": true}                          the child runs the program, and answers if it lives to do so
    answers   {"code": …, "out": "…", "err": "…"}
    answers   {"status": …}                         when it has ended: its exit code, or minus the signal that killed it
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import sys
import traceback
from typing import TYPE_CHECKING, Any

from glasscat.cli.main import INTERRUPTED, main

if TYPE_CHECKING:
    from collections.abc import Callable


def serve(told: socket.socket) -> None:
    """Run what is told until nobody tells any more."""
    lines = told.makefile("r", encoding="utf-8", newline="\n")
    while line := lines.readline():
        task = json.loads(line)
        if "go" in task:
            continue  # of a child that was killed before it heard of it
        if task.pop("here", False):
            _answer(told, ran(**task))
            continue
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            _answer(told, ran(**task, begin=lambda: told.recv(4096)))
            os._exit(0)
        _answer(told, {"pid": pid})
        _answer(told, {"status": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])})


def ran(arguments: list[str], folder: str, begin: Callable[[], object] = bool) -> dict[str, Any]:
    """Run the program in this process, once it may begin; a traceback is what it says of a defect."""
    os.chdir(folder)
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    sys.stdout, sys.stderr = out, err
    try:
        begin()
    except KeyboardInterrupt:  # no doing of the program
        return {"code": INTERRUPTED, "out": "", "err": ""}
    try:
        code = main(arguments)
    except BaseException:  # noqa: BLE001  (whatever it is, it is a defect that is to be told)
        traceback.print_exc(file=err)
        code = -1
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it has ended: it is too late for that
    out.flush()
    err.flush()
    return {"code": code, "out": out.buffer.getvalue().decode(), "err": err.buffer.getvalue().decode()}


def _answer(told: socket.socket, message: dict[str, Any]) -> None:
    told.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
