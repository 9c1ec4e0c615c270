"""What the words around each number of a text say of it: its unit, hedge and period, or why it is no figure.

All of it is guessed, so each guess can be told from what is certain: a start for a person to correct. Where
more than one reading is likely, the reading says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from addup.texts.hedging import after, before
from addup.texts.locale import BLANKS, currencies, unit_symbols
from addup.texts.nouns import is_plural, lemma
from addup.texts.number_words import AMOUNT, FRACTION, MULTIPLE, ORDINAL, WORD
from addup.texts.numerals import (
    DATE,
    MARK,
    NAME,
    NUMBER,
    TELEPHONE,
    TIME,
    YEAR,
    Token,
    numbers,
    paragraphs,
)
from addup.texts.periods import Period, nearest, periods
from addup.texts.source import LONGEST_QUOTE
from addup.texts.tables import Cell, tables
from addup.texts.words import words as vocabulary

_REASONS = {
    AMOUNT: "a word of quantity without a single value",
    WORD: "a word that picks out and does not count",
    ORDINAL: "a place in an order",
    DATE: "a date",
    TIME: "a time of day",
    YEAR: "years or a part of the year, which date something",
    NAME: "part of a name",
    TELEPHONE: "a telephone number",
    MARK: "the mark of a footnote",
}

_B = f"[{BLANKS}]"
_LETTERS = r"[^\W\d_]"
_WINDOW = 80

_SYMBOL = re.compile(rf"{_B}?-?([^\s\d().,;:!?“”\"'’-]{{1,6}}\.?)")
_GAP = re.compile(rf"(?:{_B}{{1,2}}|-|\u2010|\u2011)(?:of{_B}(?=[a-z]))?")
_NOUN = re.compile(rf"{_LETTERS}+")
_OF_MEASURES = re.compile(
    rf"(square|cubic|short|long|light|nautical|kilowatt|megawatt|gigawatt|terawatt)[{BLANKS}-]$"
)
_OF_ADJECTIVES = ("ed", "ing", "ly", "al", "ous", "ive", "ic", "ful", "able", "ary")


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a text, and what the words around it say.

    ``reason`` says why it is no figure and is empty if it is one; the rest is told of figures alone, in the
    form of the columns of figures.csv. ``label`` and ``period`` are empty where the text does not say,
    ``doubts`` say what is uncertain in the reading and ``remarks`` what else is to be known, one sentence
    each.
    """

    token: Token
    quote: str
    reason: str = ""
    number: str = ""
    scale: str = ""
    unit: str = ""
    hedge: str = "none"
    period: str = ""
    label: str = ""
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def readings(text: str, language: str, region: str = "") -> list[Reading]:
    """Return a reading of every number of a text, in order."""
    lines = paragraphs(text)
    found: dict[int, list[Token]] = {}
    for token in numbers(text, language, region):
        found.setdefault(token.paragraph, []).append(token)
    money = {token.unit for own in found.values() for token in own if _CODE.fullmatch(token.unit)}
    only_money = next(iter(money)) if len(money) == 1 else ""
    year = ""
    rows = tables(lines)
    result: list[Reading] = []
    for index, line in enumerate(lines):
        own = found.get(index, [])
        if not own:
            continue
        if index in rows:
            result += [_cell(token, rows[index], line, language, year) for token in own]
            continue
        dated = periods(line, language, year)
        year = next((period.iso[:4] for period in reversed(dated) if period.iso[:4].isdecimal()), year)
        paragraph = _Paragraph(line, language, own, only_money)
        result += [paragraph.read(position, dated) for position in range(len(own))]
    return result


def _cell(token: Token, cells: Sequence[Cell], line: str, language: str, year: str) -> Reading:
    """Return the reading of a number in a table: its heads are its label, and tell unit and period."""
    cell = next(cell for cell in cells if cell.start <= token.start < cell.end)
    text = line[cell.start : cell.end]
    quote = text
    if len(text.split()) > LONGEST_QUOTE:
        quote = token.text
    is_year = cell.is_head and token.is_like_a_year
    if cell.is_head or token.kind in _REASONS or token.value is None:
        kind = YEAR if is_year else token.kind
        reason = _REASONS.get(kind, "part of a table's head")
        return Reading(token, quote, f"Guessed: {reason}.")
    unit, doubts = token.unit, [token.doubt] if token.doubt else []
    if not unit:
        words = set(re.findall(rf"{_LETTERS}+", cell.row.lower()))
        counted = sorted(words & vocabulary("counted_in_tables", language))
        unit = (
            _ascii(lemma(counted[0].title() if language == "de" else counted[0], language))
            if counted
            else "item"
        )
        doubts += [] if counted else ["No head says what is counted."]
    if match := _EACH.search(cell.row):
        unit = f"{unit}/{_ascii(match[1])}"
    dated = [
        period for head in (cell.column, cell.row, cell.caption) for period in periods(head, language, year)
    ]
    label = ", ".join(head for head in (cell.row, cell.column) if head)
    return Reading(
        token,
        quote,
        number=number_of(token),
        scale=_scale(token),
        unit=unit,
        hedge="none",
        period=dated[0].iso if dated else "",
        label=label,
        doubts=tuple(doubts),
        remarks=("Scale and unit are those of the table's heads.",),
    )


class _Paragraph:
    """The numbers of one paragraph among its words."""

    def __init__(self, line: str, language: str, tokens: Sequence[Token], only_money: str) -> None:
        self.line, self.language, self.tokens, self.only_money = line, language, tokens, only_money

    def read(self, position: int, dated: Sequence[Period]) -> Reading:
        """Return the reading of one number."""
        token = self.tokens[position]
        reason, doubt = self._no_figure(position)
        if reason:
            return Reading(token, self._quote(token, token.end), f"Guessed: {reason}.")
        unit, end, *doubts = self._unit(position)
        hedge, hedge_doubt = self._hedge(position, unit, end)
        doubts += [doubt, hedge_doubt, token.doubt]
        remark = self._range_note(position)
        if remark:
            hedge = "none"
        return Reading(
            token,
            self._quote(token, end),
            number=number_of(token),
            scale=_scale(token),
            unit=unit,
            hedge=hedge,
            period=nearest(dated, token.start, self.line),
            doubts=tuple(filter(None, doubts)),
            remarks=(remark,) if remark else (),
        )

    # Which numbers are no figures

    def _no_figure(self, position: int) -> tuple[str, str]:
        """Return why a number is no figure, else nothing, and what is uncertain about it being one."""
        token = self.tokens[position]
        if token.kind in _REASONS:
            return _REASONS[token.kind], ""
        if token.value is None:
            return _REASONS[AMOUNT], ""
        if token.text.lower() in ("one", "eins"):
            return self._one(token), ""
        if (
            token.text.lower() in ("hundred", "thousand", "zero")
            and self.line[token.end : token.end + 1] == "-"
        ):
            return "part of a word", ""
        if token.is_like_a_year and not token.unit and not token.is_scaled and not token.has_sign:
            return self._year(position)
        return "", ""

    def _one(self, token: Token) -> str:
        previous, following = self._word_before(token.lead), self._words_after(token.end, 1)
        word = following[0].lower() if following else ""
        is_last = not re.match(rf"[{BLANKS}-]", self.line[token.end : token.end + 1])
        no_noun = is_last or word in vocabulary("after_one", "en") or word.endswith("ed")
        if token.is_scaled or token.unit:
            return ""
        if self.language == "en" and (no_noun or previous in vocabulary("before_one", "en")):
            return "a word that picks out and does not count"
        return ""

    def _year(self, position: int) -> tuple[str, str]:
        """Return the reason if four bare digits are a year, and a doubt either way."""
        token, line = self.tokens[position], self.line
        year = "a year, which dates something"
        doubt = f"{token.text} could be a year."
        previous = self._word_before(token.lead)
        counted = self._counted(token)
        lead = line[max(0, token.lead - 2) : token.lead]
        hedge = self._hedge_before(position)
        following = self._words_after(token.end, 1)
        following_word = following[0] if following else ""
        # The second of a pair of years, and the first of one
        for other in (position - 1, position + 1):
            if 0 <= other < len(self.tokens) and self._are_linked(position, other):
                partner = self.tokens[other]
                if partner.is_like_a_year and not counted and not partner.is_scaled:
                    return year, ""
        if following_word in unit_symbols() or re.match(rf"{_B}?[²³°]", line[token.end : token.end + 2]):
            return "", ""
        is_noch = previous == "noch" and not counted  # "mehr als noch 2019"
        if hedge and (counted or hedge[1] not in vocabulary("hedge_of_time")) and not is_noch:
            return "", ""
        if re.search(
            r"\b(?:class|vintage|summer|winter|spring|autumn|crisis|crash|budget|election) of $",
            self._left(token),
            re.I,
        ):
            return year, ""
        if (
            previous in vocabulary("before_year", self.language)
            or lead.endswith("(")
            or previous in _months(self.language)
        ):
            return year, ""
        is_plausible = 1900 <= int(token.text) <= 2100
        if self.language == "de":
            is_noun = self._capital_before(token)
            if counted and not is_noun:
                return "", doubt
            if previous in vocabulary("may_precede_year", "de") or is_plausible or not counted:
                return (year, "") if is_plausible or int(token.text) >= 1500 else ("", doubt)
            return "", doubt
        if counted and following_word.lower() not in vocabulary("of_years", "en"):
            if previous in vocabulary("determiner", "en") and is_plausible:
                return year, ""
            if previous in vocabulary("may_precede_year", "en") or previous or int(token.text) < 1990:
                return "", doubt
            return "", doubt
        if is_plausible or (
            not counted and int(token.text) >= 1500 and previous in vocabulary("may_precede_year", "en")
        ):
            return year, ""
        return "", doubt

    def _are_linked(self, position: int, other: int) -> bool:
        return bool(self.tokens[min(position, other)].link)

    def _capital_before(self, token: Token) -> bool:
        """Whether the word before is a noun of German, and not merely the first of its sentence."""
        words = re.findall(r"\S+", self._left(token))
        if not words or not words[-1][:1].isupper() or not words[-1][-1].isalpha():
            return False
        return len(words) > 1 and not words[-2].endswith((".", ":", "!", "?"))

    # Words around

    def _left(self, token: Token) -> str:
        return self.line[max(0, token.lead - _WINDOW) : token.lead]

    def _word_before(self, place: int) -> str:
        match = re.search(
            rf"({_LETTERS}+(?:['’]s)?)[.,]?[{BLANKS}(„“\"'‘]*$", self.line[max(0, place - 40) : place]
        )
        return match[1].lower() if match else ""

    def _words_after(self, place: int, most: int) -> list[str]:
        """Return the words right after a place, up to a mark of punctuation."""
        match = re.match(
            rf"[{BLANKS}-]*((?:{_LETTERS}+(?:[{BLANKS}-]+|$|(?=\W)))*)", self.line[place : place + _WINDOW]
        )
        return re.findall(rf"{_LETTERS}+", match[1])[:most] if match else []

    # Units

    def _unit(self, position: int, steps: int = 4) -> tuple[str, int, str]:
        """Return the unit, where the words that tell it end, and a doubt.

        ``steps`` is how many numbers it may go from one to the next for a unit that they share.
        """
        token = self.tokens[position]
        unit, end, doubt = token.unit, token.tail, ""
        if unit and not unit.isupper() and unit != "share":  # a compound's: fünfjährig
            return self._named(unit), end, ""
        if token.kind == MULTIPLE:
            return self._multiple(token)
        if (
            token.kind == FRACTION
            and not unit
            and token.scale == 1
            and token.value is not None
            and token.value < 1
        ):
            noun = self._halved(end)
            return (noun[0], noun[1], "") if noun else ("share", end, "")
        if unit == "share":
            return "share", end, ""
        if not unit:
            unit, end = self._noun(end, token)
            linked = steps and position + 1 < len(self.tokens) and token.link
            if linked and unit == "item":
                other = self._unit(position + 1, steps - 1)
                unit = other[0] if other[0] != "share" or self.tokens[position + 1].kind == FRACTION else unit
                unit = unit if self._no_figure(position + 1)[0] == "" else "item"
                return unit, end, other[2]
            if unit == "item":
                previous = position - 1
                if previous >= 0 and self.tokens[previous].link == "range" and self.tokens[previous].unit:
                    unit = self.tokens[previous].unit
            if unit == "item" and not self._counted(token):
                unit = self._compared(position, steps) or unit
            if unit == "item" and token.is_scaled:
                unit, doubt = self._money_around(position)
        per, end = self._rate(end)
        if not per and token.link == "range" and steps:
            shared = self._unit(position + 1, steps - 1)[0]
            unit = shared if shared.startswith(f"{unit}/") else unit
        if per and unit != "item":
            unit = f"{unit}/{per}"
        elif per:
            unit = f"item/{per}"
        return unit, end, doubt

    def _compared(self, position: int, steps: int) -> str:
        """Return the unit of the number before, for one that is compared with it: 39 years, up from 37."""
        token = self.tokens[position]
        words = self._left(token).lower().split()
        if not steps or not position or not words or words[-1] not in vocabulary("comparing", self.language):
            return ""
        between = self.line[self.tokens[position - 1].tail : token.lead]
        if len(between) > 48 or re.search(r"[.!?]\s", between) or self._no_figure(position - 1)[0]:
            return ""
        unit = self._unit(position - 1, steps - 1)[0]
        return unit if unit != "share" or self.tokens[position - 1].scale == token.scale else ""

    def _money_around(self, position: int) -> tuple[str, str]:
        """Return the currency of an amount without a noun, and a doubt: that of the numbers beside it.

        Thousands of millions without a noun are money, as are millions in a sentence about money; where the
        text has one currency only, it is that. Else the unit is item.
        """
        token = self.tokens[position]
        for other, which in ((position - 1, "before"), (position + 1, "after")):
            if not 0 <= other < len(self.tokens) or not _CODE.fullmatch(self.tokens[other].unit):
                continue
            first, second = sorted((self.tokens[other], token), key=lambda each: each.start)
            between = self.line[first.tail : second.lead]
            if len(between) < 120 and not re.search(r"[.!?]\s+[A-ZÄÖÜ]", between):
                return self.tokens[other].unit, f"The currency is that of the number {which}."
        is_money = token.scale >= 10**9 or vocabulary("about_money", self.language) & set(
            re.findall(rf"{_LETTERS}+", self._left(token).lower())
        )
        if self.only_money and is_money and token.scale >= 10**6:
            return self.only_money, "The currency is the only one of the text."
        return "item", ""

    def _multiple(self, token: Token) -> tuple[str, int, str]:
        following = [word.lower() for word in self._words_after(token.tail, 3)]
        text = self.line[token.start : token.tail].lower()
        is_adverb = re.search(r"times$|mal$|^(?:twice|thrice)$", text)
        if is_adverb and following[:1] and following[0] in ("a", "an", "per", "pro", "im", "am"):
            per, end = self._rate(token.tail)
            return (f"time/{per}", end, "") if per else ("share", token.tail, "")
        if is_adverb and following[:1] and following[0] in vocabulary("counts", self.language):
            return ("time" if self.language == "en" else "mal"), token.tail, f"{text} could be a multiple."
        return "share", token.tail, ""

    def _halved(self, place: int) -> tuple[str, int] | None:
        """Return the unit of which a fraction is told: half an hour, half a point, eine halbe Stunde."""
        match = re.compile(rf"{_B}(an?{_B})?({_LETTERS}+)").match(self.line, place)
        if not match:
            return None
        name = self._named(match[2])
        return (name, match.end()) if match[1] or name in vocabulary("duration") else None

    def _counted(self, token: Token) -> bool:
        """Whether a noun that can be counted stands right after a number."""
        words = self._words_after(token.tail, 1)
        if not words or not re.match(rf"{_B}", self.line[token.tail : token.tail + 1]):
            return False
        word = words[0]
        if self.language == "de":
            return word[0].isupper() and word.lower() not in _months("de") and len(word) > 1
        return is_plural(word.lower()) and word.lower() not in _months("en")

    def _noun(self, place: int, token: Token) -> tuple[str, int]:
        """Return the unit that the noun after a number names, in one form, and where it ends; else item."""
        mark = re.match(r"[¹²³⁰-⁹\])]?", self.line[place : place + 1])
        start = place + (mark.end() if mark else 0)
        if hedge := _HEDGE_BETWEEN.match(self.line, start):
            start = hedge.end()
        if symbol := self._symbol_after(start):
            return symbol
        is_many = token.value is None or abs(token.value * token.scale) != 1
        found = (
            self._german_noun(start, is_many=is_many)
            if self.language == "de"
            else self._english_noun(start, token)
        )
        return found or ("item", place)

    def _symbol_after(self, start: int) -> tuple[str, int] | None:
        """Return the abbreviation of a unit: kg, km/h."""
        line, known = self.line, unit_symbols()
        match = _SYMBOL.match(line, start)
        if not match:
            return None
        for name in (match[1], match[1].rstrip(".")):
            first, stroke, second = name.partition("/")
            if name in known and not stroke:
                return _symbol(name), match.end(1)
            if stroke and first in known and second.isalpha():
                return f"{_symbol(first)}/{_symbol(second)}", match.end(1)
        return None

    def _phrase(self, start: int) -> Iterator[tuple[str, str, int, int]]:
        """Yield what parts it, word, start and end of the words that may tell what is counted."""
        line, end = self.line, start
        for _ in range(5):
            gap = _GAP.match(line, end)
            match = _NOUN.match(line, gap.end()) if gap else None
            if not gap or not match or line[match.end() : match.end() + 1].isdecimal():
                return
            if match[0].lower() in vocabulary("no_unit", self.language):
                return
            end = match.end()
            yield gap[0], match[0], match.start(), end

    def _german_noun(self, start: int, *, is_many: bool) -> tuple[str, int] | None:
        for index, (gap, word, _, end) in enumerate(self._phrase(start)):
            if word[0].isupper():
                # Of "US-Nutzer" the last part, of "10-Jahres-Plan" the first
                rest = re.compile(rf"(?:-{_LETTERS}+){{1,4}}").match(self.line, end)
                if rest and not (gap == "-" and index == 0):
                    return self._named(rest[0].rpartition("-")[2], is_many=is_many), rest.end()
                return self._named(word, is_many=is_many), end
            is_adjective = word.lower().endswith(("e", "en", "er", "es", "em"))
            if not is_adjective or word.lower() in vocabulary("verb", "de"):
                return None
        return None

    def _english_noun(self, start: int, token: Token) -> tuple[str, int] | None:
        is_one = token.value is not None and abs(token.value * token.scale) == 1
        for index, (gap, word, begin, end) in enumerate(self._phrase(start)):
            low = word.lower()
            if index == 0 and gap in "-\u2010\u2011":  # five-year
                if low in ("odd", "plus"):
                    continue
                return (self._named(word), end) if low != "strong" else None
            if is_plural(low):
                following = _NOUN.match(self.line, end + 1)
                more = following[0].lower() if following else ""
                # "150 sales jobs": the last of two plurals is what is counted
                leads = index == 0 and low in vocabulary("of_years", "en") and is_plural(more)
                if leads and more not in vocabulary("no_unit", "en"):
                    continue
                return self._measure(word, start, begin, end)
            if low in vocabulary("mass", "en"):
                return low, end
            if is_one and index == 0 and not low.endswith(_OF_ADJECTIVES):
                leads = bool(_NOUN.match(self.line, end + 1)) and low in vocabulary("adjective", "en")
                if not leads:
                    return self._named(word), end
        return None

    def _measure(self, word: str, start: int, begin: int, end: int) -> tuple[str, int]:
        """Return a plural as a unit, with what makes a measure of it: square miles, kilowatt-hours."""
        name = self._named(word)
        if before := _OF_MEASURES.search(self.line[max(start, begin - 12) : begin].lower()):
            name = f"{before[1]}_{name}"
        if rest := re.compile(r"-(hours?|days?|years?)\b").match(self.line, end):
            return f"{name}_{self._named(rest[1])}", rest.end()
        return name, end

    def _named(self, word: str, *, is_many: bool = True) -> str:
        """Return a noun as the name of a unit: one form, small letters, ASCII."""
        name = _ascii(lemma(word, self.language, is_many=is_many))
        return {"tag": "day", "h": "h"}.get(name, name) or "item"

    def _rate(self, place: int) -> tuple[str, int]:
        """Return what an amount is per, and where the words that say so end; empty for none."""
        line, money = self.line, currencies(self.language)
        match = _PER[self.language].match(line, place)
        if not match:
            behind = _PER_BEHIND.match(line, place)
            return self._rate(behind.end()) if behind else ("", place)
        sign, at = match[0].strip(f"{BLANKS}-").lower(), match.end()
        symbol, word = money.symbol.match(line, at), _NOUN.match(line, at)
        is_article = sign in ("a", "an", "the", "die", "der", "im", "am")
        if symbol and not is_article:
            return money.codes[symbol["code"]], symbol.end()
        if not word:
            return "", place
        words = self._words_after(at, 3)
        code, count = money.named(words)
        if sign == "to the":
            return (code, at + len(" ".join(words[:count]))) if code else ("", place)
        if is_article:
            name = self._named(word[0], is_many=False)
            following = self._words_after(word.end(), 1)
            is_usual = name in vocabulary("duration") | vocabulary("per")
            if following and following[0].lower() in vocabulary("after_period", self.language):
                return "", place  # "a year earlier"
            return (name, word.end()) if is_usual else ("", place)
        if code and (self.language == "en" or words[0][0].isupper()):
            return code, at + len(" ".join(words[:count]))
        if word[0] in _PER_LATIN:
            return _PER_LATIN[word[0]], word.end()
        if word[0].lower() in vocabulary("no_unit", self.language):
            return "", place
        if word[0] in unit_symbols():
            return _symbol(word[0]), word.end()
        if word[0] in ("square", "cubic") and (measured := _NOUN.match(line, word.end() + 1)):
            return f"{word[0]}_{self._named(measured[0])}", measured.end()
        if self.language == "de" and not word[0][0].isupper():
            return self._german_noun(at - 1, is_many=False) or ("", place)
        measured = _NOUN.match(line, word.end() + 1)
        if measured and measured[0] in ("hour", "hours") and word[0].endswith("watt"):
            return f"{word[0]}_hour", measured.end()
        return self._named(word[0], is_many=False), word.end()

    # Hedges

    def _hedge(self, position: int, unit: str, end: int) -> tuple[str, str]:
        token, line = self.tokens[position], self.line
        left = self._left(token)
        for place in (token.tail, end):
            if hedge := after(line[place : place + 40], self.language):
                return hedge, ""
        found = self._hedge_before(position)
        if not found:
            return self._hedge_of_verb(token), ""
        hedge, words = found
        if words == "über" and _RUNS_OVER.search(left):
            return "none", ""  # "ein Vertrag über 3 Mio. Euro"
        if words == "up to" and _MOVED_UP.search(left):
            return "none", ""  # "edged up to 4.3%"
        if unit in vocabulary("duration") and words in _ALSO_DURING:
            lead = left[: left.lower().rfind(words)][-24:]
            if not _LASTING.search(lead):
                return "none", f"“{words}” may mean during, or more than."
        return hedge, ""

    def _hedge_before(self, position: int) -> tuple[str, str] | None:
        """Return the hedge that stands before a number, and its words."""
        token, line = self.tokens[position], self.line
        found = before(self._left(token), self.language)
        if not found:
            return None
        last = self.tokens[position - 1] if position else None
        if last and last.kind in (NUMBER, FRACTION, MULTIPLE) and found[1] in _COMPARING:
            between = line[last.tail : token.lead].strip().lower()
            if between == found[1]:
                return None  # "6 per cent more than ten years ago"
        if last and last.kind in (MULTIPLE, FRACTION) and found[1] in _AS_MUCH:
            return None  # "six times as much as 2,000"
        # "below the 160,000 forecast" is compared, "over the half" is not
        is_known = re.search(rf"{_B}(?:the|der|die|das|den|dem){_B}$", self._left(token))
        is_own = found[1].endswith((" the", " der", " die"))  # "jenseits der"
        if (
            is_known
            and not is_own
            and token.kind not in (FRACTION, MULTIPLE)
            and found[0] in ("more_than", "less_than")
        ):
            return None
        # "near a 52-week low" is not about 52 weeks
        has_article = re.search(rf"{_B}an?{_B}$", self._left(token))
        return None if has_article and line[token.end : token.end + 1] == "-" else found

    def _hedge_of_verb(self, token: Token) -> str:
        """Return the hedge that follows a verb: verdoppelte sich nahezu."""
        if token.kind != MULTIPLE or self.language != "de":
            return "none"
        match = re.compile(rf"{_B}sich((?:{_B}{_LETTERS}+){{1,2}})").match(self.line, token.end)
        words = match[1].split() if match else []
        for count in range(len(words), 0, -1):
            if found := before(" ".join(words[:count]), "de"):
                return found[0]
        return "none"

    def _range_note(self, position: int) -> str:
        tokens = self.tokens
        for first, note in ((position, "First end of a range."), (position - 1, "Second end of a range.")):
            if first < 0 or first + 1 >= len(tokens) or tokens[first].link != "range":
                continue
            one, other = tokens[first], tokens[first + 1]
            if one.value is None or other.value is None:
                continue
            if one.value * one.scale > other.value * other.scale and one.scale == other.scale:
                continue  # a vote of 7-2
            return note
        return ""

    # Quotations

    def _quote(self, token: Token, end: int) -> str:
        """Return the number with the words around it that its unit and hedge stand in."""
        line = self.line
        low = max(0, min(token.lead, token.start) - _WINDOW)
        high = min(len(line), max(end, token.end) + _WINDOW)
        words = [(low + match.start(), low + match.end()) for match in re.finditer(r"\S+", line[low:high])]
        if low and words and not line[low - 1].isspace():
            words = words[1:] if words[0][1] <= token.lead else words
        if high < len(line) and words and not line[high].isspace() and words[-1][0] >= token.end:
            words = words[:-1]
        own = [
            i
            for i, (start, stop) in enumerate(words)
            if stop > min(token.lead, token.start) and start < token.end
        ]
        first, last = own[0], own[-1]
        while last + 1 < len(words) and words[last][1] < end and last + 1 - first < LONGEST_QUOTE:
            last += 1
        for _ in range(2):
            if (
                first > 0
                and last + 1 - first < LONGEST_QUOTE
                and not _ends_sentence(line, words[first - 1][1])
            ):
                first -= 1
            if (
                last + 1 < len(words)
                and last + 1 - first < LONGEST_QUOTE - 1
                and not _ends_sentence(line, words[last][1])
            ):
                last += 1
        begin, stop = words[first][0], words[last][1]
        quote = line[begin:stop]
        while quote and quote[-1] in ".,;:" and begin + len(quote) > token.end:
            quote = quote[:-1]
        return quote


def _ends_sentence(line: str, place: int) -> bool:
    """Whether a sentence ends before a place, so that a quotation need not reach across."""
    return bool(re.match(r"[!?]", line[place - 1])) or (
        line[place - 1] == "."
        and bool(re.match(r"\s+[A-ZÄÖÜ„“\"]", line[place : place + 3]))
        and not re.search(r"(?:\d|\b\w{1,4})\.$", line[max(0, place - 6) : place])
    )


def number_of(token: Token) -> str:
    """Return the number as text with a decimal point and every printed zero."""
    assert token.value is not None
    if token.printed:
        return token.printed
    if token.value.denominator == 1:
        return str(token.value)
    places = 1
    while places < 3 and (token.value * 10**places).denominator != 1:
        places += 1
    # A third has no decimals that end
    places = places if (token.value * 10**places).denominator == 1 else 2
    return f"{float(token.value):.{places}f}"


def _scale(token: Token) -> str:
    return f"{float(token.scale):g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")


def _ascii(word: str) -> str:
    spelt = word.lower().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"})
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "_", plain).strip("_")[:40]


def _symbol(name: str) -> str:
    """Return the abbreviation of a unit as the name of one."""
    names = {
        "°": "degree",
        "°C": "degree_celsius",
        "°F": "degree_fahrenheit",
        "Std.": "h",
        "Std": "h",
        "Min.": "min",
        "Sek.": "s",
        "Ω": "ohm",
    }
    raised = {"²": "square", "³": "cubic"}
    if name in names:
        return names[name]
    if name[-1:] in raised:
        return f"{raised[name[-1]]}_{name[:-1]}"
    return re.sub(r"[^A-Za-z]+", "_", name.replace("μ", "u")).strip("_") or "item"


@cache
def _months(language: str) -> frozenset[str]:
    from addup.texts.locale import months

    return frozenset(months(language))


_AS_MUCH = (
    "so viel wie",
    "so viele wie",
    "as much as",
    "as many as",
    "as high as",
    "as long as",
    "as large as",
)
_CODE = re.compile(r"[A-Z]{3}")
_RUNS_OVER = re.compile(
    r"\b(?:läuft|laufen|lautet|lauten|verfügt|verfügen|(?:\w*(?:vertrag|kredit|auftrag|darlehen|rechnung|scheck|anleihe)"
    r"|aufträge|verträge|kredite))\süber\s$",
    re.IGNORECASE,
)
_MOVED_UP = re.compile(
    r"\b(?:(?:edg|tick|inch|nudg|mov|jump|climb|push|revis|round|bump)(?:e[ds]?|ing|s|ed)"
    r"|went|go(?:es|ne|ing)?|cr(?:eeps?|ept)|shot)\s(?:back\s)?up\sto\s$",
    re.IGNORECASE,
)
_COMPARING = ("more than", "less than", "fewer than", "mehr als", "weniger als", "above", "below", "unter")
_ALSO_DURING = ("over", "über")
_LASTING = re.compile(
    r"\b(?:for|last\w*|took|takes?|is|was|are|were|be|been|than|dauer\w*|seit|well)\s+(?:\w+\s+)?$"
)
# "300 or so customers", "2,000-plus shops"
_HEDGE_BETWEEN = re.compile(
    rf"(?:{_B}or{_B}(?:so|more|fewer)|{_B}oder{_B}(?:mehr|so)|[{BLANKS}-]plus|[{BLANKS}-]odd|\+)(?={_B}{_LETTERS})"
)
# "41 litres of rain per square metre"
_PER_BEHIND = re.compile(rf"(?:{_B}of)?{_B}{_LETTERS}+(?={_B}(?:per|je|pro){_B})")
_EACH = re.compile(r"\b(?:per|je|pro) (share|head|capita|Aktie|Kopf)\b", re.IGNORECASE)
_PER_LATIN = {"capita": "person", "annum": "year"}
_PER = {
    "en": re.compile(
        rf"{_B}?/(?=[^\W\d])|-a-(?=[a-z])|{_B}(?:per|for every|for each|an?|to the|the){_B}", re.IGNORECASE
    ),
    "de": re.compile(rf"{_B}?/(?=[^\W\d])|{_B}(?:pro|je|die|im|am){_B}"),
}
