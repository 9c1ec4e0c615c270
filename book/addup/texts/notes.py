"""What a note says of how a row came about: guessed from the words around it, and where that is uncertain."""

from __future__ import annotations

from collections.abc import Iterable

from addup.engine.figures import Figure

GUESSED = "Guessed from the words around it: unit and hedge. Correct them, then delete this note."
"""The note of a row that nobody has looked over yet."""
UNCERTAIN = "Uncertain:"


def note(doubts: Iterable[str], remarks: Iterable[str] = ()) -> str:
    """Return the note of a guessed row: what is uncertain, what else is to be known, that it is guessed."""
    return " ".join((*(f"{UNCERTAIN} {doubt}" for doubt in doubts), *remarks, GUESSED))


def uncertain(figures: Iterable[Figure]) -> list[str]:
    """Return the ids of the figures whose note says that their reading is uncertain."""
    return [figure.id for figure in figures if UNCERTAIN in figure.note]
