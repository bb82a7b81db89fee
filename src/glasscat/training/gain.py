"""What a training has gained, said in words where it is little: nothing over a constant answer, or hardly a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.findings import Finding
from glasscat.i18n import _, _n
from glasscat.layers import Dropout
from glasscat.training.chance import UNLEARNT
from glasscat.training.reach import vanished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.training.fitted import Fitted

AS_GOOD = 0.01
"""Share of the cost of a constant answer by which another one may be above it and still be as good."""
HARDLY = 1e-3
"""A cost that has fallen by a smaller share than this has hardly fallen."""


def no_gain_over_constant(fitted: Fitted) -> Iterator[Finding]:
    """At the end it costs more than to answer always with the shares of the classes (GC-N08)."""
    final, chance = fitted.history.final_cost, fitted.history.chance
    if chance is None or final <= chance * (1 + AS_GOOD):
        return
    text = _(
        "It ended worse than a constant answer: its cost is {final:.4g}; always answering with the shares of the "
        "classes costs {chance:.4g}. Train longer, or with another learning rate.",
        final=final,
        chance=chance,
    )
    yield Finding("GC-N08", "warning", text, ({"final": final, "chance": chance},))


def hardly_a_gain(fitted: Fitted) -> Iterator[Finding]:
    """The cost has hardly fallen (GC-N09); batches, dropout and normalisation make its beginning another cost."""
    history = fitted.history
    first, final, chance = history.first_cost, history.final_cost, history.chance
    thinned = any(isinstance(layer, Dropout) for layer in fitted.network.layers)
    if not fitted.full_batch or thinned or fitted.buffers.size or chance is None:
        return
    if first - final >= HARDLY * first or final < UNLEARNT * chance or history.iterations == 0:
        return
    text = _n(
        "It has learnt next to nothing: in {n} step the cost fell from {first:.6g} to {final:.6g}. Take a larger "
        "learning rate, and scale features to about 1.",
        "It has learnt next to nothing: in {n} steps the cost fell from {first:.6g} to {final:.6g}. Take a larger "
        "learning rate, and scale features to about 1.",
        history.iterations,
        first=first,
        final=final,
    )
    yield Finding("GC-N09", "warning", text, ({"first": first, "final": final, "steps": history.iterations},))


def features_lost(fitted: Fitted) -> Iterator[Finding]:
    """Features that are too small for float32 were trained on as 0 (GC-N10)."""
    n = vanished(fitted.data.train, fitted.theta.dtype)
    if n:
        text = _n(
            "{n} feature is so small that in {dtype} it is 0 in every sample. Scale it to about 1, or train in "
            "float64.",
            "{n} features are so small that in {dtype} they are 0 in every sample. Scale them to about 1, or train in "
            "float64.",
            n,
            dtype=fitted.theta.dtype.name,
        )
        yield Finding("GC-N10", "warning", text, ({"features": n},))
