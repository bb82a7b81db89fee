"""What a learning curve comes to: the curve, the law behind it, and what that law expects of more samples."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from glasscat.data.findings import Finding
from glasscat.evaluation.rows import BASELINES
from glasscat.i18n import _, sentences
from glasscat.studies.against import Against
from glasscat.studies.diverged import diverged_findings
from glasscat.studies.forecast import FURTHEST, Forecast, Rough, samples_in_words
from glasscat.studies.study import Column, Table

if TYPE_CHECKING:
    from glasscat.i18n import Text
    from glasscat.studies.study import Row
    from glasscat.typing import Array, Integers

RESAMPLES = 1000
FACTORS = (2, 4, 10)
"""How many times the samples there are the law is asked about."""
POINTS = (1.0, 5.0, 10.0)
"""Percentage points more that the law is asked about."""


@dataclass(frozen=True, eq=False)
class Learned:
    """Accuracy against number of training samples.

    Parameters
    ----------
    rows : tuple of Row
        One a training: ``n``, ``draw``, ``tested``, ``right`` and others.
    n : (K,)
        Numbers of training samples.
    accuracies : (D, K)
        Percent; NaN where a run diverged.
    resampled : (B, K)
        Mean accuracies, percent, with draws and samples drawn again with replacement.
    against : mapping of str to Against
        The model with all training samples beside each baseline.
    n_given, n_test : int
        Training samples as given, and test samples of each draw.
    """

    rows: tuple[Row, ...]
    n: Integers
    accuracies: Array
    resampled: Array
    against: dict[str, Against]
    n_given: int
    n_test: int
    kind: str = field(default="learning-curve", init=False)

    @classmethod
    def of(cls, rows: tuple[Row, ...], m: int, *, n_given: int, n_test: int, seed: int) -> Self:
        """Count, and count again on resamples of both draws and samples.

        Draws share samples, and samples share draws: resampling both is a little too cautious, resampling one alone
        far too bold.

        References
        ----------
        A. B. Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1 (2007).
        """
        n = np.array(sorted({row["n"] for row in rows}))
        D = 1 + max(row["draw"] for row in rows)
        tested, right = np.zeros((2, len(n), D, m))
        for row in rows:
            if row["status"] == "finished":
                at = int(np.searchsorted(n, row["n"])), row["draw"]
                tested[at][row["tested"]] = 1
                right[at][row["right"]] = 1
        random = np.random.default_rng(np.random.SeedSequence(seed))
        of_draws = random.multinomial(D, np.full(D, 1 / D), RESAMPLES).astype(float)
        of_samples = random.multinomial(m, np.full(m, 1 / m), RESAMPLES).astype(float)

        def share(some: Array, of: Array) -> Array:
            total = np.maximum(((of_draws @ of) * of_samples).sum(axis=-1), 1)
            return np.asarray(((of_draws @ some) * of_samples).sum(axis=-1) / total)

        with np.errstate(invalid="ignore"):
            accuracies = 100 * (right.sum(axis=-1) / tested.sum(axis=-1)).T
        resampled = 100 * np.stack([share(right[k], tested[k]) for k in range(len(n))], axis=-1)
        against = {}
        for name, theirs in _rivals(rows, D, m).items():
            wins, losses = right[-1] * (1 - theirs), tested[-1] * theirs * (1 - right[-1])
            total = max(tested[-1].sum(), 1)
            p, q = float(wins.sum() / total), float(losses.sum() / total)
            against[name] = Against(p, q, share(wins, tested[-1]), share(losses, tested[-1]))
        return cls(rows, n, accuracies, resampled, against, n_given, n_test)

    @cached_property
    def means(self) -> Array:
        """Mean accuracy of each number of training samples, (K,), percent; NaN where every run diverged."""
        n = np.isfinite(self.accuracies).sum(axis=0)
        return np.where(n > 0, np.nansum(self.accuracies, axis=0) / np.maximum(n, 1), np.nan)

    @property
    def is_whole(self) -> bool:
        """Whether there is a score for every number of samples, so that a law can be fitted."""
        return bool(np.isfinite(self.means).all())

    @cached_property
    def forecast(self) -> Forecast:
        """What the curve lets one expect; only where it is whole."""
        return Forecast(self.n, self.means, self.resampled)

    @cached_property
    def test_samples(self) -> dict[str, Rough]:
        """Test samples that it takes to tell the model from each baseline; see `Against.test_samples`."""
        return {name: one.test_samples for name, one in self.against.items()}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Runs that diverged, and test samples that were left out."""
        found = diverged_findings(sum(row["status"] == "diverged" for row in self.rows), len(self.rows))
        n_out = sum(self.n_test - len(row["tested"]) for row in self.rows)
        if n_out:
            text = _(
                "Where a test sample repeats a training sample, exactly or nearly, it was left out: "
                "{n} of {total} answers.",
                n=n_out,
                total=self.n_test * len(self.rows),
            )
            found.append(Finding("GC-Y28", "note", text))
        rehearsal = self.forecast.rehearsal if self.is_whole else None
        if rehearsal is not None and not rehearsal.holds:
            text = _(
                "The curve does not follow one power law: fitted up to {n} training samples it expected "
                "{expected:.1f} % with all, and {measured:.1f} % were measured. Do not rely on what it expects of "
                "more.",
                n=rehearsal.n,
                expected=rehearsal.expected,
                measured=rehearsal.measured,
            )
            found.append(Finding("GC-Y40", "warning", text))
        return tuple(found)

    @property
    def sentence(self) -> Text:
        """What there is, what more would bring, and what can be seen."""
        now, twice = self.n[-1], FACTORS[0] * int(self.n[-1])
        if not self.is_whole:
            return _("Every run of some size diverged: try a smaller learning rate.")
        draws = self.accuracies[:, -1]
        first = _(
            "With {n} training samples the model answers {mean:.1f} % right; single draws range from {low:.0f} to "
            "{high:.0f} %.",
            n=now,
            mean=self.means[-1],
            low=np.nanmin(draws),
            high=np.nanmax(draws),
        )
        more = self.forecast.expected(twice)
        second = _(
            "With {n:,} a power law through the curve expects {value:.1f} % (95 % interval {low:.1f} to {high:.1f} %).",
            n=twice,
            value=more.value,
            low=more.low,
            high=more.high,
        )
        points = _("Five percentage points more would take {n}.", n=samples_in_words(self.forecast.needed(5.0)))
        return sentences(first, second, *self._on_rehearsal, points, *(self._on_test(name) for name in self._told[:1]))

    @property
    def _on_rehearsal(self) -> list[Text]:
        """How well the law would have done on what is known; nothing where a finding says that it has failed."""
        rehearsal = self.forecast.rehearsal
        if rehearsal is None or not rehearsal.holds:
            return []
        words = _(
            "Fitted up to {n} alone it would have expected {expected:.1f} % of {all}.",
            n=rehearsal.n,
            expected=rehearsal.expected,
            all=self.n[-1],
        )
        return [words]

    @property
    def _told(self) -> list[str]:
        """The baselines, the one that is hardest to beat first."""
        return sorted(self.against, key=lambda name: self.against[name].points)

    def _on_test(self, name: str) -> Text:
        points, n = self.against[name].points, samples_in_words(self.test_samples[name])
        values = {"name": BASELINES[name], "n": n, "points": abs(points)}
        if points >= 0:
            return _("It is {points:.1f} points better than “{name}”; to show that takes {n} to test on.", **values)
        return _("It is {points:.1f} points worse than “{name}”; to show that takes {n} to test on.", **values)

    @property
    def table(self) -> Table:
        """One line a number of training samples; what the law expects of more; how many samples it would take."""
        columns = (
            Column("n", _("samples"), ",d"),
            Column("accuracy", _("score, %"), ".1f"),
            Column("low", _("from"), ".1f"),
            Column("high", _("to"), ".1f"),
            Column("what", _("what the line is")),
        )
        measured = tuple(
            (int(n), float(mean), float(np.nanmin(some)), float(np.nanmax(some)), _("range of single draws"))
            for n, mean, some in zip(self.n, self.means, self.accuracies.T, strict=True)
            if np.isfinite(mean)
        )
        forecast = (*(self._expectation(factor) for factor in FACTORS), *(self._more(points) for points in POINTS))
        tests = tuple(self._test_line(name) for name in self._told)
        return Table(columns, (*measured, *(forecast if self.is_whole else ()), *tests))

    def _expectation(self, factor: int) -> tuple[Any, ...]:
        rough = self.forecast.expected(factor * float(self.n[-1]))
        return factor * int(self.n[-1]), rough.value, rough.low, rough.high, _("expected, 95 % interval")

    def _more(self, points: float) -> tuple[Any, ...]:
        """Training samples for so many points more."""
        rough = self.forecast.needed(points)
        words = _("to train on, for +{points:g} points: {n}", points=points, n=samples_in_words(rough))
        return _whole(rough.value), float(self.means[-1]) + points, None, None, words

    def _test_line(self, name: str) -> tuple[Any, ...]:
        """Test samples that tell the model from a baseline."""
        rough = self.test_samples[name]
        words = _("to test on, to tell it from {name}: {n}", name=BASELINES[name], n=samples_in_words(rough))
        return _whole(rough.value), None, None, None, words

    def as_json(self) -> dict[str, Any]:
        """The curve, the law, and what it expects; the curve alone where there is no law."""
        curve = {"n": self.n.tolist(), "accuracy": self.means.tolist(), "draws": self.accuracies.tolist()}
        tests = [
            {"name": name, "difference": self.against[name].points, **rough.as_json()}
            for name, rough in self.test_samples.items()
        ]
        if not self.is_whole:
            return curve | {"test_samples": tests}
        law, expected, needed = self.forecast.law, self.forecast.expected, self.forecast.needed
        rehearsal, last = self.forecast.rehearsal, int(self.n[-1])
        return {
            **curve,
            "law": {"a": float(law.a), "b": float(law.b), "c": float(law.c)},
            "rehearsal": None if rehearsal is None else asdict(rehearsal),
            "expected": [{"n": k * last, **expected(float(k * last)).as_json()} for k in FACTORS],
            "training_samples_for_more": [{"points": p, **needed(p).as_json()} for p in POINTS],
            "test_samples": tests,
        }


def _rivals(rows: tuple[Row, ...], n_draws: int, m: int) -> dict[str, Array]:
    """Which samples each baseline answers right in each draw, (D, m)."""
    found: dict[str, Array] = {}
    for row in rows:
        for name, right in row.get("rivals", {}).items():
            found.setdefault(name, np.zeros((n_draws, m)))[row["draw"]][right] = 1
    return found


def _whole(n: float) -> int | None:
    """A number of samples; None where no number is enough, or none that can be had."""
    return int(n) if n <= FURTHEST else None
