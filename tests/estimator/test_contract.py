"""scikit-learn's own contract: every check that it yields."""

from __future__ import annotations

from reliability.estimator import ARRAY_API
from sklearn.utils.estimator_checks import parametrize_with_checks

from glasscat import GlasscatClassifier


@parametrize_with_checks([GlasscatClassifier()])
def test_check_estimator(estimator, check, monkeypatch):
    """None is expected to fail; scikit-learn skips some by itself where pandas is missing."""
    for name, value in ARRAY_API.items():
        monkeypatch.setenv(name, value)
    check(estimator)
