"""Quantities of the baselines: what they answer, what they score, and the test of the network against each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.explanation.expression import Number, whole
from glasscat.explanation.family import Axis
from glasscat.explanation.functions import Call
from glasscat.explanation.of_answers import equals
from glasscat.explanation.of_rivals import rival_families
from glasscat.explanation.sums import total
from glasscat.explanation.wilson import ENDS, WILSON, wilson_end
from glasscat.i18n import _
from glasscat.statistics.exact_tests import mcnemar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.expression import Expression, Input
    from glasscat.explanation.family import Family
    from glasscat.explanation.scores import Scores


def baseline_families(scores: Scores) -> Iterator[Family]:
    """What each baseline answers and scores, and McNemar's test of the network against it."""
    stored = {one["name"]: one["p_value"] for one in scores.results["baselines"]}
    axis = Axis(_("baseline"), words=tuple(stored))
    yield scores.family(
        "baseline_right",
        _("1 where a baseline is right, else 0"),
        "[baseline_answer = y]",
        axis,
        scores.sample,
        value=lambda name, k: scores.beaten[name][k],
        expression=lambda name, k: equals(
            scores.ref("baseline_answer", scores.rivals[name][k], name, k), int(scores.y[k])
        ),
    )
    yield from rival_families(scores, axis)
    yield from _scored(scores, axis)
    yield _only(scores, axis, of_model=True)
    yield _only(scores, axis, of_model=False)

    def p_value(name: str) -> Expression:
        b = scores.ref("only_model", (scores.right & ~scores.beaten[name]).sum(), name)
        c = scores.ref("only_baseline", (scores.beaten[name] & ~scores.right).sum(), name)
        return Call("min(1, 2 P(Binomial({0} + {1}, 1/2) <= min({0}, {1})))", (b, c), _mcnemar)

    yield scores.family(
        "p_value",
        _("exact McNemar test: how often chance alone makes such a difference to a baseline"),
        "min(1, 2 P(Binomial(b + c, 1/2) <= min(b, c)))",
        axis,
        value=lambda name: stored[name],
        expression=p_value,
    )


def _mcnemar(b: float, c: float) -> float:
    return mcnemar(int(b), int(c))


def _only(scores: Scores, axis: Axis, *, of_model: bool) -> Family:
    """Samples that only one of network and baseline gets right."""

    def sides(name: str) -> tuple[Any, Any]:
        both = scores.right, scores.beaten[name]
        return both if of_model else (both[1], both[0])

    def counted(name: str) -> Expression:
        terms = []
        for k, is_right in enumerate(scores.right):
            mine, its = scores.ref("right", is_right, k), scores.ref("baseline_right", scores.beaten[name][k], name, k)
            winner, loser = (mine, its) if of_model else (its, mine)
            terms.append(winner * (Number(1) - loser))
        return total(terms)

    if of_model:
        symbol, meaning = "only_model", _("samples that only the network gets right")
        formula = "sum(right (1 - baseline_right))"
    else:
        symbol, meaning = "only_baseline", _("samples that only the baseline gets right")
        formula = "sum(baseline_right (1 - right))"
    return scores.family(
        symbol,
        meaning,
        formula,
        axis,
        value=lambda name: (sides(name)[0] & ~sides(name)[1]).sum(),
        expression=counted,
    )


def _scored(scores: Scores, axis: Axis) -> Iterator[Family]:
    """Right answers of each baseline, their share and its interval."""
    stored, m = {one["name"]: one for one in scores.results["baselines"]}, len(scores.y)

    def correct(name: str) -> Input:
        return scores.ref("baseline_correct", scores.beaten[name].sum(), name)

    yield scores.family(
        "baseline_correct",
        _("number of right answers of a baseline"),
        "sum(baseline_right)",
        axis,
        value=lambda name: stored[name]["correct"],
        expression=lambda name: total(
            [scores.ref("baseline_right", one, name, k) for k, one in enumerate(scores.beaten[name])]
        ),
    )
    yield scores.family(
        "baseline_accuracy",
        _("share of right answers of a baseline, percent"),
        "100 baseline_correct / m",
        axis,
        value=lambda name: stored[name]["accuracy"],
        expression=lambda name: Number(100) * correct(name) / whole(m),
    )
    yield scores.family(
        "baseline_interval",
        _("end of Wilson's 95 % interval of the accuracy of a baseline, percent"),
        f"{WILSON}, p = baseline_correct / m",
        axis,
        ENDS,
        value=lambda name, end: stored[name]["interval"][end == "high"],
        expression=lambda name, end: wilson_end(correct(name), m, end),
    )
