"""Run every notebook of the book, honestly and fast: each in a fork of a process that has the libraries.

Starting a kernel and importing altair and pandas costs about two seconds a chapter, the chapter's own
cells a tenth of that. A fork of a process that has imported them starts at once, so that running
everything (`execute_notebooks: force`) is cheap and no cache of outputs is needed. Nothing of the
project's own is imported before the fork: each chapter sees modules and data as they are on disk.

This is done on Linux only: elsewhere system libraries may not survive a fork (macOS) or there is
none (Windows), and myst-nb's own client, one kernel a notebook, does the same work more slowly.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import signal
import sys
import time
import traceback
from multiprocessing import Pipe
from multiprocessing.connection import Connection
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


def _serve(requests: Connection) -> None:
    """Import what chapters import, then run each requested notebook in a child of this process.

    The child answers with the outputs, or else this process with the child's exit status.
    """
    for module in PRELOAD:
        importlib.import_module(module)
    while True:
        try:
            request = requests.recv()
        except EOFError:  # the build has ended
            return
        child = os.fork()
        if child == 0:
            requests.send(_run(*request))
            return
        _, status = os.waitpid(child, 0)
        if status:
            requests.send(status)


def _start_server() -> Connection:
    """Start `_serve` beside this process, which goes on while the libraries load; return the way to it."""
    ours, theirs = Pipe()
    if os.fork() == 0:
        ours.close()
        try:
            _serve(theirs)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)  # skips what the build does at its exit
    theirs.close()
    return ours


class ForkingClient(NotebookClientDirect):
    """Has the notebook run in a forked process; raises CellFailed at the first cell that fails."""

    server: Connection

    def start_client(self) -> None:
        """Run all cells, and put what they show into the notebook."""
        started = time.monotonic()
        chapter, timeout = os.path.relpath(self.path), self.nb_config.execution_timeout
        self.server.send((self.notebook.cells, str(self.path.parent), timeout))
        answer = self.server.recv()
        if isinstance(answer, int):
            timed_out = os.WIFSIGNALED(answer) and os.WTERMSIG(answer) == signal.SIGALRM
            reason = f"a cell took longer than {timeout} s" if timed_out else "the notebook's process crashed"
            raise CellFailed(f"\n{reason}\n  in {chapter}")
        outputs, failure = answer
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


def _run(
    cells: list[NotebookNode], folder: str, timeout: int
) -> tuple[dict[int, list[NotebookNode]], Failure | None]:
    """Run the code among `cells` in order, in `folder`, each for at most `timeout` seconds.

    Returns the outputs by the number of their cell, and what stopped the run, if anything.
    """
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    os.chdir(folder)
    sys.path.insert(0, folder)
    shell = InteractiveShell.instance(colors="nocolor")
    shell.history_manager.enabled = False
    outputs: dict[int, list[NotebookNode]] = {}
    for index, cell in enumerate(cells):
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or "skip-execution" in tags:
            continue
        signal.alarm(timeout)
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


def setup(app: Sphinx) -> None:
    """Take the place of myst-nb's client for notebooks that are always executed."""
    app.add_config_value("notebook_inputs", [], "env", list)
    app.connect("env-get-outdated", _outdated)
    if sys.platform == "linux":
        # myst-nb offers no setting for its client, only a module global
        myst_nb.core.execute.NotebookClientDirect = ForkingClient
        ForkingClient.server = _start_server()
