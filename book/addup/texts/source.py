"""Hold a register against a copy of its article, in both directions.

Forwards: each quotation stands in its paragraph, is short, and holds the number that the row claims.
Backwards: each number of the text is claimed by exactly one row, of ``figures.csv`` or, with the reason,
of ``not_figures.csv``. Claims are settled together as a matching, so a sum that is printed twice needs two
rows, whichever of its two places they quote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from addup.engine.figures import NOT_FIGURE, NOT_FIGURE_COLUMNS, Figure, load, set_aside
from addup.engine.table import BadInput, rows
from addup.texts.locale import known_locale, language_of
from addup.texts.numerals import Token, numbers, paragraphs
from addup.texts.page import NoText, read

# What the law on quotation surely allows, and enough for any figure's own phrase.
LONGEST_QUOTE = 8


@dataclass(frozen=True)
class _Claim:
    """One row: where it says that something stands, and what."""

    where: str
    paragraph: int | None
    quote: str
    figure: Figure | None  # None: the row is one of not_figures.csv, and claims the token as a word
    token: str = ""

    @property
    def number(self) -> str:
        """What the quotation has to hold; empty for an unknown, which claims nothing."""
        return self.token if self.figure is None else self.figure.number

    def fits(self, token: Token) -> bool:
        """Whether the token is the number that the row claims, whatever its scale."""
        if self.figure is None:
            return token.text == self.token or _is_piece(self.token, token.text)
        if self.figure.unit == "date":
            return _is_day(date.fromisoformat(self.figure.number), token)
        if token.value is None:
            return False
        readings = ((token.value, token.printed), *token.values)
        return any(self._says(value, printed) or self._comes_to(token) for value, printed in readings)

    def has_scale_of(self, token: Token) -> bool:
        """Whether the text can bear the row's scale."""
        if self.figure is None or self.figure.unit == "date" or self.figure.extra.get(NOT_FIGURE):
            return True  # a day, and what is no figure, have no scale that could be wrong
        return self.figure.scale in (token.scale, *token.scales) or self._comes_to(token)

    def _says(self, value: Fraction, printed: str) -> bool:
        """Whether the row has a number as printed: 9.0 says more than 9 does."""
        assert self.figure is not None
        number = self.figure.number
        claimed = Fraction(number)
        if not printed:
            # A third has no decimals that end: 0.33 is as good as it gets.
            return claimed == round(value, _decimals(number)) != 0 or claimed == value
        return claimed == value and ("e" in number.lower() or _decimals(number) == _decimals(printed))

    def _comes_to(self, token: Token) -> bool:
        """Whether a spelt-out number comes to what the row says, however it is parted: 2 dozen or 24."""
        assert self.figure is not None
        if token.printed or token.value is None:
            return False
        size = token.value * token.scale / self.figure.scale
        return Fraction(self.figure.number) == size != 0


def _decimals(number: str) -> int:
    return len(number.lower().partition("e")[0].partition(".")[2])


def _is_piece(piece: str, text: str) -> bool:
    """Whether a token is part of a longer one, and does not end amid its digits: 12.30 in 12.30pm."""
    if not any(map(str.isnumeric, piece)):
        return False
    before, after = r"(?<!\d)" if piece[0].isdecimal() else "", r"(?!\d)" if piece[-1].isdecimal() else ""
    pattern = before + re.escape(piece) + after
    return bool(re.search(pattern, text))


def _is_day(day: date, token: Token) -> bool:
    """Whether a token is a day of the calendar, as far as the text names it."""
    if token.day is None:
        return token.value == day.day
    # In the year 4 stand the days for which the text names no year
    return (token.day.month, token.day.day) == (day.month, day.day) and token.day.year in (4, day.year)


def language_of_report(data: Path, text: str) -> tuple[str, str]:
    """Return language and region of a report's article: as its data package says, else as the text looks."""
    try:
        own = json.loads((data / "datapackage.json").read_text("utf-8"))["article"]
        known_locale(own["language"], own["region"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return language_of(text), ""
    return str(own["language"]), str(own["region"])


def verify(article: Path, data: Path, language: str | None = None, region: str | None = None) -> list[str]:
    """Return every fault, one line each and none if the register is true to the article.

    ``language`` is the article's, one of LANGUAGES, and ``region`` such as "CH"; left out, they are what the
    report says they are. Raises BadInput for files that cannot be read at all.
    """
    text = read_article(article)
    own_language, own_region = language_of_report(data, text)
    language, region = language or own_language, own_region if region is None else region
    tokens, lines = numbers(text, language, region), paragraphs(text)
    claims = _claims(data)
    faults: list[str] = []
    candidates: list[list[int]] = []
    for claim in claims:
        spans, fault = _locate(claim, lines)
        found = _candidates(claim, spans, tokens)
        if not fault and claim.number and not found and not _is_a_mere_word(claim, spans, lines):
            fault = f"quote: does not hold {claim.number!r}"
        if fault:
            faults.append(f"{claim.where}: {fault}")
        candidates.append(found)
    owner = _match(candidates)
    owned = {claim: token for token, claim in owner.items()}
    for index, claim in enumerate(claims):
        if index in owned:
            word = tokens[owned[index]]
            if not claim.has_scale_of(word):
                faults.append(f"{claim.where}: scale: the text multiplies {word.text!r} by {word.scale}")
        elif candidates[index]:
            faults.append(f"{claim.where}: number: another row has {claim.number!r} of this phrase already")
    for index, token in enumerate(tokens):
        if index not in owner:
            faults.append(f"{article.name}: paragraph {token.paragraph}: {token.text!r} is in no row")
    return faults


def read_article(article: Path) -> str:
    """Return the text of an article, plain or a saved web page; raise BadInput if there is none to be had."""
    try:
        return read(article)
    except OSError as error:
        raise BadInput(article.name, None, None, (error.strerror or "cannot be read").lower()) from None
    except UnicodeDecodeError:
        raise BadInput(article.name, None, None, "is not UTF-8") from None
    except NoText as error:
        raise BadInput(article.name, None, None, str(error)) from None


def _claims(data: Path) -> list[_Claim]:
    claims = [
        _Claim(f"{figure.table}:{figure.line}", figure.paragraph, figure.quote, figure)
        for figure in load(data).figures.values()
        if figure.table == "figures.csv" and (figure.quote or figure.number)
    ]
    claims += [
        _Claim(f"{figure.table}:{figure.line}", figure.paragraph, figure.quote, figure)
        for figure in set_aside(data)
        if figure.number
    ]
    name = "not_figures.csv"
    for line, row in rows(data / name, NOT_FIGURE_COLUMNS):
        if not row["paragraph"].isdecimal():
            raise BadInput(name, line, "paragraph", f"{row['paragraph'][:40]!r} is not a whole number")
        if not row["token"] or not row["reason"]:
            raise BadInput(name, line, "reason" if row["token"] else "token", "is empty")
        claims.append(_Claim(f"{name}:{line}", int(row["paragraph"]), row["quote"], None, row["token"]))
    return claims


def _is_a_mere_word(claim: _Claim, spans: Sequence[tuple[int, int]], lines: Sequence[str]) -> bool:
    """Whether an exception is about a word that is no number to begin with: "third" in "third-party"."""
    if claim.figure is not None or claim.paragraph is None or any(map(str.isnumeric, claim.token)):
        return False
    word = re.compile(rf"(?<!\w){re.escape(claim.token)}(?!\w)")
    return any(word.search(lines[claim.paragraph], start, end) for start, end in spans)


def _locate(claim: _Claim, lines: Sequence[str]) -> tuple[list[tuple[int, int]], str]:
    """Return where the quotation stands in its paragraph, and what is wrong with it, if anything."""
    if claim.paragraph is None or not claim.quote:
        return [], f"{'quote' if claim.paragraph is not None else 'paragraph'}: is empty"
    if claim.paragraph >= len(lines):
        return [], f"paragraph: the article ends with paragraph {len(lines) - 1}"
    line, spans, start = lines[claim.paragraph], [], -1
    while (start := line.find(claim.quote, start + 1)) >= 0:
        spans.append((start, start + len(claim.quote)))
    if not spans:
        return [], f"quote: does not stand in paragraph {claim.paragraph}"
    if (length := len(claim.quote.split())) > LONGEST_QUOTE:
        return spans, f"quote: has {length} words, {LONGEST_QUOTE} are allowed"
    return spans, ""


def _candidates(claim: _Claim, spans: Sequence[tuple[int, int]], tokens: Sequence[Token]) -> list[int]:
    """Return which tokens the claim could mean: in its quotation, and with its number."""
    found = [
        index
        for index, token in enumerate(tokens)
        if claim.number
        and token.paragraph == claim.paragraph
        and any(start <= token.start and token.end <= end for start, end in spans)
        and claim.fits(token)
    ]
    # The very scale first, so that of two equal numbers each row gets its own.
    return sorted(found, key=lambda index: not claim.has_scale_of(tokens[index]))


def _match(candidates: Sequence[Sequence[int]]) -> dict[int, int]:
    """Give as many claims as possible a token of their own; return token -> claim.

    Augmenting paths: Kuhn, *The Hungarian method*, 1955, without weights.
    """
    owner: dict[int, int] = {}

    def place(claim: int, tried: set[int]) -> bool:
        for token in candidates[claim]:
            if token not in tried:
                tried.add(token)
                if token not in owner or place(owner[token], tried):
                    owner[token] = claim
                    return True
        return False

    for claim in range(len(candidates)):
        place(claim, set())
    return owner
