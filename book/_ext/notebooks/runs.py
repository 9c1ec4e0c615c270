"""Runs of notebooks: what they are asked for, what they give, and what no longer holds in them."""

from __future__ import annotations

import ast
import os
import signal
import time
from collections.abc import Iterator
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _ext.notebooks.inputs import Question
from _ext.notebooks.objections import Chapter, Objection, glued
from _ext.notebooks.server import Inquiry, Job, Run, Spawning
from _ext.notebooks.statements import Statements

if TYPE_CHECKING:
    from nbformat import NotebookNode


def quietly(job: Job) -> Run:
    """Run a notebook in this process, for what fails in it and for its texts: nothing is shown or drawn."""
    import myst_nb
    from nbformat import v4

    said: list[NotebookNode] = []

    def glue(name: str, text: str, display: bool = False) -> None:
        data = {"text/plain": repr(text)}
        said.append(v4.new_output("display_data", data=data, metadata={"scrapbook": {"name": name}}))

    namespace: dict[str, Any] = {"__name__": "__main__"}
    statements = Statements(namespace, glue)
    folder, original = Path.cwd(), myst_nb.glue
    os.chdir(job.path.parent)
    myst_nb.glue = glue
    started = time.monotonic()
    try:
        for index, source in job.sources.items():
            statements.begin(index, source)
            try:
                tree = ast.parse(source)
                exec(compile(statements.visit(tree), f"<cell {index}>", "exec"), namespace)
            except Exception as error:
                if index not in job.may_fail:
                    statements.fail(error)
    finally:
        myst_nb.glue = original
        os.chdir(folder)
    return Run({0: said}, tuple(statements.failures), time.monotonic() - started)


def chapters(root: Path) -> Iterator[Job]:
    """Yield every chapter of the book in a folder that is a notebook, in the order of reading."""
    from myst_nb.core.read import read_myst_markdown_notebook
    from sphinx_external_toc.parsing import parse_toc_yaml

    for name in parse_toc_yaml(root / "_toc.yml"):
        path = root / "book" / f"{name}.md"
        text = path.read_text("utf-8")
        if "{code-cell}" in text:
            yield Job.of(path, read_myst_markdown_notebook(text, add_source_map=True), timeout=0)


class Runs:
    """Runs of notebooks, asked for as soon as it is known which a build will read."""

    def __init__(self, server: Connection | Spawning) -> None:
        self.server = server
        self.asked: dict[Path, Job] = {}
        self.done: dict[Path, Run | int] = {}
        self.begun: set[Path] = set()

    def ask(self, job: Job) -> None:
        """Have a notebook run, now or when there is a processor for it."""
        if self.asked.get(job.path) != job:
            self.asked[job.path] = job
            self.server.send(job)

    def wait(self, job: Job) -> Run | int:
        """Wait for what a notebook gives: its Run, or the exit status of a process that broke."""
        self.ask(job)
        return self._wait(job.path)

    def _wait(self, path: Path) -> Run | int:
        while path not in self.done:
            ended, run = self.server.recv()
            self.done[ended] = run
        return self.done[path]

    def take(self, job: Job) -> Run | int:
        """Wait for what a notebook gives, and forget it."""
        run = self.wait(job)
        del self.asked[job.path], self.done[job.path]
        return run

    def give(self, job: Job, run: Run) -> None:
        """Have what a notebook gives from elsewhere."""
        self.asked[job.path], self.done[job.path] = job, run

    def begin(self, job: Job) -> None:
        """Have something run that is no chapter: what fails in it is no objection to the report."""
        self.begun.add(job.path)
        self.server.send(job)

    def end(self, path: Path) -> Run | int | None:
        """Wait for what was begun under a path; None if nothing was."""
        return self._wait(path) if path in self.begun else None

    def answers(self, inquiry: Inquiry) -> dict[Question, str]:
        """Wait for what the register answers now."""
        self.server.send(inquiry)
        while True:
            path, answer = self.server.recv()
            if path == inquiry.path:
                return answer if isinstance(answer, dict) else {}
            self.done[path] = answer

    def objections(self) -> list[Objection]:
        """Return all that fails in the notebooks asked for and not taken yet."""
        waiting = list(self.asked.values())
        return list(chain.from_iterable(objections(job, self.take(job)) for job in waiting))


def objections(job: Job, run: Run | int) -> list[Objection]:
    """Return what no longer holds in a chapter that was run."""
    name = os.path.relpath(job.path)
    if isinstance(run, int):
        timed_out = os.WIFSIGNALED(run) and os.WTERMSIG(run) == signal.SIGALRM
        reason = f"a cell took longer than {job.timeout} s" if timed_out else "the notebook's process crashed"
        return [Objection(name, 1, "", reason, (), None, None, shows=False)]
    if not run.failures:
        return []
    said = glued(chain.from_iterable(run.outputs.values()))
    chapter = Chapter(name, job.path.read_text("utf-8"), job.lines, said)
    return list(chapter.objections(run.failures, job.sources))
