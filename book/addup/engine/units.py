"""Units: whether a formula compares likes with likes at all, as dimensional analysis tells (pint)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from addup.engine.formula import Relation, calculate, fold

if TYPE_CHECKING:
    import pint


@cache
def _registry() -> pint.UnitRegistry[Any]:
    # Imported here: a run that stops at bad input should not wait for it.
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
    # A date is a point on a line whose steps are days: pint's offset units know that two dates
    # can be subtracted but not added. The offset only marks the unit as such; no value passes through.
    registry.define("day = [day]")
    registry.define("date = day; offset: 1")
    return registry


@cache
def _quantity(unit: str) -> Any:
    registry = _registry()
    if unit == "date":
        return registry.Quantity(1, "date")
    quantity = registry.Quantity(1)
    for symbol, name in re.findall(r"([*/]?)(\w+)", unit):
        if name in ("share", "change"):
            continue  # "change" only says that the quantity may be negative
        if name not in registry:
            registry.define(f"{name} = [{name}]")
        factor = registry.Quantity(1, "delta_date" if name == "day" else name)
        quantity = calculate(symbol or "*", quantity, factor)
    return quantity


class UnitError(ValueError):
    """Units that cannot be joined as the formula joins them: which kinds, none if dates are misused."""

    def __init__(self, kinds: tuple[str, ...] = ()) -> None:
        self.kinds = kinds
        super().__init__(
            f"{' and '.join(kinds)} are different kinds"
            if kinds
            else "dates can be subtracted from each other or moved by days, nothing else"
        )


def side_units(relation: Relation, of: Mapping[str, str]) -> tuple[str, str]:
    """Return the unit of each side, given each figure's; raise UnitError where a side has none.

    ``share`` and bare numbers are dimensionless, ``date`` and ``day`` are points and steps in time, every
    other name is a kind of its own.
    """
    import pint

    one = _registry().Quantity(1)

    def operation(symbol: str, left: Any, right: Any) -> Any:
        # Only units matter: with the size kept at one, no difference of likes can become a divisor of zero.
        return _registry().Quantity(1, calculate(symbol, left, right).units)

    try:
        left, right = (
            fold(side, lambda id: _quantity(of[id]), lambda leaf: one, operation)
            for side in (relation.left, relation.right)
        )
    except pint.DimensionalityError as error:
        raise UnitError((_kind(error.units1), _kind(error.units2))) from None
    except pint.OffsetUnitCalculusError:
        raise UnitError from None
    return _kind(left.units), _kind(right.units)


def units(relation: Relation, of: Mapping[str, str]) -> str | None:
    """Return why the two sides cannot be compared, or ``None`` if they are of one kind."""
    try:
        left, right = side_units(relation, of)
    except UnitError as error:
        return str(error)
    return None if left == right else f"{left} and {right} are different kinds"


def _kind(unit: Any) -> str:
    return str(unit).replace("delta_date", "day").replace(" ", "").replace("dimensionless", "share")
