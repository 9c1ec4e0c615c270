"""Formulas on lines of their own, numbered, the same in every form of the book."""

from __future__ import annotations

import os
from dataclasses import dataclass

from addup.report.picture import DEFERRED


@dataclass(frozen=True)
class Equation:
    """A formula in TeX, shown by ending a cell with it; `name` is the label that the text refers to."""

    tex: str
    name: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return a MyST directive in a book build, and TeX for a notebook."""
        if os.environ.get(DEFERRED):
            shown = {"text/markdown": f":::{{math}}\n:label: {self.name}\n\n{self.tex}\n:::\n"}
        else:
            shown = {"text/latex": f"$$\n{self.tex}\n$$"}
        return shown | {"text/plain": self.tex}
