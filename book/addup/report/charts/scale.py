"""Charts of the chapter on size: server bills, dollars per chip, and a valuation under three readings."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import altair as alt
import pandas as pd

from addup.engine.figures import READINGS
from addup.engine.interval import Interval
from addup.report.article import Article
from addup.report.charts import IMPLIED, PRINTED, Drawing, as_number, finished, spans
from addup.report.charts.parts import BILLION, billions
from addup.report.wording import span


def bills(rows: Sequence[tuple[str, bool, Fraction, str]], title: str) -> Drawing:
    """Draw amounts as bars: (whose, whether all bars like it may be compared, dollars, words).

    Bars that may not be compared with the others are drawn hollow.
    """
    frame = pd.DataFrame(
        [
            {"whose": whose, "comparable": comparable, "billions": float(value) / BILLION, "words": words}
            for whose, comparable, value, words in rows
        ]
    )
    base = alt.Chart(frame).encode(
        x=alt.X(
            "billions:Q",
            title="billion dollars",
            scale=alt.Scale(domain=[0, 1.28 * frame["billions"].max()], nice=False),
            axis=alt.Axis(tickCount=5),
        ),
        y=alt.Y("whose:N", title=None, sort=list(frame["whose"])),
        tooltip=[alt.Tooltip("whose:N"), alt.Tooltip("words:N", title="amount")],
    )
    solid = base.transform_filter("datum.comparable").mark_bar(color=PRINTED)
    hollow = base.transform_filter("!datum.comparable").mark_bar(
        filled=False, stroke=IMPLIED, strokeWidth=2, strokeDash=[4, 3]
    )
    words = base.mark_text(align="left", dx=5).encode(text="words:N")
    return finished(
        alt.layer(solid, hollow, words),
        title,
        "Billion dollars; solid bars are one count of one year, dashed ones are something else",
        "; ".join(f"{whose}: {words}" for whose, _, _, words in rows)
        + ". Only the first three are of one kind and one year.",
        30 * len(rows) + 20,
    )


def dollars_per_chip(rows: Sequence[tuple[str, str, Interval]], title: str) -> Drawing:
    """Draw dollars per chip: (line, meaning, dollars)."""
    chart = spans(
        [
            (
                line,
                meaning,
                None if r.lo is None else r.lo / 1000,
                None if r.hi is None else r.hi / 1000,
                span(r, "USD/chip"),
            )
            for line, meaning, r in rows
        ],
        axis="thousand dollars",
        edge=(0.0, max(150.0, *(float(r.hi) / 1000 for _, _, r in rows if r.hi is not None))),
        format=".0f",
    )
    return finished(
        chart,
        title,
        "Thousand dollars for each of the year's advanced Nvidia chips, and the price of a chip for China",
        "; ".join(f"{line}: {span(r, 'USD/chip')}" for line, _, r in rows) + ".",
        None,
    )


def valuation_by_reading(article: Article, title: str) -> Drawing:
    """Draw, for each reading, the valuation as printed and as the prices per share imply it."""
    relation = article.check("valuation").relation
    rows = []
    for reading in READINGS:
        given = {id: article.figure(id).printed(reading) for id in relation.names}
        for meaning, side in zip(("printed", "implied"), relation.sides(given), strict=True):
            assert side is not None
            rows.append((reading, meaning, side))
    middle = as_number(billions(article.value("valuation_usd"))) or 0.0
    chart = spans(
        [(line, meaning, billions(r.lo), billions(r.hi), span(r, "USD")) for line, meaning, r in rows],
        axis="billion dollars",
        edge=(middle - 15, middle + 15),
        format=".0f",
    )
    return finished(
        chart,
        title,
        "ByteDance's valuation in billion dollars, as printed and as the share price implies, by reading",
        "; ".join(f"{line}, {meaning}: {span(r, 'USD')}" for line, meaning, r in rows)
        + ". The two overlap in every reading but the strict one.",
        None,
    )
