"""Formulas: one text, parsed once, read in several ways.

A formula is one relation between two expressions over figure ids, decimal numbers and ``+ - * / ( )``,
such as ``domestic_cny == exchange_rate * domestic_usd``. It is parsed with Python's own ``ast`` against a
white list; nothing is ever evaluated as Python. Every reading but one (as units, plain numbers and, in the
report, words, mathematics and Vega) is a fold over the same tree. The one with exact intervals runs forwards
and backwards, and so works on the tree laid out as a list.
"""

from __future__ import annotations

import ast
import operator
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import count
from typing import Any, TypeVar

from addup.engine.interval import LONG_STEP_BITS, NOT_NEGATIVE, WHOLE, Interval

T = TypeVar("T")

UNIT = re.compile(r"[A-Za-z_]{1,40}([*/][A-Za-z_]{1,40}){0,3}", re.ASCII)

# Bounds on what is parsed at all: a check that needs more than this is not one that a reader can follow.
LONGEST_FORMULA = 2000
DEEPEST_FORMULA = 100
STEPS_PER_TURN = 16

DECIMAL = re.compile(
    r"(?P<whole>\d{1,60})(\.(?P<fraction>\d{1,60}))?([eE](?P<exponent>[+-]?\d{1,2}))?", re.ASCII
)

_SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Eq: "==",
    ast.LtE: "<=",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.Gt: ">",
}


class FormulaError(ValueError):
    """A text that is not a formula; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Name:
    """A figure, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Number:
    """A bare, dimensionless number."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions joined by ``+``, ``-``, ``*`` or ``/``."""

    symbol: str
    left: Expression
    right: Expression


Expression = Name | Number | Operation
Step = tuple[str, int, int]
_Calculation = Callable[[Interval, Interval], "Interval | None"]


def fold(
    tree: Expression,
    name: Callable[[str], T],
    number: Callable[[Number], T],
    operation: Callable[[str, T, T], T],
) -> T:
    """Read an expression from the leaves up: the one walk that all readings share."""
    if isinstance(tree, Name):
        return name(tree.id)
    if isinstance(tree, Number):
        return number(tree)
    left = fold(tree.left, name, number, operation)
    return operation(tree.symbol, left, fold(tree.right, name, number, operation))


@dataclass(frozen=True)
class Relation:
    """A parsed formula: two expressions and one of ``==``, ``<=``, ``>=``, ``<``, ``>`` between them."""

    left: Expression
    op: str
    right: Expression
    text: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The ids in it, each once, in the order of their first use."""
        return self._laid_out[0]

    @cached_property
    def has_repeats(self) -> bool:
        """Whether an id stands in it more than once; interval bounds are then not always the tightest."""
        return len(self.names) < len(self.occurrences)

    def may_part(self, ranges: Mapping[str, Interval]) -> bool:
        """Whether what it leaves of a range can have a gap.

        That is where both factors may have either sign, or where a divisor may be zero.
        """
        values = self._forward(ranges)

        def straddles(index: int) -> bool:
            value = values[index]
            return value is None or (
                (value.lo is None or value.lo < 0) and (value.hi is None or value.hi > 0)
            )

        def vanishes(index: int) -> bool:
            value = values[index]
            return value is None or value.holds_zero

        return any(
            vanishes(second) if symbol == "/" else straddles(first) and straddles(second)
            for symbol, first, second in self.steps
            if symbol in ("*", "/")
        )

    def holds(self, values: Mapping[str, Fraction]) -> bool:
        """Whether plain substitution satisfies the relation; division by zero satisfies nothing."""
        try:
            left, right = (
                fold(side, values.__getitem__, lambda leaf: leaf.value, calculate)
                for side in (self.left, self.right)
            )
        except ZeroDivisionError:
            return False
        return _HOLDS[self.op](left, right)

    def sides(self, ranges: Mapping[str, Interval]) -> tuple[Interval | None, Interval | None]:
        """Return what each side can be, given the figures' ranges; ``None`` where it divides by zero."""
        values = self._forward(ranges)
        _, left, right = self.steps[-1]
        return values[left], values[right]

    def narrow(self, ranges: Mapping[str, Interval]) -> dict[str, Interval] | None:
        """Return the ranges that the relation makes narrower; ``None`` if it leaves nothing.

        Forward evaluation, then backward projection: HC4-revise of Benhamou, Goualard, Granvilliers and
        Puget, *Revising hull and box consistency*, 1999. No solution is ever lost. Where no id stands
        twice the result is as narrow as the relation allows, but for gaps inside a range.
        """
        values = self._forward(ranges)
        if values[-1] is None:
            return None
        wanted = list(values)
        wanted[-1] = Interval()  # no value is this object, so the comparison has its say
        places = range(len(values) - len(self.steps), len(values))
        for at, (symbol, first, second) in zip(reversed(places), reversed(self.steps), strict=True):
            value = wanted[at]
            if value is values[at]:
                continue  # nothing was learnt here, so nothing follows for what lies below
            if self.is_long:
                value = value.outward(LONG_STEP_BITS)
            _, project_left, project_right = _OPERATIONS[symbol]
            # An unchanged operand is returned as the same object: that is how "nothing learnt" is seen.
            wanted[first] = _and(wanted[first], project_left(value, values[second]))
            if wanted[first] is None:
                return None
            wanted[second] = _and(wanted[second], project_right(value, values[first]))
            if wanted[second] is None:
                return None
        return {id: wanted[at] for at, id in enumerate(self.names) if wanted[at] is not values[at]}

    def _forward(self, ranges: Mapping[str, Interval]) -> list[Any]:
        """Return what each name, number and step can be, ``None`` where something divides by zero."""
        values: list[Interval | None] = [*(ranges[id] for id in self.names), *self.numbers]
        for symbol, first, second in self.steps:
            a, b = values[first], values[second]
            value = None if a is None or b is None else _OPERATIONS[symbol][0](a, b)
            values.append(value.outward(LONG_STEP_BITS) if value is not None and self.is_long else value)
        return values

    @cached_property
    def numbers(self) -> tuple[Interval, ...]:
        """The bare numbers in it."""
        return self._laid_out[1]

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The operations, each after those that it needs, the comparison last.

        Operands are counted: names first, then numbers, then the steps themselves.
        """
        return self._laid_out[2]

    @cached_property
    def _laid_out(self) -> tuple[tuple[str, ...], tuple[Interval, ...], tuple[Step, ...]]:
        leaves: list[str | Interval] = []
        for side in (self.left, self.right):
            fold(side, leaves.append, lambda leaf: leaves.append(Interval.point(leaf.value)), lambda *_: None)
        names = tuple(dict.fromkeys(leaf for leaf in leaves if isinstance(leaf, str)))
        place = {id: at for at, id in enumerate(names)}
        numbers = tuple(leaf for leaf in leaves if isinstance(leaf, Interval))
        steps: list[Step] = []

        def step(symbol: str, first: int, second: int) -> int:
            steps.append((symbol, first, second))
            return len(names) + len(numbers) + len(steps) - 1

        number = count(len(names))
        left, right = (
            fold(side, place.__getitem__, lambda _: next(number), step) for side in (self.left, self.right)
        )
        step(self.op, left, right)
        return names, numbers, tuple(steps)

    @cached_property
    def weight(self) -> int:
        """How many turns of a formula as people write them one turn of this one takes."""
        return 1 + len(self.steps) // STEPS_PER_TURN

    @property
    def is_long(self) -> bool:
        """Whether long ends are shortened on its way: what is left is a bound, but proves no solution."""
        return self.weight > 1

    @cached_property
    def occurrences(self) -> list[str]:
        """The ids in it, one that repeats as often as it does."""
        operands = (operand for _, *both in self.steps for operand in both)
        return [self.names[operand] for operand in operands if operand < len(self.names)]


def parse(text: str) -> Relation:
    """Parse a formula; raise FormulaError for whatever is not on the white list or too large to follow."""
    if len(text) > LONGEST_FORMULA:
        raise FormulaError(f"is longer than {LONGEST_FORMULA} characters")
    text = text.strip()
    if unknown := re.search(r"[^A-Za-z0-9_ .+\-*/()<>=]", text, re.ASCII):
        raise FormulaError(f"{unknown.group()!r} has no place in a formula")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of "1or b" the parser also warns; one fault, one message
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError("is not a relation such as 'a + b == c'") from None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _SYMBOLS:
        raise FormulaError("is not one relation (==, <=, >=, < or >) between two expressions")

    def expression(node: ast.expr, depth: int) -> Expression:
        if depth > DEEPEST_FORMULA:
            raise FormulaError(f"is nested more than {DEEPEST_FORMULA} deep")
        if isinstance(node, ast.Name):
            return Name(node.id)
        if isinstance(node, ast.BinOp) and type(node.op) in _SYMBOLS:
            left = expression(node.left, depth + 1)
            return Operation(_SYMBOLS[type(node.op)], left, expression(node.right, depth + 1))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return Operation("*", Number(Fraction(-1), "-1"), expression(node.operand, depth + 1))
        source = text[node.col_offset : node.end_col_offset]
        if isinstance(node, ast.Constant) and DECIMAL.fullmatch(source):
            return Number(Fraction(source), source)  # from the text: a float would not be exact
        raise FormulaError(f"{source[:40]!r} is neither a figure, a decimal number nor + - * /")

    left, right = expression(tree.left, 0), expression(tree.comparators[0], 0)
    return Relation(left, _SYMBOLS[type(tree.ops[0])], right, text)


def calculate(symbol: str, left: Any, right: Any) -> Any:
    """Apply an operation to two fractions, two intervals or two quantities."""
    if symbol == "+":
        return left + right
    if symbol == "-":
        return left - right
    return left * right if symbol == "*" else left / right


_HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "==": lambda left, right: left == right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
}


def _and(have: Interval, wanted: Interval | None) -> Interval | None:
    return None if wanted is None else have & wanted


def _factor(product: Interval, other: Interval) -> Interval | None:
    """Return every x for which x * other can be the product: no limit where both can be zero."""
    return WHOLE if product.holds_zero and other.holds_zero else product / other


def _comparison(difference: Interval) -> tuple[_Calculation, _Calculation, _Calculation]:
    """Return the calculations of a comparison, given what left less right can be."""
    return (
        lambda left, right: difference,
        lambda _, right: right + difference,
        lambda _, left: left - difference,
    )


# Of an operation its value, and what that says about the left operand, given the right one, and the right.
_OPERATIONS: dict[str, tuple[_Calculation, _Calculation, _Calculation]] = {
    "+": (operator.add, operator.sub, operator.sub),
    "-": (operator.sub, operator.add, lambda value, left: left - value),
    "*": (operator.mul, _factor, _factor),
    "/": (operator.truediv, operator.mul, lambda value, left: _factor(left, value)),
    "==": (lambda left, _: left, lambda _, right: right, lambda _, left: left),
    "<": _comparison(Interval(None, Fraction(0), False, True)),
    "<=": _comparison(Interval(None, Fraction(0))),
    ">": _comparison(Interval(Fraction(0), None, True)),
    ">=": _comparison(NOT_NEGATIVE),
}
