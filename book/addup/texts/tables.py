"""Tables within a text: rows whose cells are parted by a bar or a tab, under heads that say what they hold.

A saved web page is turned into such lines (``page``), and a table copied from a page or a spreadsheet has
them already. Cells are counted from the right, so that an empty corner may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from addup.texts.locale import BLANKS, currencies
from addup.texts.words import words as vocabulary

BAR = " | "
_BETWEEN = re.compile(r"\s*\|\s*|[ \u00a0]*\t\s*")
_FILLED = re.compile(rf"[(\[]?(?:[^\W\d_]{{{{1,3}}}}\$?|[$€£¥₹])?[{BLANKS}]?[+\-−–]?[.,]?\d")
_YEAR = re.compile(r"\D*(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?\D*|\D*[QH][1-4]\D.*|[1-4]Q.*")
LONGEST_CAPTION = 24  # words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: where it stands in its line, and the heads over it and before it.

    ``money`` is the mark of the only currency that cells of the table bear, empty if there is none or
    several: statements print it in the first row and leave it out in the others.
    """

    start: int
    end: int
    column: str
    row: str
    caption: str
    is_head: bool
    money: str = ""


def tables(lines: Sequence[str]) -> Mapping[int, tuple[Cell, ...]]:
    """Return the cells of each line that is a row of a table, by the number of the line."""
    found: dict[int, tuple[Cell, ...]] = {}
    index = 0
    while index < len(lines):
        if not _is_row(lines[index]):
            index += 1
            continue
        last = index
        while last + 1 < len(lines) and _is_row(lines[last + 1]):
            last += 1
        caption = lines[index - 1] if index and len(lines[index - 1].split()) <= LONGEST_CAPTION else ""
        found |= _table(lines, index, last, caption)
        index = last + 1
    return found


def _is_row(line: str) -> bool:
    return bool(_BETWEEN.search(line))


def _spans(line: str) -> list[tuple[int, int]]:
    """Return where the cells of a row stand; a bar at either end encloses and parts nothing."""
    spans, start = [], 0
    for match in _BETWEEN.finditer(line):
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, len(line))]


def _table(lines: Sequence[str], first: int, last: int, caption: str) -> dict[int, tuple[Cell, ...]]:
    rows = {index: _spans(lines[index]) for index in range(first, last + 1)}
    texts = {index: [lines[index][start:end] for start, end in spans] for index, spans in rows.items()}
    # Heads are the rows at the top whose cells name years or have no digits in front
    top = first
    while top <= last and not any(_is_data(text) for text in texts[top][1:]):
        top += 1
    if top > last:
        top = first
    heads: list[list[str]] = [texts[index] for index in range(first, top)]
    heads = [*map(_spread, heads[:-1]), *heads[-1:]]
    marks = {
        mark for index in range(top, last + 1) for text in texts[index][1:] for mark in _CODE.findall(text)
    }
    money = next(iter(marks)) if len(marks) == 1 else ""
    found = {}
    for index, spans in rows.items():
        cells = []
        for place, (start, end) in enumerate(spans):
            from_right = len(spans) - place
            column = " ".join(
                head[-from_right] for head in heads if from_right <= len(head) and head[-from_right]
            )
            is_head = index < top or place == 0
            cells.append(
                Cell(start, end, "" if is_head else column, texts[index][0], caption, is_head, money)
            )
        found[index] = tuple(cells)
    return found


def _spread(head: Sequence[str]) -> list[str]:
    """Return an upper row of heads with each head over all columns that it spans."""
    spread: list[str] = []
    for place, text in enumerate(head):
        spread.append(text or (spread[-1] if place > 1 else ""))
    return spread


def _is_data(text: str) -> bool:
    return bool(_FILLED.match(text)) and not _YEAR.fullmatch(text)


_CODE = re.compile(r"(?<![A-Z])(?:US\$|A\$|C\$|HK\$|NZ\$|[$€£¥₹]|[A-Z]{3}(?![A-Z]))")
# Currencies whose names are no other words
_COMMON = frozenset(("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR"))
_EACH = re.compile(r"\b(?:per (?:share|head|capita)|(?:je|pro) (?:aktie|kopf))\b", re.IGNORECASE)


@cache
def measure(head: str, language: str) -> tuple[Fraction | None, str]:
    """Return the scale and the unit that a head gives to its cells: "€ million", "Change in %"."""
    low = head.lower()
    money = currencies(language)
    unit = ""
    if re.search(r"%|\bper ?cent\b|\bprozent\b", low) and not re.search(r"%\s*(?:of|der|des)\b.*[$€£]", low):
        return Fraction(1, 100), "share"
    if re.search(r"\b(?:basis points?|basispunkte|bps?)\b", low):
        return Fraction(1, 10_000), "share"
    codes = [money.codes.get(match) for match in _CODE.findall(head)]
    unit = next((code for code in codes if code), "")
    joined = re.search(r"(?<!\w)([TkM])(?:EUR|€|USD|CHF|GBP)|[$€£](?P<m>bn|m|mn|k)(?!\w)", head)
    if not unit and joined and joined[1]:
        unit = money.codes.get(re.sub(r"^[TkM]", "", joined[0]), "")
    if not unit:
        names = re.findall(r"[^\W\d_]+", head)
        named = (money.named(names[at : at + 3]) for at in range(len(names)))
        unit = next((code for code, count in named if code in _COMMON or (code and count > 1)), "")
    scale: Fraction | None = None
    for power, pattern in _POWERS[language]:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", low):
            scale = Fraction(10) ** power
    if joined:
        scale = Fraction(10) ** {"T": 3, "k": 3, "M": 6, "m": 6, "mn": 6, "bn": 9}[joined[1] or joined["m"]]
    return scale, unit


_POWERS = {
    "en": (
        (3, r"thousands?|’?000s?|'000s?|000s|k"),
        (5, r"lakhs?"),
        (6, r"millions?|mn|mln|mio|m"),
        (7, r"crores?|cr"),
        (9, r"billions?|bn"),
        (12, r"trillions?|tn"),
    ),
    "de": (
        (3, r"tsd\.?|tausend"),
        (6, r"mio\.?|mill\.?|millionen"),
        (9, r"mrd\.?|mia\.?|milliarden"),
        (12, r"bio\.?|billionen"),
    ),
}


def measure_of(cell: Cell, language: str) -> tuple[Fraction, str]:
    """Return scale and unit of a cell's numbers by its heads: the column's, the row's, then the caption's.

    People and things in a table of money have neither its scale nor its currency.
    """
    scale: Fraction | None = None
    unit = ""
    words = set(re.findall(r"[^\W\d_]+", cell.row.lower()))
    is_counted = not words.isdisjoint(vocabulary("counted_in_tables", language))
    for head in (cell.column, cell.row, cell.caption):
        own_scale, own_unit = measure(head, language)
        is_whole = head == cell.caption and head not in (cell.row, cell.column)
        if is_whole and (is_counted and not unit):
            break
        if own_unit == "share":
            if not unit and scale is None and not is_whole:
                return own_scale or Fraction(1), "share"
            continue
        unit = unit or own_unit
        # Earnings per share are not told in millions
        if scale is None and not (is_whole and _EACH.search(cell.row)):
            scale = own_scale
    if not unit and scale is not None and not is_counted:
        unit = currencies(language).codes.get(cell.money, "")
    return scale or Fraction(1), unit
