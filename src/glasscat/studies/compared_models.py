"""Comparing models as a study: each answers the same samples, and is a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.studies.comparison import Compared, compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from glasscat.data.dataset import Samples
    from glasscat.data.findings import Finding
    from glasscat.studies.study import Numbered, Row, Tell
    from glasscat.typing import Integers


@dataclass(frozen=True, eq=False)
class Comparison:
    """Models and their answers for the same samples.

    Parameters
    ----------
    answers : mapping of name to (m,) int
        Predicted classes.
    samples : Samples
    findings : tuple of Finding
        What is known to be wrong with them.

    Raises
    ------
    UsageError
        GC-Y10 for fewer than two models.
    """

    answers: Mapping[str, Integers]
    samples: Samples
    findings: tuple[Finding, ...] = ()
    kind: str = field(default="compare", init=False)

    def __post_init__(self) -> None:
        if len(self.answers) < 2:
            raise too_few(len(self.answers))

    @property
    def asked(self) -> dict[str, Any]:
        """Names of the models, and their answers by digest."""
        return {"models": {name: sha256(one.tobytes()).hexdigest() for name, one in self.answers.items()}}

    @property
    def fingerprint(self) -> str:
        """That of the samples."""
        return fingerprint_of(self.samples)

    def __len__(self) -> int:
        return len(self.answers)

    def rows(self, missing: Sequence[int], tell: Tell) -> Iterator[Numbered]:
        """Mark each model's answers."""
        names = list(self.answers)
        for done, number in enumerate(missing, 1):
            right = np.flatnonzero(self.answers[names[number]] == self.samples.y)
            tell(done, len(missing))
            yield [(number, {"name": names[number], "right": right.tolist(), "total": len(self.samples)})]

    def conclude(self, rows: Sequence[Row]) -> Compared:
        """Compare every two of them."""
        marked = {row["name"]: np.isin(np.arange(row["total"]), row["right"]) for row in rows}
        return compare(marked, self.findings)


def fingerprint_of(samples: Samples) -> str:
    """sha256 of samples and labels: models are compared on the same ones only."""
    digest = sha256(f"{samples.X.dtype.str}{samples.X.shape}{samples.scale}".encode())
    digest.update(np.ascontiguousarray(samples.X).data)
    digest.update(np.ascontiguousarray(samples.y).data)
    return digest.hexdigest()


def too_few(n: int) -> UsageError:
    """Error GC-Y10."""
    problem = _("there must be at least two different ones to compare; found {n}.", n=n)
    return UsageError("GC-Y10", _("compare"), problem, _("name two different runs or more."))
