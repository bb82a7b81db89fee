"""`GlasscatClassifier` is an estimator by scikit-learn's own contract: every check that it yields."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import sklearn
from sklearn.utils.estimator_checks import check_estimator

from glasscat import GlasscatClassifier
from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAIM = Said(
    "scikit-learn's check_estimator: every yielded check passes and none is expected to fail, beyond those that it "
    "skips itself for a missing package",
    "scikit-learn 的 check_estimator：产生的每一项检查都通过，没有一项预期失败；只有缺少软件包的检查由它自己跳过",
)

ARRAY_API = {"SCIPY_ARRAY_API": "1"}
"""Without this in the environment scikit-learn skips its check of arrays that are not NumPy's."""


def measure() -> Measured:
    """Run all checks on the estimator with its defaults, and look at each result."""
    with patch.dict(os.environ, ARRAY_API):
        return measured_of(check_estimator(GlasscatClassifier(), on_skip=None, on_fail=None))


def measured_of(results: Sequence[dict[str, Any]]) -> Measured:
    """Count what `check_estimator` gave; whatever did not pass is named with its reason."""
    passed = [result for result in results if result["status"] == "passed"]
    skipped = [result for result in results if is_skipped_for_a_package(result)]
    rest = [result for result in results if result not in passed and result not in skipped]
    figure = Said(
        f"scikit-learn {sklearn.__version__}: {len(passed)} of {len(results)} passed, {len(skipped)} skipped"
        + _named(" (", skipped, ")")
        + _named("; not passed: ", rest),
        f"scikit-learn {sklearn.__version__}：{len(results)} 项中通过 {len(passed)} 项，跳过 {len(skipped)} 项"
        + _named("（", skipped, "）")
        + _named("；没有通过：", rest),
    )
    return Measured(CLAIM, figure, passed=bool(passed) and not rest)


def is_skipped_for_a_package(result: dict[str, Any]) -> bool:
    """Whether scikit-learn skipped a check because something is not installed."""
    return result["status"] == "skipped" and "not installed" in str(result["exception"])


def _named(before: str, results: Sequence[dict[str, Any]], after: str = "") -> str:
    if not results:
        return ""
    told = [f"{result['check_name']}: {_first_line(result['exception'])}" for result in results]
    return before + "; ".join(told) + after


def _first_line(error: object) -> str:
    return str(error).strip().split("\n", 1)[0].split(":", 1)[0].replace("|", "/")
