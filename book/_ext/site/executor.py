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
import importlib
import os
import signal
import sys
import time
import traceback
from collections import deque
from multiprocessing import Pipe, connection
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import myst_nb.core.execute
from addup import picture
from myst_nb.core.execute.direct import NotebookClientDirect
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode, v4
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

PRELOAD = ("altair", "pandas", "pint", "IPython.core.interactiveshell", "IPython.utils.capture")


class CellFailed(SystemExit):
    """A cell of a chapter raised, or took too long: ends the build with a text that says why and where.

    It is no ordinary exception because jupyter-book answers those with a traceback of sixty lines.
    """


class Job(NamedTuple):
    """A notebook to run: its path, the sources of its cells by number, and the seconds each may take."""

    path: Path
    sources: dict[int, str]
    may_fail: frozenset[int]
    timeout: int

    @classmethod
    def of(cls, path: Path, notebook: NotebookNode, timeout: int) -> Job:
        """Pick what is to run from a notebook: code that is not tagged `skip-execution`."""
        code = {
            number: cell
            for number, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and cell.source.strip()
        }
        tags = {number: cell.metadata.get("tags", []) for number, cell in code.items()}
        sources = {n: cell.source for n, cell in code.items() if "skip-execution" not in tags[n]}
        return cls(path, sources, frozenset(n for n in sources if "raises-exception" in tags[n]), timeout)


class Failure(NamedTuple):
    """What went wrong in a cell: its number in the notebook, the message, and its own line of source."""

    cell: int
    message: str
    source: str


class Run(NamedTuple):
    """What a notebook gave: outputs by the number of their cell, what stopped it, the seconds it took."""

    outputs: dict[int, list[NotebookNode]]
    failure: Failure | None
    seconds: float


def _serve(parent: Connection) -> None:
    """Import what chapters import, then run each job that `parent` sends in a child of this process.

    Answers with the job's path and its Run, or else the exit status of its child.
    """
    for module in PRELOAD:
        importlib.import_module(module)
    gc.freeze()  # collecting in a child would copy the pages of all that it shares with this process
    waiting: deque[Job] = deque()
    running: dict[Connection, tuple[int, Path]] = {}
    while True:
        for ready in connection.wait([parent, *running]):
            try:
                answer = ready.recv()  # type: ignore[union-attr]
            except (EOFError, ConnectionResetError):
                answer = None
            if ready is not parent:
                child, path = running.pop(ready)  # type: ignore[arg-type]
                _, status = os.waitpid(child, 0)
                parent.send((path, answer or status))
            elif answer is not None:
                waiting.append(answer)
            else:  # the build has ended
                for child, _ in running.values():
                    os.kill(child, signal.SIGKILL)
                return
        while waiting and len(running) < len(os.sched_getaffinity(0)):
            job = waiting.popleft()
            ours, theirs = Pipe(duplex=False)
            child = os.fork()
            if child == 0:
                theirs.send(_run(job))
                return
            theirs.close()
            running[ours] = child, job.path


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


class Runs:
    """Runs of notebooks, asked for as soon as it is known which a build will read."""

    def __init__(self) -> None:
        self.server = _start_server()
        self.asked: dict[Path, Job] = {}
        self.done: dict[Path, Run | int] = {}

    def ask(self, job: Job) -> None:
        """Have a notebook run, now or when there is a processor for it."""
        if self.asked.get(job.path) != job:
            self.asked[job.path] = job
            self.server.send(job)

    def take(self, job: Job) -> Run | int:
        """Wait for what a notebook gives; hand over its Run, or the exit status of a process that broke."""
        self.ask(job)
        while job.path not in self.done:
            path, run = self.server.recv()
            self.done[path] = run
        del self.asked[job.path]
        return self.done.pop(job.path)

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Ask for every notebook among the chapters that are about to be read."""
        for name in docnames:
            path = Path(env.doc2path(name))
            text = path.read_text("utf-8")
            reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
            if reader is not None:
                self.ask(Job.of(path, reader.read(text), env.mystnb_config.execution_timeout))


class ForkingClient(NotebookClientDirect):
    """Has the notebook run in a forked process; raises CellFailed at the first cell that fails."""

    runs: Runs

    def start_client(self) -> None:
        """Run all cells, and put what they show into the notebook."""
        timeout = self.nb_config.execution_timeout
        run = self.runs.take(Job.of(self.path, self.notebook, timeout))
        chapter = os.path.relpath(self.path)
        if isinstance(run, int):
            timed_out = os.WIFSIGNALED(run) and os.WTERMSIG(run) == signal.SIGALRM
            reason = f"a cell took longer than {timeout} s" if timed_out else "the notebook's process crashed"
            raise CellFailed(f"\n{reason}\n  in {chapter}")
        if run.failure is not None:
            place = f"{chapter}, the cell at line {self.cell_line(run.failure.cell)}"
            raise CellFailed(f"\n{run.failure.message}\n  in {place}\n    {run.failure.source}")
        for index, cell_outputs in run.outputs.items():
            self.notebook.cells[index].outputs = cell_outputs
        self.notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
        self.logger.info(f"Executed notebook in {run.seconds:.2f} seconds")
        self.exec_metadata = {
            "mtime": 0.0,  # the time of day has no place in a reproducible build
            "runtime": run.seconds,
            "method": self.nb_config.execution_mode,
            "succeeded": True,
            "error": None,
            "traceback": None,
        }


def _run(job: Job) -> Run:
    """Run the code of a notebook in order, in its own folder, up to the first cell that fails."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    started = time.monotonic()
    folder = str(job.path.parent)
    os.chdir(folder)
    sys.path.insert(0, folder)
    shell = InteractiveShell.instance(colors="nocolor")
    shell.history_manager.enabled = False
    outputs: dict[int, list[NotebookNode]] = {}
    for index, source in job.sources.items():
        signal.alarm(job.timeout)
        with capture_output() as captured:
            shell.display_trap.hook = sys.displayhook  # the last expression's value is captured too
            result = shell.run_cell(source, store_history=True)
        signal.alarm(0)
        streams = {"stdout": captured.stdout, "stderr": captured.stderr}
        outputs[index] = [v4.new_output("stream", name=n, text=t) for n, t in streams.items() if t]
        outputs[index] += [
            v4.new_output("display_data", data=shown.data, metadata=shown.metadata or {})
            for shown in captured.outputs
        ]
        error = result.error_before_exec or result.error_in_exec
        if error is not None and index not in job.may_fail:
            return Run(outputs, _failure(index, source, error), time.monotonic() - started)
    return Run(outputs, None, time.monotonic() - started)


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


def setup(app: Sphinx) -> dict[str, bool]:
    """Take the place of myst-nb's client for notebooks that are always executed."""
    app.add_config_value("notebook_inputs", [], "env", list)
    app.connect("env-get-outdated", _outdated)
    os.environ[picture.DEFERRED] = "1"  # the builders draw the charts, each in its own way
    if sys.platform == "linux":
        # myst-nb offers no setting for its client, only a module global
        myst_nb.core.execute.NotebookClientDirect = ForkingClient
        ForkingClient.runs = Runs()
        app.connect("env-before-read-docs", ForkingClient.runs.begin)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
