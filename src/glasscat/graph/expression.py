"""From an expression and the values of its variables to a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.errors import UsageError
from glasscat.graph.computation import Graph
from glasscat.graph.node import Node, apply, constant, variable
from glasscat.graph.parser import parse
from glasscat.graph.place import place, short
from glasscat.graph.values import as_real
from glasscat.i18n import _, listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

    from glasscat.graph.parser import Step


MOST_NAMES = 20
"""Names that are listed in an error."""


def graph(expression: str, /, **values: ArrayLike) -> Graph:
    """Compute an expression and the derivative of its result by every variable and intermediate value.

    Parameters
    ----------
    expression : str
        Such as ``"3*(a + b*c)"``, or with names for intermediate values, ``"u = b*c; v = a + u; J = 3*v"``. Operators
        are ``+ - * / ** @`` with Python's precedence, ``@`` being the matrix product; functions are exp, log, sigmoid,
        tanh, relu, abs, softplus, sum, mean and max. ``sum(x, axis=0)`` keeps the axis with length one, and
        ``max(x, y)`` compares entry by entry. A line feed outside brackets separates as ``;`` does.
    **values : array_like
        Value of each variable: numbers, or arrays that broadcast as in NumPy.

    Returns
    -------
    Graph
        With ``.value``, ``.values`` and ``.derivatives``. Intermediate values without a name are called u, v, w and
        then t1, t2, …; the result is called J; names that the expression uses are passed over.

    Raises
    ------
    UsageError
        GC-G30: no text; GC-G01 to GC-G12: the expression cannot be read, or its variables and the values do not match.
    DataError
        GC-G13 to GC-G24: a value is not a number, shapes do not fit, a result is not finite or a derivative is
        infinite, or the result is an array; GC-G34: a value is complex.

    Notes
    -----
    The derivative of relu and abs at 0 is 0; where entries of a max tie, the first one gets all of it. ``a**b`` with a
    negative a exists for whole b only: its value and its derivative by a are given, that by b is nan, undefined, and so
    is that of whatever b was computed from. The same holds for ``0**0``, which is 1 as in Python. A derivative that is
    infinite, such as that of ``a**0.5`` at 0, is an error.

    Examples
    --------
    >>> g = graph("3*(a + b*c)", a=5, b=3, c=2)
    >>> g.value, g.derivatives["b"]
    (33.0, 6.0)
    """
    _check_text(expression)
    steps = parse(expression)
    _match(expression, steps, values)
    real = {name: as_real(name, value) for name, value in values.items()}
    return Graph.of(nodes_of(expression, steps, real), " ".join(expression.split()))


def nodes_of(expression: str, steps: Sequence[Step], values: Mapping[str, ArrayLike]) -> list[Node]:
    """One node a step of a parsed expression; values may be complex, so that a complex step passes through."""
    nodes: list[Node] = []
    for step in steps:
        node = _node(expression, step, nodes, values)
        nodes.append(node.named(step.name) if step.name else node)
    return nodes


def _check_text(expression: object) -> None:
    if not isinstance(expression, str):
        problem = _("an expression is a text; found {kind}.", kind=type(expression).__name__)
        raise UsageError("GC-G30", _("expression"), problem, _('give one, such as "3*(a + b*c)".'))


def _node(expression: str, step: Step, nodes: Sequence[Node], values: Mapping[str, ArrayLike]) -> Node:
    if step.number is not None:
        return constant(step.number)
    if not step.operands:
        return variable(step.name, values[step.name])
    return apply(step.rule, *(nodes[k] for k in step.operands), where=place(expression, step.position))


def _match(expression: str, steps: Sequence[Step], values: Mapping[str, ArrayLike]) -> None:
    """Every variable needs a value, and every value a variable."""
    variables = {step.name: step.position for step in steps if step.name and not step.operands}
    assigned = {step.name for step in steps if step.name and step.operands}
    if given := [name for name in values if name in assigned]:
        problem = _("{name} is computed by the expression, and a value was given for it, too.", name=short(given[0]))
        raise UsageError("GC-G12", short(given[0]), problem, _("leave the value out, or rename one of the two."))
    if missing := [name for name in variables if name not in values]:
        problem = _("no value was given for {names}.", names=listing([short(name) for name in missing[:MOST_NAMES]]))
        fix = _("add {example}.", example=" ".join(f"{short(name)}=1" for name in missing[:MOST_NAMES]))
        raise UsageError("GC-G10", place(expression, variables[missing[0]]), problem, fix)
    if unused := [name for name in values if name not in variables]:
        problem = _(
            "the expression has no variable {names}.", names=listing([short(name) for name in unused[:MOST_NAMES]])
        )
        fix = _(
            "leave it out; the variables are: {known}.",
            known=listing([short(name) for name in [*variables][:MOST_NAMES]]),
        )
        if not variables:
            fix = _("leave it out; the expression has no variables.")
        raise UsageError("GC-G11", short(unused[0]), problem, fix)
