"""scikit-learn's own contract: every check that it yields."""

from __future__ import annotations

from sklearn.utils.estimator_checks import parametrize_with_checks

from glasscat import GlasscatClassifier


@parametrize_with_checks([GlasscatClassifier()])
def test_check_estimator(estimator, check):
    """None is expected to fail; scikit-learn skips some by itself where pandas or an array API is missing."""
    check(estimator)
