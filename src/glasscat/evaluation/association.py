"""Association: whether the answers have to do with the truth at all."""

from __future__ import annotations

from math import erfc, sqrt
from typing import TYPE_CHECKING

from glasscat.statistics.exact_tests import fisher

if TYPE_CHECKING:
    from glasscat.typing import Integers


def expected_correct(confusion: Integers) -> float:
    """Right answers to expect if the same answers were dealt out at random: ``sum r_j c_j / m``."""
    return float(confusion.sum(axis=1) @ confusion.sum(axis=0)) / int(confusion.sum())


def association(confusion: Integers) -> float | None:
    """Two-sided p-value of the number of right answers, had the same answers been dealt out at random.

    For two classes that is Fisher's exact test. For more, the number of right answers is compared with its mean
    and its variance over all permutations of the answers, with q_j = r_j c_j:
    ``mean = sum q_j / m`` and ``variance = (m² sum q_j + (sum q_j)² - m sum q_j (r_j + c_j)) / (m² (m - 1))``,
    by the normal distribution with a correction of 1/2 for whole numbers.

    Parameters
    ----------
    confusion : (n_classes, n_classes) counts
        Rows truth (sums r_j), columns prediction (sums c_j), m samples in all.

    Returns
    -------
    float or None
        None where the truth or the answers are all of one class, so that there is nothing to compare; and for more than
        two classes where fewer than five right or five wrong answers are expected, too few for the normal distribution.

    References
    ----------
    B. S. Everitt, "Moments of the statistics kappa and weighted kappa", British Journal of Mathematical and
    Statistical Psychology 21 (1968).
    """
    truth, answers = confusion.sum(axis=1), confusion.sum(axis=0)
    if (truth > 0).sum() < 2 or (answers > 0).sum() < 2:
        return None
    if len(confusion) == 2:
        return fisher(confusion)
    m = int(confusion.sum())
    mean = expected_correct(confusion)
    if min(mean, m - mean) < 5:
        return None
    r, c = truth.astype(float), answers.astype(float)
    q = r * c
    variance = (m * m * q.sum() + q.sum() ** 2 - m * (q * (r + c)).sum()) / (m**2 * (m - 1))
    distance = max(0.0, abs(int(confusion.trace()) - mean) - 0.5)
    return erfc(distance / sqrt(2 * variance))
