"""Figures tied together by relations, and what the relations leave of their ranges.

All ranges are narrowed under all relations to a fixed point, exactly (interval constraint propagation:
Mackworth's AC-3, 1977, with HC4-revise as its step). No solution is ever lost, and nothing left proves that
there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from addup.engine.figures import Check
from addup.engine.formula import Relation
from addup.engine.interval import SHORT_END_BITS, Interval

# A loop that converges slowly would narrow for ever: each relation gets this many turns on average, and what
# it then holds is a sound outer range.
TURNS_PER_RELATION = 200
SMALLEST_STEP = Fraction(1, 2**32)  # of a range's width

UNROUNDED_BITS = SHORT_END_BITS - 16  # what rounding leaves is longer

Ranges = Mapping[str, Interval]
T = TypeVar("T")


class Network:
    """Relations and the figures that tie them together.

    They may come in any order; what takes least work is a walk, such as `walks` makes.
    """

    def __init__(self, relations: Sequence[Relation]) -> None:
        self.relations = relations
        self.touching = _touching(self.relations)
        self.turns_taken = 0
        self.is_settled = True

    def contract(
        self, box: Ranges, due: Iterable[int] | None = None, left_out: Collection[int] = ()
    ) -> Ranges | None:
        """Narrow a box under all relations to a fixed point; return None if nothing is left.

        Only the relations ``due``, by their places, are asked to begin with, if it is given; those
        ``left_out`` are never asked. Where the bound on the work comes first, ``is_settled`` becomes false,
        and the box still holds every solution.
        """
        box, asleep = dict(box), frozenset(left_out)
        # Sweeps there and back: what one end of a chain says reaches the other in one sweep.
        sweep = range(len(self.relations))
        to_do = set(sweep if due is None else due)
        last_turn = self.turns_taken + TURNS_PER_RELATION * len(sweep)
        while to_do and self.turns_taken < last_turn:
            for index in sweep:
                if index not in to_do:
                    continue
                to_do.remove(index)
                if index in asleep:
                    continue
                relation = self.relations[index]
                self.turns_taken += relation.weight
                narrower = relation.narrow(box)
                if narrower is None:
                    return None
                for id in self._keep(box, narrower):
                    # One turn says all a relation has to say, unless an id stands in it twice.
                    to_do |= {each for each in self.touching[id] if each != index or relation.has_repeats}
            sweep = sweep[::-1]
        self.is_settled = self.is_settled and not to_do
        return box

    def _keep(self, box: dict[str, Interval], narrower: Ranges) -> Iterator[str]:
        """Write narrower ranges into the box and yield the ids for which that made a difference."""
        for id, interval in narrower.items():
            rounded = interval.outward()
            kept = box[id] & rounded
            assert kept is not None
            # What rounding widened can be narrowed again, and so on for ever: small steps are not taken.
            if rounded is interval or _is_worth_it(box[id], kept):
                box[id] = kept
                yield id

    def narrowed(self, box: Ranges, ranges: Ranges) -> Ranges | None:
        """Return what is left of a box that is a fixed point if some ranges become narrower, if anything."""
        told = dict(box)
        for id, interval in ranges.items():
            both = box[id] & interval
            if both is None:
                return None
            told[id] = both
        return self.contract(told, [place for id in ranges for place in self.touching[id]])

    def at(self, box: Ranges, id: str, value: Fraction) -> Ranges | None:
        """Return what is left of a box that is a fixed point where one figure has one value, if anything."""
        return self.narrowed(box, {id: Interval.point(value)})

    def is_exact(self, box: Ranges) -> bool:
        """Whether every value of every range of a box is known to belong to a solution.

        It does where the box is a fixed point, figures and relations make no ring and no relation can leave a
        gap (after Freuder, *A sufficient condition for backtrack-free search*, 1982). Figures with a single
        value tie nothing together. Ends that may have been rounded prove nothing.
        """
        group: dict[str | int, int] = {}

        def root(node: str | int) -> str | int:
            while node in group:
                node = group[node]
            return node

        for index, relation in enumerate(self.relations):
            free = [id for id in relation.occurrences if not box[id].is_point]
            for id in free:
                tied = root(id)
                if tied == index:
                    return False
                group[tied] = index
            if free and (relation.is_long or relation.may_part(box)):
                return False
            if not free and not relation.holds({id: box[id].simplest() for id in relation.names}):
                return False
        if any(interval.outward(UNROUNDED_BITS) is not interval for interval in box.values()):
            return False
        # A contraction that came to its bound may have left any of them with more to say
        return all(relation.is_long or relation.narrow(box) == {} for relation in self.relations)


def leave_out(
    items: Sequence[T], box: Ranges | None, add: Callable[[Ranges, Sequence[T], Sequence[T]], Ranges | None]
) -> Iterator[tuple[T, Ranges | None]]:
    """Yield each item with what is left if all others are added to a box that holds none of them.

    Half of them are added at a time, so that n items cost about log n contractions each and not n. ``add``
    takes a box, what is added to it, and what is still left out.
    """
    if box is None or len(items) <= 1:
        yield from ((item, box) for item in items)
        return
    middle = len(items) // 2
    for left_out, added in ((items[:middle], items[middle:]), (items[middle:], items[:middle])):
        yield from leave_out(left_out, add(box, added, left_out), add)


def _touching(relations: Sequence[Relation]) -> dict[str, list[int]]:
    touching: dict[str, list[int]] = {}
    for index, relation in enumerate(relations):
        for id in relation.names:
            touching.setdefault(id, []).append(index)
    return touching


def in_order(checks: Iterable[Check]) -> list[Check]:
    """Return checks in the order of their register."""
    return sorted(checks, key=lambda check: check.line)


def walks(checks: Iterable[Check]) -> Iterator[list[Check]]:
    """Yield the checks that hang together, each near those with which it shares figures: a walk in breadth.

    Each walk starts from where a first one ended, which is an end of the longest chain or close to one. What
    share no figure are groups apart, by their first check.
    """
    given = in_order(checks)
    touching = _touching([check.relation for check in given])

    def walk(start: int) -> list[int]:
        walked = {start: None}
        waiting = deque(walked)
        passed: set[str] = set()
        while waiting:
            names = set(given[waiting.popleft()].relation.names) - passed
            passed |= names
            for id in sorted(names):
                waiting.extend(index for index in touching[id] if index not in walked)
                walked |= dict.fromkeys(touching[id])
        return list(walked)

    seen: set[int] = set()
    for index in range(len(given)):
        if index not in seen:
            together = walk(walk(index)[-1])
            seen.update(together)
            yield [given[other] for other in together]


def _is_worth_it(before: Interval, after: Interval) -> bool:
    """Whether a step narrows a range by more than the trace that rounding its ends leaves."""
    if before.lo is None or before.hi is None or after.lo is None or after.hi is None:
        return after is not before
    return (after.hi - after.lo) < (before.hi - before.lo) * (1 - SMALLEST_STEP)
