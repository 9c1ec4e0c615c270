"""The five signs of the verdicts: drawn, so that they are the same on the site, on paper and in a picture.

``signs.json`` holds for each verdict the path of its sign, to be stroked in a square of sixteen units, and
the character that stands for it where nothing can be drawn, as in a terminal.
"""

from __future__ import annotations

import json
from pathlib import Path

_SIGNS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("signs.json").read_text("utf-8"))


def svg(verdict: str, attributes: str = "") -> str:
    """Return the sign of a verdict as an SVG element in the colour of the text; KeyError if it is none."""
    return (
        f'<svg {attributes} viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round"><path d="{_SIGNS[verdict]["path"]}"/></svg>'
    )


def character(verdict: str) -> str:
    """Return the character that stands for a verdict's sign; a blank for what is no verdict."""
    return _SIGNS.get(verdict, {}).get("character", " ")
