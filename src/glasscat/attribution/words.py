"""An explanation in words and numbers, paragraph by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.data.sample_name import sample_name
from glasscat.data.shortlist import shortlist
from glasscat.i18n import _, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.attribution.attribution import Attribution
    from glasscat.attribution.nearest import Nearest
    from glasscat.attribution.occlusion import Occlusion
    from glasscat.attribution.pixel_map import PixelMap
    from glasscat.attribution.training_sum import TrainingSum
    from glasscat.i18n import Text
    from glasscat.typing import Array

CANCELLING = 10
"""Pushes this many times what is left of them are said to cancel each other."""
NEAREST = 10
"""Nearest training pictures whose classes are counted."""


def paragraphs(attribution: Attribution) -> Iterator[Text]:
    """What an explanation says: the answer, where it comes from, and how far that can be trusted."""
    yield answer(attribution)
    if attribution.truth is not None:
        yield _("In the data it is of class {name}.", name=attribution.class_names[attribution.truth])
    if len(copies := attribution.copies):
        names = shortlist([sample_name(name) for name in attribution.training_pictures(copies).names])
        yield _("This very picture was trained on ({names}): the answer says nothing about new pictures.", names=names)
    name = attribution.class_name
    if attribution.pixels is not None:
        yield from _pixels(attribution.pixels, name)
    if attribution.training is not None:
        yield from _training(attribution.training, name)
    if attribution.occlusion is not None:
        yield _(
            "This network has hidden layers, so nothing adds up to its answer exactly. "
            "What follows is approximate: it says what happens if, not why."
        )
        yield from _occluded(attribution, attribution.occlusion)
    if attribution.by_pixels is not None and attribution.by_activations is not None:
        yield _neighbours(attribution, attribution.by_pixels, attribution.by_activations)
    yield from attribution.notes


def question(attribution: Attribution) -> Text:
    """What is asked: why this class, or why not."""
    if attribution.is_predicted:
        return _("Why {name}?", name=attribution.class_name)
    return _("Why not {name}?", name=attribution.class_name)


def answer(attribution: Attribution) -> Text:
    """What is explained: z and the probability of the class."""
    name, chance = attribution.class_name, percent(attribution.probability)
    if attribution.z is None:
        return _("The probability of {name} is {percent}.", name=name, percent=chance)
    if len(attribution.class_names) == 2:
        return _(
            "z = {z} for {name}, so its probability is {percent}.",
            z=signed(attribution.z),
            name=name,
            percent=chance,
        )
    return _(
        "z = {z} for {name}; against the z of the other classes, its probability is {percent}.",
        z=signed(attribution.z),
        name=name,
        percent=chance,
    )


def _pixels(pixels: PixelMap, name: str) -> Iterator[Text]:
    plus, minus = _pushes(pixels.map)
    yield _(
        "Pixel by pixel, z is the sum of w · x, weight times brightness, and the bias b: "
        "{plus} from pixels that speak for {name}, {minus} from those that speak against it, "
        "b = {b}; together {z}. Exact.",
        plus=signed(plus),
        minus=signed(minus),
        name=name,
        b=signed(pixels.bias),
        z=signed(pixels.total),
    )
    if pixels.contrast_map is not None and pixels.reference is not None:
        plus, minus = _pushes(pixels.contrast_map)
        yield _(
            "The mean of the training pictures has z = {reference}. Where this picture differs from it, "
            "{plus} and {minus} come on top.",
            reference=signed(pixels.reference),
            plus=signed(plus),
            minus=signed(minus),
        )


def _training(training: TrainingSum, name: str) -> Iterator[Text]:
    plus, minus = _pushes(training.contributions)
    n_towards, n_away = (int((sign * training.contributions > 0).sum()) for sign in (1, -1))
    yield sentences(
        _(
            "Training picture by training picture, z is the sum of what each has added to the weights: "
            "{plus} towards {name} (pictures: {n_towards:,}), {minus} away from it (pictures: {n_away:,}), "
            "initial weights {initial}, b = {b}; together {z}.",
            plus=signed(plus),
            name=name,
            n_towards=n_towards,
            minus=signed(minus),
            n_away=n_away,
            initial=signed(training.initial),
            b=signed(training.bias),
            z=signed(training.total),
        ),
        *_trust(training),
    )
    if plus - minus > CANCELLING * abs(training.total):
        yield _(
            "The two sides all but cancel: their pushes add up to {times:,.0f} times what is left of them. "
            "No single picture decides.",
            times=(plus - minus) / max(abs(training.total), np.finfo(float).tiny),
        )


def _trust(training: TrainingSum) -> Iterator[Text]:
    """How exact the sum over training pictures is."""
    share = 100 * training.outside_share
    if not training.is_exact:
        yield _(
            "Only approximate: {share:.3g} % of what the weights have learnt is no mixture of training pictures, "
            "because the steps of the optimiser have left their span; that part adds {outside} to z.",
            share=share,
            outside=signed(training.outside),
        )
    elif training.rounding > 1e-6:  # float32
        yield _(
            "Exact up to the rounding of float32: {share:.2g} % of the weights is no mixture of training pictures.",
            share=share,
        )
    else:
        yield _("Exact.")
    if training.kept != 1:
        yield _("A penalty or a decay has left {share:.3g} % of the initial weights.", share=100 * training.kept)
    if not training.is_unique:
        yield _(
            "Only {rank:,} of the {m:,} training pictures are linearly independent, so other mixtures would give the "
            "same weights: this is the smallest one.",
            rank=training.rank,
            m=len(training.coefficients),
        )


def _occluded(attribution: Attribution, found: Occlusion) -> Iterator[Text]:
    yield _(
        "A grey patch of {side} × {side} pixels was laid on {n} places, one after the other.",
        side=found.side,
        n=found.drops.size,
    )
    row, column, drop = found.largest
    if drop > 0:
        yield _(
            "With its upper left corner at row {row}, column {column} it costs {name} the most: "
            "the probability falls from {whole} to {rest}.",
            row=row,
            column=column,
            name=attribution.class_name,
            whole=percent(attribution.probability),
            rest=percent(attribution.probability - drop),
        )
    row, column, drop = found.smallest
    if drop < 0:
        yield _(
            "At row {row}, column {column} it helps {name} the most: the probability rises to {rest}.",
            row=row,
            column=column,
            name=attribution.class_name,
            rest=percent(attribution.probability - drop),
        )


def _neighbours(attribution: Attribution, by_pixels: Nearest, by_activations: Nearest) -> Text:
    n = min(NEAREST, len(by_pixels.distances))
    alike = [
        int((attribution.training_pictures(near.first(n)).y == attribution.k).sum())
        for near in (by_pixels, by_activations)
    ]
    return _(
        "Of the {n} training pictures nearest in their pixels, {by_pixels} are of class {name}; of the {n} nearest in "
        "what the last hidden layer makes of them, {by_activations}.",
        n=n,
        by_pixels=alike[0],
        by_activations=alike[1],
        name=attribution.class_name,
    )


def _pushes(values: Array) -> tuple[float, float]:
    """Sum of the positive and of the negative numbers."""
    return float(values.sum(where=values > 0)), float(values.sum(where=values < 0))


def signed(value: float) -> str:
    """Four figures with their sign, whole above a thousand, and a zero without."""
    return f"{value:{'+,.0f' if abs(value) >= 1000 else '+.4g'}}".replace("-", "−") if value else "0"


def percent(probability: float) -> Text:
    """A probability in percent, never rounded to certainty."""
    if 0 < probability < 0.001:
        return _("< 0.1 %")
    if 0.999 < probability < 1:
        return _("> 99.9 %")
    return _("{share:.1f} %", share=100 * probability)
