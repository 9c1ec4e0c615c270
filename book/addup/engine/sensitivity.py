"""Sensitivity: over which readings, and which places of rounding, a verdict or a range stands.

The place to which a figure was rounded is a judgement. Each is tried at every power of ten from the last
printed digit to the first, one figure at a time, and all else is left as declared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from addup.engine.figures import Figure, Register
from addup.engine.formula import parse
from addup.engine.hedges import ALL_READINGS
from addup.engine.hulls import hull_of
from addup.engine.interval import Interval
from addup.engine.network import in_order
from addup.engine.verdicts import given, groups, outcome, set_aside, units_of

HOLDS, DOES_NOT_HOLD = "holds", "does not hold"
"""The outcomes of a statement."""


@dataclass(frozen=True)
class Turn:
    """One change of a place that turns an outcome: the figure's place as declared and as tried."""

    figure: str
    declared: Fraction
    place: Fraction
    outcome: str

    @property
    def factor(self) -> Fraction:
        """How many times as coarse, or as fine, the place becomes: never less than one."""
        return max(self.place / self.declared, self.declared / self.place)


@dataclass(frozen=True)
class Sensitivity:
    """What a check comes to by reading, and by figure and place under the declared reading."""

    by_reading: Mapping[str, str]
    by_place: Mapping[str, Mapping[Fraction, str]]
    declared: Mapping[str, Fraction]

    @property
    def stands(self) -> str:
        """The outcome under the declared reading."""
        return self.by_reading["declared"]

    @property
    def turns(self) -> list[Turn]:
        """Every change of one place that turns the outcome, the smallest first."""
        turns = [
            Turn(id, self.declared[id], place, found)
            for id, places in self.by_place.items()
            for place, found in places.items()
            if found != self.stands
        ]
        return sorted(turns, key=lambda turn: turn.factor)

    @property
    def smallest_turn(self) -> Turn | None:
        """The smallest change of one place that turns the outcome, None if none does."""
        return next(iter(self.turns), None)


def places(figure: Figure) -> list[Fraction]:
    """Return every power of ten from a figure's last printed digit to its first; none if it is exact."""
    if not figure.number or figure.is_exact or figure.unit == "date":
        return []
    size = abs(Fraction(figure.number))
    found = [figure.last_place]
    while found[-1] * 10 <= size:
        found.append(found[-1] * 10)
    return found


def of_check(register: Register, id: str, only: Collection[str] | None = None) -> Sensitivity:
    """Return over which readings and places the outcome of a check stands.

    The figures that are tried are those of the check and, where it has unknowns, of the checks that bear on
    them; if ``only`` is given, those among them. Raises ValueError for a check that no values could settle:
    its sides differ in kind.
    """
    check = register.checks[id]
    if units_of(check.relation, register.figures)[1] is not None:
        raise ValueError(f"{id} compares what cannot be compared")
    group = next(group for group in groups(register) if check in group)
    if all(register.figures[name].value is not None for name in check.relation.names):
        group = [check]

    def found(figures: Mapping[str, Figure], reading: str) -> str:
        printed = {name: figures[name].printed(reading) for other in group for name in other.relation.names}
        if set_aside(check, figures, printed) is not None:
            raise ValueError(f"{id} divides by zero")
        return outcome(check.relation, figures, given(group, figures, printed, only=id)[id])

    names = dict.fromkeys(name for other in in_order(group) for name in other.relation.names)
    return _sensitivity(register, [name for name in names if only is None or name in only], found)


def of_statement(
    register: Register,
    figures: Collection[str],
    holds: Callable[[Register, str], bool],
    readings: Sequence[str] = ALL_READINGS,
) -> Sensitivity:
    """Return over which readings, and which places of some figures, a statement about a register stands.

    ``holds`` says whether it does of a register under a reading, outcomes are HOLDS and DOES_NOT_HOLD.
    Places are tried under the declared reading, which is always among the ``readings``.
    """

    def found(altered: Mapping[str, Figure], reading: str) -> str:
        return HOLDS if holds(Register(dict(altered), register.checks), reading) else DOES_NOT_HOLD

    return _sensitivity(register, list(figures), found, readings)


def _sensitivity(
    register: Register,
    names: Sequence[str],
    found: Callable[[Mapping[str, Figure], str], str],
    readings: Sequence[str] = ALL_READINGS,
) -> Sensitivity:
    by_place: dict[str, dict[Fraction, str]] = {}
    for name in names:
        for place, figures in _at_each_place(register.figures, name):
            by_place.setdefault(name, {})[place] = found(figures, "declared")
    return Sensitivity(
        {reading: found(register.figures, reading) for reading in dict.fromkeys(("declared", *readings))},
        by_place,
        {name: register.figures[name].place_for("declared") for name in by_place},
    )


def of_expression(register: Register, expression: str, holds: Callable[[Interval], bool]) -> Sensitivity:
    """Return over which readings and places a statement about an expression's range stands.

    ``holds`` says whether it does of a range; the outcomes are "holds" and "does not hold". Raises ValueError
    where the expression divides by zero.
    """
    relation = parse(f"{expression} == 0")

    def found(figures: Mapping[str, Figure], reading: str) -> str:
        hull, _proved = hull_of(relation.left, {id: figures[id].printed(reading) for id in relation.names})
        if hull is None:
            raise ValueError(f"{expression} divides by zero")
        return HOLDS if holds(hull) else DOES_NOT_HOLD

    return _sensitivity(register, list(relation.names), found)


def _at_each_place(figures: Mapping[str, Figure], id: str) -> Iterator[tuple[Fraction, Mapping[str, Figure]]]:
    """Yield each place of a figure, and all figures as if it had been declared."""
    for place in places(figures[id]):
        yield place, {**figures, id: replace(figures[id], place=place)}
