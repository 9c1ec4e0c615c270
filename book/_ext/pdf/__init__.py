"""Sphinx builder `typstpdf`: the whole book as one tagged, archivable PDF, without a system package.

The doctrees are those of the website: nothing is executed a second time. They are written as Typst markup,
which the `typst` wheel sets with the fonts it carries: the same book gives the same bytes anywhere.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import typst
from _ext import settings
from _ext.notebooks.objections import kept, stale
from _ext.pdf.layout import ROUNDS, Arrangement, Ends, Mark, arrange
from _ext.pdf.writer import Writer, escape, quote
from addup.engine.solve import VERDICTS
from addup.publishing import citation
from addup.report import signs
from addup.report.picture import FONTS
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.errors import ConfigError, SphinxError

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


class TypstPdfBuilder(Builder):
    """Writes to its output folder the markup, `book.typ`, and a PDF named after the book's title."""

    name = "typstpdf"
    format = "typst"
    supported_image_types = ("image/svg+xml", "image/png", "image/jpeg")

    def get_outdated_docs(self) -> str:  # noqa: D102
        return "all documents"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of a document, the same from everywhere: the book is one file."""
        return f"#{to}"

    working = False  # whether any is left out

    def write(self, *_: object) -> None:
        """Write the markup of the whole book, with its pictures."""
        markup, root = '#import "template.typ": *\n#show: book\n', self.env.get_doctree(self.config.root_doc)
        parts = {tree["includefiles"][0]: tree["caption"] or "" for tree in root.findall(addnodes.toctree)}
        markup += self.draft()
        for docname in self.env.collect_relations():
            tree = self.env.get_doctree(docname)
            self.env.resolve_references(tree, docname, self)
            self.post_process_images(tree)
            name, starting = quote(f"#{docname}"), quote(parts.get(docname, ""))
            writer = Writer(self, docname)
            markup += f"#chapter({name}, {starting})[\n{writer.render(tree)}]\n"
            self.working |= writer.leaves_out
        (self.outdir / "book.typ").write_text(markup, encoding="utf-8")
        shutil.copyfile(Path(__file__).with_name("template.typ"), self.outdir / "template.typ")
        for source, name in self.images.items():
            shutil.copyfile(self.srcdir / source, self.outdir / name)

    def draft(self) -> str:
        """Return the page that lists what no longer holds, if this is a draft."""
        if not self.config.draft:
            return ""
        items = ""
        for name in self.env.collect_relations():
            found = kept(self.env).get(name, ())
            title = escape(self.env.titles[name].astext())
            lines = {(one.line, one.text): each.message for each in found for one in each.sentences}
            entries = (
                f"#to({quote(f'#{name}#{stale(line)}')})[{escape(text)}]; #stale-note[{escape(message)}]"
                for (line, text), message in sorted(lines.items())
            )
            items += (
                f"#rubric[{title}]\n#list{''.join(f'[{entry}]' for entry in entries)}\n\n" if found else ""
            )
        return f"#draft[{items}]\n"

    def cite(self) -> str:
        """Return how to cite the report; the empty text for a book without the settings that say so."""
        project = Path(self.srcdir).parent
        return citation.read(project).sentence() if (project / "_config.yml").exists() else ""

    def arrange(self, words: dict[str, str], marks: Callable[[], list[Mark]]) -> None:
        """Write how the book is laid out: worked out from where things stand, or kept for the same book."""
        parts = [
            self.outdir / "book.typ",
            *sorted(Path(__file__).parent.glob("*.*")),
            *self.outdir.glob("*.svg"),
        ]
        content = b"".join(part.read_bytes() for part in sorted(parts)) + json.dumps(words).encode()
        key, file = hashlib.sha256(content).hexdigest(), Path(self.outdir, "arranged.json")
        if file.exists() and json.loads(file.read_text("utf-8"))["key"] == key:
            return

        def write(arrangement: Arrangement, key: str = "") -> None:
            file.write_text(json.dumps({"key": key, **asdict(arrangement)}), "utf-8")

        write(Arrangement())
        # The first run leaves everything in its order; the next know how much room each thing takes.
        ends = Ends(arrange(marks()))
        for _ in range(ROUNDS):
            write(ends.arrangement)
            if not ends.look(marks()):
                break
        ends.settle()
        write(ends.arrangement, key)

    def finish(self) -> None:
        """Set the markup in type, to both standards; raise SphinxError if that cannot be done."""
        config, title = self.config, self.config.html_title
        words = {"title": title, "author": config.author, "version": config.release, "lang": config.language}
        words |= {"rights": config.copyright, "site": config.html_baseurl, "paper": config.report_paper}
        now = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
        released = settings.released(Path(self.srcdir).parent)  # the day that the site names, too
        words |= {"subtitle": config.report_subtitle, "date": settings.date(config, now, released)}
        words["day"] = time.strftime("%Y-%m-%d", time.gmtime(now))
        words |= {"article": config.report_article, "licence": config.report_licence}
        words |= {
            "cite": self.cite(),
            "working": "left out" if self.working else "",
            "signs": json.dumps({name: signs.svg(name, NAMESPACE) for name in VERDICTS}),
        }

        # One for all runs: it sets again only what another arrangement has changed.
        compiler = typst.Compiler(
            Path(self.outdir, "book.typ"), font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=words
        )

        def marks() -> list[Mark]:
            found: list[list[Mark]] = json.loads(compiler.query("<marks>", field="value"))
            return found[0]

        try:
            self.arrange(words, marks)
            pdf, warnings = compiler.compile_with_warnings(
                pdf_standards=["ua-1", "a-2a"],
                timestamp=now,
            )
        except RuntimeError as error:  # a query does not say which kind
            raise SphinxError(getattr(error, "diagnostic", str(error))) from None
        if warnings:
            raise SphinxError(warnings[0].diagnostic)
        for file in Path(self.outdir).glob("*.pdf"):
            file.unlink()  # of another title
        Path(self.outdir, settings.pdf_name(config)).write_bytes(pdf)


def _is_paper(name: str) -> bool:
    try:
        typst.compile(f"#set page(paper: {quote(name)})".encode(), format="svg")
    except typst.TypstError:
        return False
    return True


def check_paper(app: Sphinx) -> None:
    """Raise ConfigError if the PDF is to be printed on a paper that Typst does not know."""
    paper = app.config.report_paper
    if app.builder.name == TypstPdfBuilder.name and not _is_paper(paper):
        raise ConfigError(f"_config.yml: report_paper: {paper!r} is no paper such as a4, a5 or us-letter")


def choose_outputs(app: Sphinx, config: Config) -> None:
    """Say which outputs can be printed, in every build: a changed setting has the whole book read anew."""
    ranks = enumerate(("text/markdown", "image/png", "text/html", "text/plain"))
    types = [("typstpdf", mime, rank) for rank, mime in ranks]
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *types]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the builder."""
    app.setup_extension("_ext.settings")
    app.add_builder(TypstPdfBuilder)
    app.connect("config-inited", choose_outputs)
    app.connect("builder-inited", check_paper)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
