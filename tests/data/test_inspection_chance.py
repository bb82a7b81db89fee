"""The exact tests and the interval, against SciPy's and against numbers from the literature."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasscat.data.inspection.chance import fisher_exact, half_width, sign_test

counts = st.integers(0, 60)


@settings(deadline=None)  # the first call imports SciPy
@given(counts, counts, counts, counts)
def test_fisher_is_scipys(a, b, c, d):
    from scipy.stats import fisher_exact as reference

    # 1e-9: both sum a few dozen probabilities, each right to about 1e-12
    assert fisher_exact(a, b, c, d) == pytest.approx(reference([[a, b], [c, d]]).pvalue, rel=1e-9)


def test_the_lady_tasting_tea():
    # Fisher (1935): all eight cups right has one chance in C(8, 4) = 70, and the mirrored table another
    assert fisher_exact(4, 0, 0, 4) == pytest.approx(2 / 70)


@pytest.mark.parametrize(("k", "n"), [(0, 5), (3, 10), (10, 20), (40, 100)])
def test_sign_test_is_scipys(k, n):
    from scipy.stats import binomtest

    assert sign_test(k, n) == pytest.approx(binomtest(k, n).pvalue)


@pytest.mark.parametrize("n", [2, 50, 92, 1000])
def test_half_width_is_wilsons_at_one_half(n):
    from scipy.stats import binomtest

    low, high = binomtest(n // 2, n).proportion_ci(0.95, method="wilson")
    assert half_width(n) == pytest.approx(50 * (high - low))


def test_large_counts_stay_finite():
    p = fisher_exact(30_000, 30_000, 6_000, 4_000)
    assert np.isfinite(p)
    assert p < 1e-50
