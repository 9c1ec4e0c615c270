"""Texts with their relations marked by hand, and how many of them are proposed.

A text prints each figure as ``[[printed|id|unit]]``, with hedge, number and scale after that where they
differ from what the words say. Below a line of three dashes stands one relation a line: its figures, and
after "or" others that say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from addup.engine.figures import Figure

TEXTS = Path(__file__).with_name("relations")
SCALES = {
    r"per cent|percentage points?|Prozent(?:punkte)?": Fraction(1, 100),
    r"\d(?:tn)\b": Fraction(10**12),
    r"\d(?:bn)\b|Milliarden|billion": Fraction(10**9),
    r"\d(?:m)\b|Mio\.|Millionen|million": Fraction(10**6),
    r"\d(?:p)\b": Fraction(1, 100),
}
WORDS = {"six": 6, "seven": 7, "four": 4, "nine": 9, "ten": 10}


@dataclass(frozen=True)
class Marked:
    name: str
    language: str
    text: str
    figures: list[Figure]
    relations: list[list[frozenset[str]]]


def read(path: Path) -> Marked:
    language = path.stem[-2:]
    source, _, below = path.read_text("utf-8").partition("\n---\n")
    figures, lines = [], []
    for line in (line for line in source.splitlines() if line.strip()):
        plain, last, spots = "", 0, []
        for match in re.finditer(r"\[\[([^\]]*)\]\]", line):
            plain += line[last : match.start()]
            printed, *cells = match[1].split("|")
            spots.append((len(plain), len(plain) + len(printed), printed, cells))
            plain, last = plain + printed, match.end()
        plain += line[last:]
        for start, end, printed, cells in spots:
            figures.append(_figure(plain, start, end, printed, cells, language, len(lines), len(figures)))
        lines.append(plain)
    relations = [
        [frozenset(way.split()) for way in line.split(" or ")] for line in below.splitlines() if line.strip()
    ]
    return Marked(path.stem, language, "\n\n".join(lines), figures, relations)


def _figure(line, start, end, printed, cells, language, paragraph, row):
    id, unit, *more = cells
    hedge = more[0] if more else "none"
    if len(more) > 1:
        number, scale = more[1], Fraction(more[2])
    else:
        digits = re.search(r"\d[\d.,]*\d|\d", printed)
        number = digits[0] if digits else str(WORDS[printed])
        number = number.replace(".", "").replace(",", ".") if language == "de" else number.replace(",", "")
        scale = next((value for words, value in SCALES.items() if re.search(words, printed)), Fraction(1))
    zeros = len(number) - len(number.rstrip("0")) if "." not in number else 0
    place = Fraction(10 ** (zeros // 3 * 3)) if zeros >= 3 else None  # as `make new` takes it
    return Figure(
        id=id, label=id.replace("_", " "), number=number, scale=scale, unit=unit, hedge=hedge, place=place,
        period="", attribution="", paragraph=paragraph, quote=line[start:end], note="",
        table="figures.csv", line=row + 2,
    )  # fmt: skip


def texts(part: str) -> list[Marked]:
    return [read(path) for path in sorted((TEXTS / part).glob("*.txt"))]
