"""The chain rule: from the result back to every node, each share found from the node after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import DataError
from glasscat.graph.faults import shape
from glasscat.graph.notation import formula, label
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.graph.node import Node
    from glasscat.typing import Array


def ordered(root: Node) -> list[Node]:
    """Every node that ``root`` was computed from, operands before what uses them; ``root`` is the last.

    What is given stands just before its first use, so that the list reads as the computation goes.
    """
    found: dict[Node, None] = {}
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:  # not recursive: a long sum is as deep as it is long
        node, operands_are_found = waiting.pop()
        if operands_are_found:
            found |= dict.fromkeys((*node.operands, node))
        elif node not in found:
            waiting.append((node, True))
            waiting.extend((operand, False) for operand in reversed(node.operands) if operand.operands)
    return list(found)


def gradients(nodes: Sequence[Node]) -> dict[Node, Array]:
    """Derivatives of the last node by every other one that is not a constant.

    dJ/dJ = 1, and then backwards: dJ/dx is the sum, over the nodes that use x, of dJ/d(node) times d(node)/dx.

    Parameters
    ----------
    nodes : sequence of Node
        Operands before what uses them.

    Returns
    -------
    dict
        Each derivative in the shape of its node's value; zeros where J does not depend on it, nan where the derivative
        is undefined (see `glasscat.graph.rules`).

    Raises
    ------
    DataError
        GC-G22: a derivative is infinite; GC-G23: the last node is an array.
    """
    root = nodes[-1]
    if root.value.ndim:
        raise DataError(
            "GC-G23",
            root.name,
            _(
                "only a single number has derivatives; the result is an array of shape {shape}.",
                shape=shape(root.value),
            ),
            _("wrap it in sum(…) or mean(…)."),
        )
    found = {node: np.zeros_like(node.value) for node in nodes if not node.is_constant}
    found[root] = np.ones_like(root.value)
    undefined: set[Node] = set()
    for node in reversed(nodes):
        for k, operand in enumerate(node.operands):
            if operand.is_constant:
                continue
            with np.errstate(all="ignore"):  # said below
                found[operand] = found[operand] + share(node, k, found[node])
            if not np.isfinite(found[operand]).all():
                if node.rule.partials[k].may_be_undefined or not undefined.isdisjoint((node, operand)):
                    undefined.add(operand)
                _refuse_infinite(node, operand, found[operand], may_be_nan=operand in undefined)
    return found


def _refuse_infinite(node: Node, operand: Node, derivative: Array, *, may_be_nan: bool) -> None:
    """Raise GC-G22 where a derivative is infinite, or is nan without a reason."""
    if np.any(np.isinf(derivative)) or not may_be_nan:
        problem = _("its derivative by {name} is not finite here.", name=label(operand))
        fix = _("choose values a little away from these.")
        raise DataError("GC-G22", formula(node.rule, node.operands), problem, fix)


def share(node: Node, k: int, d: Array) -> Array:
    """What comes back through ``node`` to its operand k: dJ/d(node) = d times d(node)/d(operand).

    With d = 1 it is the local derivative itself, where the operation works entry by entry.
    """
    values = [operand.value for operand in node.operands]
    return unbroadcast(node.rule.partials[k].pull(d, node.value, *values), values[k].shape)


def unbroadcast(d: Array, shape: tuple[int, ...]) -> Array:
    """Sum over the axes along which a value of ``shape`` was repeated: each copy has its share in J."""
    if d.shape == shape:
        return d
    d = np.sum(d, axis=tuple(range(d.ndim - len(shape))))
    repeated = tuple(axis for axis, length in enumerate(shape) if length == 1 and d.shape[axis] != 1)
    return np.sum(d, axis=repeated, keepdims=True)
