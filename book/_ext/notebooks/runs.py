"""Runs of notebooks: what they are asked for, what they give, and what no longer holds in them."""

from __future__ import annotations

import os
import signal
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path

from _ext.notebooks.objections import Chapter, Objection, glued
from _ext.notebooks.server import Job, Run


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

    def wait(self, job: Job) -> Run | int:
        """Wait for what a notebook gives: its Run, or the exit status of a process that broke."""
        self.ask(job)
        while job.path not in self.done:
            path, run = self.server.recv()
            self.done[path] = run
        return self.done[job.path]

    def take(self, job: Job) -> Run | int:
        """Wait for what a notebook gives, and forget it."""
        run = self.wait(job)
        del self.asked[job.path], self.done[job.path]
        return run

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
