"""What a training shows of itself, in words: read from its history, with the layer and the numbers.

Each function looks for one illness and gives at most one finding. Thresholds say where a number stops being ordinary;
they were set on healthy runs, which must stay without a warning.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from glasscat.data.findings import Finding
from glasscat.i18n import _, listing
from glasscat.layers import Dropout
from glasscat.training.chance import UNLEARNT
from glasscat.training.explosion import exploded_start, explosion
from glasscat.training.gain import features_lost, hardly_a_gain, no_gain_over_constant
from glasscat.training.norms import layer_norms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasscat.training.fitted import Fitted
    from glasscat.training.marks import LayerMark
    from glasscat.training.norms import LayerNorms

_Look: TypeAlias = "tuple[int, float, tuple[LayerNorms, ...] | tuple[LayerMark, ...]]"

VANISHED = 50
"""So many times less does a sample pull at the first layer than at the last: three sigmoids at best give 4^3 = 64."""
PLATEAU = 0.05
"""A cost that changes by a smaller share than this is on a plateau."""
LONG = 0.2
"""Share of the records up to its end that a plateau must cover to be worth a word."""
BEGUN = 100
"""Steps that a plateau must last, too: before, training has hardly begun."""
EQUAL = 1e-9
"""Units whose weights differ by less than this share of their size differ by rounding alone."""
RISING = 0.1
"""Share of the steps after which the cost was higher than before, from which steps are called too long."""
WORSE = 1.1
"""So many times its minimum is the test cost at the end, from which over-fitting is named; less may be chance."""


def diagnose(fitted: Fitted) -> tuple[Finding, ...]:
    """Everything that the history of a training shows.

    Parameters
    ----------
    fitted : Fitted

    Returns
    -------
    tuple of Finding
        GC-N01 to GC-N10; none for a run that shows nothing unusual.
    """
    looks = (
        _equal_units,
        _vanishing,
        _dead,
        exploded_start,
        explosion,
        oscillation,
        _over_fitting,
        no_gain_over_constant,
        features_lost,
    )
    found = tuple(finding for look in looks for finding in look(fitted))
    return found or tuple(hardly_a_gain(fitted))  # any of the others says more


def _equal_units(fitted: Fitted) -> Iterator[Finding]:
    """All units of a hidden layer have the same weights: they began equal, so they get equal gradients for ever."""
    equal = []
    for layer, n in enumerate(fitted.network.sizes[1:-1], 1):
        W = fitted.parameters[f"W{layer}"]
        if n > 1 and np.max(np.abs(W - W[:1])) <= EQUAL * np.max(np.abs(W)):
            equal.append({"layer": layer, "units": n})
    if not equal:
        return
    if len(equal) > 1:
        text = _(
            "The units of each of these layers are equal to each other, {places}: they are so when they begin with "
            "equal weights, such as zeros, and together can do no more than one. Begin with he or xavier.",
            places=listing([_("{units} in layer {layer}", units=one["units"], layer=one["layer"]) for one in equal]),
        )
    else:
        text = _(
            "All {n} units of layer {layer} are equal, as they are when they begin with equal weights, such as "
            "zeros: together they can do no more than one. Begin with he or xavier.",
            n=equal[0]["units"],
            layer=equal[0]["layer"],
        )
    yield Finding("GC-N01", "warning", text, tuple(equal))


def _looks(fitted: Fitted) -> list[_Look]:
    """Records and marks with what flowed through the layers then, in the order of time."""
    history = fitted.history
    records = zip(history.costs, history.layers, strict=False)
    looks: list[_Look] = [(iteration, cost, layers) for (iteration, cost), layers in records if layers]
    looks += [(mark.iteration, mark.cost, mark.layers) for mark in history.marks]
    return sorted(looks, key=itemgetter(0))


def _vanishing(fitted: Fitted) -> Iterator[Finding]:
    """The cost stayed on a plateau, where the gradient shrinks on its way back to the first layer."""
    looks = _looks(fitted)
    if len(fitted.network.sizes) < 3 or len(looks) < 4:
        return
    chance = fitted.history.chance or np.inf
    first, last = _plateau([cost for _at, cost, _layers in looks], UNLEARNT * chance, [at for at, _c, _l in looks])
    looks = looks[first : last + 1]
    (start, before, _layers), (end, after, at_end) = looks[0], looks[-1]
    # of the steps up to its end: how long the network went on learning afterwards has nothing to do with it
    if end - start < max(BEGUN, LONG * end):
        return
    if any(one.silent > 0.5 for one in at_end[:-1]) or any(_equal_units(fitted)):
        return  # that alone keeps it from learning, and is another illness
    factor = float(np.median([layers[-1].delta / max(layers[0].delta, _TINY) for _at, _cost, layers in looks]))
    if factor < VANISHED:
        return
    text = _(
        "The gradient vanishes: from iteration {start} to {end} the cost sat on a plateau, from {before:.3f} to "
        "{after:.3f} (the shares of the classes alone give {chance:.3f}), while a sample pulled {factor:,.0f} times "
        "less at layer 1 than at layer {last}. Use relu with he, or batch normalisation, and adam.",
        start=start,
        end=end,
        before=before,
        after=after,
        chance=chance,
        factor=factor,
        last=len(fitted.network.sizes) - 1,
    )
    deltas = tuple({"layer": one.layer, "delta": float(one.delta)} for one in at_end)
    yield Finding("GC-N02", "warning", text, deltas)


_TINY = np.finfo(float).tiny  # a gradient that has vanished to 0 has vanished, rather than x / 0
_MOST_NUMBERS = 2**26  # of samples as floats, half a gigabyte
_LOOKS = 500  # records looked at in search of a plateau: more would tell nothing more, but take their square in time


def _plateau(costs: Sequence[float], above: float = 0.0, at: Sequence[int] | None = None) -> tuple[int, int]:
    """First and last look of the longest stretch over which the cost stays within `PLATEAU` of its beginning.

    Only costs that are not below ``above`` count: what has converged is on another plateau. ``at`` are the iterations
    of the looks, one after the other where it is not given.
    """
    at = range(len(costs)) if at is None else at
    every = -(-len(costs) // _LOOKS)
    places = range(0, len(costs), every)
    longest = (0, 0)
    for k, first in enumerate(places):
        if costs[first] < above:
            continue
        last = first
        for place in places[k + 1 :]:
            if costs[place] < above or abs(costs[place] - costs[first]) > PLATEAU * costs[first]:
                break
            last = place
        longest = max(longest, (first, last), key=lambda stretch: at[stretch[1]] - at[stretch[0]])
    return longest


def _dead(fitted: Fitted) -> Iterator[Finding]:
    """ReLU units that are 0 for every training sample: no gradient reaches them any more."""
    sizes = fitted.network.sizes
    dead = {
        norms.layer: round(float(norms.silent) * sizes[norms.layer])
        for norms in _norms_at_the_end(fitted)[:-1]
        if norms.weight  # a layer of zeros is silent too, but not dead
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
            "Dead ReLUs, {places}: they are 0 for every training sample. No gradient gets through a layer that is all "
            "dead, so that it and the layers before it have stopped learning. Try a smaller learning rate, or "
            "leaky-relu.",
            places=places,
        )
    else:
        text = _(
            "Dead ReLUs, {places}: they are 0 for every training sample, so that no gradient reaches their weights; "
            "the others go on learning.",
            places=places,
        )
    items = tuple({"layer": layer, "dead": n, "units": sizes[layer]} for layer, n in dead.items())
    yield Finding("GC-N03", "warning" if blocked else "note", text, items)


def _norms_at_the_end(fitted: Fitted) -> Sequence[LayerNorms | LayerMark]:
    """Norms of the last look; of the training set, where a unit may be silent by chance there.

    Of more samples than memory should be asked for, some are taken, spread evenly over all of them.
    """
    looks = _looks(fitted)
    norms = looks[-1][2] if looks else ()
    network, samples = fitted.network, fitted.data.train
    by_chance = not fitted.full_batch or any(isinstance(layer, Dropout) for layer in network.layers)
    if not by_chance or not any(one.silent for one in norms[:-1]):
        return norms
    dtype = fitted.theta.dtype
    every = -(-len(samples) * samples.n_features // _MOST_NUMBERS)
    samples = samples if every == 1 else samples.take(np.arange(0, len(samples), every))
    work = network.work(fitted.theta, len(samples))
    with np.errstate(over="ignore", invalid="ignore"):  # what has exploded may overflow
        network.loss_and_grad(fitted.theta, samples.columns(dtype), network.targets(samples.y, dtype), work)
        return layer_norms(network, work, None)


def oscillation(fitted: Fitted) -> Iterator[Finding]:
    """The cost rose again and again: each step goes too far. Batches and dropout make it rise by chance."""
    history = fitted.history
    steps = history.all_costs[-1][0]  # also of those that patience has taken back
    by_chance = not fitted.full_batch or any(isinstance(layer, Dropout) for layer in fitted.network.layers)
    if by_chance or not history.rises or steps < 10 or history.rises[-1] < RISING * steps:
        return
    text = _(
        "The cost went up and down: after {rises} of {steps} steps it was more than 1 % higher than before. The steps "
        "are too long; try a smaller learning rate.",
        rises=history.rises[-1],
        steps=steps,
    )
    yield Finding("GC-N05", "warning", text, ({"rises": history.rises[-1], "steps": steps},))


def _over_fitting(fitted: Fitted) -> Iterator[Finding]:
    """The test cost has a minimum behind it, while the training cost went on falling."""
    history = fitted.history
    costs = {mark.iteration: mark.cost for mark in history.marks} | dict(history.all_costs)
    # up to the state that was kept
    tests = [pair for pair in history.all_test_costs if pair[0] <= history.iterations]
    if len(tests) < 3:
        return
    best, lowest = min(tests, key=itemgetter(1))
    end, last = tests[-1]
    has_learnt = costs[end] < min(costs[best], UNLEARNT * (history.chance or 0))
    if last < WORSE * lowest or not has_learnt:
        return
    text = _(
        "Over-fitting since iteration {best}: there the test cost was {lowest:.4f}, now it is {last:.4f}, while the "
        "training cost went on falling. To stop there would be to train on the test set; patience holds other samples "
        "out for that.",
        best=best,
        lowest=lowest,
        last=last,
    )
    yield Finding("GC-N06", "warning", text, ({"iteration": best, "lowest": lowest, "last": last},))
