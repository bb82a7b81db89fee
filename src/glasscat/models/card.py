"""Models and their answers in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.sample_name import sample_name
from glasscat.i18n import _, _n, listing
from glasscat.layers.card import network_boxes
from glasscat.notebook.curve import TRAIN
from glasscat.notebook.fragment import card, paragraph
from glasscat.notebook.grid import Grid
from glasscat.notebook.table import facts, share_bar, table

if TYPE_CHECKING:
    from glasscat.models.model import Model
    from glasscat.models.prediction import Prediction

MOST_CLASSES = 8
"""Classes whose probabilities are shown; of more, the most probable ones."""


def model_card(model: Model) -> str:
    """Show a model: what `_repr_html_` returns."""
    network, counts = model.network, model.memory.class_counts
    classes = [
        _("{class_name}: {n:,}", class_name=name, n=n) for name, n in zip(model.class_names, counts, strict=True)
    ]
    shown = classes[:MOST_CLASSES] + ["…"] * (len(classes) > MOST_CLASSES)
    shape = " × ".join(map(str, model.preprocessing.shape))
    takes = (
        _("pictures of {shape}", shape=shape) if model.preprocessing.is_pictures else _("rows of {shape}", shape=shape)
    )
    return card(
        _("Model of {classes}", classes=listing(list(model.class_names[:MOST_CLASSES]))),
        network_boxes(network.n_features, network.layers, network.output),
        facts(
            [
                (_("takes"), takes),
                (_("trained on"), listing(shown)),
                (_("parameters"), f"{network.layout.size:,}, {model.theta.dtype}"),
                *([(_("threshold"), f"{model.threshold:g}")] if len(counts) == 2 else []),
            ]
        ),
    )


def prediction_card(prediction: Prediction) -> str:
    """Show an answer: what `_repr_html_` returns."""
    best = sorted(prediction.probabilities.items(), key=lambda one: -one[1])
    rows = [(name, f"{share:.3f}", share_bar(share, TRAIN)) for name, share in best[:MOST_CLASSES]]
    left = len(best) - MOST_CLASSES
    return card(
        _("{sample}: {class_name}", sample=sample_name(str(prediction.sample)), class_name=prediction.class_name),
        table(Grid((_("class"), _("probability"), ""), rows), left=(0, 2)),
        paragraph(_n("and {n} more class", "and {n} more classes", left), quiet=True) if left > 0 else None,
        *(paragraph(note, quiet=True) for note in prediction.notes),
    )
