"""Where figures and tables stand: worked out from where everything came to stand in a first run.

A figure is not broken. Where it would leave much of a page empty, the text of its section goes on first, as
far as it takes. A chapter whose last page would hold a few lines is set a little tighter, if that saves
the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# In points, as the template sets an A4 page; a chapter's text stands between these two.
HEIGHT = 841.89
TOP, BOTTOM = 85.04, HEIGHT - 79.37

SMALL_GAP = 0.08  # of a page: what may stay empty for a figure to stand where it is spoken of
FULL_PAGE = 0.97  # of a page: beyond it, lines that must stay together may not fit
SHORT_PAGE = 0.25  # of a page: a last page that is worth saving
TIGHTER = 0.95  # the height of text set tight, headings and their room included
WITH_HEADING = 40.0  # points: a heading is not left without two lines

Mark = tuple[str, str, int, float]  # whose place it is, which, the page, points from its top


@dataclass(frozen=True)
class Block:
    """A block of a chapter: a heading, a captioned figure or table known by its address, or text."""

    kind: str
    name: str
    height: float


def arrange(marks: Sequence[Mark]) -> dict[str, str]:
    """Return for the template which figures let how many blocks pass, and which chapters are set tight."""
    passed: dict[str, int] = {}
    tight = []
    for chapter, blocks in chapters(marks):
        loose = fill(blocks, 1)
        close = fill(blocks, TIGHTER)
        if loose.rest < SHORT_PAGE and close.pages < loose.pages and close.rest < FULL_PAGE:
            tight.append(chapter)
            loose = close
        passed |= loose.passed
    return {"passed": json.dumps(passed), "tight": json.dumps(tight)}


def chapters(marks: Sequence[Mark]) -> Iterator[tuple[str, list[Block]]]:
    """Yield each chapter's name and its blocks, as high as they came to stand."""
    own = {whose: (page, y) for whose, which, page, y in marks if which == "own"}
    others = [mark for mark in marks if mark[1] != "own"]
    blocks: list[Block] = []
    for (whose, which, page, y), (_, _, next_page, next_y) in zip(
        others, others[1:] + others[-1:], strict=True
    ):
        if which == "end":
            if "#" not in whose[1:]:  # a chapter's, not a section's
                yield whose, blocks
                blocks = []
            continue
        kind = {"start": "heading", "": "text"}.get(which, "figure")
        start, top = own.get(which, (page, y))
        if start == next_page:
            height = next_y - top
        elif kind == "heading":
            height = next_y - TOP  # it moved as a whole
        else:
            height = BOTTOM - top + (next_page - start - 1) * (BOTTOM - TOP) + next_y - TOP
        blocks.append(Block(kind, which, height))


@dataclass
class Filled:
    """A chapter's pages as filled: how many are full, how much of the last is, and who let whom pass."""

    passed: dict[str, int]
    pages: int = 0
    y: float = TOP

    @property
    def rest(self) -> float:
        """The part of the last page that is filled."""
        return (self.y - TOP) / (BOTTOM - TOP)

    def turn(self) -> None:
        """Begin a page."""
        self.pages, self.y = self.pages + 1, TOP

    def add(self, height: float) -> None:
        """Set text, over as many pages as it takes."""
        self.y += height
        while self.y > BOTTOM:
            self.pages, self.y = self.pages + 1, TOP + self.y - BOTTOM


def fill(blocks: Sequence[Block], scale: float) -> Filled:
    """Fill pages with a chapter's blocks, text at a part of its height."""
    filled = Filled({})
    waiting: list[tuple[Block, int]] = []

    def place(last: bool) -> None:
        while waiting:
            figure, passed = waiting[0]
            room = BOTTOM - filled.y
            if figure.height > room:
                if not last and room > SMALL_GAP * (BOTTOM - TOP):
                    return
                filled.turn()
            filled.add(figure.height)
            if passed:
                filled.passed[figure.name] = passed
            del waiting[0]

    for index, block in enumerate(blocks):
        if block.kind == "heading":
            place(last=True)
            if filled.y + block.height + WITH_HEADING > BOTTOM:
                filled.turn()
            filled.add(block.height * scale)
        elif block.kind == "figure":
            waiting.append((block, 0))
            following = blocks[index + 1 : index + 2]
            place(last=not following or following[0].kind == "heading")
        else:
            filled.add(block.height * scale)
            waiting = [(figure, passed + 1) for figure, passed in waiting]
            place(last=False)
    place(last=True)
    return filled
