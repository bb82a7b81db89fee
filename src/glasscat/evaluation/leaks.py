"""Leaks: test samples that the training set already held, so that knowing them proves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import DataError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glasscat.data.findings import Finding


def leaked_samples(findings: Sequence[Finding], n_test: int) -> NDArray[np.bool_]:
    """Mark the test samples that some finding pairs with a training sample, exactly or nearly the same.

    Such a pair is an item with the keys ``train``, ``test`` and ``exact``; items of other findings have others.

    Returns
    -------
    (n_test,) bool

    Raises
    ------
    DataError
        GC-V09 where a finding names a test sample that the test set does not have.
    """
    leaked = np.zeros(n_test, dtype=bool)
    for finding in findings:
        for item in finding.items:
            if not (isinstance(item, dict) and {"train", "test", "exact"} <= item.keys()):
                continue
            if not 0 <= item["test"] < n_test:
                raise DataError(
                    "GC-V09",
                    finding.code,
                    _(
                        "findings of this test set of {n} samples were expected; found one about test sample {index}.",
                        n=n_test,
                        index=item["test"],
                    ),
                    _("inspect the data that the model is judged on."),
                )
            leaked[item["test"]] = True
    return leaked
