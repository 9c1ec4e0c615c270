"""The index of the site's own search: what each section says in sentences, and what else stands in it.

It is a script rather than data, so that a page opened from a folder may load it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal, TypedDict

from _ext.site.charts import chart
from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

LAST = ("codebook", "sources")
"""Chapters that list everything, and so come after those that say something about it."""

_ABBREVIATIONS = ("Fig.", "Eq.", "p.", "pp.", "e.g.", "i.e.", "vs.", "al.", "Mr.", "Ms.", "Dr.", "St.")
_SENTENCE_END = re.compile(
    r"(?:(?<=[.?!])|(?<=[.?!][’”)]))(?<!\b[A-Z]\.)"
    + "".join(rf"(?<!\b{re.escape(each)})" for each in _ABBREVIATIONS)
    + r"\s+(?![a-z(])"
)
_LEFT_OUT = (nodes.literal_block, nodes.math_block, nodes.raw, nodes.comment)
_COPIES = {"definition", "source"}
"""Classes of what the margin says again, which stands elsewhere in full."""
_APART = (nodes.section, nodes.citation, addnodes.glossary)


Kind = Literal["chapter", "section", "term", "source", "numbered"]


class Entry(TypedDict):
    """A place that a search can lead to.

    `prose` has one sentence on each line. `rest` are words that are found but make no sentence: cells of
    tables, alike ones once, and what a chart shows. To a `numbered` figure or table only its number leads.
    """

    address: str
    page: str
    heading: str
    prose: str
    rest: str
    kind: Kind
    last: bool


def script(entries: Iterable[Entry]) -> str:
    """Return the index as the page that searches loads it; what is empty or false is left out."""
    kept = [{key: value for key, value in entry.items() if value} for entry in entries]
    return f"window.searchIndex={json.dumps(kept, ensure_ascii=False, separators=(',', ':'))};\n"


def entries(doctree: nodes.document, env: BuildEnvironment, name: str, address: str) -> Iterator[Entry]:
    """Places of a chapter: its sections, each without those in it, terms, sources, and what has a number."""
    page = ""

    def entry(kind: Kind, anchor: str, heading: str, blocks: Iterable[tuple[bool, str]]) -> Entry:
        said = [(prose, " ".join(text.split())) for prose, text in blocks]
        return Entry(
            address=f"{address}#{anchor}" if anchor else address,
            page=page,
            heading=heading,
            prose="\n".join(chain.from_iterable(sentences(text) for prose, text in said if prose and text)),
            rest="\n".join(dict.fromkeys(text for prose, text in said if not prose and text)),
            kind=kind,
            last=name in LAST,
        )

    for section in doctree.findall(nodes.section):
        title, *rest = section.children
        heading = " ".join(title.astext().split())
        anchor = section["ids"][0] if page else ""
        page = page or heading
        yield entry(
            "section" if anchor else "chapter", anchor, heading, chain.from_iterable(map(_blocks, rest))
        )
        for part in rest:
            if isinstance(part, nodes.section):
                continue
            for term, definition in _definitions(part):
                yield entry("term", term["ids"][0], term.astext(), _blocks(definition))
            for source in part.findall(nodes.citation):
                label, *body = source.children
                said = [
                    block for child in body if "cited-in" not in child["classes"] for block in _blocks(child)
                ]
                author = sentences(said[0][1])[0].rstrip(".") if said else ""
                yield entry("source", source["ids"][0], f"Source {label.astext()}: {author}", said)
    for what, numbers in env.toc_fignumbers.get(name, {}).items():
        form = env.config.numfig_format.get(what, "%s")
        for anchor, number in numbers.items():
            node = next((one for one in doctree.findall(nodes.Element) if anchor in one.get("ids", ())), None)
            if node is not None:
                caption = next(
                    iter(node.findall(lambda one: isinstance(one, nodes.caption | nodes.title))), None
                )
                said = [(True, _words(caption))] if caption is not None else []
                yield entry("numbered", anchor, form % ".".join(map(str, number)), said)


def printed(file: str) -> Entry:
    """Return the place that is the PDF, which no chapter is."""
    name, about = "The report as a PDF", "All chapters in one file, to print or to keep."
    return Entry(address=file, page=name, heading=name, prose=about, rest="", kind="section", last=False)


def sentences(text: str) -> list[str]:
    """Sentences of a paragraph."""
    return _SENTENCE_END.split(text)


def _definitions(part: nodes.Node) -> Iterator[tuple[nodes.term, nodes.definition]]:
    """Terms of a glossary, each with what it means."""
    for glossary in part.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            for term in item.findall(nodes.term):
                yield term, next(iter(item.findall(nodes.definition)))


def _blocks(node: nodes.Node, prose: bool = True) -> Iterator[tuple[bool, str]]:
    """Paragraphs and cells in the order of reading, and whether they are prose; not what stands apart."""
    if isinstance(node, (*_LEFT_OUT, *_APART)) or _COPIES.intersection(
        getattr(node, "attributes", {}).get("classes", ())
    ):
        return
    if isinstance(node, chart):
        yield False, node["alt"]
    elif isinstance(node, nodes.TextElement):
        yield prose, _words(node)
    else:
        for child in node.children:
            yield from _blocks(child, prose and not isinstance(node, nodes.tgroup))


def _words(node: nodes.Node) -> str:
    """Words of a paragraph as a reader sees them, without formulas and the marks of notes."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.math | nodes.footnote_reference | nodes.raw):
        return ""
    return "".join(map(_words, node.children))
