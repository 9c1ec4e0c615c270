"""Charts of the chapter on limits, and what leads to them: other checks, and when a source appeared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import altair as alt
import pandas as pd

from addup.engine.figures import Check, Figure, Register
from addup.engine.formula import parse
from addup.engine.interval import Interval
from addup.engine.sensitivity import Sensitivity, of_check, of_statement
from addup.report import dates
from addup.report.article import Article
from addup.report.charts import GUIDES, PRINTED, REFERENCE, ROW, Drawing, arrows, ends, finished, named
from addup.report.wording import in_terms_of

ALL_CHIPS_ORDERED = (
    "huawei_ordered * huawei_price + ecb_usd_cny * chips_bytedance * h20_may_low <= budget_2024_cny"
)
"""A check that was left out: did last year's budget pay for all chips ordered, at the lowest price?"""


def with_check(article: Article, id: str, formula: str) -> Article:
    """Return the article held against one check more, called ``id``."""
    line = len(article.register.checks) + 2
    return article.with_check(Check(id, id, formula, "", "limits", line, parse(formula)))


def places_that_turn(
    article: Article, ids: Sequence[str], claims: Mapping[str, Callable[[Article], bool]]
) -> list[tuple[str, str, str, str]]:
    """Return what no longer holds if a figure is rounded to another place: (id, place, tried, what).

    Tried is every power of ten from the last printed digit to the first, one figure at a time; what turns is
    a claim or the outcome of a check.
    """
    register = Register(dict(article.register.figures), dict(article.register.checks))
    altered: dict[tuple[Fraction, ...], Article] = {}  # shared by the claims

    def of_claim(holds: Callable[[Article], bool]) -> Sensitivity:
        def stands(other: Register, reading: str) -> bool:
            tried = tuple(other.figures[id].place_for(reading) for id in ids)
            if tried not in altered:
                altered[tried] = Article(article.data, reading, other, article)
            return holds(altered[tried])

        return of_statement(register, ids, stands, readings=())

    found = [(claim, turn) for claim, holds in claims.items() for turn in of_claim(holds).turns]
    for id, verdict in article.result.checks.items():
        if verdict.by_reading:  # else no value of a figure could settle it
            question = article.check(id).question.rstrip("?")
            turns = of_check(register, id, ids).turns
            found += [(f"{question}: {turn.outcome}", turn) for turn in turns]
    turned = []
    for what, turn in sorted(found, key=lambda each: (ids.index(each[1].figure), each[1].place)):
        figure = article.figure(turn.figure)
        declared, tried = (in_terms_of(figure, each * figure.scale) for each in (turn.declared, turn.place))
        turned.append((turn.figure, declared, tried, what))
    return turned


def appeared(figure: Figure) -> str:
    """Return when the source of a reference appeared, as an ISO 8601 day or month: its key ends in that."""
    dated = re.search(r"_(\d{4})_(\d{2})(?:_(\d{2}))?", figure.extra["source"])
    assert dated, f"{figure.extra['source']} is not a key with a date"
    return "-".join(part for part in dated.groups() if part)


def in_words(when: str, *, short: bool = False) -> str:
    """Write an ISO 8601 day or month: "23 January 2025", "December 2024"; or short, "23 Jan 2025"."""
    of_day, of_month = ("medium", "short month") if short else ("long", "month")
    return dates.in_words(pd.Timestamp(when), of_day if when.count("-") == 2 else of_month)


def amounts_in_order(
    rows: Sequence[tuple[str, str, Interval, str]], published: str, title: str, description: str
) -> Drawing:
    """Draw what reports put ByteDance's spending at, in dollars, in the order in which they appeared.

    ``rows`` are (day or month, what, range, unit of the words beside it). Full bars were known when the
    article appeared, hollow ones only later; the article's own are in the colour of what is printed.
    """
    edge = max(float(r.hi or r.lo or 0) for _, _, r, _ in rows) / 1e9 * 1.15
    frame = pd.DataFrame(
        [
            {
                "line": f"{in_words(when, short=True)}: {what}, {words}",
                "appeared": when,
                **ends((0, edge), *(None if end is None else end / 10**9 for end in (r.lo, r.hi))),
                "unit": "billion dollars",
                "known": "later" if when > published else "then",
                "by": "article" if when == published else "others",
                "words": words,
            }
            for when, what, r, words in sorted(rows, key=lambda row: row[0])
        ]
    )
    meaning = alt.Scale(domain=["article", "others"], range=[PRINTED, REFERENCE])
    base = alt.Chart(frame).encode(y=alt.Y("line:N", sort=list(frame["line"]), axis=None))
    x = alt.X(
        "_least:Q",
        title="billion dollars",
        scale=alt.Scale(domain=[0, edge], nice=False),
        axis=alt.Axis(tickCount=6, **GUIDES),
    )
    tooltip = [alt.Tooltip("line:N", title="report"), alt.Tooltip("words:N", title="amount")]
    colour = alt.Color("by:N", scale=meaning, legend=None)
    full = (
        base.transform_filter(alt.datum.known == "then")
        .mark_bar(height=11)
        .encode(x=x, x2=alt.X2("_most:Q"), color=colour, tooltip=tooltip)
    )
    hollow = (
        base.transform_filter(alt.datum.known == "later")
        .mark_bar(height=11, filled=False, strokeWidth=1.5)
        .encode(
            x=x, x2=alt.X2("_most:Q"), stroke=alt.Stroke("by:N", scale=meaning, legend=None), tooltip=tooltip
        )
    )
    return finished(
        alt.layer(full, hollow, *arrows(base.encode(color=colour)), named(base)),
        title,
        "Ranges in billion dollars. Full: known when the article appeared. Hollow: only later. Arrow: more.",
        description,
        height=ROW * len(frame),
    )
