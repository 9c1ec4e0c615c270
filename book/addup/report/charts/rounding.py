"""Charts, examples and the table of the chapter on rounded numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import altair as alt
import pandas as pd

from addup.engine.figures import READINGS, Check, Figure, Register
from addup.engine.formula import parse
from addup.engine.interval import Interval
from addup.engine.solve import DEPENDS, INCONSISTENT, Verdict
from addup.report import wording
from addup.report.article import Article
from addup.report.charts import GUIDES, IMPLIED, PRINTED, ROW, Drawing, finished, named, spans
from addup.report.tables import Table


def accounts(items: Mapping[str, str], formula: str) -> Article:
    """Return an article made up of amounts in million dollars, by id, and one check, whose id is "total".

    The amounts are rounded to their last printed digit, as in company accounts; no file holds them.
    """
    figures = {
        id: Figure(
            id=id,
            label=id.replace("_", " "),
            number=number,
            scale=Fraction(10**6),
            unit="USD",
            hedge="none",
            place=None,
            period="",
            attribution="",
            paragraph=None,
            quote="",
            note="",
            table="figures.csv",
            line=line,
        )
        for line, (id, number) in enumerate(items.items(), 2)
    }
    check = Check("total", "Do the items make the total?", formula, "", "rounding", 2, parse(formula))
    return Article(register=Register(figures, {check.id: check}))


def readings(article: Article, ids: Sequence[str], title: str) -> Drawing:
    """Draw what printed figures can be under each reading, in per cent of the printed number."""
    rows = []
    for id in ids:
        figure, value = article.figure(id), article.value(id)
        for reading in READINGS:
            interval = figure.printed(reading)
            assert interval.lo is not None
            assert interval.hi is not None
            words = wording.span(interval, wording.unit_of(figure))
            rows.append(
                {
                    "line": f"{wording.hedged(figure)}, {reading}: {words}",
                    "reading": reading,
                    "least": float(interval.lo / value - 1) * 100,
                    "most": float(interval.hi / value - 1) * 100,
                    "words": words,
                }
            )
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("line:N", sort=None, axis=None),
        x=alt.X(
            "least:Q",
            title=None,
            axis=alt.Axis(
                format="+d", tickCount=5, labelExpr="datum.value ? datum.label : 'as printed'", **GUIDES
            ),
        ),
        color=alt.condition("datum.reading == 'declared'", alt.value(PRINTED), alt.value(IMPLIED)),
        tooltip=[alt.Tooltip("line:N", title="figure, reading"), alt.Tooltip("words:N", title="from, to")],
    )
    listed = "; ".join(str(row["line"]) for row in rows)
    return finished(
        alt.layer(
            base.mark_rule(strokeWidth=4).encode(x2=alt.X2("most:Q")),
            base.mark_tick(thickness=2, size=12),
            base.mark_tick(thickness=2, size=12).encode(x=alt.X("most:Q")),
            named(base),
        ),
        title,
        "Per cent away from the printed number, under each reading; blue: declared, the default",
        f"{title}. {listed}.",
        height=ROW * len(rows),
    )


def steps(rows: Sequence[tuple[str, str, Interval, Fraction]], title: str, subtitle: str) -> Drawing:
    """Draw ranges of dollars, one step of a sum below the other, each as far as it lies from a number.

    ``rows`` are (line, "printed" or "implied", range with two ends, the number).
    """
    million = Fraction(10**6)
    lines = [
        (line, meaning, _away(r.lo, number) / million, _away(r.hi, number) / million, wording.span(r, "USD"))
        for line, meaning, r, number in rows
    ]
    ends = [float(end) for _, _, *both, _ in lines for end in both]
    room = (max(ends) - min(ends)) / 20
    chart = spans(lines, axis="million dollars", edge=(min(ends) - room, max(ends) + room), format="+.2~r")
    listed = "; ".join(f"{line}: {words}" for line, *_, words in lines)
    return finished(chart, title, subtitle, f"{title}. {listed}.", None)


def verdicts(article: Article, examples: Sequence[tuple[Article, str]], name: str) -> Table:
    """Return a table with one example for each verdict: the verdict, the check, and what carries it.

    Where a verdict depends on the reading, a side stands there under one that breaks it, too, if it differs.
    """
    rows = []
    for source, id in examples:
        verdict = source.verdict(id)
        question = source.check(id).question
        if source is not article:
            question += " (a figure altered)"
        sides = _sides(verdict)
        breaking = [reading for reading, found in verdict.by_reading.items() if found == INCONSISTENT]
        if verdict.verdict == DEPENDS and breaking:
            broken = _sides(Article(source.data, breaking[0]).verdict(id))
            sides = [
                side if side == other else f"{source.reading}: {side}; {breaking[0]}: {other}"
                for side, other in zip(sides, broken, strict=True)
            ]
        mark = source.marked(id) if source is article else f"{{verdict}}`{verdict.verdict}`"
        rows.append([mark, question, *sides])
    columns = ["verdict", "for example", "one side", "the other"]
    return Table(pd.DataFrame(rows, columns=columns), "The five verdicts", name)


def _sides(verdict: Verdict) -> list[str]:
    return list(map(wording.span, (verdict.left, verdict.right), verdict.units))


def in_floats(items: Sequence[str], total: str, half: str) -> bool:
    """Return whether rounded items reach a rounded total in a computer's usual binary arithmetic.

    ``half`` is half of the last place. Exactly touching ends may miss each other there.
    """
    most = sum(float(item) + float(half) for item in items)
    least = sum(float(item) - float(half) for item in items)
    return least <= float(total) + float(half) and float(total) - float(half) <= most


def _away(end: Fraction | None, number: Fraction) -> Fraction:
    assert end is not None, "a range without an end has no place in the picture"
    return end - number
