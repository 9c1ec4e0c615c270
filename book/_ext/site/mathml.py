"""Mathematics as MathML, written at build time: every browser sets it, and none needs a script."""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element, SubElement, tostring

from docutils import nodes
from latex2mathml.converter import convert_to_element
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

# Signs before which a formula may go on in the next line, outside brackets
BREAKS = frozenset("=<>≤≥≈≠∈∉∋⊂⊆⇒⟹→+−-×±")
# What latex2mathml takes for the wrong kind of thing, which would set it at the wrong distance
KINDS = {"∞": "mi", "±": "mo"}


def convert(tex: str, display: bool = False) -> str:
    """Write a formula as one MathML element, or several where it may break: browsers break none themselves.

    Raises SphinxError for a command that is not known.
    """
    # A comma between digits groups them, and is none of the commas that keep a distance
    tex = re.sub(r"\d+(\{,\}\d{3})+", lambda number: rf"\text{{{number[0].replace('{,}', ',')}}}", tex)
    tex = tex.replace("{aligned}", "{align*}")
    formula = convert_to_element(tex)
    for element in formula.iter():
        text = re.sub(r"\\([#$%&_{}])", r"\1", unescape(element.text or ""))
        if text == "&" or text.startswith("\\"):
            raise SphinxError(f"{text!r} is not known, in the formula {tex}")
        element.text, element.tag = text, KINDS.get(text, element.tag)
        if element.tag == "mtext":  # counts as empty space beside an operator, which then keeps no distance
            element.tag = "mn" if text[:1].isdigit() else "mi"
    settings = {"displaystyle": "true"} if display else {}
    pieces = []
    for group in _groups(list(formula[0])):
        piece = Element("math", settings)
        SubElement(piece, "mrow").extend(group)
        pieces.append(tostring(piece, "unicode"))
    return "".join(pieces)


def _groups(row: list[Element]) -> list[list[Element]]:
    """Divide the elements of a formula where it may break."""
    groups: list[list[Element]] = [[]]
    depth = 0
    for element in row:
        if element.tag == "mo":
            depth += (element.text in ("(", "[")) - (element.text in (")", "]"))
            if element.text in BREAKS and depth == 0 and groups[-1]:
                element.set("form", "infix")  # at the beginning of a piece it would be taken for a sign
                groups.append([])
        groups[-1].append(element)
    return groups


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula that stands in a sentence."""
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="equation"))
    number = get_node_equation_number(self, node) if node["number"] else ""
    name = f"Equation {number}" if number else "Equation"
    formula = convert(node.astext(), display=True)
    self.body.append(f'<div tabindex="0" role="group" aria-label="{name}">{formula}</div>')
    if number:
        self.body.append(f"<span>({number})</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Offer `html_math_renderer = "mathml"`."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
