"""Formulas: one text, parsed once, read in several ways.

A formula is one relation between two expressions over figure ids, decimal numbers and ``+ - * / ( )``,
such as ``domestic_cny == exchange_rate * domestic_usd``. It is parsed with Python's own ``ast`` against a
white list; nothing is ever evaluated as Python. Every reading but one (as units, plain numbers and, in the
report, words, mathematics and Vega) is a fold over the same tree. The one with exact intervals runs forwards
and backwards, and so works on the tree laid out as a list.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from addup.engine.interval import LONG_STEP_BITS, WHOLE, Interval

T = TypeVar("T")

UNIT = re.compile(r"[A-Za-z_]{1,40}([*/][A-Za-z_]{1,40}){0,3}", re.ASCII)

# Bounds on what is parsed at all: a check that needs more than this is not one that a reader can follow.
LONGEST_FORMULA = 2000
DEEPEST_FORMULA = 100
STEPS_PER_TURN = 32

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
        return tuple(dict.fromkeys(self.occurrences))

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
            vanishes(second) if kind == "/" else straddles(first) and straddles(second)
            for kind, first, second in self._steps
            if kind in ("*", "/")
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
        left, right = self._roots
        return values[left], values[right]

    def narrow(self, ranges: Mapping[str, Interval]) -> dict[str, Interval] | None:
        """Return the ranges that the relation makes narrower; ``None`` if it leaves nothing.

        Forward evaluation, then backward projection: HC4-revise of Benhamou, Goualard, Granvilliers and
        Puget, *Revising hull and box consistency*, 1999. No solution is ever lost. Where no id stands
        twice the result is as narrow as the relation allows, but for gaps inside a range.
        """
        values = self._forward(ranges)
        left_root, right_root = self._roots
        left, right = values[left_root], values[right_root]
        new_left, new_right = (None, None) if left is None or right is None else meet(left, self.op, right)
        narrower: dict[str, Interval] = {}
        pending = [(left_root, new_left), (right_root, new_right)]
        while pending:
            index, wanted = pending.pop()
            if wanted is None:
                return None
            if wanted is values[index]:
                continue  # nothing was learnt here, so nothing follows for what lies below
            kind, first, second = self._steps[index]
            if kind == "name":
                known = narrower.get(first, ranges[first])
                both = known & wanted
                if both is None:
                    return None
                if both is not known:
                    narrower[first] = both
            elif kind != "number":
                a, b = values[first], values[second]
                if a is None or b is None:
                    return None
                wanted = wanted.outward(LONG_STEP_BITS) if self.is_long else wanted
                new_a = _and(a, _PROJECT_LEFT[kind](wanted, b))
                new_b = None if new_a is None else _and(b, _PROJECT_RIGHT[kind](wanted, new_a))
                pending += [(first, new_a), (second, new_b)]
        return narrower

    def _forward(self, ranges: Mapping[str, Interval]) -> list[Interval | None]:
        values: list[Interval | None] = []
        for kind, first, second in self._steps:
            if kind == "name":
                values.append(ranges[first])
            elif kind == "number":
                values.append(first)
            else:
                a, b = values[first], values[second]
                value = None if a is None or b is None else calculate(kind, a, b)
                values.append(value.outward(LONG_STEP_BITS) if value is not None and self.is_long else value)
        return values

    @cached_property
    def program(self) -> tuple[list[tuple[str, Any, Any]], tuple[int, int]]:
        """The trees laid out as steps, operands before operations, and where the two sides end."""
        steps: list[tuple[str, Any, Any]] = []

        def step(kind: str, first: Any, second: Any = None) -> int:
            steps.append((kind, first, second))
            return len(steps) - 1

        left, right = (
            fold(
                side,
                lambda id: step("name", id),
                lambda leaf: step("number", Interval.point(leaf.value)),
                step,
            )
            for side in (self.left, self.right)
        )
        return steps, (left, right)

    @cached_property
    def weight(self) -> int:
        """How many turns of a formula as people write them one turn of this one takes."""
        return 1 + len(self._steps) // STEPS_PER_TURN

    @property
    def is_long(self) -> bool:
        """Whether long ends are shortened on its way: what is left is a bound, but proves no solution."""
        return self.weight > 1

    @cached_property
    def _steps(self) -> list[tuple[str, Any, Any]]:
        return self.program[0]

    @cached_property
    def _roots(self) -> tuple[int, int]:
        return self.program[1]

    @cached_property
    def occurrences(self) -> list[str]:
        """The ids in it as they stand there, one that repeats as often as it does."""
        return [first for kind, first, _ in self._steps if kind == "name"]


def meet(left: Interval, op: str, right: Interval) -> tuple[Interval | None, Interval | None]:
    """Return of each side what some value of the other satisfies; both ``None`` if they cannot meet."""
    if op == "==":
        both = left & right
        # An unchanged operand is returned as the same object: that is how callers see "nothing learnt".
        return both, (both if both is None else right & both)
    if op in (">", ">="):
        new_right, new_left = meet(right, "<" if op == ">" else "<=", left)
        return new_left, new_right
    strict = op == "<"
    below = Interval(None, right.hi, False, right.hi is not None and (right.hi_open or strict))
    above = Interval(left.lo, None, left.lo is not None and (left.lo_open or strict), False)
    return left & below, right & above


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


# What an operation's value says about one operand, given the other.
_PROJECT_LEFT: dict[str, Callable[[Interval, Interval], Interval | None]] = {
    "+": lambda value, right: value - right,
    "-": lambda value, right: value + right,
    "*": _factor,
    "/": lambda value, right: value * right,
}
_PROJECT_RIGHT: dict[str, Callable[[Interval, Interval], Interval | None]] = {
    "+": lambda value, left: value - left,
    "-": lambda value, left: left - value,
    "*": _factor,
    "/": lambda value, left: _factor(left, value),
}
