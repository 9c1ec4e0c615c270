"""What is said to a reader who changed numbers, of a register of this file's own."""

import re
from dataclasses import replace

import pytest
from addup.engine.hedges import READINGS
from addup.engine.solve import solve
from addup.report.whatif import Answer, answer
from addup.report.wording import MESSAGES
from strategies import figure, register

PRINTED = {
    id: figure(id, number, unit="USD", scale="1000000000")
    for id, number in (("whole", "12"), ("one", "5"), ("other", "7"), ("rest", "7"))
}
CHECKS = ["one + other == whole", "other == rest"]


def answered(reading: str = "declared", checks: list[str] = CHECKS, **numbers: str) -> Answer:
    """What is to be said where some figures have other numbers."""
    new = {id: replace(old, number=numbers.get(id, old.number)) for id, old in PRINTED.items()}
    return answer(PRINTED, new, solve(register(list(new.values()), checks), reading))


def test_what_fits_is_said_in_one_sentence() -> None:
    found = answered()
    assert str(found) == found.sentence == "As the article prints its numbers, everything fits."
    assert str(answered(one="6")) == "With $6bn for $5bn, everything fits."


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"one": "9"}, "With $9bn for $5bn, one check fails."),
        ({"one": "9", "rest": "20"}, "With $9bn for $5bn and $20bn for $7bn, two checks fail."),
        (
            {"one": "9", "other": "8", "rest": "20", "whole": "40"},
            "With $40bn for $12bn, $9bn for $5bn and two other numbers, two checks fail.",
        ),
    ],
)
def test_what_fails_is_counted_and_what_was_changed_is_named(numbers: dict[str, str], sentence: str) -> None:
    assert answered(**numbers).sentence == sentence


def test_what_must_be_off_and_what_alone_would_mend_it_are_named() -> None:
    found = answered(checks=CHECKS[1:], rest="20")
    assert found.conflict == "At least one of two numbers must be off: other; rest."
    assert found.lead == "Any one of these could mend it alone:"
    assert dict(found.mends) == {
        "other": "other, if it were $19.5bn to $20.5bn",
        "rest": "rest, if it were $6.5bn to $7.5bn",
    }


def test_checks_that_hold_one_by_one_may_not_hold_together() -> None:
    found = answered(checks=["one < 0.96 * other", "other < rest", "rest < one"], one="7")
    assert found.outcome == "each check can hold, but not all of them at once"


def test_another_reading_is_said() -> None:
    assert answered("strict").sentence == "Under the strict reading, everything fits."
    assert (
        answered("strict", one="6").sentence
        == "With $6bn for $5bn, under the strict reading, everything fits."
    )


def test_a_change_that_reads_the_same_is_said_once() -> None:
    found = answered(other="8", rest="8")
    assert found.sentence == "With $8bn for $7bn, everything fits."


def test_what_depends_on_the_reading_is_told_under_all_that_are_weighed() -> None:
    assert re.findall(r"\{(\w+)\}", MESSAGES["en"]["depends"]) == [*READINGS, "tightest"]
