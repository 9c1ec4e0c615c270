"""What no longer holds in a chapter: each failure of its cells beside the sentences to rewrite.

Chapters are written with one sentence a line, so a sentence is known by its line. An assertion names the
one it stands for by quoting from it, by the place it has, or by standing beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from _ext.notebooks.statements import Failure
from addup.report import terminal

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from sphinx.environment import BuildEnvironment

_GLUED = re.compile(r"\{glue:text\}`([^`]*)`")
_QUOTED = re.compile(r"(?<!\w)(?:'(.+?)'(?!\w)|“(.+?)”|‘(.+?)’(?!\w))")
_CITED = re.compile(r"\s*\{cite\}`[^`]*`")
_MARKUP = re.compile(r"\{[\w:-]+\}`([^`<]*?)\s*(?:<[^`]*>)?`|\[([^\]]*)\]\([^)]*\)|\*+([^*]+)\*+")
_FENCE = re.compile(r"^(`{3,}|~{3,})")


class Sentence(NamedTuple):
    """A line of prose: its number in the file, its text with the values it prints, and as it is written."""

    line: int
    text: str
    written: str


class Objection(NamedTuple):
    """Something that no longer holds: where it was found, what it says, and the sentences to rewrite.

    ``line`` and ``source`` are of the statement that failed. What follows from an earlier failure has that
    one's number, among the chapter's, in ``after``. ``elsewhere`` has the places of other chapters where a
    title that no longer holds is repeated.
    """

    chapter: str
    line: int
    source: str
    message: str
    sentences: tuple[Sentence, ...]
    after: int | None
    cell: int | None
    shows: bool
    elsewhere: tuple[str, ...] = ()


class Chapter:
    """The prose of a chapter, by line, and the texts that its cells give to it."""

    def __init__(self, name: str, text: str, starts: Mapping[int, int], glued: Mapping[str, str]) -> None:
        """Take the chapter's path and ``text``, the line at which each cell starts, and what cells said."""
        self.name, self.starts = name, starts
        self.lines = text.splitlines()
        self.glued = glued
        self.sentences = {number: self._sentence(number) for number in _prose(self.lines)}

    def objections(self, failures: Sequence[Failure], cells: Mapping[int, str]) -> Iterator[Objection]:
        """Put each failure beside the sentences that it makes wrong; ``cells`` has the cells' sources."""
        for failure in failures:
            start = self._first_line(failure.cell)
            found = self._sentences(failure, start, cells[failure.cell])
            yield Objection(
                self.name,
                start + failure.line - 1,
                failure.source,
                failure.message if failure.after is None else failures[failure.after].message,
                tuple(self.sentences[number] for number in found),
                failure.after,
                failure.cell,
                failure.shows,
                tuple(self._leading_here(found)),
            )

    def quoted(self, message: str) -> dict[str, list[int]]:
        """Return the phrases that a message quotes, each with the lines of the sentences that have it."""
        return {phrase: self._having(phrase) for phrase in _quoted(message)}

    def _leading_here(self, found: Sequence[int]) -> Iterator[str]:
        """Yield the places of the links that repeat this chapter's title, if it is among the lines found."""
        if self._title() not in found:
            return
        path = Path(self.name)
        link = f"[{self.sentences[found[0]].text}]({path.name})".lower()
        for other in sorted(path.parent.glob("*.md")):
            for number, line in enumerate(other.read_text("utf-8").splitlines(), 1):
                if link in line.lower():
                    yield f"{other}, line {number}"

    def _title(self) -> int | None:
        return next((n for n in self.sentences if self.lines[n - 1].startswith("# ")), None)

    def _first_line(self, cell: int) -> int:
        """Return the line on which the code of a cell starts, after its fence and options."""
        line = self.starts[cell]
        rest = self.lines[line:]
        if rest and rest[0].startswith("---"):
            return line + 2 + next((n for n, text in enumerate(rest[1:], 1) if text.startswith("---")), 0)
        skipped = 0
        for text in rest:
            if not text.startswith(":") and text.strip():
                break
            skipped += 1
        return line + 1 + skipped

    def _sentence(self, number: int) -> Sentence:
        written = self.lines[number - 1]
        text = re.sub(r"^\s*(#+|[-*+]|\d+\.)\s+", "", written)
        text = _MARKUP.sub(_inside, _CITED.sub("", text))
        text = _GLUED.sub(lambda found: self.glued.get(found[1], f"[{found[1]}]"), text)
        return Sentence(number, text.strip(), written)

    def _sentences(self, failure: Failure, line: int, cell: str) -> list[int]:
        """Find the lines that a failure makes wrong, nearest first."""
        if failure.text is not None:
            return [n for n in self.sentences if failure.text in _GLUED.findall(self.lines[n - 1])]
        if not failure.claims or failure.shows:  # what is not shown is marked in its own place
            return []
        found = [n for phrase in _quoted(failure.message) for n in self._with(phrase, line)]
        if found:
            return list(dict.fromkeys(found))
        if "the title" in failure.message and (title := self._title()):
            return [title]
        headings = [n for n in self.sentences if self.lines[n - 1].startswith("#")]
        prose = [n for n in self.sentences if n not in headings]
        if re.search(r"first sentence|first lines|the answer|the chapter", failure.message):
            return prose[:1]
        start = max((n for n in headings if n < line), default=0)
        end = min((n for n in headings if n > line), default=len(self.lines) + 1)
        section = [n for n in prose if start < n < end]
        after = [n for n in section if n > line]
        for group in (after, section, prose):
            nearest = max(group, key=lambda n: self._likeness(failure.message, n), default=None)
            if nearest is not None and self._likeness(failure.message, nearest) > 1:
                return [nearest]
        said = set(re.findall(r"\b(\w+)=", cell))
        given = [n for n in after or section if said & set(_GLUED.findall(self.lines[n - 1]))]
        return given[:1] or after[:1] or section[-1:] or prose[-1:]

    def _likeness(self, message: str, number: int) -> int:
        """Count the words of some length that a message shares with a sentence, inflections apart."""
        one, other = (
            {word[:5] for word in _plain(text).split() if len(word) > 3}
            for text in (message, self.sentences[number].text)
        )
        return len(one & other)

    def _with(self, phrase: str, line: int) -> list[int]:
        """Find the line that has a phrase: the next after a line, or else the last before it."""
        found = self._having(phrase)
        return [n for n in found if n > line][:1] or found[-1:]

    def _having(self, phrase: str) -> list[int]:
        """Find every line that has a phrase, in whole words."""
        wanted = f" {_plain(phrase)} "
        return [n for n, sentence in self.sentences.items() if wanted in f" {_plain(sentence.text)} "]


def _inside(found: re.Match[str]) -> str:
    """Return what stands between marks, but for the names of texts, which are put in later."""
    return found[0] if _GLUED.fullmatch(found[0]) else next(filter(None, found.groups()), "")


def _quoted(message: str) -> list[str]:
    return [next(filter(None, found)) for found in _QUOTED.findall(message)]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", _MARKUP.sub(_inside, text).lower()))


def _prose(lines: Sequence[str]) -> Iterator[int]:
    """Yield the numbers, from 1, of the lines that a reader sees as prose."""
    fence, front = "", bool(lines) and lines[0] == "---"
    for number, text in enumerate(lines, 1):
        if front:
            front = number == 1 or text != "---"
            continue
        if found := _FENCE.match(text):
            if not fence:
                fence = found[1]
            elif text.startswith(fence) and not text.strip("`~ "):
                fence = ""
            continue
        if not fence and text.strip() and not re.match(r":::|:\w[\w-]*:|\([\w-]+\)=$|\|", text):
            yield number


def glued(outputs: Iterable[NotebookNode]) -> dict[str, str]:
    """Return the texts among a notebook's outputs that are given to the prose."""
    found = {}
    for output in outputs:
        name = output.get("metadata", {}).get("scrapbook", {}).get("name")
        if name:
            text = next((data for mime, data in output["data"].items() if mime.endswith("text/plain")), "")
            found[name] = text.strip("'\"")
    return found


def kept(env: BuildEnvironment) -> dict[str, list[Objection]]:
    """Return what no longer holds, by the name of the chapter, as the last draft found it."""
    found: dict[str, list[Objection]] = env.__dict__.setdefault("objections", {})
    return found


def stale(line: int) -> str:
    """Return the name, in its page, of a sentence that no longer holds, by its line."""
    return f"stale-{line}"


def is_stale(name: str) -> bool:
    """Tell whether a name in a page is that of a sentence that no longer holds."""
    return bool(re.fullmatch(r"stale-\d+", name))


def report(objections: Sequence[Objection], order: Sequence[str] = ()) -> str:
    """Write all objections as one list, by chapter as in ``order``, with their number at its end."""
    lines: list[str] = []
    places = {chapter: place for place, chapter in enumerate(order)}
    in_order = sorted(objections, key=lambda each: (places.get(each.chapter, len(places)), each.chapter))
    for chapter, group in groupby(in_order, key=_chapter):
        own = list(group)
        lines += ["", f"{chapter}: {counted(own)}"]
        for number, each in enumerate(own):
            if each.after is None:
                lines += _entry(each, [one for one in own if one.after == number])
    chapters = len({each.chapter for each in objections})
    lines += ["", f"{counted(objections)}, in {chapters} {'chapter' if chapters == 1 else 'chapters'}."]
    return "\n".join(lines)


def in_short(objections: Sequence[Objection]) -> str:
    """Say, in lines of a terminal, how much no longer holds and in which chapters, for `make check`."""
    if not objections:
        return "Every statement of the chapters holds."
    own = Counter(Path(each.chapter).stem for each in objections if each.after is None)
    places = [f"{chapter} {number}" for chapter, number in own.items()]
    words = terminal.named(f"{counted(objections)}: ", places, "; ALL=1 lists them.", terminal.ROOM)
    return terminal.fitted([words])


def _chapter(objection: Objection) -> str:
    return objection.chapter


def counted(objections: Sequence[Objection]) -> str:
    """Say how many statements no longer hold, and how many of them for want of another."""
    roots = sum(each.after is None for each in objections)
    rest = len(objections) - roots
    words = (
        f"{roots} {'statement' if roots == 1 else 'statements'} no longer {'holds' if roots == 1 else 'hold'}"
    )
    return words + (f", and {rest} more only because of that" if rest else "")


def _entry(objection: Objection, following: Sequence[Objection]) -> Iterator[str]:
    yield f"  {objection.message}"
    yield f"    in {objection.chapter}, line {objection.line}: {objection.source}"
    for sentence in objection.sentences:
        yield f"    {sentence.line}: {sentence.text}"
    for place in objection.elsewhere:
        yield f"    and the link in {place}"
    if following:
        places = dict.fromkeys(s for each in following for s in each.sentences)
        lines = ", ".join(str(s.line) for s in sorted(places))
        yield f"    and with it {len(following)} more" + (
            f", in the sentences on lines {lines}" if lines else ""
        )
