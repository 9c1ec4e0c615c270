"""The report as one picture, for places that show no page: ``python -m addup.publishing.preview FILE``.

Drawn as plain SVG: the engine of the charts takes longer to start than all of this takes.
"""

from __future__ import annotations

import re
import sys
import textwrap
import zlib
from collections.abc import Sequence
from fractions import Fraction
from html import escape
from pathlib import Path

import vl_convert

from addup.engine.figures import Figure, load
from addup.engine.interval import Interval
from addup.engine.solve import (
    CONSISTENT,
    DEPENDS,
    INCONSISTENT,
    NOT_CHECKABLE,
    NOT_COMPARABLE,
    Result,
    solve,
)
from addup.publishing import citation
from addup.report import picture, wording
from addup.report.evidence import counted

WIDTH, HEIGHT = 1200, 630
"""Size in pixels that sites show the preview of a link at."""
REACH = 5
"""Ends of the chart's axis, in per cent off the number."""
ROWS = 8

PAPER, INK, MUTED, RULE = "#fdfcf9", "#1c2024", "#5a626b", "#d8d4cb"
PRINTED, IMPLIED = "#2f7ed8", "#c2660c"
VERDICTS = {
    CONSISTENT: (64, "#1d6b40"),
    INCONSISTENT: (248, "#a8261d"),
    DEPENDS: (449, "#7d5200"),
    NOT_COMPARABLE: (765, "#5b4a99"),
    NOT_CHECKABLE: (1001, MUTED),
}
"""Where the count of each verdict stands, in pixels, and its colour: that of the website."""

Ends = tuple[Fraction, Fraction]


def draw(data: Path, title: str) -> bytes:
    """Return the picture as a PNG of 1200 by 630 pixels; its text "Source" is the SVG it is drawn from.

    `data` is the folder of the tables; the same tables always give the same bytes on one machine, and the
    same SVG on any. Raises BadInput where a table cannot be read.
    """
    drawing = svg(data, title)
    return _with_text(bytes(vl_convert.svg_to_png(drawing)), "Source", drawing)


def svg(data: Path, title: str) -> str:
    """Return the picture as SVG: the title, how many checks came to what, and figures beside the rest.

    Raises BadInput where a table cannot be read.
    """
    register = load(data)
    result = solve(register)
    counts = counted(register, result)
    subtitle = f"The numbers of one article, put to {sum(counts.values())} tests"
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        _text(64, 108, title, 68, INK, "bold"),
        _text(64, 154, subtitle, 27, MUTED),
        f'<path d="M64 278H{WIDTH - 64}" stroke="{RULE}" stroke-width="2"/>',
    ]
    for verdict, (x, colour) in VERDICTS.items():
        parts.append(_text(x, 226, str(counts[verdict]), 44, colour, "bold"))
        parts.append(_text(x, 256, verdict, 22, colour))
    if rows := _rows(list(register.figures.values()), result):
        parts += _chart(rows[:ROWS])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{picture.FONT}">{"".join(parts)}</svg>'
    )


def _with_text(png: bytes, keyword: str, text: str) -> bytes:
    """Return a PNG with a text in it (PNG specification, iTXt), after its header of 33 bytes."""
    chunk = b"iTXt" + keyword.encode() + b"\0\x01\0\0\0" + zlib.compress(text.encode(), 9)
    length, checksum = (len(chunk) - 4).to_bytes(4), zlib.crc32(chunk).to_bytes(4)
    return png[:33] + length + chunk + checksum + png[33:]


def card(report: str, title: str, words: str, chart: str = "") -> bytes:
    """Return the picture of one page as a PNG: its title, the report's, and its chart, or else what it says.

    `chart` is an SVG with a `viewBox`.
    """
    lines = textwrap.wrap(title, 46, max_lines=2, placeholder=" …")
    top = 96 + 54 * len(lines)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        _text(64, 70, report, 26, MUTED),
        *(_text(64, 128 + 54 * row, line, 46, INK, "bold") for row, line in enumerate(lines)),
        f'<path d="M64 {top}H{WIDTH - 64}" stroke="{RULE}" stroke-width="2"/>',
    ]
    if chart:
        place = f'<svg x="64" y="{top + 22}" width="{WIDTH - 128}" height="{HEIGHT - top - 40}" '
        place += 'preserveAspectRatio="xMinYMin meet" '
        parts.append(
            re.sub(r' (?:width|height)="[^"]*"', "", chart[: chart.index(">")]).replace("<svg ", place, 1)
        )
        parts.append(chart[chart.index(">") :])
    else:
        room = (HEIGHT - top - 60) // 42
        for row, line in enumerate(textwrap.wrap(words, 72, max_lines=room, placeholder=" …")):
            parts.append(_text(64, top + 62 + 42 * row, line, 30, INK))
    return bytes(vl_convert.svg_to_png(_framed(parts)))


def _framed(parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{picture.FONT}">{"".join(parts)}</svg>'
    )


def _rows(figures: Sequence[Figure], result: Result) -> list[tuple[str, Ends, Ends]]:
    """Return the article's figures that something is worked out for, with both ranges in per cent off them.

    Left out are those of which either range goes beyond the axis, and those that only repeat a source.
    """
    sources = {result.figures[f.id].printed for f in figures if f.table == "references.csv"}
    rows = []
    for figure in figures:
        ranges = result.figures[figure.id]
        if figure.table == "figures.csv" and ranges.implied not in sources:
            printed, implied = _off(ranges.printed, figure), _off(ranges.implied, figure)
            if printed and implied:
                rows.append((wording.hedged(figure), printed, implied))
    return rows


def _off(interval: Interval | None, figure: Figure) -> Ends | None:
    value = figure.value
    if not value or interval is None or interval.lo is None or interval.hi is None:
        return None
    lo, hi = (interval.lo / value - 1) * 100, (interval.hi / value - 1) * 100
    return (lo, hi) if lo >= -REACH and hi <= REACH else None


def _chart(rows: Sequence[tuple[str, Ends, Ends]]) -> list[str]:
    """Draw a line for each figure: what is printed as a wide bar, what the rest implies as a thin one."""
    top, step = 316, 30
    bottom = top + step * len(rows)
    parts = []
    for tick in (-4, -2, 0, 2, 4):
        x = _x(Fraction(tick))
        parts.append(f'<path d="M{x} {top - 16}V{bottom - 14}" stroke="{RULE}" stroke-width="2"/>')
        words = f"{tick:+d} per cent".replace("-", wording.MINUS) if tick else "as printed"
        parts.append(_text(x, bottom + 8, words, 19, MUTED, anchor="middle"))
    for number, (label, printed, implied) in enumerate(rows):
        y = top + step * number
        parts.append(_text(_x(Fraction(-REACH)) - 20, y + 8, label, 23, INK, anchor="end"))
        parts += [_bar(_x(printed[0]), _x(printed[1]), y), _line(_x(implied[0]), _x(implied[1]), y)]
    y = bottom + 38
    parts += [_bar(306, 346, y), _text(358, y + 7, "what is printed, with its rounding", 20, INK)]
    parts += [_line(700, 740, y), _text(752, y + 7, "what everything else implies", 20, INK)]
    return parts


def _x(off: Fraction) -> float:
    """Return where so many per cent off the number are, in pixels from the left."""
    return round(float(726 + off * 84), 2)


def _bar(left: float, right: float, y: float) -> str:
    return (
        f'<rect x="{left}" y="{y - 10}" width="{right - left:.2f}" height="20" '
        f'fill="{PRINTED}" fill-opacity="0.35" stroke="{PRINTED}" stroke-width="2"/>'
    )


def _line(left: float, right: float, y: float) -> str:
    path = f"M{left} {y}H{right}M{left} {y - 10}v20M{right} {y - 10}v20"
    return f'<path d="{path}" stroke="{IMPLIED}" stroke-width="5" fill="none"/>'


def _text(
    x: float, y: float, words: str, size: int, colour: str, weight: str = "normal", anchor: str = "start"
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(words)}</text>'
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(draw(citation.PROJECT / "data", citation.read().title))
