"""Figures tied together by relations, and what the relations leave of their ranges.

All ranges are narrowed under all relations to a fixed point, exactly (interval constraint propagation:
Mackworth's AC-3, 1977, with HC4-revise as its step). No solution is ever lost, and nothing left proves that
there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import chain
from typing import Any

from addup.engine.figures import Check
from addup.engine.formula import Relation
from addup.engine.interval import Interval

# A loop that converges slowly would narrow for ever: each relation gets this many turns on average, and what
# it then holds is a sound outer range.
TURNS_PER_RELATION = 200
SMALLEST_STEP = Fraction(1, 2**32)  # of a range's width

Ranges = Mapping[str, Interval]


class Network:
    """Relations and the figures that tie them together."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        given = list(relations)
        self.order = _side_by_side(given)
        self.relations = [given[index] for index in self.order]
        self.touching = _touching(self.relations)
        self.turns_taken = 0

    def contract(
        self,
        box: Ranges,
        news: Iterable[str] | None = None,
        *,
        due: Iterable[int] | None = None,
        asleep: Set[int] = frozenset(),
    ) -> tuple[dict[str, Interval] | None, bool]:
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

    def leave_one_out(self, ranges: Ranges, domains: Ranges) -> Iterator[tuple[str, Ranges | None, bool]]:
        """Yield for each figure the box if its own range is left out, ``None`` for none, and if that settled.

        Half of the figures are added at a time, so that n figures cost about log n contractions and not n.
        """

        def divide(
            ids: list[str], box: Ranges | None, settled: bool
        ) -> Iterator[tuple[str, Ranges | None, bool]]:
            """Take a box that holds the ranges of all figures but these."""
            if box is None or len(ids) <= 1:
                yield from ((id, box, settled) for id in ids)
                return
            middle = len(ids) // 2
            for left_out, added in ((ids[:middle], ids[middle:]), (ids[middle:], ids[:middle])):
                more, also_settled = self._add(box, {id: ranges[id] for id in added})
                yield from divide(left_out, more, settled and also_settled)

        box, settled = self.contract({id: domains[id] for id in self.touching})
        yield from divide(list(self.touching), box, settled)

    def leave_each_out(
        self, indices: Iterable[int], box: Ranges
    ) -> Iterator[tuple[int, dict[str, Interval] | None]]:
        """Yield for each of some relations what all others make of a box, ``None`` if they leave nothing.

        The relations are counted as they were given. Halves are added at a time, as in `leave_one_out`.
        """

        def divide(places: list[int], box: dict[str, Interval] | None) -> Iterator[tuple[int, Any]]:
            """Take a box narrowed by all relations but these."""
            if box is None or len(places) <= 1:
                yield from ((self.order[place], box) for place in places)
                return
            middle = len(places) // 2
            for left_out, added in ((places[:middle], places[middle:]), (places[middle:], places[:middle])):
                more, _settled = self.contract(box, due=added, asleep=frozenset(left_out))
                yield from divide(left_out, more)

        wanted = set(indices)
        places = [place for place, index in enumerate(self.order) if index in wanted]
        if places:
            everything = range(len(self.relations))
            start = {id: box[id] for id in self.touching}
            yield from divide(places, self.contract(start, due=everything, asleep=frozenset(places))[0])

    def _add(self, box: Ranges, ranges: Ranges) -> tuple[Ranges | None, bool]:
        joined = dict(box)
        for id, interval in ranges.items():
            both = box[id] & interval
            if both is None:
                return None, True
            joined[id] = both
        return self.contract(joined, [id for id in ranges if joined[id] is not box[id]])


def _touching(relations: Sequence[Relation]) -> dict[str, list[int]]:
    touching: dict[str, list[int]] = {}
    for index, relation in enumerate(relations):
        for id in relation.names:
            touching.setdefault(id, []).append(index)
    return touching


def _side_by_side(relations: list[Relation]) -> list[int]:
    """Return an order in which relations that share figures stand near each other: a walk in breadth.

    The walk starts from where a first walk ended, which is an end of the longest chain or close to one.
    """
    touching = _touching(relations)

    def walk(start: int) -> list[int]:
        seen = {start: None}
        waiting = deque(seen)
        passed: set[str] = set()
        while waiting:
            names = set(relations[waiting.popleft()].names) - passed
            passed |= names
            for id in sorted(names):
                for index in touching[id]:
                    if index not in seen:
                        seen[index] = None
                        waiting.append(index)
        return list(seen)

    ordered: dict[int, None] = {}
    for index in range(len(relations)):
        if index not in ordered:
            ordered |= dict.fromkeys(walk(walk(index)[-1]))
    return list(ordered)


def _is_worth_it(before: Interval, after: Interval) -> bool:
    """Whether a step narrows a range by more than the trace that rounding its ends leaves."""
    if before.lo is None or before.hi is None or after.lo is None or after.hi is None:
        return (before.lo, before.hi) != (after.lo, after.hi)
    return (after.hi - after.lo) < (before.hi - before.lo) * (1 - SMALLEST_STEP)


def components(checks: Iterable[Check]) -> list[list[Check]]:
    """Return the checks in groups that share no figure, by their first check, each in its first order."""
    groups: dict[int, tuple[set[str], list[Check]]] = {}
    group_of: dict[str, int] = {}
    for number, check in enumerate(checks):
        names = set(check.relation.names)
        # The largest group takes in the others: each figure moves at most log n times.
        joined = sorted(
            {group_of[name] for name in names & group_of.keys()}, key=lambda n: -len(groups[n][0])
        )
        target = joined[0] if joined else number
        all_names, members = groups.setdefault(target, (set(), []))
        for other in joined[1:]:
            moved, more = groups.pop(other)
            group_of |= dict.fromkeys(moved, target)
            all_names |= moved
            members += more
        all_names |= names
        members.append(check)
        group_of |= dict.fromkeys(names, target)
    return sorted(
        (sorted(members, key=lambda check: check.line) for _, members in groups.values()),
        key=lambda members: members[0].line,
    )
