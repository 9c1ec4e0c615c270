"""What a run of a notebook depends on: the files that it read, and what it asked of the register.

Imports nothing but Python's own modules.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

Question = tuple[str, ...]
FOLDERS = ("book", "data")
"""Folders of the project, beside its settings, that a chapter may read."""


class Inputs(NamedTuple):
    """Digests of the files that a run read, by path, and of the answers that it got."""

    files: Mapping[str, str]
    answers: Mapping[Question, str]


class Reader:
    """Notes which of a project's files this process reads, from now on.

    What it imported before it did ``since``, a time in nanoseconds since 1970.
    """

    def __init__(self, project: Path, since: int) -> None:
        self.project, self.since = f"{project}{os.sep}", since
        self.paths: set[str] = set()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in {"open", "os.listdir", "os.scandir"} or not arguments:
            return
        path = arguments[0]
        if isinstance(path, str | bytes | os.PathLike):
            is_heeded = getattr(sys.modules.get("addup.report.asked"), "is_heeded", None)
            if is_heeded is None or is_heeded():
                self.paths.add(os.path.abspath(os.fsdecode(path)))

    def inputs(self) -> Inputs | None:
        """Return what this process depends on; None if that is not known.

        That is where the register could not answer, or where a file was saved since: before or after it was
        read.
        """
        modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        paths = {os.path.abspath(path) for path in modules if path} | self.paths
        files = {path: digest(path) for path in sorted(paths) if self._is_input(path)}
        if any(os.stat(path).st_mtime_ns >= self.since for path in files if os.path.isfile(path)):
            return None
        asked = sys.modules.get("addup.report.asked")
        if asked is None or not asked.questions:
            return Inputs(files, {})
        try:
            return Inputs(files, answers(asked.questions))
        except Exception:
            return None

    def _is_input(self, path: str) -> bool:
        """Tell whether a path is one of the project's own, and not made by Python or a build."""
        if not path.startswith(self.project) or path.endswith(".pyc"):
            return False
        first, *rest = path.removeprefix(self.project).split(os.sep)
        return first in FOLDERS if rest else os.path.isfile(path)


def digest(path: str) -> str:
    """Return a digest of a file, or of the names in a folder; nothing for what is not there."""
    try:
        if os.path.isdir(path):
            content = "\n".join(sorted(set(os.listdir(path)) - {"__pycache__"})).encode()
        else:
            content = Path(path).read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(content).hexdigest()


def answers(questions: Iterable[Question]) -> dict[Question, str]:
    """Return digests of what the register now answers."""
    found: dict[Question, str] = importlib.import_module("addup.report.article").answers(questions)
    return found
