"""Numbers and findings in words, in the style of British newspapers: $5.5bn, RMB40bn, 13 per cent.

Everything here takes exact values in base units and returns text. Rounding happens here and nowhere else,
half away from zero, as a reader would do it.
"""

from __future__ import annotations

import datetime
from fractions import Fraction

from addup.interval import Interval

_CURRENCIES = {"USD": "$", "CNY": "RMB", "EUR": "€", "GBP": "£"}
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
    if abs(value) >= 10**18:  # no newspaper has words for it
        exponent = magnitude(value)
        return f"{significant(value / Fraction(10) ** exponent, digits)} × 10^{exponent} {unit}"
    factor, suffix = next(((f, s) for f, s in _LARGE if abs(value) >= f), (Fraction(1), ""))
    number = significant(value / factor, digits)
    base, *per = unit.split("/")
    if base in _CURRENCIES:
        text = f"{_CURRENCIES[base]}{number}{suffix}".replace(
            f"{_CURRENCIES[base]}{MINUS}", f"{MINUS}{_CURRENCIES[base]}"
        )
        return text + "".join(f" a {_noun(u, one=True)}" for u in per)
    words = _noun(base, one=number == "1" and not suffix)
    return f"{number}{_LARGE_WORDS[suffix]} {words}" + "".join(f" a {_noun(u, one=True)}" for u in per)


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
    return f"{date.day} {date:%B %Y}"


def _noun(unit: str, *, one: bool) -> str:
    name = {"USD": "dollar", "CNY": "yuan"}.get(unit, unit.replace("_", " ").replace("*", " "))
    return name if one or name.endswith("s") or name == "yuan" else f"{name}s"
