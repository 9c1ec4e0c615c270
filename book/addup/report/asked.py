"""What was asked of a register, so that a chapter need not run again while every answer is the same.

A question is a path: through the register, such as ``("register", "figures", "plan_usd")``, or through the
result of a reading, such as ``("declared", "checks", "sum")``. A path to a table asks for all of it.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from addup.engine.figures import Figure
from addup.engine.solve import FigureRanges
from addup.engine.verdicts import Verdict

Question = tuple[str, ...]
T = TypeVar("T")

questions: set[Question] = set()
"""All that has been asked in this process."""

_unheeded: list[None] = []


@contextlib.contextmanager
def unheeded() -> Iterator[None]:
    """Let what is asked or read meanwhile go unnoted: whoever asks answers for it."""
    _unheeded.append(None)
    try:
        yield
    finally:
        _unheeded.pop()


def is_heeded() -> bool:
    """Tell whether what is asked or read now is to be noted."""
    return not _unheeded


def note(*question: str) -> None:
    """Note a question."""
    if is_heeded():
        questions.add(question)


NAMES = "*"
"""As the last step of a path to a table: its names, in their order."""


class Watched(Mapping[str, T]):
    """A table that notes what is asked of it; with a ``kind``, what of each of its values."""

    def __init__(self, table: Mapping[str, T], *path: str, kind: Callable[..., T] | None = None) -> None:
        self._table, self._path, self._kind = table, path, kind

    def __getitem__(self, key: str) -> T:
        if self._kind is not None and key in self._table:
            return self._kind(self._table[key], *self._path, key)
        note(*self._path, key)
        return self._table[key]

    def __contains__(self, key: object) -> bool:
        note(*self._path, NAMES)
        return key in self._table

    def __iter__(self) -> Iterator[str]:
        note(*self._path, NAMES)
        return iter(self._table)

    def __len__(self) -> int:
        note(*self._path, NAMES)
        return len(self._table)

    def __repr__(self) -> str:
        note(*self._path)
        return repr(self._table)


class _Whole:
    """Notes which of its parts are asked for, and otherwise is what it watches."""

    def __init__(self, whole: object, *path: str) -> None:
        object.__setattr__(self, "_watched", (whole, path))

    def __getattribute__(self, name: str) -> Any:
        whole, path = object.__getattribute__(self, "_watched")
        part = getattr(whole, name)
        if not name.startswith("__"):
            note(*path, name) if not callable(part) else note(*path)
        return part


class WatchedFigure(_Whole, Figure):
    """A figure that is watched."""


class WatchedVerdict(_Whole, Verdict):
    """A verdict that is watched."""


class WatchedRanges(_Whole, FigureRanges):
    """What a figure can be, watched."""


class WatchedParts:
    """Something with parts, such as a result, that notes which are asked for."""

    def __init__(
        self,
        whole: object,
        *path: str,
        kinds: Mapping[str, type[_Whole]] | None = None,
        **others: Question,
    ) -> None:
        """Watch ``whole``, and the values of tables in it as those ``kinds``.

        Of some other parts, named with a question, asking for them asks that one.
        """
        self._whole, self._path, self._kinds, self._others = whole, path, kinds or {}, others

    def __getattr__(self, name: str) -> Any:
        part = getattr(self._whole, name)
        if name in self._others:
            note(*self._others[name])
            return part
        if isinstance(part, Mapping):
            return Watched(part, *self._path, name, kind=self._kinds.get(name))
        note(*self._path, name)
        return part


def answers(asked: Iterable[Question], roots: Mapping[str, object]) -> dict[Question, str]:
    """Return a digest of the answer to each question; ``roots`` has what the paths begin with."""
    return {question: _digest(question, roots) for question in asked}


def _digest(question: Question, roots: Mapping[str, object]) -> str:
    answer: object = roots
    for step in question:
        if isinstance(answer, Mapping):
            answer = list(answer) if step == NAMES else answer.get(step)
        else:
            answer = answer(step) if callable(answer) else getattr(answer, str(step), None)
    return hashlib.sha256(repr(answer).encode()).hexdigest()
