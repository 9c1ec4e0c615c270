"""The chart of the chapter on size: a valuation under three readings."""

from __future__ import annotations

from addup.engine.figures import READINGS
from addup.report.article import Article
from addup.report.charts import Drawing, as_number, finished, spans
from addup.report.charts.parts import billions
from addup.report.wording import span


def valuation_by_reading(article: Article, title: str) -> Drawing:
    """Draw, for each reading, the valuation as printed and as the prices per share imply it."""
    relation = article.check("valuation").relation
    rows, apart = [], []
    for reading in READINGS:
        printed, implied = relation.sides({id: article.figure(id).printed(reading) for id in relation.names})
        assert printed is not None
        assert implied is not None
        rows += [(reading, "printed", printed), (reading, "implied", implied)]
        if printed & implied is None:
            apart.append(reading)
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
        + f". The two lie apart in the readings: {', '.join(apart) or 'none'}.",
        None,
    )
