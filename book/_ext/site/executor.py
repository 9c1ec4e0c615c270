"""Run every notebook of the book, honestly and fast: each in a forked child of the build.

Starting a kernel and importing altair and pandas costs about two seconds a chapter, the chapter's own
cells a tenth of that. A child of a process that has the libraries already starts at once, so that
running everything (`execute_notebooks: force`) is cheap and no cache of outputs is needed. Nothing of the
project's own is imported before the fork: each chapter sees modules and data as they are on disk.

Children are used on Linux only: elsewhere system libraries may not survive a fork (macOS) or there is
none (Windows), and myst-nb's own client, one kernel a notebook, does the same work more slowly.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import pickle
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import NamedTuple

import myst_nb.core.execute
from myst_nb.core.execute.direct import NotebookClientDirect
from nbformat import NotebookNode, v4
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

PRELOAD = ("altair", "pandas", "IPython.core.interactiveshell", "IPython.utils.capture")


class CellFailed(SystemExit):
    """A cell of a chapter raised, or took too long: ends the build with a text that says why and where.

    It is no ordinary exception because jupyter-book answers those with a traceback of sixty lines.
    """


class Failure(NamedTuple):
    """What went wrong in a cell: its number in the notebook, the message, and its own line of source."""

    cell: int
    message: str
    source: str


class ForkingClient(NotebookClientDirect):
    """Runs the notebook in a forked child of this process; raises CellFailed at the first cell that fails."""

    def start_client(self) -> None:
        """Run all cells, and put what they show into the notebook."""
        started = time.monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(reading)
                with os.fdopen(writing, "wb") as pipe:
                    pickle.dump(self._run(), pipe)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)  # skips what the parent would do at exit
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        _, status = os.waitpid(child, 0)
        chapter = os.path.relpath(self.path)
        if not answer:
            timed_out = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
            reason = (
                f"a cell took longer than {self.nb_config.execution_timeout} s" if timed_out else "it crashed"
            )
            raise CellFailed(f"\n{reason}\n  in {chapter}")
        outputs, failure = pickle.loads(answer)
        if failure is not None:
            place = f"{chapter}, the cell at line {self.cell_line(failure.cell)}"
            raise CellFailed(f"\n{failure.message}\n  in {place}\n    {failure.source}")
        for index, cell_outputs in outputs.items():
            self.notebook.cells[index].outputs = cell_outputs
        self.notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
        seconds = time.monotonic() - started
        self.logger.info(f"Executed notebook in {seconds:.2f} seconds")
        self.exec_metadata = {
            "mtime": 0.0,  # the time of day has no place in a reproducible build
            "runtime": seconds,
            "method": self.nb_config.execution_mode,
            "succeeded": True,
            "error": None,
            "traceback": None,
        }

    def _run(self) -> tuple[dict[int, list[NotebookNode]], Failure | None]:
        """Run the cells in order: outputs by the number of their cell, and what stopped the run."""
        from IPython.core.interactiveshell import InteractiveShell
        from IPython.utils.capture import capture_output

        folder = str(self.path.parent)
        os.chdir(folder)
        sys.path.insert(0, folder)
        shell = InteractiveShell.instance(colors="nocolor")
        shell.history_manager.enabled = False
        outputs: dict[int, list[NotebookNode]] = {}
        for index, cell in enumerate(self.notebook.cells):
            tags = cell.metadata.get("tags", [])
            if cell.cell_type != "code" or not cell.source.strip() or "skip-execution" in tags:
                continue
            signal.alarm(self.nb_config.execution_timeout)
            with capture_output() as captured:
                shell.display_trap.hook = sys.displayhook  # the last expression's value is captured too
                result = shell.run_cell(cell.source, store_history=True)
            signal.alarm(0)
            streams = {"stdout": captured.stdout, "stderr": captured.stderr}
            outputs[index] = [v4.new_output("stream", name=n, text=t) for n, t in streams.items() if t]
            outputs[index] += [
                v4.new_output("display_data", data=shown.data, metadata=shown.metadata or {})
                for shown in captured.outputs
            ]
            error = result.error_before_exec or result.error_in_exec
            if error is not None and "raises-exception" not in tags:
                return outputs, _failure(index, cell.source, error)
        return outputs, None


def _failure(index: int, source: str, error: BaseException) -> Failure:
    """Describe `error`, raised in cell `index` with this `source`; an assertion speaks for itself."""
    message = (
        str(error) if isinstance(error, AssertionError) and str(error) else f"{type(error).__name__}: {error}"
    )
    lines = source.splitlines()
    inside = [
        f.lineno for f in traceback.extract_tb(error.__traceback__) if f.name == "<module>" and f.lineno
    ]
    at = inside[-1] if inside else getattr(error, "lineno", 1)
    return Failure(index, message, lines[min(at, len(lines)) - 1].strip())


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


def _preload(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Import what every chapter imports, once, and only if there is a chapter to run."""
    if docnames:
        for module in PRELOAD:
            importlib.import_module(module)


def setup(app: Sphinx) -> None:
    """Take the place of myst-nb's client for notebooks that are always executed."""
    app.add_config_value("notebook_inputs", [], "env", list)
    app.connect("env-get-outdated", _outdated)
    if sys.platform == "linux":
        # myst-nb offers no setting for its client, only a module global
        myst_nb.core.execute.NotebookClientDirect = ForkingClient
        app.connect("env-before-read-docs", _preload)
