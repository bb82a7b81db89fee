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
        Each derivative in the shape of its node's value; zeros where J does not depend on it.

    Raises
    ------
    DataError
        GC-G22: a derivative is not finite; GC-G23: the last node is an array.
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
    for node in reversed(nodes):
        for k, operand in enumerate(node.operands):
            if not operand.is_constant:
                with np.errstate(all="ignore"):  # said below
                    found[operand] = found[operand] + share(node, k, found[node])
                if not np.all(np.isfinite(found[operand])):
                    problem = _("its derivative by {name} is not finite here.", name=label(operand))
                    fix = _("move away from this point, or write a fixed power as a number: x**2.")
                    raise DataError("GC-G22", formula(node.rule, node.operands), problem, fix)
    return found


def share(node: Node, k: int, d: Array) -> Array:
    """What comes back through ``node`` to its operand k: dJ/d(node) = d times d(node)/d(operand).

    With d = 1 it is the local derivative itself, where the operation works entry by entry.
    """
    values = [operand.value for operand in node.operands]
    return unbroadcast(node.rule.partials[k].pull(d, node.value, *values), values[k].shape)


def unbroadcast(d: Array, shape: tuple[int, ...]) -> Array:
    """Sum over the axes along which a value of ``shape`` was repeated: each copy has its share in J."""
    d = np.sum(d, axis=tuple(range(d.ndim - len(shape))))
    repeated = tuple(axis for axis, length in enumerate(shape) if length == 1 and d.shape[axis] != 1)
    return np.sum(d, axis=repeated, keepdims=True)
