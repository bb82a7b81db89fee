"""The memory that is free, as far as the machine tells."""

from __future__ import annotations

import os
import re
from pathlib import Path

TOLD_BY_LINUX = Path("/proc/meminfo")
LIMIT_OF_A_CONTAINER = Path("/sys/fs/cgroup/memory.max")


def free_memory() -> int | None:
    """Bytes that can be had without taking them from others; all that the machine has, where it tells no more."""
    told = (_available(), _limit(), _physical())
    return min((size for size in told if size is not None), default=None)


def _available() -> int | None:
    """What Linux counts as available: what is free, and what it keeps of files, which it can read again."""
    found = re.search(r"^MemAvailable: +(\d+) kB$", _read(TOLD_BY_LINUX), flags=re.MULTILINE)
    return None if found is None else 1024 * int(found[1])


def _limit() -> int | None:
    limit = _read(LIMIT_OF_A_CONTAINER).strip()  # "max" where there is none
    return int(limit) if limit.isdecimal() else None


def _physical() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # not Linux
        return ""
