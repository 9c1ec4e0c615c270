"""What the words around each number of a text say of it: its unit and hedge, or why it is no figure.

All of it is guessed, so each guess can be told from what is certain: a start for a person to correct.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from addup.texts.numerals import LANGUAGES, Token, numbers, paragraphs
from addup.texts.source import LONGEST_QUOTE

# Words that every longer text has; in the other language they are rare. None of them is a unit.
_COMMON = {
    "de": "der die das und von mit für ist nicht auf ein eine den dem im am zu bei als wie",
    "en": "the and of to in that is for with on a it as was by at from than or each",
}
_HEDGES = {
    "more_than": r"mehr als|über|more than|over|above|upwards of",
    "at_least": r"mindestens|wenigstens|at least",
    "less_than": r"weniger als|unter|less than|fewer than|under|below",
    "at_most": r"höchstens|maximal|at most|no more than",
    "up_to": r"bis zu|up to|as much as|as many as",
    "about": r"etwa|rund|ca\.?|circa|ungefähr|knapp|fast|gut|"
    r"about|around|roughly|nearly|almost|some|approximately",
}
_CURRENCIES = {
    "USD": r"US\$|\$|US-Dollars?|Dollars?|USD",
    "CNY": r"RMB|Renminbi|Yuan|CNY|¥",
    "EUR": r"€|Euros?|EUR",
    "GBP": r"£|Pfund|pounds?|GBP",
}
_SCALE_WORD = (
    r"thousand|hundred|million\w*|billion\w*|trillion\w*|bn|mn|tn|m|k|tausend|mio\.?|mrd\.?|milliarden?"
)
_MULTIPLE = r"(?:ver)?doppel|halb|hälfte|half|halv|doubl|twice|trebl|tripl|thrice|quadrupl"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a text, and what the words around it say.

    ``reason`` says why it is no figure and is empty if it is one; the rest is told of figures alone, in the
    form of the columns of figures.csv. ``label`` and ``period`` are empty where the text does not say,
    ``doubts`` says what is uncertain in the reading, one sentence each.
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


def language_of(text: str) -> str:
    """Return the language of a text, as one of numerals.LANGUAGES, by its most common words."""
    words = Counter(re.findall(r"\w+", text.lower()))
    return max(LANGUAGES, key=lambda language: sum(words[word] for word in _COMMON[language].split()))


def readings(text: str, language: str) -> list[Reading]:
    """Return a reading of every number of a text, in order."""
    lines = paragraphs(text)
    found = []
    for token in numbers(text, language):
        line = lines[token.paragraph]
        quote = _quote(line, token)
        if reason := _no_figure(line, token, language):
            found.append(Reading(token, quote, reason))
            continue
        found.append(
            Reading(
                token,
                quote,
                number=_number(token),
                scale=_plain(token.scale),
                unit=_unit(line, token),
                hedge=_hedge(line[: token.start]),
            )
        )
    return found


def _quote(line: str, token: Token) -> str:
    """Return the token with the words around it that its unit and hedge may stand in."""
    words = list(re.finditer(r"\S+", line))
    own = next(index for index, word in enumerate(words) if word.end() > token.start)
    first, last = max(0, own - 2), min(len(words) - 1, own + 2)
    assert last - first < LONGEST_QUOTE
    return line[words[first].start() : words[last].end()].rstrip(".,;:")


def _no_figure(line: str, token: Token, language: str) -> str:
    """Return why a number is no figure; the empty text if it is one."""
    from babel.dates import get_month_names

    before, after = line[: token.start], line[token.end :]
    months = "|".join(get_month_names("wide", locale=language).values())
    if token.value is None:
        return "Guessed: a word of quantity without a single value."
    letters = re.match(r"[^\W\d]+", token.text)
    is_money = letters and re.fullmatch("|".join(_CURRENCIES.values()), letters[0], re.IGNORECASE)
    if not token.is_spelt_out and ((letters and not is_money) or re.search(r"[^\W\d]-$", before)):
        return "Guessed: part of a name."
    if re.match(rf"\.?\s*(?:{months})\b", after):
        return "Guessed: a day that dates something."
    is_bare = token.text.isdigit() and token.scale == 1 and _currency(line, token) is None
    if is_bare and 1900 <= token.value <= 2100:
        return "Guessed: a year that dates something."
    return ""


def _unit(line: str, token: Token) -> str:
    is_part = token.is_spelt_out and token.value is not None and token.value.denominator > 1
    if token.scale == Fraction(1, 100) or is_part or re.match(_MULTIPLE, token.text, re.IGNORECASE):
        return "share"
    if currency := _currency(line, token):
        return currency
    # The first word after the number and its scale, up to a full stop or comma; of "US-Nutzer" the last part
    name = rf"\S*?(?:[\s-]*(?:{_SCALE_WORD})(?!\w))?\s*(?:[^\W\d]+-)*([^\W\d]+)?"
    words = re.match(name, line[token.end :], re.IGNORECASE)
    word = _ascii(words[1]) if words and words[1] else ""
    if word in {"day", "days", "tag", "tage", "tagen"}:
        return "day"
    return word if word and word not in " ".join(_COMMON.values()).split() else "item"


def _currency(line: str, token: Token) -> str | None:
    window = line[max(0, token.start - 4) : token.start], line[token.start : token.end + 24]
    after = rf"[\w.,]*[\s-]*(?:(?:{_SCALE_WORD})[\s-]*)?"
    for unit, names in _CURRENCIES.items():
        if re.search(rf"(?:{names})\s?$", window[0], re.IGNORECASE):
            return unit
        if re.match(rf"(?:{names})\d|{after}(?:{names})(?!\w)", window[1], re.IGNORECASE):
            return unit
    return None


def _hedge(before: str) -> str:
    for hedge, words in _HEDGES.items():
        if re.search(rf"(?<!\w)(?:{words})[\s$€£]*(?:US\$|RMB)?\s*$", before, re.IGNORECASE):
            return hedge
    return "none"


def _number(token: Token) -> str:
    """Return the number as text with a decimal point and as many decimals as are printed."""
    assert token.value is not None
    if token.value.denominator == 1:
        decimals = re.search(r"\d[.,](0+)(?!\d)", token.text)
        return str(token.value) + (f".{decimals[1]}" if decimals and len(decimals[1]) < 3 else "")
    places = re.search(r"[.,](\d+)\D*$", token.text)
    return f"{float(token.value):.{len(places[1]) if places else 2}f}"


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "_", plain).strip("_")[:40]


def _plain(value: Fraction) -> str:
    return f"{float(value):g}".replace("e+0", "e").replace("e+", "e")
