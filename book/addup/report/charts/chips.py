"""Charts of the chapter on the chips, their price and their buyers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from addup.engine.interval import Interval
from addup.report.article import Article
from addup.report.charts import Drawing, finished, spans
from addup.report.wording import span


def reported_prices(article: Article) -> Interval:
    """Return the prices of an H20 on record, from the lowest to the highest, in dollars a chip.

    A price of grade D was not reported: it is a quotient, worked out from what was.
    """
    reported = [
        article.exactly(id)
        for id, figure in article.register.figures.items()
        if id.startswith("h20_") and figure.unit == "USD/chip" and figure.extra["grade"] != "D"
    ]
    return Interval(min(reported), max(reported))


def prices(rows: Sequence[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw prices and ranges of prices, (label, meaning, range) each, in dollars a chip."""
    chart = spans(_lines(rows, "USD", 1), axis="dollars a chip", edge=(8000, 17000), format=",.0f")
    return finished(chart, title, "Dollars a chip", description, None)


def budget(rows: Sequence[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw what was to spend and what it was to pay, (label, meaning, range) each, in dollars."""
    chart = spans(_lines(rows, "USD", 10**9), axis="billion dollars", edge=(1, 6), format=".0f")
    return finished(chart, title, "Domestic spending in billions of dollars", description, None)


def customers(rows: Sequence[tuple[str, str, Interval]], title: str, description: str) -> Drawing:
    """Draw what is known of chips by customer, (label, meaning, range) each, in thousands of chips."""
    chart = spans(_lines(rows, "chip", 1000), axis="thousand chips", edge=(0, 300), format=",.0f")
    return finished(chart, title, "Thousands of chips ordered for one year", description, None)


def _lines(
    rows: Sequence[tuple[str, str, Interval]], unit: str, scale: int
) -> list[tuple[str, str, Fraction | None, Fraction | None, str]]:
    """Return rows as `spans` takes them, in units of ``scale``, each named with its range."""

    def scaled(end: Fraction | None) -> Fraction | None:
        return None if end is None else end / scale

    said = [(label, meaning, range, span(range, unit, 3)) for label, meaning, range in rows]
    return [
        (f"{label}: {words}", meaning, scaled(range.lo), scaled(range.hi), words)
        for label, meaning, range, words in said
    ]
