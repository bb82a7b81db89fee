"""A graph in a notebook: its picture, or its text where a picture would be too large to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.graph.svg import MOST, draw
from glasscat.graph.text import lines
from glasscat.notebook.fragment import Fragment, card, element

if TYPE_CHECKING:
    from glasscat.graph.computation import Graph


def graph_card(graph: Graph) -> str:
    """Show a graph: what `_repr_html_` returns. The picture stands on white, as its colours need it."""
    if len(list(graph)) > MOST:
        return card(graph.title, element("pre", "\n".join(lines(graph)), style="overflow-x:auto;background:none"))
    picture = draw(graph).replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1)
    return card("", element("div", Fragment(picture), style="background:#fff;border-radius:6px;display:inline-block"))
