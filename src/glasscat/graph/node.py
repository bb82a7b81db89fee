"""One node of a graph: a value, and what it was computed from. Operators on nodes make new nodes (as in micrograd)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from glasscat.errors import UsageError
from glasscat.graph.faults import compute
from glasscat.graph.notation import formula
from glasscat.graph.rules import FUNCTIONS, GIVEN, LARGER, NEGATIVE, OPERATORS, Rule, reduction
from glasscat.graph.values import as_array
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from glasscat.i18n import Text
    from glasscat.typing import Array

    Operand: TypeAlias = "Node | ArrayLike"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value in a computation graph, made with `variable`, `constant` or an operation on other nodes.

    Nodes take ``+ - * / ** @``, unary minus and `abs` with other nodes, numbers and arrays, broadcast as NumPy does;
    a matrix product keeps NumPy's rules for vectors.

    Parameters
    ----------
    value : array
        float64, or complex128.
    rule : Rule
        The operation.
    operands : tuple of Node
        What it was computed from; empty for a variable or a constant.
    name : str
        ``""`` for a node that nobody has named.
    is_constant : bool
        True where no derivative is asked for.
    """

    value: Array
    rule: Rule = GIVEN
    operands: tuple[Node, ...] = ()
    name: str = ""
    is_constant: bool = False

    # without it, `array + node` would become an array of nodes, one an entry
    __array_ufunc__ = None

    def named(self, name: str) -> Node:
        """Return the same node under a name that `Graph` shows."""
        return replace(self, name=_checked(name))

    def backward(self) -> dict[str, Array]:
        """Derivatives of this node, a single number, by every variable and named node that it was computed from.

        Returns
        -------
        dict
            From names to derivatives, each in the shape of its value.

        Raises
        ------
        DataError
            GC-G22: a derivative is infinite; GC-G23: this node is an array.
        """
        from glasscat.graph.chain import gradients, ordered  # noqa: PLC0415  (the chain is made of nodes)

        nodes = ordered(self)
        found = gradients(nodes)
        return {node.name: found[node] for node in nodes if node.name and not node.is_constant}

    def __add__(self, other: Operand) -> Node:
        return apply(OPERATORS["+"], self, other)

    def __radd__(self, other: ArrayLike) -> Node:
        return apply(OPERATORS["+"], other, self)

    def __sub__(self, other: Operand) -> Node:
        return apply(OPERATORS["-"], self, other)

    def __rsub__(self, other: ArrayLike) -> Node:
        return apply(OPERATORS["-"], other, self)

    def __mul__(self, other: Operand) -> Node:
        return apply(OPERATORS["*"], self, other)

    def __rmul__(self, other: ArrayLike) -> Node:
        return apply(OPERATORS["*"], other, self)

    def __truediv__(self, other: Operand) -> Node:
        return apply(OPERATORS["/"], self, other)

    def __rtruediv__(self, other: ArrayLike) -> Node:
        return apply(OPERATORS["/"], other, self)

    def __pow__(self, other: Operand) -> Node:
        return apply(OPERATORS["**"], self, other)

    def __rpow__(self, other: ArrayLike) -> Node:
        return apply(OPERATORS["**"], other, self)

    def __matmul__(self, other: Operand) -> Node:
        return apply(OPERATORS["@"], self, other)

    def __rmatmul__(self, other: ArrayLike) -> Node:
        return apply(OPERATORS["@"], other, self)

    def __neg__(self) -> Node:
        return apply(NEGATIVE, self)

    def __abs__(self) -> Node:
        return apply(FUNCTIONS["abs"], self)

    def exp(self) -> Node:
        """``e**x``, entry by entry."""
        return apply(FUNCTIONS["exp"], self)

    def log(self) -> Node:
        """Natural logarithm, entry by entry."""
        return apply(FUNCTIONS["log"], self)

    def sigmoid(self) -> Node:
        """``1 / (1 + exp(-x))``, entry by entry."""
        return apply(FUNCTIONS["sigmoid"], self)

    def tanh(self) -> Node:
        """Hyperbolic tangent, entry by entry."""
        return apply(FUNCTIONS["tanh"], self)

    def relu(self) -> Node:
        """``max(0, x)``, entry by entry; its derivative at 0 is 0."""
        return apply(FUNCTIONS["relu"], self)

    def softplus(self) -> Node:
        """``log(1 + exp(x))``, entry by entry, without overflow."""
        return apply(FUNCTIONS["softplus"], self)

    def larger(self, other: Operand) -> Node:
        """``max(x, other)``, entry by entry; where both are equal the derivative goes to x."""
        return apply(LARGER, self, other)

    def sum(self, axis: int | None = None) -> Node:
        """Sum of all entries, or along an axis, which stays with length one."""
        return apply(reduction("sum", axis), self)

    def mean(self, axis: int | None = None) -> Node:
        """Mean of all entries, or along an axis, which stays with length one."""
        return apply(reduction("mean", axis), self)

    def max(self, axis: int | None = None) -> Node:
        """Largest of all entries, or along an axis, which stays; of equal ones the first gets the derivative."""
        return apply(reduction("max", axis), self)


def variable(name: str, value: ArrayLike) -> Node:
    """Node to differentiate by.

    Parameters
    ----------
    name : str
        Letters, digits and ``_``, not beginning with a digit.
    value : array_like
        Numbers; copied.

    Raises
    ------
    UsageError
        GC-G28: not such a name.
    DataError
        GC-G13, GC-G15: not finite numbers.
    """
    return Node(as_array(name, value), name=_checked(name))


def constant(value: ArrayLike, name: str = "") -> Node:
    """Node that is not differentiated by, such as data; shown by its name if it has one. Errors as in `variable`."""
    return Node(as_array(name, value), name=name and _checked(name), is_constant=True)


def apply(rule: Rule, *operands: Operand, where: Text | str = "") -> Node:
    """Make the node of an operation.

    Parameters
    ----------
    rule : Rule
    operands : nodes, numbers or arrays
    where : Text or str, optional
        What an error names as its place; by default the formula.

    Raises
    ------
    DataError
        GC-G16 to GC-G21, see `glasscat.graph.faults.compute`.
    """
    nodes = tuple(operand if isinstance(operand, Node) else constant(operand) for operand in operands)
    return Node(compute(rule, [node.value for node in nodes], where or formula(rule, nodes)), rule, nodes)


def _checked(name: str) -> str:
    if not isinstance(name, str) or not name.isidentifier():
        problem = _("{name!r} cannot be the name of a value.", name=name)
        raise UsageError("GC-G28", "", problem, _("use letters, digits and _, beginning with a letter."))
    return name
