"""Which figures belong to data, and which to a run. Nothing here trains."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from glasscat.reports.figures import (
    confusion,
    duplicates,
    learning_curve,
    mistakes,
    sample_pictures,
    weights,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure

    from glasscat.data.dataset import Dataset
    from glasscat.data.findings import Finding
    from glasscat.evaluation.verdict import Verdict
    from glasscat.training.fitted import Fitted
    from glasscat.typing import Array


def data_figures(dataset: Dataset, findings: Sequence[Finding]) -> dict[str, Callable[[], Figure]]:
    """Figures of a data set, by file name, each drawn when it is called; none for features.

    ``samples``, and ``duplicates`` where some pictures are too much alike.
    """
    if not dataset.train.is_pictures:
        return {}
    figures: dict[str, Callable[[], Figure]] = {"samples": partial(sample_pictures, dataset.train, dataset.class_names)}
    pairs = [
        finding for finding in findings if any("exact" in item for item in finding.items if isinstance(item, dict))
    ]
    if pairs:
        figures["duplicates"] = partial(duplicates, dataset, pairs)
    return figures


def run_figures(
    fitted: Fitted, findings: Sequence[Finding], verdict: Verdict | None, probabilities: Array | None
) -> dict[str, Callable[[], Figure]]:
    """Figures of a run, by file name, each drawn when it is called.

    Parameters
    ----------
    fitted : Fitted
    findings : sequence of Finding
        Of its data.
    verdict : Verdict or None
        On its test set; without one there is no ``confusion`` and there are no ``mistakes``.
    probabilities : (m, n_classes) or None
        On its test set.

    Returns
    -------
    dict
        ``learning_curve``, ``confusion``; for pictures also ``weights``, ``mistakes`` and those of `data_figures`.
    """
    data, history = fitted.data, fitted.history
    figures: dict[str, Callable[[], Figure]] = {
        "learning_curve": partial(learning_curve, history.all_costs, history.all_test_costs)
    }
    if verdict is not None:
        figures["confusion"] = partial(confusion, verdict.confusion, data.class_names)
    if not data.train.is_pictures:
        return figures
    height, width, channels = data.train.X.shape[1:]
    is_first_last = len(fitted.network.sizes) == 2
    figures["weights"] = partial(
        weights,
        fitted.parameters["W1"],
        (height, width, channels),
        class_names=data.class_names if is_first_last else (),
    )
    if data.test is not None and probabilities is not None:
        figures["mistakes"] = partial(mistakes, data.test, probabilities, data.class_names)
    return figures | data_figures(data, findings)
