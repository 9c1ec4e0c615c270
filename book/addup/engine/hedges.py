"""Hedges and readings: what "about", "almost" or no hedge at all leave a printed number room for.

Everything is data, in ``hedges.json``: for each hedge the words that express it, and for each reading its
two ends, counted in places from the printed number ("[-2, 2]", "(0, oo)", a square bracket for an end that
belongs to it); for each reading, which place that is. A vague hedge widens with the roundness of the number:
it is no narrower than the last digit's place, multiplied by ``each_zero`` for every zero at the end.
"outwards" behind two ends means away from zero, whichever side the number is on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from addup.engine.interval import Interval

TABLE = Path(__file__).with_name("hedges.json")

_ENDS = re.compile(
    r"(?P<below>[\[(])(?P<lo>-oo|-?\d+(?:/\d+)?), "
    r"(?P<hi>oo|-?\d+(?:/\d+)?)(?P<above>[\])])(?P<out> outwards)?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take printed numbers: which place counts, and how much a zero at the end widens "about".

    ``place`` is "last" (printed digit), "declared" or "round" (last digit that is not zero). Readings that
    are not ``weighed`` are worked out on request and have no part in "depends on the reading".
    """

    name: str
    place: str
    each_zero: int
    weighed: bool
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that express a hedge: ``language`` "en" or "de", ``position`` "before" or "after" the number."""

    language: str
    text: str
    hedge: str
    position: str


@dataclass(frozen=True, slots=True)
class Hedge:
    """One hedge; ``ends`` by reading are in places from the number, ``says`` by language its plainest words.

    A ``vague`` one stays near its number and has no meaning for a number that is exact.
    """

    name: str
    meaning: str
    ends: dict[str, Interval]
    outwards: frozenset[str]
    vague: bool
    source: str
    says: dict[str, str]
    phrases: tuple[Phrase, ...]

    @property
    def may_be_over(self) -> bool:
        """Whether what is meant may come up to the number or beyond, under every reading."""
        return all(ends.hi is None or ends.hi >= 0 for ends in self.ends.values())

    def around(self, value: Fraction, step: Fraction, reading: str) -> Interval:
        """Return what lies within the hedge's ends, so many steps from a value."""
        ends = self.ends[reading]
        if reading in self.outwards and value <= 0:
            ends = -ends if value < 0 else ends.hull(-ends)
        lo = None if ends.lo is None else value + ends.lo * step
        hi = None if ends.hi is None else value + ends.hi * step
        return Interval(lo, hi, ends.lo_open, ends.hi_open)


def _interval(text: str) -> tuple[Interval, bool]:
    match = _ENDS.fullmatch(text)
    assert match, f"{TABLE.name}: {text!r} are no two ends"
    lo = None if match["lo"] == "-oo" else Fraction(match["lo"])
    hi = None if match["hi"] == "oo" else Fraction(match["hi"])
    ends = Interval(
        lo, hi, lo is not None and match["below"] == "(", hi is not None and match["above"] == ")"
    )
    return ends, bool(match["out"])


def _read() -> tuple[dict[str, Reading], dict[str, Hedge]]:
    table = json.loads(TABLE.read_text("utf-8"))
    readings = {name: Reading(name, **row) for name, row in table["readings"].items()}
    hedges = {}
    for name, row in table["hedges"].items():
        ends = {reading: _interval(text) for reading, text in row["ends"].items()}
        phrases = tuple(
            Phrase(language, text, name, position)
            for language, positions in row["words"].items()
            for position, texts in positions.items()
            for text in texts
        )
        hedges[name] = Hedge(
            name=name,
            meaning=row["meaning"],
            ends={reading: interval for reading, (interval, _) in ends.items()},
            outwards=frozenset(reading for reading, (_, outwards) in ends.items() if outwards),
            vague=row["vague"],
            source=row["source"],
            says=row["says"],
            phrases=phrases,
        )
    return readings, hedges


READING, HEDGE = _read()
"""All readings, and all hedges, by name."""

READINGS = tuple(name for name, reading in READING.items() if reading.weighed)
"""The readings that are weighed against each other, tightest first: each holds the one before it."""

AS_PRINTED = "as printed"
"""No way to read numbers, but the numbers themselves: what would fit if none were rounded."""

ALL_READINGS = tuple(name for name in READING if name != AS_PRINTED)
"""The readings that can be asked for."""

HEDGES = tuple(HEDGE)


def phrases(language: str) -> Iterator[Phrase]:
    """Yield the words for hedges in one language, "en" or "de": longest first.

    So that "nicht mehr als" is found before "mehr als", the first that fits is the one that is meant.
    """
    found = [phrase for hedge in HEDGE.values() for phrase in hedge.phrases if phrase.language == language]
    yield from sorted(found, key=lambda phrase: (-len(phrase.text), phrase.text))
