"""Numbers that can be asked: what cells gave to the prose about one figure leads to what is known of it.

On the site such a number is a link to the figure's row in the codebook. The site's script opens a panel
instead, and makes a field of it where numbers can be changed. What it tells stands in ``asked.js``, what a
reader's own numbers are worked out with in ``register.js``.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

import minify
from _ext.notebooks import fingerprint
from _ext.site import ahead, page
from addup.report import signs
from addup.report.article import OF_FIGURE, Article
from addup.report.whatif import asked_about, behind, changeable, worked_out
from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from myst_nb.ext.glue.utils import RetrievalError, retrieve_glue_data
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

REGISTER, ASKED = "register.js", "asked.js"
"""What the page works the checks out with, and what it tells of them, among the site's static files."""
SCRIPTS = ("whatif.js", "ask.js")
STRICT = '"use strict";'
CODEBOOK = "codebook"
CHANGED = "wrong"
"""The chapter in which numbers can be changed."""


class PasteAskable(PasteTextRole):
    """``glue:text``, which also knows which figure a text is about."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the text as the role always does, with the id of its figure."""
        pasted, messages = super().run()
        try:
            figure = retrieve_glue_data(self.document, self.text.rsplit(":", 1)[0] + OF_FIGURE)
        except RetrievalError:
            return pasted, messages
        for node in pasted:
            if isinstance(node, nodes.inline):
                node["figure"] = figure.data["text/plain"].strip("'")
        return pasted, messages


class LeaveOutDays(SphinxPostTransform):
    """Leave out of print what only the site's script can make something of."""

    default_priority = 100

    def run(self, **_: Any) -> None:
        """Take away the days that a reader could choose among, unless a website is made."""
        if self.app.builder.format == "html":
            return
        for raw in list(self.document.findall(nodes.raw)):
            if raw.astext().startswith('<div class="by-day"'):
                raw.parent.remove(raw)


@cache
def _article() -> Article:
    """Return the report's own article: chapters make up others, too, to explain things."""
    return Article()


@cache
def _worked_out(expression: str) -> dict[str, Any] | None:
    """Return what is told of an expression over the report's own figures, None if it is none."""
    try:
        return worked_out(_article(), expression)
    except ValueError:
        return None


def _asked(translator: HTML5Translator, node: nodes.inline) -> dict[str, str]:
    """Return what marks a text that can be asked about: a figure, or the expression that it came from."""
    if not {CODEBOOK, CHANGED} <= translator.builder.env.found_docs or _is_linked(node):
        return {}
    if node.get("figure") in _article().register.figures:
        return {"data-figure": node["figure"]}
    is_one = "figure" in node and _worked_out(node["figure"]) is not None
    return {"data-worked": node["figure"]} if is_one else {}


def _of_check(translator: HTML5Translator, node: nodes.inline) -> str:
    """Return the address of a verdict's what-if, with a figure of its check in hand, or nothing."""
    article = _article()
    if (
        node.get("check") not in article.register.checks
        or CHANGED not in translator.builder.env.found_docs
        or _is_linked(node)
    ):
        return ""
    figure = behind(article.register, node["check"])
    builder = translator.builder
    address = builder.get_relative_uri(builder.current_docname, CHANGED)
    return f"{address}#if/{figure}" if figure else ""


def visit_inline(translator: HTML5Translator, node: nodes.inline) -> None:
    """Write an askable number as a link to its row in the codebook, a verdict of a check to its what-if."""
    builder = translator.builder
    if address := _of_check(translator, node):
        title = "What if a number were wrong?"
        translator.body.append(f'<a class="to-what-if" href="{address}" title="{title}">')
    asked = _asked(translator, node)
    if not asked:
        page.visit_inline(translator, node)
        return
    [(mark, about)] = asked.items()
    told = _worked_out(about)
    figure = told["figures"][0] if told else about
    address = builder.get_relative_uri(builder.current_docname, CODEBOOK)
    translator.body.append(
        f'<a class="said" {mark}="{escape(about)}" href="{address}#figure-{figure.replace("_", "-")}">'
    )


def depart_inline(translator: HTML5Translator, node: nodes.inline) -> None:
    """End what `visit_inline` began."""
    if _asked(translator, node):
        translator.body.append("</a>")
    else:
        HTML5Translator.depart_inline(translator, node)
    if _of_check(translator, node):
        translator.body.append("</a>")


def _is_linked(node: nodes.Node) -> bool:
    """Whether a text stands in a link or a heading already."""
    within = node.parent
    while within is not None and not isinstance(within, (nodes.reference, nodes.title, nodes.caption)):
        within = within.parent
    return within is not None


def _add_context(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a page's template whether it has numbers to ask, or to change."""
    if doctree is None or CODEBOOK not in app.env.found_docs or CHANGED not in app.env.found_docs:
        return
    context["asked"] = any("figure" in node for node in doctree.findall(nodes.inline)) or pagename == CODEBOOK
    changeable = [node for node in doctree.findall(nodes.container) if "what-if" in node["classes"]]
    context["changeable"] = changeable[0].parent["ids"][0] if changeable else ""


def shortened(*scripts: str) -> str:
    """Return scripts as one, as a browser needs it: without comments, of which half are types.

    In a strict function of their own nothing else knows their names, which can thus be short.
    """
    joined = "\n".join(scripts)
    return f"{minify.string('application/javascript', f'(() => {{ {STRICT} {joined} }})();')}\n"


_EXPRESSION = re.compile('<a class="said" data-worked="([^"]+)"')


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html" or CHANGED not in app.env.found_docs:
        return
    static = Path(app.outdir) / "_static"
    sources = Path(app.srcdir) / "_static"
    for name in SCRIPTS:
        parts = [(sources / part).read_text("utf-8") for part in page.BUNDLES.get(name, (name,))]
        for path in static.glob(f"{name.removesuffix('.js')}.*js"):
            path.write_text(shortened(*parts), "utf-8")
    for name, script in _told(app).items():
        (static / name).write_text(script, "utf-8")


def _told(app: Sphinx) -> dict[str, str]:
    """Return the files with what is known, worked out again if anything that they are made of has changed."""
    uri = app.builder.get_target_uri
    pages = {name: uri(name) for name in sorted(app.env.found_docs)}
    expressions = sorted(
        {
            found
            for path in Path(app.outdir).glob("*.html")
            for found in _EXPRESSION.findall(path.read_text("utf-8"))
        }
    )
    made_of = ["_config.yml", "data/**/*"]
    made_of += [f"book/{code}" for code in ("addup/**/*.py", "addup/**/*.json", "_ext/site/*.py")]
    state = f"{fingerprint(Path(app.srcdir).parent, made_of)} {json.dumps([pages, expressions])}"
    kept = Path(app.outdir).parent / ".told.json"
    if kept.is_file():
        was, scripts = json.loads(kept.read_text("utf-8"))
        if was == state:
            return dict(scripts)
    article = _article()
    drawn = {verdict: signs.svg(verdict, 'aria-hidden="true"') for verdict in page.VERDICTS}
    worked = {expression: _worked_out(expression) for expression in map(unescape, expressions)}
    known = ahead.told(app)
    told = (known.asked if known else asked_about(article)) | {
        "worked": worked,
        "signs": drawn,
        "pages": pages,
        "changed": uri(CHANGED),
    }
    scripts = {}
    for name, data in {REGISTER: changeable(article), ASKED: told}.items():
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        scripts[name] = f"window.{name.removesuffix('.js')}={text};\n"
    kept.write_text(json.dumps([state, scripts]), "utf-8")
    return scripts


def setup(app: Sphinx) -> None:
    """Register the role, how the site writes what it marks, and the file with what is known."""
    app.setup_extension("myst_nb")
    app.add_role_to_domain("glue", "text", PasteAskable(), override=True)
    app.connect("html-page-context", _add_context)
    app.add_post_transform(LeaveOutDays)
    app.add_node(nodes.inline, override=True, html=(visit_inline, depart_inline))
    app.connect("build-finished", _write, priority=950)  # after the static files have been sorted out
