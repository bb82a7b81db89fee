"""A nudge: change one value a little, compute everything after it again, and compare with the derivative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError, unknown_name
from glasscat.graph.faults import compute, shape
from glasscat.graph.notation import formula, number, size
from glasscat.graph.values import as_real
from glasscat.i18n import _, sentences

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from glasscat.graph.computation import Graph
    from glasscat.graph.node import Node
    from glasscat.i18n import Text
    from glasscat.typing import Array

MOST_SHOWN = 6
"""Numbers of an array that fit into a sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Nudge:
    """What a nudge did to the result, J.

    Parameters
    ----------
    name : str
        The value that was nudged.
    step : array
        What was added to it.
    before, after : array
        The value, before and after.
    result_before, result_after : float
        J, before and after.
    expected : float
        What the derivative leads one to expect of J's change: the sum of dJ/d(value) times step; nan where the
        derivative is undefined.
    result : str
        Name of J.
    """

    name: str
    step: Array
    before: Array
    after: Array
    result_before: float
    result_after: float
    expected: float
    result: str

    def __str__(self) -> str:
        return str(self.sentence())

    def sentence(self) -> Text:
        """Say what has moved, and how far the derivative was right."""
        moved = _(
            "{name} from {before} to {after}: {result} goes from {result_before} to {result_after}.",
            name=self.name,
            before=_digits(self.before),
            after=_digits(self.after),
            result=self.result,
            result_before=number(self.result_before, 10),
            result_after=number(self.result_after, 10),
        )
        if np.isnan(self.expected):
            change = _("It changes by {change}; the derivative is undefined.", change=number(self.change))
            return sentences(moved, change)
        expected = _(
            "It changes by {change}; the derivative leads one to expect {expected}.",
            change=number(self.change),
            expected=number(self.expected),
        )
        return sentences(moved, expected)

    @property
    def change(self) -> float:
        """How much J has moved."""
        return self.result_after - self.result_before


def nudge(graph: Graph, name: str, step: ArrayLike) -> Nudge:
    """Add ``step`` to a variable or an intermediate value, and compute what comes after it again.

    Parameters
    ----------
    graph : Graph
    name : str
        Of a variable or an intermediate value.
    step : array_like
        One number for all entries, or an array that broadcasts to the value's shape.

    Raises
    ------
    UsageError
        GC-G25: no such value; GC-G26: a step that does not fit, or that changes nothing.
    DataError
        GC-G13, GC-G15, GC-G34: a step that is not made of finite real numbers; GC-G18 to GC-G21: the nudged value
        leads to a division by zero or the like.
    """
    known = {node.name: node for node in graph if not node.is_constant}
    if name not in known:
        raise unknown_name("GC-G25", _("nudge"), str(name), known)
    node = known[name]
    added = _step(node, as_real(name, step))
    values: dict[Node, Array] = {}
    for each in graph.nodes:
        moved = any(values[operand] is not operand.value for operand in each.operands)
        operands = [values[operand] for operand in each.operands]
        values[each] = compute(each.rule, operands, formula(each.rule, each.operands)) if moved else each.value
        if each is node:
            values[each] = np.asarray(each.value + added)
    return Nudge(
        name,
        added,
        node.value,
        values[node],
        graph.result.value.item(),
        values[graph.result].item(),
        np.sum(graph.gradients[node] * added).item(),
        graph.result.name,
    )


def _step(node: Node, step: Array) -> Array:
    try:
        added = np.broadcast_to(step, node.value.shape)
    except ValueError as error:
        problem = _("a step of shape {step} does not fit {shape}.", step=shape(step), shape=shape(node.value))
        raise UsageError("GC-G26", node.name, problem, _("give one number, or one for each entry.")) from error
    if np.all(node.value + added == node.value):
        problem = _("this step changes nothing: it is 0, or lost in rounding beside the value.")
        raise UsageError("GC-G26", node.name, problem, _("take a larger one, such as 0.001."))
    return added


def _digits(value: Array) -> str:
    if value.ndim == 0:
        return number(value.item(), 10)
    if value.size > MOST_SHOWN:
        return f"[…] ({size(value)})"
    return f"[{', '.join(map(_digits, value))}]"
