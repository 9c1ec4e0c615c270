"""Charts of the chapter on the chips, their price and their buyers."""

from __future__ import annotations

from collections.abc import Sequence

from addup.engine.interval import Interval
from addup.report.article import Article
from addup.report.charts import Drawing, finished, spans
from addup.report.wording import span


def reported_prices(article: Article) -> Interval:
    """Return the prices of an H20 on record, from the lowest to the highest, in dollars a chip.

    A price of grade D was not reported: it is a quotient, worked out from what was.
    """
    reported = [
        article.value(id)
        for id, figure in article.register.figures.items()
        if id.startswith("h20_") and figure.unit == "USD/chip" and figure.extra["grade"] != "D"
    ]
    return Interval(min(reported), max(reported))


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


def customers(rows: Sequence[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw what is known of chips by customer, (label, meaning, range) each, in thousands of chips."""
    chart = spans(
        [
            (
                label,
                meaning,
                None if chips.lo is None else chips.lo / 1000,
                None if chips.hi is None else chips.hi / 1000,
                span(chips, "chip"),
            )
            for label, meaning, chips in rows
        ],
        axis="thousand chips",
        edge=(0, 300),
        format=",.0f",
    )
    return finished(chart, title, "Thousands of chips ordered for one year", description, None)
