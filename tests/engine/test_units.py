"""Our units against pint, a library of units: the same formulas compare likes with likes."""

import operator
from functools import cache

import pint
import pytest
from addup.engine.formula import fold, parse
from addup.engine.units import UnitError, side_units, units
from hypothesis import given
from hypothesis import strategies as st
from strategies import spell, trees

KINDS = ["USD", "chip", "km", "person"]
UNITS = [
    "share", "change", "day", "date", *KINDS, "USD/chip", "USD*chip", "person/day", "km*km", "USD/USD",
    "change*USD", "change/day", "USD/chip/day",
]  # fmt: skip
OPERATIONS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


@cache
def registry():
    """Dates as pint's offset unit: it knows that two of them can be subtracted and not added."""
    units = pint.UnitRegistry(None)
    units.define("day = [day]")
    units.define("date = day; offset: 1")
    for kind in KINDS:
        units.define(f"{kind} = [{kind}]")
    return units


def quantity(unit):
    names = registry()
    if unit == "date":
        return names.Quantity(1, "date")
    text = unit.replace("share", "1").replace("change", "1").replace("day", "delta_date")
    return names.Quantity(1, names.parse_units("dimensionless")) * names.parse_expression(text)


def pints(relation, of):
    """The units of both sides as pint has them, None where it refuses to join what is joined."""
    one = registry().Quantity(1)

    def join(symbol, left, right):
        return registry().Quantity(1, OPERATIONS[symbol](left, right).units)

    try:
        return [
            fold(side, lambda id: quantity(of[id]), lambda leaf: one, join).units
            for side in (relation.left, relation.right)
        ]
    except (pint.DimensionalityError, pint.OffsetUnitCalculusError):
        return None


@given(trees(), trees(), st.data())
def test_what_can_be_compared_is_what_pint_compares(left, right, data):
    relation = parse(f"{spell(left)} == {spell(right)}")
    of = {id: data.draw(st.sampled_from(UNITS)) for id in relation.names}
    expected = pints(relation, of)
    try:
        found = side_units(relation, of)
    except UnitError:
        found = None
    if expected is None or found is None:
        # Of what pint lets pass, a date taken from a number of days is no quantity.
        assert found is None
        assert expected is None or "date" in of.values()
    else:
        assert (found[0] == found[1]) == (expected[0] == expected[1])


@pytest.mark.parametrize(
    ("formula", "of", "sides"),
    [
        ("a * b == c", "USD/chip chip USD", ("USD", "USD")),
        ("a / b == c", "share day person", ("1/day", "person")),
        ("a * b == a / a", "km km", ("km**2", "share")),
        ("a * b * c == 1", "chip USD/day person", ("USD*chip*person/day", "share")),
    ],
)
def test_units_are_written_in_one_order(formula, of, sides):
    assert side_units(parse(formula), dict(zip("abc", of.split(), strict=False))) == sides


def test_a_quantity_for_each_date_is_refused():
    assert "dates can be subtracted" in units(parse("a == b"), {"a": "USD/date", "b": "USD"})
