"""The margin: footnotes, definitions of terms and sources, each beside the block that speaks of it first.

Where there is no margin, footnotes and definitions stand below that block, and the citation itself leads to
the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import Any

from docutils import nodes
from pybtex.database import Entry
from pybtex.richtext import Text
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib.bibtex.domain import BibtexDomain

_SENTENCE_END = re.compile(r"[.?!][’”]?(?=\s+[^a-z]|$)")
_GRADE = re.compile(r"\bGrade [A-D]\b[^.]*")
NO_BREAK = "\N{NO-BREAK SPACE}"
LONGEST_TITLE = 60
"""Letters of a source's title, two lines of the margin."""


class sidenote(nodes.General, nodes.Element):
    """What stands beside the block that it belongs to, or below it where there is no room.

    A footnote has its `label` and leads `back`; others have neither.
    """


class PlaceNotes(SphinxPostTransform):
    """On the site, move each footnote from the end of the page to the block that refers to it first."""

    default_priority = 400
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Replace every footnote by a `sidenote`."""
        references = {
            ref["refid"]: ref for ref in reversed(list(self.document.findall(nodes.footnote_reference)))
        }
        for footnote in list(self.document.findall(nodes.footnote)):
            label, *body = footnote.children
            footnote.parent.remove(footnote)
            note = sidenote(
                "", *body, ids=footnote["ids"], label=label.astext(), back=footnote["backrefs"][0]
            )
            _after(_block(references[footnote["ids"][0]]), note)


class DefineTerms(SphinxPostTransform):
    """On the site, say of every term that a chapter uses, where it does first, what the glossary says first.

    The glossary itself has the rest, so that nothing is told twice in it.
    """

    default_priority = 400
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Put a `sidenote` for each term below the block that links to it first."""
        terms = definitions(self.env)
        page = self.env.docname
        known = {
            self.app.builder.get_relative_uri(page, docname) + f"#{place}": (docname, place)
            for docname, place in terms
            if docname != page
        }
        placed: dict[nodes.Node, nodes.Node] = {}  # what stands last beside a block
        for reference in list(self.document.findall(nodes.reference)):
            uri = reference.get("refuri", "")
            if uri in known and not _within(reference, nodes.table, nodes.figure):
                found = known.pop(uri)
                term, *words = (said.deepcopy() for said in terms[found])
                link = nodes.reference("", term.astext(), internal=True, refuri=uri)
                note = sidenote("", nodes.paragraph("", "", link, nodes.Text(": "), *words))
                note["classes"].append("definition")
                block = _block(reference)
                _after(placed.get(block, block), note)
                placed[block] = note


@cache
def definitions(env: BuildEnvironment) -> dict[tuple[str, str], list[nodes.Node]]:
    """Return, by page and anchor, each term of the glossaries and the first sentence that defines it.

    They are looked up once, when all chapters have been read. Nobody changes them.
    """
    found: dict[tuple[str, str], list[nodes.Node]] = {}
    objects = list(env.get_domain("std").get_objects())
    for docname in sorted({each[3] for each in objects if each[2] == "term"}):
        for item in env.get_doctree(docname).findall(nodes.definition_list_item):
            *terms, definition = item.children
            first = next(iter(definition.findall(nodes.paragraph)), None)
            for term in terms:
                if isinstance(term, nodes.term) and term["ids"] and first is not None:
                    found[docname, term["ids"][0]] = [nodes.Text(term.astext()), *_first_sentence(first)]
    return found


def _first_sentence(paragraph: nodes.paragraph) -> Iterator[nodes.Node]:
    """Yield copies of the nodes up to where a sentence ends, without their links."""
    for child in paragraph:
        if isinstance(child, nodes.emphasis | nodes.literal | nodes.math):
            yield child.deepcopy()
            continue
        text = " ".join(f"|{child.astext()}|".split())[1:-1]
        if isinstance(child, nodes.Text) and (end := _SENTENCE_END.search(text)):
            yield nodes.Text(text[: end.end()])
            return
        yield nodes.Text(text)


class NameSources(SphinxPostTransform):
    """On the site, say of every source, where a chapter cites it first, what it is and how good it is.

    The list of sources has the rest.
    """

    default_priority = 401  # below the definitions that stand beside the same block
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Put a `sidenote` below each block that cites sources which none before it does."""
        known = sources(self.env, self.app.builder)
        notes: dict[nodes.Node, sidenote] = {}
        for reference in list(self.document.findall(nodes.reference)):
            uri = reference.get("refuri", "")
            if (said := known.pop(uri, None)) is None:
                continue
            block = _block(reference)
            if block not in notes:
                notes[block] = sidenote("", classes=["source"])
                _after(_last_beside(block), notes[block])
            link = nodes.reference("", reference.astext(), internal=True, refuri=uri)
            notes[block] += nodes.paragraph("", "", link, nodes.Text(f": {said}"))


def sources(env: BuildEnvironment, builder: Builder) -> dict[str, str]:
    """Return, by the address that a page links to, the title of each source and its grade."""
    domain = env.get_domain("cite")
    assert isinstance(domain, BibtexDomain)
    return {
        f"{builder.get_relative_uri(env.docname, source.bibliography_key.docname)}#{source.citation_id}": (
            _entitled(source.entry)
        )
        for source in domain.citations
    }


def _entitled(entry: Entry) -> str:
    """Return the title of a source, shortened where it is long, and its grade, if it has one."""
    title = " ".join(str(Text.from_latex(entry.fields.get("title", ""))).replace("'", "’").split())
    if len(title) > LONGEST_TITLE:
        title = f"{title[:LONGEST_TITLE].rpartition(' ')[0].rstrip(',:;–')}\N{HORIZONTAL ELLIPSIS}"
    grade = _GRADE.search(entry.fields.get("note", ""))
    ended = title if title.endswith((*".?!…",)) else f"{title}."
    return f"{ended} {grade[0].replace(' ', NO_BREAK, 1)}." if grade else ended


def _last_beside(block: nodes.Node) -> nodes.Node:
    """Return the last note beside a block, or the block where there is none."""
    following = block.parent.children[block.parent.index(block) + 1 :]
    return [block, *takewhile(lambda node: isinstance(node, sidenote), following)][-1]


def _block(node: nodes.Node) -> nodes.Node:
    """Return the block of a section that a node stands in."""
    while not isinstance(node.parent, nodes.section):
        node = node.parent
    return node


def _after(block: nodes.Node, note: nodes.Node) -> None:
    block.parent.insert(block.parent.index(block) + 1, note)


def _within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def visit_sidenote(self: HTML5Translator, node: sidenote) -> None:
    """Open the note; a footnote with its number, which leads back to the text."""
    role = "doc-footnote" if "label" in node else "note"
    self.body.append(self.starttag(node, "div", CLASS="sidenote", role=role))
    if "label" in node:
        self.body.append(
            f'<a class="note-number" href="#{node["back"]}" role="doc-backlink">{node["label"]}</a>\n'
        )


def depart_sidenote(self: HTML5Translator, node: sidenote) -> None:
    """Close the note."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    """Register the notes and what places them."""
    app.add_node(sidenote, html=(visit_sidenote, depart_sidenote))
    for transform in (PlaceNotes, DefineTerms, NameSources):
        app.add_post_transform(transform)
