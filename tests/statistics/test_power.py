"""How many samples it takes to find a difference, against the power of the exact test, summed up."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from glasscat.statistics.power import mcnemar_samples


def exact_power(n, p, q):
    """Chance that McNemar's exact test finds the difference with n samples, summed over all that can happen."""
    power = 0.0
    for k in range(n + 1):
        weight = binom.pmf(k, n, p + q)
        if weight < 1e-10:
            continue
        rejected = [b for b in range(k + 1) if binomtest(b, k).pvalue < 0.05] if k else []
        power += weight * binom.pmf(rejected, k, p / (p + q)).sum()
    return power


@pytest.mark.parametrize(("p", "q"), [(0.4, 0.1), (0.2, 0.06), (0.1, 0.02), (0.05, 0.3)])
def test_power_of_the_exact_test_is_about_80_percent(p, q):
    """Within 2.5 points: the test is discrete, so its power goes up and down by that much from n to n + 1."""
    assert exact_power(int(mcnemar_samples(p, q)), p, q) == pytest.approx(0.8, abs=0.025)


def test_published_sample_size():
    """Connor's formula by hand, for 0.25 and 0.15: ((1.959964 sqrt 0.4 + 0.841621 sqrt 0.39) / 0.1)^2 = 311.7, + 10."""
    assert mcnemar_samples(0.25, 0.15) == 322


def test_no_number_tells_equals_apart():
    assert mcnemar_samples(0.2, 0.2) == np.inf
    assert mcnemar_samples(0.0, 0.0) == np.inf
    np.testing.assert_array_equal(mcnemar_samples(np.array([0.1, 0.2]), np.array([0.1, 0.2])), np.inf)
