"""Charts of the chapter on wrong numbers, and what they show: how far off a figure could be unnoticed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import altair as alt
import pandas as pd

from addup.engine.figures import Figure
from addup.engine.interval import Interval
from addup.engine.power import detection
from addup.report import wording
from addup.report.article import Article
from addup.report.charts import (
    IMPLIED,
    REFERENCE,
    ROW,
    Drawing,
    arrows,
    ends,
    finished,
    named,
    off_the_number,
)

BY_ITSELF, WITH_SOURCES = "the article by itself", "with the sources"


def held_against(article: Article, tests: Iterable[str]) -> Article:
    """Return the article held against some tests, and all that works a quantity out for them."""
    return article.altered(*tests, *article.by_evidence["none"])


def unnoticed(article: Article, id: str) -> Interval:
    """Return which numbers could have been printed for a figure without any contradiction being certain.

    They are the values that everything else implies, widened by what the figure's own rounding forgives; but
    a share that can be the whole at most is not printed as more.
    """
    implied, figure = article.interval(id, "implied"), article.figure(id)
    possible = figure.domain
    if figure.unit == "share" and implied.hi == 1:
        possible = Interval(Fraction(0), Fraction(1))
    numbers = (implied + (Interval.point(article.value(id)) - article.interval(id, "printed"))) & possible
    assert numbers is not None
    return numbers


@dataclass(frozen=True)
class Misprints:
    """How many ways there are to print one digit off by one, and how many of them are noticed by whom."""

    possible: int
    by_itself: int
    with_sources: int


def misprints(alone: Article, sources: Article) -> Misprints:
    """Count the digits off by one that cannot go unnoticed, over all figures that the article prints.

    ``alone`` is the article held against its own figures only, ``sources`` against others' as well. The
    counts are lower bounds, as are the ranges they rest on. Raises AssertionError if the article contradicts
    itself as it is.
    """
    conflict = sorted({*alone.result.conflict, *sources.result.conflict})
    assert not conflict, f"{', '.join(conflict)} cannot all hold, so a slip shows nothing: rewrite it"
    by_itself, with_sources = (
        [slip.caught for slip in detection(one.register, one.reading)] for one in (alone, sources)
    )
    return Misprints(len(by_itself), sum(by_itself), sum(with_sources))


def room(
    ids: Sequence[str], alone: Article, sources: Article, reach: int, title: str, description: str
) -> Drawing:
    """Draw for each figure how far it could be off unnoticed, in per cent, up to ``reach``.

    Figures that could be off by more than that either way, sources or not, are left out.
    The broad pale bar is what the article's own figures forgive, the narrow one what is left with sources.
    Lines stand in the order of how closely the sources hold them.
    """
    rows = []
    for id in ids:
        figure, value = alone.figure(id), alone.value(id)
        for by, one in ((BY_ITSELF, alone), (WITH_SOURCES, sources)):
            numbers = unnoticed(one, id)
            off = (None if end is None else (end / value - 1) * 100 for end in (numbers.lo, numbers.hi))
            rows.append(
                {
                    "figure": id,
                    "line": f"{figure.label}, {wording.hedged(figure)}",
                    "by": by,
                    **ends((-reach, reach), *off),
                    "unit": "per cent off the number",
                    "words": printable(numbers, figure),
                }
            )
    frame = pd.DataFrame(rows)
    held = frame[(frame["by"] == WITH_SOURCES) & ((frame["_least"] > -reach) | (frame["_most"] < reach))]
    frame = frame[frame["line"].isin(held["line"])]
    order = list(
        held.assign(width=held["_most"] - held["_least"]).sort_values("width", kind="stable")["line"]
    )
    base = alt.Chart(frame).encode(
        y=alt.Y("line:N", sort=order, axis=None),
        x=off_the_number(reach),
        tooltip=[
            alt.Tooltip("line:N", title="figure"),
            alt.Tooltip("by:N", title="noticed by"),
            alt.Tooltip("words:N", title="could have been printed"),
        ],
    )
    own, narrow = (base.transform_filter(alt.datum.by == by) for by in (BY_ITSELF, WITH_SOURCES))
    single = narrow.transform_filter("datum._least == datum._most")
    layers = [
        own.mark_bar(height=12, color=REFERENCE, fillOpacity=0.35, stroke=REFERENCE, strokeWidth=1).encode(
            x2=alt.X2("_most:Q")
        ),
        narrow.mark_bar(height=5, color=IMPLIED).encode(x2=alt.X2("_most:Q")),
        single.mark_tick(thickness=3, size=12, color=IMPLIED),
    ]
    return finished(
        alt.layer(*layers, *arrows(narrow, color=IMPLIED), named(narrow)),
        title,
        "Per cent away from the printed number. Broad: what the article by itself forgives; narrow: what "
        "calculations with sources leave.",
        description,
        height=ROW * len(order),
    )


def printable(numbers: Interval, figure: Figure) -> str:
    """Return in words which of some numbers could stand in print, being rounded as the figure is."""
    if numbers == figure.domain:
        return "anything"
    place = (figure.place or figure.last_place) * figure.scale
    least = None if numbers.lo is None else ceil(numbers.lo / place) * place
    most = None if numbers.hi is None else floor(numbers.hi / place) * place
    if least is not None and least not in numbers:
        least += place
    if most is not None and most not in numbers:
        most -= place
    if least is not None and least == most:
        return f"{wording.in_terms_of(figure, least)} alone"
    return wording.span(Interval(least, most), wording.unit_of(figure), 4)
