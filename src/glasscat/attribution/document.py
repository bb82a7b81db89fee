"""An explanation as JSON takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.attribution.words import paragraphs

if TYPE_CHECKING:
    from glasscat.attribution.attribution import Attribution
    from glasscat.attribution.nearest import Nearest
    from glasscat.attribution.occlusion import Occlusion
    from glasscat.attribution.pixel_map import PixelMap
    from glasscat.attribution.training_sum import TrainingSum

NEAREST = 10
"""Nearest training pictures that are listed."""


def document(attribution: Attribution) -> dict[str, Any]:
    """Everything that an explanation holds, in full precision; parts that it does not have are null."""
    pixels, training, occlusion = attribution.pixels, attribution.training, attribution.occlusion
    nearest = {"pixels": attribution.by_pixels, "activations": attribution.by_activations}
    return {
        "picture": attribution.picture.names[0],
        "class": attribution.class_name,
        "truth": None if attribution.truth is None else attribution.class_names[attribution.truth],
        "probability": attribution.probability,
        "probabilities": dict(zip(attribution.class_names, attribution.probabilities.tolist(), strict=True)),
        "z": attribution.z,
        "exact": attribution.is_exact,
        "pixels": None if pixels is None else _pixels(pixels),
        "training": None if training is None else _training(attribution, training),
        "occlusion": None if occlusion is None else _occlusion(occlusion),
        "nearest": {name: None if found is None else _nearest(attribution, found) for name, found in nearest.items()},
        "notes": [str(note) for note in attribution.notes],
        "text": [str(paragraph) for paragraph in paragraphs(attribution)],
    }


def _pixels(pixels: PixelMap) -> dict[str, Any]:
    contrast = pixels.contrast_map
    return {
        "map": pixels.map.tolist(),
        "bias": pixels.bias,
        "total": pixels.total,
        "reference": pixels.reference,
        "contrast": None if contrast is None else contrast.tolist(),
    }


def _training(attribution: Attribution, training: TrainingSum) -> dict[str, Any]:
    order = abs(training.contributions).argsort(kind="stable")[::-1]
    return {
        "exact": training.is_exact,
        "unique": training.is_unique,
        "rank": training.rank,
        "initial": training.initial,
        "kept": training.kept,
        "outside": training.outside,
        "outside_share": training.outside_share,
        "bias": training.bias,
        "total": training.total,
        "pictures": [
            {
                **_sample(attribution, int(j)),
                "coefficient": float(training.coefficients[j]),
                "product": float(training.products[j]),
                "contribution": float(training.contributions[j]),
            }
            for j in order
        ],
    }


def _occlusion(occlusion: Occlusion) -> dict[str, Any]:
    return {
        "side": occlusion.side,
        "rows": occlusion.rows.tolist(),
        "columns": occlusion.columns.tolist(),
        "drops": occlusion.drops.tolist(),
    }


def _nearest(attribution: Attribution, found: Nearest) -> list[dict[str, Any]]:
    return [{**_sample(attribution, int(j)), "distance": float(found.distances[j])} for j in found.first(NEAREST)]


def _sample(attribution: Attribution, j: int) -> dict[str, Any]:
    """Number, name and class of a training picture."""
    picture = attribution.training_pictures(np.array([j]))
    return {"index": j, "name": picture.names[0], "class": attribution.class_names[picture.y[0]]}
