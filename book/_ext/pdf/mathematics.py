"""TeX formulas as Typst mathematics and as words.

TeX is read by latex2mathml, which the website uses too: both media show one reading of a formula.
"""

import json
import re
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from sphinx.errors import SphinxError

# MathML element: what its parts make in Typst, and how that is spoken.
SHAPES = {
    "mfrac": ("frac({}, {})", "({}) over ({})"),
    "msub": ("attach({}, b: {})", "{} sub {}"),
    "msup": ("attach({}, t: {})", "{} to the power {}"),
    "msubsup": ("attach({}, b: {}, t: {})", "{} sub {} to the power {}"),
    "msqrt": ("sqrt({})", "the square root of ({})"),
}


def convert(tex: str) -> tuple[str, str]:
    """Return a formula as Typst mathematics, without dollar signs, and as words for a listener."""
    grouped = re.sub(r"\d+(\{,\}\d{3})+", lambda number: rf"\text{{{number[0].replace('{,}', ',')}}}", tex)
    formula = convert_to_element(grouped)
    try:
        return _typst(formula), " ".join(_words(formula).split())
    except KeyError as tag:
        raise SphinxError(f"the PDF has no rule for {tag.args[0]!r} in the formula {tex}") from None


def _typst(node: Element) -> str:
    parts, text = [_typst(child) for child in node], _text(node)
    string = json.dumps(text, ensure_ascii=False)
    match node.tag:
        case "math" | "mrow":
            # A stretchy pair of brackets comes as a row of its own; any other bracket keeps its size.
            stretchy = len(node) > 0 and node[0].get("stretchy") == "true"
            return ("lr({})" if stretchy else "{}").format(" ".join(parts))
        case "mi" if text.startswith("\\"):
            raise KeyError(text)  # a command that latex2mathml does not know
        case "mi" if node.get("mathvariant") == "normal":
            return f"upright({string})"
        case "mi" | "mo" if len(text) > 1:
            return f"op({string})"
        case "mi" | "mo":
            return text if text == "&" else re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
        case "mn" | "mtext":
            return string
        case "mspace":
            return "\\\n" if node.get("linebreak") else f"#h({node.get('width')})"
    return SHAPES[node.tag][0].format(*parts)


def _words(node: Element) -> str:
    parts = [_words(child) for child in node]
    if node.tag in SHAPES:
        return re.sub(r"\((\S*)\)", r"\1", SHAPES[node.tag][1].format(*parts))
    return _text(node).replace("&", "") + " ".join(parts)


def _text(node: Element) -> str:
    return re.sub(r"\\([#$%&_{}])", r"\1", unescape(node.text or ""))  # latex2mathml keeps \$ as it stands
