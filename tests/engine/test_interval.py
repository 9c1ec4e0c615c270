"""Interval arithmetic: sound (no value is lost) and tight (no value is added), ends open or closed."""

import operator
from fractions import Fraction
from itertools import product

import pytest
from addup.engine.interval import FARTHEST_END_BITS, LONG_END_BITS, NOT_NEGATIVE, WHOLE, Interval
from hypothesis import assume, example, given
from hypothesis import strategies as st
from strategies import intervals, members, small

F = Fraction
ARITHMETIC = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv
}  # fmt: skip

# As near to an open end, and as far out on an unbounded side, as the samples below go.
NEAR, FAR, CLOSE_ENOUGH = F(1, 10**12), F(10**12), F(1, 10**6)


def closed(lo, hi):
    return Interval(F(lo), F(hi))


def opened(lo, hi):
    return Interval(F(lo), F(hi), True, True)


def samples(interval):
    """Values that come as near as it gets to whatever an operation can reach at its ends."""
    lo, hi = interval.lo, interval.hi
    near = min(NEAR, (hi - lo) / 4) if None not in (lo, hi) else NEAR
    wanted = {F(0), interval.middle(), NEAR, -NEAR, FAR, -FAR}
    wanted |= {lo, lo + near} if lo is not None else set()
    wanted |= {hi, hi - near} if hi is not None else set()
    return [value for value in wanted if value in interval]


def reached(sign, a, b):
    """The results of one operation on all pairs of samples."""
    pairs = product(samples(a), samples(b))
    return [ARITHMETIC[sign](x, y) for x, y in pairs if not (sign == "/" and y == 0)]


@given(st.data(), st.sampled_from("+-*/"), intervals(), intervals())
def test_no_result_is_lost(data, sign, a, b):
    x, y = data.draw(members(a)), data.draw(members(b))
    assume(not (sign == "/" and y == 0))
    assert ARITHMETIC[sign](x, y) in ARITHMETIC[sign](a, b)


@given(st.sampled_from("+-*/"), intervals(), intervals())
@example("*", opened(0, 1), Interval(F(2), None))
@example("*", closed(0, 1), Interval(F(2), None, True))
@example("*", closed(0, 0), WHOLE)
@example("*", opened(-1, 1), closed(0, 0))
@example("/", closed(1, 2), closed(0, 1))
@example("/", closed(1, 2), opened(-1, 0))
@example("/", closed(0, 0), closed(-1, 1))
@example("/", closed(-1, 1), closed(0, 1))
@example("/", closed(1, 2), Interval(F(1), None))
def test_every_end_is_reached_or_approached(sign, a, b):
    """A closed end is the result of some pair, an open one of none although pairs come arbitrarily near."""
    result = ARITHMETIC[sign](a, b)
    values = reached(sign, a, b)
    if result is None:
        assert not values
        return
    for end, is_open, extreme, side in (
        (result.lo, result.lo_open, min(values), 1),
        (result.hi, result.hi_open, max(values), -1),
    ):
        if end is None:
            assert -side * extreme > 10**6
        elif is_open:
            assert 0 < side * (extreme - end) < CLOSE_ENOUGH
        else:
            assert extreme == end


@given(intervals())
def test_division_by_zero_alone_leaves_nothing(a):
    assert a / Interval.point(F(0)) is None


@given(intervals(), intervals(), small)
def test_the_intersection_is_exact(a, b, value):
    both = a & b
    for x in (value, a.lo, a.hi, b.lo, b.hi, a.middle(), b.middle()):
        if x is not None:
            assert (x in a and x in b) == (both is not None and x in both)


@given(intervals(), intervals())
def test_nothing_is_left_exactly_when_the_intervals_are_apart(a, b):
    """Two intervals meet when neither lies wholly below the other."""

    def below(p, q):
        ends_meet = p.hi_open or q.lo_open
        return None not in (p.hi, q.lo) and (p.hi < q.lo or (p.hi == q.lo and ends_meet))

    assert ((a & b) is None) == (below(a, b) or below(b, a))


@given(intervals(), intervals(), intervals())
def test_the_laws_that_hold_for_sets_hold(a, b, c):
    assert a + b == b + a
    assert a * b == b * a
    assert (a + b) + c == a + (b + c)
    assert (a * b) * c == a * (b * c)
    assert a - b == a + -b
    assert -(Interval.point(F(0)) - a) == a
    assert a & b == b & a
    assert a & a is a


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (closed(1, 2) + Interval(F(3), None), Interval(F(4), None)),
        (closed(1, 2) - Interval(F(3), None, True), Interval(None, F(-1), False, True)),
        (WHOLE + closed(1, 2), WHOLE),
        (WHOLE * closed(0, 0), closed(0, 0)),
        (NOT_NEGATIVE * NOT_NEGATIVE, NOT_NEGATIVE),
        (Interval(F(0), None, True) * NOT_NEGATIVE, NOT_NEGATIVE),
        (Interval(F(0), None, True) * Interval(F(0), None, True), Interval(F(0), None, True)),
        (Interval(None, F(-1)) * Interval(F(2), None), Interval(None, F(-2))),
        (closed(-1, 2) * NOT_NEGATIVE, WHOLE),
        (closed(1, 2) / Interval(F(4), None), Interval(F(0), F(1, 2), True, False)),
        (closed(1, 2) / closed(0, 4), Interval(F(1, 4), None)),
        (closed(1, 2) / closed(-4, 4), WHOLE),
        (closed(1, 2) / closed(-4, 0), Interval(None, F(-1, 4))),
        (closed(0, 1) / NOT_NEGATIVE, NOT_NEGATIVE),
        (closed(0, 0) / WHOLE, closed(0, 0)),
    ],
)
def test_unbounded_sides_and_zeros(result, expected):
    assert result == expected


def test_touching_ends_meet_only_where_both_are_closed():
    assert closed(1, 2) & closed(2, 3) == Interval.point(F(2))
    assert closed(1, 2) & Interval(F(2), F(3), True, False) is None
    assert opened(1, 2) & closed(2, 3) is None
    assert WHOLE & closed(1, 2) == closed(1, 2)


def test_a_point_is_an_interval_with_one_value():
    assert Interval.point(F(1, 3)).is_point
    assert not closed(1, 2).is_point
    assert not WHOLE.is_point


@given(intervals())
def test_the_middle_lies_inside(a):
    assert a.middle() in a


@given(intervals())
def test_the_simplest_value_has_the_smallest_denominator(a):
    best = a.simplest()
    assert best in a
    if None in (a.lo, a.hi):
        assert best.denominator == 1
        return
    for denominator in range(1, best.denominator + 1):
        numerators = range(int(a.lo * denominator) - 1, int(a.hi * denominator) + 2)
        rivals = [F(n, denominator) for n in numerators if F(n, denominator) in a]
        if denominator < best.denominator:
            assert not rivals
        else:
            assert abs(best) == min(abs(rival) for rival in rivals if rival.denominator == denominator)


long_ends = st.builds(
    lambda sign, whole, part, size: sign * (whole + F(part, 10**size + 1)),
    st.sampled_from([-1, 1]),
    st.sampled_from([F(0), F(1), F(10) ** 500, F(1, 10**500)]),
    st.integers(1, 10**40),
    st.integers(1, 900),
)


@given(intervals(ends=long_ends))
def test_moving_ends_outwards_keeps_every_value_and_bounds_their_length(a):
    wide = a.outward()
    assert wide & a == a
    for end, moved in ((a.lo, wide.lo), (a.hi, wide.hi)):
        assert (end is None) == (moved is None)
        if end is not None:
            # A long number is cut at a relative precision; what is short stays what it was.
            assert moved == end or abs(moved - end) <= abs(end) / 2**200
            length = max(end.numerator.bit_length(), end.denominator.bit_length())
            assert (moved == end) or length > LONG_END_BITS


far_ends = st.builds(
    lambda short, exponent: short * F(2) ** exponent, small.filter(bool), st.integers(-50_000, 50_000)
)


@given(intervals(ends=far_ends))
def test_moving_ends_outwards_bounds_how_far_and_how_near_nought_they_are(a):
    wide = a.outward()
    assert wide & a == a
    assert wide.outward() == wide
    for end in (wide.lo, wide.hi):
        # Beyond the farthest there is no end, and nearer to nought than the nearest there is only nought
        assert not end or F(1, 2 ** (FARTHEST_END_BITS + 1)) <= abs(end) <= 2 ** (FARTHEST_END_BITS + 1)
    assert (F(0) in wide) == (F(0) in a)
