"""The data to take away: a page lists the files of the data package, each with its size."""

from __future__ import annotations

import json
import shutil
from html import escape
from pathlib import Path
from typing import Any

from _ext.notebooks import fingerprint
from _ext.site import ahead
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

FOLDER = "data"
"""Where the files are in the finished site."""
DESCRIPTION = "datapackage.json"


class downloads(nodes.General, nodes.Element):
    """The list of files: `package` (their description) and `sizes` (bytes, by path in the package)."""


class Downloads(SphinxDirective):
    """`{downloads}` lists the files on the site; a form of the book without files beside it leaves it out."""

    def run(self) -> list[nodes.Node]:
        """Leave the list to be filled in when the page is written."""
        return [downloads()]


class PublishData(SphinxPostTransform):
    """Write the files when the page that lists them is written.

    That is so whenever data or engine have changed, or the folder of the site has been emptied; at other
    times the engine is not even loaded.
    """

    default_priority = 400

    def run(self, **_: Any) -> None:
        """Fill in every list, or take it away where the book has no site."""
        for node in list(self.document.findall(downloads)):
            if self.app.builder.format != "html":
                node.parent.remove(node)
                continue
            files = self.files()
            folder = Path(self.app.outdir) / FOLDER
            shutil.rmtree(folder, ignore_errors=True)
            for path, content in files.items():
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            node["package"] = json.loads(files[DESCRIPTION])
            node["sizes"] = {path: len(content) for path, content in files.items()}

    def files(self) -> dict[str, bytes]:
        """Return the files of the data package by path."""
        if told := ahead.told(self.app):
            return told.package
        from addup.publishing.package import package

        return package(Path(self.app.srcdir).parent / "data")


def size(number: int) -> str:
    """Write a number of bytes for a reader: 273 -> "0.3 kB", 15697 -> "16 kB"."""
    return f"{number / 1000:.{0 if number >= 9_950 else 1}f}\N{NO-BREAK SPACE}kB"


def visit_downloads(self: HTML5Translator, node: downloads) -> None:
    """Write what each table is, with its two forms, and the terms."""
    sizes = node["sizes"]

    def link(path: Path) -> str:
        address = escape(f"{FOLDER}/{path.as_posix()}")
        return f'<a href="{address}" download>{escape(path.name)}</a>, {size(sizes[path.as_posix()])}'

    self.body.append("<dl>\n")
    for table in node["package"]["resources"]:
        path = Path(table["path"])
        terms = "".join(f"<br>{escape(each['title'])}." for each in table.get("licenses", []))
        forms = f"{link(path)} · {link(path.with_suffix('.json'))}"
        self.body.append(f"<dt>{escape(table['title'])}</dt>\n<dd>{forms}{terms}</dd>\n")
    self.body.append(
        "<dt>Columns, types, origin, terms and checksums of all tables, as a Frictionless data package</dt>\n"
        f"<dd>{link(Path(DESCRIPTION))}</dd>\n</dl>\n"
    )
    licences = " and ".join(
        f'<a href="{escape(each["path"])}" rel="license">{escape(each["title"])}</a>'
        for each in node["package"].get("licenses", [])
    )
    if licences:
        self.body.append(
            f"<p>Licence: {licences}, except where a table or one of its rows names other terms.</p>\n"
        )
    raise nodes.SkipNode


def _remember(app: Sphinx, doctree: nodes.document) -> None:
    """Note, for the link on every page, where a list of files stands."""
    for node in doctree.findall(downloads):
        app.env.metadata[app.env.docname]["downloads"] = node.parent["ids"][0]


def place(app: Sphinx) -> tuple[str, str] | None:
    """Return the page and the section in which the files are listed, if any are."""
    for name in sorted(app.env.found_docs):
        if section := app.env.metadata[name].get("downloads"):
            return name, section
    return None


def _outdated(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    """Have the list written again when a table or the engine has changed."""
    state = fingerprint(Path(app.srcdir).parent, ["data/**/*", "book/addup/**/*.py"])
    before, env.downloads_state = getattr(env, "downloads_state", None), state
    listed = place(app)
    is_missing = bool(listed) and not Path(app.outdir, FOLDER).is_dir()
    if app.builder.format == "html" and (before != state or is_missing):
        app.connect("env-before-read-docs", ahead.begin, priority=900)  # after the chapters
    return [listed[0]] if listed and before != state else []


def setup(app: Sphinx) -> None:
    """Register the directive, and how the list is filled in and written."""
    app.add_directive("downloads", Downloads)
    app.add_node(downloads, html=(visit_downloads, None))
    app.add_post_transform(PublishData)
    app.connect("doctree-read", _remember)
    app.connect("env-get-outdated", _outdated)
