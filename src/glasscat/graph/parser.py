"""From words to steps: a grammar of our own, read by precedence climbing. Python itself never evaluates the text.

    statements : [name "="] sum (";" [name "="] sum)*
    sum        : product (("+" | "-") product)*
    product    : signed (("*" | "/" | "@") signed)*
    signed     : ("-" | "+") signed | power
    power      : atom ["**" signed]
    atom       : number | name | name "(" sum ("," sum)* ["," "axis" "=" number] ")" | "(" sum ")"

Precedence is Python's: ``**`` binds from the right and more tightly than a sign before it, so ``-2**2`` is -4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glasscat.errors import UsageError, unknown_name
from glasscat.graph.place import place, short
from glasscat.graph.rules import COPY, FUNCTIONS, GIVEN, LARGER, NEGATIVE, OPERATORS, REDUCTIONS, Rule, reduction
from glasscat.graph.tokens import Token, tokens
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.i18n import Text

KNOWN = tuple(sorted({*FUNCTIONS, *REDUCTIONS}))
"""Names of all functions."""

MEANT = {"matmul": "a @ b", "dot": "a @ b", "sqrt": "a**0.5", "square": "a**2", "pow": "a**b", "power": "a**b"}
"""How that is written which other libraries have a function for."""

MAX_DEPTH = 100
"""Brackets, signs and powers inside each other. Nobody reads deeper ones, and Python's own stack ends soon after."""

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "@": 2, "**": 4}
_SIGN = 3  # of a + or - before its operand


@dataclass(frozen=True, slots=True)
class Step:
    """A variable, a number, or one operation on earlier steps.

    Parameters
    ----------
    position : int
        Where in the expression it stands, from 0.
    rule : Rule
    operands : tuple of int
        Which steps it works on; empty for a variable or a number.
    name : str
        As the expression gives it; ``""`` where it gives none.
    number : float or None
        Value of a number.
    """

    position: int
    rule: Rule = GIVEN
    operands: tuple[int, ...] = ()
    name: str = ""
    number: float | None = None


def parse(expression: str) -> list[Step]:
    """Read an expression.

    Parameters
    ----------
    expression : str
        Such as ``"3*(a + b*c)"`` or ``"u = b*c; v = a + u; J = 3*v"``.

    Returns
    -------
    list of Step
        Operands before what uses them; the last one is the result and an operation.

    Raises
    ------
    UsageError
        GC-G01 to GC-G09, with the place in the expression.
    """
    return _Parser(expression).statements()


class _Parser:
    """The words still to be read, and the steps read so far."""

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.tokens = tokens(expression)
        self.at = 0
        self.steps: list[Step] = []
        self.index: dict[str, int] = {}

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def statements(self) -> list[Step]:
        result = None
        while not self._at_end():
            if self._take(";"):
                continue
            result = self._statement()
            if self.token.text not in {";", ""}:  # only the end has no text
                raise self._unexpected()
        if result is None:
            raise UsageError("GC-G09", "", _("the expression is empty."), _('give one, such as "3*(a + b*c)".'))
        last = self.steps[result]
        if not last.operands or result != len(self.steps) - 1:
            self._add(Step(last.position, COPY, (result,)))
        return self.steps

    def _statement(self) -> int:
        name = self.token
        if name.kind != "name" or self.tokens[self.at + 1].text != "=":
            return self._operation(0, 0)
        self.at += 2
        if name.text in KNOWN:
            raise self._is_function(name)
        value = self._operation(0, 0)
        if name.text in self.index:
            raise self._error(
                "GC-G08",
                name,
                _("{name} has a meaning already.", name=short(name.text)),
                _("give the new value a name of its own, and give it before it is used."),
            )
        step = self.steps[value]
        if not step.operands or step.name:
            value = self._add(Step(name.position, COPY, (value,)))
        self.steps[value] = replace(self.steps[value], name=name.text)
        self.index[name.text] = value
        return value

    def _operation(self, weakest: int, depth: int) -> int:
        """Read operands and the operators between them that bind at least as strongly as ``weakest``."""
        left = self._operand(depth)
        while self.token.kind == "sign" and _STRENGTH.get(self.token.text, -1) >= weakest:
            operator = self._next()
            if operator.text == "**":  # from the right, and a sign after it belongs to the exponent
                right = self._operation(_STRENGTH["**"], depth + 1)
            else:
                right = self._operation(_STRENGTH[operator.text] + 1, depth)
            left = self._add(Step(operator.position, OPERATORS[operator.text], (left, right)))
        return left

    def _operand(self, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise self._error(
                "GC-G04",
                self.token,
                _("more than {n} brackets, signs or powers are inside each other.", n=MAX_DEPTH),
                _("give inner parts a name: u = b*c; v = a + u; J = 3*v."),
            )
        token = self.token
        if token.kind == "end" or (token.kind == "sign" and token.text not in {"(", "-", "+"}):
            raise self._unexpected(operand=True)
        self.at += 1
        if token.kind == "number":
            return self._number(token)
        if token.kind == "name":
            return self._call(token, depth) if self.token.text == "(" else self._variable(token)
        if token.text == "(":
            inside = self._operation(0, depth + 1)
            self._close(token)
            return inside
        inside = self._operation(_SIGN, depth + 1)
        return inside if token.text == "+" else self._minus(token, inside)

    def _number(self, token: Token) -> int:
        value = float(token.text)
        if value == float("inf"):
            raise self._error(
                "GC-G21",
                token,
                _("this number is too large; float64 ends at about 1.8e308."),
                _("use a smaller one."),
            )
        return self._add(Step(token.position, number=value))

    def _minus(self, token: Token, inside: int) -> int:
        """``-3`` is a number, ``-x`` is an operation."""
        number = self.steps[inside].number
        if number is None:
            return self._add(Step(token.position, NEGATIVE, (inside,)))
        self.steps[inside] = Step(token.position, number=-number)
        return inside

    def _variable(self, token: Token) -> int:
        if token.text in KNOWN:
            raise self._is_function(token)
        if token.text not in self.index:
            self.index[token.text] = self._add(Step(token.position, name=token.text))
        return self.index[token.text]

    def _call(self, name: Token, depth: int) -> int:
        """Read the arguments of a function."""
        if name.text in MEANT:
            problem = _("{name} is not a function here.", name=short(name.text))
            raise self._error("GC-G05", name, problem, _("write {meant} instead.", meant=MEANT[name.text]))
        if name.text not in KNOWN:
            raise unknown_name("GC-G05", place(self.expression, name.position), short(name.text), KNOWN)
        bracket = self._next()
        arguments: list[int] = []
        axis: int | None = None
        if self.token.text != ")":
            arguments.append(self._operation(0, depth + 1))
        while axis is None and self._take(","):
            if self.token.text == "axis" and self.tokens[self.at + 1].text == "=":
                self.at += 2
                axis = self._axis()
            else:
                arguments.append(self._operation(0, depth + 1))
        self._close(bracket)
        return self._add(Step(name.position, self._rule(name, len(arguments), axis), tuple(arguments)))

    def _axis(self) -> int:
        sign = -1 if self._take("-") else 1
        token = self._next()
        if not token.text.isdecimal() or len(token.text) > 2:
            raise self._error("GC-G24", token, _("an axis is a whole number, such as axis=0."))
        return sign * int(token.text)

    def _rule(self, name: Token, n: int, axis: int | None) -> Rule:
        if n == 1 and name.text in REDUCTIONS:
            return reduction(name.text, axis)
        if n == 1 and axis is None:
            return FUNCTIONS[name.text]
        if n == 2 and axis is None and name.text == "max":
            return LARGER
        takes = {"max": "max(x), max(x, axis=0), max(x, y)"}.get(name.text)
        if takes is None:
            takes = f"{name.text}(x), {name.text}(x, axis=0)" if name.text in REDUCTIONS else f"{name.text}(x)"
        raise self._error(
            "GC-G06",
            name,
            _("{name} does not take these arguments.", name=short(name.text)),
            _("write it as one of: {takes}.", takes=takes),
        )

    def _add(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1

    def _at_end(self) -> bool:
        return self.token.kind == "end"

    def _next(self) -> Token:
        token = self.token
        self.at += token.kind != "end"
        return token

    def _take(self, sign: str) -> bool:
        """Step over ``sign`` if it is next."""
        found = self.token.kind == "sign" and self.token.text == sign
        self.at += found
        return found

    def _close(self, bracket: Token) -> None:
        if self._take(")"):
            return
        if self.token.kind != "end":
            raise self._unexpected()
        raise self._error("GC-G03", bracket, _("this bracket is never closed."), _("add a ) where it should end."))

    def _is_function(self, token: Token) -> UsageError:
        return self._error(
            "GC-G07",
            token,
            _("{name} is a function.", name=short(token.text)),
            _("write {name}(…), or choose another name for the variable.", name=short(token.text)),
        )

    def _unexpected(self, *, operand: bool = False) -> UsageError:
        """Error about the next word, where an operand, or else an operator, was expected."""
        token = self.token
        if token.kind == "end":
            return self._error("GC-G02", token, _("the expression ends too early."), _("add what is missing."))
        fix = _("put a number, a name or a bracket here.") if operand else _("put an operator here: 2*a, not 2a.")
        if token.text in {"[", "]"}:
            fix = _("write a name here and give the list as its value: x=[1,2].")
        elif token.text == ")":
            fix = _("remove it, or open a bracket before it.") if not operand else fix
        elif token.text == "=":
            fix = _("write a name before =, and separate assignments by ;.")
        return self._error("GC-G02", token, _("{found} was not expected here.", found=short(token.text)), fix)

    def _error(self, code: str, token: Token, problem: Text, fix: Text | None = None) -> UsageError:
        return UsageError(code, place(self.expression, token.position), problem, fix)
