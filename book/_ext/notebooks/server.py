"""Run notebooks in forks of one process that has the libraries.

Imports nothing but Python's own modules and its neighbours, so that the process can be started before a
build loads its own.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import queue
import signal
import sys
import time
import traceback
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import Pipe, connection, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from _ext.notebooks.inputs import Inputs, Question, Reader, answers
from _ext.notebooks.statements import Failure, Statements

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from nbformat import NotebookNode

PRELOAD = (
    *("altair", "pandas", "nbformat.v4", "myst_nb.ext.glue"),
    *("IPython.core.interactiveshell", "IPython.utils.capture"),
    *("babel.numbers", "pandas.io.formats.string", "tabulate"),
)


FORKS = sys.platform == "linux"
"""Whether a process that has loaded libraries can be forked."""


class Job(NamedTuple):
    """A notebook to run: its path, its cells' sources and lines by number, and the seconds each may take."""

    path: Path
    sources: dict[int, str]
    lines: dict[int, int]
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
        begins = notebook.metadata.get("source_map") or [0] * len(notebook.cells)
        lines = {number: begins[number] for number in sources}
        return cls(
            path, sources, lines, frozenset(n for n in sources if "raises-exception" in tags[n]), timeout
        )


class Run(NamedTuple):
    """What a notebook gave: outputs by the number of their cell, what failed in it, the seconds it took.

    ``inputs`` has what it depends on, and is None if that is not known.
    """

    outputs: dict[int, list[NotebookNode]]
    failures: tuple[Failure, ...]
    seconds: float
    inputs: Inputs | None = None


class Inquiry(NamedTuple):
    """Questions to the register that chapters in a folder would read."""

    path: Path
    questions: frozenset[Question]


def _serve(parent: Connection, book: Path | None, at_once: bool) -> None:
    """Import what chapters import, then run each job that `parent` sends in a child of this process.

    Answers with the job's path and its Run, or else the exit status of its child. What the chapters of `book`
    all ask of its register is worked out here, once: `at_once`, or when there is something to run.
    """
    since = time.time_ns()
    for module in PRELOAD:
        importlib.import_module(module)
    # A chart is checked whole when it is shown; each of its parts by itself as well takes as long again
    importlib.import_module("altair.utils.schemapi").disable_debug_mode()
    _warm_up()
    if book is not None:
        if not at_once:
            connection.wait([parent])
        sys.path.insert(0, str(book))
        with contextlib.suppress(Exception):  # which the chapters will meet themselves, and report
            importlib.import_module("addup.report.article").prepare(book.parent / "data")
    gc.enable()  # which a build does without; what chapters do is not known
    gc.freeze()  # collecting in a child would copy the pages of all that it shares with this process
    waiting: deque[Job | Inquiry] = deque()
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
                with contextlib.suppress(BrokenPipeError):  # the build has ended
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
                theirs.send(_run(job, since) if isinstance(job, Job) else _answer(job))
                return
            theirs.close()
            running[ours] = child, job.path


def _warm_up() -> None:
    """Do once what loads something when it is first done, which nearly every chapter does."""
    import altair as alt
    import pandas as pd

    _shell().run_cell("pass", silent=True)
    alt.Chart(pd.DataFrame({"one": [1]})).mark_point().encode(x=alt.X("one:Q")).to_dict()


def start(book: Path | None = None, at_once: bool = True) -> Connection:
    """Start `_serve` beside this process, which goes on while the libraries load; return the way to it."""
    ours, theirs = Pipe()
    if os.fork() == 0:
        ours.close()
        try:
            _serve(theirs, book, at_once)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)  # skips what the build does at its exit
    theirs.close()
    return ours


class Spawning:
    """The way to runs of notebooks where no process can be forked: each runs in a Python of its own."""

    def __init__(self) -> None:
        self.pool = ProcessPoolExecutor(mp_context=get_context("spawn"), max_tasks_per_child=1)
        self.done: queue.SimpleQueue[tuple[Path, Future[Any]]] = queue.SimpleQueue()

    def send(self, asked: Job | Inquiry) -> None:
        """Have a notebook run, or the register asked."""
        try:
            asking = (_run, asked, time.time_ns()) if isinstance(asked, Job) else (_answer, asked)
            future: Future[Any] = self.pool.submit(*asking)  # type: ignore[arg-type]
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda done: self.done.put((asked.path, done)))

    def recv(self) -> tuple[Path, Any]:
        """Wait for the next to end: its path and what it gave, or else that its process broke."""
        path, future = self.done.get()
        try:
            return path, future.result()
        except BrokenProcessPool:
            return path, 1


def _answer(inquiry: Inquiry) -> dict[Question, str]:
    """Ask the register, which has no answers if it cannot be read."""
    sys.path.insert(0, str(inquiry.path))
    try:
        return answers(inquiry.questions)
    except Exception:
        return {}


def _shell() -> InteractiveShell:
    """Return the shell that runs cells, made on first demand, with what it takes to note what they show."""
    from IPython.core.interactiveshell import InteractiveShell
    from nbformat import v4
    from traitlets.config import Config

    v4.new_output("stream")  # nbformat compiles its schema when it first makes an output
    without_history = Config({"HistoryManager": {"enabled": False}})
    return InteractiveShell.instance(colors="nocolor", config=without_history)


def _run(job: Job, since: int) -> Run:
    """Run the code of a notebook in order, in its own folder, and to its end whatever fails.

    ``since`` is when this process began to import, in nanoseconds since 1970.
    """
    from IPython.utils.capture import capture_output
    from myst_nb import glue
    from nbformat import v4

    started = time.monotonic()
    folder = str(job.path.parent)
    os.chdir(folder)
    sys.path.insert(0, folder)
    reader = Reader(job.path.parent.parent, since)
    shell = _shell()
    statements = Statements(shell.user_ns, lambda name, text: glue(name, text, display=False))
    outputs: dict[int, list[NotebookNode]] = {}
    for index, source in job.sources.items():
        may_fail = index in job.may_fail
        shell.ast_transformers = [] if may_fail else [statements]
        statements.begin(index, source)
        signal.alarm(job.timeout)
        with capture_output() as captured:
            shell.display_trap.hook = sys.displayhook  # the last expression's value is captured too
            result = shell.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
            failed = error is not None and not may_fail
            if failed:
                statements.fail(error)
        signal.alarm(0)
        # Where the shell printed a traceback, what is written down says it better
        streams = {} if failed else {"stdout": captured.stdout, "stderr": captured.stderr}
        outputs[index] = [v4.new_output("stream", name=n, text=t) for n, t in streams.items() if t]
        outputs[index] += [
            v4.new_output("display_data", data=shown.data, metadata=shown.metadata or {})
            for shown in captured.outputs
        ]
    return Run(outputs, tuple(statements.failures), time.monotonic() - started, reader.inputs())
