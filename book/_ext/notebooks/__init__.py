"""Run every notebook of the book, honestly and fast: each in a fork of a process that has the libraries.

Starting a kernel and importing altair and pandas costs more than a second a chapter, the chapter's own
cells a fraction of that. A fork of a process that has imported them starts at once, so that running
everything (`execute_notebooks: force`) is cheap and no cache of outputs is needed. All chapters that a
build reads run side by side, as many at a time as there are processors, while Sphinx reads them in
turn. Nothing of the project's own is imported before the fork: each chapter sees modules and data as
they are on disk.

This is done on Linux only: elsewhere system libraries may not survive a fork (macOS) or there is
none (Windows), and myst-nb's own client, one kernel a notebook, does the same work more slowly.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from _ext.notebooks import server

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _fingerprint(root: Path, patterns: list[str]) -> str:
    """Hash of the names and contents of the files that match, so that a chapter's inputs can be watched."""
    digest = hashlib.sha256()
    for path in sorted({p for pattern in patterns for p in root.glob(pattern) if p.is_file()}):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _outdated(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    """Every chapter, if a module or a data file that chapters import has changed; otherwise none."""
    current = _fingerprint(Path(app.srcdir).parent, app.config.notebook_inputs)
    previous, env.notebook_inputs = getattr(env, "notebook_inputs", current), current
    return [] if previous == current else list(env.found_docs)


def setup(app: Sphinx) -> dict[str, bool]:
    """Take the place of myst-nb's client for notebooks that are always executed."""
    app.add_config_value("notebook_inputs", [], "env", list)
    app.connect("env-get-outdated", _outdated)
    os.environ["ADDUP_CHARTS_DEFERRED"] = "1"  # the builders draw the charts, each in its own way
    gc.disable()  # a build keeps nearly all it makes until it ends: looking for waste takes a tenth of it
    if sys.platform == "linux":
        started = server.start()  # before what follows, which takes a while
        import myst_nb.core.execute
        from _ext.notebooks.client import ForkingClient, Runs

        # myst-nb offers no setting for its client, only a module global
        myst_nb.core.execute.NotebookClientDirect = ForkingClient
        ForkingClient.runs = Runs(started)
        app.connect("env-before-read-docs", ForkingClient.runs.begin)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
