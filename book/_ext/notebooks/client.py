"""Myst-nb's client for notebooks, which hands them to the server and puts in place what comes back."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from _ext.notebooks.server import Job, Run
from myst_nb.core.execute.direct import NotebookClientDirect
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class CellFailed(SystemExit):
    """A cell of a chapter raised, or took too long: ends the build with a text that says why and where.

    It is no ordinary exception because jupyter-book answers those with a traceback of sixty lines.
    """


class Runs:
    """Runs of notebooks, asked for as soon as it is known which a build will read."""

    def __init__(self, server: Connection) -> None:
        self.server = server
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
