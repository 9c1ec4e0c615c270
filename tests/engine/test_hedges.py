"""The table of hedges: whole, free of contradictions, and true to what it says about itself."""

import json
from collections import Counter
from fractions import Fraction

import pytest
from addup.engine.hedges import ALL_READINGS, AS_PRINTED, HEDGE, HEDGES, READINGS, TABLE, phrases
from hypothesis import given
from hypothesis import strategies as st

F = Fraction


def test_every_hedge_has_ends_for_every_reading_words_and_a_source():
    table = json.loads(TABLE.read_text("utf-8"))
    assert tuple(table["hedges"]) == HEDGES
    for name, row in table["hedges"].items():
        assert tuple(row["ends"]) == (*ALL_READINGS, AS_PRINTED) == tuple(table["readings"]), name
        assert row["meaning"], name
        assert row["source"], name
        for language in ("en", "de"):
            assert bool(row["says"][language]) == (name != "none")
            assert row["says"][language] in ["", *row["words"][language]["before"]], (
                "what is said is understood"
            )


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_words_mean_two_hedges(language):
    found = Counter((phrase.text.lower(), phrase.position) for phrase in phrases(language))
    assert [words for words, count in found.items() if count > 1] == []


MEANT = {
    ("en", "at_most"): "no more than, not over",
    ("en", "more_than"): "more than, over",
    ("en", "at_least"): "no fewer than, not less than",
    ("en", "just_over"): "just over, a little more than",
    ("en", "almost"): "just under, nearly",
    ("en", "less_than"): "under",
    ("en", "up_to"): "up to",
    ("de", "at_most"): "nicht mehr als",
    ("de", "more_than"): "mehr als",
    ("de", "at_least"): "nicht weniger als, nicht unter",
    ("de", "just_over"): "etwas mehr als, kaum mehr als, gut, knapp über",
    ("de", "almost"): "knapp, fast",
    ("de", "up_to"): "bis zu",
    ("de", "less_than"): "nicht einmal",
}


@pytest.mark.parametrize(
    ("language", "before", "expected"),
    [(language, before, hedge) for (language, hedge), words in MEANT.items() for before in words.split(", ")],
)
def test_the_longest_words_that_fit_are_meant(language, before, expected):
    """Read from the number backwards: the first phrase that the text ends with."""
    sentence = f"x {before}"
    fitting = (p for p in phrases(language) if p.position == "before" and sentence.endswith(f" {p.text}"))
    assert next(fitting).hedge == expected


numbers = st.fractions(min_value=-500, max_value=500, max_denominator=20)


@given(st.sampled_from(HEDGES), numbers, st.fractions(min_value=0, max_value=9, max_denominator=10))
def test_a_hedge_stays_on_its_side(name, value, step):
    for reading in ALL_READINGS:
        around = HEDGE[name].around(value, step, reading)
        lo, hi = around.lo, around.hi
        assert (lo is None) == (name in ("less_than", "at_most", "up_to"))
        assert (hi is None) == (name in ("more_than", "at_least"))
        if name in ("almost", "less_than", "at_most", "up_to"):
            assert hi == value
        if name in ("just_over", "more_than", "at_least"):
            assert lo == value
        if name == "about" or (name == "none" and reading != "cut"):
            assert value - lo == hi - value


@given(st.sampled_from(HEDGES), numbers, st.fractions(min_value=0, max_value=9, max_denominator=10))
def test_the_ends_that_are_weighed_are_never_tighter_than_the_strict_ones(name, value, step):
    strict, *others = (HEDGE[name].around(value, step, reading) for reading in READINGS)
    assert all(strict & other == strict for other in others)


@pytest.mark.parametrize("value", [F(5), F(-5)])
def test_digits_are_cut_off_towards_nought(value):
    around = HEDGE["none"].around(value, F(1), "cut")
    assert all(abs(end) >= abs(value) for end in (around.lo, around.hi))
    assert value in around
