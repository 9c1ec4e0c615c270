"""A witness: one value for each figure, which plain substitution confirms, or the proof that there is none.

Narrowing can prove that nothing fits. That something does fit is shown by values. Between the two stands a
bounded search that fixes values and splits ranges; where even that settles nothing, the answer is
"undecided".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from addup.engine.interval import Interval
from addup.engine.network import SMALLEST_STEP, Network, Ranges

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
Choice = Callable[[str, Interval, Values], Fraction]


def search(
    network: Network, box: Ranges, printed: Values, turns: int = TURNS_PER_SEARCH
) -> tuple[str, dict[str, Fraction] | None]:
    """Look for a witness in a box: fix values, and where that fails split the box, boundedly.

    ``printed`` holds the numbers of those figures that have one: they are tried first.
    """
    pending: deque[Ranges] = deque([box])  # in breadth: a half without an end could go on for ever
    open_ended = False
    last_turn = network.turns_taken + turns + 10 * len(network.relations)
    while pending and network.turns_taken < last_turn:
        narrowed, _settled = network.contract(pending.popleft())
        if narrowed is None:
            continue
        printed_first = sorted(narrowed, key=lambda id: id not in printed)
        for order, choose in ((printed_first, likely), (printed_first[::-1], middle)):
            witness = _dive(network, narrowed, order, choose, printed, last_turn)
            if witness is not None:
                return CONSISTENT, witness
        widest = max(narrowed, key=lambda id: _relative_width(narrowed[id]), default=None)
        if widest is None or narrowed[widest].is_point:
            continue  # single values, and they do not fit
        if _relative_width(narrowed[widest]) < SMALLEST_STEP:
            open_ended = True  # perhaps around a value that is no fraction, such as a root of two
            continue
        halfway = narrowed[widest].middle()
        for half in (Interval(None, halfway), Interval(halfway, None, True)):
            part = narrowed[widest] & half
            if part is not None:
                pending.append({**narrowed, widest: part})
    return (UNDECIDED if pending or open_ended else INCONSISTENT), None


def _dive(
    network: Network, box: Ranges, order: Sequence[str], choose: Choice, printed: Values, last_turn: int
) -> dict[str, Fraction] | None:
    """Fix one figure after another, and see whether all relations hold."""
    current = box
    for id in order:
        if network.turns_taken > last_turn:
            break
        if current[id].is_point:
            continue
        value = choose(id, current[id], printed)
        narrowed, _settled = network.contract({**current, id: Interval.point(value)}, [id])
        if narrowed is None:
            return None
        current = narrowed
    values = {id: interval.simplest() for id, interval in current.items()}
    return values if all(relation.holds(values) for relation in network.relations) else None


def likely(id: str, interval: Interval, printed: Values) -> Fraction:
    """Return the printed number where it is possible, and the simplest value where it is not."""
    value = printed.get(id)
    return value if value is not None and value in interval else interval.simplest()


def middle(id: str, interval: Interval, printed: Values) -> Fraction:
    """Return a value from the middle of what is possible; for an unknown the simplest."""
    return interval.middle() if id in printed else interval.simplest()


def _relative_width(interval: Interval) -> Fraction:
    """Return the width of a range for its size: at most 2, and 3 for one without ends."""
    if interval.lo is None or interval.hi is None:
        return Fraction(3)
    if interval.is_point:
        return Fraction(0)
    return (interval.hi - interval.lo) / max(abs(interval.lo), abs(interval.hi))
