"""Whole processes, timed as users have them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Python keeps what it compiles, unless the environment forbids it: only the first, unmeasured, process compiles."""


def silently(command: list[str]) -> Callable[[], object]:
    """Way that runs a command."""
    return lambda: subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
