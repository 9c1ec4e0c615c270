"""The chart of the first page: everything the article prints against everything the rest implies."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from addup.report import wording
from addup.report.article import Article
from addup.report.charts import (
    IMPLIED,
    PRINTED,
    ROW,
    Drawing,
    arrows,
    ends,
    finished,
    named,
    off_the_number,
)


def printed_figures(article: Article) -> list[str]:
    """Return the ids of the article's own figures that have a number, in the order of the text."""
    return [
        id
        for id, figure in article.register.figures.items()
        if figure.table == "figures.csv" and figure.is_printed
    ]


def by_support(article: Article) -> tuple[list[str], list[str], list[str]]:
    """Sort the printed figures by what bears on them: something worked out, a source alone, nothing.

    A figure rests on a source alone if what the rest implies is just what one reference prints.
    """
    sources = {
        article.ranges(id).printed
        for id, figure in article.register.figures.items()
        if figure.table == "references.csv"
    }
    worked_out: list[str] = []
    repeated: list[str] = []
    untouched: list[str] = []
    for id in printed_figures(article):
        ranges = article.ranges(id)
        if ranges.says_nothing:
            untouched.append(id)
        elif ranges.implied in sources:
            repeated.append(id)
        else:
            worked_out.append(id)
    return worked_out, repeated, untouched


def confined_by_itself(article: Article) -> list[str]:
    """Return the printed figures to which the article's other figures alone set a least and a most."""
    own = [
        id
        for id, check in article.register.checks.items()
        if all(article.figure(name).table == "figures.csv" for name in check.relation.names)
    ]
    alone = article.altered(*own)
    confined = []
    for id in printed_figures(article):
        implied = alone.ranges(id).implied
        if implied is not None and implied.lo and implied.hi is not None:
            confined.append(id)
    return confined


def overview(article: Article, ids: list[str], reach: int, title: str) -> Drawing:
    """Draw figures one to a line: the range as printed as a thick bar, the range implied as a thin one on it.

    Lines bear the names and the numbers as printed. The axis is in per cent of them and ends at ``reach``
    either way.
    """
    rows = []
    for id in ids:
        figure, value = article.figure(id), article.value(id)
        for meaning in ("printed", "implied"):
            interval = article.interval(id, meaning)
            off = [None if end is None else (end / value - 1) * 100 for end in (interval.lo, interval.hi)]
            rows.append(
                {
                    "figure": id,
                    "line": f"{figure.label}, {wording.hedged(figure)}",
                    "meaning": meaning,
                    **ends((-reach, reach), *off),
                    "unit": "per cent off the number",
                    "words": wording.span(interval, wording.unit_of(figure)),
                }
            )
    frame = pd.DataFrame(rows)
    base = alt.Chart(frame).encode(
        y=alt.Y("line:N", sort=list(dict.fromkeys(frame["line"])), axis=None),
        x=off_the_number(reach),
        color=alt.Color(
            "meaning:N",
            scale=alt.Scale(domain=["printed", "implied"], range=[PRINTED, IMPLIED]),
        ),
        tooltip=[
            alt.Tooltip("line:N", title="figure"),
            alt.Tooltip("meaning:N", title="range"),
            alt.Tooltip("words:N", title="from, to"),
        ],
    )
    thick = base.transform_filter("datum.meaning == 'printed'").mark_bar(
        height=9, fillOpacity=0.35, stroke=PRINTED, strokeWidth=1
    )
    thin = base.transform_filter("datum.meaning == 'implied'").mark_rule(strokeWidth=3)
    ends_of_implied = base.transform_filter("datum.meaning == 'implied'").mark_tick(thickness=2, size=9)
    name = named(base.transform_filter("datum.meaning == 'printed'"))
    layers: list[Any] = [thick.encode(x2=alt.X2("_most:Q")), thin.encode(x2=alt.X2("_most:Q"))]
    for side, field in (("left", "_least"), ("right", "_most")):
        layers.append(
            ends_of_implied.transform_filter(f"!datum._goes_on_{side}").encode(x=alt.X(f"{field}:Q"))
        )
    lines = "; ".join(
        f"{article.hedged(id)}: printed {article.range_of(id)}, implied {article.range_of(id, 'implied')}"
        for id in ids
    )
    return finished(
        alt.layer(*layers, *arrows(base), name),
        title,
        "How far off the printed number each range goes, in per cent",
        f"{title}. {lines}.",
        height=ROW * len(ids),
    )
