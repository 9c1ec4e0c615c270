"""Over which readings and places a verdict stands, against solving the altered register anew."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from addup.engine.figures import load
from addup.engine.hedges import ALL_READINGS
from addup.engine.sensitivity import of_check, of_expression, of_statement, places
from addup.engine.solve import solve
from hypothesis import given
from hypothesis import strategies as st
from strategies import figure, problems, register

F = Fraction
DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    ("number", "place", "unit", "expected"),
    [
        ("230000", "1000", "USD", ["1", "10", "100", "1000", "10000", "100000"]),
        ("5.5", "0.1", "USD", ["0.1", "1"]), ("0.05", "0.01", "USD", ["0.01"]), ("7", "1", "USD", ["1"]),
        ("75", "0", "day", []), ("2025-01-20", "1", "date", []), ("", "1", "USD", []),
    ],
)  # fmt: skip
def test_the_places_of_a_number(number, place, unit, expected):
    assert places(figure("a", number, place=place, unit=unit)) == [F(text) for text in expected]


def test_the_smallest_change_of_a_place_that_turns_a_verdict():
    """300 against 302.7: to the ten it fits, to the unit it does not."""
    figures = [figure("stated", "300", place="10"), figure("implied", "302.7", place="0.1")]
    found = of_check(register(figures, ["stated == implied"]), "c0")
    assert found.by_reading == {
        "strict": "inconsistent", "declared": "consistent", "round": "consistent", "cut": "consistent"
    }  # fmt: skip
    assert found.by_place["stated"] == {
        F(1): "inconsistent", F(10): "consistent", F(100): "consistent"
    }  # fmt: skip
    turn = found.smallest_turn
    assert (turn.figure, turn.declared, turn.place, turn.factor) == ("stated", 10, 1, 10)
    assert set(found.by_place["implied"].values()) == {"consistent"}


def test_what_nothing_turns_says_so():
    found = of_check(register([figure("a", "10"), figure("b", "90")], ["a < b"]), "c0")
    assert found.smallest_turn is None
    assert found.turns == []


def test_a_statement_about_an_expression():
    figures = [figure("a", "12", place="1"), figure("b", "4", place="1")]
    found = of_expression(register(figures, []), "a / b", lambda hull: hull.lo > F(5, 2))
    assert found.stands == "holds"
    assert found.by_place["a"] == {F(1): "holds", F(10): "does not hold"}
    assert found.by_reading["round"] == "holds"


def test_a_statement_about_a_whole_register():
    """That all can hold at once turns with the check that breaks, and only what is asked about is tried."""
    figures = [figure("stated", "300", place="10"), figure("implied", "302.7", place="0.1")]
    whole = register(figures, ["stated == implied"])

    def jointly(other, reading):
        return solve(other, reading).jointly == "consistent"

    found = of_statement(whole, ["stated"], jointly)
    assert found.by_reading["strict"] == "does not hold"
    assert found.by_place == {"stated": {F(1): "does not hold", F(10): "holds", F(100): "holds"}}
    assert of_statement(whole, ["implied"], jointly).turns == []
    assert of_check(whole, "c0", ["implied"]).by_place.keys() == {"implied"}


def test_what_cannot_be_compared_has_no_sensitivity():
    users = [figure("a", "71", unit="monthly_user"), figure("b", "300", unit="weekly_user")]
    with pytest.raises(ValueError, match="cannot be compared"):
        of_check(register(users, ["a <= b"]), "c0")


@given(problems(), st.data())
def test_it_is_what_solving_the_altered_register_says(problem, data):
    whole = problem.register
    if not whole.checks or any(f.place is None and f.number for f in whole.figures.values()):
        return
    id = data.draw(st.sampled_from(sorted(whole.checks)))
    result = solve(whole)
    if not result.checks[id].by_reading:
        return  # it divides by zero, whatever the figures are
    found = of_check(whole, id)
    assert all(found.by_reading[name] == outcome for name, outcome in result.checks[id].by_reading.items())
    for name, by_place in found.by_place.items():
        place = data.draw(st.sampled_from(sorted(by_place)))
        altered = replace(whole.figures[name], place=place)
        again = solve(replace(whole, figures={**whole.figures, name: altered}))
        assert by_place[place] == again.checks[id].by_reading["declared"]


def test_the_valuation_turns_on_its_place():
    found = of_check(load(DATA), "valuation")
    assert set(found.by_reading) == set(ALL_READINGS)
    assert found.by_reading["strict"] == "inconsistent"
    assert found.smallest_turn.figure == "valuation_usd"
