"""Figures tied together by relations, and what the relations leave of their ranges.

All ranges are narrowed under all relations to a fixed point, exactly (interval constraint propagation:
Mackworth's AC-3, 1977, with HC4-revise as its step). No solution is ever lost, and nothing left proves that
there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import chain
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
Contracted = tuple[Ranges | None, bool]
"""What is left of a box, if anything, and whether its fixed point was reached."""
T = TypeVar("T")


class Network:
    """Relations and the figures that tie them together.

    They may come in any order; what takes least work is a walk, such as `walks` makes.
    """

    def __init__(self, relations: Sequence[Relation]) -> None:
        self.relations = relations
        self.touching = _touching(self.relations)
        self.turns_taken = 0

    def contract(
        self,
        box: Ranges,
        news: Iterable[str] | None = None,
        *,
        due: Iterable[int] | None = None,
        asleep: Set[int] = frozenset(),
    ) -> Contracted:
        """Narrow a box under all relations to a fixed point.

        Returns the box, ``None`` if nothing is left, and whether the fixed point was reached; if it was
        not, the box still holds every solution. ``news`` names the figures whose ranges have become
        narrower since the box was a fixed point, ``due`` the relations that have not had their say; without
        either, nothing is taken as settled. Relations ``asleep`` take no part.
        """
        box = dict(box)
        if due is None:
            touched = (self.touching[id] for id in news) if news is not None else [range(len(self.relations))]
            due = chain.from_iterable(touched)
        to_do = [False] * len(self.relations)
        for index in due:
            to_do[index] = index not in asleep
        turns = TURNS_PER_RELATION * len(to_do)
        # Sweeps there and back: what one end of a chain says reaches the other in one sweep.
        order = range(len(to_do))
        while any(to_do):
            for index in order:
                if not to_do[index]:
                    continue
                if turns <= 0:
                    return box, False
                relation = self.relations[index]
                turns -= relation.weight
                self.turns_taken += relation.weight
                to_do[index] = False
                narrower = relation.narrow(box)
                if narrower is None:
                    return None, True
                for id in self._keep(box, narrower):
                    for other in self.touching[id]:
                        # One turn says all a relation has to say, unless an id stands in it twice.
                        to_do[other] = other not in asleep and (other != index or relation.has_repeats)
            order = order[::-1]
        return box, True

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

    def at(self, box: Ranges, id: str, value: Fraction) -> Ranges | None:
        """Return what is left of a box that is a fixed point where one figure has one value, if anything."""
        return self.contract({**box, id: Interval.point(value)}, [id])[0]

    def is_exact(self, box: Ranges) -> bool:
        """Whether every value of every range of a box is known to belong to a solution.

        It does where the box is a fixed point, figures and relations make no ring and no relation can leave a
        gap (after Freuder, *A sufficient condition for backtrack-free search*, 1982). Figures with a single
        value tie nothing together. Ends that may have been rounded prove nothing.
        """
        group: dict[str, str] = {}

        def root(node: str) -> str:
            while node in group:
                node = group[node]
            return node

        for index, relation in enumerate(self.relations):
            free = [id for id in relation.occurrences if not box[id].is_point]
            for id in free:
                one, other = root(f"#{index}"), root(id)
                if one == other:
                    return False
                group[other] = one
            if free and (relation.is_long or relation.may_part(box)):
                return False
            if not free and not relation.holds({id: box[id].simplest() for id in relation.names}):
                return False
        if any(interval.outward(UNROUNDED_BITS) is not interval for interval in box.values()):
            return False
        # A contraction that came to its bound may have left any of them with more to say
        return all(relation.is_long or relation.narrow(box) == {} for relation in self.relations)

    def leave_one_out(self, ranges: Ranges, domains: Ranges) -> Iterator[tuple[str, Ranges | None, bool]]:
        """Yield for each figure the box if its own range is left out, and whether that settled."""

        def add(box: Ranges, added: Sequence[str], _left_out: Sequence[str]) -> Contracted:
            both = {id: box[id] & ranges[id] for id in added}
            news = [id for id in added if both[id] is not box[id]]
            joined = {id: interval for id, interval in {**box, **both}.items() if interval is not None}
            return self.contract(joined, news) if len(joined) == len(box) else (None, True)

        start = self.contract({id: domains[id] for id in self.touching})
        yield from _leave_out(list(self.touching), start, add)

    def leave_each_out(self, indices: Iterable[int], box: Ranges) -> Iterator[tuple[int, Ranges | None]]:
        """Yield for each of some relations what all others make of a box, ``None`` if they leave nothing."""

        def add(box: Ranges, added: Iterable[int], left_out: Sequence[int]) -> Contracted:
            return self.contract(box, due=added, asleep=frozenset(left_out))

        left_out = list(indices)
        if left_out:
            start = add({id: box[id] for id in self.touching}, range(len(self.relations)), left_out)
            for index, left, _settled in _leave_out(left_out, start, add):
                yield index, left


def _leave_out(
    items: Sequence[T], start: Contracted, add: Callable[[Ranges, Sequence[T], Sequence[T]], Contracted]
) -> Iterator[tuple[T, Ranges | None, bool]]:
    """Yield each item with what is left if all others are added to a box that holds none of them.

    Half of them are added at a time, so that n items cost about log n contractions each and not n. ``add``
    takes a box, what is added to it, and what is still left out.
    """
    box, settled = start
    if box is None or len(items) <= 1:
        yield from ((item, box, settled) for item in items)
        return
    middle = len(items) // 2
    for left_out, added in ((items[:middle], items[middle:]), (items[middle:], items[:middle])):
        more, also_settled = add(box, added, left_out)
        yield from _leave_out(left_out, (more, settled and also_settled), add)


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
        return (before.lo, before.hi) != (after.lo, after.hi)
    return (after.hi - after.lo) < (before.hi - before.lo) * (1 - SMALLEST_STEP)
