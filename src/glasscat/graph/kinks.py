"""Kinks: places where a formula has one slope on one side and another on the other, so that one had to be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from glasscat.graph.computation import Graph
    from glasscat.graph.node import Node
    from glasscat.i18n import Text

MOST = 6
"""Names that are listed."""


def at_kinks(graph: Graph) -> Text | None:
    """Say which values lie at a kink, if any do, and which slope was taken there."""
    names = [node.name for node in graph if _is_at_kink(node)]
    if not names:
        return None
    return _(
        "A kink lies at {names}: the slopes on its two sides differ. Taken is 0 for relu and abs, and the first one "
        "where entries of a max tie; a nudge may find another slope.",
        names=listing(names[:MOST] + ["…"] * (len(names) > MOST)),
    )


def _is_at_kink(node: Node) -> bool:
    """Whether an entry of relu or abs is 0, or the largest of a max is not alone."""
    if node.rule.name in {"relu", "abs"}:
        return bool(np.any(np.real(node.operands[0].value) == 0))
    if not node.rule.name.startswith("max"):
        return False
    if len(node.operands) == 2:
        left, right = (np.real(operand.value) for operand in node.operands)
        return bool(np.any(left == right))
    largest = np.broadcast_to(node.value, node.operands[0].value.shape) == node.operands[0].value
    return int(np.count_nonzero(largest)) > node.value.size
