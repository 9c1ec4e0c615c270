"""A witness: one value for each figure, which plain substitution confirms, or the proof that there is none.

Narrowing can prove that nothing fits. That something does fit is shown by values. Between the two stands a
bounded search that fixes values and splits ranges; where even that settles nothing, the answer is
"undecided".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from addup.engine.interval import ZERO, Interval
from addup.engine.network import Network, Ranges

CONSISTENT = "consistent"
INCONSISTENT = "inconsistent"
UNDECIDED = "undecided"

TURNS_PER_SEARCH = 3000  # and ten for each relation

# Bound on the work of all searches for the verdicts of checks that hang together. What comes after it is
# decided by narrowing, and by as much of a search as a single turn gives.
TURNS_FOR_VERDICTS = 20_000


@dataclass
class Effort:
    """How many turns are left of a bound on the work."""

    left: int = TURNS_FOR_VERDICTS

    def up_to(self, turns: int) -> int:
        """Return as many turns as were asked for, or what is left."""
        return max(0, min(turns, self.left))

    def took(self, network: Network) -> None:
        """Take off what a network has worked."""
        self.left -= network.turns_taken


Values = Mapping[str, Fraction]
Choice = Callable[[str, Interval], Iterable[Fraction]]
"""The values to try for a figure, given its range."""


def search(
    network: Network,
    start: Ranges | None,
    printed: Values,
    turns: int = TURNS_PER_SEARCH,
    news: Ranges | None = None,
) -> tuple[str, Ranges | None]:
    """Look for solutions in a box that is a fixed point: fix values, where that fails split it, boundedly.

    Returns the outcome, and if that is CONSISTENT a box of which every value belongs to a solution.
    ``printed`` holds the numbers of those figures that have one: they are tried first, unless there is news,
    a range that is narrower than in the fixed point.
    """

    def values(id: str, interval: Interval) -> Iterable[Fraction]:
        if id in printed:
            yield printed[id]
        yield interval.simplest()
        yield interval.middle()

    pending = deque([(start, news or {})])  # in breadth: a half without an end could go on for ever
    last_turn = network.turns_taken + turns + 10 * len(network.relations)
    while pending:
        whole, narrower = pending.popleft()
        if network.turns_taken >= last_turn:
            return UNDECIDED, None
        box = None if whole is None else network.narrowed(whole, narrower)
        if box is None:
            continue
        order = most_tied(network, narrower or printed)
        found = fix(network, box, order, values, last_turn)
        if found is not None:
            return CONSISTENT, found
        widest = max(box, key=lambda id: _relative_width(box[id]), default=None)
        if widest is None or box[widest].is_point:
            continue  # single values, and they do not fit
        halfway = box[widest].middle()
        for half in (Interval(None, halfway), Interval(halfway, None, True)):
            pending.append((box, {widest: half}))
    return INCONSISTENT, None


def fix(
    network: Network,
    start: Ranges,
    order: Sequence[str],
    values: Choice,
    last_turn: int,
    reach: Callable[[Ranges], Fraction] = lambda box: ZERO,
) -> Ranges | None:
    """Fix one figure after another until what is left is known to be exact; None where that fails.

    Each gets the value, of those to choose from, that leaves the greatest reach: without one, the first that
    leaves anything.
    """
    box: Ranges | None = start
    while box is not None and not network.is_exact(box):
        id = next((id for id in order if not box[id].is_point), None)
        if id is None or network.turns_taken > last_turn:
            return None
        best = None
        for value in values(id, box[id]):
            left = network.at(box, id, value)
            if left is not None and (best is None or reach(left) > reach(best)):
                best = left
            if best is not None and reach(best) == reach(box):
                break  # no other can leave more
        box = best
    return box


def most_tied(network: Network, first: Collection[str] = ()) -> list[str]:
    """Return the figures of a network, after some of them those in most relations: fixed, they untie most."""
    return sorted(network.touching, key=lambda id: (id not in first, -len(network.touching[id])))


def witness(network: Network, box: Ranges, printed: Values) -> dict[str, Fraction] | None:
    """Return one value for each figure of a box known to be exact, printed numbers where they can be."""
    left: Ranges | None = box
    for id in sorted(box, key=lambda id: id not in printed):
        if left is not None:
            left = network.at(left, id, likely(id, left[id], printed))
    if left is None or not network.is_exact(left):
        return None
    return {id: interval.simplest() for id, interval in left.items()}


def likely(id: str, interval: Interval, printed: Values) -> Fraction:
    """Return the printed number where it is possible, and the simplest value where it is not."""
    value = printed.get(id)
    return value if value is not None and value in interval else interval.simplest()


def _relative_width(interval: Interval) -> Fraction:
    """Return the width of a range for its size: at most 2, and 3 for one without ends."""
    if interval.lo is None or interval.hi is None:
        return Fraction(3)
    if interval.is_point:
        return Fraction(0)
    return (interval.hi - interval.lo) / max(abs(interval.lo), abs(interval.hi))
