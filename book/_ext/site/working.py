"""How things were worked out: code below what it serves, folded, with its name and a sentence in words."""

from __future__ import annotations

import ast
from collections import Counter
from html import escape
from pathlib import Path
from typing import Any

from addup.engine.figures import Figure, Register
from addup.engine.table import BadInput
from addup.report import wording
from addup.report.article import Article
from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

NAMED = 3
"""How many figures, or checks, a sentence names before it counts the rest."""


class FoldWorking(SphinxPostTransform):
    """On the site, put a hidden source below what it serves: first what is seen, then how it came about."""

    default_priority = 200  # just after myst-nb has hidden what is to be hidden
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Move every hidden source to the end of its cell, and a cell that shows nothing below a text.

        Such a cell works out what is said after it. It goes below the next paragraph, unless something else
        comes first.
        """
        register = _register(self.app)
        names: Counter[str] = Counter()
        for working in list(self.document.findall(HideCodeCellNode)):
            cell = working.parent
            cell.remove(working)
            shows, section = bool(cell.children), cell.parent
            cell.append(working)
            follower = cell.next_node(descend=False, siblings=True)
            if not shows and isinstance(follower, nodes.paragraph):
                section.remove(cell)
                section.insert(section.index(follower) + 1, cell)
            name = self.name(cell) or working["prompt_show"]
            names[name] += 1
            working["name"] = name if names[name] == 1 else f"{name}, part {names[name]}"
            working["words"] = in_words(working.astext(), register)

    def name(self, cell: nodes.Element) -> str:
        """Return of what a cell is the working: its figure or table, or else the numbers of its section."""
        numbers = self.env.toc_fignumbers.get(self.env.docname, {})
        for kind, node in (("figure", nodes.figure), ("table", nodes.table)):
            for shown in cell.findall(node):
                if number := numbers.get(kind, {}).get(next(iter(shown["ids"]), "")):
                    label = self.config.numfig_format[kind] % ".".join(map(str, number))
                    return f"How {label} was worked out"
        section: Any = cell.parent
        while section is not None and not isinstance(section, nodes.section):
            section = section.parent
        title = section.next_node(nodes.title).astext() if section is not None else ""
        return f"How the numbers under “{title}” were worked out" if title else ""


def _register(app: Sphinx) -> Register | None:
    """Return the register beside the book; None where there is none, or none that can be read."""
    try:
        return Article(Path(app.srcdir).parent / "data").register
    except (BadInput, OSError):
        return None


def in_words(source: str, register: Register | None) -> str:
    """Say in a sentence which figures and checks code uses; the empty text without a register.

    Figures and checks are known by their ids, which stand in the code as texts.
    """
    if register is None:
        return ""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # commands of the notebook, which name no figure
        return ""
    texts = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    texts.sort(key=lambda node: (node.lineno, node.col_offset))
    ids = list(dict.fromkeys(node.value for node in texts))
    figures = [_told(register.figures[id]) for id in ids if id in register.figures]
    questions = [f"“{register.checks[id].question}”" for id in ids if id in register.checks]
    parts = []
    if figures:
        parts.append(_listed(figures, "more figures of the register"))
    if questions:
        parts.append(f"the check{'s' * (len(questions) > 1)} {_listed(questions, 'more')}")
    uses = ", and ".join(parts) or "what was worked out earlier on the page, or the register as a whole"
    return f"This uses {uses}; the lines below say how.".replace("'", "’")


def _told(figure: Figure) -> str:
    return figure.label if figure.value is None else f"{figure.label} ({wording.hedged(figure)})"


def _listed(items: list[str], rest: str) -> str:
    """Join items with commas and "and", the last ones as a number."""
    if len(items) > NAMED + 1:
        items = [*items[:NAMED], f"{len(items) - NAMED} {rest}"]
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def visit_working(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Open what is folded: its name, and what it does in words."""
    self.body.append(f'<details class="working">\n<summary>{escape(node["name"])}</summary>\n')
    if node["words"]:
        self.body.append(f"<p>{escape(node['words'])}</p>\n")


def depart_working(self: HTML5Translator, node: HideCodeCellNode) -> None:
    """Close it."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the transform, and how the site writes what it has folded."""
    app.add_node(HideCodeCellNode, override=True, html=(visit_working, depart_working))
    app.add_post_transform(FoldWorking)
