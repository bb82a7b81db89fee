"""The training as a film that can be stopped at any moment: trained again when it is asked for, and remembered."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.explanation.expression import TINY
from glasscat.layers import Dense
from glasscat.training.replay import last_moment, moments
from glasscat.training.start import start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.subject import Subject
    from glasscat.training.replay import Moment
    from glasscat.typing import Array

REMEMBERED = 32
"""Stills that are kept: a few hundred megabytes for a network of a million parameters and Adam."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """What there was before one step.

    Parameters
    ----------
    theta : (P,)
    buffers : (Q,)
    memory : dict of str to (P,)
        What the optimiser remembers, by the letter of its formula.
    cost : float
        J of the step, as training computed it.
    """

    theta: Array
    buffers: Array
    memory: dict[str, Array]
    cost: float


class Film:
    """Stills of a training, by iteration.

    Parameters
    ----------
    subject : Subject
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._stills: dict[int, Still] = {}
        self._running: Iterator[Moment] = iter(())
        self._next = last_moment(subject.history) + 1
        self.rounding = 0.0
        """Largest share by which anything that was kept of the run differs from what training again gives, so far."""

    @cached_property
    def start(self) -> Array:
        """Parameters before training, drawn from the seed or given, (P,)."""
        subject = self._subject
        initial = subject.arguments.get("initial")
        return start(subject.network, subject.seeds, None, initial, subject.theta.dtype.type)

    @cached_property
    def drawn(self) -> Array:
        """Standard normal numbers that the weights were made of, (P,): the same draws, before they are scaled."""
        network = self._subject.network
        layers = tuple(
            replace(layer, init="normal", init_scale=1.0)
            if isinstance(layer, Dense) and layer.init != "zeros"
            else layer
            for layer in network.layers
        )
        return replace(network, layers=layers).initial(self._subject.seeds)

    def still(self, iteration: int) -> Still:
        """What there was before step number ``iteration``; GC-M24 where training again does not come by it."""
        if iteration not in self._stills:
            self._find(iteration)
        self._stills[iteration] = self._stills.pop(iteration)  # the latest asked for is forgotten last
        return self._stills[iteration]

    def _find(self, iteration: int) -> None:
        subject = self._subject
        if iteration < self._next:
            how = subject.network, subject.data, subject.arguments, subject.history
            self._running = moments(*how, here=subject.is_from_here)
        for moment in self._running:
            self._next = moment.iteration + 1
            if moment.iteration == iteration:
                self.rounding = max(self.rounding, moment.rounding)
                self._keep(moment)
                return

    def _keep(self, moment: Moment) -> None:
        while len(self._stills) >= REMEMBERED:
            del self._stills[next(iter(self._stills))]
        theta = moment.theta.copy()
        if moment.iteration == self._subject.history.iterations:
            apart = np.max(np.abs(theta - self._subject.theta), initial=0.0)
            self.rounding = max(self.rounding, float(apart / max(np.max(np.abs(theta), initial=0.0), TINY)))
        self._stills[moment.iteration] = Still(
            theta, moment.buffers.copy(), self._memory(moment.state), float(moment.record.cost)
        )

    def _memory(self, state: Any) -> dict[str, Array]:  # noqa: ANN401  (of whichever optimiser it is)
        while hasattr(state, "inside"):
            state = state.inside
        found = {letter: getattr(state, letter) for letter in ("v", "s") if hasattr(state, letter)}
        return {letter: self._lifted(deepcopy(array)) for letter, array in found.items()}

    def _lifted(self, vector: Array) -> Array:
        """A sum of gradients in the coordinates of the span, [C a], is C X.T + a W1_0 in those of the weights."""
        layout = self._subject.network.layout
        if len(vector) == layout.size:
            return vector
        W1_0 = layout.views(self.start)["W1"]
        X = self._subject.data.train.columns(vector.dtype)
        first, rest = np.split(vector, [len(vector) - (layout.size - W1_0.size)])
        C, a = np.split(first.reshape(len(W1_0), -1), [X.shape[1]], axis=1)
        sums = C @ X.T + (a * W1_0 if a.size else 0)  # without initial weights, there is no share of them
        return np.concatenate([sums.ravel(), rest])
