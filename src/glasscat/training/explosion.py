"""Explosions, said in words: a cost that shot up on the way, or stood far above chance before the first step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.findings import Finding
from glasscat.i18n import _, listing, sentences
from glasscat.training.growth import Growth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.training.fitted import Fitted

EXPLODED = 10
"""So many times above its beginning, and above chance, a cost has left everything that was ever learnt."""
EXPLODED_BATCH = 100
"""The same for batches, of which one may cost much by chance."""


def explosion(fitted: Fitted) -> Iterator[Finding]:
    """A step went so far that the cost shot up (GC-N04), with the layer whose weights grew most."""
    history = fitted.history
    peak, chance = history.peak, history.chance
    factor = EXPLODED if fitted.full_batch else EXPLODED_BATCH
    if peak is None or chance is None or peak < factor * max(history.first_cost, chance):
        return
    text = _(
        "Training exploded: on its way the cost shot up to {peak:.4g}, from {first:.4g} at the beginning. Choose a "
        "smaller learning rate.",
        peak=peak,
        first=history.first_cost,
    )
    item: dict[str, float | int] = {"peak": peak, "first": history.first_cost}
    most = Growth.of(history).most
    if most is not None:
        text, item = sentences(text, most.text), item | {"layer": most.layer, "times": most.times}
    yield Finding("GC-N04", "warning", text, (item,))


def exploded_start(fitted: Fitted) -> Iterator[Finding]:
    """The initial weights are so large that what flows through grows from layer to layer (GC-N07)."""
    history = fitted.history
    layers = history.layers[0] if history.layers else ()
    factor = EXPLODED if fitted.full_batch else EXPLODED_BATCH
    if not layers or not history.chance or not history.first_cost >= factor * history.chance:
        return
    sizes = listing([_("{size:.3g} in layer {layer}", size=float(one.activation), layer=one.layer) for one in layers])
    text = _(
        "It began far off: before the first step the cost was {first:.4g}, where the shares of the classes alone give "
        "{chance:.3f}. What the layers put out, as a root mean square: {sizes}. Begin with smaller weights, he or "
        "xavier, and scale features to about 1.",
        first=history.first_cost,
        chance=history.chance,
        sizes=sizes,
    )
    items = tuple({"layer": one.layer, "activation": float(np.asarray(one.activation))} for one in layers)
    yield Finding("GC-N07", "warning", text, items)
