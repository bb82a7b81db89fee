"""Every error that a user can see: one family, stable codes, three lines at most.

    glasscat: error[GC-D07] cats.h5, train_set_y: labels must be whole numbers from 0 to 1; found 7 at sample 12.
    fix: relabel the sample, or list every class in list_classes.

A code is a letter for the kind and a number for the case. Codes are never used again for something else.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glasscat.i18n import Text


class GlasscatError(Exception):
    """An error with a code, a place, what was found and what to do.

    Parameters
    ----------
    code : str
        Stable code, such as ``"GC-D07"``.
    where : str or Text
        File, key, option or quantity that the error is about; ``""`` where there is none.
    problem : Text
        What was expected and what was found: one full sentence.
    fix : Text, optional
        What the user can do: one sentence, in lower case at its beginning.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, code: str, where: str | Text, problem: Text, fix: Text | None = None) -> None:
        super().__init__(code, where, problem, fix)
        self.code = code
        self.where = where
        self.problem = problem
        self.fix = fix

    @property
    def statement(self) -> Text:
        """Where it is wrong, and what is."""
        if not str(self.where):
            return self.problem
        return _("{where}: {problem}", where=self.where, problem=self.problem)

    def __str__(self) -> str:
        first = f"[{self.code}] {self.statement}"
        return first if self.fix is None else f"{first}\n{_('fix: {fix}', fix=self.fix)}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({f'[{self.code}] {self.statement}'!r})"


class UsageError(GlasscatError, ValueError):
    """An invalid option or argument (GC-U…)."""

    exit_code = 2


class DataError(GlasscatError, ValueError):
    """Data that cannot be read or trained on (GC-D…)."""

    exit_code = 3


class ModelError(GlasscatError, ValueError):
    """A model file that is not what it claims, or does not fit the data (GC-M…)."""

    exit_code = 4


class DivergedError(GlasscatError):
    """A training that left the finite numbers, or did not end below where it began (GC-T…).

    Attributes
    ----------
    last_good : (int, float) or None
        Iteration and cost of the last finite record, or of the lowest one.
    went : tuple of int
        Iteration at which the cost of each run left the finite numbers; empty where none did.
    fitted : Fitted or None
        What training had found by then; never a success.
    runs : list of (Run or None)
        What `glasscat.fit_many` has found of all its plans, None of those that this error is about.
    """

    exit_code = 5
    last_good: tuple[int, float] | None = None
    went: tuple[int, ...] = ()
    fitted: object | None = None
    runs: Sequence[object] = ()


class StorageError(GlasscatError):
    """A file or folder that cannot be written (GC-S…).

    Attributes
    ----------
    unkept : object or None
        What was found by then and could not be kept: it is told all the same.
    """

    exit_code = 6
    unkept: object | None = None


class LockedError(GlasscatError):
    """A run folder that another process holds (GC-L…)."""

    exit_code = 7


class ResumeError(GlasscatError):
    """A run that cannot be continued as it was (GC-R…)."""

    exit_code = 8


NEAR = 0.6
"""Likeness of two names, from 0 to 1, from which one may be a slip for the other; that of difflib."""


def nearest_name(found: str, known: Iterable[str]) -> str | None:
    """Known name that was probably meant, whatever its capitals; None where none is near."""
    names = {name.lower(): name for name in known}
    near = get_close_matches(found.lower(), names, n=1, cutoff=NEAR)
    return names[near[0]] if near else None


def unknown_name(code: str, where: str | Text, found: object, known: Iterable[str]) -> UsageError:
    """Error about a name that is none of the known ones, which lists them and says which one is near, if any is."""
    known = list(known)
    nearest = nearest_name(found, known) if isinstance(found, str) else None
    problem = _("{found!r} is not known.", found=found)
    if nearest is not None:
        problem = _("{found!r} is not known; the nearest is {nearest}.", found=found, nearest=nearest)
    return UsageError(code, where, problem, _("choose one of {known}.", known=listing(known)))
