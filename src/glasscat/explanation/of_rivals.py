"""Quantities of what the baselines answer: the majorities, the nearest training sample, the mean colour."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from glasscat.evaluation.memory import mean_colours
from glasscat.explanation.expression import Input, Number, whole
from glasscat.explanation.family import SAMPLE, Axis
from glasscat.explanation.functions import Call, squared
from glasscat.explanation.names import written
from glasscat.explanation.sums import total
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from glasscat.data.dataset import Samples
    from glasscat.explanation.expression import Expression
    from glasscat.explanation.family import Family
    from glasscat.explanation.scores import Scores
    from glasscat.typing import Array

COLOURS = ("red", "green", "blue")


def rival_families(scores: Scores, axis: Axis) -> Iterator[Family]:
    """What each baseline answers, and what it looks at for that."""
    subject = scores.book.subject
    answers: dict[str, Callable[[int], Expression]] = {
        "train-majority": lambda _k: _largest([whole(count) for count in subject.memory.class_counts]),
        "test-majority": lambda _k: _largest(
            [whole(count) for count in np.bincount(scores.y, minlength=len(scores.class_names)).tolist()]
        ),
    }
    if "nearest-neighbour" in axis.words:
        near = Neighbours(scores)
        yield from near.families()
        answers["nearest-neighbour"] = near.answer
    if "mean-colour" in axis.words:
        colours = _Colours(scores)
        yield from colours.families()
        answers["mean-colour"] = colours.answer
    yield scores.family(
        "baseline_answer",
        _("number of the class that a baseline answers"),
        f"the largest class; the class of the nearest training sample; argmax(colour_score); {scores.known}",
        axis,
        scores.sample,
        value=lambda name, k: scores.rivals[name][k],
        expression=lambda name, k: answers[name](k),
    )


def _largest(parts: Sequence[Expression]) -> Expression:
    """Number of the largest part, the first of equals."""
    template = f"argmax({', '.join(['{}'] * len(parts))})"
    return Call(template, tuple(parts), lambda *found: float(np.argmax(found)), 0.0)


class Neighbours:
    """The nearest training sample of each sample of a set.

    Parameters
    ----------
    scores : Scores
    """

    def __init__(self, scores: Scores) -> None:
        self._scores = scores
        self._train, self._own = scores.book.samples("train"), scores.book.samples(scores.part)
        self._dtype = scores.book.subject.theta.dtype
        self.squares = cache(self._squares)

    def _squares(self, k: int) -> Array:
        """Squared distances of a sample to all training samples, (m_train,)."""
        x = self._column(self._own, k)[:, None]
        found = [np.square(T - x).sum(axis=0) for T in self._train.column_pieces(self._dtype)]
        return np.concatenate(found).astype(float)

    def _column(self, samples: Samples, k: int) -> Array:
        """One sample as the network takes it, in double precision."""
        return samples.take(np.array([k])).columns(self._dtype)[:, 0].astype(float)

    def answer(self, k: int) -> Expression:
        """Class of the nearest training sample."""
        y = self._train.y
        nearest = self._scores.ref("nearest", np.argmin(self.squares(k)), k)
        return Call("class of training sample {}", (nearest,), lambda t: float(y[int(t)]), 0.0)

    def families(self) -> Iterator[Family]:
        """Which one is the nearest, and how far every one is."""
        scores, n = self._scores, len(self._train)
        yield scores.family(
            "nearest",
            _("number of the training sample that is nearest to a sample"),
            "argmin over the training samples of squared_distance; the first of equals",
            scores.sample,
            value=lambda k: np.argmin(self.squares(k)),
            expression=self._nearest,
        )
        yield scores.family(
            "squared_distance",
            _("squared distance of a sample to a training sample"),
            "sum((x - t)²)",
            scores.sample,
            Axis(SAMPLE, n),
            value=lambda k, t: self.squares(k)[t],
            expression=self._square,
        )

    def _nearest(self, k: int) -> Expression:
        squares = self.squares(k)
        order = np.argsort(squares, kind="stable")[:2].tolist()
        parts = tuple(self._scores.ref("squared_distance", squares[t], k, t) for t in order)
        words = f"({{}} <= {{}} ? {order[0]} : {order[1]})"
        return Call(words, parts, lambda a, b: float(order[0] if a <= b else order[1]), 0.0)

    def _square(self, k: int, t: int) -> Expression:
        pairs = enumerate(zip(self._column(self._own, k), self._column(self._train, t), strict=True))
        return total(
            [squared(self._scores.ref("X", a, i, k) - Input(written("X", (i, t)), float(b))) for i, (a, b) in pairs]
        )


class _Colours:
    """The mean colour of each picture, and the score that it gives to each class."""

    def __init__(self, scores: Scores) -> None:
        memory, self._scores = scores.book.subject.memory, scores
        self._own = scores.book.samples(scores.part)
        self._coefficients = np.zeros((0, 3)) if memory.coefficients is None else memory.coefficients
        self._intercepts = np.zeros(0) if memory.intercepts is None else memory.intercepts
        self._known = [int(c) for c in np.flatnonzero(np.isfinite(self._intercepts))]

    @cached_property
    def _means(self) -> Array:
        return mean_colours(self._own)

    def families(self) -> Iterator[Family]:
        """Mean colours, and scores of the classes that training had."""
        scores = self._scores
        yield scores.family(
            "colour",
            _("mean red, green or blue of a picture, 0 to 1"),
            "mean(X) over the pixels",
            Axis(_("colour"), words=COLOURS),
            scores.sample,
            value=lambda colour, k: self._means[k, COLOURS.index(colour)],
            expression=self._mean,
        )
        yield scores.family(
            "colour_score",
            _("score of a class by the mean colour alone"),
            f"weights · colour + intercept, learnt in training; {scores.known}",
            scores.sample,
            Axis(_("class"), words=tuple(self._known), names=tuple(scores.class_names)),
            value=lambda k, c: self._coefficients[c] @ self._means[k] + self._intercepts[c],
            expression=self._score,
        )

    def _mean(self, colour: str, k: int) -> Expression:
        dtype = self._scores.book.subject.theta.dtype
        x = self._own.take(np.array([k])).columns(dtype)[:, 0]
        places = range(COLOURS.index(colour), len(x), 3)
        return total([self._scores.ref("X", x[i], i, k) for i in places]) / whole(len(places))

    def _score(self, k: int, c: int) -> Expression:
        found: Expression = Number(float(self._intercepts[c]))
        for weight, colour, mean in zip(self._coefficients[c], COLOURS, self._means[k], strict=True):
            found = Number(float(weight)) * self._scores.ref("colour", mean, colour, k) + found
        return found

    def answer(self, k: int) -> Expression:
        """The class with the highest score."""
        scores = [self._coefficients[c] @ self._means[k] + self._intercepts[c] for c in self._known]
        parts = tuple(self._scores.ref("colour_score", one, k, c) for one, c in zip(scores, self._known, strict=True))
        template = f"the class of the largest of ({', '.join(['{}'] * len(parts))})"
        return Call(template, parts, lambda *found: float(self._known[int(np.argmax(found))]), 0.0)
