"""The chart of the chapter on size: a valuation under three readings."""

from __future__ import annotations

from addup.engine.figures import READINGS
from addup.report.article import Article
from addup.report.charts import Drawing, as_number, finished
from addup.report.charts.parts import billions, in_billions
from addup.report.wording import span


def valuation_by_reading(article: Article, title: str) -> Drawing:
    """Draw, for each reading, the valuation as printed and as the prices per share imply it."""
    relation = article.check("valuation").relation
    rows, apart = [], []
    for reading in READINGS:
        printed, implied = relation.sides({id: article.figure(id).printed(reading) for id in relation.names})
        assert printed is not None
        assert implied is not None
        rows += [
            (f"{reading}, {meaning}: {span(range, 'USD')}", meaning, range)
            for meaning, range in (("printed", printed), ("implied", implied))
        ]
        if printed & implied is None:
            apart.append(reading)
    middle = as_number(billions(article.value("valuation_usd"))) or 0.0
    chart = in_billions(rows, "billion dollars", (middle - 15, middle + 15), ".0f")
    return finished(
        chart,
        title,
        "ByteDance's valuation in billion dollars, as printed and as the share price implies, by reading",
        f"{'; '.join(line for line, *_ in rows)}. The two lie apart in the readings: "
        f"{', '.join(apart) or 'none'}.",
        None,
    )
