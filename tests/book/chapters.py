"""Chapters as tests see them: their prose, their cells, and what their cells give to the reader."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import yaml

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"


def chapters() -> list[Path]:
    """Return the chapters of the table of contents, in reading order."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))

    def files(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from (part[key] for key in ("root", "file") if key in part)
            for value in part.values():
                yield from files(value)
        elif isinstance(part, list):
            for item in part:
                yield from files(item)

    return [BOOK / f"{name}.md" for name in files(contents)]


_FENCED_CELL = re.compile(r"^```\{code-cell\}.*?^```$", re.MULTILINE | re.DOTALL)
_CELL_HEADER = re.compile(r"^---\n(.*?)^---$", re.MULTILINE | re.DOTALL)


def prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and text of every line that a reader sees as prose, captions of cells included."""
    text = re.sub(r"\A---\n.*?\n---\n", lambda match: "\n" * match.group().count("\n"), text, flags=re.DOTALL)

    def only_caption(match: re.Match[str]) -> str:
        """Return the caption, however it was wrapped, and as many lines as the cell had."""
        header = _CELL_HEADER.search(match.group())
        settings = yaml.safe_load(header[1]) if header else {}
        caption = settings.get("mystnb", {}).get("figure", {}).get("caption", "")
        return caption + "\n" * match.group().count("\n")

    text = _FENCED_CELL.sub(only_caption, text)
    # other fences (examples of code, formulas) are shown, not told; directives keep their text
    text = re.sub(
        r"^```(?!\{).*?^```$",
        lambda match: "\n" * match.group().count("\n"),
        text,
        flags=re.MULTILINE | re.DOTALL,
    )
    yield from enumerate(text.splitlines(), start=1)


def cells(path: Path) -> list[str]:
    """Return the source of each code cell."""
    notebook = jupytext.read(path, fmt="md:myst")
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def outputs(path: Path, glued: dict[str, str]) -> Iterator[str]:
    """Run a chapter's cells and yield what each shows; texts given to the prose go to ``glued``.

    A cell's last expression is its output, as in a notebook.
    """
    import addup.report.article

    def say(**texts: object) -> None:
        glued.update({f"{path.stem}.{name}": str(text) for name, text in texts.items()})

    original, addup.report.article.say = addup.report.article.say, say
    try:
        namespace: dict[str, Any] = {"__name__": "__main__"}
        for number, source in enumerate(cells(path), start=1):
            tree = ast.parse(source, filename=f"{path.name}, cell {number}")
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, f"{path.name}, cell {number}", "exec"), namespace)
            if isinstance(last, ast.Expr):
                shown = eval(
                    compile(ast.Expression(last.value), f"{path.name}, cell {number}", "eval"), namespace
                )
                if hasattr(shown, "to_json"):
                    yield shown.to_json()
                elif hasattr(shown, "_repr_mimebundle_"):
                    yield str(shown._repr_mimebundle_())
                elif shown is not None:
                    yield repr(shown)
    finally:
        addup.report.article.say = original
