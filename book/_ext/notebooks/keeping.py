"""Runs of notebooks that are kept from one build to the next, as long as nothing they depend on has changed.

That is the code of the notebook, the files it read, among them the modules of the project, and what it asked
of the register: a changed figure makes those chapters run again that it reaches, and no other.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from _ext.notebooks.inputs import Question, digest
from _ext.notebooks.runs import Runs
from _ext.notebooks.server import Inquiry, Job, Run


class Kept(NamedTuple):
    """A run of a notebook, with the code that was run and a digest of all that any notebook may read."""

    sources: Mapping[int, str]
    state: str
    run: Run


class Keeping:
    """The runs kept in a folder, by the name of their chapter."""

    def __init__(self, folder: Path, book: Path, state: str) -> None:
        """Find what is kept of a book; ``state`` stands for all that its notebooks may read, as it is now."""
        self.folder, self.book, self.state = folder, book, state
        self.kept: dict[str, Kept] = {}
        for path in folder.glob("**/*.pickle"):
            name = path.relative_to(folder).with_suffix("").as_posix()
            try:
                self.kept[name] = pickle.loads(path.read_bytes())
            except Exception:  # of another version
                path.unlink()
        self.seconds = {name: kept.run.seconds for name, kept in self.kept.items()}
        """What each chapter took when it was last run."""

    def name(self, path: Path) -> str:
        """Return the name of the chapter in a file."""
        return path.relative_to(self.book).with_suffix("").as_posix()

    def sift(self, runs: Runs) -> None:
        """Give up every run that would now come out differently; ask the register, if it may have changed."""
        doubtful = {name: kept for name, kept in self.kept.items() if kept.state != self.state}
        known: dict[str, str] = {}

        def same(files: Mapping[str, str]) -> bool:
            for path in files:
                known[path] = known.get(path) or digest(path)
            return all(known[path] == was for path, was in files.items())

        unsure = {}
        for name, kept in doubtful.items():
            if kept.run.inputs is not None and same(kept.run.inputs.files):
                unsure[name] = kept.run.inputs.answers
            else:
                self.drop(name)
        questions: set[Question] = set().union(*unsure.values())
        now = runs.answers(Inquiry(self.book, frozenset(questions))) if questions else {}
        for name, answers in unsure.items():
            if any(now.get(question) != was for question, was in answers.items()):
                self.drop(name)
            else:
                self.keep(name, self.kept[name]._replace(state=self.state))
        if doubtful:
            self.folder.touch()  # what is younger has not been asked yet

    def fitting(self, name: str, job: Job) -> Run | None:
        """Return what a notebook gives, if it is kept and the notebook's code has not changed."""
        kept = self.kept.get(name)
        return kept.run._replace(seconds=0.0) if kept and kept.sources == job.sources else None

    def put(self, name: str, job: Job, run: Run | int) -> None:
        """Keep a run, if it is known what it depends on."""
        is_new = isinstance(run, Run) and run != self.fitting(name, job)
        if is_new and run.inputs is not None and not job.may_fail:
            self.keep(name, Kept(job.sources, self.state, run))

    def keep(self, name: str, kept: Kept) -> None:
        """Keep something under a chapter's name."""
        if self.kept.get(name) != kept:
            self.kept[name] = kept
            path = self.folder / f"{name}.pickle"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(kept))

    def drop(self, name: str) -> None:
        """Give up what is kept under a chapter's name."""
        self.kept.pop(name, None)
        (self.folder / f"{name}.pickle").unlink(missing_ok=True)

    def missing(self, names: Iterable[str]) -> list[str]:
        """Return those of some chapters of which nothing is kept."""
        return [name for name in names if name not in self.kept]
