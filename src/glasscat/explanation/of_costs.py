"""Quantities of the cost: J of a step, in use, on the test set, and the penalty and the weights in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.explanation import forward
from glasscat.explanation.expression import Input, Number, whole
from glasscat.explanation.family import SAMPLE, Axis, Family
from glasscat.explanation.functions import squared
from glasscat.explanation.names import written
from glasscat.explanation.sums import total
from glasscat.i18n import _
from glasscat.training.penalty import L2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.book import Book
    from glasscat.explanation.expression import Expression


def cost_families(book: Book) -> Iterator[Family]:
    """All families of costs that the run has."""
    formula = "J = sum(s loss) / m" if book.subject.weights is not None else "J = sum(loss) / m"
    formula += " + penalty" if book.subject.l2 else ""
    yield _step_cost(book, formula)
    yield _cost_in_use(book, "train", formula)
    for part in ("test", "held_out"):
        if part in book.subject.parts:
            yield _cost_in_use(book, part, "J = sum(loss) / m")
    if book.subject.l2:
        yield _penalty(book)
    if book.subject.weights is not None:
        yield from (_weight(book, name) for name in ("s", "train.s"))


def _step_cost(book: Book, formula: str) -> Family:
    recorded = dict(book.subject.history.costs)

    def value(_indices: tuple[Any, ...], iteration: int | None) -> float:
        if iteration in recorded:
            return recorded[iteration]
        return book.subject.film.still(iteration or 0).cost

    def explain(_indices: tuple[Any, ...], iteration: int | None) -> Expression:
        return forward.cost(book.scene("", iteration), _penalty_at(book, iteration))

    meaning = _("cost J of a step, on its batch, before the step is taken")
    return Family("cost", meaning, formula, (), value, explain, "always", scale=lambda k: value((), k))


def _cost_in_use(book: Book, part: str, formula: str) -> Family:
    subject, is_train = book.subject, part == "train"
    history = subject.history
    recorded = dict(history.test_costs) if part == "test" else {}

    def value(_indices: tuple[Any, ...], iteration: int | None) -> float:
        if iteration is None and part != "held_out":
            last = history.final_cost if is_train else history.records[-1][2]
            return float("nan") if last is None else last
        if iteration in recorded:
            return recorded[iteration]
        theta, buffers = subject.state(iteration)
        samples = book.samples(part)
        columns = samples.columns(theta.dtype), subject.network.targets(samples.y, theta.dtype)
        J = subject.network.loss(theta, *columns, buffers, subject.weights if is_train else None)
        return float(J + (L2.of(subject.l2, subject.network).cost(theta) if is_train else 0.0))

    def explain(_indices: tuple[Any, ...], iteration: int | None) -> Expression:
        return forward.cost(book.scene(part, iteration), _penalty_at(book, iteration) if is_train else None)

    return Family(f"{part}.cost", _IN_USE[part], formula, (), value, explain, scale=lambda k: value((), k))


_IN_USE = {
    "train": _("cost J on the whole training set, in use"),
    "test": _("cost J on the test set, in use"),
    "held_out": _("cost J on the held-out samples that patience looked at, in use"),
}


def _penalty_at(book: Book, iteration: int | None) -> Expression | None:
    if not book.subject.l2:
        return None
    return Input(written("penalty", (), iteration), _penalty_value(book, iteration))


def _penalty_value(book: Book, iteration: int | None) -> float:
    subject = book.subject
    return float(L2.of(subject.l2, subject.network).cost(subject.state(iteration)[0]))


def _penalty(book: Book) -> Family:
    layout = book.subject.network.layout
    weights = [entry for entry in layout.entries if entry.kind == "weight"]

    def explain(_indices: tuple[Any, ...], iteration: int | None) -> Expression:
        views = layout.views(book.subject.state(iteration)[0])
        squares = [
            squared(Input(written(entry.name, cell, iteration), float(views[entry.name][cell])))
            for entry in weights
            for cell in np.ndindex(*entry.shape)
        ]
        return Number(book.subject.l2) / Number(2) * total(squares)

    return Family(
        "penalty",
        _("what squared weights add to the cost"),
        "(l2 / 2) sum(W²)",
        (),
        lambda _indices, iteration: _penalty_value(book, iteration),
        explain,
    )


def _weight(book: Book, name: str) -> Family:
    subject = book.subject
    s = np.ones(0) if subject.weights is None else subject.weights
    train = subject.data.train
    counts = np.bincount(train.y, minlength=subject.data.n_classes)
    balanced = subject.arguments.get("class_weight") == "balanced" and subject.arguments.get("sample_weight") is None

    def explain(indices: tuple[Any, ...], _iteration: int | None) -> Expression:
        if not balanced:
            return Number(float(s[indices[0]]))
        return whole(len(train)) / (whole(len(counts)) * whole(int(counts[train.y[indices[0]]])))

    formula = "s = m / (classes · m_class)" if balanced else "s"
    axes = (Axis(SAMPLE, len(train)),)
    meaning = _("how much a sample counts in the cost")
    return Family(name, meaning, formula, axes, lambda at, _k: float(s[at[0]]), explain, "never")
