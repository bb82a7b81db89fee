"""Being told to stop: by Ctrl-C, by `kill`, or because the terminal has gone."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def told_to_stop() -> Iterator[None]:
    """Let SIGTERM and SIGHUP clean up as Ctrl-C does; Python's own answer to them is to vanish where it stands."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is told
        return
    told = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, signal.default_int_handler) for number in told}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
