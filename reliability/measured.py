"""What the measuring of a promise gives: the claim, the figure that was found, and whether the promise was kept.

A promise is a module of this folder, named for what it is about, with one public function:

    def measure(n: int = 20_000) -> Measured: ...

Called without arguments, as the ledger calls it, it measures the long form that the claim speaks of; the tests call it
with smaller numbers. It never raises because a promise is broken: that is ``passed=False``, and the figure tells the
first cases that broke it, so that they can be looked at.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """The same words in both languages of the documents; Markdown, in one line, without ``|``."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the ledger.

    Parameters
    ----------
    claim : Said
        The promise: what holds of how many cases.
    figure : Said
        What was found, with its count: "20,000 of 20,000; longest 0.31 s; most memory 148 MB".
    passed : bool or None
        Whether the promise was kept; None where it could not be measured on this machine, and then the figure says
        what is missing.
    """

    claim: Said
    figure: Said
    passed: bool | None
