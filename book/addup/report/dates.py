"""Dates in words, as the setting `report_dates` of a report has them: 21 January 2025, January 21, 2025."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

SETTINGS = "_config.yml"
USUAL = "en_GB"

_SKELETONS = {"month": "yMMMM", "day": "dMMMM"}


def in_words(day: datetime.date, form: str = "long", locale: str = "") -> str:
    """Write a date: "full" with the day of the week, "long", "month" without the day, "day" without the year.

    `locale` is a name such as en_GB or de; if it is empty, the report's own. Raises ValueError if it is none.
    """
    import babel.dates  # not before: a check in the terminal can do without

    try:
        known = babel.Locale.parse(locale or own())
    except (ValueError, babel.UnknownLocaleError):
        raise ValueError(
            f"{SETTINGS}: report_dates: {locale or own()!r} is no language such as en_GB"
        ) from None
    if skeleton := _SKELETONS.get(form):
        return str(babel.dates.format_skeleton(skeleton, day, locale=known))
    return str(babel.dates.format_date(day, form, known))


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
