"""A model beside a baseline: who alone is right how often, and how many test samples it takes to see a difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.statistics.power import mcnemar_samples
from glasscat.studies.forecast import Rough

if TYPE_CHECKING:
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class Against:
    """Shares of the test samples that one of the two alone gets right.

    Parameters
    ----------
    p, q : float
        Of the model, and of the baseline; 0 to 1.
    resampled_p, resampled_q : (B,)
        The same, with draws and samples drawn again with replacement.
    """

    p: float
    q: float
    resampled_p: Array
    resampled_q: Array

    @property
    def points(self) -> float:
        """Percentage points by which the model is better; below 0 where it is worse."""
        return 100 * (self.p - self.q)

    @property
    def test_samples(self) -> Rough:
        """Test samples that it takes to tell the two apart, with a power of 80 %.

        A resample in which the other one of the two is better counts as a difference that is never found.
        """
        same_side = np.sign(self.resampled_p - self.resampled_q) == np.sign(self.p - self.q)
        each = np.where(same_side, mcnemar_samples(self.resampled_p, self.resampled_q), np.inf)
        return Rough.of(float(mcnemar_samples(self.p, self.q)), each)
