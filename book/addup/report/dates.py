"""Dates in words, as the setting `report_dates` of a report has them: 21 January 2025, January 21, 2025."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale

SETTINGS = "_config.yml"
USUAL = "en_GB"

_SKELETONS = {"month": "yMMMM", "short month": "yMMM", "day": "dMMMM", "short day": "dMMM"}
_DIRECTIVES = {
    "y": "%Y",
    "Y": "%Y",
    "MMMM": "%B",
    "LLLL": "%B",
    "MMM": "%b",
    "LLL": "%b",
    "MM": "%m",
    "M": "%-m",
}
_DIRECTIVES |= {"dd": "%d", "d": "%-d", "EEEE": "%A", "EEE": "%a"}


def in_words(day: datetime.date, form: str = "long", locale: str = "") -> str:
    """Write a date: "full" with the day of the week, "long", "month" without the day, "day" without the year.

    "short month" and "short day" abbreviate the name. `locale` is a name such as en_GB or de; if it is empty,
    the report's own. Raises ValueError if it is none.
    """
    import babel.dates  # not before: a check in the terminal can do without

    known = _known(locale or own())
    day = datetime.date(day.year, day.month, day.day)  # of pandas' own kind, Babel makes something else
    if skeleton := _SKELETONS.get(form):
        return str(babel.dates.format_skeleton(skeleton, day, locale=known))
    return str(babel.dates.format_date(day, form, known))


def on_axis(form: str) -> str:
    """Return the format of an axis or a tooltip, for Vega, that writes dates as `in_words` does."""
    import babel.dates

    known = _known(own())
    if skeleton := _SKELETONS.get(form):
        known_as = babel.dates.match_skeleton(skeleton, known.datetime_skeletons)
        pattern = known.datetime_skeletons[known_as or "yMMMd"]
    else:
        pattern = known.date_formats[form]
    parts = re.findall(r"'([^']*)'|([a-zA-Z]+)|([^a-zA-Z']+)", pattern.pattern)
    known_parts = (_DIRECTIVES.get(field, "") if field else quoted or other for quoted, field, other in parts)
    return "".join(known_parts).strip()


def on_axes() -> dict[str, Any]:
    """Return how Vega calls months and days, for the setting `locale` of a chart's configuration."""
    known = _known(own())

    def names(kind: str, width: str) -> list[str]:
        table = getattr(known, kind)["format"][width]
        first = 6 if kind == "days" else 1  # Vega's week begins on a Sunday
        return [str(table[(first + n) % 7 if kind == "days" else first + n]) for n in range(len(table))]

    return {
        "dateTime": "%x, %X",
        "date": on_axis("long"),
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": names("days", "wide"),
        "shortDays": names("days", "abbreviated"),
        "months": names("months", "wide"),
        "shortMonths": names("months", "abbreviated"),
    }


def _known(locale: str) -> Locale:
    import babel

    try:
        return babel.Locale.parse(locale)
    except (ValueError, babel.UnknownLocaleError):
        raise ValueError(f"{SETTINGS}: report_dates: {locale!r} is no language such as en_GB") from None


@cache
def own() -> str:
    """Return what the settings nearest to the working folder say."""
    import yaml

    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            settings = yaml.safe_load((folder / SETTINGS).read_text("utf-8"))
            return str(settings.get("sphinx", {}).get("config", {}).get("report_dates") or USUAL)
    return USUAL
