"""scikit-learn's own contract: every check that it yields."""

from __future__ import annotations

import pytest
from reliability.estimator import ARRAY_API
from sklearn.utils.estimator_checks import parametrize_with_checks

from glasscat import GlasscatClassifier


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")  # some checks fit labels to noise
@parametrize_with_checks([GlasscatClassifier()])
def test_check_estimator(estimator, check, monkeypatch):
    """None is expected to fail; scikit-learn skips some by itself where pandas is missing."""
    for name, value in ARRAY_API.items():
        monkeypatch.setenv(name, value)
    check(estimator)
