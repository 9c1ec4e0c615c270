"""Where figures and tables stand: worked out from where everything came to stand in a first run.

A figure is not broken. Where it would leave much of a page empty, the text of its section goes on first, as
far as it takes. A chapter whose last page would hold a few lines is set a little tighter, if that saves
the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, copysign

TOP, FOOT = 85.04, 79.37  # points: the margins of the template
A4 = 841.89

SMALL_GAP = 0.08  # of a page: what may stay empty for a figure to stand where it is spoken of
FULL_PAGE = 0.93  # of a page: beyond it, lines that must stay together may not fit
SHORT_PAGE = 0.25  # of a page: a last page that is worth saving
TIGHTER = (1.0, 0.95, 0.91)  # the height of text set tight, by how tight, headings and their room included
WITH_HEADING = 40.0  # points: a heading is not left without two lines

Mark = tuple[str, str, int, float]  # whose place it is, which, the page, points from its top


@dataclass(frozen=True)
class Block:
    """A block of a chapter: a heading, a captioned figure or table known by its address, or text."""

    kind: str
    name: str
    height: float


@dataclass
class Arrangement:
    """What the template is told: how many blocks each figure lets pass, and how tight each chapter is set."""

    passed: dict[str, int] = field(default_factory=dict)
    tight: dict[str, float] = field(default_factory=dict)


def arrange(marks: Sequence[Mark]) -> Arrangement:
    """Return which figures let text pass, and which chapters are set tight, from where all came to stand."""
    found = Arrangement()
    room = next((y for _, which, _, y in marks if which == "paper"), A4) - TOP - FOOT
    for chapter, blocks in chapters(marks, room):
        settings = [Filled(room).fill(blocks, scale) for scale in TIGHTER]
        loose, *closer = settings
        wanted = loose.pages - 1 if loose.rest < SHORT_PAGE else loose.pages
        if loose.rest < SHORT_PAGE or loose.rest > FULL_PAGE:  # or a line may go over the end
            kept = (level for level in closer if level.pages <= wanted and level.rest < FULL_PAGE)
            chosen = next(kept, loose)
            found.tight[chapter] = settings.index(chosen)
            loose = chosen
        found.passed |= loose.passed
    return found


LOOSEST, TIGHTEST = -1.75, 2.0  # how far a chapter may be set, beyond the usual
PITCH = 0.045  # of a text's height: what a chapter gains that is set tighter by one
GUESSES = 3
OTHERS = (TIGHTEST, LOOSEST, 1.25, -1.0)  # what is tried when the pages turn out otherwise
ROUNDS = GUESSES + len(OTHERS)  # of setting the book and looking at it


class Ends:
    """How chapters end as they came out, by how tight they were set: each keeps the best that was seen."""

    def __init__(self, first: Arrangement) -> None:
        self.arrangement, self.tight = first, first.tight
        self.seen: dict[str, dict[float, tuple[float, int]]] = {}

    def look(self, marks: Sequence[Mark]) -> bool:
        """Note how chapters end; choose for those that end on a short page how to set them next, if any."""
        room = next((y for _, which, _, y in marks if which == "paper"), A4) - TOP - FOOT
        begun: dict[str, int] = {}
        wanting = False
        for whose, which, page, y in marks:
            chapter = whose[: whose.find("#", 1)] if "#" in whose[1:] else whose
            begun.setdefault(chapter, page)
            if which != "end" or chapter != whose:
                continue
            level, rest, full = self.tight.get(chapter, 0), (y - TOP) / room, page - begun[chapter]
            seen = self.seen.setdefault(chapter, {})
            seen[level] = (rest, full)
            if rest >= SHORT_PAGE or not full:
                continue
            steps = [*(_steps(level, rest, full) if len(seen) < GUESSES else ()), *OTHERS]
            untried = [each for each in steps if each not in seen]
            self.tight[chapter] = next(iter(untried), level)
            wanting = wanting or bool(untried)
        return wanting

    def settle(self) -> None:
        """Set each chapter as it ended best: on no short page, and then as close to the usual as may be."""
        for chapter, seen in self.seen.items():
            enough = [level for level, (rest, full) in seen.items() if rest >= SHORT_PAGE or not full]
            best = min(enough, key=abs) if enough else max(seen, key=lambda level: seen[level][0])
            self.tight[chapter] = best


def _steps(level: float, rest: float, full: int) -> list[float]:
    """Return how tight a chapter of so many full pages and a part may be set, the least change first.

    Tighter, it loses the last page; looser, it fills more of it.
    """
    steps = [rest / full / PITCH, -(SHORT_PAGE + 0.03 - rest) / full / PITCH]
    tried = [level + copysign(ceil(4 * abs(step)) / 4, step) for step in steps]
    allowed = [each for each in tried if LOOSEST <= each <= TIGHTEST]
    return sorted(allowed, key=lambda each: abs(each - level))


def chapters(marks: Sequence[Mark], room: float) -> Iterator[tuple[str, list[Block]]]:
    """Yield each chapter's name and its blocks, as high as they came to stand on pages with `room`."""
    own = {whose: (page, y) for whose, which, page, y in marks if which == "own"}
    others = [mark for mark in marks if mark[1] not in ("own", "paper")]
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
            height = next_y - top + (next_page - start) * room
        blocks.append(Block(kind, which, height))


@dataclass
class Filled:
    """A chapter's pages as filled, each with `room`: full ones, the last in part, and who let whom pass."""

    room: float
    pages: int = 0
    y: float = 0
    passed: dict[str, int] = field(default_factory=dict)

    @property
    def rest(self) -> float:
        """The part of the last page that is filled."""
        return self.y / self.room

    def fill(self, blocks: Sequence[Block], scale: float = 1) -> Filled:
        """Fill pages with a chapter's blocks, text at a part of its height."""
        waiting: list[tuple[Block, int]] = []
        for index, block in enumerate(blocks):
            is_last = [each.kind for each in blocks[index + 1 : index + 2]] in ([], ["heading"])
            if block.kind == "heading":
                if self.y + block.height + WITH_HEADING > self.room:
                    self._turn()
                self._add(block.height * scale)
            elif block.kind == "figure":
                waiting.append((block, 0))
            else:
                self._add(block.height * scale)
                waiting = [(figure, passed + 1) for figure, passed in waiting]
            while waiting and self._has_room(waiting[0][0].height, is_last):
                figure, passed = waiting.pop(0)
                self._add(figure.height)
                if passed:
                    self.passed[figure.name] = passed
        return self

    def _has_room(self, height: float, is_last: bool) -> bool:
        """Whether a figure can stand next, on a new page if little else would follow on this one."""
        left = self.room - self.y
        if height > left:
            if not is_last and left > SMALL_GAP * self.room:
                return False
            self._turn()
        return True

    def _turn(self) -> None:
        self.pages, self.y = self.pages + 1, 0

    def _add(self, height: float) -> None:
        turns, self.y = divmod(self.y + height, self.room)
        self.pages += int(turns)
