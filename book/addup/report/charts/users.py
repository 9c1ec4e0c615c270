"""The chart of the chapter on users."""

from __future__ import annotations

from collections.abc import Sequence

from addup.engine.interval import Interval
from addup.report.charts import Drawing, finished, spans

PER_CENT = 100


def bounds(rows: Sequence[tuple[str, str, str, Interval]], title: str) -> Drawing:
    """Draw what Doubao can be of ChatGPT in per cent: (what, its number in words, meaning, range) each."""
    chart = spans(
        [
            (
                f"{what}, {words}",
                meaning,
                None if share.lo is None else share.lo * PER_CENT,
                None if share.hi is None else share.hi * PER_CENT,
                words,
            )
            for what, words, meaning, share in rows
        ],
        axis="per cent of ChatGPT's users",
        edge=(0, 30),
        format=".0f",
    )
    description = (
        f"Doubao's users beside ChatGPT's: {'; '.join(f'{what}, {words}' for what, words, *_ in rows)}."
    )
    return finished(chart, title, "Doubao's users in per cent of ChatGPT's", description, None)
