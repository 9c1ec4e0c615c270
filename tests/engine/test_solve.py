"""Verdicts, ranges, witnesses, conflicts: nothing true is ever lost, every answer carries its proof."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from addup.engine.figures import READINGS
from addup.engine.formula import parse
from addup.engine.hulls import PRECISION
from addup.engine.interval import LONG_POINT_BITS, NOT_NEGATIVE, Interval
from addup.engine.network import TURNS_PER_RELATION, Network, leave_out
from addup.engine.search import Effort
from addup.engine.solve import Reason, comparable, solve
from addup.engine.verdicts import outcome
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import figure, problems, register

F = Fraction


def verdict_of(figures, formula, reading="declared"):
    return solve(register(figures, [formula]), reading).checks["c0"]


def without(whole, ids):
    """The register without these statements: a figure becomes unknown, a check goes."""
    return replace(
        whole,
        figures={
            id: replace(f, number="", hedge="none") if id in ids else f for id, f in whole.figures.items()
        },
        checks={id: check for id, check in whole.checks.items() if id not in ids},
    )


def only(whole, ids):
    """The register with nothing but these statements."""
    return without(whole, {*whole.figures, *whole.checks} - set(ids))


# Properties


@given(problems(), st.sampled_from(READINGS))
def test_a_solution_is_never_lost(problem, reading):
    """Values first, then figures and checks that hold of them: whatever is worked out, they stay inside."""
    solution = problem.solution
    if not all(solution[id] in f.printed(reading) for id, f in problem.register.figures.items()):
        return
    result = solve(problem.register, reading)
    assert result.jointly != "inconsistent"
    for id, ranges in result.figures.items():
        assert solution[id] in ranges.printed
        assert solution[id] in ranges.implied
        assert solution[id] in ranges.remaining
    for verdict in result.checks.values():
        assert verdict.verdict != "inconsistent"
        assert verdict.by_reading[reading] != "inconsistent"


@st.composite
def slipped(draw):
    """A register in which one figure is some places off: it may still fit, or no longer."""
    whole = draw(problems()).register
    id = draw(st.sampled_from(sorted(whole.figures)))
    old = whole.figures[id]
    number = draw(st.integers(0, 300))
    hedge = draw(st.sampled_from(["none", "about", "at_most", "at_least"]))
    new = figure(id, str(number), hedge=hedge, unit="share") if old.number else old
    return replace(whole, figures={**whole.figures, id: new})


@given(slipped(), st.sampled_from(READINGS))
def test_consistent_is_proved_by_a_witness(whole, reading):
    result = solve(whole, reading)
    if result.jointly == "consistent":
        assert set(result.witness) == set(whole.figures)
        assert all(value in whole.figures[id].printed(reading) for id, value in result.witness.items())
        # A check that divides by zero whatever the figures are is set aside
        assert all(check.relation.holds(result.witness) for check in comparable(whole, reading))
        assert not result.conflict
    else:
        assert not result.witness


@given(slipped())
def test_inconsistent_is_proved_by_a_conflict_that_cannot_be_smaller(whole):
    result = solve(whole)
    if result.jointly != "inconsistent":
        return
    assert result.conflict
    assert solve(only(whole, result.conflict)).jointly == "inconsistent"
    for spared in result.conflict:
        rest = only(whole, set(result.conflict) - {spared})
        assert solve(rest).jointly != "inconsistent"


@given(slipped(), st.integers(0, 300), st.data())
def test_what_the_rest_implies_does_not_depend_on_the_figure_itself(whole, number, data):
    id = data.draw(st.sampled_from(sorted(whole.figures)))
    other = replace(whole, figures={**whole.figures, id: figure(id, str(number), unit="share")})
    # A divisor that can only be nought sets its check aside
    assume([check.id for check in comparable(other)] == [check.id for check in comparable(whole)])
    one, two = solve(other).figures[id], solve(whole).figures[id]
    # How near an end comes depends on the values tried first; where a bound on the work came first, more so
    assert _alike(one.implied, two.implied, PRECISION * 4 if one.is_hull and two.is_hull else F(1, 1000))


def _alike(one, two, part):
    """Whether two ranges have the same ends, to a part of the largest; either may be None."""
    if one is None or two is None:
        return one is two
    ends = ((one.lo, two.lo), (one.hi, two.hi))
    size = max((abs(end) for pair in ends for end in pair if end is not None), default=0)
    return all(a is b if None in (a, b) else abs(a - b) <= size * part for a, b in ends)


@given(slipped(), st.sampled_from(READINGS))
def test_what_remains_is_what_is_printed_and_implied(whole, reading):
    for ranges in solve(whole, reading).figures.values():
        if ranges.remaining is not None:
            assert ranges.remaining & ranges.printed == ranges.remaining
            assert ranges.remaining & ranges.implied == ranges.remaining


@given(slipped())
def test_a_broken_check_breaks_the_whole(whole):
    result = solve(whole)
    if any(verdict.by_reading.get("declared") == "inconsistent" for verdict in result.checks.values()):
        assert result.jointly == "inconsistent"


@given(slipped())
def test_the_order_of_the_checks_makes_no_difference(whole):
    backwards = replace(whole, checks=dict(reversed(whole.checks.items())))
    one, other = solve(whole), solve(backwards)
    assert one.jointly == other.jointly
    assert one.figures == other.figures


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=settings().max_examples // 3)
@given(st.lists(problems(size=2), min_size=2, max_size=2))
def test_articles_side_by_side_do_not_touch_each_other(several):
    """Registers with ids of their own, put into one: each figure and check comes out as it did alone."""
    parts = [renamed(problem.register, f"p{i}_") for i, problem in enumerate(several)]
    checks = {id: check for part in parts for id, check in part.checks.items()}
    whole = replace(parts[0], figures={id: f for p in parts for id, f in p.figures.items()}, checks=checks)
    result = solve(whole)
    alone = [solve(part) for part in parts]
    for part in alone:
        assert part.figures.items() <= result.figures.items()
        assert part.checks.items() <= result.checks.items()
    assert (result.jointly == "consistent") == all(part.jointly == "consistent" for part in alone)


def renamed(whole, prefix):
    figures = [replace(f, id=prefix + id, label="x") for id, f in whole.figures.items()]
    formulas = []
    for check in whole.checks.values():
        text = check.formula
        for id in whole.figures:
            text = text.replace(id, prefix + id)
        formulas.append(text)
    made = register(figures, formulas)
    return replace(made, checks={prefix + id: replace(c, id=prefix + id) for id, c in made.checks.items()})


# Verdicts, one check at a time


@pytest.mark.parametrize(
    ("numbers", "formula", "expected"),
    [
        # The tightest reading fits, so all of them do.
        ({"a": "40", "b": "40"}, "a == b", "consistent"),
        ({"a": "40", "b": "41"}, "a == b", "consistent"),  # touching at 40.5, and both ends are closed
        ({"a": "40", "b": "51"}, "a == b", "inconsistent"),  # 45 against 50.5 even as round numbers
        ({"a": "40", "b": "45"}, "a == b", "depends on the reading"),  # only if 40 means 35 to 45
        ({"a": "12", "b": "13"}, "a < b", "consistent"),
        ({"a": "13", "b": "12"}, "a < b", "inconsistent"),  # they touch at 12.5, which is not less
        ({"a": "13", "b": "12"}, "a <= b", "consistent"),
        ({"a": "14", "b": "12"}, "a <= b", "inconsistent"),
        ({"a": "14", "b": "12"}, "a >= b", "consistent"),
        ({"a": "14", "b": "12"}, "a > b", "consistent"),
        ({"a": "12", "b": "13"}, "a > b", "inconsistent"),
        ({"a": "", "b": "13"}, "a == 2 * b", "not checkable"),
        ({"a": "12", "b": "13"}, "a == b / 0", "not checkable"),
    ],
)
def test_verdicts(numbers, formula, expected):
    figures = [figure(id, number) for id, number in numbers.items()]
    assert verdict_of(figures, formula).verdict == expected


def test_the_tightest_reading_that_fits_is_named():
    verdict = verdict_of([figure("a", "40"), figure("b", "45")], "a == b")
    assert verdict.by_reading == {
        "strict": "inconsistent", "declared": "inconsistent", "round": "consistent"
    }  # fmt: skip
    assert (verdict.reason.kind, verdict.reason.tightest) == ("depends", "round")
    verdict = verdict_of([figure("a", "40", place="10"), figure("b", "45")], "a == b")
    assert (verdict.reason.kind, verdict.reason.tightest) == ("depends", "declared")


def test_the_verdict_does_not_depend_on_the_reading_that_was_asked_for():
    figures = [figure("a", "40"), figure("b", "45")]
    assert {verdict_of(figures, "a == b", reading).verdict for reading in READINGS} == {
        "depends on the reading"
    }
    outcomes = [solve(register(figures, ["a == b"]), reading).jointly for reading in READINGS]
    assert outcomes == ["inconsistent", "inconsistent", "consistent"]


def test_different_kinds_are_not_compared_and_take_no_part():
    monthly = figure("doubao", "71", unit="monthly_user", scale="1e6")
    weekly = figure("chatgpt", "300", unit="weekly_user", scale="1e6")
    result = solve(register([monthly, weekly], ["doubao == chatgpt", "doubao == doubao"]))
    verdict = result.checks["c0"]
    assert verdict.verdict == "not comparable"
    assert (verdict.reason.kind, verdict.reason.units) == ("different_kinds", ("monthly_user", "weekly_user"))
    assert verdict.margin is None
    assert result.jointly == "consistent"
    assert result.figures["chatgpt"].says_nothing


def test_what_is_missing_is_named():
    figures = [figure("budget", "5.5", place="0.1"), figure("last_years_budget", "")]
    result = solve(register(figures, ["budget == 2 * last_years_budget"]))
    assert result.checks["c0"].verdict == "not checkable"
    assert result.checks["c0"].reason == Reason("missing", figures=("last_years_budget",))
    assert result.figures["last_years_budget"].implied == Interval(F("2.725"), F("2.775"))
    assert result.figures["last_years_budget"].remaining == Interval(F("2.725"), F("2.775"))
    assert result.jointly == "consistent"


def test_a_missing_figure_cannot_save_a_contradiction():
    figures = [figure("a", "5"), figure("b", ""), figure("c", "9")]
    assert verdict_of(figures, "a + b == c").verdict == "not checkable"
    assert (
        verdict_of([figure("a", "9"), figure("b", ""), figure("c", "5")], "a + b == c").verdict
        == "inconsistent"
    )


@pytest.mark.parametrize(
    ("formula", "sides", "margin"),
    [
        ("a + b > c", ("[12.2, 12.4]", "(12, oo)"), F("0.4")),
        ("a + b < c", ("[12.2, 12.4]", "(12, oo)"), None),
        ("a + b == 12.3", ("[12.2, 12.4]", "[12.3, 12.3]"), F("0.1")),
        ("a + b == 12.35", ("[12.2, 12.4]", "[12.35, 12.35]"), F("0.05")),
        ("a + b == 12.5", ("[12.2, 12.4]", "[12.5, 12.5]"), F("-0.1")),
        ("a + b <= 12.3", ("[12.2, 12.4]", "[12.3, 12.3]"), F("0.1")),
        ("a + b >= 12.3", ("[12.2, 12.4]", "[12.3, 12.3]"), F("0.1")),
        ("a + b <= 12.1", ("[12.2, 12.4]", "[12.1, 12.1]"), F("-0.1")),
        ("a + b == a + b", ("[12.2, 12.4]", "[12.2, 12.4]"), F("0.2")),
    ],
)
def test_the_two_sides_and_the_margin(formula, sides, margin):
    figures = [
        figure("a", "5.5", place="0.1", unit="share"), figure("b", "6.8", place="0.1", unit="share"),
        figure("c", "12", hedge="more_than", unit="share"),
    ]  # fmt: skip
    verdict = verdict_of(figures, formula)
    assert [written(verdict.left), written(verdict.right)] == list(sides)
    assert verdict.margin == margin


def written(interval):
    lo, hi = ("oo" if end is None else f"{float(end):g}" for end in (interval.lo, interval.hi))
    return f"{'(' if interval.lo_open else '['}{lo}, {hi}{')' if interval.hi_open or hi == 'oo' else ']'}"


@given(problems(size=3))
def test_a_check_breaks_where_its_margins_say(problem):
    """A figure may slip by just under the distance given, either way; by just over it, one way breaks."""
    figures, checks = problem.register.figures, problem.register.checks
    for id, verdict in solve(problem.register).checks.items():
        relation = checks[id].relation
        printed = {name: figures[name].printed("declared") for name in relation.names}
        known = all(figures[name].number for name in relation.names)
        # What repeats or may divide by zero has margins that are bounds only.
        exact = not relation.has_repeats and not set("-/") & set(relation.text)
        if verdict.verdict != "consistent" or not known or not exact:
            continue
        for name, move in verdict.moves.items():
            if move:
                under, over = move * F(999, 1000), move * F(1001, 1000)
                assert all(fits(relation, printed, name, slip) is not False for slip in (under, -under))
                assert not all(fits(relation, printed, name, slip) for slip in (over, -over))


def fits(relation, printed, name, distance):
    """Whether a relation can hold once one range is shifted, None where that leaves no size at all."""
    shifted = (printed[name] + Interval.point(distance)) & NOT_NEGATIVE
    return None if shifted is None else relation.narrow(printed | {name: shifted}) is not None


def test_the_margin_of_a_figure_says_what_would_break_the_check():
    figures = [figure("cny", "40", unit="CNY"), figure("rate", "7.3", place="0.1", unit="CNY/USD"),
               figure("usd", "5.5", place="0.1")]  # fmt: skip
    moves = verdict_of(figures, "cny == rate * usd").moves
    # rate * usd is 7.25 * 5.45 to 7.35 * 5.55; the yuan figure must stay within half of its own place of that
    assert moves["cny"] == min(F("40.7925") - F("39.5"), F("40.5") - F("39.5125"))
    assert moves["rate"] == min(F("40.5") / F("5.45") - F("7.25"), F("7.35") - F("39.5") / F("5.55"))


# Ranges


def test_the_rest_of_the_article_implies_each_figure():
    figures = [figure("domestic", "5.5", place="0.1"), figure("overseas", "6.8", place="0.1", hedge="about"),
               figure("total", "12", hedge="more_than"), figure("bystander", "300")]  # fmt: skip
    result = solve(register(figures, ["domestic + overseas == total"]))
    ranges = result.figures
    assert ranges["total"].implied == Interval(F("12.05"), F("12.55"))
    assert ranges["total"].remaining == Interval(F("12.05"), F("12.55"))
    assert ranges["domestic"].implied == Interval(F(5), None, True)
    assert ranges["domestic"].remaining == Interval(F("5.45"), F("5.55"))
    assert not ranges["domestic"].says_nothing
    assert ranges["bystander"].says_nothing
    assert ranges["bystander"].implied == NOT_NEGATIVE
    assert ranges["bystander"].remaining == ranges["bystander"].printed


def test_dates_are_worked_out_from_each_other():
    import datetime

    def day(text):
        return F(datetime.date.fromisoformat(text).toordinal())

    figures = [figure("signed", "2025-01-20", unit="date"), figure("days", "75", unit="day"),
               figure("ends", "", unit="date"), figure("published", "", unit="date")]  # fmt: skip
    formulas = ["signed + days == ends", "published > signed", "published - signed < 7 * days / 75"]
    result = solve(register(figures, formulas))
    verdicts = [verdict.verdict for verdict in result.checks.values()]
    assert verdicts == ["not checkable", "consistent", "consistent"]  # the other check bounds the publication
    assert result.figures["ends"].implied == Interval(
        day("2025-04-05") - F(1, 2), day("2025-04-05") + F(1, 2)
    )
    published = result.figures["published"].implied
    assert (published.lo, published.lo_open) == (day("2025-01-20"), True)
    assert day("2025-01-26") in published
    assert day("2025-01-28") not in published


# All at once


def test_two_checks_that_pass_one_by_one_can_contradict_each_other():
    figures = [figure("a", "10"), figure("b", "10"), figure("c", "")]
    result = solve(register(figures, ["c == a + 0.9 * a", "c == b + 1.2 * b"]))
    assert result.jointly == "inconsistent"
    figures = [figure("a", "10"), figure("b", "11"), figure("c", "11.7", place="0.1"), figure("d", "99")]
    whole = register(figures, ["a + 1 * b >= 2 * c * 0.94", "a <= b * 0.9", "b <= a * 1.08", "d >= c"])
    result = solve(whole)
    assert [verdict.by_reading["declared"] for verdict in result.checks.values()] == ["consistent"] * 4
    assert result.jointly == "inconsistent"
    assert "c3" not in result.conflict
    assert "d" not in result.conflict
    assert result.figures["d"].remaining is None or result.figures["d"].remaining == Interval(
        F("98.5"), F("99.5")
    )


def test_of_two_conflicts_the_smaller_is_shown():
    """Three figures and two checks stand against one check that contradicts itself with two figures."""
    figures = [
        figure(id, number) for id, number in {"a": "10", "b": "20", "c": "40", "d": "10", "e": "90"}.items()
    ]
    result = solve(register(figures, ["b <= a + 5", "c <= a + b", "d == e", "e >= a"]))
    assert sorted(result.conflict) in (["a", "b", "c0"], ["c2", "d", "e"])


def test_a_conflict_holds_nothing_that_it_could_do_without():
    result = solve(register([figure("a", "10"), figure("b", "")], ["b >= a + a", "a >= 2 * a", "a <= b"]))
    assert result.jointly == "inconsistent"
    assert sorted(result.conflict) == ["a", "c1"]


def test_a_register_without_checks_contradicts_nothing():
    result = solve(register([figure("a", "10", hedge="more_than"), figure("b", "")], []))
    assert result.jointly == "consistent"
    assert result.witness["a"] > 10
    assert set(result.witness) == {"a", "b"}
    assert all(ranges.says_nothing for ranges in result.figures.values())


@pytest.mark.parametrize("formula", ["1 == 1", "1 / 3 * 3 == 1", "2 < 3"])
def test_a_check_without_figures_that_holds(formula):
    result = solve(register([figure("a", "10")], [formula]))
    assert (result.checks["c0"].verdict, result.jointly) == ("consistent", "consistent")


def test_a_check_without_figures_that_does_not_hold():
    result = solve(register([figure("a", "10")], ["1 == 2"]))
    assert (result.checks["c0"].verdict, result.jointly, result.conflict) == (
        "inconsistent",
        "inconsistent",
        ["c0"],
    )


# Termination

LOOP = ["x == 0.999 * y", "y == 0.999 * x"]


def is_nearly(one, other):
    """Equal, but for the steps too small to take with which a loop comes near its end."""
    sizes = [abs(end) for end in (one.lo, one.hi) if end is not None]
    return all(
        a == b or (None not in (a, b) and abs(a - b) <= max(sizes) / 2**20)
        for a, b in ((one.lo, other.lo), (one.hi, other.hi))
    )


@given(problems())
def test_what_all_other_checks_imply_is_what_they_imply_without_this_one(problem):
    whole = problem.register
    relations = [check.relation for check in whole.checks.values()]
    box = {id: figure.printed("declared") for id, figure in whole.figures.items()}
    network, places = Network(relations), range(len(relations))
    for index, implied in leave_out(places, network.contract(box, left_out=places), network.contract):
        others = Network(relations[:index] + relations[index + 1 :])
        narrowed = others.contract({id: box[id] for id in others.touching})
        if others.is_settled:
            assert all(is_nearly(implied[id], interval) for id, interval in narrowed.items())
        assert all(implied[id] == box[id] for id in implied.keys() - narrowed.keys())


def test_a_slowly_converging_loop_ends_with_sound_ranges_and_says_so():
    """Only x = y = 0 solves it; each turn takes off a thousandth, so the ranges never get there."""
    result = solve(register([figure("x", "2", hedge="at_most"), figure("y", "2", hedge="at_most")], LOOP))
    assert result.jointly == "consistent"
    assert result.witness == {"x": 0, "y": 0}
    for ranges in result.figures.values():
        assert 0 in ranges.remaining
        assert 0 in ranges.implied
    assert all(Reason("outer_bounds") in verdict.notes for verdict in result.checks.values())


def test_a_slow_loop_without_a_solution_is_never_called_consistent():
    result = solve(register([figure("x", "1"), figure("y", "1")], LOOP))
    assert result.jointly == "inconsistent"
    result = solve(
        register([figure("x", "1"), figure("y", "1")], ["x == 0.9999999 * y", "y == 0.9999999 * x"])
    )
    assert result.jointly in ("inconsistent", "undecided")


def test_a_run_that_settles_does_not_say_otherwise():
    result = solve(register([figure("x", "2"), figure("y", "2")], ["x == y"]))
    assert Reason("outer_bounds") not in result.checks["c0"].notes


def test_what_has_no_rational_solution_is_left_undecided():
    """a * a == 2 has a solution, but not one that could be published and checked."""
    result = solve(register([figure("a", "1.4", place="0.1", unit="share")], ["a * a == 2"]))
    assert result.jointly == "undecided"
    assert not result.witness
    remaining = result.figures["a"].remaining
    assert remaining.lo**2 < 2 < remaining.hi**2


@pytest.mark.parametrize(("sign", "start"), [("<", "0.9"), (">", "1.1")])
def test_ends_that_run_away_are_let_go(sign, start):
    """Each turn doubles the exponent of an end: unbounded, a few hundred turns would fill any memory."""
    figures = [figure("x", "", unit="share"), figure("y", "", unit="share")]
    result = solve(register(figures, ["x == y * y", "y == x * x", f"x {sign} {start}"]))
    # Below one both are nought; above it nothing fits, but no search that is bounded can show it
    assert result.jointly == ("consistent" if sign == "<" else "undecided")


def test_a_long_chain_is_followed_to_its_end():
    """Exact values grow by two digits at each link; none of them may be rounded on the way."""
    links = 150
    figures = [figure("x0", "100")] + [figure(f"x{i}", "") for i in range(1, links)]
    whole = register(figures, [f"x{b} == 1.01 * x{a}" for a, b in pairwise(range(links))])
    result = solve(whole)
    assert result.jointly == "consistent"
    assert all(check.relation.holds(result.witness) for check in whole.checks.values())
    assert result.witness["x1"] / result.witness["x0"] == F("1.01")


@pytest.mark.parametrize(
    "formula",
    [
        "*".join("a" * 90) + " == b", "+".join(["a * b / a"] * 60) + " == 120",
        "/".join(["(a + b)"] * 40) + " == c",
    ],
)  # fmt: skip
def test_the_work_on_a_formula_is_bounded_however_long_it_is(formula):
    """What ninety factors make of an end would have tens of thousands of digits: turns and digits count."""
    figures = [figure("a", "3", unit="share"), figure("b", "2", unit="share"), figure("c", "", unit="share")]
    network = Network([parse(formula)])
    given = {each.id: each.printed("declared") for each in figures if each.id in network.touching}
    box = network.contract(given)
    assert network.turns_taken <= TURNS_PER_RELATION + network.relations[0].weight
    for interval in (box or {}).values():
        for end in (interval.lo, interval.hi):
            assert end is None or end.numerator.bit_length() <= LONG_POINT_BITS
    assert parse(formula).weight > parse("a + b == c").weight == 1


def test_the_work_on_checks_that_hang_together_is_bounded_however_many_there_are():
    """None of them has a solution in fractions, so that each search alone would go to its own bound."""
    figures = [figure("x", "10", unit="share"), *(figure(f"f{i}", "", unit="share") for i in range(12))]
    effort = Effort(left=500)
    whole = register(figures, [f"x / (x + f{i}) == f{i}" for i in range(12)])
    for check in whole.checks.values():
        ranges = {id: whole.figures[id].printed("declared") for id in check.relation.names}
        outcome(check.relation, whole.figures, ranges, effort)
    assert -12 * 400 < effort.left <= 0


def test_a_box_that_is_no_fixed_point_proves_nothing():
    """A contraction that came to its bound leaves one, and what is narrowed from there may be one too."""
    network = Network([parse("a == b")])
    box = {"a": Interval(F(0), F(10)), "b": Interval(F(0), F(1))}
    assert not network.is_exact(box)
    assert network.is_exact(network.contract(box))


def test_a_divisor_that_may_be_nought_is_no_witness():
    """A range with nought at its end holds a value that satisfies nothing."""
    figures = [figure(id, number, unit="share") for id, number in (("a", "0.2"), ("b", "0.2"), ("c", "0"))]
    whole = register(figures, ["(a + b) / c >= a"])
    result = solve(whole, "strict")
    assert result.jointly == "consistent"
    assert result.witness["c"] > 0
