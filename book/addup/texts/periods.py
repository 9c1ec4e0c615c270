"""The spans of time that a text names, as ISO 8601: years, quarters, halves, months, fiscal years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from addup.texts.locale import BLANKS, months

_B = f"[{BLANKS}]"
_YEAR = r"(?:19|20)\d\d"
_ORDINALS = {
    "en": {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4},
    "de": {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "1.": 1, "2.": 2, "3.": 3, "4.": 4},
}
_COUNTS = {"three": 3, "six": 6, "nine": 9, "drei": 3, "sechs": 6, "neun": 9, "3": 3, "6": 6, "9": 9}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time named in a line: where, and which, as ISO 8601."""

    start: int
    end: int
    iso: str


@cache
def _pattern(language: str) -> re.Pattern[str]:
    ordinals = "|".join(
        re.escape(word) + ("" if word.endswith(".") or language == "en" else "[nrs]?")
        for word in _ORDINALS[language]
    )
    month = "|".join(sorted(map(re.escape, months(language)), key=len, reverse=True))
    if language == "en":
        quarter = rf"(?P<quarter>{ordinals})[{BLANKS}-](?:fiscal[{BLANKS}-])?quarter"
        half = rf"(?P<half>first|second|1st|2nd)[{BLANKS}-]half"
        first = rf"first{_B}(?P<months>three|six|nine|3|6|9){_B}months"
        link = rf"(?:{_B}of|,)?(?:{_B}fiscal)?(?:{_B}year)?"
    else:
        quarter = rf"(?P<quarter>{ordinals}){_B}?Quartals?"
        half = rf"(?P<half>erste[nrs]?|zweite[nrs]?|[12]\.){_B}?Halbjahr(?:e?s)?"
        first = rf"ersten{_B}(?P<months>drei|sechs|neun|3|6|9){_B}Monaten?"
        link = rf"(?:{_B}des{_B}(?:Geschäftsjahre?s|Jahre?s)|{_B}von)?"
    return re.compile(
        rf"(?<![\w.,$€£-])(?:(?P<code>Q[1-4]|H[12]|[1-4]Q|[12]H)(?:[{BLANKS}/-]|FY)*(?P<code_year>{_YEAR}|'?\d\d(?![\d%.,]))?"
        rf"|(?:FY|GJ|fiscal{_B}(?:year{_B})?|Geschäftsjahr(?:es)?{_B}|financial{_B}year{_B}){_B}?'?(?P<fiscal>{_YEAR}|\d\d)(?:[/–-](?P<fiscal_end>{_YEAR}|\d\d))?(?![\d%])"
        rf"|(?i:{quarter}|{half}|{first})(?:{link}{_B}(?P<part_year>{_YEAR})(?![\d.,]\d|\d))?"
        rf"|(?P<span>{_YEAR})[/–-](?P<span_end>{_YEAR}|\d\d)(?!\d|[.,]\d)"
        rf"|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?{_B})?(?P<month>(?i:{month}))\.?{_B}(?:(?P<us_day>\d{{1,2}}),?{_B})?(?P<month_year>{_YEAR})(?![\d.,]\d|\d)"
        rf"|(?P<year>{_YEAR})(?!\d|[.,]\d|[{BLANKS}-]?[%€$]))"
    )


def periods(line: str, language: str, year: str = "") -> list[Period]:
    """Return the periods that a line names; ``year`` is that of a quarter for which it names none."""
    found: list[Period] = []
    for match in _pattern(language).finditer(line):
        if iso := _iso(match, language, year):
            found.append(Period(match.start(), match.end(), iso))
            year = iso[:4]
    return found


def _iso(match: re.Match[str], language: str, year: str) -> str:
    """Return a match as ISO 8601, empty if its year is nowhere named."""
    if match["code"]:
        part = int(re.sub(r"\D", "", match["code"]))
        own = _full(match["code_year"]) or year
        return _part(own, part, 3 if "Q" in match["code"] else 6)
    if match["quarter"] or match["half"]:
        name = (match["quarter"] or match["half"]).lower()
        number = next(n for word, n in _ORDINALS[language].items() if name.startswith(word))
        return _part(match["part_year"] or year, number, 3 if match["quarter"] else 6)
    if match["months"]:
        own = match["part_year"] or year
        return f"{own}-01/{own}-{_COUNTS[match['months'].lower()]:02}" if own else ""
    if match["fiscal"]:
        first, last = _full(match["fiscal"]), _full(match["fiscal_end"], match["fiscal"])
        return f"{first}/{last}" if last else first
    if match["span"]:
        return f"{match['span']}/{_full(match['span_end'], match['span'])}"
    if match["month"]:
        month = months(language)[match["month"].lower()]
        day = match["day"] or match["us_day"]
        return f"{match['month_year']}-{month:02}" + (
            f"-{int(day):02}" if day and 1 <= int(day) <= 31 else ""
        )
    return match["year"]


def _full(year: str | None, first: str = "") -> str:
    """Return a year in four digits."""
    digits = (year or "").lstrip("'")
    return digits if len(digits) in (0, 4) else (first[:2] if len(first) == 4 else "20") + digits


def _part(year: str, number: int, length: int) -> str:
    """Return a quarter (length 3) or half (6) of a year; ISO 8601 has no name for either."""
    return f"{year}-{(number - 1) * length + 1:02}/{year}-{number * length:02}" if year else ""


_SAYING = re.compile(
    r"\b(?:said|says|announced|reported|told|published|sagte|teilte|mitgeteilt|erklärte|berichtete)\b[^.;]*$"
)
_RELATIVE = re.compile(
    r"\b(?:last year|this year|a year (?:earlier|ago|before)|year-on-year|previous year"
    r"|the year before|prior year|next year"
    r"|vorjahr\w*|jahr zuvor|vergangenen jahr|letzten jahr|diesem jahr|nächsten jahr|kommenden jahr|heuer)\b",
    re.IGNORECASE,
)


def nearest(found: Sequence[Period], place: int, line: str) -> str:
    """Return the period of the sentence that a place stands in, if it names one only or one close by."""
    start = max(
        (
            match.end()
            for match in re.finditer(r"(?<!\d)[.!?]\s+(?=[A-ZÄÖÜ])", line[max(0, place - 400) : place])
        ),
        default=0,
    )
    start += max(0, place - 400) if start else 0
    start = start or max(0, place - 400)
    ends = re.search(r"(?<!\d)[.!?]\s+[A-ZÄÖÜ]", line[place : place + 400])
    end = place + (ends.start() if ends else 400)
    inside = [
        period
        for period in found
        if start <= period.start < end
        # When something was said is not when it was so
        and not (len(period.iso) == 10 and _SAYING.search(line[max(0, period.start - 40) : period.start]))
    ]
    if len({period.iso for period in inside}) == 1 and not _RELATIVE.search(line[start:end]):
        return inside[0].iso
    close = sorted(inside, key=lambda period: min(abs(period.start - place), abs(period.end - place)))
    if close and min(abs(close[0].start - place), abs(close[0].end - place)) <= 30:
        between = line[min(close[0].end, place) : max(close[0].start, place)]
        if not re.search(r"[,;]|\d", between):
            return close[0].iso
    return ""
