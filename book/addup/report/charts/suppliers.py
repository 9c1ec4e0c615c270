"""Charts of the chapter on who gets the money."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from addup.report.article import Article
from addup.report.charts import IMPLIED, Drawing, as_number, finished
from addup.report.charts.parts import bar_of_parts
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
        "The plan in billion dollars, above by place and below by supplier; orange parts are worked out",
        f"Two bars of the same length. By place: {quantity(home, 'USD')} at home, {quantity(abroad, 'USD')} "
        f"abroad. By supplier: {quantity(chinese, 'USD', 2)} Chinese suppliers, {quantity(nvidia, 'USD', 2)} "
        f"Nvidia at home, {quantity(abroad, 'USD')} abroad, of which Nvidia gets an unknown part.",
        LOWER_BAR + 90,
    )


NVIDIA = "{part} + (1 - {part} - chinese_share) / (1 + overseas_usd / domestic_usd)"
"""Nvidia's share of the plan if a part of the money abroad reaches it.

Each figure stands in it once, so that its range is exact.
"""
CHINESE = "chinese_share / (1 + overseas_usd / domestic_usd)"
"""Chinese suppliers' share of the plan, none of the money abroad reaching them."""
SHARES = {"Nvidia": NVIDIA, "Chinese suppliers": CHINESE}
STEPS = 10


def balance(article: Article, title: str, description: str) -> Drawing:
    """Draw both groups' shares of the plan over the part of the money abroad that reaches Nvidia.

    A line is a share as printed, the shade around it all that rounding leaves.
    """
    rows = []
    for step in range(STEPS + 1):
        for who, share in SHARES.items():
            expression = share.format(part=f"{step} / {STEPS}")
            hull = article.work_out(expression)
            ends = {"printed": article.exactly(expression), "least": hull.lo, "most": hull.hi}
            percentages = {name: as_number(end and 100 * end) for name, end in ends.items()}
            rows.append(
                {"who": who, "part": 100 * step / STEPS, **percentages, "words": span(hull, "share", 3)}
            )
    frame = pd.DataFrame(rows)
    x = alt.X(
        "part:Q",
        title="per cent of the money abroad that reaches Nvidia",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(tickCount=5),
    )
    y: Any = {"scale": alt.Scale(domain=[0, 80], nice=False), "title": None}
    base = alt.Chart(frame).encode(
        x=x,
        detail=alt.Detail("who:N"),
        tooltip=[
            alt.Tooltip("who:N", title="who"),
            alt.Tooltip("part:Q", title="per cent of the money abroad"),
            alt.Tooltip("printed:Q", title="per cent of the plan, as printed", format=".1f"),
            alt.Tooltip("words:N", title="with rounding"),
        ],
    )
    shade = base.mark_area(color=IMPLIED, opacity=1, fillOpacity=0.2, stroke=IMPLIED, strokeWidth=1).encode(
        y=alt.Y("least:Q", axis=alt.Axis(tickCount=5), **y), y2=alt.Y2("most:Q")
    )
    line = base.mark_line(color=IMPLIED, strokeWidth=2.5).encode(
        y=alt.Y("printed:Q", **y),
        strokeDash=alt.StrokeDash(
            "who:N", scale=alt.Scale(domain=list(SHARES), range=[[1, 0], [6, 4]]), legend=None
        ),
    )
    names = (
        alt.Chart(frame)
        .transform_filter(alt.datum.part == 100)
        .mark_text(align="right", baseline="bottom", fontWeight="bold", dx=-6)
        .encode(x=x, y=alt.Y("most:Q", **y), text=alt.Text("who:N"))
    )
    return finished(
        alt.layer(shade, line, names),
        title,
        "Share of the plan in per cent; lines as printed, shades with rounding",
        description,
        240,
    )
