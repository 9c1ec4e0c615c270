"""Published examples of the two traditions that the reading of a number comes from.

XBRL: *Calculations 1.1*, Recommendation of 22 February 2023, XBRL International
(calculation-1.1-REC-2023-02-22) and the example of its *Requirements*, 25 May 2022, section 2.1. A reported
value stands for the closed interval of half its last place on either side; the interval is centred on the
value as reported, excess digits included; a total and the weighted sum of its parts are consistent if their
intervals have a value in common; several reports of one fact must have a value in common themselves.

GRIM: N. J. L. Brown and J. A. J. Heathers, *The GRIM test*, Social Psychological and Personality Science
8(4), 2017, doi:10.1177/1948550616673876; most worked cases are those of L. Jung's R package *scrutiny*
(`grim`).
"""

from fractions import Fraction

import pytest
from addup.engine.interval import Interval
from addup.engine.solve import solve
from strategies import figure, register

F = Fraction


def consistent(facts, formula, **reading):
    """Whether a calculation is consistent; facts are name: (value as reported, its place)."""
    figures = [figure(name, value, place=place) for name, (value, place) in facts.items()]
    result = solve(register(figures, formula if isinstance(formula, list) else [formula]), **reading)
    return result.jointly == "consistent"


# XBRL Calculations 1.1


def test_the_example_of_the_requirements():
    """12,141,123 owed and 45,441,321 in cash make 57,582,444: right, and yet 12.1 + 45.4 is not 57.6."""
    parts = {"debtors": ("12.1", "0.1"), "cash": ("45.4", "0.1")}
    assert consistent(parts | {"assets": ("57.6", "0.1")}, "debtors + cash == assets")
    figures = [figure(name, value, place=place) for name, (value, place) in parts.items()]
    total = figure("assets", "57.6", place="0.1")
    verdict = solve(register([*figures, total], ["debtors + cash == assets"])).checks["c0"]
    # 12.05 + 45.35 to 12.15 + 45.45, against 57.55 to 57.65: 0.05 in common
    assert verdict.left == Interval(F("57.4"), F("57.6"))
    assert verdict.right == Interval(F("57.55"), F("57.65"))
    assert verdict.margin == F("0.05")
    exact = {"debtors": ("12141123", "1"), "cash": ("45441321", "1"), "assets": ("57582444", "1")}
    assert consistent(exact, "debtors + cash == assets")
    # The parts reach 57.4 to 57.6, so a total of 57.7 touches them at 57.65 no more.
    assert not consistent(parts | {"assets": ("57.7", "0.1")}, "debtors + cash == assets")
    assert not consistent(parts | {"assets": ("57.3", "0.1")}, "debtors + cash == assets")


def test_intervals_that_touch_are_consistent_because_they_are_closed():
    # 10 + 10 to the unit is 19 to 21 and touches 21.5 to the unit at 21, 22 to the unit nowhere
    parts = {"a": ("10", "1"), "b": ("10", "1")}
    assert consistent(parts | {"total": ("21.5", "1")}, "a + b == total")
    assert consistent(parts | {"total": ("18.5", "1")}, "a + b == total")
    assert not consistent(parts | {"total": ("21.51", "1")}, "a + b == total")


def test_intervals_that_touch_at_an_open_end_are_not():
    """Calculations 1.1 has half-open intervals for truncated values; ours are open beside "more than"."""
    more = figure("total", "21", hedge="more_than")
    least = figure("total", "21", hedge="at_least")
    parts = [figure("a", "10"), figure("b", "10")]
    assert solve(register([*parts, more], ["a + b == total"])).jointly == "inconsistent"
    assert solve(register([*parts, least], ["a + b == total"])).jointly == "consistent"

    # more than 5 and at least 7 make more than 12, which is not reached
    seven, twelve = figure("b", "7", hedge="at_least"), figure("total", "12", hedge="at_most")
    for hedge, jointly in [("more_than", "inconsistent"), ("at_least", "consistent")]:
        five = figure("a", "5", hedge=hedge)
        assert solve(register([five, seven, twelve], ["a + b == total"])).jointly == jointly


def test_negative_weights_turn_an_interval_round():
    # revenue 100, costs 60 with weight -1: 39 to 41
    facts = {"revenue": ("100", "1"), "costs": ("60", "1")}
    assert consistent(facts | {"profit": ("41", "1")}, "revenue - costs == profit")
    assert consistent(facts | {"profit": ("41.5", "1")}, "revenue - costs == profit")
    assert not consistent(facts | {"profit": ("41.6", "1")}, "revenue - costs == profit")
    assert consistent(facts | {"profit": ("41", "1")}, "revenue + -1 * costs == profit")
    # and a reported loss is a negative value
    facts = {"revenue": ("60", "1"), "costs": ("100", "1"), "profit": ("-40", "1")}
    assert consistent(facts, "revenue - costs == profit")


def test_weights_other_than_one_widen_an_interval():
    facts = {"half": ("5", "1"), "whole": ("11", "1")}  # 9 to 11 against 10.5 to 11.5
    assert consistent(facts, "2 * half == whole")
    assert not consistent(facts | {"whole": ("11.6", "1")}, "2 * half == whole")


def test_excess_digits_are_neither_dropped_nor_rounded():
    """12.14 reported to one decimal is 12.09 to 12.19: not 12.05 to 12.15, and not 12.135 to 12.145."""
    assert figure("a", "12.14", place="0.1").printed("declared") == Interval(F("12.09"), F("12.19"))
    parts = {"a": ("12.14", "0.1"), "b": ("45.4", "0.1")}
    assert consistent(parts | {"total": ("57.69", "0.1")}, "a + b == total")
    assert consistent(parts | {"total": ("57.39", "0.1")}, "a + b == total")
    assert not consistent(parts | {"total": ("57.75", "0.1")}, "a + b == total")


def test_two_reports_of_one_fact_must_have_a_value_in_common():
    # 6.8 to a tenth and 7 to the unit do: 6.75 to 6.85
    reports = {"precise": ("6.8", "0.1"), "coarse": ("7", "1")}
    assert consistent(reports, "precise == coarse")
    figures = [figure("precise", "6.8", place="0.1"), figure("coarse", "7")]
    ranges = solve(register(figures, ["precise == coarse"])).figures
    assert ranges["precise"].remaining == ranges["coarse"].remaining == Interval(F("6.75"), F("6.85"))
    assert consistent({"precise": ("6.5", "0.1"), "coarse": ("7", "1")}, "precise == coarse")
    assert not consistent({"precise": ("6.4", "0.1"), "coarse": ("7", "1")}, "precise == coarse")


def test_all_reports_of_a_fact_take_part_in_a_sum():
    """What both reports of a part leave is what its total is held against, not one report alone."""
    facts = {
        "precise": ("6.8", "0.1"),
        "coarse": ("7", "1"),
        "other": ("5.5", "0.1"),
        "total": ("12.4", "0.1"),
    }
    assert consistent(facts, ["precise == coarse", "coarse + other == total"])
    far = facts | {"total": ("12.9", "0.1")}
    assert consistent(far, "coarse + other == total")
    assert not consistent(far, ["precise == coarse", "coarse + other == total"])


def test_a_value_reported_exactly_has_no_interval():
    """`decimals="INF"` has no place in a register; a number in a formula is exact."""
    one = figure("a", "10", unit="share")
    assert solve(register([one], ["a + 10 == 20.5"])).jointly == "consistent"
    assert solve(register([one], ["a + 10 == 20.6"])).jointly == "inconsistent"


# GRIM: a mean of whole numbers is a whole number divided by their count


def grim(mean, n, items=1):
    """Whether some whole total gives the mean as printed.

    Intervals know no whole numbers. So the honest question to the engine is put once for each total that
    lies near enough, with the total as an exact number.
    """
    stated = figure("mean", mean, unit="share")
    answers = n * items
    nearest = round(F(mean) * answers)
    return any(
        solve(register([stated], [f"mean * {answers} == {total}"]), "strict").jointly == "consistent"
        for total in range(nearest - answers, nearest + answers + 1)
    )


@pytest.mark.parametrize(
    ("mean", "n", "items", "possible"),
    [
        ("5.19", 28, 1, False),  # 145 / 28 is 5.18, 146 / 28 is 5.21
        ("5.18", 28, 1, True),
        ("5.21", 28, 1, True),
        ("5.19", 32, 1, True),  # 166 / 32
        ("5.27", 43, 1, False),
        ("5.93", 49, 1, False),  # The Economist, 18 June 2016: 290 / 49 is 5.92, 291 / 49 is 5.94
        ("5.94", 49, 1, True),
        ("2.84", 16, 2, True),  # a scale of two items: 91 / 32
        ("3.48", 20, 1, False),  # twenty throws of a die
        ("3.50", 20, 1, True),
        ("0.71", 43, 1, False),  # 71 per cent of 43
    ],
)
def test_means_of_whole_numbers(mean, n, items, possible):
    assert grim(mean, n, items) == possible


@pytest.mark.parametrize("mean", ["1.12", "1.13"])
def test_a_half_may_have_been_rounded_either_way(mean):
    """9 / 8 is 1.125: both ends are closed, so that a mean is only impossible under every convention."""
    assert grim(mean, 8)
    assert not grim(mean, 9)  # 10 / 9 is 1.11, 11 / 9 is 1.22


def test_trailing_zeros_count():
    """3.5 leaves room for 45 / 13 = 3.46, 3.50 does not: the number is kept as printed."""
    assert figure("mean", "3.5").printed("strict") == Interval(F("3.45"), F("3.55"))
    assert figure("mean", "3.50").printed("strict") == Interval(F("3.495"), F("3.505"))
    assert grim("3.5", 13)
    assert not grim("3.50", 13)


def test_what_intervals_alone_cannot_see():
    """With the total unknown the impossible mean fits: the limit of the method, stated."""
    figures = [figure("mean", "5.19", place="0.01", unit="share"), figure("total", "", unit="share")]
    result = solve(register(figures, ["mean * 28 == total"]))
    assert result.jointly == "consistent"
    assert result.figures["total"].implied == Interval(F("145.18"), F("145.46"))
