"""Charts of the chapter on the dates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from addup.engine.interval import Interval
from addup.report.charts import FAILS, IMPLIED, REFERENCE, Drawing, finished
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
                "phrase": phrase,
                "day": pd.Timestamp(day),
                "next": pd.Timestamp(day) + 2 * noon,
                "noon": pd.Timestamp(day) + noon,
                "meaning": meaning,
                "words": in_words(day, "full"),
            }
            for phrase, allowed, recorded in rows
            for meaning, days in ((ALLOWED, allowed), (RECORDED, [recorded]))
            for day in days
        ]
    )
    base = alt.Chart(cells).encode(
        y=alt.Y("phrase:N", sort=[phrase for phrase, _, _ in rows], title=None),
        tooltip=[
            alt.Tooltip("phrase:N"),
            alt.Tooltip("meaning:N", title="this day"),
            alt.Tooltip("words:N", title="day"),
        ],
        color=alt.Color(
            "meaning:N",
            scale=alt.Scale(domain=[ALLOWED, RECORDED], range=[IMPLIED, REFERENCE]),
            legend=None,
        ),
    )
    axis = alt.Axis(format="%a %-d", tickCount=6, labelOverlap=True, labelAlign="left", grid=True)
    allowed = (
        base.transform_filter(alt.datum.meaning == ALLOWED)
        .mark_rect(height=18, opacity=0.45, stroke=IMPLIED, strokeWidth=1)
        .encode(x=alt.X("day:T", title=None, axis=axis), x2="next:T")
    )
    recorded = (
        base.transform_filter(alt.datum.meaning == RECORDED)
        .mark_point(shape="diamond", filled=True, size=110, opacity=1)
        .encode(x="noon:T")
    )
    words = in_words(cells["day"].max())
    return finished(
        alt.layer(allowed, recorded),
        title,
        f"Days up to {words}. Cells: what the words allow. Diamonds: the day on record.",
        description,
        height=42 * len(rows),
    )


def rule_and_pause(
    spans: Sequence[tuple[str, datetime.date, datetime.date]],
    missed: tuple[str, datetime.date],
    published: tuple[str, datetime.date],
    title: str,
    description: str,
) -> Drawing:
    """Draw spans of time as bars, the day that came too late for the first as a cross, one day as a dot.

    ``spans`` are (what, first day, last day); ``missed`` and ``published`` are (what, day).
    """
    bars = pd.DataFrame(
        [
            {
                "what": what,
                "from": pd.Timestamp(first),
                "to": pd.Timestamp(last),
                "start": _short(first),
                "end": _short(last),
            }
            for what, first, last in spans
        ]
    )
    single = pd.DataFrame(
        [
            {"line": line, "when": pd.Timestamp(day), "words": f"{what}, {_short(day)}"}
            for line, (what, day) in ((spans[0][0], missed), (published[0], published))
        ]
    )
    order = [*bars["what"], published[0]]
    lines = alt.Scale(domain=order)
    base = alt.Chart(bars).encode(y=alt.Y("what:N", scale=lines, axis=None))
    x = alt.X("from:T", title=None, axis=alt.Axis(format="%b", tickCount="month", labelAlign="left"))
    days = [
        alt.Tooltip("what:N"),
        alt.Tooltip("start:N", title="from"),
        alt.Tooltip("end:N", title="to"),
    ]
    point = alt.Chart(single).encode(y=alt.Y("line:N", scale=lines), x="when:T")
    late = point.transform_filter(alt.datum.line == order[0])
    dot = point.transform_filter(alt.datum.line == order[-1])
    marked: dict[str, Any] = {"filled": True, "size": 110, "opacity": 1}
    layers = [
        base.mark_bar(height=10, color=REFERENCE).encode(x=x, x2="to:T", tooltip=days),
        base.mark_text(align="left", dy=-16, fontWeight="bold").encode(x="from:T", text="what:N"),
        base.mark_text(align="left", dy=17).encode(x="from:T", text="start:N"),
        base.mark_text(align="right", dy=17).encode(x="to:T", text="end:N"),
        late.mark_point(shape="cross", angle=45, color=FAILS, **marked).encode(tooltip="words:N"),
        late.mark_text(align="right", dy=-16).encode(text="words:N"),
        dot.mark_point(shape="circle", color=REFERENCE, **marked).encode(tooltip="words:N"),
        dot.mark_text(align="left", dx=12).encode(text="words:N"),
    ]
    return finished(
        alt.layer(*layers),
        title,
        f"{in_words(spans[0][1], 'month')} to {in_words(missed[1], 'month')}. "
        "The cross: the day that never came.",
        description,
        height=70 * len(order),
    )


def _short(day: datetime.date) -> str:
    return in_words(day, "day")
