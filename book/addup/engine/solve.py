"""Verdicts, implied ranges, conflicts: what the checks say about the figures, one by one and together.

All figures are narrowed under all checks to a fixed point, exactly (interval constraint propagation:
Mackworth's AC-3, 1977, with HC4-revise as its step). That can prove that nothing fits. That something does
fit is shown by a witness: one value for each figure, which plain substitution confirms. Between the two
stands a bounded search that fixes values and splits ranges; where even that settles nothing, the answer is
"undecided".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain, combinations, islice
from typing import Any, TypeVar

from addup.engine.figures import READINGS, Check, Figure, Register
from addup.engine.formula import Relation, UnitError, side_units
from addup.engine.interval import Interval
from addup.report.wording import quantity, step

CONSISTENT = "consistent"
INCONSISTENT = "inconsistent"
DEPENDS = "depends on the reading"
NOT_COMPARABLE = "not comparable"
NOT_CHECKABLE = "not checkable"
UNDECIDED = "undecided"

VERDICTS = (CONSISTENT, INCONSISTENT, DEPENDS, NOT_COMPARABLE, NOT_CHECKABLE)

# Bounds on the work. A loop that converges slowly would narrow for ever: each relation gets this many
# turns on average, and what it then holds is a sound outer range.
TURNS_PER_RELATION = 200
TURNS_PER_SEARCH = 3000  # and ten for each relation
SUBSETS_TRIED = 500
SMALLEST_STEP = Fraction(1, 2**32)  # of a range's width

Ranges = Mapping[str, Interval]
T = TypeVar("T")


@dataclass(frozen=True)
class FigureRanges:
    """What one figure can be: as printed, as everything else implies it, and as both leave it.

    ``None`` is the empty range: nothing fits. ``says_nothing`` tells that the rest implies nothing.
    """

    printed: Interval
    implied: Interval | None
    remaining: Interval | None
    says_nothing: bool


@dataclass(frozen=True)
class Verdict:
    """What one check came to.

    ``left`` and ``right`` are the two sides under the chosen reading; ``margin`` is by how much they could
    move apart before they stop fitting, negative if they already do not, ``None`` if no distance would do.
    ``moves`` gives for each figure with a number how far it alone would have to move to break the check.
    ``by_reading`` holds the verdict under each reading. All values are in base units of ``units``, the
    units of the two sides.
    """

    verdict: str
    left: Interval | None
    right: Interval | None
    margin: Fraction | None
    reason: str
    units: tuple[str, str]
    moves: Mapping[str, Fraction | None] = field(default_factory=dict)
    by_reading: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What all figures and checks of a register come to, under one reading."""

    reading: str
    jointly: str
    witness: dict[str, Fraction]
    conflict: list[str]
    figures: dict[str, FigureRanges]
    checks: dict[str, Verdict]


def solve(register: Register, reading: str = "declared") -> Result:
    """Work out every verdict, every range, and whether all checks can hold at once."""
    figures = register.figures
    names = dict.fromkeys((*READINGS, reading))
    printed = {name: {id: figure.printed(name) for id, figure in figures.items()} for name in names}
    ranges = {
        id: FigureRanges(printed[reading][id], figure.domain, printed[reading][id], says_nothing=True)
        for id, figure in figures.items()
    }
    witness = {id: _likely(figure, printed[reading][id]) for id, figure in figures.items()}
    aside = {
        check.id: _beside_the_point(check, figures, printed[reading]) for check in register.checks.values()
    }
    verdicts = {id: verdict for id, verdict in aside.items() if verdict is not None}
    joined = [check for check in register.checks.values() if check.id not in verdicts]
    conflict: list[str] = []
    outcomes = {CONSISTENT}
    for checks in _components(joined):
        part = _Part(checks, figures, printed[reading])
        outcomes.add(part.outcome)
        ranges |= part.figure_ranges()
        witness |= part.witness or {}
        given = {name: _given(checks, figures, printed[name]) for name in names}
        for check in checks:
            against = {name: given[name][check.id] for name in names}
            verdict = _verdict(check, figures, against, reading)
            if part.is_slow:
                slow = "; narrowing was stopped before it settled, so the ranges are outer bounds"
                verdict = replace(verdict, reason=verdict.reason + slow)
            verdicts[check.id] = verdict
        if part.outcome == INCONSISTENT and not conflict:
            conflict = part.conflict()
    jointly = next(outcome for outcome in (INCONSISTENT, UNDECIDED, CONSISTENT) if outcome in outcomes)
    return Result(
        reading,
        jointly,
        witness if jointly == CONSISTENT else {},
        conflict,
        ranges,
        {id: verdicts[id] for id in register.checks},
    )


def comparable(register: Register, reading: str = "declared") -> list[Check]:
    """Return the checks that take part in the joint working: those whose sides can be compared at all."""
    printed = {id: figure.printed(reading) for id, figure in register.figures.items()}
    return [
        check
        for check in register.checks.values()
        if _beside_the_point(check, register.figures, printed) is None
    ]


# --- one check ------------------------------------------------------------------------------------------


def _beside_the_point(check: Check, figures: Mapping[str, Figure], printed: Ranges) -> Verdict | None:
    """Return the verdict on a check that no values could settle, None for all others.

    Its sides differ in kind, or one of them divides by zero whatever the figures are.
    """
    units = "", ""
    try:
        units = side_units(check.relation, {id: figures[id].unit for id in check.relation.names})
    except UnitError as error:
        reason = str(error)
    else:
        if units[0] == units[1]:
            sides = check.relation.sides(printed)
            if None not in sides:
                return None
            return Verdict(NOT_CHECKABLE, *sides, None, "one side divides by zero", units)
        reason = f"{units[0]} and {units[1]} are different kinds"
    return Verdict(NOT_COMPARABLE, *check.relation.sides(printed), None, reason, units)


def _given(
    checks: Sequence[Check], figures: Mapping[str, Figure], printed: Ranges
) -> dict[str, dict[str, Interval]]:
    """Return what each check is held against: printed figures; for unknowns, what all other checks imply."""
    given = {check.id: {id: printed[id] for id in check.relation.names} for check in checks}
    unknown = {
        index: [id for id in given[check.id] if figures[id].value is None]
        for index, check in enumerate(checks)
    }
    relations = [check.relation for check in checks]
    left_out = [index for index in unknown if unknown[index]]
    for index, box in Network(relations).leave_each_out(left_out, printed):
        others = relations[:index] + relations[index + 1 :]
        # Where the others contradict each other, each still says what it says on its own.
        said = [box] if box is not None else [relation.narrow(printed) or {} for relation in others]
        ranges = given[checks[index].id]
        for ranges_said in said:
            for id in unknown[index]:
                ranges[id] = ranges[id] & ranges_said.get(id, ranges[id]) or ranges[id]
    return given


def _missing(relation: Relation, figures: Mapping[str, Figure], given: Ranges) -> list[str]:
    """Return the ids for which there is neither a number nor another check that bears on them."""
    return [id for id in relation.names if figures[id].value is None and given[id] == figures[id].domain]


def _verdict(
    check: Check, figures: Mapping[str, Figure], given: Mapping[str, Ranges], reading: str
) -> Verdict:
    relation = check.relation
    left, right = relation.sides(given[reading])
    by_reading = {name: _fits(relation, figures, ranges) for name, ranges in given.items()}
    verdict = by_reading[reading]
    if reading in READINGS and {CONSISTENT, INCONSISTENT} <= {by_reading[name] for name in READINGS}:
        verdict = DEPENDS
    margin = None if left is None or right is None else _margin(left, relation.op, right)
    moves = {
        id: _move(relation, id, figures[id], given[reading])
        for id in relation.names
        if figures[id].value is not None
    }
    units = side_units(relation, {id: figures[id].unit for id in relation.names})
    reason = _reason(verdict, relation, figures, given[reading], moves, by_reading)
    return Verdict(verdict, left, right, margin, reason, units, moves, by_reading)


def _fits(relation: Relation, figures: Mapping[str, Figure], given: Ranges) -> str:
    outcome, _ = Network([relation]).search(given, figures)
    if outcome == INCONSISTENT and None not in relation.sides(given):
        return INCONSISTENT
    if outcome != CONSISTENT or _missing(relation, figures, given):
        return NOT_CHECKABLE
    return CONSISTENT


def _margin(left: Interval, op: str, right: Interval) -> Fraction | None:
    up = None if right.hi is None or left.lo is None else right.hi - left.lo
    down = None if left.hi is None or right.lo is None else left.hi - right.lo
    if op == "==":
        return min((way for way in (up, down) if way is not None), default=None)
    return up if op in ("<", "<=") else down


def _move(relation: Relation, id: str, figure: Figure, given: Ranges) -> Fraction | None:
    """Return how far a figure alone would have to move for the check to break, or None if never."""
    narrower = relation.narrow({**given, id: figure.domain})
    if narrower is None:
        return None  # the check is broken whatever this figure is
    own, allowed = given[id], narrower.get(id, figure.domain)
    up = None if allowed.hi is None or own.lo is None else allowed.hi - own.lo
    down = None if allowed.lo is None or own.hi is None else own.hi - allowed.lo
    if allowed.lo == figure.domain.lo and allowed.lo_open == figure.domain.lo_open:
        down = None  # only the floor of what a size can be, not something that the check says
    return min((way for way in (up, down) if way is not None), default=None)


def _reason(
    verdict: str,
    relation: Relation,
    figures: Mapping[str, Figure],
    given: Ranges,
    moves: Mapping[str, Fraction | None],
    by_reading: Mapping[str, str],
) -> str:
    if verdict == NOT_CHECKABLE:
        missing = [figures[id].label for id in _missing(relation, figures, given)]
        if missing:
            return f"no number is printed for: {'; '.join(missing)}"
        return "neither a fit nor a contradiction was found"
    if verdict == DEPENDS:
        fitting = [name for name in READINGS if by_reading[name] == CONSISTENT]
        tightest = f"the tightest reading that fits is {fitting[0]}" if fitting else "no reading fits"
        return "; ".join(f"{name}: {outcome}" for name, outcome in by_reading.items()) + f"; {tightest}"
    finite = {id: move for id, move in moves.items() if move is not None}
    if not finite:
        return "no single figure could change that"
    # Across units only relative moves can be compared.
    first = min(finite, key=lambda id: abs(finite[id]) / abs(figures[id].value or Fraction(1)))
    distance = quantity(abs(finite[first]), step(figures[first].unit), 3)
    if verdict == CONSISTENT:
        return f"breaks first if {figures[first].label} moves by more than {distance}"
    return f"would fit if {figures[first].label} moved by {distance}"


# --- all checks at once ---------------------------------------------------------------------------------


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
                if not turns:
                    return box, False
                turns -= 1
                self.turns_taken += 1
                to_do[index] = False
                relation = self.relations[index]
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

    def leave_one_out(self, ranges: Ranges, domains: Ranges) -> Iterator[tuple[str, Interval | None, bool]]:
        """Yield for each figure what it can be if its own range is left out, and whether that settled.

        Half of the figures are added at a time, so that n figures cost about log n contractions and not n.
        """

        def divide(
            ids: list[str], box: Ranges | None, settled: bool
        ) -> Iterator[tuple[str, Interval | None, bool]]:
            """Take a box that holds the ranges of all figures but these."""
            if box is None or len(ids) <= 1:
                yield from ((id, None if box is None else box[id], settled) for id in ids)
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

    def search(self, box: Ranges, figures: Mapping[str, Figure]) -> tuple[str, dict[str, Fraction] | None]:
        """Look for a witness in a box: fix values, and where that fails split the box, boundedly."""
        pending: deque[Ranges] = deque([box])  # in breadth: a half without an end could go on for ever
        open_ended = False
        last_turn = self.turns_taken + TURNS_PER_SEARCH + 10 * len(self.relations)
        while pending and self.turns_taken < last_turn:
            narrowed, _settled = self.contract(pending.popleft())
            if narrowed is None:
                continue
            printed_first = sorted(narrowed, key=lambda id: figures[id].value is None)
            for order, prefer in ((printed_first, _likely), (printed_first[::-1], _middle)):
                witness = self._dive(narrowed, order, figures, prefer, last_turn)
                if witness is not None:
                    return CONSISTENT, witness
            widest = max(narrowed, key=lambda id: _relative_width(narrowed[id]), default=None)
            if widest is None or narrowed[widest].is_point:
                continue  # single values, and they do not fit
            if _relative_width(narrowed[widest]) < SMALLEST_STEP:
                open_ended = True  # perhaps around a value that is no fraction, such as a root of two
                continue
            middle = narrowed[widest].middle()
            for half in (Interval(None, middle), Interval(middle, None, True)):
                part = narrowed[widest] & half
                if part is not None:
                    pending.append({**narrowed, widest: part})
        return (UNDECIDED if pending or open_ended else INCONSISTENT), None

    def _dive(
        self,
        box: Ranges,
        order: Sequence[str],
        figures: Mapping[str, Figure],
        prefer: Callable[[Figure, Interval], Fraction],
        last_turn: int,
    ) -> dict[str, Fraction] | None:
        """Fix one figure after another, and see whether all relations hold."""
        current = dict(box)
        for id in order:
            if current[id].is_point:
                continue
            current[id] = Interval.point(prefer(figures[id], current[id]))
            narrowed, _settled = self.contract(current, [id])
            if narrowed is None or self.turns_taken > last_turn:
                return None
            current = narrowed
        values = {id: interval.simplest() for id, interval in current.items()}
        return values if all(relation.holds(values) for relation in self.relations) else None


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


def _likely(figure: Figure, interval: Interval) -> Fraction:
    value = figure.value
    return value if value is not None and value in interval else interval.simplest()


def _middle(figure: Figure, interval: Interval) -> Fraction:
    return interval.simplest() if figure.value is None else interval.middle()


def _relative_width(interval: Interval) -> Fraction:
    """Return the width of a range for its size: at most 2, and 3 for one without ends."""
    if interval.lo is None or interval.hi is None:
        return Fraction(3)
    if interval.is_point:
        return Fraction(0)
    return (interval.hi - interval.lo) / max(abs(interval.lo), abs(interval.hi))


def _components(checks: Iterable[Check]) -> list[list[Check]]:
    """Return the checks in groups that share no figure, each in its first order."""
    groups: list[tuple[set[str], list[Check]]] = []
    group_of: dict[str, int] = {}
    for check in checks:
        names = set(check.relation.names)
        if not names:
            groups.append((names, [check]))
            continue
        joined = sorted({group_of[name] for name in names if name in group_of})
        if joined:
            target = max(joined, key=lambda index: len(groups[index][0]))
            for index in joined:
                if index != target:
                    # The smaller group moves: each figure moves at most log n times.
                    groups[target][0].update(groups[index][0])
                    groups[target][1].extend(groups[index][1])
                    group_of |= dict.fromkeys(groups[index][0], target)
                    groups[index] = (set(), [])
        else:
            target = len(groups)
            groups.append((set(), []))
        groups[target][0].update(names)
        groups[target][1].append(check)
        group_of |= dict.fromkeys(names, target)
    return [sorted(group, key=lambda check: check.line) for _, group in groups if group]


class _Part:
    """Checks that hang together, with everything there is to say about their figures."""

    def __init__(self, checks: Sequence[Check], figures: Mapping[str, Figure], printed: Ranges) -> None:
        self.checks, self.figures = checks, figures
        self.network = Network([check.relation for check in checks])
        self.printed = {id: printed[id] for id in self.network.touching}
        remaining, settled = self.network.contract(self.printed)
        self.outcome, self.witness = (
            (INCONSISTENT, None) if remaining is None else self.network.search(remaining, figures)
        )
        self.remaining = None if self.outcome == INCONSISTENT else remaining
        self.is_slow = not settled

    def figure_ranges(self) -> dict[str, FigureRanges]:
        """Return the three ranges of each figure; implied is what remains with the figure left out."""
        domains = {id: self.figures[id].domain for id in self.printed}
        ranges = {}
        for id, implied, settled in self.network.leave_one_out(self.printed, domains):
            self.is_slow |= not settled
            remaining = None if self.remaining is None or implied is None else self.remaining[id] & implied
            ranges[id] = FigureRanges(
                self.printed[id], implied, remaining, says_nothing=implied == domains[id]
            )
        return ranges

    def conflict(self) -> list[str]:
        """Return the ids of figures and checks that cannot all hold: fewest checks, then fewest figures."""
        # Where narrowing alone shows the contradiction, it alone is asked again and again: it is quick.
        is_plain = self.network.contract(self.printed)[0] is None

        def contradicts(checks: Sequence[Check], ids: Iterable[str]) -> bool:
            network = Network([check.relation for check in checks])
            stated = set(ids)
            box = {
                id: self.printed[id] if id in stated else self.figures[id].domain for id in network.touching
            }
            if is_plain:
                return network.contract(box)[0] is None
            return network.search(box, self.figures)[0] == INCONSISTENT

        checks = _smallest(self.checks, lambda subset: contradicts(subset, self.printed))
        stated = [id for id in self.printed if any(id in check.relation.names for check in checks)]
        ids = _smallest(stated, lambda subset: contradicts(checks, subset))
        return [*ids, *(check.id for check in checks)]


def _smallest(items: Sequence[T], contradicts: Callable[[Sequence[T]], bool]) -> list[T]:
    """Return the smallest subset that still contradicts itself.

    Leaving out one item after another gives a set from which nothing can be spared; then every smaller
    subset is tried, smallest first, as far as SUBSETS_TRIED goes.
    """
    kept = list(items)
    for item in items:
        rest = [other for other in kept if other is not item]
        if contradicts(rest):
            kept = rest
    smaller = (subset for size in range(1, len(kept)) for subset in combinations(items, size))
    return next((list(subset) for subset in islice(smaller, SUBSETS_TRIED) if contradicts(subset)), kept)
