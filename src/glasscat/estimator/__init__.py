"""glasscat as a scikit-learn estimator; importing glasscat itself does not import scikit-learn."""

from importlib.util import find_spec

if find_spec("sklearn") is None:
    from glasscat.estimator.missing import GlasscatClassifier
else:
    from glasscat.estimator.classifier import GlasscatClassifier

__all__ = ["GlasscatClassifier"]
