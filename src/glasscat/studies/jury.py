"""The jury: judges many runs on the same samples, whose baselines are worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from glasscat.evaluation.baselines import find_rivals
from glasscat.evaluation.memory import TrainMemory
from glasscat.evaluation.probabilities import decide
from glasscat.evaluation.score import Score
from glasscat.evaluation.tally import count
from glasscat.studies.long_steps import warnings_of_steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.errors import DivergedError
    from glasscat.evaluation.baselines import Rival
    from glasscat.studies.study import Row
    from glasscat.training.fitted import Fitted


@dataclass(frozen=True, slots=True, eq=False)
class Jury:
    """Test samples and how the baselines answer them.

    Parameters
    ----------
    data : Dataset
    rivals : tuple of Rival
        Empty without a test set.
    """

    data: Dataset
    rivals: tuple[Rival, ...]

    @classmethod
    def of(cls, data: Dataset) -> Self:
        """Let every baseline answer the test samples."""
        if data.test is None:
            return cls(data, ())
        memory = TrainMemory.of(data.train, data.n_classes)
        return cls(data, find_rivals(data.test, data.class_names, data.train, memory))

    def row(self, fitted: Fitted | None, failure: DivergedError | None) -> Row:
        """What is kept of a run: its costs and scores; a run that diverged has no score."""
        if fitted is None:
            return {"status": "diverged", "failure": None if failure is None else failure.code, "costs": []}
        history = fitted.history
        row: Row = {
            "status": "finished" if failure is None else "diverged",
            "failure": None if failure is None else failure.code,
            "method": fitted.method,
            "iterations": history.iterations,
            "seconds": history.seconds,
            "costs": [list(pair) for pair in history.all_costs],
            "final_cost": history.final_cost,
        }
        if failure is None:
            row["warnings"] = warnings_of_steps(fitted)
            row["train"] = score_of(fitted, self.data.train).as_json()
            row["test"] = None if self.data.test is None else self._verdict(fitted, self.data.test)
        return row

    def _verdict(self, fitted: Fitted, test: Samples) -> dict[str, Any]:
        """Score, baselines and how the run compares with the best of them."""
        answers = decide(fitted.probabilities(test), 0.5)
        tally = count(test.y, answers, self.rivals, self.data.n_classes, np.ones(len(test), dtype=bool))
        return {
            **tally.score.as_json(),
            "balanced_accuracy": tally.balanced.value,
            "baselines": [baseline.as_json() for baseline in tally.baselines],
            "best_baseline": tally.best_baseline.name,
            "against_best": tally.against_best,
            "signal": tally.signal,
        }


def right_answers(fitted: Fitted, samples: Samples) -> NDArray[np.bool_]:
    """Which samples a run answers right, (m,)."""
    return decide(fitted.probabilities(samples), 0.5) == samples.y


def score_of(fitted: Fitted, samples: Samples) -> Score:
    """Count the right answers of a run."""
    return Score(int(right_answers(fitted, samples).sum()), len(samples))
