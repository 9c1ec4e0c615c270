"""Every kind of node: a tiny document, what it says on paper, and what it says to a listener."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import verapdf
from printing import Book


class Kind(NamedTuple):
    """The source of a tiny document, its text in the PDF, and its tags."""

    source: str
    text: str
    tags: str


NOTEBOOK = """---
jupytext: {text_representation: {format_name: myst}}
kernelspec: {name: python3, display_name: Python}
language_info: {name: python, pygments_lexer: ipython3}
---
# cells
"""
CHART = """```{chart}
:alt: Two points.
{"data": {"values": [{"a": 1}, {"a": 2}]}, "mark": "point", "width": 90,
 "encoding": {"x": {"field": "a", "type": "nominal", "title": "Drawn"}}}
```"""
NODES = {
    "words": Kind(
        "One *leans*(a bit), one **stands**. H{sub}`2`O, x{sup}`2`, `code_1`.",
        "One leans(a bit), one stands. H2O, x2, code_1.",
        "P(Em Strong Span Span Code)",
    ),
    "characters": Kind(
        r"""1\. 5 % of \$5.5bn \~ # @me \[x\] \<b> a_b * c / d -- e 'f' "g" RMB€£¥ …""",
        "1. 5 % of $5.5bn ~ # @me [x] <b> a_b * c / d – e ‘f’ “g” RMB€£¥ …",
        "P",
    ),
    "break": Kind("above\\\nbelow", "above below", "P"),
    "links": Kind(
        "[Away](https://example.org/a_b#c), [](words.md) and {ref}`a place <place>`.\n\n(place)=\n## Place",
        "Away, words and a place. Place",
        "P(Link Link Link) H2",
    ),
    "headings": Kind("## Second\n\nText.\n\n### Third\n\nText.", "Second Text. Third Text.", "H2 P H3 P"),
    "list": Kind(
        "- one\n- two\n  - nested",
        "• one • two ‣ nested",
        "L(LI(Lbl LBody) LI(Lbl LBody(P)) L(LI(Lbl LBody)))",
    ),
    "enumeration": Kind("3. third\n4. fourth", "3. third 4. fourth", "L(LI(Lbl LBody) LI(Lbl LBody))"),
    "definitions": Kind(
        "Hedge\n: A word such as about.\n: Another.",
        "Hedge A word such as about. Another.",
        "L(LI(Lbl(Strong) LBody(P P)))",
    ),
    "glossary": Kind(
        "A {term}`margin`.\n\n```{glossary}\nmargin\n  How far off.\n```",
        "A margin. margin How far off.",
        "P(Link) L(LI(Lbl(Strong) LBody))",
    ),
    "footnotes": Kind(
        "Once.[^a] Twice.[^a]\n\n[^a]: The *note*.",
        "Once.1 Twice.1 1The note.",
        "P(Lbl(Link(Span)) Note(Lbl(Link(Span)) Em) Lbl(Link(Span)))",
    ),
    "citation": Kind(
        "As {cite:t}`ecb` says.\n\n```{bibliography}\n```",
        "As European Central Bank [2025, no. EuropeanCBank25] says. "
        "[EuropeanCBank25] European Central Bank. Euro reference rates. 2025.",
        "P(Link) P",
    ),
    "quotation": Kind(
        '{attribution="The company" .language-de}\n> Der Plan ist falsch.',
        "Der Plan ist falsch. — The company",
        "BlockQuote<de>(P P)",
    ),
    "language": Kind("A {de}`Wafer`, a [Wort]{.language-de}.", "A Wafer, a Wort.", "P"),
    "verdict": Kind("It is {verdict}`not comparable`.", "It is not comparable.", "P(Span)"),
    "code": Kind("```python\nx = 1\n```", "x = 1", "Code(P P)"),
    "cells": Kind(
        NOTEBOOK + "\n```{code-cell}\nshown = 1\n```\n```{code-cell}\n:tags: [hide-input]\nhidden = 1\n```",
        "shown = 1",
        "Code(P)",
    ),
    "notes": Kind(
        "```{note}\nMind *this*.\n```\n```{seealso}\nThat.\n```",
        "Note Mind this. See also That.",
        "Strong P(Em) Strong P",
    ),
    "titled": Kind("```{admonition} How we know\nBy counting.\n```", "How we know By counting.", "Strong P"),
    "rubric": Kind(
        "```{rubric} Small head\n```\n\nText.\n\n---\n\nMore.", "Small head Text. More.", "Strong P P"
    ),
    "formula": Kind(r"Here $x \in [7.1, 7.4)$.", "Here 𝑥 ∈ [7.1, 7.4).", "P(Formula<x ∈ [ 7.1 , 7.4 )>)"),
    "equation": Kind(
        "```{math}\n:label: rate\nr = \\frac{\\text{\\$5.5bn}}{230{,}000} \\le 7.4\n```\n\nBy {eq}`rate`.",
        "𝑟 = $5.5bn 230,000 ≤ 7.4 (1) By (1).",
        "Formula<r = $5.5bn over 230,000 ≤ 7.4> P(Link)",
    ),
    "figure": Kind(
        "```{figure} 90.svg\n:name: bar\n:alt: A bar.\n\nA *black* bar.\n```\n\n{numref}`bar`.",
        "Fig. 1 A black bar. Fig. 1.",
        "Div(Caption(Strong Span Em Span) Figure<A bar.>) P(Link)",
    ),
    "picture": Kind("![A bar.](90.svg)", "", "Figure<A bar.>"),
    "chart": Kind(CHART, "1 2 Drawn", "Figure<Two points.>"),
    "table": Kind(
        ":::{table} Sum.\n:name: sum\n\n| part | sum |\n|---|--:|\n| *home* | 5.5 |\n:::\n\n{numref}`sum`.",
        "Table 1 Sum. part sum home 5.5 Table 1.",
        "Table(Caption(Strong Span) THead(TR(TH</Column>(Strong) TH</Column>(Strong))) TBody(TR(TD(Em) TD)))"
        " P(Link)",
    ),
    "grid": Kind(
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "a b 1 2",
        "Table(THead(TR(TH</Column>(Strong) TH</Column>(Strong))) TBody(TR(TD TD)))",
    ),
    "silent": Kind(
        "% remark\n\n```{index} entry\n```\n\n```{only} html\nScreen.\n```\n```{only} typst\nOn paper.\n```",
        "On paper.",
        "P",
    ),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    documents = {
        name: ("" if node.source.startswith("---") else f"# {name}\n\n") + node.source
        for name, node in NODES.items()
    }
    book = Book(tmp_path_factory.mktemp("nodes"), documents)
    assert book.warnings == ""
    return book


@pytest.mark.parametrize("name", NODES)
def test_text(book: Book, name: str) -> None:
    assert " ".join(book.text(name)) == NODES[name].text


@pytest.mark.parametrize("name", NODES)
def test_tags(book: Book, name: str) -> None:
    assert book.tags[name] == NODES[name].tags


def test_links_lead_to_their_targets(book: Book) -> None:
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(book.reader.pages)}
    starts = book.starts
    goals = {
        name: [numbers[link["/Dest"][0].idnum] for link in book.links(name) if "/Dest" in link]
        for name in NODES
    }
    assert goals["links"] == [starts["words"], starts["links"]]
    for name in ("glossary", "citation", "figure", "table", "equation"):
        assert goals[name] == [starts[name]]
    assert book.links("links")[0]["/A"]["/URI"] == "https://example.org/a_b#c"


def test_words_of_another_language_are_marked(book: Book) -> None:
    (page,) = book.pages("language")
    assert page.get_contents().get_data().count(b"/Lang(de)") == 2


def test_charts_are_drawings(book: Book) -> None:
    (page,) = book.pages("chart")
    assert not page.images


def test_no_line_stands_before_footnotes(book: Book) -> None:
    """They are at the foot of the page, where a line is drawn anyway; the only other one is in "rubric"."""
    assert book.path.with_name("book.typ").read_text("utf-8").count("#transition") == 1


@pytest.mark.skipif(not verapdf.available, reason="veraPDF needs a Java development kit")
def test_every_node_conforms_to_both_standards(book: Book) -> None:
    result = verapdf.check(book.path)
    assert (result.returncode, result.stderr) == (0, "")
    verdicts = [line.split(",")[0] for line in result.stdout.splitlines()]
    assert verdicts == ["PDFUA-1 conforms", "PDFA-2A conforms"]
