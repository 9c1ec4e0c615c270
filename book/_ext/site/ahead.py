"""What the site tells of the register as a whole, worked out beside the chapters.

The process that runs them has solved the register, and processors are free there when the last ones run.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from _ext.notebooks.client import ForkingClient
from _ext.notebooks.server import FORKS, Job, Run
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

SOURCE = """
import json
from pathlib import Path
from IPython.display import display
from addup.publishing.package import package
from addup.report.article import Article
from addup.report.asked import unheeded
from addup.report.whatif import asked_about

with unheeded():
    files = {path: content.decode() for path, content in package(Path("../data").resolve()).items()}
    told = json.dumps([files, asked_about(Article())])
display({"text/plain": told}, raw=True)
"""


class Told(NamedTuple):
    """The files of the data package by path, and what `whatif.asked_about` tells."""

    package: dict[str, bytes]
    asked: dict[str, object]


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Have it worked out, after the chapters that were asked for."""
    if FORKS:
        ForkingClient.runs.begin(
            Job(_path(app), {0: SOURCE}, {0: 0}, frozenset(), env.config.nb_execution_timeout)
        )


def told(app: Sphinx) -> Told | None:
    """Wait for what was found; None if nobody asked, or if it could not be worked out."""
    run = ForkingClient.runs.end(_path(app)) if FORKS else None
    if not isinstance(run, Run) or run.failures:
        return None
    files, asked = json.loads(run.outputs[0][0].data["text/plain"])
    return Told({path: content.encode() for path, content in files.items()}, asked)


def _path(app: Sphinx) -> Path:
    return Path(app.srcdir, "*")
