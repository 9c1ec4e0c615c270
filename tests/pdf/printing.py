"""Small books, printed, and what is to be seen and heard in them."""

from __future__ import annotations

import hashlib
import io
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from _ext.site import charts
from docutils import nodes
from docutils.parsers.rst import Directive
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

SETTINGS: dict[str, Any] = {
    "extensions": ["myst_nb", "sphinxcontrib.bibtex", "_ext.site.page", "_ext.pdf", "printing"],
    "myst_enable_extensions": ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"],
    "nb_execution_mode": "off",
    "bibtex_bibfiles": ["references.bib"],
    "bibtex_reference_style": "author_year",
    "numfig": True,
    "html_title": "A small book",
    "html_baseurl": "https://example.org/book/",
    "author": "Nobody",
    "copyright": "2025",
    "release": "1.0",
}
REFERENCES = "@misc{ecb, author={{European Central Bank}}, title={Euro reference rates}, year={2025}}"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="{0}"><path d="M0 0h300v{0}H0z"/></svg>'


class Chart(Directive):
    """A chart as the site puts it into a doctree: its specification, and what it shows in words."""

    has_content = True
    option_spec = {"alt": str}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        spec = "\n".join(self.content)
        key = hashlib.sha256(spec.encode()).hexdigest()[:16]
        return [charts.chart(key=key, name=key, spec=spec, alt=self.options.get("alt", ""))]


def setup(app: Sphinx) -> None:
    app.add_directive("chart", Chart)


class Book:
    """A book set in type from `documents`, Markdown texts by name, in the folder `root`.

    `option` is one of the table of contents, `settings` are those of Sphinx that differ from the usual ones.
    """

    def __init__(
        self,
        root: Path,
        documents: dict[str, str],
        builder: str = "typstpdf",
        option: str = "",
        **settings: str,
    ) -> None:
        root.mkdir(exist_ok=True)
        (root / "references.bib").write_text(REFERENCES)
        for height in (90, 260):
            (root / f"{height}.svg").write_text(PICTURE.format(height))
        contents = "\n".join(["# Start\n\n```{toctree}", option, "", *documents, "```\n"])
        for name, text in {"index": contents, **documents}.items():
            if not (root / f"{name}.md").exists():  # Sphinx reads again what is written again
                (root / f"{name}.md").write_text(text)
        status, warnings = io.StringIO(), io.StringIO()
        out, doctrees = root / "_build" / builder, root / "_build" / "doctrees"
        with patch_docutils(root), docutils_namespace():
            Sphinx(root, None, out, doctrees, builder, SETTINGS | settings, status, warnings).build()
        self.messages = status.getvalue()
        self.warnings = re.sub(r"\x1b\[\d*m", "", warnings.getvalue())
        self.path = out / "a-small-book.pdf"

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(self.path)

    @cached_property
    def starts(self) -> dict[str, int]:
        """Return the page on which each chapter starts, counted from 0."""
        chapters = [item for item in self.reader.outline if not isinstance(item, list)]
        return {str(item["/Title"]): self.reader.get_destination_page_number(item) for item in chapters}

    def pages(self, title: str) -> list[PageObject]:
        """Return the pages of a chapter."""
        starts, pages = self.starts, self.reader.pages
        return pages[
            starts[title] : min((n for n in starts.values() if n > starts[title]), default=len(pages))
        ]

    def text(self, title: str) -> list[str]:
        """Return the text of each page of a chapter, without its title, running head and page number."""
        texts = [" ".join(page.extract_text().split()) for page in self.pages(title)]
        return [re.sub(rf"^{re.escape(title)}( A small book)? ?| ?\d+$", "", text) for text in texts]

    @cached_property
    def tags(self) -> dict[str, str]:
        """Return the tags of each chapter after its title, as in "P(Em) L(LI(Lbl LBody))"."""
        (document,) = _kids(self.reader.trailer["/Root"]["/StructTreeRoot"])
        _, _, *chapters = re.split(
            r" ?H1\S* ?", " ".join(map(_tags, _kids(document)))
        )  # title page, contents
        return dict(zip(self.starts, chapters, strict=True))

    def links(self, title: str) -> list[DictionaryObject]:
        """Return the links of a chapter, in the order of its text."""
        found = [link.get_object() for page in self.pages(title) for link in page.get("/Annots", [])]
        return [link for link in found if link["/Subtype"] == "/Link"]


def _kids(node: DictionaryObject) -> list[DictionaryObject]:
    """Return the structure elements in a structure element."""
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    found = [kid.get_object() for kid in kids if not isinstance(kid, int)]
    return [kid for kid in found if "/S" in kid]


def _tags(node: DictionaryObject) -> str:
    """Return an element and what it holds: its tag, alternative text, language and scope."""
    attributes = node.get("/A", [])
    attributes = attributes if isinstance(attributes, list) else [attributes]
    notes = [node.get("/Alt"), node.get("/Lang"), *(it.get_object().get("/Scope") for it in attributes)]
    inside = " ".join(map(_tags, _kids(node)))
    return node["/S"][1:] + "".join(f"<{note}>" for note in notes if note) + (f"({inside})" if inside else "")
