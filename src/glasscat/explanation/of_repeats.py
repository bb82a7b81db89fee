"""Quantities of the score without the samples that repeat a training sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.explanation.expression import Number
from glasscat.explanation.sums import total
from glasscat.explanation.wilson import ENDS, WILSON, wilson_end
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.expression import Expression, Input
    from glasscat.explanation.family import Family
    from glasscat.explanation.scores import Scores


def repeat_families(scores: Scores) -> Iterator[Family]:
    """Which samples repeat one of training, and the score without them; nothing where there are none."""
    if scores.results.get("without_leaks") is not None:
        yield from _counts(scores)
        yield from _share(scores)


def _counts(scores: Scores) -> Iterator[Family]:
    """Samples that repeat none, and the right answers among them."""
    stored, twins = scores.results["without_leaks"], _twins(scores)

    def fresh(k: int) -> Expression:
        return Number(1) - scores.ref("repeats", k in twins, k)

    yield scores.family(
        "repeats",
        _("1 where inspection found the sample in the training set, too, the same or nearly so, else 0"),
        "[a finding pairs it with a training sample]",
        scores.sample,
        value=lambda k: k in twins,
        expression=lambda k: Number(1, f"1 ({twins[k]})") if k in twins else Number(0),
    )
    yield scores.family(
        "without_repeats_total",
        _("number of samples that repeat none of training"),
        "sum(1 - repeats)",
        value=lambda: stored["total"],
        expression=lambda: total([fresh(k) for k in range(len(scores.y))]),
    )
    yield scores.family(
        "without_repeats_correct",
        _("number of right answers among the samples that repeat none of training"),
        "sum(right (1 - repeats))",
        value=lambda: stored["correct"],
        expression=lambda: total([scores.ref("right", one, k) * fresh(k) for k, one in enumerate(scores.right)]),
    )


def _share(scores: Scores) -> Iterator[Family]:
    """Their share, and its interval."""
    stored: Any = scores.results["without_leaks"]

    def counted(name: str) -> Input:
        return scores.ref(f"without_repeats_{name}", stored[name])

    yield scores.family(
        "without_repeats_accuracy",
        _("share of right answers among the samples that repeat none of training, percent"),
        "100 without_repeats_correct / without_repeats_total",
        value=lambda: stored["accuracy"],
        expression=lambda: Number(100) * counted("correct") / counted("total"),
    )
    yield scores.family(
        "without_repeats_interval",
        _("end of Wilson's 95 % interval of that share, percent"),
        f"{WILSON}, p = without_repeats_correct / m, m = without_repeats_total",
        ENDS,
        value=lambda end: stored["interval"][end == "high"],
        expression=lambda end: wilson_end(counted("correct"), int(stored["total"]), end),
    )


def _twins(scores: Scores) -> dict[int, str]:
    """Samples that a finding pairs with one of training, and with which, as `glasscat.evaluation.leaks` marks them."""
    found: dict[int, str] = {}
    for finding in scores.results["findings"]:
        for item in finding["items"]:
            if isinstance(item, dict) and {"train", "test", "exact"} <= item.keys():
                found.setdefault(int(item["test"]), f"{finding['code']}: train {item['train']}")
    return found
