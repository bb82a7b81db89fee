"""The computation graph: an expression's values on the way forward, its derivatives on the way back.

`graph` reads an expression; `variable`, `constant` and operators on nodes build a graph without text, and `Graph.of`
names and shows it; `nudge` changes a value a little.
"""

from glasscat.graph.computation import Graph
from glasscat.graph.expression import graph
from glasscat.graph.node import Node, constant, variable
from glasscat.graph.nudge import Nudge, nudge

__all__ = ["Graph", "Node", "Nudge", "constant", "graph", "nudge", "variable"]
