"""Words that compare, chosen by the data between fixed bounds: a changed figure changes them, or stops them.

A typed "most" or "twice" holds until a number moves, and then a sentence has to be rewritten. These functions
choose the word instead. Where no word is true they raise AssertionError, as a chapter's own claims do.
"""

from __future__ import annotations

from fractions import Fraction

from addup.engine.interval import Interval
from addup.report.wording import count, decimal

PARTS = (
    (Fraction(1, 10), "a tenth"),
    (Fraction(1, 5), "a fifth"),
    (Fraction(1, 4), "a quarter"),
    (Fraction(1, 3), "a third"),
    (Fraction(2, 5), "two fifths"),
    (Fraction(1, 2), "half"),
    (Fraction(3, 5), "three fifths"),
    (Fraction(2, 3), "two thirds"),
    (Fraction(3, 4), "three quarters"),
    (Fraction(4, 5), "four fifths"),
    (Fraction(9, 10), "nine tenths"),
)
CLOSE = Fraction(1, 25)
"""A part that differs from a named one by no more than this, in relation to it, is called after that."""
LEVEL = Fraction(1, 50)
"""Two sizes that differ by no more than this, in relation to the larger, are about the same."""


def part(share: Fraction) -> str:
    """Return a part of a whole in words: "a third", "nearly half", "more than two thirds".

    The part named is the nearest; within CLOSE of it the words are "nearly" and "just over". Raises
    AssertionError for what is less than a twentieth or more than the whole: that takes a number.
    """
    assert Fraction(1, 20) <= share <= 1, f"no words for a part of {float(share):.3g}: write the number"
    if share == 1:
        return "all"
    size, name = min(PARTS, key=lambda named: abs(named[0] - share))
    if share == size:
        return name
    if abs(share - size) <= CLOSE * size:
        return f"{'nearly' if share < size else 'just over'} {name}"
    return f"{'less' if share < size else 'more'} than {name}"


def times(ratio: Fraction) -> str:
    """Return how many times as large something is, in words: "twice", "about three times", "2.5 times".

    Within CLOSE of a whole number up to nine the words name it. Raises AssertionError below one: that is a
    `part`.
    """
    assert ratio >= 1 - CLOSE, f"{float(ratio):.3g} times as much is less: name it as a part"
    whole = round(ratio)
    if whole > 9 or abs(ratio - whole) > CLOSE * whole:
        return f"{decimal(ratio, 0 if ratio >= 10 else 1)} times"
    name = {1: "as much", 2: "twice"}.get(whole, f"{count(whole)} times")
    return name if ratio == whole else f"about {'as much' if whole == 1 else name}"


def than(one: Fraction, other: Fraction, more: str = "more", less: str = "less") -> str:
    """Compare two sizes: "more than", "less than", or "about as much as" where they are LEVEL."""
    largest = max(abs(one), abs(other))
    if one == other:
        return "as much as"
    if abs(one - other) <= LEVEL * largest:
        return "about as much as"
    return f"{more if one > other else less} than"


def how_many(number: int, of: int) -> str:
    """Return a number out of others in words: "all", "most", "half", "some", "one", "none".

    Most is two thirds or more. Raises AssertionError if there are none to choose from, or fewer than chosen.
    """
    assert 0 <= number <= of != 0, f"{number} of {of} cannot be put into words"
    if number in (0, of):
        return "all" if number else "none"
    if number == 1:
        return "one"
    if 3 * number >= 2 * of:
        return "most"
    return "half" if 2 * number == of else "some"


def over(interval: Interval, size: Fraction) -> bool:
    """Tell whether all of a range lies above a size; one without a lower end does not."""
    return interval.lo is not None and interval.lo > size


def under(interval: Interval, size: Fraction) -> bool:
    """Tell whether all of a range lies below a size; one without an upper end does not."""
    return interval.hi is not None and interval.hi < size


def beside(interval: Interval, size: Fraction) -> str:
    """Compare a range with a size: "about as much as" where it holds the size, else "more" or "less than"."""
    if size in interval:
        return "about as much as"
    return "more than" if over(interval, size) else "less than"


def standing(one: Fraction, other: Fraction) -> str:
    """Say where a size stands to another: "level with", "ahead of" or "behind"."""
    return "level with" if one == other else "ahead of" if one > other else "behind"


def whether(holds: bool, yes: str = "Yes", no: str = "No") -> str:
    """Return the word for what holds, or the one for what does not."""
    return yes if holds else no
