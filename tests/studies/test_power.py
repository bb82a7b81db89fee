"""How many samples: the power law and McNemar's power, against what is known of them."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from glasscat.studies.power import mcnemar_samples
from glasscat.studies.power_law import fit_power_law


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


def test_the_law_is_found_again():
    n = np.array([20.0, 40, 80, 160, 320])
    law = fit_power_law(n, 0.1 + 1.5 * n**-0.5)
    # c is one of 80 values, each 4.8 % above the last, so at most 2.4 % off
    assert float(law.c) == pytest.approx(0.5, rel=0.03)
    assert float(law.a) == pytest.approx(0.1, abs=0.01)
    assert float(law.error(1280)) == pytest.approx(0.1 + 1.5 * 1280**-0.5, abs=0.005)
    assert float(law.needed(law.error(1280))) == pytest.approx(1280, rel=1e-9)


def test_many_curves_at_once_are_each_as_alone():
    n = np.array([10.0, 30, 90, 270])
    curves = np.random.default_rng(0).uniform(0.1, 0.6, (7, 4))
    together = fit_power_law(n, curves)
    for k, curve in enumerate(curves):
        alone = fit_power_law(n, curve)
        assert float(alone.error(500)) == pytest.approx(float(together.error(500)[k]), rel=1e-12)


def test_laws_stay_laws():
    """A curve that rises is flat, a share of mistakes that no law removes is not negative."""
    n = np.array([10.0, 20, 40])
    rising = fit_power_law(n, np.array([0.2, 0.3, 0.4]))
    assert float(rising.b) == 0
    assert float(rising.error(1e6)) == pytest.approx(0.3)
    assert float(rising.needed(0.1)) == np.inf
    steep = fit_power_law(n, np.array([0.9, 0.3, 0.001]))
    assert float(steep.a) >= 0
    assert float(fit_power_law(n, np.array([1.0, 0.9, 0.8])).error(1e-9)) == 1
