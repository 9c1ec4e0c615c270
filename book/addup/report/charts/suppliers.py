"""Charts of the chapter on who gets the money."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from addup.engine.interval import Interval
from addup.report.article import Article
from addup.report.charts import Drawing, as_number, finished, spans
from addup.report.charts.parts import bar_of_parts, billions
from addup.report.wording import quantity, span

LOWER_BAR = 92
"""Pixels from the upper edge to the words of the second of two bars."""


def by_place_and_supplier(article: Article, title: str) -> Drawing:
    """Draw the plan twice, end to end: split by place as printed, and by supplier as worked out."""
    home, abroad = (article.value(id) for id in ("domestic_usd", "overseas_usd"))
    chinese = article.exactly("chinese_share * domestic_usd")
    nvidia = home - chinese
    reach = 13.0
    by_place = bar_of_parts(
        0,
        [
            (f"at home\n{article.printed('domestic_usd')}", "printed", home),
            (f"abroad\n{article.hedged('overseas_usd')}", "printed", abroad),
        ],
        reach,
    )
    by_supplier = bar_of_parts(
        LOWER_BAR,
        [
            (f"Chinese\nsuppliers\n{quantity(chinese, 'USD', 2)}", "implied", chinese),
            (f"Nvidia\nat home\n{quantity(nvidia, 'USD', 2)}", "implied", nvidia),
            (f"Nvidia at most:\ncomputing abroad\n{article.printed('overseas_usd')}", "printed", abroad),
        ],
        reach,
    )
    return finished(
        alt.layer(by_place, by_supplier),
        title,
        "The plan in billion dollars, above by place and below by supplier; brown parts are worked out",
        f"Two bars of the same length. By place: {quantity(home, 'USD')} at home, {quantity(abroad, 'USD')} "
        f"abroad. By supplier: {quantity(chinese, 'USD', 2)} Chinese suppliers, {quantity(nvidia, 'USD', 2)} "
        f"Nvidia at home, {quantity(abroad, 'USD')} abroad, of which Nvidia gets an unknown part.",
        LOWER_BAR + 90,
    )


def chips(rows: Sequence[tuple[str, str, Interval]], title: str) -> Drawing:
    """Draw numbers of chips: (line, meaning, chips)."""
    chart = spans(
        [
            (
                line,
                meaning,
                None if r.lo is None else r.lo / 1000,
                None if r.hi is None else r.hi / 1000,
                span(r, "chip"),
            )
            for line, meaning, r in rows
        ],
        axis="thousand chips",
        edge=(0.0, 320.0),
        format=".0f",
    )
    return finished(
        chart,
        title,
        "Chips in thousands: what each group's share of the money buys, and what was ordered last year",
        "; ".join(f"{line}: {span(r, 'chip')}" for line, _, r in rows) + ". The first two ranges overlap.",
        None,
    )


def nvidia_then_and_now(rows: Sequence[tuple[str, str, Interval]], break_even: str, title: str) -> Drawing:
    """Draw Nvidia's money from China in several years and readings: (line, meaning, dollars).

    ``break_even`` is the price per chip, in words, at which both years are level.
    """
    chart = spans(
        [(line, meaning, billions(r.lo), billions(r.hi), span(r, "USD")) for line, meaning, r in rows],
        axis="billion dollars",
        edge=(0.0, max(4.0, *(as_number(billions(r.hi)) or 0.0 for _, _, r in rows))),
        format=".0f",
    )
    return finished(
        chart,
        title,
        "ByteDance's money for Nvidia's chips in China, in billion dollars",
        "; ".join(f"{line}: {span(r, 'USD')}" for line, _, r in rows)
        + f". The two years are level at {break_even}.",
        None,
    )
