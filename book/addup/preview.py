"""The overview as a picture on its own, for places that show no page: ``python -m addup.preview FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

import vl_convert

from addup import picture
from addup.charts.index import by_support, overview
from addup.report import Article


def draw(article: Article) -> bytes:
    """Return the chart of printed against implied ranges as a PNG on white, twice as fine as a screen."""
    worked_out, _, _ = by_support(article)
    chart = overview(article, worked_out, 16, "What the rest implies meets what is printed, figure by figure")
    compiled = picture.vega(chart.to_dict())
    return bytes(vl_convert.vega_to_png(compiled | {"background": "white", "padding": 12}, scale=2))


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(draw(Article()))
