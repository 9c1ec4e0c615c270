"""Tables with a caption and a number, the same in every form of the book."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from addup.report.picture import DEFERRED
from addup.report.said import NOT_MATHEMATICS

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"[^\w]*(RMB|US)?[^\w]*\d[\d.,]*(\s?(bn|m|k|x|per cent|points?|days?))?[^\w]*")

_ROLE = re.compile(r"(?<!\\)\{[\w:]+\}`([^`]*?)(?: <\w+>)?`")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#~^&!()=+:@]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def as_text(text: str) -> str:
    """Return a text as a cell prints it letter by letter, whatever markup it holds.

    Dollars and the bars between cells are left to the table itself.
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


@dataclass(frozen=True)
class Table:
    """A data frame as a table of the book, shown by ending a cell with it.

    Cells are printed as they are, so numbers come formatted; they may hold MyST, such as a verdict's role.
    The index is left out. `name` is the label by which the text refers to the table. Columns of numbers are
    known by their cells; `right` names others that are to stand with them on the right.
    """

    frame: pd.DataFrame
    caption: str
    name: str
    right: tuple[str, ...] = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return a MyST table in a book build, and HTML for a notebook."""
        bundle = {"text/markdown": self.markdown(), "text/plain": self.caption}
        if not os.environ.get(DEFERRED):
            plain = self.frame.astype(str).map(lambda text: _ESCAPED.sub(r"\1", _ROLE.sub(r"\1", text)))
            bundle["text/html"] = plain.to_html(index=False, border=0, classes=NOT_MATHEMATICS)
        return bundle

    def markdown(self) -> str:
        """Write the table as a MyST directive; columns of numbers stand right-aligned."""
        # Two dollar amounts in one cell would be read as a formula between dollar signs.
        cells = self.frame.astype(str).map(lambda text: text.replace("|", r"\|").replace("$", r"\$"))
        numbers = [
            name in self.right or all(_NUMBER.fullmatch(cell) for cell in cells[name] if cell.strip("-–— "))
            for name in cells
        ]
        align = ["right" if right else "left" for right in numbers]
        rows = cells.to_markdown(index=False, tablefmt="pipe", colalign=align, disable_numparse=True)
        return f":::{{table}} {self.caption}\n:name: {self.name}\n\n{rows}\n:::\n"
