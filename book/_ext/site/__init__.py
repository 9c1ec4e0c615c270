"""The website: charts without a third party, mathematics without a script.

Loaded as `_ext.site`, since Python itself has a module called `site`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from _ext.notebooks.server import FORKS
from _ext.site import asking, charts, downloads, margin, mathml, page, sharing, working
from jinja2 import FileSystemBytecodeCache
from pybtex.backends.plaintext import Backend
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels.number import LabelStyle
from pybtex.style.names.plain import NameStyle
from pybtex.style.sorting.none import SortingStyle
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.style.names.last import LastNameStyle

BIBLIOGRAPHY = (
    ("pybtex.backends", "plaintext", Backend),
    ("pybtex.style.formatting", "unsrt", Style),
    ("pybtex.style.labels", "number", LabelStyle),
    ("pybtex.style.names", "last", LastNameStyle),
    ("pybtex.style.names", "plain", NameStyle),
    ("pybtex.style.sorting", "none", SortingStyle),
)
"""Parts that citations are made with; unregistered, each is looked up time and again in all packages."""


# Each field is asked for several times, and what it decodes to is never changed
Text.from_latex = staticmethod(cache(Text.from_latex))


def _keep_templates(app: Sphinx) -> None:
    """Compile each template once for all builds, until its text changes."""
    if app.builder.format == "html":
        folder = Path(app.doctreedir, "templates")
        folder.mkdir(exist_ok=True)
        app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


class SideBySide:
    """Has many pages written by all processors; Sphinx then still reads chapters one by one."""

    FEW = 5  # are written sooner than a process is forked
    PARTS = 2

    def __init__(self, app: Sphinx) -> None:
        self.read = 0
        app.connect("env-before-read-docs", self.count)
        app.connect("env-get-updated", self.share, priority=950)  # after a site of another state is gone

    def count(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Note how many chapters are read."""
        self.read = len(docnames)

    def share(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Allow processes, now that all is read."""
        writes_all = not any(Path(app.outdir).glob("*.html"))
        shared = FORKS and (writes_all or self.read > self.FEW)
        # Several parts for each processor: the first is soon to be had, and none ends long after the others
        app.parallel = 1 + self.PARTS * len(os.sched_getaffinity(0)) if shared else 1
        return []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register everything the site adds to Sphinx."""
    for module in (charts, downloads, margin, mathml, page, sharing, asking, working):
        module.setup(app)
    app.connect("builder-inited", _keep_templates)
    SideBySide(app)
    for group, name, part in BIBLIOGRAPHY:
        register_plugin(group, name, part, force=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
