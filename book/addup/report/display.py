"""How charts show: as pictures in a notebook, and in a book build as what the builders make pictures from.

Importing this module makes every Altair chart show this way. Nothing is fetched, and nothing is random:
the same chart gives the same output in every run.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import Any

import altair as alt

from addup.report import picture


def render(spec: dict[str, Any], **_: Any) -> dict[str, str]:
    """Mime bundle of a chart given as a Vega-Lite `spec`, which must have a description and no controls."""
    description = spec.get("description")
    if not description:
        raise ValueError("a chart needs a description, which states its finding for who cannot see it")
    for parameter in spec.get("params", []):
        if isinstance(parameter.get("bind"), dict):
            raise ValueError(f"a chart is a picture: no reader can move its control {parameter['name']!r}")
    spec, description = _typographic(spec), _typographic(description)
    return {
        "text/html": _deferred(spec) if os.environ.get(picture.DEFERRED) else _picture(spec),
        "text/plain": description,
    }


_OPENING = re.compile(r"(?<![^\s(])'")
_CODE = ("calculate", "config", "expr", "filter", "font", "labelExpr", "test")
"""Keys of a specification whose text is code, or the names of fonts."""


def _typographic(part: Any) -> Any:
    """Set quotation marks and apostrophes as the prose around the chart has them."""
    match part:
        case str():
            return _OPENING.sub("‘", part).replace("'", "’")
        case list():
            return [_typographic(each) for each in part]
        case dict():
            return {key: value if key in _CODE else _typographic(value) for key, value in part.items()}
    return part


def _deferred(spec: dict[str, Any]) -> str:
    """Return the specification as a block of data, known by the hash of its content."""
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    data = text.replace("<", r"\u003c")  # nothing in it can end the block
    return (
        f'<figure class="chart" data-chart="{key}"><script type="application/json">{data}</script></figure>'
    )


def _picture(spec: dict[str, Any]) -> str:
    """Return the chart drawn."""
    drawing = picture.standalone(picture.titled(picture.svg(picture.vega(spec)), spec))
    return f'<figure class="chart">{drawing}</figure>'


alt.renderers.register("addup", render)
alt.renderers.enable("addup")
