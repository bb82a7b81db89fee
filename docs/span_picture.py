"""The picture of docs/span.md: the first layer's weights as what they began with, and a few columns times X.T."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from matplotlib.patches import Rectangle

from glasscat.reports.figures.style import BODY, INK, MARGIN, QUIET, SMALL, TEST, TRAIN, head, look, page, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

N, M, N_X = 34.0, 58.0, 154.0
"""Sides in points: units, samples, numbers a sample. Not to scale: 12,288 to 209 would be 59 : 1."""
GAP = 34.0
HEIGHT = 462.0

WORDS = {
    "en": (
        "What gradient descent can reach",
        "Each step adds a mixture of the samples to the weights: C says how much of each.",
        "the weights",
        "what the network computes from them",
        "never changes",
        "what is learnt",
        "computed once",
        "Only what is orange changes from step to step.",
        "In the course's network: n = 20 units, n_x = 12,288 numbers a picture, m = 209 pictures.",
    ),
    "zh": (
        "梯度下降能走到哪里",
        "每一步都只是把样本的某种混合加到权重上；C 记下每个样本各占多少。",
        "权重",
        "网络由此算出的结果",
        "始终不变",
        "要学的只有它",
        "只算一次",
        "逐步变化的只有橙色部分。",
        "以课程的网络为例：n = 20 个单元，每张图 n_x = 12288 个数，m = 209 张图。",
    ),
}


class Block(NamedTuple):
    """A matrix: its name, its shape in words, its sides in points, what is said below it, and its colour."""

    name: str
    shape: str
    wide: float
    tall: float
    below: str
    color: str


@look()
def span_picture(language: str) -> Figure:
    """Draw W1 = W1_0 + C X.T, and Z1 = W1_0 X + C G + b1 beneath it."""
    title, under, weights, outputs, fixed, learnt, once, orange, sizes = WORDS[language]
    figure, sheet = page(HEIGHT)
    head(sheet, title, under)
    write(sheet, MARGIN, 108, weights, size=BODY, bold=True)
    _equation(
        sheet,
        150.0,
        (
            Block("W1", "n × n_x", N_X, N, "", INK),
            Block("W1_0", "n × n_x", N_X, N, fixed, QUIET),
            Block("C", "n × m", M, N, learnt, TEST),
            Block("X.T", "m × n_x", N_X, M, fixed, TRAIN),
        ),
        ("=", "+", "·"),
    )
    write(sheet, MARGIN, 268, outputs, size=BODY, bold=True)
    _equation(
        sheet,
        310.0,
        (
            Block("Z1", "n × m", M, N, "", INK),
            Block("W1_0 X", "n × m", M, N, once, QUIET),
            Block("C", "n × m", M, N, learnt, TEST),
            Block("G = X.T X", "m × m", M, M, once, TRAIN),
            Block("b1", "n × 1", 12.0, N, "", TEST),
        ),
        ("=", "+", "·", "+"),
    )
    for line, words in enumerate((orange, sizes)):
        write(sheet, MARGIN, HEIGHT - 38 + 18 * line, words, size=SMALL, color=QUIET)
    return figure


def _equation(sheet: Axes, top: float, blocks: tuple[Block, ...], signs: tuple[str, ...]) -> None:
    """Draw the blocks from left to right with the signs between them."""
    x = MARGIN
    for block, sign in zip(blocks, ("", *signs), strict=True):
        if sign:
            write(sheet, x + GAP / 2, top + N / 2 + 5, sign, size=16, ha="center")
            x += GAP
        box = Rectangle((x, top), block.wide, block.tall, facecolor=block.color, alpha=0.14, linewidth=0)
        edge = Rectangle((x, top), block.wide, block.tall, fill=False, edgecolor=block.color, linewidth=1.4)
        for patch in (box, edge):
            sheet.add_patch(patch)
        middle = x + block.wide / 2
        write(sheet, middle, top - 8, block.name, size=BODY, color=block.color, bold=True, ha="center")
        write(sheet, middle, top + block.tall + 17, block.shape, size=SMALL, ha="center")
        write(sheet, middle, top + block.tall + 33, block.below, size=SMALL, color=QUIET, ha="center")
        x += block.wide
