"""What a report is about: a run as it was kept, and its data, where that was found again."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from glasscat.i18n import LANGUAGES
from glasscat.models.needed import check_needed
from glasscat.reports.html.kept import Kept
from glasscat.reports.html.opened_view import error_of, opened_view, wrong_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.errors import GlasscatError
    from glasscat.explanation.book import Book
    from glasscat.i18n import Text
    from glasscat.models.run_folder import StoredRun
    from glasscat.reports.html.opened_view import Openable, OpenedNumber
    from glasscat.typing import Array


@dataclass(frozen=True, eq=False)
class Subject:
    """One run to report on.

    Parameters
    ----------
    stored : StoredRun
    data : Dataset or None
        What it was trained and tested on; without it the report has no pictures.
    missing : Text or None
        Why there is no data.
    command : str or None
        What was typed to train it.
    opened : sequence of Openable
        Numbers that the page opens, as `glasscat.explain` gives them.
    closed : Text or None
        Why it opens none.
    printed : sequence of Openable
        Numbers that the page prints without opening them, which are checked as well.
    book : Book or None
        In which all other numbers of the run are found.
    called : str or None
        What to call the run, where the name of its folder does not tell it from another.

    Raises
    ------
    ModelError
        GC-R05 for a run.json that lacks what a report is made of.
    """

    stored: StoredRun
    data: Dataset | None = None
    missing: Text | None = None
    command: str | None = None
    opened: Sequence[Openable] = ()
    closed: Text | None = None
    printed: Sequence[Openable] = ()
    book: Book | None = None
    called: str | None = None

    def __post_init__(self) -> None:
        check_needed(self.stored.path, self.stored.document)

    @property
    def document(self) -> dict[str, Any]:
        """run.json."""
        return self.stored.document

    @property
    def name(self) -> str:
        """What the run is called."""
        return self.called or self.folder

    @property
    def folder(self) -> str:
        """Name of its folder."""
        return self.stored.path.resolve().name

    @property
    def place(self) -> str:
        """What to type for it where it was trained: its folder, in ``runs`` where that is its place."""
        lies_in = self.stored.path.resolve().parent.name
        return shlex.quote(f"runs/{self.folder}" if lies_in == "runs" else self.folder)

    @property
    def sizes(self) -> str:
        """Units of each layer, the inputs first."""
        return " → ".join(f"{n:,}" for n in self.document["network"])

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the classes are called."""
        return self.stored.class_names

    @property
    def verdict(self) -> dict[str, Any] | None:
        """Verdict on the test set as it was kept, or None without one."""
        verdict: dict[str, Any] | None = self.document.get("test")
        return verdict

    @property
    def test(self) -> Samples | None:
        """Test samples, where the data is there."""
        return None if self.data is None else self.data.test

    @property
    def has_pictures(self) -> bool:
        """Whether there are pictures to show."""
        return self.data is not None and self.data.train.is_pictures

    @cached_property
    def probabilities(self) -> Array | None:
        """Of each class for each test sample, (m, n_classes); None without the data or a test set."""
        return None if self.test is None else self.stored.probabilities(self.test)

    @cached_property
    def numbers(self) -> list[OpenedNumber]:
        """The numbers that the page opens, each checked, and their inputs, which are checked in turn."""
        return opened_view(self.opened)

    @cached_property
    def wrong(self) -> list[GlasscatError]:
        """What is wrong with numbers of the page that are not what their formula gives; empty where all is well."""
        opened = (number.error for one in self.numbers for number in one.every())
        found = [error for error in (*opened, *map(error_of, self.printed)) if error is not None]
        return list({error.where: error for error in found}.values())

    @property
    def wrong_note(self) -> Text | None:
        """The same in a sentence."""
        return None if not self.wrong else wrong_note(self.wrong)

    def said(self, kind: str, otherwise: Sequence[str]) -> list[Kept | str]:
        """Texts of one kind that were kept with the run, such as ``"findings"``.

        Parameters
        ----------
        kind : str
        otherwise : sequence of str
            The same in the one language that the run was kept in, for runs of a glasscat that kept but one.
        """
        texts = self.document.get("texts")
        if not texts:
            return list(otherwise)
        in_each = zip(*(texts[language][kind] for language in LANGUAGES), strict=True)
        return [Kept(dict(zip(LANGUAGES, words, strict=True))) for words in in_each]
