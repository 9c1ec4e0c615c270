"""A Vega-Lite chart as a picture for every reader: an SVG with a title, a description, the page's colours.

The same picture serves a notebook, the site and the PDF. It is drawn without a browser, and the same
specification always gives the same bytes.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import vl_convert

WIDE, NARROW = 620, 342
"""Widths in pixels that pictures are drawn for: a page, and a phone of 390 pixels less its margins.

A page of the PDF shows the wide one on 448 points: letters of 13 pixels are 9.4 points high there.
"""

FIT = {"type": "fit-x", "contains": "padding"}
"""How a picture keeps to its width in all, names of its axes included."""

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


FONTS = Path(__file__).with_name("fonts")
"""The report's own type: as TrueType for pictures and PDF, as WOFF2 for pages, with its licence."""

FONT = "'Addup Sans', Arial, Helvetica, sans-serif"
"""Font of all pictures, whatever a spec says; the others stand in for it where it is missing."""

vl_convert.register_font_directory(str(FONTS))


@dataclass(frozen=True)
class Type:
    """A size of the report's type in pixels, its weight, and the distance of its lines."""

    size: float
    weight: str = "normal"
    line: float = 0

    def width(self, text: str) -> float | None:
        """Return how wide a line of text is, in pixels; None where a letter is not in the type."""
        widths = _widths("normal" if self.weight in ("normal", "400") else "bold")
        if any(letter not in widths for letter in text):
            return None
        return sum(widths[letter] for letter in text) * self.size / 1000

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text into lines of at most `width` pixels, between words."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and (self.width(longer) or len(longer) * self.size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines


@cache
def _widths(weight: str) -> dict[str, int]:
    """Widths of the letters in thousandths of the type's size."""
    name = "AddupSans-Regular.json" if weight == "normal" else "AddupSans-SemiBold.json"
    widths: dict[str, int] = json.loads((FONTS / name).read_text("utf-8"))
    return widths


TITLE, SUBTITLE = Type(17, "600", 21), Type(14, "normal", 18)
"""Type of the lines above a picture that stands by itself."""


def vega(spec: dict[str, Any], width: int = WIDE) -> dict[str, Any]:
    """Compile a Vega-Lite `spec` to Vega, `width` pixels wide in all where the spec leaves the width open.

    A single or layered chart without a width, or with the width "container", is as wide as asked;
    any other keeps its own size. What the spec's own configuration says goes before COLOURS.
    Title and subtitle are words about the picture, to be set where it is shown: they are in `usermeta`.
    """
    config = spec.get("config", {})
    colours = {part: settings | config.get(part, {}) for part, settings in COLOURS.items()}
    config = config | colours | {"aria": False, "font": FONT}
    title = words(spec)
    kept = None if any(title.values()) else spec.get("title")
    spec = {"padding": 0} | spec | {"background": None, "config": config, "title": kept}
    is_open = spec.get("width", "container") == "container" and ("mark" in spec or "layer" in spec)
    if is_open:
        spec |= {"width": WIDE, "autosize": FIT}
    compiled: dict[str, Any] = json.loads(_compiled(json.dumps(_with_rows_named(spec))))
    if is_open:  # all else hangs on it only where Vega draws
        compiled["width"] = width
    for mark in _telling(compiled):
        mark["aria"] = True
        mark["encode"]["update"]["description"] = {"field": _ROW}
    description = compiled.get("description", "")
    return compiled | {"description": description, "usermeta": title}


@lru_cache(maxsize=1)
def _compiled(spec: str) -> str:
    """Compile Vega-Lite to Vega, once for all widths of a chart."""
    return json.dumps(vl_convert.vegalite_to_vega(spec))


_ROW = "_row"


def tables(spec: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Rows of each table that a chart draws, in the order of its Vega-Lite specification."""
    inline = [spec["data"]["values"]] if "values" in spec.get("data", {}) else []
    return [rows for rows in [*inline, *spec.get("datasets", {}).values()] if rows]


def row_name(table: int, row: int) -> str:
    """Name of a row, counted from 0 as is its table: every mark drawn from it bears the name."""
    return f"{table}-{row}"


def _with_rows_named(spec: dict[str, Any]) -> dict[str, Any]:
    """Give every row its name as a field more."""
    spec = copy.deepcopy(spec)
    for number, rows in enumerate(tables(spec)):
        for place, row in enumerate(rows):
            row[_ROW] = row_name(number, place)
    return spec


def _telling(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the marks of a Vega specification that stand for one row each and tell its values."""
    for mark in part.get("marks", []):
        yield from _telling(mark)
        if mark["type"] not in ("group", "line", "area", "trail") and "tooltip" in mark["encode"]["update"]:
            yield mark


def words(spec: dict[str, Any]) -> dict[str, str]:
    """Return a chart's title and subtitle, both empty if they are no plain text and stay in the picture."""
    title = spec.get("title", "")
    given = title if isinstance(title, dict) else {"text": title}
    found = [given.get(part) or "" for part in ("text", "subtitle")]
    lines = [" ".join(text) if isinstance(text, list) else text for text in found]
    if not all(isinstance(text, str) for text in lines):
        lines = ["", ""]
    return dict(zip(("title", "subtitle"), lines, strict=True))


PLACES = ("d", "transform", "x", "y", "x1", "y1", "x2", "y2", "width", "height")
"""Attributes that say where a mark is and how large."""

_AS_EVER = {"opacity": "1", "fill-opacity": "1", "stroke-opacity": "1"}
"""What a mark says for nothing: it is so without."""

# A circle as Vega writes one; of a series there are hundreds
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")

_DECIMALS = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def svg(compiled: dict[str, Any]) -> str:
    """Draw a chart compiled by `vega`: an image to assistive technology, with a title and a description.

    Marks that tell values bear as `data-row` the name of the row that they stand for (`row_name`).
    Its words keep the room that they are drawn in, whatever type a reader's device sets them in.
    """
    root = ElementTree.fromstring(vl_convert.vega_to_svg(compiled))
    for element in root.iter():
        if row := element.attrib.pop("aria-label", None):
            element.set("data-row", row)
        for attribute in ("class", "role", "aria-hidden", "aria-roledescription", "font-family"):
            element.attrib.pop(attribute, None)
        for attribute in filter(element.attrib.__contains__, PLACES):  # to the hundredth of a pixel
            element.set(attribute, _DECIMALS.sub(_rounded, element.attrib[attribute]))
        _shorten(element)
    for text in root.iter(f"{{{SVG}}}text"):
        type = Type(float(text.get("font-size", "0").removesuffix("px")), text.get("font-weight", "normal"))
        for line in list(text) or [text]:
            _hold(line, type)
    root.set("role", "img")
    root.set("font-family", FONT)
    name = compiled["usermeta"]["title"] or compiled["description"]
    for tag, words in (("desc", compiled["description"]), ("title", name)):
        child = ElementTree.Element(f"{{{SVG}}}{tag}")
        child.text = words
        root.insert(0, child)
    return ElementTree.tostring(root, encoding="unicode")


def _shorten(element: ElementTree.Element) -> None:
    """Write a mark in fewer letters, so that it is drawn as it was."""
    given = element.attrib
    for attribute, value in _AS_EVER.items():
        if given.get(attribute) == value:
            del given[attribute]
    if "stroke" not in given:
        given.pop("stroke-width", None)
    round_, moved = _CIRCLE.fullmatch(given.get("d", "")), _MOVED.fullmatch(given.get("transform", ""))
    if element.tag == f"{{{SVG}}}path" and round_ and moved:
        element.tag = f"{{{SVG}}}circle"
        del given["d"], given["transform"]
        given |= {"cx": moved[1], "cy": moved[2], "r": round_[1]}


def _rounded(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2):g}"


def _hold(line: ElementTree.Element, type: Type) -> None:
    """Have a line of text fill the width that it has in the report's type, in any other type too."""
    if room := type.width(line.text or ""):
        line.set("textLength", f"{room:.1f}")
        line.set("lengthAdjust", "spacingAndGlyphs")


def titled(picture: str, spec: dict[str, Any]) -> str:
    """Set a chart's title and subtitle above the picture that `svg` drew, for where no page says them."""
    root = ElementTree.fromstring(picture)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    name, description, *parts = root
    root[:] = [name, description]
    foot, given = 0.0, words(spec)
    for type, part in ((TITLE, "title"), (SUBTITLE, "subtitle")):
        for text in type.lines(given[part], width):
            style = {"font-size": f"{type.size:g}px", "font-weight": type.weight, "fill": "currentColor"}
            line = ElementTree.SubElement(root, f"{{{SVG}}}text", {"y": f"{foot + type.size:g}"} | style)
            line.text = text
            _hold(line, type)
            foot += type.line
    foot += 10 if foot else 0
    drawing = ElementTree.SubElement(root, f"{{{SVG}}}g", {"transform": f"translate(0,{foot:g})"})
    drawing[:] = parts
    root.set("height", f"{height + foot:g}")
    root.set("viewBox", f"0 0 {width:g} {height + foot:g}")
    return ElementTree.tostring(root, encoding="unicode")


def standalone(picture: str) -> str:
    """Give a picture its type to take along, as a notebook and a file need it."""
    faces = "".join(
        f"@font-face{{font-family:'Addup Sans';font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{base64.b64encode((FONTS / file).read_bytes()).decode()})}}"
        for weight, file in ((400, "AddupSans-Regular.woff2"), (600, "AddupSans-SemiBold.woff2"))
    )
    return picture.replace("</desc>", f"</desc><style>{faces}</style>", 1)
