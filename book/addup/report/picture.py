"""A Vega-Lite chart as a picture for every reader: an SVG with a title, a description, the page's colours.

The same picture serves a notebook, the site and the PDF. It is drawn without a browser, and the same
specification always gives the same bytes.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any
from xml.etree import ElementTree

import vl_convert

WIDE, NARROW = 680, 342
"""Widths in CSS pixels that pictures are drawn for: a page, and a phone of 390 pixels less its margins."""

DEFERRED = "ADDUP_CHARTS_DEFERRED"
"""Environment variable that asks notebooks to hand charts over undrawn, set by a book build."""

SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)

_WORDS = {"labelColor": "currentColor", "titleColor": "currentColor"}
_LINES = {"domainColor": "currentColor", "tickColor": "currentColor", "gridColor": "currentColor"}
COLOURS: dict[str, dict[str, Any]] = {
    "axis": _WORDS | _LINES | {"gridOpacity": 0.15},
    "header": _WORDS,
    "legend": _WORDS,
    "rule": {"color": "currentColor"},
    "text": {"color": "currentColor"},
    "title": {"color": "currentColor", "subtitleColor": "currentColor"},
    "view": {"stroke": None},
}
"""Vega-Lite configuration: words and lines take the colour of the text around the picture, light or dark."""


FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"
"""Font of all pictures, whatever a spec says: the engine carries the first, and the others are as wide."""


def vega(spec: dict[str, Any], width: int = WIDE) -> dict[str, Any]:
    """Compile a Vega-Lite `spec` to Vega, `width` pixels wide in all where the spec leaves the width open.

    A single or layered chart without a width, or with the width "container", is as wide as asked;
    any other keeps its own size. A long title breaks into lines. What the spec's own configuration
    says goes before COLOURS.
    """
    config = spec.get("config", {})
    colours = {part: settings | config.get(part, {}) for part, settings in COLOURS.items()}
    config = config | colours | {"aria": False, "font": FONT}
    spec = {"padding": 0} | spec | {"background": None, "config": config}
    if spec.get("width", "container") == "container" and ("mark" in spec or "layer" in spec):
        spec |= {"width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    words = compiled.get("title", "")
    words = words if isinstance(words, dict) else {"text": words}
    lines = {part: words[part] for part in ("text", "subtitle") if words.get(part)}
    lines = {part: text if isinstance(text, str) else " ".join(text) for part, text in lines.items()}
    if lines:
        # mean widths of a letter, bold and regular, for sizes that Vega takes where none is set
        style = config["title"]
        letters = {
            "text": 0.5 * style.get("fontSize", 13),
            "subtitle": 0.47 * style.get("subtitleFontSize", 12),
        }
        broken = {part: {"signal": _broken(text, letters[part], width)} for part, text in lines.items()}
        compiled["title"] = words | broken
    description = compiled.get("description", "")
    return compiled | {"description": description, "usermeta": {"title": lines.get("text", description)}}


def _broken(text: str, letter: float, width: int) -> str:
    """Vega expression for `text` in lines that fit: more of them where the picture is narrow."""
    wide = textwrap.wrap(text, int((WIDE if width <= NARROW else width) / letter))
    narrow = textwrap.wrap(text, int(NARROW / letter))
    return f"width < 400 ? {json.dumps(narrow)} : {json.dumps(wide)}"


def svg(compiled: dict[str, Any]) -> str:
    """Draw a chart compiled by `vega`: an image to assistive technology, with a title and a description."""
    root = ElementTree.fromstring(vl_convert.vega_to_svg(compiled))
    for element in root.iter():
        for attribute in ("class", "role", "aria-hidden", "aria-roledescription", "font-family"):
            element.attrib.pop(attribute, None)
    root.set("role", "img")
    root.set("font-family", FONT)
    for tag, text in (("desc", compiled["description"]), ("title", compiled["usermeta"]["title"])):
        child = ElementTree.Element(f"{{{SVG}}}{tag}")
        child.text = text
        root.insert(0, child)
    return ElementTree.tostring(root, encoding="unicode")
