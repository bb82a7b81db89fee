"""Runs in a notebook: the verdict, the curve, the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.data.card import LARGEST, finding_notice
from glasscat.evaluation.card import worth
from glasscat.i18n import LANGUAGES, Text, _, current_language, sentences
from glasscat.layers.card import network_boxes
from glasscat.notebook.fragment import beside, card, paragraph
from glasscat.notebook.table import facts
from glasscat.reports.html.repeat_view import settings_of
from glasscat.reports.html.scores import score_of
from glasscat.training.card import cost_curves, cost_words, duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.evaluation.score import Score
    from glasscat.models.run_folder import StoredRun
    from glasscat.network import Network
    from glasscat.notebook.fragment import Fragment
    from glasscat.run.finished import Run
    from glasscat.training.record import History

UNTESTED = _("There is no test set, so how well it does on new samples is not known.")
LONGEST = 60
"""Letters of a setting; of longer ones the beginning is shown."""


def run_card(run: Run) -> str:
    """Show a finished training: what `_repr_html_` returns. Its verdict is computed once, if that is quick."""
    title, said = _worth(run)
    settings = settings_of({"plan": run.plan})
    found = [finding_notice(one.code, one.text, one.severity) for one in run.diagnosis]
    return _card(title, said, found, run.data.source, (run.network, run.history), settings)


def _worth(run: Run) -> tuple[Text, list[Text | str]]:
    """What a run came to, and how far that can be trusted."""
    data = run.data
    if run.failure is not None:
        return run.failure.problem, []
    if data.test is None:
        return _on_training(run.model.score(data.train)), [UNTESTED]
    if len(data.train) + len(data.test) > LARGEST or run.verdict is None:
        return run.model.score(data.test).text, [_("What that is worth, gc.evaluate(run, run.data.test) tells.")]
    return run.verdict.score.text, [worth(run.verdict)]


def _on_training(score: Score) -> Text:
    return _("On the samples it was trained on: {score}.", score=score.text)


def stored_card(run: StoredRun) -> str:
    """Show a run that was kept: what `_repr_html_` returns. Nothing is computed; all is read from run.json."""
    document = run.document
    verdict, train = document.get("test"), document.get("train")
    title: Text | str = str(run.path)
    said: list[Text | str] = []
    if verdict is not None:
        title, said = score_of(verdict).text, [_worth_kept(document)]
    elif train is not None:
        title, said = _on_training(score_of(train)), [UNTESTED]
    texts = _texts(document, "diagnosis", [one["text"] for one in document.get("diagnosis", ())])
    found = [
        finding_notice(one["code"], text, one["severity"])
        for one, text in zip(document.get("diagnosis", ()), texts, strict=True)
    ]
    settings = [(name, value) for name, value in settings_of(document) if not name.startswith("data.")]
    return _card(title, said, found, str(run.path), (run.network, run.history), settings)


def _card(  # noqa: PLR0917  (what a run shows, from top to bottom)
    title: Text | str,
    said: Sequence[Text | str],
    found: Sequence[Fragment],
    source: str,
    trained: tuple[Network, History],
    settings: Sequence[tuple[str, str]],
) -> str:
    network, history = trained
    shown = [(name, value if len(value) <= LONGEST else value[:LONGEST] + "…") for name, value in settings]
    told = facts([(name, value) for name, value in shown if name != "layers"])
    return card(
        title,
        *map(paragraph, said),
        *found,
        network_boxes(network.n_features, network.layers, network.output),
        beside(cost_curves(history), told),
        paragraph(source, " · ", cost_words(history), " · ", duration(history), quiet=True),
    )


def _worth_kept(document: dict[str, Any]) -> Text:
    """What the score is worth, without the score itself where the sentences were kept one by one."""
    first, *rest = _texts(document, "sentences", [document["test"]["sentence"]])
    return sentences(*(Text("{text}", {"text": words}) for words in rest or [first]))


def _texts(document: dict[str, Any], kind: str, otherwise: Sequence[str]) -> Sequence[str]:
    """Texts of one kind that were kept with the run in each language, else those in the one that it was kept in."""
    texts = document.get("texts")
    language = current_language()
    return texts[language][kind] if texts and language in LANGUAGES else otherwise
