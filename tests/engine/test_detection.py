"""How many misprints the checks of the article would catch: a number that may change on purpose only."""

from dataclasses import replace
from pathlib import Path

import pytest
from addup.engine.figures import load
from addup.engine.power import detection, misprints
from addup.engine.solve import solve
from strategies import figure, register

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def article():
    """The article's register, without the checks of whatever contradiction an edit brings into it."""
    whole = load(DATA)
    while conflict := solve(whole).conflict:
        left = {id: check for id, check in whole.checks.items() if id not in conflict}
        assert len(left) < len(whole.checks)
        whole = replace(whole, checks=left)
    return whole


def test_the_checks_catch_many_slips_and_not_all(article):
    slips = detection(article)
    assert len(slips) / 3 < sum(slip.caught for slip in slips) < len(slips)


def test_every_printed_figure_of_the_article_slips_in_every_digit(article):
    slips = {(slip.figure, slip.digit) for slip in detection(article)}
    expected = {
        (id, digit)
        for id, printed in article.figures.items()
        if printed.table == "figures.csv" and printed.unit != "date"
        for digit in range(sum(character.isdigit() for character in printed.number))
    }
    assert slips == expected


def test_a_slip_is_caught_exactly_if_the_whole_no_longer_fits(article):
    """Against the solver itself, with everything it can do, on every eighth slip."""
    for slip in detection(article)[::8]:
        slipped = replace(article.figures[slip.figure], number=slip.number)
        result = solve(replace(article, figures={**article.figures, slip.figure: slipped}))
        assert (result.jointly == "inconsistent") == slip.caught, slip


def test_what_a_sum_can_and_cannot_catch():
    """10 + 20 == 30 leaves each figure room for 1.5 in all: a slip of 1 passes, a slip of 10 does not."""
    whole = register(
        [figure("a", "10"), figure("b", "20"), figure("c", "30"), figure("bystander", "45")], ["a + b == c"]
    )
    caught = {(slip.figure, slip.number): slip.caught for slip in detection(whole)}
    assert caught == {
        ("a", "20"): True, ("a", "0"): True, ("a", "11"): False, ("a", "9"): False,
        ("b", "30"): True, ("b", "10"): True, ("b", "21"): False, ("b", "19"): False,
        ("c", "40"): True, ("c", "20"): True, ("c", "31"): False, ("c", "29"): False,
        ("bystander", "55"): False, ("bystander", "35"): False, ("bystander", "46"): False,
        ("bystander", "44"): False,
    }  # fmt: skip


def test_checks_together_catch_what_none_catches_alone():
    """With the missing part unknown no slip of the first part can be told; a second check pins it down."""
    figures = [figure("part", "10"), figure("missing", ""), figure("whole", "30"), figure("stated", "20")]

    def caught(*formulas):
        slips = detection(register(figures, formulas))
        return [slip.number for slip in slips if slip.figure == "part" and slip.caught]

    assert caught("part + missing == whole") == caught("missing == stated") == []
    assert caught("part + missing == whole", "missing == stated") == ["20", "0"]


def test_a_register_that_contradicts_itself_has_no_power_to_speak_of():
    with pytest.raises(ValueError, match="contradicts itself"):
        detection(register([figure("a", "10"), figure("b", "20")], ["a == b"]))


def test_what_is_not_comparable_catches_nothing():
    users = [figure("a", "71", unit="monthly_user"), figure("b", "300", unit="weekly_user")]
    assert not any(slip.caught for slip in detection(register(users, ["a == b"])))


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("40", "USD", [(0, "50"), (0, "30"), (1, "41"), (1, "39")]),
        ("5.5", "USD", [(0, "6.5"), (0, "4.5"), (1, "5.6"), (1, "5.4")]),
        ("0.1", "USD", [(0, "1.1"), (1, "0.2"), (1, "0.0")]),
        ("9", "USD", [(0, "10"), (0, "8")]),
        ("-3", "USD", [(0, "-4"), (0, "-2")]),
        ("4e9", "USD", [(0, "5e9"), (0, "3e9")]),
        (
            "2025-01-29", "date",
            [(0, "3025-01-29"), (0, "1025-01-29"), (1, "2125-01-29"), (2, "2035-01-29"), (2, "2015-01-29"),
             (3, "2026-01-29"), (3, "2024-01-29"), (4, "2025-11-29"), (6, "2025-01-19"), (7, "2025-01-28")],
        ),
    ],
)  # fmt: skip
def test_what_a_slip_is(number, unit, expected):
    assert list(misprints(figure("a", number, unit=unit))) == expected
