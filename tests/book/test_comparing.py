"""Words that compare are true of the sizes they are chosen for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from addup.engine.interval import Interval
from addup.report.comparing import PARTS, beside, how_many, over, part, standing, than, times, under, whether
from hypothesis import given
from hypothesis import strategies as st

SHARES = st.fractions(Fraction(1, 20), 1)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ("1/3", "a third"),
        ("0.33", "nearly a third"),
        ("0.505", "just over half"),
        ("0.7", "more than two thirds"),
    ],
)
def test_parts_have_names(share: str, words: str) -> None:
    assert part(Fraction(share)) == words


@given(SHARES)
def test_the_words_for_a_part_say_on_which_side_it_lies(share: Fraction) -> None:
    words = part(share)
    size = next((size for size, name in sorted(PARTS, key=lambda p: -len(p[1])) if words.endswith(name)), 1)
    if words.startswith(("nearly", "less")):
        assert share < size
    elif words.startswith(("just over", "more")):
        assert share > size
    else:
        assert share == size


@pytest.mark.parametrize(
    ("ratio", "words"), [("2", "twice"), ("2.05", "about twice"), ("3", "three times"), ("2.5", "2.5 times")]
)
def test_ratios_have_names(ratio: str, words: str) -> None:
    assert times(Fraction(ratio)) == words


def test_what_has_no_word_stops() -> None:
    for nothing in (lambda: part(Fraction(1, 100)), lambda: times(Fraction(1, 2)), lambda: how_many(2, 1)):
        with pytest.raises(AssertionError):
            nothing()


@given(st.fractions(1, 1000), st.fractions(1, 1000))
def test_comparing_the_other_way_round_says_the_opposite(one: Fraction, other: Fraction) -> None:
    opposite = {"more than": "less than", "less than": "more than"}
    assert than(one, other) == opposite.get(than(other, one), than(other, one))


@given(st.integers(1, 50).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_counts_have_words_that_hold(counted: tuple[int, int]) -> None:
    number, of = counted
    words = how_many(number, of)
    assert (words == "all") == (number == of)
    assert (words == "none") == (number == 0)
    assert words != "most" or number > of / 2
    assert whether(words == "all", "every one", "not all").endswith("one" if number == of else "all")


@given(st.lists(st.fractions(1, 9), min_size=2, max_size=2).map(sorted), st.fractions(1, 9))
def test_a_range_is_more_or_less_than_a_size_or_holds_it(ends: list[Fraction], size: Fraction) -> None:
    interval = Interval(*ends)
    words = {"more than": over(interval, size), "less than": under(interval, size)}
    assert words.get(beside(interval, size), size in interval)


@given(st.fractions(1, 9), st.fractions(1, 9))
def test_whoever_is_ahead_has_the_other_behind(one: Fraction, other: Fraction) -> None:
    opposite = {"ahead of": "behind", "behind": "ahead of", "level with": "level with"}
    assert opposite[standing(one, other)] == standing(other, one)
    assert (standing(one, other) == "ahead of") == (one > other)
