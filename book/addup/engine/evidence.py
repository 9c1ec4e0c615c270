"""What a check can be evidence of, by the structure of the register: some cannot fail, whatever is printed.

Each unknown takes up one check, the one that works it out, and what other checks say already takes up none:
what can fail is the rest. It is found near one point that satisfies all equations. The gradients of the
checks are eliminated (Gauss), unknowns first; a check whose gradient still holds an unknown works that out,
and one of which nothing is left follows from the others. First come checks that are no evidence and work
unknowns out, then the evidence in its order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from addup.engine.figures import Check, Register
from addup.engine.formula import Expression, Number, Relation, fold
from addup.engine.interval import WHOLE, Interval
from addup.engine.network import Network, in_order
from addup.engine.verdicts import groups

WORKS_OUT = "works out"
FOLLOWS = "follows"
NOT_THE_ARTICLE = "not the article"

CONSTANT = "1"
"""The column of a gradient's constant: no id can be that."""

Row = dict[str, Fraction]


@dataclass(frozen=True)
class Fault:
    """Why a check is no evidence of what it declares: its id, and the unknown that it only works out."""

    check: str
    kind: str
    unknown: str = ""


def faults(register: Register) -> Iterator[Fault]:
    """Yield every check that declares itself evidence and by its structure cannot be."""
    figures = register.figures
    unknown = {id for id, figure in figures.items() if figure.value is None}
    sizes = {id for id, figure in figures.items() if not figure.may_be_negative}
    # What the article only has in words, such as a weekday, is a figure of the article if it is quoted.
    told = {id for id, f in figures.items() if f.table == "figures.csv" and (f.number or f.quote)}
    for group in groups(register):
        if any(_is_declared(check) for check in group):
            yield from _among(group, unknown, sizes)
            yield from _without_the_article(in_order(group), unknown, told)


def _is_declared(check: Check) -> bool:
    return check.evidence not in ("", "none")


def _without_the_article(group: Sequence[Check], unknown: set[str], told: set[str]) -> Iterator[Fault]:
    """Yield checks that hold no figure of the article, nor an unknown that hangs on one."""
    reached = set(told)
    before = -1
    while len(reached) > before:
        before = len(reached)
        for check in group:
            names = set(check.relation.names)
            if names & reached:
                reached |= names & unknown
    for check in group:
        if _is_declared(check) and not reached & set(check.relation.names):
            yield Fault(check.id, NOT_THE_ARTICLE)


def _among(walk: Sequence[Check], unknown: set[str], sizes: set[str]) -> Iterator[Fault]:
    """Yield checks of a group that only work something out, or that follow from the ones before them."""
    point = _point([check.relation for check in walk])
    if point is None:
        return  # nothing can be told from a point that was not found
    group = in_order(walk)
    rows = {check.id: _gradient(check.relation, point) for check in group}
    # Equations first: what they leave of an inequality is what it says by itself.
    declared = sorted(
        (check for check in group if _is_declared(check)), key=lambda check: check.relation.op != "=="
    )
    elimination = _Elimination(unknown)
    for check in _definitions(group, declared, rows, unknown):
        elimination.add(check.relation.op, rows[check.id])
    sound: list[Check] = []
    unsound: list[Check] = []
    for check in declared:
        row = elimination.reduced(rows[check.id])
        (sound if _can_fail(check.relation.op, row, elimination, sizes) else unsound).append(check)
        elimination.add(check.relation.op, row)
    for check in unsound:
        # What all the others say tells whether it only repeats them or is needed to work an unknown out.
        others = [other for other in group if other is not check]
        rest = _Elimination(unknown)
        for other in (*_definitions(others, sound, rows, unknown), *sound):
            rest.add(other.relation.op, rows[other.id])
        row = rest.reduced(rows[check.id])
        needed = [id for id in check.relation.names if id in unknown]
        if needed and set(row) - {CONSTANT} and not _follows(row, rest.bounds, sizes):
            yield Fault(check.id, WORKS_OUT, next((id for id in needed if id in row), needed[0]))
        else:
            yield Fault(check.id, FOLLOWS)


def _can_fail(op: str, row: Row, elimination: _Elimination, sizes: set[str]) -> bool:
    free = elimination.free(row)
    if free:
        return _may_break(row, elimination.bounds, free, op == "==")
    return bool(set(row) - {CONSTANT}) if op == "==" else not _follows(row, elimination.bounds, sizes)


def _definitions(
    group: Sequence[Check], declared: Sequence[Check], rows: Mapping[str, Row], unknown: set[str]
) -> list[Check]:
    """Return the checks, no evidence themselves, that work out unknowns for the ones that are.

    What merely repeats the evidence in other quantities is not among them, nor what tests printed numbers.
    """
    rest = [check for check in group if check not in declared]
    shared = {id for check in declared for id in check.relation.names}
    own = _Elimination(unknown - shared)
    definitions: list[Check] = []
    left: list[Check] = []
    for check in rest:
        row = own.reduced(rows[check.id])
        (definitions if own.free(row) else left).append(check)
        if own.free(row):
            own.add(check.relation.op, row)
    everything = _Elimination(unknown)
    for check in (*definitions, *declared):
        everything.add(check.relation.op, rows[check.id])
    for check in left:
        row = everything.reduced(rows[check.id])
        if set(row) - {CONSTANT} and set(rows[check.id]) & unknown:
            definitions.append(check)
            everything.add(check.relation.op, row)
    return definitions


class _Elimination:
    """Equations, each with the column it eliminates, an unknown if it has one; and inequalities."""

    def __init__(self, unknown: set[str]) -> None:
        self.unknown = unknown
        self.equations: list[tuple[str, Row]] = []
        self.bounds: list[Row] = []

    def reduced(self, row: Row) -> Row:
        for column, pivot in self.equations:
            row = _without(row, column, pivot)
        return row

    def free(self, row: Row) -> list[str]:
        """Return the unknowns in a row."""
        return [id for id in row if id in self.unknown]

    def add(self, op: str, row: Row) -> None:
        row = self.reduced(row)
        columns = [*self.free(row), *(id for id in row if id != CONSTANT)]
        if op != "==":
            self.bounds.append(row)
        elif columns:
            self.equations.append((columns[0], row))
            self.bounds = [_without(bound, columns[0], row) for bound in self.bounds]


def _may_break(row: Row, bounds: Sequence[Row], free: Sequence[str], is_equation: bool) -> bool:
    """Whether what is left of a check says something of numbers: if others bound each of its unknowns.

    An equation meets any bound, an inequality only one from the other side.
    """
    return all(
        any(bound.get(id, 0) * row[id] < 0 or (is_equation and bound.get(id)) for bound in bounds)
        for id in free
    )


DEEPEST = 4  # inequalities that are added up to give another


def _follows(row: Row, bounds: Sequence[Row], sizes: set[str], depth: int = DEEPEST) -> bool:
    """Whether an inequality, row <= 0, is a sum of others, or of what a size can be."""
    open_columns = [id for id in row if id != CONSTANT and not (id in sizes and row[id] < 0)]
    if not open_columns:
        return row.get(CONSTANT, Fraction(0)) <= 0
    if not depth:
        return False
    column = open_columns[0]
    return any(
        _follows(_without(row, column, bound), bounds, sizes, depth - 1)
        for bound in bounds
        if bound.get(column, 0) * row[column] > 0
    )


def _without(row: Row, column: str, pivot: Row) -> Row:
    """Return a row with one column eliminated by another row that has it."""
    factor = row.get(column, Fraction(0)) / pivot[column]
    if not factor:
        return row
    left = {id: row.get(id, Fraction(0)) - factor * pivot.get(id, Fraction(0)) for id in {**row, **pivot}}
    return {id: value for id, value in left.items() if value}


def _point(relations: Sequence[Relation]) -> dict[str, Fraction] | None:
    """Return values without any pattern that satisfy all equations of a group, None if none were found."""
    network = Network([relation for relation in relations if relation.op == "=="])
    names = list(dict.fromkeys(name for relation in relations for name in relation.names))
    generic = {id: Fraction(_prime(index), 16) for index, id in enumerate(names)}
    ties = {id: -len(network.touching.get(id, ())) for id in names}
    for order in (sorted(names, key=lambda id: ties[id]), names, names[::-1]):
        box: Mapping[str, Interval] | None = dict.fromkeys(network.touching, WHOLE)
        for id in order:
            if box is not None and id in box and not box[id].is_point:
                box = network.at(box, id, generic[id])
        if box is not None and all(interval.is_point for interval in box.values()):
            return generic | {id: interval.simplest() for id, interval in box.items()}
    return None


def _prime(index: int) -> int:
    """Return the prime of an index, from 17 on: values that nothing but the equations ties together."""
    found, candidate = -1, 16
    while found < index:
        candidate += 1
        if all(candidate % divisor for divisor in range(2, int(candidate**0.5) + 1)):
            found += 1
    return candidate


def _gradient(relation: Relation, point: Mapping[str, Fraction]) -> Row:
    """Return how the left side less the right moves with each figure, and the constant of that line.

    For an inequality the sign is such that it holds where the line is not above nought.
    """

    def side(tree: Expression) -> tuple[Fraction, Row]:
        return fold(tree, lambda id: (point[id], {id: Fraction(1)}), _constant, _differentiate)

    (left, by_left), (right, by_right) = side(relation.left), side(relation.right)
    sign = -1 if relation.op in (">", ">=") else 1
    row = {id: sign * (by_left.get(id, 0) - by_right.get(id, 0)) for id in {**by_left, **by_right}}
    at_nought = sign * (left - right) - sum(slope * point[id] for id, slope in row.items())
    return {id: Fraction(value) for id, value in {**row, CONSTANT: at_nought}.items() if value}


def _constant(leaf: Number) -> tuple[Fraction, Row]:
    return leaf.value, {}


def _differentiate(
    symbol: str, left: tuple[Fraction, Row], right: tuple[Fraction, Row]
) -> tuple[Fraction, Row]:
    (a, by_a), (b, by_b) = left, right
    value, slope_a, slope_b = {
        "+": lambda: (a + b, Fraction(1), Fraction(1)),
        "-": lambda: (a - b, Fraction(1), Fraction(-1)),
        "*": lambda: (a * b, b, a),
        "/": lambda: (a / b, 1 / b, -a / (b * b)),
    }[symbol]()
    names = {**by_a, **by_b}
    return value, {
        id: slope_a * by_a.get(id, Fraction(0)) + slope_b * by_b.get(id, Fraction(0)) for id in names
    }
