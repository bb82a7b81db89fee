"""Inspection: what is in the data, and what is wrong with it, before anything is trained on it.

One idea a file; each check takes the data and returns findings. Nothing here changes the data or stops a run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.data.inspection.blank import blank_findings
from glasscat.data.inspection.constant_columns import constant_column_findings
from glasscat.data.inspection.copies import copy_findings, equal_samples
from glasscat.data.inspection.look_alikes import look_alike_findings
from glasscat.data.inspection.pool import Pool
from glasscat.data.inspection.shares import share_findings
from glasscat.data.inspection.size_of_test import size_of_test_findings
from glasscat.data.inspection.size_of_train import size_of_train_findings
from glasscat.data.inspection.summary import summarize

if TYPE_CHECKING:
    from glasscat.data.dataset import Dataset
    from glasscat.data.findings import Finding

__all__ = ["inspect", "summarize"]


def inspect(dataset: Dataset) -> tuple[Finding, ...]:
    """Every finding about a data set, warnings first, otherwise by code.

    Parameters
    ----------
    dataset : Dataset
        Pictures or features, with or without a test set.

    Returns
    -------
    tuple of Finding
        Codes GC-I01 to GC-I29; empty when nothing was found.
    """
    pool = Pool(dataset)
    groups = equal_samples(pool)
    findings = [
        *size_of_test_findings(dataset),
        *size_of_train_findings(dataset),
        *share_findings(dataset),
        *copy_findings(pool, groups),
        *look_alike_findings(pool, groups),
        *blank_findings(pool),
        *constant_column_findings(dataset),
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.severity != "warning", finding.code)))
