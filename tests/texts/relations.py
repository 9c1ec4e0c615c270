"""Texts with their relations marked by hand, and how many of them are proposed.

A text prints each figure as ``[[printed|id|unit]]``, with hedge, number and scale after that where they
differ from what the words say. Below a line of three dashes stands one relation a line: its figures, and
after "or" others that say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from addup.engine.figures import Figure
from addup.texts.proposals import propose

TEXTS = Path(__file__).with_name("relations")
SCORES = Path(__file__).parents[2] / "book/addup/texts/scores.csv"
SCALES = {
    r"%|per cent|percentage points?|Prozent(?:punkte)?": Fraction(1, 100),
    r"\d(?:tn)\b": Fraction(10**12),
    r"\d(?:bn)\b|Milliarden|Mrd\.|billion": Fraction(10**9),
    r"\d(?:m)\b|Mio\.|Millionen|million": Fraction(10**6),
    r"\d(?:p)\b": Fraction(1, 100),
}
WORDS = {"six": 6, "seven": 7, "four": 4, "nine": 9, "ten": 10, "three": 3}


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


def scores(part: str) -> dict[str, int]:
    """Return how many relations there are and are proposed, and what becomes of slips, in one part of them.

    A slip is one figure of a relation with another digit; where it still fits within rounding it is none.
    """
    marked = texts(part)
    counts = dict.fromkeys(("texts", "figures", "relations", "found", "false", "slips", "slips_shown"), 0)
    for each in marked:
        proposed = propose(each.figures, each.text, each.language)
        same = _same(each.figures)
        true = [{_ids(way, same) for way in ways} for ways in each.relations]
        keys = [_ids(proposal.key, same) if len(proposal.key) > 2 else proposal.key for proposal in proposed]
        plain = [ways | set(marked_ways) for ways, marked_ways in zip(true, each.relations, strict=True)]
        counts["texts"] += 1
        counts["figures"] += len(each.figures)
        counts["relations"] += len(true)
        counts["found"] += sum(any(key in ways for key in keys) for ways in plain)
        counts["false"] += sum(not any(key in ways for ways in plain) for key in keys)
        for ways in each.relations:
            for id in sorted(ways[0]) if len(ways[0]) > 2 else ():
                if (shown := _shows(each, ways, id)) is not None:
                    counts["slips"] += 1
                    counts["slips_shown"] += shown
    return counts


def _same(figures):
    first = {}
    return {figure.id: first.setdefault((figure.value, figure.unit), figure.id) for figure in figures}


def _ids(ids, same):
    return frozenset(same[id] for id in ids)


def _shows(marked: Marked, ways: list[frozenset[str]], id: str) -> bool | None:
    """Return whether a slip in a figure is shown as what does not fit; None if it can still fit."""
    figure = next(each for each in marked.figures if each.id == id)
    digits = re.search(r"\d[\d.,]*\d|\d", figure.quote)
    places = [place for place, digit in enumerate(figure.number) if digit.isdigit()]
    if digits is None or len(re.sub(r"\D", "", digits[0])) != len(places):
        return None  # spelt out
    nth = len(id) % len(places)
    old = figure.number[places[nth]]
    new = str(int(old) % 9 + 1)
    number = figure.number[: places[nth]] + new + figure.number[places[nth] + 1 :]
    spots = [place for place, character in enumerate(digits[0]) if character.isdigit()]
    printed = digits[0][: spots[nth]] + new + digits[0][spots[nth] + 1 :]
    quote = figure.quote[: digits.start()] + printed + figure.quote[digits.end() :]
    lines = marked.text.split("\n\n")
    lines[figure.paragraph] = lines[figure.paragraph].replace(figure.quote, quote, 1)
    figures = [
        replace(each, number=number, quote=quote) if each.id == id else each for each in marked.figures
    ]
    proposed, same = propose(figures, "\n\n".join(lines), marked.language), _same(figures)
    wanted = [_ids(way, same) for way in ways]
    if any(each.fits and _ids(each.key, same) in wanted for each in proposed):
        return None
    return any(not each.fits and _ids(each.key, same) in wanted for each in proposed)
