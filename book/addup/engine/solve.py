"""From a register to its result: the verdict on every check, and what all of them leave of every figure.

Checks that share no figure have nothing to say to each other, so each group that hangs together is worked out
by itself, and kept: after an edit only the groups that it touches are worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from addup.engine import conflicts, verdicts
from addup.engine.figures import Check, Figure, Register
from addup.engine.hedges import AS_PRINTED, READINGS
from addup.engine.hulls import TURNS_PER_BOX, tighten
from addup.engine.interval import Interval
from addup.engine.network import Network, Ranges, in_order, leave_out
from addup.engine.search import CONSISTENT, INCONSISTENT, UNDECIDED, Effort, likely, search, witness
from addup.engine.verdicts import DEPENDS, NOT_CHECKABLE, NOT_COMPARABLE, VERDICTS, Reason, Verdict

__all__ = [
    "CONSISTENT",
    "DEPENDS",
    "INCONSISTENT",
    "NOT_CHECKABLE",
    "NOT_COMPARABLE",
    "UNDECIDED",
    "VERDICTS",
    "FigureRanges",
    "Reason",
    "Result",
    "Verdict",
    "comparable",
    "solve",
]

# Bounds on the work of tightening all ends of one group.
TURNS_PER_GROUP = 8_000


@dataclass(frozen=True)
class FigureRanges:
    """What one figure can be: as printed, as everything else implies it, and as both leave it.

    ``None`` is the empty range: nothing fits. ``says_nothing`` tells that the rest implies nothing. Implied
    and remaining are hulls, to a relative millionth; where a bound on the work came first they may be wider,
    and ``is_hull`` is false.
    """

    printed: Interval
    implied: Interval | None
    remaining: Interval | None
    says_nothing: bool
    is_hull: bool = True


class Group:
    """Checks that hang together under one reading, with everything there is to say about their figures."""

    def __init__(
        self, walk: Sequence[Check], figures: Mapping[str, Figure], reading: str, printed: Ranges
    ) -> None:
        self.walk, self.checks, self.reading = walk, in_order(walk), reading
        self.network = Network([check.relation for check in walk])
        self.figures = {id: figures[id] for id in self.network.touching}
        self.domains = {id: figure.domain for id, figure in self.figures.items()}
        self.values = {
            id: value for id, figure in self.figures.items() if (value := figure.value) is not None
        }
        self.printed = {id: printed[id] for id in self.figures}
        self._left = self.network.contract(self.printed)
        self._is_settled = self.network.is_settled
        self.outcome, fits = search(self.network, self._left, self.values)
        self.witness = None if fits is None else witness(self.network, fits, self.values)

    def _printed(self, reading: str) -> dict[str, Interval]:
        return {id: figure.printed(reading) for id, figure in self.figures.items()}

    @cached_property
    def ranges(self) -> dict[str, FigureRanges]:
        """The three ranges of each figure, worked out when first asked for.

        Implied is what remains with the figure itself left out.
        """
        ranges = {}
        kept = None if self.outcome == INCONSISTENT else self._left
        self._last_turn = self.network.turns_taken + TURNS_PER_GROUP
        # All at once, as in the page: how much work is left for a hull depends on what was done before it
        for id, box in list(self.left_out()):
            implied, is_hull = (None, True) if box is None else self._tighten(box, id)
            remaining: Interval | None = None
            if kept is not None and implied is not None:
                remaining = kept[id] & implied
                if id in self.values and remaining is not None and remaining != implied:
                    remaining, also = self._tighten({**kept, id: remaining}, id)
                    is_hull = is_hull and also
            says_nothing = implied == self.domains[id]
            ranges[id] = FigureRanges(self.printed[id], implied, remaining, says_nothing, is_hull)
        return ranges

    def left_out(self) -> Iterator[tuple[str, Ranges | None]]:
        """Yield each figure with what all others leave of every range if its own is not held, if anything."""

        def add(box: Ranges, added: Sequence[str], _left_out: Sequence[str]) -> Ranges | None:
            return self.network.narrowed(box, {id: self.printed[id] for id in added})

        yield from leave_out(list(self.figures), self.network.contract(self.domains), add)

    def _tighten(self, box: Ranges, id: str) -> tuple[Interval | None, bool]:
        last_turn = min(self.network.turns_taken + TURNS_PER_BOX, self._last_turn)
        return tighten(self.network, box, id, self.values, last_turn)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict on each check, worked out when first asked for."""
        names = dict.fromkeys((*READINGS, self.reading, AS_PRINTED))
        printed = {name: self._printed(name) for name in names if name != self.reading}
        printed[self.reading] = self.printed
        given = {name: verdicts.given(self.walk, self.figures, printed[name]) for name in names}
        effort = Effort()
        return {
            check.id: verdicts.judge(
                check,
                self.figures,
                {name: given[name][check.id] for name in names},
                self.reading,
                is_settled=self._is_settled,
                effort=effort,
            )
            for check in self.checks
        }

    @cached_property
    def conflict(self) -> list[str]:
        """The ids of a smallest set of figures and checks that cannot all hold; empty if all can."""
        if self.outcome != INCONSISTENT:
            return []
        is_plain = self._left is None
        return conflicts.conflict(self.walk, self.printed, self.domains, self.values, is_plain=is_plain)

    @cached_property
    def held_at_zero(self) -> list[str]:
        """The unknown sizes but for whose floor everything would fit: what may have to be a change."""
        if self.outcome != INCONSISTENT:
            return []
        held = [id for id in self.figures if verdicts.is_held_at_zero(self.figures[id], self.printed[id])]
        freed = {id: Interval() if id in held else interval for id, interval in self.printed.items()}
        fits = held and search(self.network, self.network.contract(freed), self.values)[0] == CONSISTENT
        return held if fits else []


def _key(checks: Sequence[Check], figures: Mapping[str, Figure], reading: str) -> tuple[object, ...]:
    """Return all that the result of a group hangs on."""
    names = sorted({id for check in checks for id in check.relation.names})
    stated = ((id, f.number, f.scale, f.unit, f.hedge, f.place) for id in names for f in [figures[id]])
    return reading, tuple((check.id, check.formula) for check in checks), tuple(stated)


@dataclass(frozen=True)
class Result:
    """What all figures and checks of a register come to, under one reading."""

    reading: str
    jointly: str
    witness: dict[str, Fraction]
    order: Sequence[str]
    """The ids of all checks."""
    aside: dict[str, Verdict]
    """The verdicts on checks that no values could settle."""
    groups: dict[tuple[object, ...], Group] = field(repr=False)
    printed: dict[str, FigureRanges] = field(repr=False)
    """What the figures can be by themselves."""

    @cached_property
    def checks(self) -> dict[str, Verdict]:
        """The verdict on every check; worked out when first asked for."""
        found = self.aside | {
            id: each for group in self.groups.values() for id, each in group.verdicts.items()
        }
        return {id: found[id] for id in self.order}

    @cached_property
    def figures(self) -> dict[str, FigureRanges]:
        """What every figure can be, given all others; worked out when first asked for."""
        told = {id: ranges for group in self.groups.values() for id, ranges in group.ranges.items()}
        return self.printed | told

    def ranges(self, id: str) -> FigureRanges:
        """Return what one figure can be: only the checks that hang together with it are worked through."""
        group = self.group_of_figure(id)
        return self.printed[id] if group is None else group.ranges[id]

    def verdict(self, id: str) -> Verdict:
        """Return the verdict on one check: only those that hang together with it are worked through."""
        group = self.group_of_check(id)
        return self.aside[id] if group is None else group.verdicts[id]

    def group_of_figure(self, id: str) -> Group | None:
        """Return the checks that hang together with a figure, if any do."""
        return next((group for group in self.groups.values() if id in group.figures), None)

    def group_of_check(self, id: str) -> Group | None:
        """Return a check with those that hang together with it, if it is not set aside."""
        return next((g for g in self.groups.values() if any(check.id == id for check in g.checks)), None)

    def made_of(self, check: str) -> list[tuple[str, str]]:
        """Return the ids and formulas of the checks that hang together with one."""
        group = self.group_of_check(check)
        return [] if group is None else [(each.id, each.formula) for each in group.checks]

    @property
    def conflict(self) -> list[str]:
        """The ids of a smallest set that cannot all hold, empty if all can; looked for when first asked."""
        return next((group.conflict for group in self.groups.values() if group.outcome == INCONSISTENT), [])

    @property
    def held_at_zero(self) -> list[str]:
        """The unknowns that alone stand in the way: all would fit if they could be less than nought."""
        broken = [group for group in self.groups.values() if group.outcome == INCONSISTENT]
        held = [group.held_at_zero for group in broken]
        return [id for ids in held for id in ids] if all(held) else []


def solve(register: Register, reading: str = "declared", before: Result | None = None) -> Result:
    """Work out every verdict, every range, and whether all checks can hold at once.

    ``reading`` is one of ALL_READINGS. Groups of checks that stand in ``before``, an earlier result, with the
    same formulas and figures are taken over from it.
    """
    figures = register.figures
    printed = {id: figure.printed(reading) for id, figure in figures.items()}
    ranges = {
        id: FigureRanges(printed[id], figure.domain, printed[id], says_nothing=True)
        for id, figure in figures.items()
    }
    values = {id: value for id, figure in figures.items() if (value := figure.value) is not None}
    witness = {id: likely(id, interval, values) for id, interval in printed.items()}
    judged = {check.id: verdicts.set_aside(check, figures, printed) for check in register.checks.values()}
    aside = {id: verdict for id, verdict in judged.items() if verdict is not None}
    kept = before.groups if before is not None else {}
    groups: dict[tuple[object, ...], Group] = {}
    for walk in verdicts.groups(register):
        checks = [check for check in walk if check.id not in aside]
        key = _key(checks, figures, reading)
        group = groups[key] = kept.get(key) or Group(checks, figures, reading, printed)
        witness |= group.witness or {}
    outcomes = {CONSISTENT, *(group.outcome for group in groups.values())}
    jointly = next(outcome for outcome in (INCONSISTENT, UNDECIDED, CONSISTENT) if outcome in outcomes)
    return Result(
        reading,
        jointly,
        witness if jointly == CONSISTENT else {},
        tuple(register.checks),
        aside,
        groups,
        ranges,
    )


def comparable(register: Register, reading: str = "declared") -> list[Check]:
    """Return the checks that take part in the joint working: those whose sides can be compared at all."""
    printed = {id: figure.printed(reading) for id, figure in register.figures.items()}
    return [
        check
        for check in register.checks.values()
        if verdicts.set_aside(check, register.figures, printed) is None
    ]
