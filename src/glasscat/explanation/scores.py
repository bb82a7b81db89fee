"""What a network answers on one set, and how the quantities of its score are named and made."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from glasscat.evaluation.baselines import find_rivals
from glasscat.evaluation.confusion import confusion_matrix
from glasscat.evaluation.probabilities import decide
from glasscat.explanation.expression import Input
from glasscat.explanation.family import SAMPLE, Axis, Family
from glasscat.explanation.names import written
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from glasscat.explanation.book import Book
    from glasscat.explanation.expression import Expression
    from glasscat.i18n import Text
    from glasscat.typing import Array, Integers


class Scores:
    """Answers of the trained network on one set.

    Parameters
    ----------
    book : Book
    part : "train" or "test"
    """

    def __init__(self, book: Book, part: str) -> None:
        self.book, self.part = book, part
        self.y = book.samples(part).y
        self.class_names = book.subject.data.class_names
        self.sample = Axis(SAMPLE, len(self.y))
        self.label = Axis(_("class"), len(self.class_names), names=tuple(self.class_names))

    @cached_property
    def probabilities(self) -> Array:
        """Probability of each class for each sample, (m, n_classes)."""
        subject, samples = self.book.subject, self.book.samples(self.part)
        columns = samples.columns(subject.theta.dtype)
        return subject.network.probabilities(subject.theta, columns, subject.buffers).T

    @cached_property
    def answers(self) -> Integers:
        """Class that is answered for each sample, (m,)."""
        return decide(self.probabilities, self.book.subject.threshold)

    @cached_property
    def right(self) -> NDArray[Any]:
        """Whether that is right, (m,)."""
        return self.answers == self.y

    @cached_property
    def confusion(self) -> Integers:
        """Samples of each class that were taken for each, (n_classes, n_classes)."""
        return confusion_matrix(self.y, self.answers, len(self.class_names))

    @cached_property
    def rivals(self) -> dict[str, Integers]:
        """What each baseline answers, (m,)."""
        subject, samples = self.book.subject, self.book.samples(self.part)
        found = find_rivals(samples, self.class_names, subject.data.train, subject.memory)
        return {rival.name: rival.answers for rival in found}

    @cached_property
    def beaten(self) -> dict[str, NDArray[Any]]:
        """Where each baseline is right, (m,)."""
        return {name: answers == self.y for name, answers in self.rivals.items()}

    @cached_property
    def known(self) -> str:
        """Which class has which number, for formulas; of many classes the first ones."""
        some = [f"{k} = {name}" for k, name in enumerate(self.class_names[:10])]
        return ", ".join(some) + (", …" if len(self.class_names) > len(some) else "")

    @property
    def results(self) -> Mapping[str, Any]:
        """What was stored of the score."""
        found: Mapping[str, Any] = self.book.subject.results[self.part]
        return found

    def ref(self, symbol: str, value: Any, *indices: Any) -> Input:  # noqa: ANN401  (a number; numbers or words)
        """A quantity of this set."""
        return Input(written(f"{self.part}.{symbol}", indices), float(value))

    def family(
        self,
        symbol: str,
        meaning: Text,
        formula: str,
        *axes: Axis,
        value: Callable[..., Any],
        expression: Callable[..., Expression],
    ) -> Family:
        """A family of this set, whose functions take nothing but the indices."""
        return Family(
            f"{self.part}.{symbol}",
            meaning,
            formula,
            axes,
            lambda indices, _k: float(value(*indices)),
            lambda indices, _k: expression(*indices),
            "never",
        )
