"""Charts of the chapter on the exchange rate, and what else its check would have let pass."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import altair as alt
import pandas as pd

from addup.engine.interval import Interval
from addup.report import dates
from addup.report.article import Article
from addup.report.charts import IMPLIED, REFERENCE, Drawing, finished, spans
from addup.report.wording import day, significant, span


def passing(article: Article, **changes: Any) -> list[Fraction]:
    """Return which budgets in dollars would have passed the check of the rate: within a fifth, by the place.

    ``changes`` are those of other figures, as `Article.altered` takes them.
    """
    figure, checks = article.figure("domestic_usd"), ("conversion", "rate_at_least", "rate_at_most")
    assert figure.place, "a budget that is exact has no neighbours"
    middle, reach = Fraction(figure.number), int(Fraction(figure.number) / 5 / figure.place)
    tried = [middle + step * figure.place for step in range(-reach, reach + 1)]
    return [
        number * figure.scale
        for number in tried
        if article.altered(*checks, domestic_usd={"number": str(float(number))}, **changes).result.jointly
        == "consistent"
    ]


def rate_year(rates: pd.DataFrame, band: Interval, published: pd.Timestamp, title: str) -> Drawing:
    """Draw a year of daily rates, the band that two printed figures allow, and the day of publication.

    ``rates`` has the columns ``date`` and ``rate`` (yuan per dollar); ``band`` is bounded.
    """
    assert band.lo is not None
    assert band.hi is not None
    low, high = float(band.lo), float(band.hi)
    frame = rates.assign(fits=rates["rate"].between(low, high).map({True: "inside", False: "outside"}))
    x = alt.X(
        "date:T", title=None, axis=alt.Axis(format=dates.on_axis("short month"), tickCount=6, grid=False)
    )
    y = alt.Y(
        "rate:Q", title=None, scale=alt.Scale(domain=[7.0, 7.5], zero=False), axis=alt.Axis(format=".1f")
    )
    shade = (
        alt.Chart(pd.DataFrame({"low": [low], "high": [high]}))
        .mark_rect(color=IMPLIED, fillOpacity=0.16, stroke=IMPLIED, strokeWidth=1)
        .encode(y=alt.Y("low:Q"), y2=alt.Y2("high:Q"))
    )
    line = alt.Chart(frame).mark_line(color=REFERENCE, strokeWidth=1.5).encode(x=x, y=y)
    days = (
        alt.Chart(frame)
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "fits:N", scale=alt.Scale(domain=["inside", "outside"], range=[REFERENCE, IMPLIED])
            ),
            shape=alt.Shape(
                "fits:N", scale=alt.Scale(domain=["inside", "outside"], range=["circle", "cross"])
            ),
            size=alt.condition(alt.datum.fits == "outside", alt.value(40), alt.value(8)),
            tooltip=[
                alt.Tooltip("date:T", format=dates.on_axis("long")),
                alt.Tooltip("rate:Q", title="yuan per dollar", format=".4f"),
                alt.Tooltip("fits:N", title="would it have fitted?"),
            ],
        )
    )
    mark = pd.DataFrame({"date": [published], "words": ["published"]})
    rule = alt.Chart(mark).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("date:T"))
    label = (
        alt.Chart(mark)
        .mark_text(align="right", dx=-5, y=10)
        .encode(x=alt.X("date:T"), text=alt.Text("words:N"))
    )
    outside = frame[frame["fits"] == "outside"]["date"]
    first, last = (day(when.toordinal()) for when in (outside.min(), outside.max()))
    return finished(
        alt.layer(shade, line, days, rule, label).configure(locale={"time": dates.on_axes()}),
        title,
        "Yuan per dollar, every business day of the year before; shaded: what the two printed figures allow",
        f"Line chart of {len(frame)} daily exchange rates. The printed pair allows {span(band, 'CNY/USD')}. "
        f"{len(outside)} days lie outside, all of them below and between {first} and {last}; "
        f"the day of publication lies inside.",
    )


def rates_side_by_side(rows: list[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw rates and ranges of rates, (label, meaning, range) each, in yuan per dollar."""
    chart = spans(
        [(_numbered(label, r), meaning, r.lo, r.hi, span(r, "CNY/USD")) for label, meaning, r in rows],
        axis="yuan per dollar",
        edge=(7.1, 7.45),
        format=".2f",
    )
    return finished(
        chart, title, "Yuan per dollar: what printed pairs allow, and rates on record", description, None
    )


def _numbered(label: str, rates: Interval) -> str:
    assert rates.lo is not None, "a rate without a least is none"
    assert rates.hi is not None, "a rate without a most is none"
    ends = dict.fromkeys((significant(rates.lo, 5), significant(rates.hi, 5)))
    return f"{label}: {' to '.join(ends)}"
