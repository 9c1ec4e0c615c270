"""Charts of the chapter on users."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from addup.engine.interval import Interval
from addup.report.charts import IMPLIED, PRINTED, REFERENCE, Drawing, finished, spans
from addup.report.wording import span

MILLION = 10**6
PER_CENT = 100

KINDS = {"month": (PRINTED, "square"), "week": (IMPLIED, "circle"), "not said": (REFERENCE, "triangle-up")}


def kinds(counts: pd.DataFrame, title: str, description: str) -> Drawing:
    """Draw numbers of users, each with the mark of its kind.

    ``counts`` has ``line``, ``million``, ``words`` and ``kind``, one of ``KINDS``: the span in which somebody
    must have come once to be counted.
    """
    kind = alt.Scale(domain=list(KINDS), range=[colour for colour, _ in KINDS.values()])
    shape = alt.Scale(domain=list(KINDS), range=[shape for _, shape in KINDS.values()])
    base = alt.Chart(counts).encode(
        y=alt.Y("line:N", sort=None, title=None, axis=alt.Axis(labelLimit=230)),
        x=alt.X(
            "million:Q",
            title="million users",
            scale=alt.Scale(domain=[0, 360], nice=False),
            axis=alt.Axis(values=[0, 100, 200, 300]),
        ),
        tooltip=[
            alt.Tooltip("line:N", title="service"),
            alt.Tooltip("words:N", title="users"),
            alt.Tooltip("kind:N", title="came once in a"),
        ],
    )
    color = alt.Color("kind:N", scale=kind, legend=alt.Legend(symbolType="circle"))
    stems = base.mark_rule(strokeWidth=2).encode(x2=alt.datum(0), color=color)
    heads = base.mark_point(filled=True, size=90, opacity=1).encode(
        color=color, shape=alt.Shape("kind:N", scale=shape)
    )
    words = base.mark_text(align="left", dx=9).encode(text="words:N")
    subtitle = (
        "Millions of users; shape and colour: counted if they came once in a month, in a week, not said"
    )
    return finished(alt.layer(stems, heads, words), title, subtitle, description, 190)


def meters(rows: Sequence[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw counts of the same users, (label, meaning, range) each, in millions."""
    chart = spans(
        [
            (
                label,
                meaning,
                None if users.lo is None else users.lo / MILLION,
                None if users.hi is None else users.hi / MILLION,
                span(users, "monthly_user"),
            )
            for label, meaning, users in rows
        ],
        axis="million users in the month",
        edge=(69, 77),
        format=".0f",
    )
    return finished(
        chart, title, "Doubao's monthly users in millions, as far as rounding allows", description, None
    )


def bounds(rows: Sequence[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw what Doubao can be of ChatGPT, (label, meaning, range) each, in per cent."""
    chart = spans(
        [
            (
                label,
                meaning,
                None if share.lo is None else share.lo * PER_CENT,
                None if share.hi is None else share.hi * PER_CENT,
                span(share, "share"),
            )
            for label, meaning, share in rows
        ],
        axis="per cent of ChatGPT's users",
        edge=(0, 30),
        format=".0f",
    )
    return finished(chart, title, "Doubao's users in per cent of ChatGPT's", description, None)
