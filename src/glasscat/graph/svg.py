"""A graph as a picture: values forward in blue, derivatives backward in vermillion, one line of each along every edge.

An SVG of our own making: text stays text, so that the reader's own fonts serve, Chinese ones too. The colours are those
of Okabe and Ito (2008), which people with any kind of colour vision tell apart; besides, values stand above the lines
and derivatives below.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from glasscat.errors import UsageError
from glasscat.graph.cell import BODY, ENTRY, LINE, NUMBER, SPACE, Cell, width
from glasscat.graph.layout import Line, Place, columns_of, connect, order, straighten
from glasscat.graph.notation import label, size
from glasscat.graph.text import derivative_name, local
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.graph.cell import Block
    from glasscat.graph.computation import Graph
    from glasscat.graph.node import Node
    from glasscat.i18n import Text

FORWARD, BACKWARD, INK, QUIET = "#0072B2", "#D55E00", "#1A1A1A", "#666666"
GIVEN, COMPUTED, FIXED = "#E6F1F8", "#FFFFFF", "#F0F0EE"
FONTS = (
    "Helvetica Neue, Arial, Noto Sans, Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, "
    "WenQuanYi Micro Hei, sans-serif"
)

MOST = 80
"""More values than these on one picture can be read by nobody."""

MARGIN, HEADER, GAP, LEAST = 32.0, 80.0, 24.0, 690.0
PAIR = 2.5  # the two lines of an edge off their own middle
TITLE, LEGEND, SMALL = 19.0, 13.0, 12.0  # font sizes
COMPUTED_WEIGHT = 8.0
"""How much more level an edge between two operations is than one from a variable: the computation goes straight on."""

BEND = 44.0
"""Room in which an edge bends from one column to the next."""


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A line from the cell of an operand to the cell that uses it.

    Parameters
    ----------
    start, end : Cell
    way : list of Place
        One in each column that it passes.
    entry : Line
        The last part, into the box.
    slope : str
        Local derivative, as what a derivative is multiplied by on its way back.
    """

    start: Cell
    end: Cell
    way: list[Place]
    entry: Line
    slope: str


def draw(graph: Graph) -> str:
    """Draw a graph.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    UsageError
        GC-G27: more nodes than a picture can show.
    """
    nodes = list(graph)
    if len(nodes) > MOST:
        problem = _("a picture shows {most} values at most; this graph has {n}.", most=MOST, n=len(nodes))
        raise UsageError("GC-G27", "", problem, _("draw a part of it, or fewer layers, or read it as text."))
    return _Drawing(graph, nodes).document()


class _Drawing:
    """Cells, the edges between them, and the columns that they stand in."""

    def __init__(self, graph: Graph, nodes: list[Node]) -> None:
        self.graph = graph
        index = {node: k for k, node in enumerate(nodes)}
        columns = columns_of([[index[operand] for operand in node.operands if operand.name] for node in nodes])
        self.cells = {
            node: Cell.of(node, None if node.is_constant else graph.gradients[node], column)
            for node, column in zip(nodes, columns, strict=True)
        }
        self.edges = [edge for node in nodes for edge in self._edges_into(node)]
        places = [cell.place for cell in self.cells.values()] + [place for edge in self.edges for place in edge.way]
        in_order = order(places, GAP)
        self._set_ports()
        straighten(in_order, GAP)
        lift = HEADER + MARGIN - min(place.y - place.above for place in places)
        for place in places:
            place.y += lift
        self.height = max(place.y + place.below for place in places) + MARGIN
        self._set_columns(1 + max(columns))

    def _edges_into(self, node: Node) -> Iterator[Edge]:
        """Edges to a node from its operands, with a place in each column that they pass."""
        end = self.cells[node]
        drawn = [k for k, operand in enumerate(node.operands) if operand.name]
        for k in drawn:
            start = self.cells[node.operands[k]]
            way = [Place(column, 6, 6) for column in range(start.place.column + 1, end.place.column)]
            weight = COMPUTED_WEIGHT if start.node.operands else 1.0
            only = len(drawn) == 1 and len(self.graph.users(start.node)) == 1
            lines = [
                connect(left, right, weight, stiff=only or (left in way and right in way))
                for left, right in pairwise((start.place, *way, end.place))
            ]
            yield Edge(start, end, way, lines[-1], "" if start.node.is_constant else _slope(node, k))

    def _set_ports(self) -> None:
        """Let the edges enter each box in the order in which they come, whatever the order of the operands."""
        for cell in self.cells.values():
            entries = sorted(cell.place.before, key=lambda entry: entry.left.y)
            for n, entry in enumerate(entries):
                entry.offset = ENTRY * (n - (len(entries) - 1) / 2)

    def _set_columns(self, n: int) -> None:
        """Columns from left to right, each as wide as its widest cell, with room to bend and for the slopes."""
        self.run, widths = [0.0] * n, [0.0] * n
        for edge in self.edges:
            column = edge.end.place.column
            self.run[column] = max(self.run[column], width(edge.slope, SMALL) + 20)
        for cell in self.cells.values():
            widths[cell.place.column] = max(widths[cell.place.column], cell.box + cell.stem)
        self.left: list[float] = []
        x = MARGIN
        for run, wide in zip(self.run, widths, strict=True):
            self.left.append(x + run)
            x += run + wide + BEND
        self.right = [left + wide for left, wide in zip(self.left, widths, strict=True)]
        self.width = max(x - BEND + MARGIN, LEAST)
        for cell in self.cells.values():
            cell.x, cell.end = self.left[cell.place.column], self.right[cell.place.column]

    def document(self) -> str:
        """Put the parts one over the other: lines, then boxes, then numbers."""
        parts = "\n".join([*self._header(), *self._stems(), *self._edges(), *self._boxes(), *self._numbers()])
        w, h = round(self.width), round(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" '
            f'font-family="{FONTS}">\n<title>{escape(str(self.graph.title))}</title>\n'
            f"<defs>{_arrow('forward', FORWARD)}{_arrow('backward', BACKWARD)}</defs>\n"
            f'<rect width="{w}" height="{h}" fill="#FFFFFF"/>\n{parts}\n</svg>\n'
        )

    def _header(self) -> Iterator[str]:
        title, room = str(self.graph.title), int((self.width - 2 * MARGIN) / (0.58 * TITLE))
        yield text(MARGIN, 42, title if len(title) <= room else title[: room - 1] + "…", TITLE, INK, bold=True)
        forward = _("values, forward")
        backward = _("derivatives of {result}, backward: × each local derivative", result=self.graph.result.name)
        x = MARGIN
        yield line(f"M{x},67 h30", FORWARD, "forward")
        yield text(x + 40, 71, forward, LEGEND, FORWARD)
        x += 76 + width(str(forward), LEGEND)
        yield line(f"M{x + 30:.1f},67 h-30", BACKWARD, "backward")
        yield text(x + 40, 71, backward, LEGEND, BACKWARD)

    def _stems(self) -> Iterator[str]:
        """Draw the level lines that leave the boxes; the one of the result leads out of the picture."""
        for cell in self.cells.values():
            y, start = cell.place.y, cell.x + cell.box
            is_result = cell.node is self.graph.result
            yield line(f"M{start:.1f},{y - PAIR:.1f} H{cell.end:.1f}", FORWARD, "forward" if is_result else "")
            if cell.derivative:
                yield line(f"M{cell.end:.1f},{y + PAIR:.1f} H{start + 2:.1f}", BACKWARD, "backward")

    def _edges(self) -> Iterator[str]:
        for edge in self.edges:
            yield line(self._path(edge, -PAIR), FORWARD, "forward")
            if not edge.start.node.is_constant:
                yield line(self._path(edge, PAIR), BACKWARD, "")
                y = edge.end.place.y + edge.entry.offset + (17 if edge.entry.offset > 0 else -8)
                yield text(edge.end.x - 12, y, edge.slope, SMALL, BACKWARD, anchor="end")

    def _path(self, edge: Edge, off: float) -> str:
        """From the end of the stem, level through every column on the way, and level into the box."""
        x, y = edge.start.end, edge.start.place.y + off
        path = [f"M{x:.1f},{y:.1f}"]
        stops = [(place.column, place.y + off, self.right[place.column]) for place in edge.way]
        last = edge.end.place.column, edge.end.place.y + edge.entry.offset + off, edge.end.x - 2
        for column, to_y, until in (*stops, last):
            to_x = self.left[column] - self.run[column]
            middle = (x + to_x) / 2
            path.append(f"C{middle:.1f},{y:.1f} {middle:.1f},{to_y:.1f} {to_x:.1f},{to_y:.1f} H{until:.1f}")
            x, y = until, to_y
        return " ".join(path)

    def _boxes(self) -> Iterator[str]:
        for cell in self.cells.values():
            y, given = cell.place.y, not cell.node.operands
            fill = FIXED if cell.node.is_constant else GIVEN if given else COMPUTED
            stroke, thick = (INK, 2.2) if cell.node is self.graph.result else (QUIET, 1.2)
            frame = f'x="{cell.x:.1f}" y="{y - cell.height / 2:.1f}" width="{cell.box:.1f}" height="{cell.height:.0f}"'
            look = f'rx="{cell.height / 2 if given else 7:.0f}" fill="{fill}" stroke="{stroke}" stroke-width="{thick}"'
            yield f"<rect {frame} {look}/>"
            middle = cell.x + cell.box / 2
            yield text(middle, y + (-1 if cell.is_array else 5), cell.words, BODY, INK, anchor="middle", bold=given)
            if cell.is_array:
                yield text(middle, y + 15, size(cell.node.value), SMALL, QUIET, anchor="middle")

    def _numbers(self) -> Iterator[str]:
        for cell in self.cells.values():
            top = cell.place.y - cell.off - cell.value.height
            yield from numbers(cell.value, cell.middle, top, FORWARD, cell.node.name)
            if cell.derivative:
                name = derivative_name(self.graph, cell.node)
                yield from numbers(cell.derivative, cell.middle, cell.place.y + cell.off, BACKWARD, name)


def _slope(node: Node, k: int) -> str:
    if found := local(node, k, 4):
        return f"× {found}"
    d = f"d{node.name}"  # the course's short name for dJ/d…
    return node.rule.partials[k].words(d, node.name, tuple(map(label, node.operands))).replace(f"{d} * ", "× ")


def numbers(block: Block, middle: float, top: float, color: str, name: str) -> Iterator[str]:
    """Rows and columns of numbers around ``middle``, with the brackets of a matrix; a pointer shows their name."""
    left, right = middle - block.width / 2, middle + block.width / 2
    yield f"<g><title>{escape(name)}</title>"
    if block.bracketed:
        for x, inwards in ((left, 4), (right, -4)):
            path = f"M{x + inwards:.1f},{top + 1:.1f} h{-inwards} v{block.height - 2:.1f} h{inwards}"
            yield line(path, color, "", thin=True)
        left += 7
    for n, row in enumerate(block.rows):
        x = left
        for written, wide in zip(row, block.widths, strict=True):
            yield text(x + wide, top + n * LINE + 14, written, NUMBER, color, anchor="end")
            x += wide + SPACE
    yield "</g>"


def text(
    x: float, y: float, words: Text | str, font_size: float, color: str, *, anchor: str = "start", bold: bool = False
) -> str:
    """One line of text with its baseline at y."""
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{font_size:g}" fill="{color}" text-anchor="{anchor}"'
    return f"<text {place}{weight}>{escape(str(words))}</text>"


def line(path: str, color: str, arrow: str, *, thin: bool = False) -> str:
    """Draw a line, with an arrow at its end or without."""
    end = f' marker-end="url(#{arrow})"' if arrow else ""
    return f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{1 if thin else 1.6}"{end}/>'


def _arrow(name: str, color: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0.8 L10,5 L0,9.2 Z" fill="{color}"/></marker>'
    )
