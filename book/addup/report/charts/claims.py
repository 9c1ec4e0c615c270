"""Charts and the table of the chapter on what the article claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from addup.report import wording
from addup.report.article import Article
from addup.report.charts import PRINTED, ROW, Drawing, finished, named
from addup.report.charts.index import printed_figures
from addup.report.tables import Table

VOICES = {
    "Financial Times (conversion)": "the newspaper's arithmetic",
    "Financial Times (headline)": "the newspaper, no source named",
    "Financial Times": "the newspaper, no source named",
    "two people familiar with the plans": "two people without names",
    "Omdia (estimate)": "Omdia's estimates",
    "company filings": "Nvidia's filings",
    "several industry insiders": "insiders without names",
    "Donald Trump": "others with names",
    "ByteDance, by way of the buyback": "others with names",
    "Aicpb.com": "others with names",
}
"""For each attribution of the register, whose voice a reader hears."""


def by_voice(article: Article) -> dict[str, list[str]]:
    """Return the ids of the printed figures by the voice that states them, in the order of VOICES.

    An attribution that VOICES does not know raises KeyError.
    """
    voices: dict[str, list[str]] = {voice: [] for voice in VOICES.values()}
    for id in printed_figures(article):
        voices[VOICES[article.figure(id).attribution]].append(id)
    return dict(sorted(voices.items(), key=lambda item: -len(item[1])))


def voices(article: Article, title: str) -> Drawing:
    """Draw every printed figure as one mark on the line of its voice: a square, or a triangle if hedged."""
    rows = [
        {
            "line": f"{voice}: {len(ids)}",
            "voice": voice,
            "_place": place,
            "hedge": "with a hedge" if article.figure(id).hedge != "none" else "bare",
            "label": article.figure(id).label,
            "words": article.hedged(id),
        }
        for voice, ids in by_voice(article).items()
        for place, id in enumerate(ids, 1)
    ]
    frame = pd.DataFrame(rows)
    base = alt.Chart(frame).encode(y=alt.Y("line:N", sort=list(dict.fromkeys(frame["line"])), axis=None))
    marks = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("_place:Q", axis=None, scale=alt.Scale(domain=[0.7, frame["_place"].max() + 1])),
        color=alt.value(PRINTED),
        shape=alt.Shape(
            "hedge:N",
            scale=alt.Scale(domain=["bare", "with a hedge"], range=["square", "triangle-up"]),
            # The theme draws every key as a square.
            legend=alt.Legend(symbolType="square", symbolFillColor=PRINTED, symbolStrokeWidth=0),
        ),
        tooltip=[alt.Tooltip("words:N", title="printed"), alt.Tooltip("label:N", title="figure")],
    )
    totals = Counter(frame["voice"])
    hedged = Counter(frame["hedge"])["with a hedge"]
    listed = ", ".join(f"{voice}: {n}" for voice, n in totals.items())
    return finished(
        alt.layer(marks, named(base.transform_filter("datum._place == 1"))),
        title,
        "One mark for each printed figure, by whose voice states it",
        f"{title}. Figures by voice: {listed}; {hedged} of {len(frame)} carry a hedge.",
        height=ROW * len(totals),
    )


def names_of_money(article: Article, called: Mapping[str, tuple[str, str]], name: str) -> Table:
    """Return the sums of the plan as a table: where each stands (``called``, by id), and as what."""
    rows = [[where, article.hedged(id), what] for id, (where, what) in called.items()]
    frame = pd.DataFrame(rows, columns=["in", "sum", "called"])
    return Table(frame, "Each sum of the plan, and what it is called there", name, right=("sum",))


def slips(
    article: Article,
    cases: Sequence[tuple[str, str, str, Mapping[str, Mapping[str, Any]], Sequence[str]]],
    name: str,
) -> Table:
    """Return a table of corrupted numbers: what a copy says, a check put to it, what the check comes to.

    ``cases`` are (a kind of slip, what the copy says, what the check then asks, fields of figures by id as
    for Article.altered, ids of checks); the first check is the one reported, the others supply what it needs
    to know.
    """
    rows = []
    for kind, said, question, changes, ids in cases:
        verdict = article.altered(*ids, **changes).verdict(ids[0])
        left, right = map(wording.span, (verdict.left, verdict.right), verdict.units)
        rows.append(
            [f"{said} ({kind})", question, f"{{verdict}}`{verdict.verdict}`", f"{left} against {right}"]
        )
    frame = pd.DataFrame(rows, columns=["a copy says", "the check asks", "verdict", "because"])
    return Table(frame, "What the checks make of corrupted numbers", name)
