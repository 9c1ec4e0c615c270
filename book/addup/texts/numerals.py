"""Numbers in running text: digits, number words and other words of quantity, German or English.

Made for proofs of completeness: whatever has digits is found, also the dates, names and times that are no
figures, and is told apart by its kind. Separators, months and currencies come from CLDR (``locale``), the
grammar of spelt-out numbers stands in ``number_words``. A line is read once from left to right, and every
look around it is short: the time grows with the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from addup.texts import number_words
from addup.texts.hedging import before as before_hedge
from addup.texts.locale import (
    APOSTROPHES,
    BLANKS,
    LANGUAGES,
    SUBUNITS,
    currencies,
    groups_as_in_india,
    months,
    separators,
    unit_symbols,
)
from addup.texts.number_words import AMOUNT, CARDINAL, FRACTION, MULTIPLE, ORDINAL, SCALES, Spelt, Word
from addup.texts.tables import Cell, measure_of, tables
from addup.texts.words import words as vocabulary

__all__ = ["LANGUAGES", "Convention", "Token", "convention", "numbers", "paragraphs"]

NUMBER, DATE, TIME, YEAR, NAME, TELEPHONE, MARK = (
    "number",
    "date",
    "time",
    "year",
    "name",
    "telephone",
    "mark",
)
"""Kinds of tokens, beside those of ``number_words``. A mark leads to a footnote."""

_NUMERIC = "".join(chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) in ("No", "Nl"))
_VULGAR = "".join(c for c in _NUMERIC if c.isnumeric() and unicodedata.numeric(c) % 1)
_RAISED = "".join(c for c in _NUMERIC if unicodedata.decomposition(c).startswith("<super>"))
_OTHER = "".join(c for c in _NUMERIC if c not in _VULGAR + _RAISED)
_LETTER = rf"[^\W\d_{_NUMERIC}]"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_MINUS = "-\u2010\u2011\u2013\u2212"
_B = f"[{BLANKS}]"

# How far around a number the words are looked at
_WINDOW = 64

_NEXT = re.compile(rf"(?P<digit>\d)|(?P<vulgar>[{_VULGAR}])|(?P<other>[{_OTHER}])|(?P<word>{_LETTER}+)")
_WORD = re.compile(rf"{_LETTER}+")
_GAP = re.compile(rf"{_B}{{1,2}}|-|\u2010|\u2011")
_SUPERSCRIPT = re.compile(rf"[{_RAISED}]+")

_PERCENT, _POINT, _MILLE = Fraction(1, 100), Fraction(1, 10000), Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Token:
    """One number in a text.

    ``paragraph`` counts the non-empty lines from 0, ``start`` the characters of the paragraph. ``text`` is
    the whole word with the number in it ("40", "H20s", "Rmb40bn", "two hundred"). ``value`` is the number as
    printed with its sign, before ``scale``, the factor that the words around it bring (a billion, a hundredth
    for per cent). The value is None for what has no single one ("thousands", a telephone number).
    ``printed`` is the number in digits with a decimal point and every printed zero; empty if it is spelt out.
    ``unit`` is "share", a currency or what a compound counts, where the words that give the scale say so.
    ``lead`` and ``tail`` are where the currency before it and the words of scale after it begin and end.
    ``link`` joins it to the next token: "range", "list" or nothing. ``scales`` are other scales that the text
    can bear, ``values`` other values; ``doubt`` says in a sentence what is uncertain, and is mostly empty.
    """

    paragraph: int
    start: int
    text: str
    value: Fraction | None
    scale: Fraction = Fraction(1)
    kind: str = NUMBER
    printed: str = ""
    unit: str = ""
    lead: int = 0
    tail: int = 0
    link: str = ""
    scales: tuple[Fraction, ...] = ()
    values: tuple[tuple[Fraction, str], ...] = ()
    day: date | None = None
    doubt: str = ""
    has_sign: bool = False
    is_scaled: bool = False

    @property
    def end(self) -> int:
        """Where the word ends, in characters of the paragraph."""
        return self.start + len(self.text)

    @property
    def is_spelt_out(self) -> bool:
        """Whether it has no digits."""
        return not any(character.isnumeric() for character in self.text)

    @property
    def is_like_a_year(self) -> bool:
        """Whether it is four bare digits that may name a year."""
        return self.kind in (NUMBER, YEAR) and bool(re.fullmatch(r"(?:1[0-9]|2[01])\d\d", self.text))


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


# Conventions


@dataclass(frozen=True, slots=True)
class Convention:
    """How a text writes its numbers, and the evidence for it.

    ``decimal`` is its decimal mark; the other of point and comma parts groups of three. ``agree`` of
    ``clear`` numbers that can be read in one way only are written so. ``reason`` says in one sentence what
    was decided.
    """

    language: str
    decimal: str
    agree: int = 0
    clear: int = 0
    region: str = ""
    is_indian: bool = False
    yen_sign: str = "JPY"
    cents: str = "USD"
    reason: str = ""

    @property
    def is_contested(self) -> bool:
        """Whether some number of the text is clearly written the other way."""
        return self.agree < self.clear


_MARKED = re.compile(
    rf"(?<![\d.,:/{APOSTROPHES}])\d{{1,12}}(?:[.,{APOSTROPHES}]\d{{1,12}})+(?![\d:/]|[.,]\d|\.[:)]|\.{_B}?(?:{_LETTER}))"
)


def convention(text: str, language: str, region: str = "") -> Convention:
    """Decide how a text writes its numbers: as the region does, else as most of its clear numbers do."""
    decimal = separators(language, region)[1]
    votes: Counter[str] = Counter()
    for match in _MARKED.finditer(text):
        if re.match(rf"{_B}?(?:Uhr|[ap]\.?m)", text[match.end() : match.end() + 6]):
            continue
        if vote := _vote(match[0]):
            votes[vote] += 1
    if region:
        why = f"as in {region.upper()}"
    elif votes["."] != votes[","] and votes[_other(decimal)] > votes[decimal]:
        decimal = _other(decimal)
        why = f"{votes[decimal]} of {votes.total()} numbers that can be read in one way only say so"
    elif votes:
        why = f"{votes[decimal]} of {votes.total()} numbers that can be read in one way only agree"
    else:
        why = (
            f"as is usual in {'German' if language == 'de' else 'English'}: no number of the text decides it"
        )
    group = _other(decimal)
    reason = f"1{group}234 means 1234 and 1{decimal}5 means one and a half: {why}."
    is_chinese = re.search(
        r"\b(?:yuan|renminbi|rmb|china|chinese|peking|beijing|chinesische?n?)\b", text, re.IGNORECASE
    )
    is_japanese = re.search(r"\b(?:yen|japan\w*|tokyo|tokio)\b", text, re.IGNORECASE)
    return Convention(
        language,
        decimal,
        votes[decimal],
        votes.total(),
        region.upper(),
        groups_as_in_india(language, region),
        "CNY" if is_chinese and not is_japanese else "JPY",
        "EUR" if re.search(r"€|\beuros?\b|EUR", text, re.IGNORECASE) and "$" not in text else "USD",
        reason,
    )


def _other(mark: str) -> str:
    return "," if mark == "." else "."


def _vote(number: str) -> str:
    """Return the decimal mark that a number with marks in it proves; empty if it can be read in two ways."""
    marks = [character for character in number if not character.isdecimal()]
    pieces = re.split(r"\D", number)
    if marks[-1] in APOSTROPHES:
        return ""
    if len(set(marks)) > 1:  # 1.234,5: the last is the decimal mark
        return marks[-1] if len(set(marks[:-1])) == 1 else ""
    if len(marks) > 1:  # 1.234.567: groups, or a date
        return _other(marks[0]) if all(len(piece) == 3 for piece in pieces[1:]) else ""
    return marks[0] if len(pieces[1]) != 3 or len(pieces[0]) > 3 or pieces[0].startswith("0") else ""


# Tables of the two languages


_SUFFIXED = {
    "de": r"tausend|tsd\.?|mio\.?|mill\.?|mn|mln|millionen|million|milliarden?|mrd\.?|mia\.?|md\.?|bn"
    r"|billionen|billion|bill\.|bio\.?|billiarden?|dutzend|hundert(?!stel)",
    "en": r"thousand|million|mn|mln|mio\.?|billion|bn|bln|mrd\.?|trillion|trn|tn|quadrillion"
    r"|lakhs?|crores?|dozen|hundred|thsd\.?|tsd\.?",
}
_FACTORS = {
    language: dict(scales)
    | {"hundred": Fraction(100), "hundert": Fraction(100), "tsd": Fraction(10**3), "thsd": Fraction(10**3)}
    | dict.fromkeys(("mio", "mill", "mn", "mln"), Fraction(10**6))
    | dict.fromkeys(("mrd", "mia", "md", "bn", "bln"), Fraction(10**9))
    | dict.fromkeys(("bio", "bill", "trn", "tn"), Fraction(10**12))
    for language, scales in SCALES.items()
}
_SHARES = {
    "de": (
        (r"basis-?punkte?n?|bps?(?!\w)|bp\.", _POINT),
        (r"promille\w*|‰|v\.\s?T\.|vom\sTausend(?!\w)", _MILLE),
        (
            r"prozent(?!ual)\w*|proz\.|vom\sHundert(?!\w)|%(?:-?punkte?n?|-ig\w*|ig\w*)?|v\.\s?H\.|vH(?!\w)|pp(?!\w)|p\.\s?p\.",
            _PERCENT,
        ),
    ),
    "en": (
        (rf"basis[ -]points?|bps?(?!{_LETTER})|bp", _POINT),
        (r"per[ -]?mill?e?(?!\w)|‰|per thousand(?! \w)", _MILLE),
        (
            r"per[ -]?cent(?:age)?(?:[ -]points?)?|percentage[ -]points?|%(?:[ -]?(?:age )?points?)?"
            r"|ppts?|pps?|pct\.?(?: points?)?|pc",
            _PERCENT,
        ),
    ),
}
_DE_COMPOUND = re.compile(
    r"-?(?:(?P<times>fach\w*|mal(?!\w)|malig\w*)|(?P<unit>jährig\w*|jahre?s?-\w+|monatig\w*|monats-\w+|wöchig\w*|wochen-\w+"
    r"|tägig\w*|tages?-\w+|stündig\w*|stunden-\w+|minütig\w*|köpfig\w*|stellig\w*|teilig\w*|stöckig\w*|spurig\w*|gleisig\w*))",
    re.IGNORECASE,
)
_DE_COUNTED = {
    "jähr": "Jahr", "jahr": "Jahr", "monat": "Monat", "wöch": "Woche", "woch": "Woche", "täg": "Tag",
    "tag": "Tag", "stünd": "Stunde", "stund": "Stunde", "minü": "Minute", "köpf": "Person",
    "stell": "Stelle", "teil": "Teil", "stöck": "Stockwerk", "spur": "Spur", "gleis": "Gleis",
}  # fmt: skip

_PHONE_BEFORE = re.compile(
    r"(?:tel(?:efon|ephone|\.)?|phone|fax|call|dial|ring|hotline|mobil|handy|mobile)(?:\s?(?:nr\.?|no\.?|number|nummer))?\s?[:.]?\s*$",
    re.IGNORECASE,
)
_CAPITALS = re.compile(rf"(?<![\w$€£&])(?P<name>(?:[A-ZÄÖÜ][A-Z&ÄÖÜ]+|[A-Z]&[A-Z]))(?P<gap>[{BLANKS}]|-)$")
_PHONE = re.compile(rf"\+\d{{1,3}}(?:[{BLANKS}/.-]?\(?\d{{1,8}}\)?){{1,8}}(?!\d)")
_LOCAL_PHONE = re.compile(rf"\(?0?\d{{2,6}}\)?(?:[{BLANKS}/.-]{{1,3}}\d{{2,10}}){{1,6}}(?!\d)")
_AMERICAN_PHONE = re.compile(
    rf"\(\d{{3}}\){_B}\d{{3}}-\d{{4}}(?!\d)|\d{{3}}-(?:\d{{3}}-\d{{4}}|0\d{{3}})(?!\d)"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
_DOTS = re.compile(rf"(\d{{1,2}})\.{_B}?(\d{{1,2}})\.{_B}?(\d{{4}}|\d{{2}}(?!\d))(?![\d.]\d)")
_DOTS_SHORT = re.compile(r"(\d{1,2})\.(\d{1,2})\.(?!\d)")
_SPAN = re.compile(
    rf"((?:1[5-9]|2[01])\d\d)(?:{_B}?[/–-]{_B}?)((?:1[5-9]|2[01])\d\d|\d\d)(?![\d,.]*\d|[{_LETTER[1:-1]}]|%|{_B}?%)"
)
_FISCAL = re.compile(rf"(?:FY|GJ|CY|HY){_B}?'?’?(\d{{4}}|\d{{2}})(?:[/–-](\d{{4}}|\d{{2}}))?(?![\d%])")
_PERIOD = re.compile(
    rf"[QH][1-4](?!\d)(?:(?:{_B}|/|-){{0,2}}(?:FY)?'?(?:(?:19|20)\d\d|\d\d(?![\d.,%])))?(?!{_LETTER})"
)
_PERIOD_FIRST = re.compile(rf"[1-4][QH]{_B}?'?(?:FY)?(?:(?:19|20)\d\d|\d\d)?(?![\d{_LETTER[1:-1]}])")
_CLOCK = re.compile(
    rf"(\d{{1,2}})(?:[:.h](\d{{2}}))?(?:{_B}?(?P<half>[ap]\.?{_B}?m(?![{_LETTER[1:-1]}])\.?)|{_B}Uhr(?![{_LETTER[1:-1]}])|{_B}o’clock|{_B}o'clock|{_B}in{_B}the{_B}(?:morning|afternoon|evening)|(?<=\d:\d\d)(?!\d|:))"
    rf"(?!\w)"
)
_CLOCKS = re.compile(
    rf"(\d{{1,2}}(?:[:.]\d{{2}})?)(?={_B}?(?:[–-]|bis|und|to|and){_B}?\d{{1,2}}(?:[:.]\d{{2}})?{_B}?(?:[ap]\.?m|Uhr)(?!\w))"
)
_SERIAL = re.compile(r"\d{19,}")
_ISBN = re.compile(r"\d{3}-\d-\d{2,6}-\d{2,6}-\d")


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    month = "|".join(sorted(map(re.escape, months(language)), key=len, reverse=True))
    capital = rf"(?i:{month})"
    month = rf"(?=[A-ZÄÖÜ])(?:{capital})\.?(?!{_LETTER})"
    years = r"(?:1[5-9]|2[01])\d\d"
    year = rf"(?:,?{_B}(?:{years})(?!\d|[.,]\d))?"
    # A number with a per cent sign, letters or decimals behind it is no day
    no_day = rf"(?!\d|[.,:]\d|{_B}?%|{_LETTER})"
    naming = "|".join(sorted(map(re.escape, vocabulary("naming", language)), key=len, reverse=True))
    ordinal = r"(?:st|nd|rd|th)?" if language == "en" else r"\.?"
    shares = "|".join(f"(?P<s{index}>{pattern})" for index, (pattern, _) in enumerate(_SHARES[language]))
    money = "|".join(f"(?P<c{index}>{pattern})" for index, pattern in enumerate(SUBUNITS[language]))
    return {
        "day_month": re.compile(rf"(\d{{1,2}}){ordinal}{_B}(?:of{_B})?({month}){year}"),
        "days_month": re.compile(
            rf"(\d{{1,2}}){ordinal}(?={_B}?(?:[–-]|/|and|und|to|bis|,){_B}?\d{{1,2}}{ordinal}{_B}(?:of{_B})?{month})"
        ),
        "month_day": re.compile(
            rf"({month}){_B}(\d{{1,2}})(?:st|nd|rd|th)?{no_day}(?:,{_B}({years})(?!\d))?"
        ),
        "more_days": re.compile(
            rf"{_B}?(?:[–-]|and|to|,){_B}?(\d{{1,2}}){no_day}(?:,{_B}{years}(?!\d))?"
        ),
        "scale": re.compile(rf"(?:{_B}|[-\u2010\u2011])?(?i:(?P<name>{_SUFFIXED[language]}))(?!{_LETTER})"),
        "share": re.compile(
            rf"(?:{_B}of{_B}a(?:{_B}full)?(?={_B}(?:per|basis)))?(?:{_B}{{0,2}}|[-\u2010\u2011])(?i:{shares})(?!{_LETTER})"
        ),
        "cents": re.compile(rf"{_B}?(?:{money})(?!{_LETTER})"),
        "naming": re.compile(rf"(?<!\w)(?i:{naming})(?: is)?{_B}?$"),
        "heading": re.compile(
            rf"(?i:(?:in|{_B}\(|^\()?){_B}?\(?(?P<before>US\$|[$€£¥₹]|[A-Z]{{3}}{_B})?{_B}?"
            rf"(?i:(?P<name>thousands|millions|billions|{_SUFFIXED[language]}))(?!{_LETTER})(?:{_B}of)?{_B}?(?P<after>[^\W\d_]+|[€$£])?"
        ),
    }  # fmt: skip


_JOINED_MONEY = re.compile(
    rf"{_B}?-?(?P<scale>[TkKM]|Tsd\.?|Mio\.?|Mrd\.?|Mia\.?|mn|bn|m){_B}?(?P<code>€|\$|£|EUR|USD|CHF|GBP|SEK|NOK|DKK|JPY|CNY|PLN)(?!{_LETTER})"
)
_JOINED_FACTORS = {
    "T": 3,
    "k": 3,
    "K": 3,
    "M": 6,
    "Tsd": 3,
    "Mio": 6,
    "Mrd": 9,
    "Mia": 9,
    "mn": 6,
    "bn": 9,
    "m": 6,
}
_AFTER_CODE = {"bn": 9, "mn": 6, "m": 6, "k": 3, "tn": 12}
_TIMES = re.compile(rf"x(?![{_LETTER[1:-1]}\d])|[-{BLANKS}]?fold(?!{_LETTER})")
_POWER = re.compile(rf"{_B}?[×x·*]{_B}?10(?:([{_RAISED}]+)|\^(-?\d{{1,2}}))")
_FRACTION = re.compile(r"(\d{1,3})[/⁄](\d{1,3})(?![\d/]|[.,]\d)")


# South Africa's money, where a single letter cannot be part of a name: R15,000, R4.2bn
_RAND = re.compile(r"R\d+(?:,\d{3}|(?:\.\d+)?(?: ?(?:bn|m|tn)\b| (?:m|b|tr)illion\b))")
# sales(1), 4.2%(2), Ergebnis (1)
_JOINED_MARK = re.compile(rf"(?:{_LETTER}|%)\([1-9]\d?\)(?!\w)")
_MARK_BEHIND_BLANK = re.compile(rf"{_LETTER} \([1-9]\) (?={_LETTER}|\d)")
# What a heading says its numbers are thousands of: $'000, £000s, in 1000 Euro
_BEFORE_ZEROS = re.compile(rf"(?P<money>US\$|[$€£¥₹]|\b[A-Z]{{3}})?{_B}?['’]?$")
_ZEROS = re.compile(r"000s?(?![\d\w]|[.,]\d)")
_THOUSAND = re.compile(rf"1[.,{APOSTROPHES}{BLANKS}]?000{_B}(?=(?P<money>{_LETTER}+|[€$£])(?:[:;.)\n]|$))")
_JET = re.compile(r"7\d7(?:-\d{1,4})?(?: (?:MAX|Max)(?:[ -]\d{1,2})?| (?=Dreamliner))")
_SWISS_PRICE = re.compile(r"[.,](?:[\u2013\u2014]|--?)(?!\w)")  # 250.–
_VERSION = re.compile(r"\d{1,3}\.\d{1,2}(?![\d.,]*\d|%)(?!\w)")  # PM2.5


class _Line:
    """One paragraph, read from left to right."""

    def __init__(self, text: str, index: int, how: Convention) -> None:
        self.text, self.index, self.how, self.language = text, index, how, how.language
        self.patterns = _patterns(how.language)
        self.found: list[Token] = []
        self.headings: list[tuple[int, Fraction, str]] = []

    def tokens(self) -> list[Token]:
        """Return every number of the line in order."""
        position, text = 0, self.text
        while match := _NEXT.search(text, position):
            start = match.start()
            token: Token | None
            if match["digit"]:
                token = self._digits(start)
            elif match["vulgar"]:
                token = self._number(start, start)
            elif match["other"]:
                token = self._token(start, match.end(), None, kind=NAME)
            else:
                token, position = self._word(match)
            if token:
                self.found.append(token)
                position = max(token.tail, token.end, position)
        self._join()
        return self.found

    # What stands around a place

    def _before(self, place: int) -> str:
        return self.text[max(0, place - _WINDOW) : place]

    def _after(self, place: int) -> str:
        return self.text[place : place + _WINDOW]

    def _words(self, place: int, most: int = 48) -> list[Word]:
        """Return the words from a place on, as long as nothing but a blank or a hyphen parts them."""
        words: list[Word] = []
        gap = ""
        while len(words) < most and (match := _WORD.match(self.text, place)):
            words.append(Word(match[0], match.start(), match.end(), gap))
            between = _GAP.match(self.text, match.end())
            if not between:
                break
            gap, place = ("-" if between[0] in "-\u2010\u2011" else " "), between.end()
        return words

    def _word_at(self, place: int) -> str:
        """Return the word that begins at a place, or a blank or hyphen later, in small letters."""
        match = re.compile(rf"[{BLANKS}-]?({_LETTER}+)").match(self.text, place)
        return match[1].lower() if match else ""

    def _token(self, start: int, end: int, value: Fraction | None, **more: object) -> Token:
        settings = {"lead": start, "tail": end} | more
        return Token(self.index, start, self.text[start:end], value, **settings)  # type: ignore[arg-type]

    # Words

    def _word(self, match: re.Match[str]) -> tuple[Token | None, int]:
        """Return the number that begins with a word, and where to go on."""
        start, end = match.span()
        text = self.text
        following = text[end : end + 1]
        if following.isdecimal():
            return self._joined(start, end)
        if following in _DASHES and following and text[end + 1 : end + 2].isdecimal():
            hyphened = self._hyphened(start, end)
            if hyphened:
                return hyphened, hyphened.end
        if following == "." and match[0].isupper() and 1 < len(match[0]) < 5:  # ID.3
            named = re.compile(r"\.\d{1,3}(?![\d.,]*\d)").match(text, end)
            if named and match[0] not in currencies(self.language).codes:
                return self._token(start, named.end(), None, kind=NAME), named.end()
        if match[0] in ("FY", "GJ", "CY", "HY") and (fiscal := _FISCAL.match(text, start)):
            return self._token(start, fiscal.end(), None, kind=YEAR), fiscal.end()
        if self.language == "en" and match[0][0].isupper() and (day := self._month_day(start)):
            return day, day.end
        window = self._words(start)
        before = self._before(start).split()
        previous = before[-1].strip("(„“\"'‘’”.,;:") if before else ""
        spelt = number_words.spelt_out(window, self.language, previous)
        if spelt and not self._is_heading(start, spelt):
            return self._spelt(window, spelt, start), end
        self._note_heading(start)
        return None, end

    def _joined(self, start: int, end: int) -> tuple[Token | None, int]:
        """Return the number whose digits are joined to the letters before them."""
        text, letters = self.text, self.text[start:end]
        if fiscal := _FISCAL.match(text, start):
            return self._token(start, fiscal.end(), None, kind=YEAR), fiscal.end()
        if period := _PERIOD.match(text, start):
            return self._token(start, period.end(), None, kind=YEAR), period.end()
        digits = re.compile(r"\d+").match(text, end)
        assert digits
        if (
            text[digits.end() : digits.end() + 1] == ")"
            and "(" not in text[max(0, start - 12) : end].rpartition(" ")[2]
        ):
            return self._token(start, digits.end(), None, kind=MARK), digits.end()
        known = currencies(self.language).codes
        scaled = re.fullmatch(r"([TkKM]?)([A-Z]{3})(bn|mn|m|k|tn)?", letters)
        if letters in known or (scaled and scaled[2] in known):
            number = self._number(end, start)
            return number, end
        if letters == "R" and _RAND.match(text, start):
            return self._number(end, start), end
        if letters.lower() in ("x",):
            return None, end
        if letters.isupper() and (version := _VERSION.match(text, end)):
            return self._token(start, version.end(), None, kind=NAME), version.end()
        whole = re.compile(r"(?:\w|[.,-](?=\w)(?<!\d[.,])){1,40}").match(text, start)
        stop = whole.end() if whole else digits.end()
        value = Fraction(digits[0]) if len(digits[0]) < 19 else None
        return self._token(start, max(stop, digits.end()), value, kind=NAME), stop

    def _hyphened(self, start: int, end: int) -> Token | None:
        """Return the name that a word, a hyphen and digits make; None if they make none."""
        word = self.text[start:end]
        if (
            word.lower() in vocabulary("joining", "en")
            or not (word[0].isupper())
            or (self.found and start < self.found[-1].tail)
        ):
            return None
        if self.text[end] not in "-\u2010\u2011" or currencies(self.language).codes.get(word):
            return None
        whole = re.compile(r"\d[\w.-]{0,24}(?<![.-])").match(self.text, end + 1)
        digits = re.compile(r"\d{1,18}").match(self.text, end + 1)
        assert whole
        assert digits
        return self._token(start, whole.end(), Fraction(digits[0]), kind=NAME)

    def _month_day(self, start: int) -> Token | None:
        match = self.patterns["month_day"].match(self.text, start)
        if not match or not 1 <= int(match[2]) <= 31:
            return None
        before = self._before(start).rstrip().rpartition(" ")[2].lower()
        following = _WORD.match(self.text, match.end() + 1)
        if before == "in" and not match[3] and following:
            return None
        end = match.end()
        if more := self.patterns["more_days"].match(self.text, end):
            counted = _WORD.match(self.text, more.end() + 1)
            if int(more[1]) <= 31 and not (
                counted and more[0].lstrip(BLANKS).startswith((",", "and")) and counted[0].endswith("s")
            ):
                end = more.end()
        return self._token(
            start, end, Fraction(match[2]), kind=DATE, day=self._day(match[2], match[1], match[3])
        )

    def _day(self, day: str, month: str | int, year: str | None) -> date | None:
        number = month if isinstance(month, int) else months(self.language).get(month.lower().rstrip("."), 0)
        try:
            # A leap year, where the text names none
            return date(int(year) if year and len(year) == 4 else 4, number, int(day))
        except ValueError:
            return None

    def _is_heading(self, start: int, spelt: Spelt) -> bool:
        """Whether a word of scale stands for itself: "in Millionen Euro", "in thousands of dollars"."""
        if spelt.kind != AMOUNT:
            return False
        before = self._before(start).rstrip(BLANKS + "(").lower()
        return bool(re.search(r"(?:\bin|[$€£])$", before))

    def _note_heading(self, start: int) -> None:
        """Remember the scale that a heading gives to the numbers after it."""
        word = _WORD.match(self.text, start)
        assert word
        before = self._before(start)
        is_money = re.search(rf"(?:US\$|[$€£¥₹]|(?<!\w)[A-Z]{{3}}){_B}?$", before)
        if not (is_money or re.search(rf"(?:\bin|[(,]){_B}?$", before, re.IGNORECASE)):
            return
        name = word[0].lower()
        factors = _FACTORS[self.language] | {
            "thousands": Fraction(1000),
            "millions": Fraction(10**6),
            "billions": Fraction(10**9),
            "m": Fraction(10**6),
        }
        shares = {"prozent": _PERCENT, "percent": _PERCENT}
        factor, unit = factors.get(name), ""
        end = word.end()
        money = currencies(self.language)
        if factor is None:
            if joined := re.fullmatch(r"([TkM])([A-Z]{3})", word[0]):
                factor, unit = Fraction(10 ** _JOINED_FACTORS[joined[1]]), money.codes.get(joined[2], "")
            elif name in shares:
                factor, unit = shares[name], "share"
        if factor is None or (name == "m" and not is_money):
            return
        in_money = re.search(rf"(Rs\.?|US\$|[$€£¥₹]|(?<!\w)[A-Z]{{3}}){_B}in{_B}?$", before)  # Rs in crore
        if is_money or in_money:
            sign = is_money[0] if is_money else in_money[1] if in_money else ""
            unit = money.codes.get(sign.strip(BLANKS), "")
        elif not unit:
            after = re.compile(rf"\.?{_B}?(?:of{_B})?").match(self.text, end)
            assert after
            end = after.end()
            unit = money.named([w.text for w in self._words(end, 3)])[0]
            symbol = money.symbol.match(self.text, end)
            unit = unit or (money.codes[symbol["code"]] if symbol else "")
        self.headings.append((end, factor, unit))

    def _spelt(self, window: Sequence[Word], spelt: Spelt, start: int) -> Token:
        end = window[spelt.words - 1].end
        token = self._token(
            start,
            end,
            spelt.value,
            kind=NUMBER if spelt.kind == CARDINAL else spelt.kind,
            scale=spelt.scale,
            unit=spelt.unit,
        )
        if spelt.kind in (CARDINAL, FRACTION):
            of = re.compile(rf"{_B}(?:of{_B})?(?:an?|one){_B}(?=per|basis)").match(self.text, end)
            token = self._with_tail(token, of.end() - 1 if of else end, is_money=False)
            token = self._with_sign(token if token.unit else replace(token, tail=end))
        if spelt.kind == CARDINAL and re.match(rf"[{BLANKS}-]times(?!\w)", self._after(end)):
            token = replace(token, kind=MULTIPLE, tail=end + 6)
        if spelt.kind == CARDINAL and self.language == "de" and re.match(rf"{_B}Mal(?!\w)", self._after(end)):
            token = replace(token, kind=MULTIPLE, tail=end + 4)
        return token

    # Digits

    def _digits(self, start: int) -> Token:
        """Return what the digits at a place are."""
        text = self.text
        lead = start
        if text[start - 1 : start] == "+" and start and (phone := _PHONE.match(text, start - 1)):
            digits = sum(map(str.isdecimal, phone[0]))
            if digits > 7 and re.search(r"[ \u00a0()/-]", phone[0]):
                return self._token(start - 1, phone.end(), None, kind=TELEPHONE)
        if special := self._special(start):
            return special
        if start > 2 and text[start - 1] == "(":
            if mark := _JOINED_MARK.match(text, start - 2):
                return self._token(start, mark.end() - 1, None, kind=MARK)
            if mark := _MARK_BEHIND_BLANK.match(text, start - 3):
                return self._token(start, mark.end() - 2, None, kind=MARK)
        if head := self._thousands(start):
            return head
        if jet := _JET.match(text, start):
            return self._token(start, jet.end(), None, kind=NAME)
        if (
            start
            and text[start - 1] == "["
            and (mark := re.compile(r"\d{1,3}(?:,\s?\d{1,3})*\]").match(text, start))
        ):
            return self._token(start - 1, mark.end(), None, kind=MARK)
        return self._number(start, lead)

    def _thousands(self, start: int) -> Token | None:
        """Return the thousand that a heading prints in digits, and remember the scale that it gives."""
        text, money = self.text, currencies(self.language)
        zeros, before = _ZEROS.match(text, start), self._before(start)
        if zeros and (sign := _BEFORE_ZEROS.search(before)) and (sign[0] or before.endswith(("(", "in "))):
            unit = money.codes.get(sign["money"] or "", "")
            self.headings.append((zeros.end(), Fraction(1000), unit))
            return self._token(start, zeros.end(), None, kind=NAME)
        if (whole := _THOUSAND.match(text, start)) and re.search(r"(?<!\w)[Ii]n $", before):
            unit = money.codes.get(whole["money"], "") or money.named([whole["money"]])[0]
            self.headings.append((whole.end("money"), Fraction(1000), unit))
            return self._token(start, whole.end() - 1, None, kind=NAME)
        return None

    def _special(self, start: int) -> Token | None:
        """Return a date, time, telephone number or span of years; None for anything else."""
        text, before = self.text, self._before(start)
        day_first = self.patterns["day_month"].match(text, start)
        if day_first and 1 <= int(day_first[1]) <= 31:
            year = re.search(r"\d{4}$", day_first[0])
            day = self._day(day_first[1], day_first[2], year[0] if year else None)
            return self._token(start, day_first.end(), Fraction(day_first[1]), kind=DATE, day=day)
        days = self.patterns["days_month"].match(text, start)
        if days and 1 <= int(days[1]) <= 31:
            return self._token(start, days.end(), Fraction(days[1]), kind=DATE)
        iso = _ISO.match(text, start)
        if iso and 1 <= int(iso[2]) <= 12 and 1 <= int(iso[3]) <= 31:
            return self._token(
                start, iso.end(), Fraction(iso[3]), kind=DATE, day=self._day(iso[3], int(iso[2]), iso[1])
            )
        if slashes := _SLASHES.match(text, start):
            first, second = int(slashes[1]), int(slashes[2])
            if 1 <= min(first, second) <= 12 and max(first, second) <= 31:
                clear = self._day(slashes[1], second, slashes[3]) if first > 12 else None
                clear = self._day(slashes[2], first, slashes[3]) if second > 12 else clear
                return self._token(
                    start,
                    slashes.end(),
                    Fraction(max(first, second) if clear else first),
                    kind=DATE,
                    day=clear,
                )
        dots = _DOTS.match(text, start)
        if dots and 1 <= int(dots[1]) <= 31 and 1 <= int(dots[2]) <= 12:
            return self._token(
                start, dots.end(), Fraction(dots[1]), kind=DATE, day=self._day(dots[1], int(dots[2]), dots[3])
            )
        dots = _DOTS_SHORT.match(text, start) if self.language == "de" else None
        if dots and 1 <= int(dots[1]) <= 31 and 1 <= int(dots[2]) <= 12:
            leads = re.search(
                rf"(?:^|\b)(?:am|vom|zum|bis|seit|ab|stand|dem|den|der|per|und|von|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|\w\w\.|,){_B}$",
                before,
                re.IGNORECASE,
            )
            goes_on = re.match(rf"[:)–-]|{_B}[a-zäöü(]", text[dots.end() : dots.end() + 2])
            if leads or goes_on:
                return self._token(
                    start,
                    dots.end(),
                    Fraction(dots[1]),
                    kind=DATE,
                    day=self._day(dots[1], int(dots[2]), None),
                )
        clocks = _CLOCKS.match(text, start)
        if clocks and float(clocks[1].replace(":", ".")) <= 24:
            return self._token(start, clocks.end(), Fraction(re.split(r"[:.]", clocks[1])[0]), kind=TIME)
        clock = _CLOCK.match(text, start)
        if clock and int(clock[1]) <= 24 and int(clock[2] or 0) < 60:
            text_end = clock.end()
            if clock["half"] and " " in clock[0] and not clock[2]:
                text_end = start + len(clock[1])
            elif any(word in clock[0] for word in ("Uhr", "clock", "in the")):
                text_end = start + len(clock[1]) + (1 + len(clock[2]) if clock[2] else 0)
            stop = max(clock.end(), text_end)
            return self._token(start, text_end, Fraction(clock[1]), kind=TIME, tail=stop)
        if period := _PERIOD_FIRST.match(text, start):
            return self._token(start, period.end(), None, kind=YEAR)
        span = _SPAN.match(text, start)
        if span and self._is_span(span):
            return self._token(start, span.end(), None, kind=YEAR)
        if _PHONE_BEFORE.search(before) and (phone := _LOCAL_PHONE.match(text, start)):
            return self._token(start, phone.end(), None, kind=TELEPHONE)
        if phone := _AMERICAN_PHONE.match(text, start):
            return self._token(start, phone.end(), None, kind=TELEPHONE)
        serial = _SERIAL.match(text, start) or _ISBN.match(text, start)
        if serial and not re.match(r"[.,]\d", text[serial.end() : serial.end() + 2]):
            return self._token(start, serial.end(), None, kind=NAME)
        if text.startswith("24/7", start) or text.startswith("9/11", start):
            return self._token(start, start + 4, None, kind=NAME)
        return None

    @staticmethod
    def _is_span(span: re.Match[str]) -> bool:
        first, second = int(span[1]), span[2]
        if len(second) == 4:
            return first <= int(second) <= first + 200
        return int(second) == (first + 1) % 100 or (
            int(second) > first % 100 and "/" not in span[0] and first >= 1900
        )

    def _number(self, start: int, lead: int) -> Token:
        """Return the number at a place: digits with their marks, fractions, suffixes and words of scale.

        ``lead`` is where letters begin that are joined to it ("CHF5.2m").
        """
        text = self.text
        doubt = printed = ""
        values: list[tuple[Fraction, str]] = []
        if text[start] in _VULGAR:
            value, end = Fraction(0), start
        else:
            if self._leads_with_a_mark(start) and lead == start:
                start -= 1
                lead = start
            printed, end, doubt, values = self._marked(start)
            value = Fraction(printed)
        kind = NUMBER
        value, end, is_part = self._with_part(start, value, end)
        if is_part:
            printed = ""
            if value < 1:
                kind = FRACTION
        raised = _SUPERSCRIPT.match(text, end)
        power = _power(raised[0]) if raised and text[start:end] == "10" else None
        if raised and power is not None:  # 10⁶
            ten = self._token(lead, raised.end(), Fraction(1), printed="1", scale=power)
            return self._with_tail(ten, raised.end())
        token = self._token(lead, end, value, kind=kind, printed=printed, doubt=doubt, values=tuple(values))
        if is_part:
            times = re.compile(rf"[{BLANKS}-](?:times|[Mm]al)(?!{_LETTER})").match(text, end)
            if times:
                return replace(token, kind=MULTIPLE, tail=times.end())
        else:
            special = self._suffixed(token, end)
            if special:
                return special
        if power_words := _POWER.match(text, end):
            power = _power(power_words[1]) if power_words[1] else Fraction(10) ** int(power_words[2])
            if power is not None:
                token = replace(
                    token,
                    scale=power,
                    is_scaled=True,
                    tail=power_words.end(),
                    text=text[lead : power_words.end()],
                )
                return self._with_sign(self._with_tail(token, power_words.end()))
        token = self._with_money_before(token, start if lead == start else end, lead, start)
        token = self._with_tail(token, end, is_money=bool(token.unit))
        token = self._with_sign(token)
        return self._named(token)

    def _leads_with_a_mark(self, start: int) -> bool:
        """Whether a decimal mark stands in front of the digits, and nothing that it could belong to."""
        before = self.text[max(0, start - 2) : start]
        if not before or before[-1] not in ".,":
            return False
        return len(before) == 1 or before[0] in BLANKS + "($€£~<>=" + _MINUS + "+"

    def _marked(self, start: int) -> tuple[str, int, str, list[tuple[Fraction, str]]]:
        """Return digits with a decimal point, where they end, a doubt, and other readings."""
        text, decimal = self.text, self.how.decimal
        if text[start] in ".,":
            match = re.compile(r"[.,](\d+)").match(text, start)
            assert match
            return f"0.{_plain(match[1])}", match.end(), "", []
        for shape in _GROUPED:
            match = shape.match(text, start)
            if not match:
                continue
            whole, mark, end = match["whole"], match["mark"], match.end()
            doubt = ""
            if mark == " " and not self._may_have_blanks(match, start):
                continue
            if mark in ".," and len(re.findall(re.escape(mark), whole)) == 1 and not match["decimals"]:
                # One group: 1.234 may be either
                if mark == decimal or whole.startswith("0"):
                    break
                other, digits = whole.replace(mark, "."), _plain(re.sub(r"\D", "", whole))
                values = [(Fraction(_plain(other)), _plain(other))] if self.how.is_contested else []
                if self.how.is_contested:
                    doubt = f"{whole} is read as {digits}, though the text writes some numbers the other way."
                return _plain(re.sub(r"\D", "", whole)), end, doubt, values
            if mark == " " and whole.count(" ") == 1 and not whole.endswith("000"):
                doubt = f"{whole} is read as one number."
            tail = match["decimals"]
            digits = _plain(re.sub(r"\D", "", whole))
            return digits + (f".{_plain(tail[1:])}" if tail else ""), end, doubt, []
        match = _DECIMAL.match(text, start)
        if match:
            number = f"{_plain(match['whole'])}.{_plain(match['decimals'])}"
            doubt, values = "", []
            if (
                len(match["decimals"]) == 3
                and len(match["whole"]) < 4
                and match["whole"] != "0"
                and self.how.is_contested
            ):
                other = _plain(match["whole"] + match["decimals"])
                values = [(Fraction(other), other)]
                doubt = f"{match[0]} is read as {number}, though the text writes some numbers the other way."
            return number, match.end(), doubt, values
        match = re.compile(r"\d+").match(text, start)
        assert match
        return _plain(match[0]), match.end(), "", []

    def _may_have_blanks(self, match: re.Match[str], start: int) -> bool:
        """Whether blanks part groups of one number and not two numbers."""
        if match["whole"].startswith("0"):
            return False
        before = self._before(start)
        if (
            re.search(r"\d[\s.,]{1,2}$", before)
            or self.patterns["naming"].search(before)
            or _CAPITALS.search(before)
        ):
            return bool(re.search(r"[$€£]\s?$", before))
        return not re.search(
            rf"(?:{'|'.join(map(re.escape, months(self.language)))})\.?{_B}$", before, re.IGNORECASE
        )

    def _with_part(self, start: int, value: Fraction, end: int) -> tuple[Fraction, int, bool]:
        """Return a number with the fraction that follows it: 2½, 1 1/2, 3/4, 3 and a half."""
        text = self.text
        vulgar = re.compile(rf"{_B}?([{_VULGAR}])").match(text, end)
        if vulgar and (value.denominator == 1):
            part = Fraction(unicodedata.numeric(vulgar[1])).limit_denominator(1000)
            return value + part, vulgar.end(), True
        own = _FRACTION.match(text, start)
        if own and own.end(1) == end and _is_part(own):
            return Fraction(int(own[1]), int(own[2])), own.end(), True
        behind = re.compile(rf"{_B}(?=\d{{1,2}}[/⁄]\d)").match(text, end)
        if behind and value.denominator == 1:
            own = _FRACTION.match(text, behind.end())
            if own and _is_part(own) and int(own[2]) <= 64:
                return value + Fraction(int(own[1]), int(own[2])), own.end(), True
        if self.language == "en" and text.startswith(" and ", end) and value.denominator == 1:
            words = self._words(end + 1, 5)
            if more := number_words.en_and_part(words):
                return value + more[0], words[more[1] - 1].end, True
        return value, end, False

    def _suffixed(self, token: Token, end: int) -> Token | None:
        """Return the token if what is joined to it makes it no plain number; None if it stays one."""
        text, digits = self.text, self.text[token.start : end]
        letters = _WORD.match(text, end)
        low = letters[0].lower() if letters else ""
        number = token.value if token.value is not None else Fraction(0)
        if self.language == "en" and low in ("st", "nd", "rd", "th"):
            return self._token(token.start, end + 2, number, kind=ORDINAL)
        if low in ("s", "er", "ern") and number % 10 == 0 and re.fullmatch(r"\d0|\d{3}0", digits):
            return self._token(token.start, end + len(low), number, kind=YEAR)
        apostrophe = re.compile(rf"['’]s(?!{_LETTER})").match(text, end)
        if apostrophe and re.fullmatch(r"\d{3}0", digits):
            return self._token(token.start, apostrophe.end(), number, kind=YEAR)
        if times := _TIMES.match(text, end):
            stop = end + 1 if low == "x" else end
            return self._with_sign(
                replace(token, kind=MULTIPLE, text=text[token.start : stop], tail=times.end(), unit="share")
            )
        if self.language == "en" and (
            times := re.compile(rf"[{BLANKS}-]times(?!{_LETTER})").match(text, end)
        ):
            return replace(token, kind=MULTIPLE, tail=times.end())
        if self.language == "de":
            if times := re.compile(rf"{_B}[Mm]al(?!{_LETTER})").match(text, end):
                return replace(token, kind=MULTIPLE, tail=times.end())
            if compound := _DE_COMPOUND.match(text, end):
                if compound["times"]:
                    return replace(token, kind=MULTIPLE, tail=compound.end())
                unit = next(
                    unit for name, unit in _DE_COUNTED.items() if compound["unit"].lower().startswith(name)
                )
                return replace(token, unit=unit, tail=end)
            if self._is_german_ordinal(token, end):
                return self._token(token.start, end, number, kind=ORDINAL, tail=end + 1)
        if (
            text[end : end + 1] == ")"
            and "(" not in self._since_blank(token.start)
            and token.value is not None
            and number < 100
            and "." not in token.printed
        ):
            return self._token(token.start, end, number, kind=MARK)
        if not letters:
            tied = re.compile(rf"-([A-Z])(?!{_LETTER}|\d)").match(text, end)  # Form 10-K
            return self._token(token.start, tied.end(), number, kind=NAME) if tied else None
        if (
            self._tail(end, bool(token.unit), token)[0] > end
            or letters[0] in unit_symbols()
            or self._is_symbol(end)
        ):
            return None
        if letters[0] in ("k", "m", "M", "b", "MM") or self.patterns["cents"].match(text, end):
            return None
        whole = re.compile(r"[\w]{1,40}(?:-\w{1,20})?").match(text, token.start)
        stop = max(whole.end() if whole else end, letters.end())
        return self._token(token.start, stop, number, kind=NAME)

    def _is_symbol(self, place: int) -> bool:
        match = re.compile(r"[^\s\d().,;:]{1,6}").match(self.text, place)
        return bool(match and (match[0] in unit_symbols() or match[0].partition("/")[0] in unit_symbols()))

    def _since_blank(self, place: int) -> str:
        return re.split(r"\s", self._before(place))[-1] + "".join(
            c for c in self._before(place)[-24:] if c == "("
        )

    def _is_german_ordinal(self, token: Token, end: int) -> bool:
        """Whether a full stop after digits makes an ordinal: "im 3. Quartal", not "es waren 3. Dann"."""
        text = self.text
        if text[end : end + 1] != "." or not re.fullmatch(
            r"\d{1,3}(?:\.\d{3})?", self.text[token.start : end]
        ):
            return False
        if list_ := re.compile(rf"\.(?:/|{_B}?(?:und|bis|oder|–|-){_B}?)\d{{1,3}}\.{_B}").match(text, end):
            return bool(list_)
        following = re.compile(rf"\.{_B}({_LETTER}+)").match(text, end)
        if not following:
            return bool(re.compile(rf"\.-{_LETTER}").match(text, end))
        if following[1][0].islower():
            return True
        if re.match(
            r"(?:Quartal|Jahrhundert|Mal|Platz|Rang|Stock|Halbjahr|Geburtstag|Jahrestag|Tag|Minute|Runde|Spieltag|Stelle|Auflage|Ausgabe|Klasse|Liga|Bezirk|Etage|Kapitel|Legislaturperiode|Senat|Kammer|Weltkrieg)",
            following[1],
        ):
            return True
        before = self._before(token.start).rstrip()
        return bool(
            re.search(
                r"(?<!\w)(?:der|die|das|dem|den|des|im|am|zum|zur|beim|vom|ins|ihr\w*|sein\w*|unser\w*|jede[rsnm]?|diese[rsnm]?|mein\w*)$",
                before,
                re.IGNORECASE,
            )
        )

    def _with_money_before(self, token: Token, _end: int, lead: int, start: int) -> Token:
        """Return the token with the currency that stands before it."""
        place = start if lead != start else lead
        window = self.text[max(0, place - 12) : place]
        sign = re.search(rf"(?<=[^\s\d])[{_MINUS}+]$", window)
        if self.text[token.end : token.end + 1] == ")":  # $(3.1)m
            sign = sign or re.search(r"(?<=[^\s\d])\($", window)
        stripped = window[:-1] if sign and lead == start else window
        match = currencies(self.language).before.search(stripped)
        if not match or (match["code"] == "R" and not _RAND.match(self.text, lead)):
            return token
        code = currencies(self.language).codes[match["code"]]
        if match["code"] == "¥":
            code = self.how.yen_sign
        scale = token.scale
        if match["scale"]:
            scale *= Fraction(10 ** _JOINED_FACTORS[match["scale"]])
        if match["after"]:
            scale *= Fraction(10 ** _AFTER_CODE[match["after"]])
        begin = min(token.start, place - len(window) + match.start())
        return replace(
            token, unit=code, scale=scale, lead=begin, is_scaled=scale != token.scale or token.is_scaled
        )

    def _with_tail(self, token: Token, end: int, is_money: bool = False) -> Token:
        """Return the token with the words of scale, the per cent or the currency that follow it."""
        stop, scale, unit, others = self._tail(end, is_money, token)
        text = token.text
        joined = _WORD.match(self.text, end)
        if joined and stop >= joined.end() and not token.is_spelt_out and end == token.end:
            text = self.text[token.start : joined.end()]
            if re.match(r"\.", self.text[joined.end() : stop]):
                text = self.text[token.start : joined.end()]
        elif joined and not token.is_spelt_out and end == token.end:
            text = self.text[token.start : joined.end()]
        return replace(
            token,
            text=text,
            scale=token.scale * scale,
            unit=unit or token.unit,
            tail=max(stop, token.tail),
            scales=others,
            is_scaled=token.is_scaled or token.scale != 1 or scale != 1 or unit == "share",
        )

    def _tail(
        self, end: int, is_money: bool, token: Token
    ) -> tuple[int, Fraction, str, tuple[Fraction, ...]]:
        """Return where the words of scale and currency after a number end, and what they say."""
        text, patterns = self.text, self.patterns
        place, scale, unit = end, Fraction(1), ""
        others: tuple[Fraction, ...] = ()
        if raised := _SUPERSCRIPT.match(text, place):
            place = raised.end()
        money = currencies(self.language)
        if written := _SWISS_PRICE.match(text, place):
            place = written.end()
        bracket = text[place : place + 1] == ")" and (
            re.search(r"\([^\d()]*$", self._before(token.lead)[-28:]) or "(" in text[token.lead : token.start]
        )
        after_bracket = place + 1 if bracket else place
        joined = _JOINED_MONEY.match(text, after_bracket)
        if joined and not is_money and not (joined["scale"] == "m" and joined["code"] not in "€$£"):
            scale = Fraction(10 ** _JOINED_FACTORS[joined["scale"].rstrip(".")])
            return joined.end(), scale, money.codes[joined["code"]], ()
        place_of_scale = after_bracket
        for _ in range(3):
            word = patterns["scale"].match(text, place_of_scale)
            if not word:
                break
            if (
                text[place_of_scale] in "-\u2010\u2011"
                and re.match(r"\s?\d", text[word.end() : word.end() + 2])
                and not scale
            ):
                break
            scale *= _FACTORS[self.language][word["name"].lower().rstrip(".")]
            place = place_of_scale = word.end()
            if raised := _SUPERSCRIPT.match(text, place):
                place = place_of_scale = raised.end()
        if scale == 1:
            short, factor, others = self._short_scale(after_bracket, is_money, token)
            if short:
                scale, place = factor, short
        if scale == 1 and not is_money:
            if share := patterns["share"].match(text, after_bracket):
                index = next(index for index in range(3) if share[f"s{index}"])
                scale, unit, place = _SHARES[self.language][index][1], "share", share.end()
            elif cents := patterns["cents"].match(text, after_bracket):
                index = next(index for index in range(20) if cents[f"c{index}"])
                code = list(SUBUNITS[self.language].values())[index]
                if code or re.search("(?i)cent", cents[0]):
                    return cents.end(), _PERCENT, code or self.how.cents, ()
        if not unit and not is_money:
            named, stop = self._currency_after(
                place if place > end else after_bracket, scale != 1 or token.scale != 1, token
            )
            if named:
                unit, place = named, stop
        if raised := _SUPERSCRIPT.match(text, place):
            place = raised.end()
        return place, scale, unit, others

    def _short_scale(
        self, place: int, is_money: bool, token: Token
    ) -> tuple[int, Fraction, tuple[Fraction, ...]]:
        """Return the end and factor of m, k, b and MM after a number; 0 for none."""
        match = re.compile(rf"(?P<gap>{_B}?)(?P<name>m|k|K|b|B|MM|M|t|cr)(?!{_LETTER}|[²³/])").match(
            self.text, place
        )
        if not match:
            return 0, Fraction(1), ()
        name, end = match["name"], match.end()
        million, after = Fraction(10**6), self._after(end)
        if name in ("m", "M"):
            if is_money:
                return end, million, ()
            counted = re.match(rf"[{_RAISED}]?{_B}(?:of{_B})?({_LETTER}+)", after)
            noun = counted[1] if counted else ""
            is_noun = bool(noun) and (
                noun[0].isupper()
                if self.language == "de"
                else noun.endswith("s") or noun in ("people", "children")
            )
            suits = self._word_at(end) in vocabulary("metres_after", "en")
            metre = suits or not vocabulary("metres_before", "en").isdisjoint(
                self._before(token.lead).lower().split()[-2:]
            )
            if match["gap"] or self.language == "de":
                if (
                    is_noun
                    and not metre
                    and noun not in ("High", "Hoch")
                    and name == "m"
                    and (self.language == "en" or not match["gap"])
                ):
                    return end, million, (Fraction(1),)
                return (
                    (end, million, (Fraction(1),))
                    if name == "M" and not match["gap"]
                    else (0, Fraction(1), (million,))
                )
            if metre and (suits or not is_noun):
                return 0, Fraction(1), (million,)
            return end, million, (Fraction(1),)
        if name in ("k", "K"):
            screen = re.match(
                rf"[-{BLANKS}]?(?:TV|screen|video|display|resolution|monitor|footage|camera|streaming|Ultra|Fernseher|Bildschirm)",
                after,
                re.IGNORECASE,
            )
            if screen or (
                name == "K"
                and token.printed in ("2", "4", "5", "8", "10")
                and not is_money
                and not match["gap"]
            ):
                return 0, Fraction(1), ()
            return (0, Fraction(1), ()) if match["gap"] and name == "K" else (end, Fraction(1000), ())
        if name == "MM":
            return end, million, ()
        if name in ("b", "B") and is_money:
            return end, Fraction(10**9), ()
        if name == "cr" and token.unit in ("INR", ""):
            return end, Fraction(10**7), ()
        if name == "t" and is_money and not match["gap"]:
            return end, Fraction(10**12), ()
        return 0, Fraction(1), ()

    def _currency_after(self, place: int, is_scaled: bool, token: Token) -> tuple[str, int]:
        """Return the currency named after a number, and where its name ends."""
        text, money = self.text, currencies(self.language)
        gap = re.compile(rf"[-\u2010\u2011]|{_B}{{0,2}}").match(text, place)
        at = gap.end() if gap else place
        if text[at - 1 : at] == " " and text[at : at + 3] == "of ":
            at += 3
        symbol = money.symbol.match(text, at)
        # "Fr." is a Friday as well, and "5Rs" no money
        is_after = symbol and (symbol["code"] not in ("Fr.", "Rs", "Rs.", "Rp", "RM") or at > place)
        if symbol and is_after and not text[symbol.end() : symbol.end() + 1].isdecimal():
            code = self.how.yen_sign if symbol["code"] == "¥" else money.codes[symbol["code"]]
            return code, symbol.end()
        if symbol and re.match(r"\d\)", text[symbol.end() : symbol.end() + 2]):
            return money.codes[symbol["code"]], symbol.end()
        words = self._words(at, 4)
        if not words:
            return "", place
        code, count = money.named([word.text for word in words])
        if not code:
            return "", place
        name = words[count - 1].low
        if (
            count == 1
            and name
            in (
                "won",
                "real",
                "reals",
                "sol",
                "gold",
                "mark",
                "kip",
                "lek",
                "dong",
                "quid",
                "real",
                "rand",
                "sterling",
                "colon",
                "lev",
            )
            and not is_scaled
        ):
            return "", place
        if (
            name in ("pound", "pounds", "pfund")
            and count == 1
            and self._is_weight(token, words[count - 1].end)
        ):
            return "", place
        if self.language == "de" and count == 1 and not words[0].text[0].isupper():
            return "", place
        return code, words[count - 1].end

    def _is_weight(self, token: Token, end: int) -> bool:
        before, after = self._before(token.lead), self._after(end)
        weighs = re.search(
            r"\b(?:weigh\w*|weight\w*|heavy|lost|lose|gained|lift\w*|wiegt|wog|wiegen|schwer|abgenommen|kilo\w*)\b",
            before,
            re.IGNORECASE,
        )
        return bool(
            weighs
            or re.match(
                rf"{_B}(?:of{_B}(?!(?:debt|money|savings|aid|cuts|tax))|heavy|heavier|lighter|schwer)", after
            )
        )

    def _with_sign(self, token: Token) -> Token:
        """Return the token with a minus in front of it or brackets around it."""
        text, lead = self.text, token.lead
        if token.value is None:
            return token
        before = text[max(0, lead - 2) : lead]
        inner = text[token.start - 1 : token.start] if token.start > lead else ""
        is_minus, has_sign = False, False
        if re.search(rf"(?:[:|=(]{_B}?|^)[{_MINUS}]{_B}$", self._before(lead)):  # Saldo: - 3,4 Mrd.
            is_minus = has_sign = True
            lead -= 2
        elif (
            before
            and before[-1] in _MINUS + "+"
            and (len(before) == 1 or before[0] in BLANKS + '([:„“"=~<>|;/≈')
        ):
            last = self.found[-1] if self.found else None
            in_range = (
                last
                and last.tail >= lead - 2
                and last.kind in (NUMBER, FRACTION)
                and before[-1] in "–-"
                and len(before) == 2
                and lead - 2 == last.tail
            )
            if not in_range:
                is_minus, has_sign = before[-1] != "+", True
                lead -= 1
        elif inner and inner in _MINUS:
            is_minus = has_sign = True
        elif re.search(rf"(?<!\w)(?:minus|negative)[{BLANKS}]$", self._before(lead), re.IGNORECASE):
            is_minus = has_sign = True
            lead -= 6
        elif inner == "(" and text[token.end : token.end + 1] == ")" and token.printed and token.unit:
            is_minus = has_sign = True
        elif before[-1:] == "(" and text[token.end : token.end + 1] == ")" and token.printed:
            follows = token.tail > token.end + 1 or re.match(
                rf"\){_B}?[%€$£]", text[token.end : token.end + 3]
            )
            if follows or len(text) == token.end + 1 - (token.lead - 1):
                is_minus = has_sign = True
        if not has_sign:
            return token
        others = (
            (*token.values, (token.value, token.printed))
            if is_minus and token.kind != NUMBER
            else token.values
        )
        if not is_minus:
            return replace(token, lead=lead, has_sign=True)
        return replace(
            token,
            value=-token.value,
            printed=f"-{token.printed}" if token.printed else "",
            values=others,
            lead=lead,
            has_sign=True,
        )

    def _named(self, token: Token) -> Token:
        """Return the token as a name, if the word before it makes it one."""
        if token.unit or token.is_scaled or token.has_sign or token.kind != NUMBER:
            return token
        before = self._before(token.lead)
        if self.patterns["naming"].search(before) and not re.search(r"\d$", before):
            return replace(token, kind=NAME)
        if re.search(r"\bGroup of $", before):
            return replace(token, kind=NAME)
        last = self.found[-1] if self.found else None
        if (
            last
            and last.kind == NAME
            and last.paragraph == token.paragraph
            and re.fullmatch(
                rf"{_B}?(?:and|und|or|oder|bis|to|,|–|-|/){_B}?",
                text_between := self.text[last.end : token.start],
            )
            and self.patterns["naming"].search(self._before(last.start))
        ):
            del text_between
            return replace(token, kind=NAME)
        if self._is_numbered(token) or self._ends_title(token):
            return replace(token, kind=NAME)
        capitals = _CAPITALS.search(before)
        if capitals and capitals["name"] not in currencies(self.language).codes:
            counted = re.match(rf"{_B}({_LETTER}+)", self._after(token.end))
            noun = counted[1] if counted else ""
            is_counted = (
                (noun[:1].isupper() and len(noun) > 2)
                if self.language == "de"
                else noun.endswith("s") and noun not in ("has", "is", "was", "does", "rises", "falls")
            )
            is_counted = (
                is_counted or noun in unit_symbols() or noun in ("people", "men", "women", "children")
            )
            if not is_counted and not token.is_like_a_year:
                return replace(token, kind=NAME)
        return token

    def _ends_title(self, token: Token) -> bool:
        """Whether a whole number ends a title of few words in quotation marks: “Fit for 55”."""
        if not token.printed.isdecimal() or self.text[token.end : token.end + 1] not in "“”\"«»'’‘":
            return False
        title = re.search(r"[„“”\"»«‚‘]([^„“”\"»«‚‘]{2,30}) $", self._before(token.lead))
        return bool(title and len(title[1].split()) <= 3 and title[1][0].isupper())

    def _is_numbered(self, token: Token) -> bool:
        """Whether a whole number follows a name and counts nothing: Terminal 4, Ward 7."""
        match = re.search(rf"({_LETTER}+){_B}$", self._before(token.lead))
        if self.language == "de" or not match or not match[1][0].isupper() or not token.text.isdecimal():
            return False
        low = match[1].lower()
        if low in vocabulary("no_unit", "en") or low in months("en") or low in vocabulary("no_name", "en"):
            return False
        if before_hedge(self._before(token.lead), "en") or token.is_like_a_year or len(token.printed) > 4:
            return False
        words = self._words(token.end + 1, 3)
        if re.match(r"[-–:]\d", self.text[token.end : token.end + 2]):
            return False  # a score
        is_last = self.text[token.end : token.end + 1] not in BLANKS
        return is_last or not words or words[0].low in vocabulary("no_unit", "en")

    # Ranges and headings

    def _join(self) -> None:
        """Give the first end of a range, and the members of a list, the scale and unit of the last."""
        found = self.found
        for index in range(len(found) - 1):
            first, second = found[index], found[index + 1]
            if first.kind not in (NUMBER, FRACTION) or second.kind not in (NUMBER, FRACTION):
                continue
            if link := self._link(first, second):
                found[index] = replace(first, link=link)
        for index in range(len(found) - 2, -1, -1):
            first, second = found[index], found[index + 1]
            if first.link == "before":
                found[index] = replace(first, link="")
                if first.is_scaled and not second.is_scaled and not second.unit:
                    found[index + 1] = replace(
                        second, scale=second.scale * first.scale, unit=first.unit, is_scaled=True,
                        scales=(*second.scales, second.scale),
                        doubt="Scale and unit are those of the number before.",
                    )  # fmt: skip
                continue
            if first.link == ",":
                first = replace(first, link="list" if second.link == "list" else "")
                found[index] = first
            if not first.link:
                continue
            if first.link == "range" and first.unit and not second.unit and second.kind == NUMBER:
                found[index + 1] = second = replace(second, unit=first.unit)
            if first.is_like_a_year and not first.unit and (first.link == "list" or not second.is_scaled):
                continue
            if first.link == "list" and (first.unit or first.is_scaled or first.tail > first.end):
                continue
            takes_scale = (
                not first.is_scaled and second.is_scaled and (not first.unit or first.unit == second.unit)
            )
            takes_unit = not first.unit and second.unit and (takes_scale or second.unit != "share")
            if takes_scale or takes_unit:
                found[index] = replace(
                    first,
                    scale=first.scale * second.scale if takes_scale else first.scale,
                    is_scaled=first.is_scaled or takes_scale,
                    unit=second.unit if takes_unit or takes_scale else first.unit,
                    scales=(*first.scales, first.scale)
                    if takes_scale and first.link == "list"
                    else first.scales,
                )
        self._head()

    def _link(self, first: Token, second: Token) -> str:
        """Return how two neighbouring numbers belong together: "range", "list" or nothing."""
        between = self.text[first.tail : second.lead]
        if len(between) > 28:
            return ""
        before = self._before(first.lead)
        plain = between.strip(BLANKS)
        if _BEFORE_NOW.fullmatch(plain) and self.text[second.tail : second.tail + 1] == ")":
            return "before"
        if re.fullmatch(r"[-–—−\u2010\u2011]|-?to-?|-?bis(?: zu)?|through|until", plain, re.IGNORECASE):
            if plain.lower() in ("to", "bis") and not self._may_range(first, second):
                return ""
            if plain in "–—" and between != plain and not (second.unit or second.is_scaled):
                return ""
            return "range"
        if plain.lower() in ("and", "und") and re.search(
            r"(?:between|zwischen)(?:\s+\w+){0,2}\s*$", before, re.IGNORECASE
        ):
            return "range"
        if plain.lower() == "auf" and re.search(r"(?<!\w)von(?:\s+\w+)?\s*$", before, re.IGNORECASE):
            return "range"
        if plain.lower() == "zu" or re.fullmatch(
            r"\([^\d()]{0,24}", plain
        ):  # 34 zu 21; 48 (Vorjahr: 45) Mio.
            return "list" if plain == "zu" or second.tail > second.end + 1 else ""
        if plain.lower() in ("and", "und", "or", "oder", "bzw.", "&"):
            return "list"
        if plain == ",":  # of a list, if it ends with "and"
            return ","
        return ""

    def _may_range(self, first: Token, second: Token) -> bool:
        """Whether "to" makes a range: "by 3 to 5 per cent" does, "by a tenth to 38 cents" does not."""
        if first.kind != second.kind or first.value is None or second.value is None:
            return False
        if not re.search(r"\b(?:by|um)\s$", self._before(first.lead)):
            return True
        return first.value < second.value <= 3 * first.value

    def _head(self) -> None:
        """Give numbers without a scale of their own that of the heading before them."""
        for place, factor, unit in self.headings:
            for index, token in enumerate(self.found):
                if token.start < place or token.kind != NUMBER or token.is_scaled or token.is_like_a_year:
                    continue
                if token.unit and unit and token.unit != unit:
                    continue
                between = self.text[place : min(token.start, place + 400)]
                if re.search(r"[.!?]\s+[A-ZÄÖÜ]", between) or len(between) >= 400:
                    break
                if not re.search(r"[:|\t)]", between) and not (index and self.found[index - 1].is_scaled):
                    continue
                self.found[index] = replace(
                    token,
                    scale=token.scale * factor,
                    unit=token.unit or unit,
                    is_scaled=True,
                    scales=(*token.scales, token.scale),
                    doubt=token.doubt or "The scale is that of the heading before it.",
                )


# 4,2 Mio. Euro (Vorjahr: 3,1)
_BEFORE_NOW = re.compile(
    r"\((?:vorjahr\w*|vorquartal|i\.\s?vj?\.|vj\.?|(?:prior|previous|last) (?:year|quarter|period)|"
    r"(?:py|ly)|(?:q[1-4]|h[12]) (?:19|20)\d\d|(?:19|20)\d\d):?",
    re.IGNORECASE,
)

_GROUPED = (
    # 12,34,567 as in India, 1.234.567,8 and 1,234,567.8, 1’234’567.8, 1 234 567,8
    re.compile(r"(?P<whole>\d{1,2}(?P<mark>,)(?:\d\d,)+\d{3})(?P<decimals>\.\d+)?(?![\d]|,\d)"),
    re.compile(r"(?P<whole>\d{1,3}(?P<mark>,)\d{3}(?:,\d{3})*)(?P<decimals>\.\d+)?(?!\d|,\d)"),
    re.compile(r"(?P<whole>\d{1,3}(?P<mark>\.)\d{3}(?:\.\d{3})*)(?P<decimals>,\d+)?(?!\d|\.\d)"),
    re.compile(
        rf"(?P<whole>\d{{1,3}}(?:(?P<mark>[{APOSTROPHES}])\d{{3}})(?:[{APOSTROPHES}]\d{{3}})*)(?P<decimals>[.,]\d+)?(?!\d)"
    ),
    re.compile(
        rf"(?P<whole>\d{{1,3}}(?P<mark>[{BLANKS[1:]}])\d{{3}}(?:[{BLANKS[1:]}]\d{{3}})*)(?P<decimals>[.,]\d+)?(?!\d)"
    ),
    re.compile(r"(?P<whole>\d{1,3}(?P<mark> )\d{3}(?: \d{3})*)(?P<decimals>[.,]\d+)?(?!\d|[.,]\d)"),
)
_DECIMAL = re.compile(r"(?P<whole>\d+)[.,](?P<decimals>\d+)(?!\d|[.,]\d)")


def _plain(digits: str) -> str:
    """Return digits of any script as ASCII ones."""
    return digits if digits.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in digits)


def _is_part(fraction: re.Match[str]) -> bool:
    numerator, denominator = int(fraction[1]), int(fraction[2])
    return 0 < numerator < denominator <= 100


def _power(raised: str) -> Fraction | None:
    text = unicodedata.normalize("NFKC", raised).replace("\u2212", "-")
    return Fraction(10) ** int(text) if re.fullmatch(r"-?\d{1,2}", text) else None


def numbers(text: str, language: str, region: str = "") -> list[Token]:
    """Return every number of a text in order; ``language`` is one of LANGUAGES, ``region`` such as "CH".

    Raises ValueError for a language or region that is not known.
    """
    how, lines = convention(text, language, region), paragraphs(text)
    rows = tables(lines)
    found: list[Token] = []
    for index, line in enumerate(lines):
        for cell in rows.get(index, ()):
            inside = _Line(line[cell.start : cell.end], index, how).tokens()
            found += [_in_cell(token, cell, language) for token in inside]
        if index not in rows:
            found += _Line(line, index, how).tokens()
    return found


def _in_cell(token: Token, cell: Cell, language: str) -> Token:
    """Return a token of a table's cell where it stands in its line, with what the heads say of it."""
    start = cell.start
    token = replace(token, start=token.start + start, lead=token.lead + start, tail=token.tail + start)
    if cell.is_head or token.kind not in (NUMBER, FRACTION) or token.unit == "share":
        return token
    factor, unit = measure_of(cell, language)
    if unit == "share" and (token.unit or token.is_scaled):
        return token
    scale = token.scale if token.is_scaled else token.scale * factor
    return replace(
        token,
        scale=scale,
        unit=token.unit or unit,
        scales=(*token.scales, token.scale) if scale != token.scale else token.scales,
        is_scaled=True,
    )
