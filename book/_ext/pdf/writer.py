"""One document of the book as Typst markup."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from _ext.pdf.mathematics import convert
from _ext.site import charts
from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util import logging

logger = logging.getLogger(__name__)

# Nodes that print as their content; that do not print; that a Typst function takes, in a line or as a block.
CLEAR = {"abbreviation", "compound", "definition", "document", "download_reference", "glossary", "inline"}
CLEAR |= {"legend", "target", "term"}
SILENT = {"chart_files", "comment", "footnote", "index", "meta", "substitution_definition", "toctree"}
WORDS = {"emphasis": "emph", "label": "key", "strong": "strong", "subscript": "sub", "superscript": "super"}
BLOCKS = {"admonition", "attention", "attribution", "block_quote", "caution", "citation", "danger", "error"}
BLOCKS |= {"hint", "important", "note", "rubric", "seealso", "tip", "title", "transition", "warning"}


def quote(text: str) -> str:
    """Return `text` as a Typst string."""
    return json.dumps(text, ensure_ascii=False)


def escape(text: str) -> str:
    """Return Typst markup that prints `text`, with its line breaks as spaces."""
    return re.sub(r"([\\#$*_`<>@~\[\]\"'/=+\-.])", r"\\\1", re.sub(r"[ \t\n]+", " ", text))


class Writer:
    """Writes one document of the book that `builder` makes.

    A node is written by the method of its name, after an underscore, or by the tables above. Any other is a
    warning; a picture without an alternative text raises SphinxError.
    """

    def __init__(self, builder: Builder, docname: str) -> None:
        self.builder, self.env, self.docname = builder, builder.env, docname
        self.level = 0  # of the heading above
        self.leaves_out = False  # the working of a number
        self.noted: set[str] = set()

    def render(self, *given: nodes.Node) -> str:
        """Return nodes as markup, one after the other."""
        return "".join(self.one(n) if isinstance(n, nodes.Element) else escape(n.astext()) for n in given)

    def one(self, node: nodes.Element) -> str:
        """Return a node as markup."""
        name = node.tagname
        if name in SILENT or "footnotes" in node["classes"]:
            return ""
        if method := getattr(self, f"_{name}", None):
            markup = method(node)
        elif name in BLOCKS:
            markup = f"#{name}[{self.render(*node).strip()}]\n\n"
        else:
            markup = self.render(*node)
            if name in WORDS:
                markup = f"#{WORDS[name]}[{markup}];"
            elif name not in CLEAR:
                logger.warning("the PDF has no rule for <%s>", name, location=node)
        for style in node["classes"]:
            if style.startswith("stale"):
                markup = f"#{style}[{markup}];"
            elif style == "verdict":
                markup = f"#verdict({quote(node.astext())});"
            elif style.startswith("language-"):
                markup = f"#text(lang: {quote(style.removeprefix('language-'))})[{markup}];"
        return markup if name in {"figure", "table"} else self.anchor(node) + markup

    def arguments(self, *given: nodes.Element) -> str:
        """Return the contents of nodes as arguments that follow a function."""
        return "".join(f"[{self.render(*node).strip()}]" for node in given)

    def anchor(self, node: nodes.Element) -> str:
        """Return invisible elements to link to, one for each name of the node."""
        number = quote(node[0].astext()) if isinstance(node, nodes.citation) else "none"
        return "".join(f"#metadata({number})#label({self.address(name)});" for name in node["ids"])

    def address(self, name: str) -> str:
        """Return a name in this document as the whole book knows it."""
        return quote(f"#{self.docname}#{name}")

    def number(self, node: nodes.Element, kind: str) -> str:
        """Return the number that Sphinx gave a figure, table or equation, such as "2.1", or nothing."""
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        return ".".join(map(str, numbers.get(node["ids"][0], ()))) if node["ids"] else ""

    def _section(self, node: nodes.section) -> str:
        place = "" if isinstance(node.parent, nodes.document) else f"#{node['ids'][0]}"
        number = self.env.toc_secnumbers.get(self.docname, {}).get(place)
        numbering = f"fixed({quote('.'.join(map(str, number or ())))})"
        self.level += 1
        heading = f"#heading(level: {self.level}, numbering: {numbering}){self.arguments(node[0])}"
        blocks = list(self.blocks(node[1:]))
        sections = self.render(*split(node, nodes.section)[0])
        self.level -= 1
        arguments = "".join(f", ({name}, [{markup}])" for name, markup in blocks)
        return f"#section({self.address(node['ids'][0])}, [{heading}]{arguments})\n\n{sections}"

    def blocks(self, given: Iterable[nodes.Node]) -> Iterator[tuple[str, str]]:
        """Yield the blocks of a section: the address of a captioned figure or table, or "", and markup."""
        for node in given:
            if isinstance(node, nodes.container) and not node["ids"]:
                yield from self.blocks(self.printed(node))
            elif not isinstance(node, nodes.section) and (markup := self.render(node).strip()):
                yield (self.address(node["ids"][0]) if is_captioned(node) else quote("")), markup

    def _paragraph(self, node: nodes.paragraph) -> str:
        return f"{self.render(*node)}\n\n"

    def _container(self, node: nodes.container) -> str:
        return self.render(*self.printed(node))

    def printed(self, node: nodes.container) -> list[nodes.Node]:
        """Return a code cell without what is folded away on the screen: paper does not unfold."""
        parts = {"cell_code_source": "input", "cell_code_output": "output"}
        hidden = node.get("hide_mode", "").replace("all", "input+output").split("+")
        shown = [child for child in node if parts.get(child.get("nb_element")) not in hidden]
        self.leaves_out |= len(shown) < len(node)
        return shown

    def _bullet_list(self, node: nodes.bullet_list) -> str:
        return f"#list{self.arguments(*node)}\n\n"

    def _enumerated_list(self, node: nodes.enumerated_list) -> str:
        return f"#enum(start: {node.get('start', 1)}){self.arguments(*node)}\n\n"

    def _definition_list(self, node: nodes.definition_list) -> str:
        pairs = [split(item, nodes.definition) for item in node]
        items = (f"terms.item[{', '.join(map(self.one, t))}][{self.render(*d).strip()}]" for d, t in pairs)
        return f"#terms({', '.join(items)})\n\n"

    def _literal(self, node: nodes.Element, options: str = "") -> str:
        return f"#raw({quote(node.astext())}{options});"

    def _literal_block(self, node: nodes.literal_block) -> str:
        language = node.get("language", "").replace("ipython3", "python")
        return self._literal(node, f", block: true, lang: {quote(language)}") + "\n\n"

    def _raw(self, node: nodes.raw) -> str:
        if node.astext().strip() == "<br />":
            return "#linebreak();"
        if "html" in node["format"]:
            logger.warning("the PDF leaves out HTML: %.60s", node.astext(), location=node)
        return ""

    def _reference(self, node: nodes.reference) -> str:
        uri = node.get("refuri") or f"#{self.docname}#{node['refid']}"
        return f"#{'to' if uri[0] == '#' else 'link'}({quote(uri)})[{self.render(*node)}];"

    def _number_reference(self, node: nodes.reference) -> str:
        return self._reference(node).replace(" ", "\N{NO-BREAK SPACE}")

    def _footnote_reference(self, node: nodes.footnote_reference) -> str:
        name = node["refid"]
        if name in self.noted:
            return f"#footnote(label({self.address(name)}));"
        self.noted.add(name)
        return f"#footnote[{self.render(*node.document.ids[name][1:]).strip()}]#label({self.address(name)});"

    def _math(self, node: nodes.math) -> str:
        formula, words = convert(node.astext())
        return f"#math.equation(alt: {quote(words)}, ${formula}$);"

    def _math_block(self, node: nodes.math_block) -> str:
        formula, words = convert(node.astext())
        number = self.number(node, "displaymath")
        options = f"block: true, numbering: fixed({quote(number and f'({number})')}), alt: {quote(words)}"
        return f"#math.equation({options}, $ {formula} $)\n\n"

    def _image(self, node: nodes.Element, file: str = "") -> str:
        file = file or self.builder.images[node["uri"]]
        if not node.get("alt"):
            raise SphinxError(f"{self.env.doc2path(self.docname)}: no alternative text for {file}")
        return f"#picture({quote(file)}, {quote(node['alt'])})\n\n"

    def _chart(self, node: charts.chart) -> str:
        folder, file = Path(self.builder.outdir), f"{node['key']}.svg"
        drawing = charts.by_itself(node["spec"], folder.parent / ".charts")
        (folder / file).write_text(drawing, encoding="utf-8")
        return self._image(node, file)

    def _figure(self, node: nodes.figure) -> str:
        caption, rest = split(node, nodes.caption)
        return self.captioned("figure", node, caption, self.render(*rest))

    def _table(self, node: nodes.table) -> str:
        caption, _ = split(node, nodes.title)
        rows, head = list(node.findall(nodes.row)), sum(map(len, node.findall(nodes.thead)))
        sides = "".join((" ".join(e["classes"]).partition("text-")[2] or "left") + ", " for e in rows[0])
        cells = ", ".join(self.cell(entry) for row in rows for entry in row)
        return self.captioned("table", node, caption, f"#cells({columns(rows)}, ({sides}), {head}, {cells})")

    def cell(self, node: nodes.entry) -> str:
        """Return a cell of a table, which may be as wide as several."""
        wide = f"table.cell(colspan: {node['morecols'] + 1})" if node.get("morecols") else ""
        return f"{wide}[{self.render(*node).strip()}]"

    def captioned(self, kind: str, node: nodes.Element, caption: list[nodes.Element], content: str) -> str:
        """Return a figure or table with its number and caption, if it has one."""
        number = self.number(node, kind)
        name = quote(self.env.config.numfig_format[kind] % number if number else "")
        body = f"[{self.anchor(node)}{content}]\n\n"
        if not caption:
            return f"#plain{body}"
        goal = self.address(node["ids"][0])
        return f"#captioned({quote(kind)}, {name}, {self.arguments(*caption)}, {goal}){body}"


LINE = 96
"""Letters, about, that a line of a table has room for."""
SIGN = 3
"""Letters that the sign of a verdict is as wide as."""


def columns(rows: list[nodes.row]) -> str:
    """Return how wide the columns of a table are: as their cells need, or in proportion to what they hold.

    Left to itself, a table that is too wide gives each of its long columns the same room.
    """
    texts = [[_with_signs(entry) for entry in row] for row in rows if len(row) == len(rows[0])]
    by_column = list(zip(*texts, strict=True))
    longest = [max(map(len, each)) for each in by_column]
    means = [sum(map(len, each)) / len(each) for each in by_column]
    if sum(longest) + 3 * len(longest) <= LINE:
        return str(len(longest))
    for gap in (r" +", r"\s+"):  # verdicts of two words in one line, if there is room
        words = [max(len(word) for text in each for word in re.split(gap, text)) for each in by_column]
        for part in (each / 10 for each in range(20, 2, -1)):
            shares = [max(word + 2, part * mean) for word, mean in zip(words, means, strict=True)]
            if sum(shares) <= LINE:
                return f"({', '.join(f'{share:.1f}fr' for share in shares)},)"
    return str(len(longest))  # a word would be broken


def _with_signs(entry: nodes.entry) -> str:
    """Return what a cell says, with as many letters for the sign of a verdict as it has room of."""
    text = " ".join(entry.astext().split())
    for node in entry.findall(nodes.inline):
        if "verdict" in node["classes"]:
            word = node.astext()
            kept = word.replace(" ", "\N{NO-BREAK SPACE}") if word.count(" ") == 1 else word
            text = text.replace(word, SIGN * "=" + kept, 1)
    return text


def split(node: nodes.Element, kind: type[nodes.Element]) -> tuple[list[nodes.Element], list[nodes.Element]]:
    """Return the children of a node that are of one kind, and the others."""
    return [c for c in node if isinstance(c, kind)], [c for c in node if not isinstance(c, kind)]


def is_captioned(node: nodes.Node) -> bool:
    """Return whether a node is a figure or table with a caption, which text can pass."""
    kind = {nodes.figure: nodes.caption, nodes.table: nodes.title}.get(type(node))
    return kind is not None and bool(split(node, kind)[0])
