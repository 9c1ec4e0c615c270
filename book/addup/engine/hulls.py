"""Ranges as hulls: ends moved inwards until something fits at them.

Narrowing gives a range that holds every solution, but where figures are tied together in a ring, or one
stands twice in a formula, it may hold more. So each end is tried: values that fit there prove it; where there
are none, slices are cut off as long as it can be proved that nothing in them fits (shaving: Lhomme,
*Consistency techniques for numeric CSPs*, 1993).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from addup.engine.formula import Expression, Name, Relation
from addup.engine.interval import WHOLE, Interval
from addup.engine.network import Network, Ranges
from addup.engine.search import CONSISTENT, INCONSISTENT, Effort, Values, fix, most_tied, search

PRECISION = Fraction(1, 2**20)
"""How near to its hull a range comes: a part of its width, and of the end's size."""

# Bounds on the work: halvings for one end, turns for one question, turns for all ends of one box.
HALVINGS = 64
DOUBTS = 2  # slices in which nothing was found to fit, and not proved that nothing does
TURNS_PER_QUESTION = 300
TURNS_PER_BOX = 1_500
# An end that nothing shows up to this many times the other one is taken for none.
FAR = Fraction(2**40)


def tighten(
    network: Network, box: Ranges, id: str, printed: Values, turns: int = TURNS_PER_BOX
) -> tuple[Interval | None, bool]:
    """Return the hull of what one figure can be in a box that is a fixed point, None if nothing fits.

    The second result tells whether both ends are proved; if not, the range is sound but may be too wide.
    """
    if (is_exact := network.is_exact(box)) or turns <= 0:
        return box[id], is_exact
    last_turn = network.turns_taken + turns
    left, is_upper = _end(network, box, id, 1, printed, last_turn)
    if left is not None:
        left, is_lower = _end(network, left, id, -1, printed, last_turn)
    return (None, True) if left is None else (left[id], is_upper and is_lower)


def _end(
    network: Network, box: Ranges, id: str, side: int, printed: Values, last_turn: int
) -> tuple[Ranges | None, bool]:
    """Move one end of one figure's range inwards: the upper for side 1, the lower for -1."""

    def facing(interval: Interval) -> Interval:
        return interval if side > 0 else -interval

    def ask(part: Interval) -> tuple[str, Ranges | None]:
        return search(network, {**box, id: facing(part)}, printed, TURNS_PER_QUESTION, id)

    inner: Fraction | None = None
    doubts = 0
    for halving in range(HALVINGS):
        have = facing(box[id])
        edge = _edge(have)
        if inner is not None and inner >= edge:
            return box, not doubts
        probe = edge if have.hi is None or have.hi_open else have.hi
        # Where a cut was made nothing fits, most often
        if (probe == have.hi or not halving) and ask(Interval.point(probe))[1] is not None:
            return box, True
        if network.turns_taken > last_turn:
            break
        near = have.hi
        if not halving:
            inner = _furthest(network, box, id, facing, last_turn)
            if inner is not None and have.hi is not None:
                near = min(have.hi, inner + have.hi - edge)
        cut = edge if near is None else _between(have.lo if inner is None else inner, near)
        found, fits = ask(have & Interval(cut, None) or have)
        if found == INCONSISTENT:
            left = network.narrowed(box, {id: facing(Interval(None, cut, False, True))})
            if left is None:
                return None, True
            box = left
        else:
            doubts += fits is None  # a thinner slice may be refuted where this one could not
            inner = cut if fits is None else _reach(facing(fits[id]))
        if doubts > DOUBTS or (doubts and found == CONSISTENT):
            break
    return box, False


def _furthest(
    network: Network, box: Ranges, id: str, facing: Callable[[Interval], Interval], last_turn: int
) -> Fraction | None:
    """Return a value that fits and is far out: figures are fixed at whichever end leaves most of it."""

    def outwards(box: Ranges, other: str) -> Ranges | None:
        ends = [end for end in (box[other].lo, box[other].hi) if end is not None and end in box[other]]
        left = [network.at(box, other, end) for end in ends]
        return max(filter(None, left), key=reach, default=None)

    def reach(box: Ranges) -> Fraction:
        return _reach(facing(box[id]))

    others = [other for other in most_tied(network) if other != id]
    found = fix(network, box, others, outwards, last_turn)
    return None if found is None else reach(found)


def _reach(have: Interval) -> Fraction:
    """Return the upper end, or a value far out where there is none."""
    return _edge(have) if have.hi is None else have.hi


def _edge(have: Interval) -> Fraction:
    """Return the value from which on whatever fits proves the upper end."""
    if have.hi is None:
        return FAR if have.lo is None else have.lo + max(Fraction(1), abs(have.lo)) * FAR
    size = abs(have.hi)
    if have.lo is not None:
        size = min(size or have.hi - have.lo, have.hi - have.lo)
    return have.hi - size * PRECISION


def _between(lo: Fraction | None, hi: Fraction) -> Fraction:
    """Return a short fraction between what is known to fit and the upper end."""
    if lo is None:
        return Interval(None, hi).middle()
    quarter = (hi - lo) / 4
    return Interval(lo + quarter, hi - quarter).simplest()


WORKED_OUT = "="
"""The name of an expression among figures: no id can be that."""


def worked_out(expression: Expression) -> Relation:
    """Return the relation that holds an expression to what it comes to."""
    return Relation(Name(WORKED_OUT), "==", expression, "")


def hull_of(
    expression: Expression, ranges: Ranges, effort: Effort | None = None
) -> tuple[Interval | None, bool]:
    """Return the hull of what an expression can be, None where it divides by zero, and if that is proved.

    ``effort`` is what is left of the work that several such questions share.
    """
    return hull_in(worked_out(expression), WORKED_OUT, {**ranges, WORKED_OUT: WHOLE}, effort or Effort())


def hull_in(relation: Relation, id: str, ranges: Ranges, effort: Effort) -> tuple[Interval | None, bool]:
    """Return the hull of what a relation leaves of a figure, None for nothing, and if that is proved."""
    if not relation.has_repeats:  # one turn says all that it has to say
        narrower = relation.narrow(ranges)
        return (None if narrower is None else narrower.get(id, ranges[id])), True
    given = tuple((name, ranges[name]) for name in relation.names)
    hull, turns = _tightened(relation, id, given, effort.up_to(TURNS_PER_BOX))
    effort.left -= turns
    return hull


@lru_cache(maxsize=1_000)
def _tightened(
    relation: Relation, id: str, ranges: tuple[tuple[str, Interval], ...], turns: int
) -> tuple[tuple[Interval | None, bool], int]:
    """Return a hull, and how many turns it took: often as before."""
    network = Network([relation])
    box = network.contract(dict(ranges))
    hull = (None, True) if box is None else tighten(network, box, id, {}, turns)
    return hull, network.turns_taken
