"""Proposed checks: a text of so many numbers, from the reading of the numbers to the last proposal."""

from __future__ import annotations

import time
from dataclasses import replace

from addup.engine.figures import Figure
from addup.texts.numerals import numbers
from addup.texts.proposals import propose

from tests.texts.relations import texts

SIZES = (125, 250, 500, 1000, 2000)


def article(size: int) -> tuple[list[Figure], str]:
    """Return so many figures and the text that prints them: the marked English texts, one after the other."""
    marked = [each for part in ("tuned", "held") for each in texts(part) if each.language == "en"]
    figures: list[Figure] = []
    paragraphs: list[str] = []
    copies = 0
    while len(figures) < size:
        each = marked[copies % len(marked)]
        copies += 1
        figures += [
            replace(figure, id=f"{figure.id}_{copies}", paragraph=(figure.paragraph or 0) + len(paragraphs))
            for figure in each.figures
        ]
        paragraphs += each.text.split("\n\n")
    return figures[:size], "\n\n".join(paragraphs)


def report() -> None:
    """Print for each size the seconds of processor time, and the growth from half of it."""
    numbers("one", "en")  # what is read once, whatever the text
    before = None
    for size in SIZES:
        figures, text = article(size)
        start = time.process_time()
        numbers(text, "en")
        read = time.process_time()
        found = propose(figures, text, "en")
        end = time.process_time()
        growth = "" if before is None else f", {(end - start) / before:.1f} times half of it"
        print(
            f"{size:5} numbers: {read - start:5.2f} s to read, {end - read:5.2f} s for "
            f"{len(found)} proposals{growth}"
        )
        before = end - start
