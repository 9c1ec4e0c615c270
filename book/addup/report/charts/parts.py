"""Charts of the chapter on the sum: money as a bar of parts, and what the parts leave open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import altair as alt
import pandas as pd

from addup.engine.interval import Interval
from addup.report.article import Article
from addup.report.charts import MEANINGS, Drawing, finished, spans
from addup.report.wording import quantity, span

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
            {"words": words, "meaning": meaning, "from": start, "to": end}
            for (words, meaning, _), start, end in zip(parts, ends[:-1], ends[1:], strict=True)
        ]
    )
    x = alt.X(
        "from:Q", title="billion dollars", scale=alt.Scale(domain=[0, reach]), axis=alt.Axis(tickCount=6)
    )
    tones = alt.Scale(domain=list(MEANINGS), range=list(MEANINGS.values()))
    base = alt.Chart(frame)
    bars = base.mark_rect(x2Offset=-3, cornerRadius=2).encode(
        x=x,
        x2="to:Q",
        y=alt.value(upper),
        y2=alt.value(upper + BAR),
        color=alt.Color("meaning:N", scale=tones, legend=None),
        tooltip=[alt.Tooltip("words:N", title="part"), alt.Tooltip("meaning:N", title="its size is")],
    )
    labels = base.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=LINE).encode(
        x=x, y=alt.value(top), text="words:N"
    )
    return alt.layer(bars, labels)


def two_parts(article: Article, title: str) -> Drawing:
    """Draw the two parts end to end, the range of their sum, and the mark that it has to pass."""
    home, abroad, mark = (article.value(id) for id in ("domestic_usd", "overseas_usd", "plan_usd"))
    total = article.work_out("domestic_usd + overseas_usd")
    assert total.lo is not None
    assert total.hi is not None
    reach, words = 14.0, span(total, "USD")
    bar = bar_of_parts(
        18,
        [
            (f"chips for China\n{article.printed('domestic_usd')}", "printed", home),
            (f"computing abroad\n{article.hedged('overseas_usd')}", "printed", abroad),
        ],
        reach,
    )
    ends = pd.DataFrame(
        [{"least": float(total.lo) / BILLION, "most": float(total.hi) / BILLION, "words": words}]
    )
    low = 18 + 2 * LINE + BAR + 14
    range_of_sum = alt.Chart(ends).encode(y=alt.value(low), tooltip=alt.Tooltip("words:N", title="sum"))
    colour: Any = MEANINGS["implied"]
    sum_layers = [
        range_of_sum.mark_rule(strokeWidth=2.5, color=colour).encode(x="least:Q", x2="most:Q"),
        *(
            range_of_sum.mark_tick(thickness=2.5, size=11, color=colour).encode(x=f"{end}:Q")
            for end in ("least", "most")
        ),
        range_of_sum.mark_text(align="right", dx=-8).encode(x="least:Q", text="words:N"),
    ]
    threshold = alt.Chart(
        pd.DataFrame([{"mark": float(mark) / BILLION, "words": article.hedged("plan_usd")}])
    ).encode(x="mark:Q")
    rule = threshold.mark_rule(strokeDash=[3, 3], strokeWidth=1.5).encode(
        y=alt.value(20), y2=alt.value(low + 10)
    )
    name = threshold.mark_text(align="right", dx=4).encode(y=alt.value(10), text="words:N")
    return finished(
        alt.layer(bar, *sum_layers, rule, name),
        title,
        "The two parts in billion dollars, end to end; below them where the sum can end",
        f"One bar of two parts, {quantity(home, 'USD')} for chips in China and {quantity(abroad, 'USD')} "
        f"abroad. Their sum is {words}, all of it beyond the dashed mark at {quantity(mark, 'USD')}.",
        low + 20,
    )


def totals(article: Article, narrow: Interval, title: str) -> Drawing:
    """Draw the sum with and without the second mention of a part, and the totals printed for it.

    ``narrow`` is the sum that the second mention allows.
    """
    wide = article.work_out("domestic_usd + overseas_usd")
    rows = [
        ("first sentence", "printed", article.ranges("plan_usd").printed),
        ("headline", "printed", article.ranges("headline_usd").printed),
        ("sum of the parts", "implied", wide),
        ("sum, second mention", "implied", narrow),
    ]
    chart = spans(
        [(line, meaning, billions(r.lo), billions(r.hi), span(r, "USD")) for line, meaning, r in rows],
        axis="billion dollars",
        edge=(11.25, 13.0),
        format=".1f",
    )
    return finished(
        chart,
        title,
        "What each printed total allows, and what the parts add up to",
        "; ".join(f"{line}: {span(r, 'USD')}" for line, _, r in rows) + ". All of them overlap.",
        None,
    )


def before_and_after(
    article: Article, doubled_exactly: Interval, doubled_roughly: Interval, title: str
) -> Drawing:
    """Draw the domestic budget and what last year's was, if doubled exactly and if doubled roughly."""
    rows = [
        ("planned for this year", "printed", article.ranges("domestic_usd").printed),
        ("last year, exactly half", "implied", doubled_exactly),
        ("last year, about half", "implied", doubled_roughly),
    ]
    chart = spans(
        [(line, meaning, billions(r.lo), billions(r.hi), span(r, "USD")) for line, meaning, r in rows],
        axis="billion dollars",
        edge=(0.0, 6.0),
        format=".0f",
    )
    return finished(
        chart,
        title,
        "Domestic chip budget in billion dollars, as printed and as implied by the doubling",
        "; ".join(f"{line}: {span(r, 'USD')}" for line, _, r in rows) + ".",
        None,
    )


def reports(rows: Sequence[tuple[str, str, Interval]], title: str) -> Drawing:
    """Draw what several reports say of one amount: (report, meaning, dollars)."""
    chart = spans(
        [(line, meaning, billions(r.lo), billions(r.hi), span(r, "USD")) for line, meaning, r in rows],
        axis="billion dollars abroad",
        edge=(0.0, 14.0),
        format=".0f",
    )
    return finished(
        chart,
        title,
        "Money for abroad in billion dollars; an arrow means that the report sets no limit on that side",
        "; ".join(f"{line}: {span(r, 'USD')}" for line, _, r in rows) + ".",
        None,
    )


def billions(end: Fraction | None) -> Fraction | None:
    """Return an end of a range of dollars in billions."""
    return None if end is None else end / BILLION
