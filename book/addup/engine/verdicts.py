"""What one check came to, and why, as data: turning it into sentences is left to whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from addup.engine.figures import Check, Figure, Register
from addup.engine.formula import Relation
from addup.engine.hedges import AS_PRINTED, READINGS
from addup.engine.hulls import hull_in, hull_of
from addup.engine.interval import NOT_NEGATIVE, Interval
from addup.engine.network import Network, Ranges, leave_out, walks
from addup.engine.search import CONSISTENT, INCONSISTENT, TURNS_PER_SEARCH, Effort, search
from addup.engine.units import UnitError, side_units

DEPENDS = "depends on the reading"
NOT_COMPARABLE = "not comparable"
NOT_CHECKABLE = "not checkable"

VERDICTS = (CONSISTENT, INCONSISTENT, DEPENDS, NOT_COMPARABLE, NOT_CHECKABLE)

# How a check fits. Where ends just touch, any figure that moves at all, one way, breaks it.
FITS_AS_PRINTED = "as printed"
FITS_ROUNDED = "only thanks to rounding"
FITS_TOUCHING = "ends just touch"


@dataclass(frozen=True)
class Reason:
    """Why a verdict is what it is.

    ``kind`` says what the rest is about, and is the key to the sentence: ``breaks_first`` and ``would_fit``
    (a figure, and the distance in its base units), ``no_single_figure``, ``missing`` (figures without a
    number), ``not_shown``, ``depends`` (outcome by reading, then the tightest that fits, if any),
    ``different_kinds`` (two units), ``dates`` and ``divides_by_zero``. As notes: ``only_rounding``,
    ``just_touch``, ``held_at_zero`` (unknowns that would have to be less than nought) and ``outer_bounds``.
    """

    kind: str
    figures: tuple[str, ...] = ()
    distance: Fraction | None = None
    units: tuple[str, ...] = ()
    by_reading: Mapping[str, str] = field(default_factory=dict)
    tightest: str = ""


@dataclass(frozen=True)
class Verdict:
    """What one check came to.

    ``left`` and ``right`` are the two sides under the chosen reading; ``margin`` is by how much they could
    move apart before they stop fitting, negative if they already do not, ``None`` if no distance would do.
    ``moves`` gives for each figure with a number how far it alone would have to move to break the check.
    ``by_reading`` holds the verdict under each reading, ``fit`` how a check fits that does. All values are in
    base units of ``units``, the units of the two sides.
    """

    verdict: str
    left: Interval | None
    right: Interval | None
    margin: Fraction | None
    reason: Reason
    units: tuple[str, str]
    moves: Mapping[str, Fraction | None] = field(default_factory=dict)
    by_reading: Mapping[str, str] = field(default_factory=dict)
    fit: str = ""
    notes: tuple[Reason, ...] = ()


def set_aside(check: Check, figures: Mapping[str, Figure], printed: Ranges) -> Verdict | None:
    """Return the verdict on a check that no values could settle, None for all others.

    Its sides differ in kind, or one of them divides by zero whatever the figures are.
    """
    units, kinds = units_of(check.relation, figures)
    if kinds is None:
        sides = check.relation.sides(printed)
        if None not in sides:
            return None
        return Verdict(NOT_CHECKABLE, *sides, None, Reason("divides_by_zero"), units)
    reason = Reason("different_kinds", units=kinds) if kinds else Reason("dates")
    return Verdict(NOT_COMPARABLE, *check.relation.sides(printed), None, reason, units)


def units_of(
    relation: Relation, figures: Mapping[str, Figure]
) -> tuple[tuple[str, str], tuple[str, ...] | None]:
    """Return the units of both sides, empty if they have none, and the kinds that do not go together.

    The kinds are ``None`` if all do, and empty if it is dates that are not used as such.
    """
    return _units(relation, tuple((id, figures[id].unit) for id in relation.names))


@cache
def _units(
    relation: Relation, of: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], tuple[str, ...] | None]:
    try:
        units = side_units(relation, dict(of))
    except UnitError as error:
        return ("", ""), error.kinds
    return units, None if units[0] == units[1] else units


def groups(register: Register) -> Iterator[list[Check]]:
    """Yield the checks whose sides can be compared, in groups that share no figure, each as a walk.

    They hang on formulas and units alone: whatever the numbers are, they stay as they are.
    """
    figures = register.figures
    return walks(check for check in register.checks.values() if units_of(check.relation, figures)[1] is None)


def given(
    checks: Sequence[Check], figures: Mapping[str, Figure], printed: Ranges, only: str | None = None
) -> dict[str, dict[str, Interval]]:
    """Return what each check is held against: printed figures; for unknowns, what all other checks imply.

    ``only`` is the id of a check if no other is asked about.
    """
    ranges = {check.id: {id: printed[id] for id in check.relation.names} for check in checks}
    unknown = {
        index: [id for id in ranges[check.id] if figures[id].value is None]
        for index, check in enumerate(checks)
        if only in (None, check.id)
    }
    relations = [check.relation for check in checks]
    network = Network(relations)
    asked = [index for index in unknown if unknown[index]]
    start = network.contract({id: printed[id] for id in network.touching}, left_out=asked) if asked else None
    for index, box in leave_out(asked, start, network.contract):
        others = relations[:index] + relations[index + 1 :]
        # Where the others contradict each other, each still says what it says on its own.
        said = [box] if box is not None else [relation.narrow(printed) or {} for relation in others]
        own = ranges[checks[index].id]
        for ranges_said in said:
            for id in unknown[index]:
                own[id] = own[id] & ranges_said.get(id, own[id]) or own[id]
    return ranges


def judge(
    check: Check,
    figures: Mapping[str, Figure],
    against: Mapping[str, Ranges],
    reading: str,
    *,
    is_settled: bool = True,
    effort: Effort | None = None,
) -> Verdict:
    """Return the verdict on a check, given what it is held against under each reading.

    ``effort`` is what is left of the work that several checks share.
    """
    effort = effort or Effort()
    relation, ranges = check.relation, against[reading]
    left, right = relation.sides(ranges)
    if relation.has_repeats:
        left, right = (hull_of(side, ranges, effort)[0] for side in (relation.left, relation.right))
    by_reading = {
        name: outcome(relation, figures, against[name], effort) for name in against if name != AS_PRINTED
    }
    verdict = by_reading[reading]
    if reading in READINGS and {CONSISTENT, INCONSISTENT} <= {by_reading[name] for name in READINGS}:
        verdict = DEPENDS
    margin = None if left is None or right is None else _margin(left, relation.op, right)
    moves = {
        id: _move(relation, id, figures[id], ranges, effort)
        for id in relation.names
        if figures[id].value is not None
    }
    fits = by_reading[reading] == CONSISTENT
    fit = _fit(relation, figures, against[AS_PRINTED], margin, effort) if fits else ""
    notes = [Reason(kind) for kind in _FIT_NOTES.get(fit, ())]
    if by_reading[reading] == INCONSISTENT and (held := _held_at_zero(relation, figures, ranges, effort)):
        notes.append(Reason("held_at_zero", figures=held))
    if not is_settled:
        notes.append(Reason("outer_bounds"))
    reason = _reason(verdict, relation, figures, ranges, moves, by_reading)
    units, _ = units_of(relation, figures)
    return Verdict(verdict, left, right, margin, reason, units, moves, by_reading, fit, tuple(notes))


_FIT_NOTES = {FITS_ROUNDED: ("only_rounding",), FITS_TOUCHING: ("just_touch",)}


def outcome(
    relation: Relation, figures: Mapping[str, Figure], ranges: Ranges, effort: Effort | None = None
) -> str:
    """Return whether a relation can hold, by itself, in the ranges that it is held against."""
    found = _found(relation, figures, ranges, effort or Effort())
    if found == INCONSISTENT and None not in relation.sides(ranges):
        return INCONSISTENT
    if found != CONSISTENT or _missing(relation, figures, ranges):
        return NOT_CHECKABLE
    return CONSISTENT


def _found(relation: Relation, figures: Mapping[str, Figure], ranges: Ranges, effort: Effort) -> str:
    network = Network([relation])
    turns = effort.up_to(TURNS_PER_SEARCH)
    found, _ = search(network, network.contract(ranges), _values(relation, figures), turns)
    effort.took(network)
    return found


def _values(relation: Relation, figures: Mapping[str, Figure]) -> dict[str, Fraction]:
    return {id: value for id in relation.names if (value := figures[id].value) is not None}


def _missing(relation: Relation, figures: Mapping[str, Figure], ranges: Ranges) -> list[str]:
    """Return the ids for which there is neither a number nor another check that bears on them."""
    return [id for id in relation.names if figures[id].value is None and ranges[id] == figures[id].domain]


def _fit(
    relation: Relation,
    figures: Mapping[str, Figure],
    as_printed: Ranges,
    margin: Fraction | None,
    effort: Effort,
) -> str:
    if _found(relation, figures, as_printed, effort) == CONSISTENT:
        return FITS_AS_PRINTED
    return FITS_TOUCHING if margin == 0 else FITS_ROUNDED


def _held_at_zero(
    relation: Relation, figures: Mapping[str, Figure], ranges: Ranges, effort: Effort
) -> tuple[str, ...]:
    """Return the unknown sizes that would have to be less than nought, if the relation held with that."""
    held = [id for id in relation.names if is_held_at_zero(figures[id], ranges[id])]
    freed = {**ranges, **{id: ranges[id] - NOT_NEGATIVE for id in held}}
    return tuple(held) if held and _found(relation, figures, freed, effort) == CONSISTENT else ()


def is_held_at_zero(figure: Figure, interval: Interval) -> bool:
    """Whether only the floor of what a size can be keeps an unknown from being negative."""
    return figure.value is None and not figure.may_be_negative and interval.lo == 0


def _margin(left: Interval, op: str, right: Interval) -> Fraction | None:
    up = None if right.hi is None or left.lo is None else right.hi - left.lo
    down = None if left.hi is None or right.lo is None else left.hi - right.lo
    if op == "==":
        return min((way for way in (up, down) if way is not None), default=None)
    return up if op in ("<", "<=") else down


def _move(relation: Relation, id: str, figure: Figure, ranges: Ranges, effort: Effort) -> Fraction | None:
    """Return how far a figure alone would have to move for the check to break, or None if never."""
    free = {**ranges, id: figure.domain}
    allowed, _proved = hull_in(relation, id, free, effort)
    if allowed is None:
        return None  # the check is broken whatever this figure is
    own = ranges[id]
    up = None if allowed.hi is None or own.lo is None else allowed.hi - own.lo
    down = None if allowed.lo is None or own.hi is None else own.hi - allowed.lo
    if allowed.lo == figure.domain.lo and allowed.lo_open == figure.domain.lo_open:
        down = None  # only the floor of what a size can be, not something that the check says
    return min((way for way in (up, down) if way is not None), default=None)


def _reason(
    verdict: str,
    relation: Relation,
    figures: Mapping[str, Figure],
    ranges: Ranges,
    moves: Mapping[str, Fraction | None],
    by_reading: Mapping[str, str],
) -> Reason:
    if verdict == NOT_CHECKABLE:
        missing = _missing(relation, figures, ranges)
        return Reason("missing", figures=tuple(missing)) if missing else Reason("not_shown")
    if verdict == DEPENDS:
        tightest = next(name for name in READINGS if by_reading[name] == CONSISTENT)
        return Reason("depends", by_reading=by_reading, tightest=tightest)
    finite = {id: move for id, move in moves.items() if move is not None}
    if not finite:
        return Reason("no_single_figure")
    # Across units only relative moves can be compared.
    first = min(finite, key=lambda id: abs(finite[id]) / abs(figures[id].value or Fraction(1)))
    kind = "breaks_first" if verdict == CONSISTENT else "would_fit"
    return Reason(kind, figures=(first,), distance=abs(finite[first]))
