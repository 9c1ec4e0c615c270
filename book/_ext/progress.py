"""One line for each chapter that is run: which of how many, how long its code took; and for each left out.

Chapters may run side by side, so that these times can add up to more than the build took. Printed, not
logged, so that a quiet build shows this and whatever goes wrong, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

_named: set[Path] = set()
"""Chapters left out that were named already: a process may build more than one form of the book."""


class Progress:
    """Where a build is in its chapters."""

    def __init__(self, app: Sphinx) -> None:
        self.total = self.done = 0
        app.connect("env-before-read-docs", self.say_what_is_left_out, priority=100)
        app.connect("env-before-read-docs", self.begin)
        app.connect("doctree-read", self.close, priority=999)

    def say_what_is_left_out(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Name the chapters in the book's folder that its contents do not list."""
        left_out = {path for path in Path(app.srcdir).glob("*.md") if path.stem not in env.found_docs}
        for path in sorted(left_out - _named):
            print(f"  left out: {path.name} is not in _toc.yml", flush=True)
        _named.intersection_update(left_out)
        _named.update(left_out)

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Count the chapters to come."""
        self.total, self.done = len(docnames), 0

    def close(self, app: Sphinx, doctree: nodes.document) -> None:
        """Say that a chapter is read and run."""
        self.done += 1
        run = getattr(app.env, "nb_metadata", {}).get(app.env.docname, {}).get("exec_data")
        took = f"  ({run['runtime']:.1f} s)" if run else ""
        print(f"  {self.done:>2} of {self.total}  {app.env.docname}{took}", flush=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Follow the build; a parallel one would tell of a part only."""
    Progress(app)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
