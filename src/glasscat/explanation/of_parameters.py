"""Quantities of theta: parameters, their gradients, what the optimiser remembers of them, and running statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.explanation import backward, beginning
from glasscat.explanation.expression import Input, Number, whole
from glasscat.explanation.family import Axis, Family
from glasscat.explanation.functions import root, squared
from glasscat.explanation.names import written
from glasscat.explanation.stated import Stated
from glasscat.explanation.sums import total
from glasscat.explanation.update import Step, before_norm, clipped_by_value, letters, next_memory, next_theta, stripped
from glasscat.i18n import _
from glasscat.layers import BatchNorm
from glasscat.optimizers import is_minimizer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.blocks import Block
    from glasscat.explanation.book import Book
    from glasscat.explanation.expression import Expression
    from glasscat.i18n import Text
    from glasscat.parameters import Entry
    from glasscat.typing import Array


def _meaning(entry: Entry, n: int) -> Text:
    """What an entry of theta is, in layer n."""
    return {
        "weight": _("weight from an input to a unit of layer {n}", n=n),
        "bias": _("bias of a unit of layer {n}", n=n),
        "gain": _("gain of a unit of layer {n}", n=n),
        "shift": _("shift of a unit of layer {n}", n=n),
    }[entry.kind]


def parameter_families(book: Book) -> Iterator[Family]:
    """Families of every entry of theta, and of the running statistics."""
    for block in book.blocks:
        for entry in block.layer.entries(block.n_in, block.number):
            yield _parameter(book, entry, block)
            yield _gradient(book, entry, block)
            for letter in letters(book.subject.optimizer):
                yield _memory(book, entry, letter)
        for entry in block.layer.buffers(block.n_in, block.number):
            yield _running(book, entry, block)


def _axes(entry: Entry) -> tuple[Axis, ...]:
    unit = Axis(_("unit"), entry.shape[0])
    return (unit, Axis(_("input"), entry.shape[1])) if entry.kind == "weight" else (unit,)


def _place(book: Book, entry: Entry, indices: tuple[Any, ...]) -> int:
    """Place of an entry in theta."""
    start = book.subject.network.layout.slices[entry.name].start
    return int(start + np.ravel_multi_index((*indices, 0)[: len(entry.shape)], entry.shape))


def _parameter(book: Book, entry: Entry, block: Block) -> Family:
    subject = book.subject

    def value(indices: tuple[Any, ...], iteration: int | None) -> float:
        return float(subject.state(iteration)[0][_place(book, entry, indices)])

    def explain(indices: tuple[Any, ...], iteration: int | None) -> Expression:
        if iteration is None:  # what was kept is held against what training again gives
            iteration = subject.history.iterations
            subject.film.still(iteration)
        if iteration == 0:
            return beginning.expression(book, entry, block, _place(book, entry, indices))
        step = _step(book, entry, indices, iteration)
        if is_minimizer(subject.optimizer) and stripped(step) is not None:
            return _searched(book, entry, indices, iteration - 1)
        return next_theta(step)

    def scale(_iteration: int | None) -> float:
        return float(np.max(np.abs(subject.theta)))

    def array(iteration: int | None) -> Array:
        return subject.network.layout.views(subject.state(iteration)[0])[entry.name].reshape(sizes)

    axes = _axes(entry)
    sizes = [axis.size for axis in axes]
    meaning = _meaning(entry, block.number)
    begins = beginning.formula(book, entry, block)
    return Family(entry.name, meaning, book.rule, axes, value, explain, scale=scale, read_array=array, begins=begins)


def _searched(book: Book, entry: Entry, indices: tuple[Any, ...], before: int) -> Stated:
    """A step of L-BFGS for one parameter: what it began with, and why it is not done again."""
    theta, gradient = written(entry.name, indices, before), written(f"d{entry.name}", indices, before)
    reason = _(
        "this step is not recomputed: its direction comes from the steps before it, its length from a line search, "
        "and neither is kept"
    )
    return Stated(reason, tuple(Input(name, book.entry(name).value) for name in (theta, gradient)))


def _step(book: Book, entry: Entry, indices: tuple[Any, ...], iteration: int) -> Step:
    """The step that led to an iteration, for one parameter."""
    subject, before = book.subject, iteration - 1
    place = _place(book, entry, indices)
    still = subject.film.still(before)
    scene = book.scene("", before)
    cells = (*indices, 0)[:2]
    grad = float(scene.arrays[f"d{entry.name}"][cells])

    def remembered(letter: str, k: int) -> Input:
        name = written(f"{letter}_{entry.name}", indices, k)
        return Input(name, float(subject.film.still(k).memory[letter][place]))

    return Step(
        subject.optimizer,
        before,
        place,
        Input(written(entry.name, indices, before), float(still.theta[place])),
        Input(written(f"d{entry.name}", indices, before), grad),
        lambda: Input(written("gradient_norm", (), before), book.gradient_norm(before)),
        lambda letter: remembered(letter, before),
        lambda letter: remembered(letter, iteration),
    )


def _gradient(book: Book, entry: Entry, block: Block) -> Family:
    formulas = {
        "weight": "dW = dZ A_prev.T + l2 W" if book.subject.l2 else "dW = dZ A_prev.T",
        "bias": "db = sum(dZ)",
        "gain": "dgamma = sum(dN Z_hat)",
        "shift": "dbeta = sum(dN)",
    }

    def value(indices: tuple[Any, ...], iteration: int | None) -> float:
        return float(book.scene("", iteration).arrays[f"d{entry.name}"][(*indices, 0)[:2]])

    def explain(indices: tuple[Any, ...], iteration: int | None) -> Expression:
        scene = book.scene("", iteration)
        if entry.kind == "weight":
            return backward.of_weight(scene, block, (indices[0], indices[1]), book.subject.l2)
        return (backward.of_gain if entry.kind == "gain" else backward.of_bias)(scene, block, indices[0])

    def array(iteration: int | None) -> Array:
        return book.scene("", iteration).arrays[f"d{entry.name}"].reshape([axis.size for axis in axes])

    axes = _axes(entry)
    meaning = _("derivative of the cost by {symbol}", symbol=entry.name)
    return Family(f"d{entry.name}", meaning, formulas[entry.kind], axes, value, explain, "always", read_array=array)


def _memory(book: Book, entry: Entry, letter: str) -> Family:
    film, name = book.subject.film, f"{letter}_{entry.name}"

    def value(indices: tuple[Any, ...], iteration: int | None) -> float:
        iteration = book.subject.history.iterations if iteration is None else iteration
        return float(film.still(iteration).memory[letter][_place(book, entry, indices)])

    def explain(indices: tuple[Any, ...], iteration: int | None) -> Expression:
        iteration = book.subject.history.iterations if iteration is None else iteration
        return Number(0) if iteration == 0 else next_memory(_step(book, entry, indices, iteration), letter)

    def scale(iteration: int | None) -> float:
        iteration = book.subject.history.iterations if iteration is None else iteration
        return float(np.max(np.abs(film.still(iteration).memory[letter])))

    meaning = {
        "v": _("what the optimiser remembers of the gradients of {symbol}", symbol=entry.name),
        "s": _("what the optimiser remembers of the squared gradients of {symbol}", symbol=entry.name),
    }[letter]
    begins = beginning.filled(name, 0)
    return Family(name, meaning, book.rule, _axes(entry), value, explain, scale=scale, begins=begins)


def _running(book: Book, entry: Entry, block: Block) -> Family:
    subject, layer = book.subject, block.layer
    place = subject.network.buffer_layout.slices[entry.name].start
    is_mean = entry.kind == "mean"
    batch = f"{'mu' if is_mean else 'variance'}{block.number}"

    def value(indices: tuple[Any, ...], iteration: int | None) -> float:
        return float(subject.state(iteration)[1][place + indices[0]])

    def explain(indices: tuple[Any, ...], iteration: int | None) -> Expression:
        iteration = subject.history.iterations if iteration is None else iteration
        if iteration == 0 or not isinstance(layer, BatchNorm):
            return Number(0 if is_mean else 1)
        before = Input(written(entry.name, indices, iteration - 1), value(indices, iteration - 1))
        scene = book.scene("", iteration - 1)
        newest: Expression = scene.unit(batch, indices[0])
        if not is_mean:
            newest = newest * whole(scene.m) / whole(scene.m - 1)
        return before + Number(layer.momentum) * (newest - before)

    meaning = _("running average over the batches, for use")
    formula = "running := running + momentum (batch - running)"
    axes, begins = (Axis(_("unit"), entry.shape[0]),), beginning.filled(entry.name, 0 if is_mean else 1)
    return Family(entry.name, meaning, formula, axes, value, explain, begins=begins)


def norm_family(book: Book) -> Family:
    """Length of the whole gradient, by which it is clipped."""

    def explain(_indices: tuple[Any, ...], iteration: int | None) -> Expression:
        layout, scene = book.subject.network.layout, book.scene("", iteration)
        counted, limit = before_norm(book.subject.optimizer, layout.size)
        terms: list[Expression] = []
        for entry in layout.entries:
            grad = scene.arrays[f"d{entry.name}"]
            for cell in np.argwhere(counted[layout.slices[entry.name]].reshape(entry.shape)).tolist():
                indices = tuple(cell) if entry.kind == "weight" else (cell[0],)
                one: Expression = Input(written(f"d{entry.name}", indices, iteration), float(grad[tuple(cell)]))
                terms.append(squared(clipped_by_value(one, limit) if np.isfinite(limit) else one))
        return root(total(terms))

    return Family(
        "gradient_norm",
        _("length of the whole gradient, all layers together"),
        "sqrt(sum(dtheta²))",
        (),
        lambda _indices, iteration: book.gradient_norm(iteration),
        explain,
        "always",
    )
