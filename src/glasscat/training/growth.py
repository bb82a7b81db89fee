"""Which layer has grown: where to look when training explodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from glasscat.i18n import Text
    from glasscat.training.record import History
    from glasscat.training.snapshot import Arrays
    from glasscat.typing import Array

GROWN = 2
"""Weights that have grown less than so many times do not explain an explosion."""


class Grown(NamedTuple):
    """The layer whose weights have grown most, and how many times."""

    layer: int
    times: float

    @property
    def text(self) -> Text:
        """The same in words."""
        return _("The weights of layer {layer} grew most, {times:.3g} times.", layer=self.layer, times=self.times)


class Growth:
    """The largest norm so far of each layer's weights, as a multiple of the first one; of a single run."""

    def __init__(self) -> None:
        self._first: dict[int, float] = {}
        self._times: dict[int, float] = {}

    @classmethod
    def of(cls, history: History) -> Self:
        """Growth over everything that a history keeps."""
        growth = cls()
        for layers in history.layers:
            growth.note([one.weight for one in layers])
        for mark in history.marks:
            growth.note([one.weight for one in mark.layers])
        return growth

    def note(self, weights: Sequence[float | Array]) -> None:
        """Take in the norm of every layer's weights; the first time is the beginning."""
        if any(np.ndim(weight) for weight in weights):
            return  # of several runs, none speaks for the others
        for layer, weight in enumerate(map(float, weights), 1):
            first = self._first.setdefault(layer, weight)
            if first and np.isfinite(weight):
                self._times[layer] = max(self._times.get(layer, 0.0), weight / first)

    def arrays(self) -> Arrays:
        """What is known so far, for a snapshot: the first norm of every layer, and how many times it grew, or NaN."""
        return {
            "first": np.array(list(self._first.values()), np.float64),
            "times": np.array([self._times.get(layer, np.nan) for layer in self._first], np.float64),
        }

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Know what `arrays` gave."""
        self._first = dict(enumerate(arrays["first"].tolist(), 1))
        self._times = {layer: times for layer, times in enumerate(arrays["times"].tolist(), 1) if not np.isnan(times)}

    @property
    def most(self) -> Grown | None:
        """The layer that has grown most; None where there is but one, or none has grown much."""
        if len(self._times) < 2:
            return None
        layer = max(self._times, key=self._times.__getitem__)
        return Grown(layer, self._times[layer]) if self._times[layer] >= GROWN else None
