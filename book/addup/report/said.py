"""What a cell says to the prose, shown below it in a notebook: each text beside the sentence it goes into.

A notebook shows ``{glue:text}`rate``` as it is written, since its prose does not know what cells work out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

_GLUED = re.compile(r"\{glue:text\}`([^`]*)`")
_CITED = re.compile(r"\s*\{cite\}`[^`]*`")
_ROLE = re.compile(r"\{[\w:-]+\}`([^`<]*?)\s*(?:<[^`]*>)?`")

NOT_MATHEMATICS = "mathjax_ignore"
"""The class of what a notebook is not to typeset: between two dollar signs it would see a formula."""


@dataclass(frozen=True)
class Said:
    """Texts by name, and the chapter they are said in, as far as it is known which that is."""

    texts: Mapping[str, str]
    chapter: str

    def sentences(self, name: str) -> list[str]:
        """Return the sentences that print a text, with all that is said beside it in place.

        What other cells say stands there by its name in brackets; citations are left out.
        """
        lines = (line.strip() for line in self.chapter.splitlines())
        return [self._filled(line) for line in lines if name in _GLUED.findall(line)]

    def _filled(self, line: str) -> str:
        filled = _GLUED.sub(lambda found: self.texts.get(found[1], f"[{found[1]}]"), _CITED.sub("", line))
        return _ROLE.sub(r"\1", filled)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return a table for a notebook, and lines for a terminal."""
        rows = [(name, text, self.sentences(name) or [""]) for name, text in self.texts.items()]
        cells = "".join(
            f"<tr><td><code>{escape(name)}</code></td><td>{escape(text)}</td>"
            f'<td style="text-align: left">{"<br>".join(map(escape, sentences))}</td></tr>'
            for name, text, sentences in rows
        )
        heads = "".join(f"<th>{head}</th>" for head in ("name", "text", "goes into"))
        plain = "\n".join(f"{name}: {text}" for name, text, _ in rows)
        table = f'<table class="{NOT_MATHEMATICS}"><tr>{heads}</tr>{cells}</table>'
        return {"text/html": table, "text/plain": plain}


def chapter_of(source: str) -> str:
    """Return the text of the chapter here that has a cell with a source, or else that is open, or nothing."""
    texts = {path.name: path.read_text("utf-8") for path in Path().glob("*.md")}
    for text in texts.values():
        if source.strip() and source.strip() in text:
            return text
    return texts.get(Path(os.environ.get("JPY_SESSION_NAME", "")).name, "")
