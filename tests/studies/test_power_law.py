"""The power law, against curves that follow one."""

import numpy as np
import pytest

from glasscat.studies.power_law import fit_power_law


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
