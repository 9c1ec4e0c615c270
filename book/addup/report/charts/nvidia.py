"""Charts of the chapter on Nvidia's revenue from China."""

from __future__ import annotations

import altair as alt
import pandas as pd

from addup.report.charts import GUIDES, IMPLIED, PRINTED, REFERENCE, ROW, Drawing, finished, named


def quarterly_shares(quarters: pd.DataFrame, printed: float, title: str, description: str) -> Drawing:
    """Draw China's share of each quarter's revenue as a bar, and the printed share as a line.

    ``quarters`` has the columns ``ending`` (text), ``last_day``, ``share`` (per cent), ``in_article`` (bool).
    """
    # A label that would stand on the line is lifted above it.
    near = quarters["share"].between(printed - 1.5, printed)
    frame = quarters.assign(
        words=quarters["share"].map("{:.1f}".format), _top=quarters["share"].where(~near, printed)
    )
    base = alt.Chart(frame).encode(
        x=alt.X("ending:N", sort=None, title="quarter ending", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 18]), axis=alt.Axis(tickCount=4)),
        tooltip=[
            alt.Tooltip("ending:N", title="quarter ending"),
            alt.Tooltip("share:Q", title="per cent from China", format=".2f"),
        ],
    )
    bars = base.mark_bar(width=alt.RelativeBandSize(0.6), strokeWidth=2, strokeDash=[4, 3]).encode(
        fill=alt.condition("datum.in_article", alt.value(REFERENCE), alt.value("transparent")),
        stroke=alt.condition("datum.in_article", alt.value("transparent"), alt.value(REFERENCE)),
    )
    words = base.mark_text(dy=-8, fontWeight="bold").encode(y=alt.Y("_top:Q"), text=alt.Text("words:N"))
    mark = pd.DataFrame({"share": [printed], "words": [f"printed, {printed:g}"]})
    rule = alt.Chart(mark).mark_rule(color=PRINTED, strokeWidth=2).encode(y=alt.Y("share:Q"))
    label = (
        alt.Chart(mark)
        .mark_text(align="left", dy=-8, dx=2)
        .encode(x=alt.value(0), y=alt.Y("share:Q"), text=alt.Text("words:N"))
    )
    return finished(
        alt.layer(bars, rule, words, label),
        title,
        "China's share of Nvidia's revenue, per cent; broken outline: not yet published",
        description,
    )


def regions(frame: pd.DataFrame, title: str, description: str) -> Drawing:
    """Draw revenue by region as bars, the largest first; ``frame`` has ``region``, ``billion``, ``words``."""
    frame = frame.assign(line=frame["region"] + ", " + frame["words"])
    base = alt.Chart(frame).encode(
        y=alt.Y("line:N", sort=None, axis=None),
        x=alt.X(
            "billion:Q",
            title="billion dollars",
            scale=alt.Scale(zero=True, nice=False),
            axis=alt.Axis(tickCount=5, **GUIDES),
        ),
        tooltip=[alt.Tooltip("region:N"), alt.Tooltip("words:N", title="revenue, share")],
    )
    bars = base.mark_bar(height=12).encode(
        color=alt.condition("datum.china", alt.value(IMPLIED), alt.value(REFERENCE)),
    )
    subtitle = "Revenue in billions of dollars and share of the whole, by the address billed"
    return finished(alt.layer(bars, named(base)), title, subtitle, description, ROW * len(frame))
