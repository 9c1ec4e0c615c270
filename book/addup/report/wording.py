"""Numbers and findings in words, in the style of British newspapers: $5.5bn, RMB40bn, 13 per cent.

Everything here takes exact values in base units and returns text. Rounding happens here and nowhere else: a
value to the nearest, half away from zero, as a reader would do it; an end of a range outwards, so that what
is printed holds of all that the range holds (`span`, `sides`, `at_least`, `at_most`).
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
NAMELESS = 18
"""From this power of ten on no word is large enough for an amount: it is written in its own power."""
LARGE = ((NAMELESS, None), (12, "tn"), (9, "bn"), (6, "m"), (0, ""))
"""From which power of ten on an amount is written in trillions, billions ..., and what stands for them."""
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

    def __add__(self, other: Any) -> Fraction:  # type: ignore[override]
        return _joined(self, "+", other, super().__add__(other))

    def __mul__(self, other: Any) -> Fraction:  # type: ignore[override]
        return _joined(self, "*", other, super().__mul__(other))


def _joined(left: WorkedOut, sign: str, right: object, value: Fraction) -> Fraction:
    """Return a value with the expression that it comes from, if both its parts have one."""
    if not isinstance(right, WorkedOut):
        return value
    return WorkedOut.of(value, f"({left.expression}) {sign} ({right.expression})")


TO = " to "
"""Stands between the expressions of the two ends of a range."""


def _about(text: str, *values: Fraction | None) -> str:
    """Return a text with the expressions that its values came from, if all of them have one."""
    known = dict.fromkeys(getattr(value, "expression", "") for value in values if value is not None)
    return Quoted(text, TO.join(known)) if known and "" not in known else text


DOWN, NEAREST, UP = -1, 0, 1
"""Where a value goes that has more digits than are printed: to the one below, the nearest, the one above."""


def decimal(value: Fraction, places: int, towards: int = NEAREST) -> str:
    """Write a value with that many decimals and a comma at every thousand: 40000.5, 0 -> "40,001"."""
    whole, fraction = divmod(abs(_units(value, places, towards)), 10**places)
    sign = MINUS if value < 0 and (whole or fraction) else ""
    return f"{sign}{whole:,}" + (f".{fraction:0{places}d}" if places else "")


def _units(value: Fraction, places: int, towards: int) -> int:
    """Return a value in units of its last printed place."""
    scaled: Fraction = value * 10**places
    if towards != NEAREST:
        return floor(scaled) if towards == DOWN else ceil(scaled)
    return floor(abs(scaled) + Fraction(1, 2)) * (1 if value > 0 else -1)


def significant(value: Fraction, digits: int, towards: int = NEAREST) -> str:
    """Write a value rounded to that many significant digits, without zeros at the end of its decimals."""
    text = decimal(value, _places(value, digits), towards)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _places(value: Fraction, digits: int) -> int:
    """Return how many decimals make so many significant digits; digits before the point are all printed."""
    return max(0, digits - 1 - magnitude(value))


def magnitude(value: Fraction) -> int:
    """Return the exponent of the leading digit: 2 for 123, -2 for 0.05, 0 for 0."""
    size = abs(value)
    exponent = (size.numerator.bit_length() - size.denominator.bit_length()) * 30103 // 100000 + 1
    while size < Fraction(10) ** exponent and size:
        exponent -= 1
    return exponent


def quantity(value: Fraction, unit: str, digits: int = 4, towards: int = NEAREST) -> str:
    """Write a value in base units as a newspaper would, to so many significant digits."""
    return _about(_quantity(value, unit, digits, towards), value)


def at_least(value: Fraction, unit: str, digits: int = 4) -> str:
    """Write a lower bound: what is no less than the value is no less than what is printed."""
    return quantity(value, unit, digits, DOWN)


def at_most(value: Fraction, unit: str, digits: int = 4) -> str:
    """Write an upper bound: what is no more than the value is no more than what is printed."""
    return quantity(value, unit, digits, UP)


def _quantity(value: Fraction, unit: str, digits: int, towards: int) -> str:
    text, _ = _shown(value, unit, digits, towards)
    return text


def _shown(value: Fraction, unit: str, digits: int, towards: int) -> tuple[str, Fraction]:
    """Return a value in base units as it is written, and the value that this says."""
    unit = without_change(unit)
    if unit == "date":
        return day(value), value
    if unit == "calendar_year":
        return str(int(value)), value  # a name more than a number: no comma, no noun
    exponent, (*larger, smallest) = magnitude(value), scales(unit)
    power, suffix = next((scale for scale in larger if exponent >= scale[0]), smallest)
    step = Fraction(10) ** (exponent if suffix is None else power)
    part = value / step
    places, text = _places(part, digits), significant(part, digits, towards)
    written = _signed(text, suffix, unit, exponent)
    return written, Fraction(_units(part, places, towards), 10**places) * step


def _signed(number: str, suffix: str | None, unit: str, exponent: int) -> str:
    """Return a number with its unit, its sign in front of both."""
    sign = MINUS if number.startswith(MINUS) else ""
    return sign + with_unit(number.removeprefix(MINUS), suffix, unit, exponent)


def scales(unit: str) -> Sequence[tuple[int, str | None]]:
    """Return in which powers of ten amounts of a unit are written, and what stands for each: None if no word.

    From the largest on; nothing for days and years, which are no amounts.
    """
    if unit in ("date", "calendar_year"):
        return ()
    return (LARGE[0], (-2, "")) if unit in ("share", POINTS) else LARGE


def without_change(unit: str) -> str:
    """Return what a change is a change of: "change*USD" is dollars, "change" alone a share."""
    if "change" not in unit:
        return unit
    symbols = re.findall(r"([*/]?)(\w+)", unit)
    rest = "".join(f"{symbol}{name}" for symbol, name in symbols if name != "change")
    return {"": "share"}.get(rest, f"share{rest}" if rest.startswith("/") else rest.lstrip("*"))


def with_unit(number: str, suffix: str | None, unit: str, exponent: int | str = 0) -> str:
    """Write a number with its unit, and what stands for millions behind it: "5.5", "bn", "USD" -> $5.5bn.

    ``exponent`` is that of the power of ten that stands there if no word does (None).
    """
    if suffix is None:
        return f"{number} × 10^{exponent} {unit}"
    if unit == "share":
        return f"{number} per cent"
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
    unit = without_change(unit_of(figure))
    for power, suffix in scales(unit):
        if Fraction(10) ** power == figure.scale:
            whole, dot, fraction = figure.number.replace("-", MINUS).partition(".")
            number = re.sub(r"\B(?=(\d{3})+$)", ",", whole) + dot + fraction
            return _signed(number, suffix, unit, power)
    return quantity(value, unit, 12)


TIMES = "time"
"""The unit in which a factor is written: 1.5 times, where a share is 150 per cent."""


def unit_of(figure: Figure) -> str:
    """Return the unit in which what a figure can be is written: its own, unless it is printed as a factor."""
    return TIMES if figure.unit == "share" and figure.scale == 1 else figure.unit


def in_terms_of(figure: Figure, value: Fraction, digits: int = 4) -> str:
    """Write a value as the figure is printed: a factor as "1.5 times", a share as "150 per cent"."""
    return quantity(value, unit_of(figure), digits)


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
    distance = ""
    if reason.distance is not None:
        distance = at_most(reason.distance, step(unit_of(figures[reason.figures[0]])), 3)
    return MESSAGES[language][reason.kind].format(
        figures="; ".join(figures[id].label for id in reason.figures),
        distance=distance,
        units=" and ".join(reason.units),
        tightest=reason.tightest,
        **reason.by_reading,
    )


def margin(verdict: Verdict) -> str:
    """Write by how much the sides of a check have room, or miss each other if that is negative: at least."""
    assert verdict.margin is not None, "sides that nothing could move apart have no margin"
    towards = DOWN if verdict.margin > 0 else UP
    return quantity(verdict.margin, step(verdict.units[0]), 3, towards)


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

    Its ends are rounded outwards. Takes more digits than asked for where fewer would widen it by much.
    """
    if interval is None:
        return "nothing"
    return _about(_span(interval, unit, digits), interval.lo, interval.hi)


def sides(
    left: Interval | None, right: Interval | None, units: tuple[str, str], digits: int = 4
) -> tuple[str, str]:
    """Write two ranges that are held against each other: those that do not meet do not meet in print."""
    if left is not None and right is not None and units[0] == units[1] and not left & right:
        for enough in range(digits, digits + MORE_DIGITS + 1):
            if not _printed(left, units[0], enough) & _printed(right, units[1], enough):
                digits = enough
                break
    return span(left, units[0], digits), span(right, units[1], digits)


def ends(interval: Interval, unit: str, digits: int = 4) -> tuple[str | None, str | None]:
    """Write the ends of a range, rounded as `span` rounds them; None where it has none."""
    enough = _enough(interval, unit, digits)
    down, up = (NEAREST, NEAREST) if interval.is_point else (DOWN, UP)
    return (
        None if interval.lo is None else quantity(interval.lo, unit, enough, down),
        None if interval.hi is None else quantity(interval.hi, unit, enough, up),
    )


def _span(interval: Interval, unit: str, digits: int) -> str:
    low, high = ends(interval, unit, digits)
    if interval.lo == 0 and not interval.is_point and "change" not in unit:
        low = None  # the floor of what a size can be: it is no news
    if high is None:
        return "any value" if low is None else ("more than " if interval.lo_open else "at least ") + low
    if low is None:
        return ("less than " if interval.hi_open else "at most ") + high
    return high if interval.is_point else f"{low} to {high}"


CLOSE_ENOUGH = 10
"""An end is written to so many digits that it moves by no more than this part of its range."""
MORE_DIGITS = 22
"""So many digits more than were asked for are tried at most."""


def _enough(interval: Interval, unit: str, digits: int) -> int:
    """Return how many digits two ends need, so that they are close to what they stand for."""
    lo, hi = interval.lo, interval.hi
    enough = digits
    if lo is None or hi is None or interval.is_point:
        return enough
    for enough in range(digits, digits + MORE_DIGITS + 1):
        _, low = _shown(lo, unit, enough, DOWN)
        _, high = _shown(hi, unit, enough, UP)
        farthest = max(lo - low, high - hi)
        if farthest * CLOSE_ENOUGH <= hi - lo:
            break
    return enough


def _printed(interval: Interval, unit: str, digits: int) -> Interval:
    """Return the range that is printed of a range: of two ends, nothing says that they are open."""
    down, up = (NEAREST, NEAREST) if interval.is_point else (DOWN, UP)
    return Interval(
        None if interval.lo is None else _shown(interval.lo, unit, digits, down)[1],
        None if interval.hi is None else _shown(interval.hi, unit, digits, up)[1],
    )


def day(ordinal: Fraction) -> str:
    """Write a proleptic Gregorian ordinal as a date: "21 January 2025"; a part of a day is left out.

    A day that no calendar has is given by its number.
    """
    try:
        date = datetime.date.fromordinal(int(ordinal))
    except (ValueError, OverflowError):
        return f"day {int(ordinal)}"
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


@cache
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
