"""Pages: what the templates and the style sheet need beyond what Sphinx and the theme give them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import chain, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from _ext import settings
from _ext.notebooks import fingerprint
from _ext.notebooks.objections import Objection, counted, kept, stale
from _ext.site import charts, discovery, downloads, foot, hosting, margin, search, sharing
from addup.report import signs
from addup.report.picture import FONTS
from docutils import nodes
from docutils.parsers.rst.states import Inliner
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

VERDICTS = ("consistent", "inconsistent", "depends on the reading", "not comparable", "not checkable")

BUNDLES = {"whatif.js": ("engine.js", "hulls.js", "words.js", "whatif.js")}
"""Scripts that are written for people in parts, and sent as one."""
POLICY = "; ".join(
    f"{kind} {source}"
    for kind, source in {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'self'",
    }.items()
)
"""Content-Security-Policy of every page: nothing inline, nothing evaluated, nothing from elsewhere."""


PERMALINK = '<a class="headerlink"'
LONGEST_DESCRIPTION = 200
DRAWN = ["data/**/*", "book/addup/**/*.py", "book/addup/**/*.json"]
"""What the picture of the front page's link is drawn from."""
_VIEWPORT = re.compile(r'<meta[^>]*name="viewport"[^>]*>\n?')
_SENTENCE = re.compile(r"\S.*?[.?!][’”]?(?=\s+[^a-z]|$)")

STIFF = 16
"""Letters of code or of a formula that a table's cell on a phone has room for."""
LETTERS = 28
"""Letters that a line of a table has room for on a phone of 360 px, in wide type with the letters spaced."""
WHOLE, LONG = 18, 34
"""Up to how many letters a number in a table is not broken, and from where on a cell is text to read."""


class StackTables(SphinxPostTransform):
    """Mark the tables that are too wide for a phone, where each row becomes a block of its own.

    Those are tables of four columns or more, of two or more where code or a formula leaves few places to
    break, and of any whose longest words do not stand side by side in wide type.
    """

    default_priority = 400
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Give such tables the class `stacked`."""
        for table in self.document.findall(nodes.table):
            columns = len(list(table.findall(nodes.colspec)))
            bodies = list(table.findall(nodes.tbody))
            stiff = any(len(node.astext()) > STIFF for body in bodies for node in body.findall(_is_stiff))
            if columns >= 4 or (columns >= 2 and (stiff or _least_letters(table) > LETTERS)):
                table["classes"].append("stacked")


def _least_letters(table: nodes.table) -> int:
    """Return how many letters a line needs for the longest word of each column, with the gaps between."""
    columns: defaultdict[int, int] = defaultdict(int)
    for row in table.findall(nodes.row):
        for place, cell in enumerate(row.findall(nodes.entry)):
            columns[place] = max(columns[place], *map(len, re.split(r"[ \n]+", cell.astext())))
    return sum(columns.values()) + 2 * (len(columns) - 1)


class JoinVerdicts(SphinxPostTransform):
    """Let the row of a table that states its verdict be two cells: the head, and the verdict and margin."""

    default_priority = 390

    def run(self, **_: Any) -> None:
        """Join the cells after the first of every row of which the first is strong, the second a verdict."""
        for row in self.document.findall(nodes.row):
            if len(row) < 3 or not _alone(row[0], nodes.strong):
                continue
            _, verdict, *others = row
            said = _alone(verdict, nodes.inline)
            if said is None or "verdict" not in said["classes"]:
                continue
            for entry in others:
                row.remove(entry)
                if words := entry.astext():
                    said.parent.extend([nodes.Text(" "), nodes.inline("", words, classes=["beside"])])
            verdict["morecols"] = len(others)


def _alone(entry: nodes.Element, kind: type[nodes.Element]) -> nodes.Element | None:
    """Return the node of a kind that says all that a cell says."""
    found = next(entry.findall(kind), None)
    return found if found is not None and found.astext() == entry.astext() else None


def _is_stiff(node: nodes.Node) -> bool:
    return isinstance(node, nodes.literal | nodes.math)


def visit_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """Open a cell: a head says of what, any other cell repeats its column's head for narrow screens."""
    # All are to the left that are not to the right
    node["classes"] = [each for each in node["classes"] if each != "text-left"]
    row, group = node.parent, node.parent.parent.parent
    place, is_head = row.index(node), isinstance(row.parent, nodes.thead)
    if is_head or (place == 0 and group["cols"] > 1):
        self.body.append(self.starttag(node, "th", "", scope="col" if is_head else "row"))
        self.context.append("</th>\n")
        return
    head = next(iter(group.findall(nodes.thead)), None)
    length = len(node.astext())
    if "text-right" in node["classes"]:
        node["classes"] += ["whole"] * (length <= WHOLE)
    else:
        node["classes"] += ["long"] * (length > LONG)
    about = {"data-label": head[0][place].astext()} if head is not None else {}
    about |= {"colspan": str(node["morecols"] + 1)} if node.get("morecols") else {}
    self.body.append(self.starttag(node, "td", "", **about))
    self.context.append("</td>\n")


def depart_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """Close a cell."""
    self.body.append(self.context.pop())


_AFTER = re.compile(r"(?<=[^\W\d])[_./=*+<>,:-]+(?=\w)|(?<=[\w)])(?:[=<>!]=|[=<>*/+])(?=[\w(])")
_FORMULA = re.compile(r" [=<>*/+-]=? ")


def visit_literal(self: HTML5Translator, node: nodes.literal) -> None:
    """Write code in a sentence, which may break after its signs and nowhere else; a formula, between them."""
    if not all(isinstance(child, nodes.Text) for child in node):
        HTML5Translator.visit_literal(self, node)
        return
    text = node.astext()
    found = () if _FORMULA.search(text) else _AFTER.finditer(text)
    ends = [0, *(match.end() for match in found), len(text)]
    pieces = (escape(text[start:end]) for start, end in pairwise(ends))
    self.body.append(f"{self.starttag(node, 'code', '')}{'<wbr>'.join(pieces)}</code>")
    raise nodes.SkipNode


_CODE = re.compile(r"(?<=<pre>)(?:<span></span>)?(.*?)\n?(?=</pre>)", re.DOTALL)
COLOURED = ("k", "kn", "kc", "kd", "ow", "s1", "s2", "sa", "sd", "si", "sb", "mi", "mf", "c1")
"""Kinds of words in code that the style sheet sets off. Most are none of these, and are sent as they are."""
_PLAIN = re.compile(rf'<span class="(?!(?:{"|".join(COLOURED)})")\w*">([^<]*)</span>')
_INDENT = re.compile(r"(?:<[^>]+>)* *")
DEEPEST = 16


def visit_literal_block(self: HTML5Translator, node: nodes.literal_block) -> None:
    """Write code line by line, each with how far it is indented: what is wrapped stands further in."""
    try:
        HTML5Translator.visit_literal_block(self, node)
    except nodes.SkipNode:
        body = _PLAIN.sub(r"\1", self.body[-1])
        self.body[-1] = _CODE.sub(lambda code: "".join(map(_line, code[1].split("\n"))), body)
        raise


def _line(line: str) -> str:
    """Return a line of highlighted code as an element."""
    start = _INDENT.match(line)
    depth = min(start[0].count(" ", start[0].rfind(">") + 1), DEEPEST) if start else 0
    deep = f" in-{depth // 4}" if depth >= 4 else ""
    return f'<span class="line{deep}">{line}\n</span>'


def visit_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Open an entry of the bibliography, without the roles of docutils, which standards have given up."""
    self.body.append(self.starttag(node, "div", CLASS="citation"))


def depart_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Close the entry."""
    self.body.append("</div>\n")


_OF_CHECK = re.compile(r"(?P<verdict>.+?) <(?P<check>\w+)>")


def verdict_role(
    name: str, rawtext: str, text: str, line: int, inliner: Inliner, *_: Any
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """`{verdict}` marks a verdict's word, so that each form of the book can add a shape and a colour.

    The id of the check it is about may stand behind it: {verdict}`consistent <sum>`.
    """
    of_check = _OF_CHECK.fullmatch(text)
    word = of_check["verdict"] if of_check else text
    if word not in VERDICTS:
        return [], [
            inliner.reporter.error(f"{word!r} is not a verdict; these are: {', '.join(VERDICTS)}", line=line)
        ]
    node = nodes.inline(rawtext, word, classes=["verdict", word.replace(" ", "-")])
    if of_check:
        node["check"] = of_check["check"]
    return [node], []


def visit_inline(self: HTML5Translator, node: nodes.inline) -> None:
    """Draw its sign before a verdict's word."""
    HTML5Translator.visit_inline(self, node)
    if "verdict" in node["classes"]:
        self.body.append(signs.svg(node.astext(), 'aria-hidden="true"'))


def german_role(
    name: str, rawtext: str, text: str, *_: Any
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """`{de}` marks German words; docutils turns the class into the language of the text."""
    return [nodes.inline(rawtext, text, classes=["language-de"])], []


def _digest(path: Path) -> str:
    """Eight letters that stand for the content of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _with_style(policy: str, style: str) -> str:
    """Return a policy that allows one style sheet in the page, as it is and no other."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return policy.replace("style-src 'self'", f"style-src 'self' 'sha256-{digest}'")


def _contents(env: BuildEnvironment) -> list[dict[str, Any]]:
    """Parts of the book, each with its caption, if it has one, and its chapters in the order of reading."""
    root = env.config.root_doc
    parts = [{"caption": "", "chapters": [{"name": root, "title": env.titles[root].astext()}]}]
    for tree in env.tocs[root].findall(addnodes.toctree):
        chapters = [
            {"name": name, "title": title or env.titles[name].astext()} for title, name in tree["entries"]
        ]
        parts.append({"caption": tree["caption"] or "", "chapters": chapters})
    return parts


def _sections(env: BuildEnvironment, name: str) -> list[dict[str, str]]:
    """Return the sections of a chapter, each with its title and where it begins."""
    if name not in env.tocs:
        return []
    chapter = env.tocs[name][0]
    links = (
        next(iter(item.findall(addnodes.compact_paragraph)))[0]
        for part in chapter.findall(nodes.bullet_list)
        if part.parent is chapter
        for item in part.findall(nodes.list_item)
        if item.parent is part
    )
    return [{"title": link.astext(), "anchor": link["anchorname"]} for link in links]


def _draft(app: Sphinx, pagename: str) -> dict[str, Any] | None:
    """Return what a page of a draft says about itself: the front page lists all that no longer holds."""
    if not app.config.draft:
        return None
    found = kept(app.env)
    if pagename != app.config.root_doc:
        own = found.get(pagename, ())
        return {"own": counted(own) if own else ""}
    chapters = [
        {
            "title": app.env.titles[name].astext(),
            "address": app.builder.get_relative_uri(pagename, name),
            "sentences": _stale(found[name]),
        }
        for name in app.env.collect_relations()
        if found.get(name)
    ]
    return {"all": counted(list(chain(*found.values()))) if chapters else "", "chapters": chapters}


def _stale(objections: Sequence[Objection]) -> list[dict[str, str]]:
    """Sentences of a chapter to rewrite, each with its anchor and why; and what cannot be shown any more."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for each in objections:
        for place in [(f"#{stale(one.line)}", one.text) for one in each.sentences] or [("", "")]:
            if place[0] or each.shows:
                reasons.setdefault(place, []).append(each.message)
    return [
        {"anchor": anchor, "text": text, "message": "; ".join(dict.fromkeys(messages))}
        for (anchor, text), messages in reasons.items()
    ]


def _description(doctree: nodes.document, title: str, article: str) -> str:
    """Return what a page says first, in whole sentences, and which article it is about.

    At most LONGEST_DESCRIPTION letters, as far as the title and the article allow.
    """
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None)
    words = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    about = f"On {article}." if article else ""
    said = ""
    for sentence in _SENTENCE.findall(words):
        if len(" ".join(filter(None, (said, sentence, about)))) > LONGEST_DESCRIPTION:
            break
        said = f"{said} {sentence}".strip()
    if not said:
        said = title if title[-1:] in ".?!" else f"{title}."
    return f"{said} {about}".strip()


class Site:
    """One build of the site: what its pages share, and what it leaves in the finished folder."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.static = Path(app.srcdir) / "_static"
        self.sections = Path(app.outdir).parent / ".sections"  # entries of the search index, by chapter
        app.builder.search = False  # Sphinx's own search passes over numbers
        app.builder.copy_theme_static_files = lambda context: None  # no page asks for any
        app.connect("env-get-updated", self.rewrite, priority=900)  # after figures have their numbers
        app.connect("html-page-context", self.add_context)
        app.connect("html-collect-pages", self.add_pages)
        app.connect("build-finished", self.finish, priority=900)

    def hashed(self, name: str) -> str:
        """Return the path in the finished site of a static file: its name changes with its content."""
        stem, _, suffix = name.rpartition(".")
        digest = "".join(_digest(self.static / part) for part in BUNDLES.get(name, (name,)))
        if name in BUNDLES:
            digest = hashlib.sha256(digest.encode()).hexdigest()[:8]
        return f"_static/{stem}.{digest}.{suffix}"

    def pdf(self) -> Path:
        """Where the PDF of the book is, if it has been built."""
        return Path(self.app.outdir).parent / "pdf" / settings.pdf_name(self.app.config)

    def rewrite(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Write every page again if what pages quote from each other, or what all share, has changed."""
        files = [*self.static.rglob("*"), *FONTS.iterdir(), *Path(__file__).parent.glob("*.py"), self.pdf()]
        files += Path(app.srcdir).glob("*.bib")
        shared = sorted((path.name, _digest(path)) for path in files if path.is_file())
        std, math = env.get_domain("std"), env.get_domain("math")
        named = (std.labels, std.anonlabels, math.equations, env.toc_fignumbers, env.toc_secnumbers)
        # sorted, since a chapter that is read anew comes last
        listings = [sorted(each.items()) for each in named]
        defined = [
            (place, [node.astext() for node in said]) for place, said in margin.definitions(env).items()
        ]
        state = repr((shared, foot.said(app), _contents(env), downloads.place(app), listings, defined))
        listed, env.site_objections = getattr(env, "site_objections", None), repr(kept(env))
        has_picture, root = bool(sharing.base(app)), Path(app.srcdir).parent
        drawn, env.site_drawn = getattr(env, "site_drawn", ""), has_picture and fingerprint(root, DRAWN)
        printed, env.site_glue = getattr(env, "site_glue", {}), self.glue(env)
        if getattr(env, "site_state", None) == state:
            stale = {name for name, glue in env.site_glue.items() if glue != printed.get(name)}
            if (listed, drawn) != (env.site_objections, env.site_drawn):
                stale.add(app.config.root_doc)
            return sorted(stale)
        env.site_state = state
        shutil.rmtree(app.outdir)  # so that nothing is left of what is gone
        Path(app.outdir).mkdir()
        return list(env.found_docs)

    @staticmethod
    def glue(env: BuildEnvironment) -> dict[str, list[str]]:
        """Return, for each chapter that prints values of others, a digest of what those give."""
        folder = Path(env.mystnb_config.output_folder)
        files = {
            name: [folder / f"{other}.glue.json" for other in metadata.get("glued", "").splitlines()]
            for name, metadata in env.metadata.items()
        }
        return {
            name: [_digest(path) if path.is_file() else "" for path in paths]
            for name, paths in files.items()
            if paths
        }

    def add_context(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Give a page's template what it prints."""
        pathto: Callable[..., str] = context["pathto"]

        def absolute(name: str, resource: int = 0) -> str:
            # of whatever host shows it: a preview of the site has another name than the site. Without an
            # address the root is taken, as for the headers: there most hosts have it.
            return urljoin(urlsplit(sharing.base(app)).path or "/", pathto(name, resource))

        def asset(name: str) -> str:
            return str(context["pathto"](self.hashed(name), 1))

        if pagename == "404":  # shown at any address, where relative ones lead nowhere
            context["pathto"] = absolute

        context |= {
            "asset": asset,
            "contents": _contents(app.env),
            "sections": _sections(app.env, pagename),
            "policy": POLICY,
            "paper": discovery.PAPER,
        }
        if pagename == "404" and not sharing.base(app):  # then even its style sheet would lead nowhere
            context["style"] = self.style()
            context["policy"] = _with_style(POLICY, context["style"])
        # docutils says once more how wide a page is
        context["metatags"] = _VIEWPORT.sub("", context.get("metatags", ""))
        # A "#" would be part of the name of every heading, and a stop on the way of every key
        context["body"] = context.get("body", "").replace(
            PERMALINK, f'{PERMALINK} aria-hidden="true" tabindex="-1"'
        )
        context["foot"] = foot.foot(app, context["pathto"])
        context["base"] = sharing.base(app)
        if self.pdf().is_file():
            size = f"{self.pdf().stat().st_size / 1000:,.0f} kB"
            context["pdf"] = {"name": self.pdf().name, "size": size}
        context["draft"] = _draft(app, pagename)
        context["repository"] = sharing.repository(app)
        if place := downloads.place(app):
            page, section = place
            context["data"] = f"{'' if page == pagename else context['pathto'](page)}#{section}"
        if doctree is not None:
            title = app.env.titles[pagename].astext()
            description = _description(doctree, title, app.config.report_about)
            context["description"] = description
            context["edit"] = sharing.edit_address(app, pagename)
            context["notebook"] = sharing.notebook_address(app, pagename)
            context["picture"] = sharing.picture(app, pagename, title)
            context["structured"] = sharing.structured(app, pagename, title, description, doctree)
            if context["picture"]:
                sharing.draw(app, pagename, title, doctree)
            address = app.builder.get_target_uri(pagename)
            about = {
                "sections": list(search.entries(doctree, app.env, pagename, address)),
                "changes": discovery.changes(doctree, address),
            }
            self.sections.mkdir(exist_ok=True)
            (self.sections / f"{pagename}.json").write_text(json.dumps(about), "utf-8")

    def add_pages(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Add the pages that no chapter stands behind."""
        yield "search", {"index": self.index()[0]}, "search.html"
        yield "404", {}, "404.html"

    def style(self) -> str:
        """Return the style sheet as it can stand in a page of the site's folder."""
        return (self.static / "site.css").read_text("utf-8").replace('url("fonts/', 'url("_static/fonts/')

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Add the files that are no pages, and take away those that no page asks for."""
        if exception:
            return
        out = Path(app.outdir)
        parts = {part for name, bundled in BUNDLES.items() for part in bundled if part != name}
        own = {path.name: self.hashed(path.name) for path in self.static.iterdir() if path.name not in parts}
        for path in (out / "_static").iterdir():
            if path.name in own:
                path.replace(out / own[path.name])
            elif path.name not in {"fonts", *(Path(name).name for name in own.values())}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        (out / "_static" / "fonts").mkdir(exist_ok=True)
        for path in [*FONTS.glob("*.woff2"), *FONTS.glob("*.txt")]:  # with their licence
            shutil.copyfile(path, out / "_static" / "fonts" / path.name)
        index, script = self.index()
        (out / index).write_text(script, "utf-8")
        base, policy = sharing.base(app), POLICY
        if not base:
            policy = _with_style(policy, self.style())
        hosting.write(out, policy, base, sorted([*own.values(), index]))
        if self.pdf().is_file():
            shutil.copyfile(self.pdf(), out / self.pdf().name)
        if app.config.draft:
            (out / "DRAFT").write_text(
                "A draft: some of what it says no longer holds. Not to be published.\n", "utf-8"
            )
            (out / "robots.txt").write_text("User-agent: *\nDisallow: /\n", "utf-8")
        else:
            found = chain.from_iterable(each["changes"] for each in self.found())
            discovery.write(app, self.static / "favicon.svg", found)
        # A chart that a rewritten page no longer shows has left its files behind
        text = "".join(page.read_text("utf-8") for page in out.glob("*.html"))
        for path in (out / charts.FOLDER).glob("*"):
            if f'"{charts.FOLDER}/{path.name}"' not in text:
                path.unlink()

    def found(self) -> list[dict[str, Any]]:
        """Return what was found in each chapter as it was written: places to search, and changes."""
        return [json.loads((self.sections / f"{name}.json").read_text("utf-8")) for name in self.chapters()]

    def index(self) -> tuple[str, str]:
        """Return where the index of the search is in the finished site, by its content; and the index."""
        places = list(chain.from_iterable(each["sections"] for each in self.found()))
        if self.pdf().is_file():
            places.append(search.printed(self.pdf().name))
        script = search.script(places)
        return f"_static/search-index.{hashlib.sha256(script.encode()).hexdigest()[:8]}.js", script

    def chapters(self) -> list[str]:
        """Names of all pages that a chapter stands behind."""
        return sorted(self.app.env.found_docs)


def _remember_glue(app: Sphinx, doctree: nodes.document) -> None:
    """Note which other chapters give values that a chapter prints."""
    if others := sorted({node.refdoc for node in doctree.findall(PendingGlueReference)}):
        app.env.metadata[app.env.docname]["glued"] = "\n".join(others)


def _begin(app: Sphinx) -> None:
    if app.builder.name == "html":
        Site(app)


def setup(app: Sphinx) -> None:
    """Register the roles, how the site writes what is particular to it, and its pages."""
    app.setup_extension("_ext.settings")
    app.add_config_value("comments_config", None, "")  # set by jupyter-book, for an extension not in use
    app.add_role("verdict", verdict_role)
    app.add_role("de", german_role)
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.add_node(nodes.inline, override=True, html=(visit_inline, HTML5Translator.depart_inline))
    app.add_node(nodes.literal, override=True, html=(visit_literal, HTML5Translator.depart_literal))
    code = (visit_literal_block, HTML5Translator.depart_literal_block)
    app.add_node(nodes.literal_block, override=True, html=code)
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
    # The theme puts each table into a box that scrolls; here tables fit instead
    app.add_node(nodes.table, override=True, html=(HTML5Translator.visit_table, HTML5Translator.depart_table))
    app.add_post_transform(JoinVerdicts)
    app.add_post_transform(StackTables)
    app.connect("doctree-read", _remember_glue)
    app.connect("builder-inited", _begin)
