"""Pages: what the templates and the style sheet need beyond what Sphinx and the theme give them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from sphinx.application import Sphinx

VERDICTS = ("consistent", "inconsistent", "depends on the reading", "not comparable", "not checkable")


def verdict_role(
    name: str, rawtext: str, text: str, line: int, inliner: Inliner, *_: Any
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """`{verdict}` marks a verdict's word, so that each form of the book can add a shape and a colour."""
    if text not in VERDICTS:
        return [], [
            inliner.reporter.error(f"{text!r} is not a verdict; these are: {', '.join(VERDICTS)}", line=line)
        ]
    return [nodes.inline(rawtext, text, classes=["verdict", text.replace(" ", "-")])], []


def german_role(
    name: str, rawtext: str, text: str, *_: Any
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """`{de}` marks German words; docutils turns the class into the language of the text."""
    return [nodes.inline(rawtext, text, classes=["language-de"])], []


def setup(app: Sphinx) -> None:
    """Register the roles and what pages are made of."""
    app.add_config_value(
        "comments_config", None, ""
    )  # jupyter-book always sets it, for an extension not in use
    app.add_role("verdict", verdict_role)
    app.add_role("de", german_role)
