"""Units: whether a formula compares likes with likes at all (dimensional analysis).

Units form a free Abelian group: each name is a kind of its own, a product adds exponents, a quotient
subtracts them. Dates are points of an affine line, and days the steps on it: of two dates only the difference
is a quantity, and only a number of days moves one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from addup.engine.formula import Relation, fold

Exponents = tuple[tuple[str, int], ...]
"""Each kind with its exponent, by name, none of them 0."""


class UnitError(ValueError):
    """Units that cannot be joined as the formula joins them: which kinds, none if dates are misused."""

    def __init__(self, kinds: tuple[str, ...] = ()) -> None:
        self.kinds = kinds
        super().__init__(
            f"{' and '.join(kinds)} are different kinds"
            if kinds
            else "dates can be subtracted from each other or moved by days, nothing else"
        )


@dataclass(frozen=True, slots=True)
class _Unit:
    exponents: Exponents = ()
    is_date: bool = False

    def __str__(self) -> str:
        """Write it as products over quotients: "USD/chip", "1/day"; "share" if nothing is left."""
        if self.is_date:
            return "date"
        above = [_power(name, exponent) for name, exponent in self.exponents if exponent > 0]
        below = [_power(name, -exponent) for name, exponent in self.exponents if exponent < 0]
        return "/".join(["*".join(above) or ("1" if below else "share"), *below])

    def times(self, other: _Unit, sign: int) -> _Unit:
        """Return the unit of a product (sign 1) or of a quotient (-1)."""
        if self.is_date or other.is_date:
            raise UnitError
        joined = dict(self.exponents)
        for name, exponent in other.exponents:
            joined[name] = joined.get(name, 0) + sign * exponent
        return _Unit(tuple(sorted((name, exponent) for name, exponent in joined.items() if exponent)))

    def plus(self, other: _Unit, symbol: str) -> _Unit:
        """Return the unit of a sum or of a difference."""
        if self.is_date and other.is_date:
            if symbol == "-":
                return _DAY
            raise UnitError
        if self.is_date or other.is_date:
            steps = other if self.is_date else self
            if steps != _DAY:
                raise UnitError((str(self), str(other)))
            if symbol == "-" and other.is_date:
                raise UnitError
            return _DATE
        if self != other:
            raise UnitError((str(self), str(other)))
        return self


_DATE, _DAY, _ONE = _Unit(is_date=True), _Unit((("day", 1),)), _Unit()


def _power(name: str, exponent: int) -> str:
    return name if exponent == 1 else f"{name}**{exponent}"


@cache
def _unit(text: str) -> _Unit:
    if text == "date":
        return _DATE
    unit = _ONE
    for symbol, name in re.findall(r"([*/]?)(\w+)", text):
        if name == "date":
            raise UnitError
        if name not in ("share", "change"):  # "change" only says that the quantity may be negative
            unit = unit.times(_Unit(((name, 1),)), -1 if symbol == "/" else 1)
    return unit


def side_units(relation: Relation, of: Mapping[str, str]) -> tuple[str, str]:
    """Return the unit of each side, given each figure's; raise UnitError where a side has none.

    ``share`` and bare numbers are dimensionless, ``date`` and ``day`` are points and steps in time, every
    other name is a kind of its own.
    """

    def operation(symbol: str, left: _Unit, right: _Unit) -> _Unit:
        if symbol in "+-":
            return left.plus(right, symbol)
        return left.times(right, -1 if symbol == "/" else 1)

    left, right = (
        fold(side, lambda id: _unit(of[id]), lambda leaf: _ONE, operation)
        for side in (relation.left, relation.right)
    )
    return str(left), str(right)


def units(relation: Relation, of: Mapping[str, str]) -> str | None:
    """Return why the two sides cannot be compared, or ``None`` if they are of one kind."""
    try:
        left, right = side_units(relation, of)
    except UnitError as error:
        return str(error)
    return None if left == right else f"{left} and {right} are different kinds"
