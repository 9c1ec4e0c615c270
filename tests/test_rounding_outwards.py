"""Ends of ranges are rounded outwards: what is printed holds of all that a range holds."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from addup.engine.figures import ALL_READINGS, load
from addup.engine.interval import Interval
from addup.report import wording
from hypothesis import assume, given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
UNITS = ("USD", "CNY/USD", "share", "person", "change*USD", wording.POINTS)
WORDS = {"tn": 12, "bn": 9, "m": 6, " trillion": 12, " billion": 9, " million": 6}
NUMBER = re.compile(
    r"(−?)(?:\$|RMB)?(\d[\d,]*(?:\.\d+)?)(tn|bn|m\b| trillion| billion| million)?(?: × 10\^(\d+))?"
)
values = st.fractions(-(10**13), 10**13, max_denominator=10**6) | st.fractions(-2, 2, max_denominator=997)
digits = st.integers(1, 6)


def read(text: str, unit: str) -> list[Fraction]:
    """Read back the numbers of a text, in base units."""
    scale = Fraction(1, 100) if unit in ("share", wording.POINTS) else 1
    return [
        Fraction(number.replace(",", ""))
        * 10 ** (WORDS.get(word, 0) + int(power or 0))
        * (-scale if minus else scale)
        for minus, number, word, power in NUMBER.findall(text)
    ]


@st.composite
def ranges(draw: st.DrawFn) -> Interval:
    """Ranges with two ends, some much narrower than their numbers are large, and open or closed."""
    low = draw(values)
    width = draw(st.fractions(0, 10, max_denominator=10**6) | st.fractions(0, 10**12, max_denominator=7))
    assume(width)
    return Interval(low, low + width, draw(st.booleans()), draw(st.booleans()))


@given(ranges(), st.sampled_from(UNITS), digits)
def test_what_is_printed_of_a_range_contains_it(interval: Interval, unit: str, digits: int) -> None:
    assert interval.lo is not None
    assert interval.hi is not None
    text = wording.span(interval, unit, digits)
    *lower, upper = read(text, unit)
    assert upper >= interval.hi
    assert lower == [] if text.startswith(("at most", "less than")) else lower[0] <= interval.lo
    widened = max(upper - interval.hi, interval.lo - lower[0] if lower else Fraction(0))
    assert widened * wording.CLOSE_ENOUGH <= interval.hi - interval.lo


@given(values, st.sampled_from(UNITS), digits)
def test_a_bound_holds_as_it_is_printed(value: Fraction, unit: str, digits: int) -> None:
    (least,) = read(wording.at_least(value, unit, digits), unit)
    (most,) = read(wording.at_most(value, unit, digits), unit)
    (near,) = read(wording.quantity(value, unit, digits), unit)
    assert least <= value <= most
    assert near in (least, most)
    for end in (Interval(value, None), Interval(None, value)):
        (bound,) = read(wording.span(end, unit, digits), unit) or [value]
        assert bound <= value if end.hi is None else bound >= value


@given(values, st.sampled_from(UNITS), digits)
def test_one_value_is_rounded_to_the_nearest(value: Fraction, unit: str, digits: int) -> None:
    assert wording.span(Interval.point(value), unit, digits) == wording.quantity(value, unit, digits)


@given(ranges(), st.fractions(0, 10, max_denominator=10**6), st.sampled_from(UNITS), digits)
def test_sides_that_do_not_meet_do_not_meet_in_print(
    left: Interval, gap: Fraction, unit: str, digits: int
) -> None:
    assert left.lo is not None
    assert left.hi is not None
    assume(gap * 10**9 > abs(left.hi))  # so many digits more than asked for are tried
    right = Interval(left.hi + gap, left.hi + gap + (left.hi - left.lo))
    one, other = wording.sides(left, right, (unit, unit), digits)
    if not other.startswith(("at most", "less than")):
        assert read(one, unit)[-1] < read(other, unit)[0]


@pytest.mark.parametrize("reading", ALL_READINGS)
def test_the_range_of_a_printed_number_is_printed_exactly(reading: str) -> None:
    for figure in load(ROOT / "data").figures.values():
        printed = figure.value is not None and figure.printed(reading)
        if not printed or wording.without_change(figure.unit) in ("date", "calendar_year"):
            continue
        ends = zip(wording.ends(printed, figure.unit), (printed.lo, printed.hi), strict=True)
        for text, end in ends:
            assert text is None or read(text, wording.without_change(figure.unit)) == [end], (figure.id, text)


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        ("0.54341", "0.56261", "share", "54.34 per cent to 56.27 per cent"),
        ("301150000000", "304240000000", "USD", "$301.1bn to $304.3bn"),
        ("299500000000", "300500000000", "USD", "$299.5bn to $300.5bn"),
        ("-1234567", "-1200001", "change*USD", "−$1.235m to −$1.2m"),
        ("0", "1/3", "share", "at most 33.34 per cent"),
    ],
)
def test_examples(low: str, high: str, unit: str, text: str) -> None:
    assert wording.span(Interval(Fraction(low), Fraction(high)), unit) == text
