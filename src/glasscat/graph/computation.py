"""A computation graph: the values on the way forward, the derivatives on the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, count
from typing import TYPE_CHECKING, Self

from glasscat.errors import UsageError, unknown_name
from glasscat.graph.chain import gradients, ordered
from glasscat.graph.node import Node
from glasscat.graph.notation import as_plain
from glasscat.graph.text import lines
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import ArrayLike

    from glasscat.graph.nudge import Nudge
    from glasscat.i18n import Text
    from glasscat.typing import Array


@dataclass(frozen=True, eq=False, repr=False)
class Graph:
    """A computation whose every number and derivative can be looked at.

    Made by `glasscat.graph` from an expression, or from nodes: ``Graph.of(J)``.

    Parameters
    ----------
    nodes : tuple of Node
        Operands before what uses them, each with a name; the last one is the result.
    title : Text or str
        What stands above a picture of it.

    Attributes
    ----------
    gradients : mapping from Node to array
        dJ/d(node) in the shape of the node's value, for all but constants.
    """

    nodes: tuple[Node, ...]
    title: Text | str = ""
    gradients: Mapping[Node, Array] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "gradients", gradients(self.nodes))

    @classmethod
    def of(cls, result: Node | Sequence[Node], title: Text | str = "") -> Self:
        """Make a graph that ends in a node, and name what has no name.

        Intermediate values are called u, v, w as in the course and then t1, t2, …; the result is called J. A name that
        is taken is passed over: the result is J1, J2, … then.

        Parameters
        ----------
        result : Node, or sequence of Node
            The result; or all nodes, operands before what uses them and the result last.
        title : Text or str

        Raises
        ------
        UsageError
            GC-G08: two nodes have the same name; GC-G30: what is given is not made of nodes.
        DataError
            GC-G22: a derivative is infinite; GC-G23: the result is an array.
        """
        nodes = ordered(result) if isinstance(result, Node) else _nodes(result)
        taken = _distinct(node.name for node in nodes if node.name)
        free = (name for name in chain("uvw", (f"t{n}" for n in count(1))) if name not in taken)
        last = (name for name in chain("J", (f"J{n}" for n in count(1))) if name not in taken)
        renamed: dict[Node, Node] = {}
        for node in nodes:
            name = node.name
            if node.operands and not name:
                name = next(last if node is nodes[-1] else free)
            renamed[node] = replace(node, name=name, operands=tuple(renamed[operand] for operand in node.operands))
        return cls(tuple(renamed.values()), title)

    def __iter__(self) -> Iterator[Node]:
        """Nodes that have a name, in the order in which they are computed."""
        return (node for node in self.nodes if node.name)

    def __getitem__(self, name: str) -> Node:
        """Return the node of that name; GC-G25 where there is none."""
        by_name = {node.name: node for node in self}
        if name not in by_name:
            raise unknown_name("GC-G25", _("graph"), str(name), by_name)
        return by_name[name]

    @property
    def result(self) -> Node:
        """The last node."""
        return self.nodes[-1]

    @property
    def value(self) -> object:
        """Value of the result, a Python number."""
        return as_plain(self.result.value)

    @property
    def values(self) -> dict[str, object]:
        """Value of every variable and intermediate, by name: a Python number, or an array."""
        return {node.name: as_plain(node.value) for node in self}

    @property
    def derivatives(self) -> dict[str, object]:
        """Derivative of the result by each of `values` that is not a constant, in the same shapes; nan if undefined."""
        return {node.name: as_plain(self.gradients[node]) for node in self if not node.is_constant}

    def users(self, node: Node) -> list[tuple[Node, int]]:
        """Nodes that use ``node``, each with which of its operands it is."""
        return self._users[node]

    @cached_property
    def _users(self) -> dict[Node, list[tuple[Node, int]]]:
        found: dict[Node, list[tuple[Node, int]]] = {node: [] for node in self.nodes}
        for user in self.nodes:
            for k, operand in enumerate(user.operands):
                found[operand].append((user, k))
        return found

    def svg(self) -> str:
        """Draw the graph as an SVG: values forward in blue, derivatives backward in vermillion.

        Raises
        ------
        UsageError
            GC-G27: more nodes than a picture can show.
        """
        from glasscat.graph.svg import draw  # noqa: PLC0415  (only those who draw need it)

        return draw(self)

    def nudge(self, name: str, step: ArrayLike) -> Nudge:
        """Add a small step to one value, compute what comes after it again, and compare with the derivative.

        See `glasscat.graph.nudge` for the parameters and errors.
        """
        from glasscat.graph.nudge import nudge  # noqa: PLC0415  (a nudge needs a graph)

        return nudge(self, name, step)

    def _repr_html_(self) -> str:
        from glasscat.graph.card import graph_card  # noqa: PLC0415  (only notebooks ask for it)

        return graph_card(self)

    def __str__(self) -> str:
        return "\n".join(lines(self))

    def __repr__(self) -> str:
        title = f"{str(self.title)!r}, " if self.title else ""
        return f"Graph({title}{self.result.name} = {self.value}, {len(self.nodes)} nodes)"


def _nodes(given: object) -> list[Node]:
    nodes = list(given) if isinstance(given, Iterable) else []
    if not nodes or not all(isinstance(node, Node) for node in nodes):
        problem = _("a node, or a list of nodes, was expected; found {kind}.", kind=type(given).__name__)
        fix = _("make nodes with variable and constant, or a graph from text with gc.graph.")
        raise UsageError("GC-G30", _("graph"), problem, fix)
    return nodes


def _distinct(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        if name in found:
            problem = _("two nodes have this name.")
            raise UsageError("GC-G08", name, problem, _("give each a name of its own."))
        found.add(name)
    return found
