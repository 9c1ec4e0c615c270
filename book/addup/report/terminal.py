"""What the checks came to, for a terminal: on one screen, or with every check and every figure."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from fractions import Fraction

from addup.engine.figures import Register
from addup.engine.solve import CONSISTENT, INCONSISTENT, Result
from addup.report.evidence import TESTS, in_short
from addup.report.signs import character
from addup.report.wording import at_most, because, sides, span, step, unit_of

ROOM = 3
"""How many lines of a screen there are for what is of one kind."""
SUMMARY = 13
"""How many there are for all that `summary` says: what changed, and which chapters object, follow below."""


def summary(register: Register, result: Result, doubtful: Sequence[str] = ()) -> str:
    """Return what is inconsistent, and what is closest to it, in lines that fit the terminal.

    `doubtful` are the figures of which the reading is uncertain.
    """
    counts = in_short(register, result)
    if result.jointly == INCONSISTENT:  # which takes the room of what is no news
        lines = [counts.partition(" Not counted: ")[0]]
        against = [id for id, verdict in result.checks.items() if verdict.verdict == INCONSISTENT]
        if against:
            lines += ["Inconsistent:", *some([f"  {_sides(id, result)}" for id in against], ROOM + 2)]
        if result.conflict:
            lines.append(named("These cannot all hold: ", result.conflict, "."))
    else:
        lines = [counts, ""]
    last = [f"All checks together, {result.reading} reading: {result.jointly}."]
    if doubtful:
        last.insert(0, named("Uncertain readings, whose notes say why: ", doubtful, "."))
    if near := _closest(register, result):
        lines.append("Closest to breaking, were one figure alone off by more than:")
        left = SUMMARY - _height([*lines, *last])
        lines += some([f"  {line}" for line in near[:left]], left, rest=False)
    return fitted([*lines, *last])


def some(lines: Sequence[str], room: int = ROOM, *, rest: bool = True) -> list[str]:
    """Return as many lines, one at least, as there is room for when they are wrapped.

    ``rest``: one of them says how many more there are.
    """
    kept = list(lines)
    while len(kept) > 1 and _height(kept) + (rest and len(kept) < len(lines)) > room:
        kept.pop()
    more = len(lines) - len(kept)
    return [*kept, f"  and {more} more"] if rest and more else kept


def named(before: str, names: Sequence[str], after: str, room: int = 2) -> str:
    """Return an enumeration that is wrapped to as many lines as there is room for, with how many more."""
    for shown in range(len(names), 0, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        text = f"{before}{', '.join(names[:shown])}{more}{after}"
        if len(_wrapped(text)) <= room:
            break
    return text


def fitted(lines: Sequence[str]) -> str:
    """Return lines wrapped to the width of the terminal, what goes on set in."""
    return "\n".join(part for line in lines for part in _wrapped(line))


def _height(lines: Sequence[str]) -> int:
    return sum(len(_wrapped(line)) for line in lines)


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, shutil.get_terminal_size().columns, subsequent_indent="    ") or [""]


def _sides(id: str, result: Result) -> str:
    verdict = result.checks[id]
    left, right = sides(verdict.left, verdict.right, verdict.units)
    return f"{id}: {left} against {right}"


def _closest(register: Register, result: Result) -> list[str]:
    """Name, for each check that holds, the figure that would break it first, the nearest first.

    How near is the move as a part of the figure, so that dollars stand beside people; days are no part of a
    date, and a figure that cannot move at all is fixed by definition.
    """
    found: list[tuple[Fraction, str]] = []
    for id, verdict in result.checks.items():
        if verdict.verdict != CONSISTENT or register.checks[id].evidence not in TESTS:
            continue
        moves = [
            (abs(move / figure.value), name, abs(move))
            for name, move in verdict.moves.items()
            if move and (figure := register.figures[name]).value and figure.unit != "date"
        ]
        if moves:
            part, name, move = min(moves)
            unit = unit_of(register.figures[name])
            words = f"{at_most(move, step(unit), 3)} ({at_most(part, 'share', 2)})"
            found.append((part, f"{id}: {name} by {words}"))
    return [line for _, line in sorted(found)]


def print_all(register: Register, result: Result) -> None:
    """Print every check and every figure as tables."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    checks = Table(
        *("check", "evidence", "verdict", "left", "right", "what carries it"),
        title=f"Checks, {result.reading} reading",
    )
    for id, verdict in result.checks.items():
        both = sides(verdict.left, verdict.right, verdict.units)
        told = because(verdict, register.figures)
        found = f"{character(verdict.verdict)} {verdict.verdict}"
        checks.add_row(id, register.checks[id].evidence, found, *both, told)
    figures = Table("figure", "what it is", "printed", "implied by the rest", "remaining", title="Figures")
    for id, ranges in result.figures.items():
        unit = unit_of(register.figures[id])
        implied = "nothing bears on it" if ranges.says_nothing else span(ranges.implied, unit)
        printed = "not printed" if register.figures[id].value is None else span(ranges.printed, unit)
        label = Text(register.figures[id].label)  # as it is: brackets would be taken for styles
        figures.add_row(id, label, printed, implied, span(ranges.remaining, unit))
    console.print(checks)
    console.print(figures)
