"""Charts of the chapter on the sum: money as a bar of parts, and what the parts leave open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import altair as alt
import pandas as pd

from addup.engine.interval import Interval
from addup.report.article import Article
from addup.report.charts import MEANINGS, Drawing, finished, spans
from addup.report.wording import span

BILLION = 10**9
BAR, LINE = 34, 15
"""Heights in pixels of a bar of parts and of a line of text above it."""


def bar_of_parts(top: int, parts: Sequence[tuple[str, str, Fraction]], reach: float) -> Drawing:
    """Draw amounts end to end as one bar, each with its words above it.

    ``parts`` are (words, meaning, dollars), each with as many lines of words. The words begin ``top`` pixels
    below the upper edge of a picture that ends at ``reach`` billion dollars.
    """
    upper = top + LINE * (1 + parts[0][0].count("\n")) + 2
    ends = [float(sum(part[2] for part in parts[:count])) / BILLION for count in range(len(parts) + 1)]
    frame = pd.DataFrame(
        [
            {
                "words": words,
                "meaning": meaning,
                "billion": float(dollars) / BILLION,
                "_from": start,
                "_to": end,
            }
            for (words, meaning, dollars), start, end in zip(parts, ends[:-1], ends[1:], strict=True)
        ]
    )
    x = alt.X(
        "_from:Q",
        title="billion dollars",
        scale=alt.Scale(domain=[0, reach]),
        axis=alt.Axis(tickCount=6, grid=False),  # no line behind the words
    )
    tones = alt.Scale(domain=list(MEANINGS), range=list(MEANINGS.values()))
    base = alt.Chart(frame)
    bars = base.mark_rect(x2Offset=-3, cornerRadius=2).encode(
        x=x,
        x2=alt.X2("_to:Q"),
        y=alt.value(upper),
        y2=alt.value(upper + BAR),
        color=alt.Color("meaning:N", scale=tones, legend=None),
        tooltip=[
            alt.Tooltip("words:N", title="part"),
            alt.Tooltip("billion:Q", title="billion dollars"),
            alt.Tooltip("meaning:N", title="its size is"),
        ],
    )
    labels = base.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=LINE).encode(
        x=x, y=alt.value(top), text=alt.Text("words:N")
    )
    return alt.layer(bars, labels)


def totals(article: Article, narrow: Interval, title: str) -> Drawing:
    """Draw the sum with and without the second mention of a part, and the totals printed for it.

    ``narrow`` is the sum that the second mention allows.
    """
    wide = article.work_out("domestic_usd + overseas_usd")
    rows = [
        (
            f"first sentence, {article.hedged('plan_usd')}",
            "printed",
            article.ranges("plan_usd").printed,
        ),
        (f"headline, {article.printed('headline_usd')}", "printed", article.ranges("headline_usd").printed),
        (f"parts, abroad {article.hedged('overseas_usd')}: {span(wide, 'USD')}", "implied", wide),
        (f"parts, abroad {article.printed('overseas_again_usd')}: {span(narrow, 'USD')}", "implied", narrow),
    ]
    chart = in_billions(rows, "billion dollars", (11.25, 13.0), ".1f")
    return finished(
        chart,
        title,
        "Billion dollars: what each printed total allows, and what the parts add up to",
        f"{_listed(rows)}. All of them overlap.",
        None,
    )


def reports(rows: Sequence[tuple[str, str, Interval]], title: str) -> Drawing:
    """Draw what several reports say of one amount: (report, meaning, dollars)."""
    chart = in_billions(rows, "billion dollars abroad", (0.0, 14.0), ".0f")
    return finished(
        chart,
        title,
        "Money for abroad in billion dollars; an arrow means that the report sets no limit on that side",
        f"{_listed(rows)}.",
        None,
    )


def in_billions(
    rows: Sequence[tuple[str, str, Interval]], axis: str, edge: tuple[float, float], format: str
) -> Drawing:
    """Draw ranges of dollars, (name, meaning, range) each, on an axis in billions."""
    lines = [(line, meaning, billions(r.lo), billions(r.hi), span(r, "USD")) for line, meaning, r in rows]
    return spans(lines, axis=axis, edge=edge, format=format)


def _listed(rows: Sequence[tuple[str, str, Interval]]) -> str:
    """Name each row with its range, which is not said twice."""
    said = ((line, span(r, "USD")) for line, _, r in rows)
    return "; ".join(line if line.endswith(words) else f"{line}: {words}" for line, words in said)


def billions(end: Fraction | None) -> Fraction | None:
    """Return an end of a range of dollars in billions."""
    return None if end is None else end / BILLION
