"""Charts of the chapter on the dates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from math import ceil

import altair as alt
import pandas as pd

from addup.engine.interval import Interval
from addup.report.charts import IMPLIED, ROW, Drawing, finished, named
from addup.report.dates import in_words

ALLOWED, RECORDED = "the words allow", "on record"


def as_date(ordinal: Fraction) -> datetime.date:
    """Return the day of a proleptic Gregorian ordinal."""
    return datetime.date.fromordinal(int(ordinal))


def whole_days(interval: Interval | None) -> list[datetime.date]:
    """Return the days in a bounded range of dates: dates are whole, which the arithmetic does not know."""
    assert interval is not None, "no day fits: rewrite the chapter"
    assert interval.lo is not None, "the first day is open: rewrite the chapter"
    assert interval.hi is not None, "the last day is open: rewrite the chapter"
    days = range(ceil(interval.lo), int(interval.hi) + 1)
    return [datetime.date.fromordinal(day) for day in days if Fraction(day) in interval]


def days_named(
    rows: Sequence[tuple[str, Sequence[datetime.date], datetime.date]], title: str, description: str
) -> Drawing:
    """Draw the days that each phrase allows, as cells of a calendar, and the one on record, as a diamond.

    ``rows`` are (phrase, days allowed, day on record).
    """
    noon = pd.Timedelta(hours=12)
    cells = pd.DataFrame(
        [
            {
                "line": f"{phrase}; on record {in_words(recorded, 'day')}",
                "day": pd.Timestamp(day),
                "_next": pd.Timestamp(day) + 2 * noon,
                "_noon": pd.Timestamp(day) + noon,
                "meaning": meaning,
                "words": in_words(day, "full"),
            }
            for phrase, allowed, recorded in rows
            for meaning, days in ((ALLOWED, allowed), (RECORDED, [recorded]))
            for day in days
        ]
    )
    base = alt.Chart(cells).encode(
        y=alt.Y("line:N", sort=None, axis=None),
        tooltip=[
            alt.Tooltip("line:N", title="phrase"),
            alt.Tooltip("meaning:N", title="this day"),
            alt.Tooltip("words:N", title="day"),
        ],
        color=alt.Color(
            "meaning:N",
            scale=alt.Scale(domain=[ALLOWED, RECORDED], range=[IMPLIED, "currentColor"]),
            legend=None,
        ),
    )
    noons = [each.isoformat() for each in sorted(set(cells["_noon"]))]
    # A day is as wide as its cell, so its name stands below the middle, and lines would part no days.
    axis = alt.Axis(format="%a %-d", values=noons, labelOverlap="parity", labelBound=True, grid=False)
    allowed = (
        base.transform_filter(alt.datum.meaning == ALLOWED)
        .mark_rect(height=14, fillOpacity=0.25, stroke=IMPLIED, strokeWidth=1)
        .encode(x=alt.X("day:T", title=None, axis=axis), x2=alt.X2("_next:T"))
    )
    recorded = (
        base.transform_filter(alt.datum.meaning == RECORDED)
        .mark_point(shape="diamond", filled=True, size=110, opacity=1)
        .encode(x=alt.X("_noon:T"))
    )
    words = in_words(cells["day"].max())
    return finished(
        alt.layer(allowed, recorded, named(base.transform_filter(alt.datum.meaning == RECORDED))),
        title,
        f"Days up to {words}. Cells: what the words allow. Diamonds: the day on record.",
        description,
        height=ROW * len(rows),
    )
