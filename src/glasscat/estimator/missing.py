"""What stands in the estimator's place where scikit-learn is not installed."""

from __future__ import annotations

from typing import Any

from glasscat.errors import UsageError
from glasscat.i18n import _


class GlasscatClassifier:
    """Say what to install, as soon as somebody wants to make one; importing the name does no harm.

    Raises
    ------
    UsageError
        GC-E01.
    """

    def __init__(self, *_arguments: Any, **_settings: Any) -> None:  # noqa: ANN401  (whatever it was given)
        raise UsageError(
            "GC-E01",
            "GlasscatClassifier",
            _("it is a scikit-learn estimator, and scikit-learn is not installed."),
            _('run: pip install "glasscat[sklearn]".'),
        )
