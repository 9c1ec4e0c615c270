"""The charts of the report, in one style: each a function that takes data and returns a finished chart.

The title is the finding, the subtitle says what is drawn and in what unit. Colour carries meaning (printed,
implied, reference, verdict) and never alone: shape, thickness or a label says the same. The tones keep a
contrast of 3:1 on white and on the dark page. Text takes the colour of the page it stands on.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import altair as alt
import pandas as pd

import addup.report.display  # noqa: F401  (charts show as the project wants them as soon as one is imported)
from addup.report import wording
from addup.report.article import Article

PRINTED = "#2f7ed8"
IMPLIED = "#c2660c"
REFERENCE = "#7d7d7d"
HOLDS = "#13866f"
FAILS = "#d1495b"

Drawing = alt.Chart | alt.LayerChart | alt.FacetChart

MEANINGS = {"printed": PRINTED, "implied": IMPLIED, "reference": REFERENCE}


@alt.theme.register("addup", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    text: Any = {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelLimit": 300}
    config: Any = {
        "config": {
            "title": {
                "anchor": "start",
                "frame": "bounds",
                "fontSize": 17,
                "fontWeight": 600,
                "subtitleFontSize": 14,
                "subtitlePadding": 4,
                "offset": 14,
            },
            "axis": {**text, "ticks": False, "domain": False, "labelPadding": 6, "gridDash": [1, 3]},
            "axisX": {"labelSeparation": 8, "titlePadding": 8},
            # Numbers stand under their gridlines, the first and the last, too.
            "axisXQuantitative": {"labelFlush": False},
            "legend": {
                **text,
                "orient": "top",
                "title": None,
                "symbolType": "square",
                "symbolOpacity": 1,
            },
            "text": {"fontSize": 13},
            "bar": {"height": 14},
            "point": {"opacity": 1},
            "tick": {"opacity": 1},
            "view": {"stroke": None},
        }
    }
    theme: alt.theme.ThemeConfig = config
    return theme


def finished(
    chart: Drawing, title: str, subtitle: str, description: str, height: int | None = 260
) -> Drawing:
    """Return a chart with its finding as title; ``description`` states the finding to who cannot see it."""
    return chart.properties(
        width="container",
        **({} if height is None else {"height": height}),
        title=alt.Title(title, subtitle=subtitle),
        description=description,
    )


def as_number(value: Fraction | None) -> float | None:
    """Return a value as Vega draws it; the exact one stays with the figure."""
    return None if value is None else float(value)


def ends(
    edge: tuple[Fraction | float, Fraction | float], least: Fraction | None, most: Fraction | None
) -> dict[str, Any]:
    """Return a range as fields of a row: as it is, and as a plot that ends at ``edge`` draws it.

    ``open`` says which ends there are not. Fields with "_" are for the drawing alone: no file has them.
    """
    low, high = edge
    return {
        "least": as_number(least),
        "most": as_number(most),
        "open": {(True, False): "least", (False, True): "most", (True, True): "both"}.get(
            (least is None, most is None), ""
        ),
        "_least": float(low if least is None else min(max(low, least), high)),
        "_most": float(high if most is None else max(min(high, most), low)),
        "_goes_on_left": least is None or least < low,
        "_goes_on_right": most is None or most > high,
    }


ROW = 36
"""Height in pixels of a line of a chart: its name above, its marks below."""
GUIDES: Any = {"gridDash": [ROW / 2, ROW / 2], "gridDashOffset": -ROW / 4}
"""Gridlines that run behind the marks of each line and not behind its name."""


def named(line: alt.Chart, field: str = "line") -> alt.Chart:
    """Set the name of each line above its marks, where there is room for what it is and its number."""
    text = line.mark_text(align="left", dy=-16, limit=alt.ExprRef("width"))
    written: alt.Chart = text.encode(
        x=alt.value(0), color=alt.value("currentColor"), text=alt.Text(f"{field}:N")
    )
    return written


def arrows(base: alt.Chart, **mark: Any) -> list[alt.Chart]:
    """Draw a head at each end of a range that goes on beyond the picture, in the colour of ``base``."""
    return [
        base.transform_filter(f"datum._goes_on_{side}")
        .mark_point(shape=f"triangle-{side}", filled=True, size=60, opacity=1, **mark)
        .encode(x=alt.X(f"{field}:Q"))
        for side, field in (("left", "_least"), ("right", "_most"))
    ]


def off_the_number(reach: float) -> alt.X:
    """Return the axis for ends of ranges in per cent off a printed number, up to ``reach`` either way."""
    return alt.X(
        "_least:Q",
        title=None,
        scale=alt.Scale(domain=[-reach, reach], nice=False),
        axis=alt.Axis(
            format="+d", tickCount=5, labelExpr="datum.value ? datum.label : 'as printed'", **GUIDES
        ),
    )


def spans(
    rows: Sequence[tuple[str, str, Fraction | None, Fraction | None, str]],
    *,
    axis: str,
    edge: tuple[float, float],
    format: str = ",.4~r",
) -> Drawing:
    """Draw ranges as bars, each below its name: printed ones thick, all others thin between two caps.

    ``rows`` are (name, meaning, least, most, words), each with a name of its own; the words are the tooltip.
    ``edge`` is where the picture ends; a range that goes on is cut there and ends in an arrow.
    """
    low, high = edge
    frame = pd.DataFrame(
        [
            {
                "line": line,
                "meaning": meaning,
                **ends(edge, least, most),
                "unit": axis,
                "words": words,
            }
            for line, meaning, least, most, words in rows
        ]
    )
    base = alt.Chart(frame).encode(
        y=alt.Y("line:N", sort=list(frame["line"]), axis=None),
        tooltip=[
            alt.Tooltip("line:N", title="figure"),
            alt.Tooltip("meaning:N", title="range"),
            alt.Tooltip("words:N", title="from, to"),
        ],
    )
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    ticks = alt.Axis(format=format, labelExpr="datum.value ? datum.label : '0'", tickCount=5, **GUIDES)
    x = alt.X("_least:Q", title=axis, scale=scale, axis=ticks)
    meanings = [meaning for meaning in MEANINGS if meaning in set(frame["meaning"])]
    # One meaning alone needs no legend: the title and the lines say what is drawn.
    key = alt.Legend() if len(meanings) > 1 else None
    tones = alt.Scale(domain=meanings, range=[MEANINGS[meaning] for meaning in meanings])
    colour = alt.Color("meaning:N", scale=tones, legend=key)
    thick = base.transform_filter("datum.meaning == 'printed' && datum._least != datum._most")
    others = base.transform_filter("datum.meaning != 'printed' && datum._least != datum._most")
    cap = others.mark_tick(thickness=2.5, size=9)
    single = base.transform_filter("datum._least == datum._most")
    layers: list[Any] = [
        thick.mark_bar(height=9).encode(x=x, x2=alt.X2("_most:Q"), color=colour),
        others.mark_rule(strokeWidth=2.5).encode(x=x, x2=alt.X2("_most:Q"), color=colour),
        cap.transform_filter("!datum._goes_on_left").encode(x=x, color=colour),
        cap.transform_filter("!datum._goes_on_right").encode(x=alt.X("_most:Q"), color=colour),
        single.mark_point(shape="diamond", filled=True, size=70, opacity=1).encode(x=x, color=colour),
        *arrows(base.encode(color=colour)),
        named(base),
    ]
    return alt.layer(*layers).properties(height=ROW * len(frame))


def printed_against_implied(article: Article, ids: Sequence[str], reach: int = 20) -> Drawing:
    """Draw for each figure the printed and the implied range, in per cent of the printed number."""
    rows = []
    for id in ids:
        ranges, figure = article.ranges(id), article.figure(id)
        value = article.value(id)
        names = {"printed": wording.hedged(figure), "implied": "implied"}
        for meaning, interval in (("printed", ranges.printed), ("implied", ranges.implied)):
            if interval is None or (meaning == "implied" and ranges.says_nothing):
                continue
            least, most = (
                None if end is None else (end - value) / value * 100 for end in (interval.lo, interval.hi)
            )
            words = wording.span(interval, wording.unit_of(figure))
            name = f"{figure.label}, {names[meaning]}" + (f": {words}" if meaning == "implied" else "")
            rows.append((name, meaning, least, most, words))
    return spans(rows, axis="per cent away from the printed number", edge=(-reach, reach), format="+d")
