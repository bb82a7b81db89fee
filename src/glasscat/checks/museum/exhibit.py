"""An exhibit: a mistake as a small change to right code, and the check that tells the two apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from glasscat.checks.museum.source import body, changed
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.i18n import Text

Check = Literal["gradient-check", "shapes", "cost-curve", "verdict"]
CHECKS: dict[Check, Text] = {
    "gradient-check": _("the gradient check"),
    "shapes": _("the shapes"),
    "cost-curve": _("the cost curve"),
    "verdict": _("the verdict"),
}
"""Checks as people call them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check saw of one version of the code.

    Parameters
    ----------
    numbers : tuple of (Text, number or str)
        What was measured, for both versions under the same labels.
    alarm : bool
        Whether the check objects.
    sentence : Text
        What it says.
    """

    numbers: tuple[tuple[Text, float | str], ...]
    alarm: bool
    sentence: Text

    def as_json(self) -> dict[str, Any]:
        """Keys numbers, alarm, sentence."""
        numbers = [{"label": str(label), "value": value} for label, value in self.numbers]
        return {"numbers": numbers, "alarm": self.alarm, "sentence": str(self.sentence)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """An exhibit that has been run.

    Parameters
    ----------
    exhibit : Exhibit
    right, wrong : Evidence
        The same check on the right and on the wrong code.
    """

    exhibit: Exhibit
    right: Evidence
    wrong: Evidence

    @property
    def caught(self) -> bool:
        """Whether the check objects to the wrong code, and not to the right one."""
        return self.wrong.alarm and not self.right.alarm

    @property
    def sentence(self) -> Text:
        """What catches it, and how."""
        check = CHECKS[self.exhibit.check]
        if self.caught:
            return _("Caught by {check}: {said}", check=check, said=self.wrong.sentence)
        return _("Not caught by {check}: {said}", check=check, said=self.wrong.sentence)

    def as_json(self) -> dict[str, Any]:
        """Everything about the exhibit and what came of it."""
        return {
            **self.exhibit.as_json(),
            "right": {"lines": list(self.exhibit.lines[0]), **self.right.as_json()},
            "wrong": {"lines": list(self.exhibit.lines[1]), **self.wrong.as_json()},
            "caught": self.caught,
            "sentence": str(self.sentence),
        }


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A mistake.

    Parameters
    ----------
    name : str
    title : Text
        The mistake in one line.
    story : Text
        What it is and how it shows, two sentences.
    check : "gradient-check", "shapes", "cost-curve" or "verdict"
        What catches it.
    right, wrong : callable
        The code, and the same code with the mistake in it.
    examine : callable
        From either of them to the evidence of the check.
    """

    name: str
    title: Text
    story: Text
    check: Check
    right: Callable[..., Any]
    wrong: Callable[..., Any]
    examine: Callable[[Callable[..., Any]], Evidence]

    @property
    def lines(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lines of the right code that the mistake changes, and what it makes of them."""
        return changed(self.right, self.wrong)

    @property
    def wrong_code(self) -> tuple[str, ...]:
        """The code with the mistake in it."""
        return body(self.wrong)

    def run(self) -> Outcome:
        """Put both versions to the same check."""
        return Outcome(self, self.examine(self.right), self.examine(self.wrong))

    def as_json(self) -> dict[str, Any]:
        """Name, title, story and check."""
        return {"name": self.name, "title": str(self.title), "story": str(self.story), "check": self.check}
