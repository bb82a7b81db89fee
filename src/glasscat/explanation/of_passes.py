"""Quantities of a pass: what each layer puts out, what comes back through it, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import UsageError
from glasscat.explanation import backward, forward
from glasscat.explanation.expression import Number
from glasscat.explanation.family import SAMPLE, Axis, Family
from glasscat.i18n import _
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, SoftmaxOutput, Tanh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.explanation.blocks import Block
    from glasscat.explanation.book import Book
    from glasscat.explanation.expression import Expression
    from glasscat.explanation.scene import Scene
    from glasscat.i18n import Text


def column(scene: Scene, sample: Any) -> int:  # noqa: ANN401  (an index, checked by now)
    """Column of a sample in a pass; GC-Q07 for one that the batch of the step does not have."""
    found = np.flatnonzero(scene.samples == sample)
    if not len(found):
        some = ", ".join(str(one) for one in sorted(scene.samples.tolist())[:8])
        problem = _("its batch does not have sample {sample}.", sample=sample)
        where = _("iteration {iteration}", iteration=scene.iteration)
        raise UsageError("GC-Q07", where, problem, _("choose one that it has: {some} and so on.", some=some))
    return int(found[0])


def pass_families(book: Book) -> Iterator[Family]:
    """All families of all passes that the run has."""
    for part in ("", *book.subject.parts):
        yield _feature(book, part)
        yield _truth(book, part)
        for block in book.blocks:
            yield _output(book, part, block)
        yield _answer(book, part)
        yield _loss(book, part)
    for block in book.blocks:
        yield _delta(book, block)
        yield from _statistics(book, block)


def _prefixed(part: str, symbol: str) -> str:
    return f"{part}.{symbol}" if part else symbol


def _entries(  # noqa: PLR0917  (the fields of a family, in their order)
    book: Book,
    part: str,
    symbol: str,
    meaning: Text,
    formula: str,
    units: int,
    explain: Any,  # noqa: ANN401  (from pass, unit and column to the formula)
) -> Family:
    """Family of an array with one row a unit and one column a sample."""

    def place(indices: tuple[Any, ...], iteration: int | None) -> tuple[Scene, int, int]:
        scene = book.scene(part, iteration)
        return scene, indices[0], column(scene, indices[1])

    def value(indices: tuple[Any, ...], iteration: int | None) -> float:
        scene, i, c = place(indices, iteration)
        return scene.value(symbol, (i, c))

    axes = (Axis(_("unit"), units), Axis(SAMPLE, book.n_samples(part)))
    return Family(
        _prefixed(part, symbol),
        meaning,
        formula,
        axes,
        value,
        lambda indices, iteration: explain(*place(indices, iteration)),
        "maybe" if part else "always",
        read_array=lambda iteration: book.scene(part, iteration).arrays[symbol],
    )


def _feature(book: Book, part: str) -> Family:
    """X, which no step changes."""
    samples = book.samples(part)
    rows = samples.X.reshape(len(samples), -1)

    def feature(indices: tuple[Any, ...], _iteration: int | None) -> Expression:
        stored = Number(float(rows[indices[1], indices[0]]))
        return stored if samples.scale == 1 else stored / Number(samples.scale)

    meaning = _("a number of a sample as the network takes it: as stored, divided by {scale:g}", scale=samples.scale)
    axes = (Axis(_("feature"), samples.n_features), Axis(SAMPLE, len(samples)))
    dtype = book.subject.theta.dtype

    def number(indices: tuple[Any, ...], _iteration: int | None) -> float:
        stored = np.asarray(rows[indices[1], indices[0]]).astype(dtype)
        return float(stored / dtype.type(samples.scale))

    return Family(
        _prefixed(part, "X"),
        meaning,
        f"X = x / {samples.scale:g}",
        axes,
        number,
        feature,
        "never",
        read_array=lambda _k: samples.columns(dtype),
    )


def _truth(book: Book, part: str) -> Family:
    """Y, which no step changes either."""
    samples = book.samples(part)
    Y = book.subject.network.targets(samples.y)
    axes = (Axis(_("unit"), len(Y)), Axis(SAMPLE, len(samples)))
    return Family(
        _prefixed(part, "Y"),
        _("what the network is to answer"),
        "Y = [y = k]" if len(Y) > 1 else "Y = y",
        axes,
        lambda indices, _k: float(Y[indices]),
        lambda indices, _k: Number(float(Y[indices])),
        "never",
        read_array=lambda _k: Y,
    )


FORMULAS = {
    Dense: "Z = W A_prev + b",
    BatchNorm: "N = gamma (Z - mu) / sqrt(variance + epsilon) + beta",
    Dropout: "R = A D",
    ReLU: "A = max(0, Z)",
    LeakyReLU: "A = max(slope Z, Z)",
    Tanh: "A = tanh(Z)",
    Sigmoid: "A = 1 / (1 + exp(-Z))",
}
BACK = {
    Dense: "dA_prev = W.T dZ",
    BatchNorm: "dZ = (gamma dN - mean(gamma dN) - Z_hat mean(gamma dN Z_hat)) / sqrt(variance + epsilon)",
    Dropout: "dA = dR D",
    ReLU: "dZ = dA [Z > 0]",
    LeakyReLU: "dZ = dA (Z > 0 ? 1 : slope)",
    Tanh: "dZ = dA (1 - A²)",
    Sigmoid: "dZ = dA A (1 - A)",
}


def _output(book: Book, part: str, block: Block) -> Family:
    formula = FORMULAS[type(block.layer)]
    return _entries(
        book,
        part,
        block.symbol,
        _meaning(block),
        "R = A" if part and isinstance(block.layer, Dropout) else formula,
        block.n_out,
        lambda scene, i, c: forward.FORWARD[type(block.layer)](scene, block, i, c),
    )


def _meaning(block: Block) -> Text:
    """What a layer puts out."""
    if isinstance(block.layer, Dense):
        return _("linear part of layer {n}", n=block.number)
    if isinstance(block.layer, BatchNorm):
        return _("layer {n}, brought to mean 0 and variance 1, then scaled and shifted", n=block.number)
    if isinstance(block.layer, Dropout):
        return _("what dropout leaves of layer {n}", n=block.number)
    return _("activation of layer {n}", n=block.number)


def _answer(book: Book, part: str) -> Family:
    output, last = book.subject.network.output, book.blocks[-1]
    several = isinstance(output, SoftmaxOutput)
    meaning = (
        _("output of the network: the probability of class i") if several else _("output: the probability of class 1")
    )
    formula = "A = exp(Z) / sum(exp(Z))" if several else "A = 1 / (1 + exp(-Z))"
    entry = forward.answer(output)
    return _entries(
        book,
        part,
        f"A{last.number}",
        meaning,
        formula,
        last.n_out,
        lambda scene, i, c: entry(scene, last, i, c),
    )


def _loss(book: Book, part: str) -> Family:
    output, last = book.subject.network.output, book.blocks[-1]
    squares = getattr(output, "loss", "") == "squared-error"
    formula = "loss = (A - Y)² / 2" if squares else "loss = -(Y log A + (1 - Y) log(1 - A))"
    formula = "loss = -sum(Y log A)" if isinstance(output, SoftmaxOutput) and not squares else formula

    def place(indices: tuple[Any, ...], iteration: int | None) -> tuple[Scene, int]:
        scene = book.scene(part, iteration)
        return scene, column(scene, indices[0])

    def value(indices: tuple[Any, ...], iteration: int | None) -> float:
        scene, c = place(indices, iteration)
        return scene.value("loss", (0, c))

    def explain(indices: tuple[Any, ...], iteration: int | None) -> Expression:
        scene, c = place(indices, iteration)
        return forward.loss(output, scene, last, c)

    axes = (Axis(SAMPLE, book.n_samples(part)),)
    timed = "maybe" if part else "always"
    return Family(_prefixed(part, "loss"), _("what one sample costs"), formula, axes, value, explain, timed)


def _delta(book: Book, block: Block) -> Family:
    output, k = book.subject.network.output, block.k
    after = book.blocks[k + 1] if k + 1 < len(book.blocks) else None
    meaning = _("derivative of the cost by {symbol}", symbol=block.symbol)
    if after is None:
        squares = getattr(output, "loss", "") == "squared-error"
        formula = "dZ = (A - Y) A (1 - A) / m" if squares else "dZ = (A - Y) / m"

        def last(scene: Scene, i: int, c: int) -> Expression:
            return backward.at_the_end(output, scene, block, i, c)

        return _entries(book, "", f"d{block.symbol}", meaning, formula, block.n_out, last)
    one, formula = after, BACK[type(after.layer)]

    def inner(scene: Scene, i: int, c: int) -> Expression:
        return backward.BACKWARD[type(one.layer)](scene, one, i, c)

    return _entries(book, "", f"d{block.symbol}", meaning, formula, block.n_out, inner)


def _statistics(book: Book, block: Block) -> Iterator[Family]:
    """What a normalisation and a dropout have of their own in a step."""
    n, symbol = block.number, block.before
    if isinstance(block.layer, Dropout):
        formula = f"D = [uniform >= {block.layer.p:g}] / (1 - {block.layer.p:g})"
        meaning = _("mask of dropout, drawn from the seed, the run and the iteration")
        yield _entries(
            book, "", f"D{n}", meaning, formula, block.n_out, lambda scene, i, c: Number(scene.value(f"D{n}", (i, c)))
        )
    if not isinstance(block.layer, BatchNorm):
        return
    means = {
        f"mu{n}": (_("mean of {symbol} over the batch", symbol=symbol), "mu = mean(Z)"),
        f"variance{n}": (_("variance of {symbol} over the batch", symbol=symbol), "variance = mean((Z - mu)²)"),
        f"shift{n}": (_("mean of gamma dN over the batch"), "shift = mean(gamma dN)"),
        f"tilt{n}": (_("mean of gamma dN Z_hat over the batch"), "tilt = mean(gamma dN Z_hat)"),
    }
    for name, (meaning, formula) in means.items():
        yield _mean(book, block, name, meaning, formula)


def _mean(book: Book, block: Block, name: str, meaning: Text, formula: str) -> Family:
    """Family of a mean over the batch, one a unit."""

    def value(indices: tuple[Any, ...], iteration: int | None) -> float:
        return book.scene("", iteration).value(name, (indices[0], 0))

    def explain(indices: tuple[Any, ...], iteration: int | None) -> Expression:
        scene = book.scene("", iteration)
        both = forward.statistic if name.startswith(("mu", "variance")) else backward.pulls
        return both(scene, block, indices[0])[name]

    axes = (Axis(_("unit"), block.n_out),)
    return Family(name, meaning, formula, axes, value, explain, "always")
