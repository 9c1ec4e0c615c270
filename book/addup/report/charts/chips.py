"""Charts of the chapter on the chips, their price and their buyers."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from addup.engine.interval import Interval
from addup.report.charts import IMPLIED, PRINTED, REFERENCE, Drawing, finished, spans
from addup.report.wording import span


def prices(rows: Sequence[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw prices and ranges of prices, (label, meaning, range) each, in dollars a chip."""
    chart = spans(
        [(label, meaning, price.lo, price.hi, span(price, "USD/chip")) for label, meaning, price in rows],
        axis="dollars a chip",
        edge=(8000, 17000),
        format=",.0f",
    )
    return finished(chart, title, "Dollars a chip", description, None)


def budget(rows: Sequence[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw what was to spend and what it was to pay, (label, meaning, range) each, in dollars."""
    billion = 10**9
    chart = spans(
        [
            (
                label,
                meaning,
                None if sum.lo is None else sum.lo / billion,
                None if sum.hi is None else sum.hi / billion,
                span(sum, "USD"),
            )
            for label, meaning, sum in rows
        ],
        axis="billion dollars",
        edge=(1, 6),
        format=".0f",
    )
    return finished(chart, title, "Domestic spending in billions of dollars", description, None)


def buyers(counts: pd.DataFrame, title: str, description: str) -> Drawing:
    """Draw chips by buyer as bars; ``counts`` has ``buyer``, ``chips``, ``words`` and ``in_article`` (bool).

    Buyers that the article names are filled, the others are outlined and say so.
    """
    base = alt.Chart(counts).encode(
        y=alt.Y("buyer:N", sort=None, title=None),
        x=alt.X(
            "chips:Q",
            title="chips",
            scale=alt.Scale(domain=[0, 620_000], nice=False),
            axis=alt.Axis(values=[0, 200_000, 400_000], format=",.0f"),
        ),
        tooltip=[alt.Tooltip("buyer:N"), alt.Tooltip("words:N", title="chips")],
    )
    bars = base.mark_bar(strokeWidth=2).encode(
        fill=alt.condition("datum.in_article", alt.value(PRINTED), alt.value("transparent")),
        stroke=alt.condition("datum.in_article", alt.value(PRINTED), alt.value(REFERENCE)),
    )
    words = base.mark_text(align="left", dx=6).encode(text="words:N")
    subtitle = "Nvidia chips by Omdia's count; outlined: not in the article"
    return finished(alt.layer(bars, words), title, subtitle, description, 210)


def orders(counts: pd.DataFrame, title: str, description: str) -> Drawing:
    """Draw numbers of chips as bars; ``counts`` has ``line``, ``chips``, ``words`` and ``pair`` (bool).

    The two buyers together, ``pair``, are filled, all else that they are held against is outlined.
    """
    base = alt.Chart(counts).encode(
        y=alt.Y("line:N", sort=None, title=None, axis=alt.Axis(labelLimit=230)),
        x=alt.X(
            "chips:Q",
            title="chips",
            scale=alt.Scale(domain=[0, 2_400_000], nice=False),
            axis=alt.Axis(values=[0, 1_000_000], format=",.0f"),
        ),
        tooltip=[alt.Tooltip("line:N", title="who"), alt.Tooltip("words:N", title="chips")],
    )
    bars = base.mark_bar(strokeWidth=2).encode(
        fill=alt.condition("datum.pair", alt.value(IMPLIED), alt.value("transparent")),
        stroke=alt.condition("datum.pair", alt.value(IMPLIED), alt.value(REFERENCE)),
    )
    words = base.mark_text(align="left", dx=6).encode(text="words:N")
    subtitle = "Chips ordered or sold; filled: the two buyers together, of all Nvidia chips"
    return finished(alt.layer(bars, words), title, subtitle, description, 150)
