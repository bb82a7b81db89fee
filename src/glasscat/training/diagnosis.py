"""What a training shows of itself, in words: read from its history, with the layer and the numbers.

Each function looks for one illness and gives at most one finding. Thresholds say where a number stops being ordinary;
they were set on healthy runs, which must stay without a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.findings import Finding
from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.training.fitted import Fitted
    from glasscat.training.norms import LayerNorms

VANISHED = 50
"""So many times less does a sample pull at the first layer than at the last: three sigmoids at best give 4^3 = 64."""
PLATEAU = 0.05
"""A cost that changes by a smaller share than this is on a plateau."""
LONG = 0.3
"""Share of the records that a plateau must cover to be worth a word."""
UNLEARNT = 0.9
"""A cost above this share of the entropy of the classes has learnt little more than how frequent they are."""
EQUAL = 1e-9
"""Units that differ by less than this share of their size differ by rounding alone."""
RISING = 0.1
"""Share of the steps after which the cost was higher than before, from which the learning rate is called too large."""
WORSE = 1.1
"""So many times its minimum is the test cost at the end, from which over-fitting is named; less may be chance."""
UPHEAVAL = 1.0
"""A step that changes weights by more than their own size throws away what they had learnt."""


def diagnose(fitted: Fitted) -> tuple[Finding, ...]:
    """Everything that the history of a training shows.

    Parameters
    ----------
    fitted : Fitted

    Returns
    -------
    tuple of Finding
        GC-N01 to GC-N06; none for a run that shows nothing unusual.
    """
    looks = (_equal_units, _vanishing, _dead, _upheaval, _oscillation, _over_fitting)
    return tuple(finding for look in looks for finding in look(fitted))


def _last_norms(fitted: Fitted) -> tuple[LayerNorms, ...]:
    """Norms of the last record that has them."""
    return next((norms for norms in reversed(fitted.history.layers) if norms), ())


def _equal_units(fitted: Fitted) -> Iterator[Finding]:
    """All units of a hidden layer put out the same: they began equal, so they get equal gradients for ever."""
    for norms, n in zip(_last_norms(fitted)[:-1], fitted.network.sizes[1:-1], strict=False):
        dead = norms.silent == 1 and norms.weight > 0  # equal because all are 0, which is another illness
        if n > 1 and norms.spread < EQUAL and not dead:
            text = _(
                "All {n} units of layer {layer} are equal, as initial weights of zeros make them: together they can do "
                "no more than one. Begin with he or xavier.",
                n=n,
                layer=norms.layer,
            )
            yield Finding("GC-N01", "warning", text, ({"layer": norms.layer, "units": n},))
            return


def _vanishing(fitted: Fitted) -> Iterator[Finding]:
    """The cost stayed on a plateau, where the gradient shrinks on its way back to the first layer."""
    history = fitted.history
    if len(fitted.network.sizes) < 3 or len(history.costs) < 4 or not any(history.layers):
        return
    first, last = _plateau([cost for _iteration, cost in history.costs])
    costs, layers = history.costs[first : last + 1], history.layers[first : last + 1]
    pulls = [(norms[0].delta, norms[-1].delta) for norms in layers]
    if not all(at_first > 0 for at_first, _at_last in pulls):
        return  # nothing comes through at all, which is another illness
    factor = float(np.median([at_last / at_first for at_first, at_last in pulls]))
    entropy = _entropy(fitted)
    if len(costs) < LONG * len(history.costs) or factor < VANISHED or costs[-1][1] < UNLEARNT * entropy:
        return
    text = _(
        "The gradient vanishes: from iteration {start} to {end} the cost sat on a plateau, from {before:.3f} to "
        "{after:.3f} (the shares of the classes alone give {entropy:.3f}), while a sample pulled {factor:,.0f} times "
        "less at layer 1 than at layer {last}. Use relu with he, or --batch-norm, and adam.",
        start=costs[0][0],
        end=costs[-1][0],
        before=costs[0][1],
        after=costs[-1][1],
        entropy=entropy,
        factor=factor,
        last=len(fitted.network.sizes) - 1,
    )
    deltas = tuple({"layer": one.layer, "delta": float(one.delta)} for one in layers[-1])
    yield Finding("GC-N02", "warning", text, deltas)


def _plateau(costs: list[float]) -> tuple[int, int]:
    """First and last record of the longest stretch over which the cost stays within `PLATEAU` of its beginning."""
    longest = (0, 0)
    for first, cost in enumerate(costs):
        last = first
        while last + 1 < len(costs) and abs(costs[last + 1] - cost) <= PLATEAU * cost:
            last += 1
        longest = max(longest, (first, last), key=lambda stretch: stretch[1] - stretch[0])
    return longest


def _entropy(fitted: Fitted) -> float:
    """Cost of answering every sample with the shares of the classes in training, in nats."""
    shares = np.bincount(fitted.data.train.y) / len(fitted.data.train)
    return float(-sum(share * np.log(share) for share in shares if share > 0))


def _dead(fitted: Fitted) -> Iterator[Finding]:
    """ReLU units that are 0 for every training sample: no gradient reaches them any more."""
    sizes = fitted.network.sizes
    dead = {
        norms.layer: round(float(norms.silent) * sizes[norms.layer])
        for norms in _last_norms(fitted)[:-1]
        if norms.weight
    }
    dead = {layer: n for layer, n in dead.items() if n}
    if not dead:
        return
    blocked = any(n == sizes[layer] for layer, n in dead.items())
    places = listing(
        [_("{n} of {total} in layer {layer}", n=n, total=sizes[layer], layer=layer) for layer, n in dead.items()]
    )
    if blocked:
        text = _(
            "Dead ReLUs: {places} are 0 for every training sample, so that no gradient gets through and nothing before "
            "them learns any more. Try a smaller learning rate, or leaky-relu.",
            places=places,
        )
    else:
        text = _(
            "Dead ReLUs: {places} are 0 for every training sample and do not learn any more; the others do.",
            places=places,
        )
    items = tuple({"layer": layer, "dead": n, "units": sizes[layer]} for layer, n in dead.items())
    yield Finding("GC-N03", "warning" if blocked else "note", text, items)


def _upheaval(fitted: Fitted) -> Iterator[Finding]:
    """A step changed the weights of a layer by more than their own size: the gradient exploded."""
    for (iteration, *_rest), layers in zip(fitted.history.records, fitted.history.layers, strict=False):
        for norms in layers:
            if norms.update is None or norms.weight == 0 or iteration < 2:
                continue
            before = max(norms.weight - norms.update, norms.weight / 2)
            if norms.update > UPHEAVAL * before:
                text = _(
                    "The gradient exploded: step {iteration} changed the weights of layer {layer} by {ratio:.1f} times "
                    "their size. Choose a smaller learning rate.",
                    iteration=iteration,
                    layer=norms.layer,
                    ratio=norms.update / before,
                )
                yield Finding("GC-N04", "warning", text, ({"iteration": iteration, "layer": norms.layer},))
                return


def _oscillation(fitted: Fitted) -> Iterator[Finding]:
    """The cost rose again and again: each step goes too far. Batches make it rise by chance, so they are not judged."""
    history = fitted.history
    steps = history.iterations
    if not fitted.full_batch or not history.rises or steps < 10 or history.rises[-1] < RISING * steps:
        return
    text = _(
        "The cost rose after {rises} of {steps} steps: the learning rate is too large. Try a smaller one.",
        rises=history.rises[-1],
        steps=steps,
    )
    yield Finding("GC-N05", "warning", text, ({"rises": history.rises[-1], "steps": steps},))


def _over_fitting(fitted: Fitted) -> Iterator[Finding]:
    """The test cost has a minimum behind it, while the training cost went on falling."""
    tests, costs = fitted.history.test_costs, dict(fitted.history.all_costs)
    if len(tests) < 3:
        return
    best, lowest = min(tests, key=lambda pair: pair[1])
    end, last = tests[-1]
    has_learnt = costs[end] < min(costs[best], UNLEARNT * _entropy(fitted))
    if last < WORSE * lowest or not has_learnt:
        return
    text = _(
        "Over-fitting since iteration {best}: there the test cost was {lowest:.4f}, now it is {last:.4f}, while the "
        "training cost went on falling. Stopping there would use the test set to train; --patience holds samples out "
        "for that.",
        best=best,
        lowest=lowest,
        last=last,
    )
    yield Finding("GC-N06", "warning", text, ({"iteration": best, "lowest": lowest, "last": last},))
