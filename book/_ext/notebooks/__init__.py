"""Run every notebook of the book, honestly and fast: each in a fork of a process that has the libraries.

Starting a kernel and importing altair and pandas costs more than a second a chapter, the chapter's own
cells a fraction of that. A fork of a process that has imported them starts at once, so that running
everything (`execute_notebooks: force`) is cheap; and as each run knows what it read and what it asked of the
register, the next build runs only those chapters again that a change reaches. All chapters that a
build reads run side by side, as many at a time as there are processors, while Sphinx reads them in
turn. That process belongs to one build: each chapter sees modules and data as they are on disk, and what
all of them ask of the register is worked out once.

Where system libraries may not survive a fork (macOS), each notebook runs in a Python of its own, which does
the same more slowly. On Windows myst-nb's own client runs them, and stops at the first that fails.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from _ext.notebooks import server
from _ext.notebooks.objections import is_stale, kept, report, stale

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


RUNS = "runs"
"""Folder of the runs that are kept, beside the doctrees."""


def fingerprint(root: Path, patterns: list[str]) -> str:
    """Hash of the names and contents of the files that match, so that a chapter's inputs can be watched."""
    digest = hashlib.sha256()
    for path in sorted({p for pattern in patterns for p in root.glob(pattern) if p.is_file()}):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _outdated(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    """Return the chapters that a changed module or data file reaches; all, where that is not known."""
    current = fingerprint(Path(app.srcdir).parent, app.config.notebook_inputs)
    previous, env.notebook_inputs = getattr(env, "notebook_inputs", current), current
    if sys.platform == "win32":
        return [] if previous == current else list(env.found_docs)
    from _ext.notebooks.client import ForkingClient
    from _ext.notebooks.keeping import Keeping

    keeping = Keeping(Path(app.doctreedir, RUNS), Path(app.srcdir), current)
    keeping.sift(ForkingClient.runs)
    ForkingClient.keeping = keeping
    told = getattr(env, "nb_metadata", {})
    executed = (name for name in env.found_docs if "exec_data" in told.get(name, {}))
    return keeping.missing(executed)


def _refuse_unreadable(app: Sphinx, config: Config) -> None:
    """End the build with one line if the register cannot be read: every chapter would say the same."""
    data = Path(app.srcdir).parent / "data"
    if (data / "figures.csv").exists():
        from addup.engine.figures import load
        from addup.engine.table import BadInput

        try:
            load(data)
        except BadInput as error:
            raise SystemExit(str(error)) from None


def _begin(app: Sphinx, config: Config) -> None:
    """Have the chapters of a draft run to their end."""
    from _ext.notebooks.client import ForkingClient

    ForkingClient.draft = config.draft


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what no longer held in a chapter that is gone or about to be read again."""
    kept(env).pop(docname, None)


def _keep_to_the_page(app: Sphinx, doctree: document) -> None:
    """Take a draft's marks out of the names that other pages may quote: two chapters can have the same."""
    standard = app.env.get_domain("std")
    for names in (standard.labels, standard.anonlabels):
        for name in filter(is_stale, list(names)):
            del names[name]


def _report(app: Sphinx, exception: Exception | None) -> None:
    """Say what no longer holds in the draft of a site, and leave it beside that for others to read."""
    if exception is not None or not app.config.draft or app.builder.name != "html":
        return
    from _ext.notebooks.client import in_order

    found = kept(app.env)
    if any(found.values()):
        print(report(list(chain.from_iterable(found.values())), in_order(app, app.env)), flush=True)
    entries = []
    for name in app.env.collect_relations():
        page = app.builder.get_target_uri(name)
        for each in found.get(name, ()):
            place = f"#{stale(each.sentences[0].line)}" if each.sentences else ""
            entries.append({"message": each.message, "address": page + place})
    Path(app.outdir).with_name("objections.json").write_text(json.dumps(entries, indent=1), "utf-8")


_begun: dict[Path, Connection | server.Spawning] = {}


def begin(book: Path, doctrees: Path) -> None:
    """Start the process that runs a book's notebooks: a build has libraries of its own to load meanwhile."""
    os.environ["ADDUP_CHARTS_DEFERRED"] = "1"  # the builders draw the charts, each in its own way
    if book not in _begun:
        # Unless a table is younger than the runs that are kept, there may be none to come
        runs, tables = doctrees / RUNS, (book.parent / "data").glob("*.csv")
        at_once = not runs.exists() or any(each.stat().st_mtime > runs.stat().st_mtime for each in tables)
        _begun[book] = server.start(book, at_once) if server.FORKS else server.Spawning()


class _Unused(ModuleType):
    """A module that stands for one of which names are imported, and none is used."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


DATABASE = ("jupyter_cache", *(f"jupyter_cache.{name}" for name in ("base", "cache.db", "executors.utils")))
"""What myst-nb loads to keep runs in a database, a fifth of all that a build loads."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Take the place of myst-nb's client for notebooks that are always executed."""
    app.add_config_value("notebook_inputs", [], "env", list)
    app.setup_extension("_ext.settings")
    app.connect("config-inited", _refuse_unreadable)
    app.connect("env-get-outdated", _outdated)
    gc.disable()  # a build keeps nearly all it makes until it ends: looking for waste takes a tenth of it
    if sys.platform != "win32":
        begin(Path(app.srcdir), Path(app.doctreedir))  # before what follows, unless that is done
        if app.config.overrides.get("nb_execution_mode") != "cache":
            for name in DATABASE:
                sys.modules.setdefault(name, _Unused(name))
        import myst_nb.core.execute
        from _ext.notebooks.client import ForkingClient, Runs, ask_for_all, mark

        # myst-nb offers no setting for its client, only a module global
        myst_nb.core.execute.NotebookClientDirect = ForkingClient
        ForkingClient.runs = Runs(_begun.pop(Path(app.srcdir)))
        app.connect("config-inited", _begin)
        app.connect("env-before-read-docs", ask_for_all)
        app.connect("source-read", mark)
        app.connect("doctree-read", _keep_to_the_page)
        app.connect("env-purge-doc", _forget)
        app.connect("build-finished", _report)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
