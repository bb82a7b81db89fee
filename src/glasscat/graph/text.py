"""A graph as rows of text: every value on the way forward, every use of the chain rule on the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.graph.chain import share
from glasscat.graph.kinks import at_kinks
from glasscat.graph.notation import formula, label, number, written
from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.graph.computation import Graph
    from glasscat.graph.node import Node
    from glasscat.i18n import Text

MOST_SHARES = 12
"""Shares of a derivative that are written out."""


@dataclass(frozen=True, slots=True)
class Forward:
    """One value: ``u = b * c = 6``.

    Parameters
    ----------
    name : str
    formula : str
        ``""`` for a variable or a constant.
    value : str
        Several lines for a matrix.
    """

    name: str
    formula: str
    value: str


@dataclass(frozen=True, slots=True)
class Backward:
    """One derivative: ``dJ/db = dJ/du * c = 3 * 2 = 6``.

    Parameters
    ----------
    name : str
        Such as ``dJ/db``.
    chain : str
        The chain rule: one share for each node that uses it, with the local derivative in words; of many shares, the
        first ones and how many there are.
    numbers : str
        The same with its numbers; ``""`` in a graph with arrays.
    value : str
        Several lines for a matrix.
    """

    name: str
    chain: str
    numbers: str
    value: str


def forward_rows(graph: Graph) -> list[Forward]:
    """Values in the order in which they are computed."""
    return [Forward(node.name, formula(node.rule, node.operands), written(node.value)) for node in graph]


def backward_rows(graph: Graph) -> list[Backward]:
    """Derivatives in the order in which they are found, from the result back."""
    nodes = list(graph)
    in_numbers = all(node.value.ndim == 0 for node in nodes)
    return [_backward(graph, node, in_numbers=in_numbers) for node in reversed(nodes) if not node.is_constant]


def undefined(graph: Graph) -> Text | None:
    """Say which derivatives are undefined and why, if there are any."""
    names = [derivative_name(graph, node) for node in graph if np.any(np.isnan(graph.gradients.get(node, 0.0)))]
    if not names:
        return None
    return _(
        "Undefined: {names}. x**y with a negative x exists for whole y only, and 0**y jumps at y = 0: no slope there.",
        names=listing(names),
    )


def derivative_name(graph: Graph, node: Node) -> str:
    """``dJ/du``."""
    return f"d{graph.result.name}/d{node.name}"


def local(user: Node, k: int, digits: int = 6) -> str:
    """Number of d(user)/d(operand k), or ``""`` where it is no single number."""
    if user.value.ndim or user.operands[k].value.ndim:
        return ""
    return number(share(user, k, np.ones(())).item(), digits)


def _backward(graph: Graph, node: Node, *, in_numbers: bool) -> Backward:
    words, numbers = [], []
    users = graph.users(node)
    for user, k in users[:MOST_SHARES]:
        d = derivative_name(graph, user)
        share_in_words = user.rule.partials[k].words(d, user.name, tuple(map(label, user.operands)))
        words.append(_summed(share_in_words, user, k))
        if in_numbers:
            numbers.append(f"{written(graph.gradients[user])} * {_bracketed(local(user, k))}")
    if len(users) > MOST_SHARES:
        words.append(str(_("… ({n} shares)", n=len(users))))
        numbers = [*numbers, "…"] if in_numbers else []
    name = derivative_name(graph, node)
    return Backward(name, " + ".join(words), " + ".join(numbers), written(graph.gradients[node]))


def _summed(words: str, user: Node, k: int) -> str:
    """Say that the shares of the copies are added up, where an operand was repeated to fit the other one."""
    shape, full = user.operands[k].value.shape, user.value.shape
    if not user.rule.local or shape == full:
        return words
    padded = (1,) * (len(full) - len(shape)) + shape
    repeated = [axis for axis, (length, all_of_it) in enumerate(zip(padded, full, strict=True)) if length != all_of_it]
    if len(repeated) == len(full):
        return f"sum({words})"
    return f"sum({words}, axis={repeated[0] if len(repeated) == 1 else tuple(repeated)})"


def _bracketed(written: str) -> str:
    return f"({written})" if written.startswith("-") else written


def lines(graph: Graph) -> Iterator[str]:
    """Each value and each derivative with its formula, in plain text."""
    for row in forward_rows(graph):
        yield from _joined(row.name, row.formula, row.value)
    for back in backward_rows(graph):
        yield from _joined(back.name, back.chain, back.numbers, back.value)
    yield from (str(reason) for reason in (undefined(graph), at_kinks(graph)) if reason)


def _joined(*parts: str) -> Iterator[str]:
    """Parts with = between them; the lines of a matrix below each other."""
    *before, value = [part for part in parts if part]
    start = " = ".join(before) + " = "
    first, *rest = value.split("\n")
    yield start + first
    yield from (" " * len(start) + line for line in rest)
