"""Numbers and findings in words, in the style of British newspapers: $5.5bn, RMB40bn, 13 per cent.

Everything here takes exact values in base units and returns text. Rounding happens here and nowhere else,
half away from zero, as a reader would do it.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from addup.engine.hedges import HEDGE
from addup.engine.interval import Interval
from addup.report import dates

if TYPE_CHECKING:
    from addup.engine.figures import Figure
    from addup.engine.solve import Reason, Verdict

MESSAGES: Mapping[str, Mapping[str, str]] = json.loads(
    Path(__file__).with_name("messages.json").read_text("utf-8")
)
"""The sentence for each kind of reason, by language; names in braces stand for what the reason holds."""

_CURRENCIES = {"USD": "$", "CNY": "RMB", "EUR": "€", "GBP": "£", "JPY": "¥"}
LARGE = ((Fraction(10**12), "tn"), (Fraction(10**9), "bn"), (Fraction(10**6), "m"))
"""From where on an amount is written in trillions, billions or millions, and what stands for them."""
LARGE_WORDS = {"tn": " trillion", "bn": " billion", "m": " million", "": ""}
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


class Quoted(str):
    """A text about one figure, or about what was worked out from several: readers can ask what that is."""

    __slots__ = ("about",)
    about: str

    def __new__(cls, text: str, about: str) -> Quoted:
        """Return a text about the figure of an id, or about an expression."""
        quoted = super().__new__(cls, text)
        quoted.about = about
        return quoted


class WorkedOut(Fraction):
    """A value that knows which expression over figures it came from."""

    __slots__ = ("expression",)
    expression: str

    @classmethod
    def of(cls, value: Fraction, expression: str) -> WorkedOut:
        """Return a value with its expression."""
        worked_out = cls(value)
        worked_out.expression = expression
        return worked_out


def _about(text: str, *values: Fraction | None) -> str:
    """Return a text with the expression that its values came from, if it is one and the same."""
    known = {getattr(value, "expression", "") for value in values if value is not None}
    return Quoted(text, known.pop()) if len(known) == 1 and "" not in known else text


def decimal(value: Fraction, places: int) -> str:
    """Write a value with that many decimals and a comma at every thousand: 40000.5, 0 -> "40,001"."""
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, fraction = divmod(units, 10**places)
    sign = MINUS if value < 0 and units else ""
    return f"{sign}{whole:,}" + (f".{fraction:0{places}d}" if places else "")


def significant(value: Fraction, digits: int) -> str:
    """Write a value rounded to that many significant digits, without zeros at the end of its decimals."""
    places = 0 if value == 0 else max(0, digits - 1 - magnitude(value))
    text = decimal(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def magnitude(value: Fraction) -> int:
    """Return the exponent of the leading digit: 2 for 123, -2 for 0.05."""
    size = abs(value)
    exponent = (size.numerator.bit_length() - size.denominator.bit_length()) * 30103 // 100000 + 1
    while size < Fraction(10) ** exponent:
        exponent -= 1
    return exponent


def quantity(value: Fraction, unit: str, digits: int = 4) -> str:
    """Write a value in base units as a newspaper would, to so many significant digits."""
    return _about(_quantity(value, unit, digits), value)


def _quantity(value: Fraction, unit: str, digits: int) -> str:
    unit = without_change(unit)
    if unit == "date":
        return day(value)
    if unit == "share":
        return f"{significant(value * 100, digits)} per cent"
    if unit == POINTS:
        return with_unit(significant(value * 100, digits), "", unit)
    if unit == "calendar_year":
        return str(int(value))  # a name more than a number: no comma, no noun
    if abs(value) >= 10**18:  # no newspaper has words for it
        exponent = magnitude(value)
        return f"{significant(value / Fraction(10) ** exponent, digits)} × 10^{exponent} {unit}"
    factor, suffix = next(((f, s) for f, s in LARGE if abs(value) >= f), (Fraction(1), ""))
    number = significant(abs(value) / factor, digits)
    return (MINUS if value < 0 and number != "0" else "") + with_unit(number, suffix, unit)


def without_change(unit: str) -> str:
    """Return what a change is a change of: "change*USD" is dollars, "change" alone a share."""
    if "change" not in unit:
        return unit
    symbols = re.findall(r"([*/]?)(\w+)", unit)
    rest = "".join(f"{symbol}{name}" for symbol, name in symbols if name != "change")
    return {"": "share"}.get(rest, f"share{rest}" if rest.startswith("/") else rest.lstrip("*"))


def with_unit(number: str, suffix: str, unit: str) -> str:
    """Write a number with its unit, and what stands for millions behind it: "5.5", "bn", "USD" -> $5.5bn."""
    base, *per = unit.split("/")
    each = "".join(f" a {_noun(name, one=True)}" for name in per)
    if base in _CURRENCIES:
        return f"{_CURRENCIES[base]}{number}{suffix}{each}"
    if base == "share":
        return f"{number}{each}"
    if base == POINTS:
        return f"{number} percentage {_noun('point', one=number == '1')}"
    return f"{number}{LARGE_WORDS[suffix]} {_noun(base, one=number == '1' and not suffix)}{each}"


def as_printed(figure: Figure) -> str:
    """Write a figure with the very digits that were printed: "$5.50bn", "230,000 chips", "60 per cent"."""
    value = figure.value
    if value is None:
        return "not printed"
    unit = without_change(figure.unit)
    if unit in ("date", "calendar_year"):
        return quantity(value, unit)
    sign, digits = (MINUS, figure.number[1:]) if figure.number.startswith("-") else ("", figure.number)
    whole, dot, fraction = digits.partition(".")
    number = f"{int(whole):,}{dot}{fraction}" if whole.isdigit() else digits
    if unit == "share":
        return f"{sign}{number} per cent" if figure.scale == Fraction(1, 100) else f"{sign}{number} times"
    suffix = dict(LARGE).get(figure.scale)
    if suffix is None and figure.scale != 1:
        return quantity(value, unit, 12)
    return sign + with_unit(number, suffix or "", unit)


def in_terms_of(figure: Figure, value: Fraction, digits: int = 4) -> str:
    """Write a value as the figure is printed: a factor as "1.5 times", a share as "150 per cent"."""
    if figure.unit == "share" and figure.scale == 1:
        return f"{significant(value, digits)} times"
    return quantity(value, figure.unit, digits)


def hedged(figure: Figure) -> str:
    """Write a figure as printed, with its hedge: "more than $12bn"."""
    return f"{HEDGE[figure.hedge].says['en']} {as_printed(figure)}".lstrip()


def listed(texts: Sequence[str]) -> str:
    """Return texts one after the other: "a", "a and b", "a, b and c"; AssertionError if there are none."""
    assert texts, "nothing is left to list: rewrite it"
    return " and ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def because(verdict: Verdict, figures: Mapping[str, Figure], language: str = "en") -> str:
    """Say what carries a verdict, and what else is to be known of it, in one line."""
    return "; ".join(_sentence(reason, figures, language) for reason in (verdict.reason, *verdict.notes))


def _sentence(reason: Reason, figures: Mapping[str, Figure], language: str) -> str:
    kind = reason.kind
    if kind == "depends" and not reason.tightest:
        kind = "depends_without_fit"
    distance = ""
    if reason.distance is not None:
        distance = quantity(reason.distance, step(figures[reason.figures[0]].unit), 3)
    return MESSAGES[language][kind].format(
        figures="; ".join(figures[id].label for id in reason.figures),
        distance=distance,
        units=" and ".join(reason.units),
        by_reading="; ".join(f"{name}: {found}" for name, found in reason.by_reading.items()),
        tightest=reason.tightest,
    )


def count(number: int) -> str:
    """Write how many: in words up to nine, in digits above, and "none" for 0."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if number < len(words) else f"{number:,}"


POINTS = "share points"
"""The unit of a difference of shares: a name that no register can give a unit."""


def step(unit: str) -> str:
    """Return the unit of a difference: dates lie days apart, shares percentage points."""
    return {"date": "day", "share": POINTS}.get(without_change(unit), unit)


def span(interval: Interval | None, unit: str, digits: int = 4) -> str:
    """Write a range: "$5.45bn to $5.55bn", "more than $12bn", "any value", "nothing".

    Takes more digits than asked for where fewer would make the two ends look alike.
    """
    text = _span(interval, unit, digits)
    return text if interval is None else _about(text, interval.lo, interval.hi)


def _span(interval: Interval | None, unit: str, digits: int) -> str:
    if interval is None:
        return "nothing"
    lo, hi = interval.lo, interval.hi
    # Zero as lower end is the floor of what a size can be: it is no news.
    has_floor = lo is not None and (lo != 0 or interval.is_point or "change" in unit)
    if hi is None:
        if lo is None or not has_floor:
            return "any value"
        return ("more than " if interval.lo_open else "at least ") + quantity(lo, unit, digits)
    if lo is None or not has_floor:
        return ("less than " if interval.hi_open else "at most ") + quantity(hi, unit, digits)
    if interval.is_point:
        return quantity(lo, unit, digits)
    for enough in range(digits, digits + 12):
        low, high = quantity(lo, unit, enough), quantity(hi, unit, enough)
        farthest = max(abs(end - _rounded(end, enough)) for end in (lo, hi))
        if low != high and farthest * CLOSE_ENOUGH <= hi - lo:
            break
    return f"{low} to {high}"


CLOSE_ENOUGH = 20
"""An end is written to so many digits that it moves by no more than this part of its range."""


def _rounded(value: Fraction, digits: int) -> Fraction:
    if value == 0:
        return value
    place = Fraction(10) ** (magnitude(value) - digits + 1)
    return (abs(value) / place + Fraction(1, 2)).__floor__() * place * (1 if value > 0 else -1)


def day(ordinal: Fraction) -> str:
    """Write a proleptic Gregorian ordinal as a date: "21 January 2025"; a part of a day is left out."""
    try:
        date = datetime.date.fromordinal(int(ordinal))
    except (ValueError, OverflowError):
        return f"day {significant(ordinal, 12)}"
    return dates.in_words(date)


_NAMED: dict[str, str] = {}
"""How the article at hand prints what units count, where it prints more than one: person -> people."""


def name_units(figures: Iterable[Figure]) -> None:
    """Call what is counted as an article does that prints it in a quotation: "fahrgast" is then "Fahrgäste".

    A unit that no quotation prints is given an English plural, unless the labels are German: a report in
    English on a German article calls it in English.
    """
    figures = list(figures)
    _NAMED.clear()
    is_german = any(_GERMAN.search(figure.label) for figure in figures if figure.table == "figures.csv")
    for figure in figures:
        unit = re.split("[/*]", figure.unit)[0]
        if unit in _NAMED or _is_fixed(unit):
            continue
        stem = unit[: max(3, min(len(unit) - 2, 6))]
        words = re.findall(r"[^\W\d_]{3,}", figure.quote)
        printed = [
            word
            for word in words
            if _plain(word).startswith(stem) and word[0].isupper() == is_german  # as German nouns are
        ]
        if printed and figure.value is not None and figure.value > 1:
            _NAMED[unit] = printed[-1]
    for figure in figures if is_german else ():
        for unit in re.split("[/*]", figure.unit):
            if unit not in _NAMED and not _is_fixed(unit):
                _NAMED[unit] = unit.replace("_", " ").capitalize()


def named_units() -> dict[str, str]:
    """Return what units are called at present, where that is not their own name."""
    return dict(_NAMED)


_GERMAN = re.compile(r"[äöüß]|\b(?:Millionen|Milliarden|Prozent\w*|und|der|die|das|von|mehr als)\b")


def _is_fixed(unit: str) -> bool:
    return unit in {"share", "change", "date", "day", "item", *_KNOWN} or bool(re.fullmatch("[A-Z]{3}", unit))


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()


_KNOWN = {"USD": "dollar", "CNY": "yuan", "stock": "share"}  # the unit `share` is a part of a whole
_IRREGULAR = {
    **{
        "person": "people",
        "man": "men",
        "woman": "women",
        "child": "children",
        "foot": "feet",
        "half": "halves",
    },
    **{each: each for each in ("people", "men", "women", "children", "yuan", "yen", "police", "staff")},
}


def _noun(unit: str, *, one: bool) -> str:
    """Return what a unit is called, of one or of many."""
    if re.fullmatch("[A-Z]{3}", unit) and unit not in _KNOWN:
        from babel.numbers import get_currency_name

        return str(get_currency_name(unit, count=1 if one else 2, locale="en_GB"))
    if not one and unit in _NAMED:
        return _NAMED[unit]
    name = _KNOWN.get(unit, unit.replace("_", " ").replace("*", " "))
    if one or name.endswith("s"):
        return name
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    if re.search("[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if re.search("(?:x|ch|sh)$", name) else f"{name}s"
