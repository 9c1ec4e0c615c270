"""Numbers and findings in words, in the style of British newspapers: $5.5bn, RMB40bn, 13 per cent.

Everything here takes exact values in base units and returns text. Rounding happens here and nowhere else,
half away from zero, as a reader would do it.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from addup.engine.hedges import HEDGE
from addup.engine.interval import Interval
from addup.report import dates

if TYPE_CHECKING:
    from addup.engine.figures import Figure

_CURRENCIES = {"USD": "$", "CNY": "RMB", "EUR": "€", "GBP": "£", "JPY": "¥"}
_LARGE = ((Fraction(10**12), "tn"), (Fraction(10**9), "bn"), (Fraction(10**6), "m"))
_LARGE_WORDS = {"tn": " trillion", "bn": " billion", "m": " million", "": ""}
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


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
    if unit == "date":
        return day(value)
    if unit == "share":
        return f"{significant(value * 100, digits)} per cent"
    if unit == "calendar_year":
        return str(int(value))  # a name more than a number: no comma, no noun
    if abs(value) >= 10**18:  # no newspaper has words for it
        exponent = magnitude(value)
        return f"{significant(value / Fraction(10) ** exponent, digits)} × 10^{exponent} {unit}"
    factor, suffix = next(((f, s) for f, s in _LARGE if abs(value) >= f), (Fraction(1), ""))
    number = significant(abs(value) / factor, digits)
    return (MINUS if value < 0 and number != "0" else "") + _with_unit(number, suffix, unit)


def _with_unit(number: str, suffix: str, unit: str) -> str:
    base, *per = unit.split("/")
    each = "".join(f" a {_noun(name, one=True)}" for name in per)
    if base in _CURRENCIES:
        return f"{_CURRENCIES[base]}{number}{suffix}{each}"
    if base == "share":
        return f"{number}{each}"
    return f"{number}{_LARGE_WORDS[suffix]} {_noun(base, one=number == '1' and not suffix)}{each}"


def as_printed(figure: Figure) -> str:
    """Write a figure with the very digits that were printed: "$5.50bn", "230,000 chips", "60 per cent"."""
    value = figure.value
    if value is None:
        return "not printed"
    if figure.unit in ("date", "calendar_year"):
        return quantity(value, figure.unit)
    sign, digits = (MINUS, figure.number[1:]) if figure.number.startswith("-") else ("", figure.number)
    whole, dot, fraction = digits.partition(".")
    number = f"{int(whole):,}{dot}{fraction}" if whole.isdigit() else digits
    if figure.unit == "share":
        return f"{sign}{number} per cent" if figure.scale == Fraction(1, 100) else f"{sign}{number} times"
    suffix = dict(_LARGE).get(figure.scale)
    if suffix is None and figure.scale != 1:
        return quantity(value, figure.unit, 12)
    return sign + _with_unit(number, suffix or "", figure.unit)


def in_terms_of(figure: Figure, value: Fraction, digits: int = 4) -> str:
    """Write a value as the figure is printed: a factor as "1.5 times", a share as "150 per cent"."""
    if figure.unit == "share" and figure.scale == 1:
        return f"{significant(value, digits)} times"
    return quantity(value, figure.unit, digits)


def hedged(figure: Figure) -> str:
    """Write a figure as printed, with its hedge: "more than $12bn"."""
    return f"{HEDGE[figure.hedge].says['en']} {as_printed(figure)}".lstrip()


def count(number: int) -> str:
    """Write how many: in words up to nine, in digits above, and "none" for 0."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if number < len(words) else f"{number:,}"


def step(unit: str) -> str:
    """Return the unit of a difference: dates lie days apart."""
    return "day" if unit == "date" else unit


def span(interval: Interval | None, unit: str, digits: int = 4) -> str:
    """Write a range: "$5.45bn to $5.55bn", "more than $12bn", "any value", "nothing".

    Takes more digits than asked for where fewer would make the two ends look alike.
    """
    if interval is None:
        return "nothing"
    lo, hi = interval.lo, interval.hi
    # Zero as lower end is the floor of what a size can be: it is no news.
    has_floor = lo is not None and (lo != 0 or interval.is_point)
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
        if low != high:
            break
    return f"{low} to {high}"


def day(ordinal: Fraction) -> str:
    """Write a proleptic Gregorian ordinal as a date: "21 January 2025"; a part of a day is left out."""
    try:
        date = datetime.date.fromordinal(int(ordinal))
    except (ValueError, OverflowError):
        return f"day {significant(ordinal, 12)}"
    return dates.in_words(date)


def _noun(unit: str, *, one: bool) -> str:
    known = {"USD": "dollar", "CNY": "yuan", "stock": "share"}  # the unit `share` is a part of a whole
    name = known.get(unit, unit.replace("_", " ").replace("*", " "))
    return name if one or name.endswith("s") or name == "yuan" else f"{name}s"
