"""Timing of several ways in turn, so that a slow minute of the machine falls on all of them."""

from __future__ import annotations

from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAUSE = 0.1
"""Seconds before each turn: a library's threads go on waiting for work a while after they have done theirs, and would
take a core from the way that comes next."""

TURN = 0.5
"""Seconds that a turn lasts at least: a way that takes less is measured several times in it, or a few measurements of
some milliseconds would tell of a neighbour on the machine more than of the way."""


def medians(ways: Mapping[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Median seconds of each way, the ways taking turns; each is run once before, unmeasured."""
    for way in ways.values():
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _turn in range(times):
        for name, way in ways.items():
            sleep(PAUSE)
            seconds[name] += _turn_of(way)
    return {name: median(found) for name, found in seconds.items()}


def _turn_of(way: Callable[[], object]) -> list[float]:
    """Seconds of each measurement of one turn."""
    found: list[float] = []
    while sum(found) < TURN:
        began = perf_counter()
        way()
        found.append(perf_counter() - began)
    return found
