"""The document of a training: what `train --json` prints and run.json keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from glasscat.data.inspection import summarize
from glasscat.i18n import LANGUAGES, each_sentence
from glasscat.models.architecture import Architecture
from glasscat.models.numerics import numerics, versions
from glasscat.training.diagnosis import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from glasscat.data.dataset import Dataset
    from glasscat.data.findings import Finding
    from glasscat.evaluation.score import Score
    from glasscat.evaluation.verdict import Verdict
    from glasscat.network import Network
    from glasscat.training.fitted import Fitted
    from glasscat.training.record import History


def training_document(
    fitted: Fitted, findings: Sequence[Finding], train: Score | None, verdict: Verdict | None, status: str = "finished"
) -> dict[str, Any]:
    """What a training gave, as JSON takes it; timings and paths are added by whoever knows them.

    Parameters
    ----------
    fitted : Fitted
    findings : sequence of Finding
        Of the data.
    train : Score or None
        On the training set; None if training diverged, which is never given a score.
    verdict : Verdict or None
        On the test set; None without one, or if training diverged.
    status : "finished" or "diverged"
    """
    return {
        "status": status,
        "data": summarize(fitted.data),
        "findings": [finding.as_json() for finding in findings],
        "notes": [str(note) for note in fitted.data.notes],
        "network": list(fitted.network.sizes),
        "parameters": fitted.network.layout.size,
        "method": fitted.method,
        "iterations": fitted.history.iterations,
        "costs": [list(pair) for pair in fitted.history.costs],
        "final_cost": fitted.history.final_cost,
        "diagnosis": [finding.as_json() for finding in diagnose(fitted)],
        "layers": _layers(fitted.history),
        "train": None if train is None else train.as_json(),
        "test": None if verdict is None else verdict.as_json(),
        "texts": {language: _texts(fitted, findings, verdict, language) for language in LANGUAGES},
    }


def _texts(fitted: Fitted, findings: Sequence[Finding], verdict: Verdict | None, language: str) -> dict[str, list[str]]:
    """Everything that is said of a run, in one language: who reads of it later may speak another one."""
    said = {
        "findings": [finding.text for finding in findings],
        "notes": fitted.data.notes,
        "diagnosis": [finding.text for finding in diagnose(fitted)],
        "sentences": [] if verdict is None else each_sentence(verdict.sentence),
        "baselines": [] if verdict is None else [baseline.text for baseline in verdict.baselines],
        "verdict_notes": () if verdict is None else verdict.notes,
    }
    return {kind: [text.render(language) for text in texts] for kind, texts in said.items()}


def spelt_out(network: Network) -> dict[str, Any]:
    """Every layer of a network with its settings, for the plan of a run.

    Raises
    ------
    ModelError
        GC-M09, for a layer that a model file has no word for.
    """
    document: dict[str, Any] = msgspec.to_builtins(Architecture.of(network))
    return document


def _layers(history: History) -> list[dict[str, Any]]:
    """Sizes of what flows through each layer, record by record."""
    return [
        {"iteration": record[0], **{field: _number(getattr(norms, field)) for field in norms.__slots__}}
        for record, layers in zip(history.records, history.layers, strict=False)
        for norms in layers
    ]


def _number(value: Any) -> float | int | None:  # noqa: ANN401  (a number of Python's or NumPy's)
    return value if value is None or isinstance(value, int) else float(value)


def provenance(data: Dataset, plan: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that is needed to repeat a run: its plan, its data, its versions and its arithmetic."""
    return {
        "plan": dict(plan),
        "source": {"name": data.source, "fingerprint": data.fingerprint},
        "versions": versions(),
        "numerics": numerics(),
    }
