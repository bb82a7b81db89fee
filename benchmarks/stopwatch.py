"""Timing of several ways in turn, so that a slow minute of the machine falls on all of them."""

from __future__ import annotations

from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAUSE = 0.1
"""Seconds before each measurement: a library's threads go on waiting for work a while after they have done theirs, and
would take a core from the way that comes next."""


def medians(ways: Mapping[str, Callable[[], object]], times: int, *, warm: bool = True) -> dict[str, float]:
    """Median seconds of each way, the ways taking turns; with ``warm``, each is run once before, unmeasured."""
    if warm:
        for way in ways.values():
            way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _turn in range(times):
        for name, way in ways.items():
            sleep(PAUSE)
            began = perf_counter()
            way()
            seconds[name].append(perf_counter() - began)
    return {name: median(found) for name, found in seconds.items()}
