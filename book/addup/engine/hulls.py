"""Ranges as hulls: ends moved inwards until something fits at them.

Narrowing gives a range that holds every solution, but where figures are tied together in a ring, or one
stands twice in a formula, it may hold more. So each end is tried: values that fit there prove it; where there
are none, slices are cut off as long as it can be proved that nothing in them fits (shaving: Lhomme,
*Consistency techniques for numeric CSPs*, 1993).
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from addup.engine.formula import Expression, Name, Relation
from addup.engine.interval import WHOLE, Interval
from addup.engine.network import Network, Ranges
from addup.engine.search import CONSISTENT, INCONSISTENT, Effort, Values, fix, most_tied, search

PRECISION = Fraction(1, 2**20)
"""How near to its hull a range comes: a part of its width, and of the end's size."""

CLOSE = PRECISION**2  # to an end that is open

# Bounds on the work: turns for one question, turns for both ends of a range.
TURNS_PER_QUESTION = 300
TURNS_PER_BOX = 1_500
# An end that nothing shows up to this many times the other one is taken for none.
FAR = Fraction(2**40)


def tighten(
    network: Network, box: Ranges, id: str, printed: Values, last_turn: int
) -> tuple[Interval | None, bool]:
    """Return the hull of what one figure can be in a box that is a fixed point, None if nothing fits.

    The second result tells whether both ends are proved; if not, the range is sound but may be too wide.
    """
    if network.is_exact(box):
        return box[id], True
    left, is_upper = _end(network, box, id, 1, printed, last_turn)
    if left is not None:
        left, is_lower = _end(network, left, id, -1, printed, last_turn)
    return (None, True) if left is None else (left[id], is_upper and is_lower)


def _end(
    network: Network, box: Ranges, id: str, side: int, printed: Values, last_turn: int
) -> tuple[Ranges | None, bool]:
    """Move one end of one figure's range inwards: the upper for side 1, the lower for -1.

    Most often something fits at the end. Where nothing does, the next question is whether anything fits
    beyond the farthest value found to fit; from then on half of what is in doubt is asked about.
    """

    def facing(interval: Interval) -> Interval:
        return interval if side > 0 else -interval

    def reach(box: Ranges) -> Fraction:
        end = facing(box[id]).hi
        assert end is not None
        return end

    inner: Fraction | None = None
    is_proved = True
    asked = 0
    while True:
        have = facing(box[id])
        edge = _edge(have)
        if inner is not None and inner >= edge:
            return box, is_proved
        if network.turns_taken >= last_turn:
            return box, False
        if asked == 0 or have.hi is None:
            cut = edge if have.hi is None or have.hi_open else have.hi
        else:
            low = have.middle() if inner is None else inner
            high = have.hi if asked > 1 else min(have.hi, low + have.hi - edge)
            quarter = (high - low) / 4
            cut = Interval(low + quarter, high - quarter).simplest()
        asked += 1
        beyond = {id: facing(Interval(cut))}
        found, _fits = search(network, box, printed, TURNS_PER_QUESTION, beyond)
        if found != INCONSISTENT:
            inner = cut  # if that is in doubt, a thinner slice may be refuted where this one could not
            is_proved = is_proved and found == CONSISTENT
            continue
        left = network.narrowed(box, {id: facing(Interval(None, cut, False, True))})
        if left is None:
            return None, True
        box = left
        if asked == 1:
            others = [other for other in most_tied(network) if other != id]
            farthest = fix(network, box, others, _ends, last_turn, reach)
            inner = None if farthest is None else reach(farthest)


def _ends(_id: str, interval: Interval) -> list[Fraction]:
    return [-_farthest(-interval), _farthest(interval)]


def _farthest(have: Interval) -> Fraction:
    """Return the upper end, or a value close to it."""
    return _edge(have, CLOSE) if have.hi is None or have.hi_open else have.hi


def _edge(have: Interval, part: Fraction = PRECISION) -> Fraction:
    """Return the value from which on whatever fits proves the upper end."""
    if have.hi is None:
        return FAR if have.lo is None else max(Fraction(1), abs(have.lo)) * FAR
    size = abs(have.hi) or Fraction(1)
    return have.hi - (size if have.lo is None else min(size, have.hi - have.lo)) * part


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
    given = tuple((name, ranges[name]) for name in relation.names)
    hull, turns = _tightened(relation, id, given, min(TURNS_PER_BOX, effort.left))
    effort.left -= turns
    return hull


@lru_cache(maxsize=1_000)
def _tightened(
    relation: Relation, id: str, ranges: tuple[tuple[str, Interval], ...], last_turn: int
) -> tuple[tuple[Interval | None, bool], int]:
    """Return a hull, and how many turns it took: often as before."""
    network = Network([relation])
    box = network.contract(dict(ranges))
    if box is None or not relation.has_repeats:  # one turn says all that it has to say
        return (None if box is None else box[id], True), network.turns_taken
    return tighten(network, box, id, {}, last_turn), network.turns_taken
