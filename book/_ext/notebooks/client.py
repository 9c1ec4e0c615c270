"""Myst-nb's client for notebooks, which hands them to the server and puts in place what comes back."""

from __future__ import annotations

import os
import re
from pathlib import Path

from _ext.notebooks.keeping import Keeping
from _ext.notebooks.objections import kept, report, stale
from _ext.notebooks.runs import Runs, objections
from _ext.notebooks.server import Job, Run
from myst_nb.core.execute.direct import NotebookClientDirect
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode, v4
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class ChaptersFail(SystemExit):
    """Cells of chapters raised, or took too long: ends the build with a list that says what and where.

    It is no ordinary exception because jupyter-book answers those with a traceback of sixty lines.
    """


class ForkingClient(NotebookClientDirect):
    """Has the notebook run in a forked process.

    What fails in it, and in all chapters that are yet to be read, ends the build with ChaptersFail. In a
    draft it is marked where it stands instead.
    """

    runs: Runs
    keeping: Keeping
    order: tuple[str, ...] = ()
    draft = False

    def start_client(self) -> None:
        """Run all cells, and put what they show into the notebook."""
        job = Job.of(self.path, self.notebook, self.nb_config.execution_timeout)
        run = self.runs.take(job)
        self.keeping.put(self.keeping.name(job.path), job, run)
        found = objections(job, run)
        if found and not self.draft:
            listed = report([*found, *self.runs.objections()], self.order)
            raise ChaptersFail(f"{listed}\n`make site DRAFT=1` builds a draft in which they are marked.")
        for index, cell_outputs in run.outputs.items() if isinstance(run, Run) else ():
            self.notebook.cells[index].outputs = cell_outputs
        for each in found:
            if each.shows and each.cell is not None:
                self.notebook.cells[each.cell].outputs.append(_nothing_to_show(each.message))
        seconds = run.seconds if isinstance(run, Run) else 0.0
        self.notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
        self.logger.info(f"Executed notebook in {seconds:.2f} seconds")
        self.exec_metadata = {
            "mtime": 0.0,  # the time of day has no place in a reproducible build
            "runtime": seconds,
            "method": self.nb_config.execution_mode,
            "succeeded": True,
            "error": None,
            "traceback": None,
        }


def mark(app: Sphinx, docname: str, source: list[str]) -> None:
    """In a draft, mark in a chapter's text each sentence that no longer holds; keep what does not."""
    job = ForkingClient.runs.asked.get(Path(app.env.doc2path(docname)))
    if not app.config.draft or job is None:
        return
    kept(app.env)[docname] = found = objections(job, ForkingClient.runs.wait(job))
    words: dict[int, list[str]] = {}
    for each in found:
        for sentence in each.sentences:
            words.setdefault(sentence.line, []).append(each.message)
    lines = source[0].split("\n")
    for line, messages in words.items():
        text, note = lines[line - 1], "; ".join(dict.fromkeys(messages))
        note = f"[{_escaped(f'No longer holds: {note}.')}]{{.stale-note}}"
        if text.startswith("#"):  # a title also stands in the contents, where nothing can be marked
            if lines[line : line + 1] == [""]:  # no line may be added: cells are known by theirs
                lines[line] = note
        else:
            start = _START.match(text)[0]
            lines[line - 1] = f"{start}[{text[len(start) :]}]{{#{stale(line)} .stale}} {note}"
    source[0] = "\n".join(lines)


_START = re.compile(r"\s*(?:(?:[-*+>]|\d+[.)])\s+)?")


def _nothing_to_show(message: str) -> NotebookNode:
    note = f"No longer shown: {_escaped(message)}."
    return v4.new_output("display_data", data={"text/markdown": f"[{note}]{{.stale-note}}\n"})


def _escaped(text: str) -> str:
    """Write plain text so that MyST prints it as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!$<>|~^'\"@&:%])", r"\\\1", text)


def in_order(app: Sphinx, env: BuildEnvironment) -> tuple[str, ...]:
    """Return the chapters' paths, as objections name them, in the order of reading."""
    return tuple(os.path.relpath(env.doc2path(name)) for name in app.config.external_site_map)


def ask_for_all(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Ask for every notebook among the chapters that are about to be read."""
    ForkingClient.order = in_order(app, env)
    # The longest first, so that none is waited for when nothing else is left to do
    docnames.sort(key=lambda name: -ForkingClient.keeping.seconds.get(name, 0.0))
    for name in docnames:
        path = Path(env.doc2path(name))
        text = path.read_text("utf-8")
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
        if reader is not None:
            job = Job.of(path, reader.read(text), env.mystnb_config.execution_timeout)
            if run := ForkingClient.keeping.fitting(name, job):
                ForkingClient.runs.give(job, run)
            else:
                ForkingClient.runs.ask(job)
