"""Ranges as hulls: ends moved inwards until something fits at them.

Narrowing gives a range that holds every solution, but where figures are tied together in a ring, or one
stands twice in a formula, it may hold more. So each end is tried: values that fit there prove it; where there
are none, slices are cut off as long as it can be proved that nothing in them fits (shaving: Lhomme,
*Consistency techniques for numeric CSPs*, 1993).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from addup.engine.formula import Expression, Name, Relation
from addup.engine.interval import WHOLE, Interval
from addup.engine.network import Network, Ranges
from addup.engine.search import CONSISTENT, INCONSISTENT, Effort, Values, likely, middle, search

PRECISION = Fraction(1, 2**20)
"""How near to its hull a range comes: a part of its width, and of the end's size."""

# Bounds on the work: halvings for one end, turns for one question, turns for all ends of one box.
HALVINGS = 64
DOUBTS = 2  # slices in which nothing was found to fit, and not proved that nothing does
TURNS_PER_QUESTION = 300
TURNS_PER_BOX = 1_500
# An end that nothing shows up to this many times the other one is taken for none.
FAR = Fraction(2**40)


def is_exact(network: Network, box: Ranges) -> bool:
    """Whether a box that is a fixed point is known to be the hull of its solutions.

    It is where figures and relations make no ring and no relation can leave a gap: every value of a range
    then belongs to a solution (after Freuder, *A sufficient condition for backtrack-free search*, 1982).
    Figures with a single value tie nothing together.
    """
    group: dict[str, str] = {}

    def root(node: str) -> str:
        while node in group:
            node = group[node]
        return node

    for index, relation in enumerate(network.relations):
        own = f"#{index}"
        for id in relation.occurrences:
            if box[id].is_point:
                continue
            one, other = root(own), root(id)
            if one == other:
                return False
            group[other] = one
        if relation.is_long or relation.may_part(box):
            return False
    return True


def fits_at(network: Network, box: Ranges, id: str, value: Fraction, printed: Values) -> bool:
    """Whether a solution with this value was shown to exist; False says nothing.

    Figures are fixed, those with the most ties first, until what is left is known to be exact.
    """
    start, settled = network.contract({**box, id: Interval.point(value)}, [id])
    if start is None or not settled:
        return False
    for choose in (likely, middle):
        current: dict[str, Interval] | None = start
        for other in _most_tied(network):
            if current is None or is_exact(network, current):
                break
            if not current[other].is_point:
                fixed = Interval.point(choose(other, current[other], printed))
                current, settled = network.contract({**current, other: fixed}, [other])
        if current is not None and settled and is_exact(network, current):
            return True
    return False


def _most_tied(network: Network) -> Sequence[str]:
    ties = {id: len(indices) for id, indices in network.touching.items()}
    return sorted(ties, key=lambda id: -ties[id])


def tighten(
    network: Network,
    box: Ranges,
    id: str,
    printed: Values,
    inner: Fraction | None = None,
    turns: int = TURNS_PER_BOX,
) -> tuple[Interval | None, bool]:
    """Return the hull of what one figure can be in a box that is a fixed point, None if nothing fits.

    ``inner`` is a value that is known to fit, if one is. The second result tells whether both ends are
    proved; if not, the range is sound but may be too wide.
    """
    if turns <= 0:
        return box[id], False
    last_turn = network.turns_taken + turns
    proved = True
    current: Ranges | None = box
    for side in (1, -1):
        if current is None:
            return None, True
        current, is_end = _end(network, current, id, side, printed, inner, last_turn)
        proved = proved and is_end
    return (None, True) if current is None else (current[id], proved)


def _end(
    network: Network,
    box: Ranges,
    id: str,
    side: int,
    printed: Values,
    known: Fraction | None,
    last_turn: int,
) -> tuple[Ranges | None, bool]:
    """Move one end of one figure's range inwards: the upper for side 1, the lower for -1."""

    def facing(interval: Interval) -> Interval:
        return interval if side > 0 else -interval

    inner = None if known is None else side * known
    reached, doubts = False, 0
    for _ in range(HALVINGS):
        have = facing(box[id])
        if fits_at(network, box, id, side * _at_the_end(have), printed):
            return box, True
        if have.is_point:
            found, _witness = search(network, box, printed, TURNS_PER_QUESTION)
            return (None, True) if found == INCONSISTENT else (box, found == CONSISTENT)
        if network.turns_taken > last_turn:
            break
        cut = _between(have, inner)
        if not reached:
            # Most often the corner that reaches furthest is the end, and one cut beyond it proves that.
            reached = True
            furthest = _furthest(network, box, id, side)
            if furthest is not None and (inner is None or furthest > inner):
                inner = furthest
                cut = _beyond(have, inner)
        part = have & Interval(cut, None)
        found, value = INCONSISTENT, None
        if part is not None:
            found, value = _fits_in(network, {**box, id: facing(part)}, id, printed)
        if found == INCONSISTENT:
            rest = have & Interval(None, cut, False, True)
            narrowed = None if rest is None else network.contract({**box, id: facing(rest)}, [id])[0]
            if narrowed is None:
                return None, True
            box = narrowed
        elif value is not None:
            inner = side * value
        else:
            doubts += 1  # a thinner slice may be refuted where this one could not
            inner = cut
        if doubts > DOUBTS or (doubts and found == CONSISTENT):
            break
        if inner is not None and _is_near(facing(box[id]), inner):
            return box, not doubts
    return box, False


def _furthest(network: Network, box: Ranges, id: str, side: int) -> Fraction | None:
    """Return a value that fits and is far out: figures are fixed at whichever end leaves most of it."""
    current = box
    for other in _most_tied(network):
        if is_exact(network, current):
            break
        if other == id or current[other].is_point:
            continue
        best: tuple[Fraction, Ranges] | None = None
        for end in (current[other].lo, current[other].hi):
            if end is None or end not in current[other]:
                continue
            narrowed, _settled = network.contract({**current, other: Interval.point(end)}, [other])
            reach = None if narrowed is None else _reach(narrowed[id], side)
            if narrowed is not None and reach is not None and (best is None or reach > best[0]):
                best = reach, narrowed
        if best is None:
            return None
        current = best[1]
    return _reach(current[id], side) if is_exact(network, current) else None


def _reach(interval: Interval, side: int) -> Fraction | None:
    """Return the upper end for side 1, minus the lower for -1; nothing for an end that does not belong."""
    end = interval.hi if side > 0 else interval.lo
    return None if end is None or end not in interval else side * end


def _beyond(have: Interval, inner: Fraction) -> Fraction:
    """Return a short fraction just above a value that fits."""
    if have.hi is None:
        return _far(have)
    step = min(have.hi - inner, _tolerance(have) / 2)
    return Interval(inner + step / 2, inner + step).simplest()


def _fits_in(network: Network, box: Ranges, id: str, printed: Values) -> tuple[str, Fraction | None]:
    """Return whether anything fits in a box, and if so a value of the figure with which it does."""
    narrowed, _settled = network.contract(box, [id])
    if narrowed is None:
        return INCONSISTENT, None
    value = narrowed[id].middle() if not narrowed[id].is_point else narrowed[id].simplest()
    if fits_at(network, narrowed, id, value, printed):
        return CONSISTENT, value
    found, witness = search(network, narrowed, printed, TURNS_PER_QUESTION)
    return found, None if witness is None else witness[id]


def _at_the_end(have: Interval) -> Fraction:
    """Return the value that would prove the upper end if it fits: the end itself, or one close enough."""
    if have.hi is None:
        return _far(have)
    if not have.hi_open:
        return have.hi
    return have.hi - _tolerance(have) / 2


def _far(have: Interval) -> Fraction:
    return FAR if have.lo is None else have.lo + max(Fraction(1), abs(have.lo)) * FAR


def _between(have: Interval, inner: Fraction | None) -> Fraction:
    """Return a short fraction between what is known to fit and the upper end."""
    if have.hi is None:
        return _far(have)
    lo = inner if inner is not None else have.lo
    if lo is None:
        return have.middle()
    if lo > 0 and have.hi > 4 * lo:  # halve the exponents: what is near nought is a small part of a width
        return Fraction(2) ** ((_exponent(lo) + _exponent(have.hi)) // 2)
    quarter = (have.hi - lo) / 4
    return Interval(lo + quarter, have.hi - quarter).simplest()


def _exponent(value: Fraction) -> int:
    return value.numerator.bit_length() - value.denominator.bit_length()


def _is_near(have: Interval, inner: Fraction) -> bool:
    if have.hi is None:
        return inner >= _far(have)
    return have.hi - inner <= _tolerance(have)


def _tolerance(have: Interval) -> Fraction:
    """Return how far the upper end may lie from its hull."""
    assert have.hi is not None
    size = abs(have.hi)
    if have.lo is not None:
        size = min(size or have.hi - have.lo, have.hi - have.lo)
    return size * PRECISION


WORKED_OUT = "="
"""The name of an expression among figures: no id can be that."""


def hull_of(
    expression: Expression, ranges: Mapping[str, Interval], effort: Effort | None = None
) -> tuple[Interval | None, bool]:
    """Return the hull of what an expression can be, None where it divides by zero, and if that is proved.

    ``effort`` is what is left of the work that several such questions share.
    """
    effort = effort or Effort()
    relation = Relation(Name(WORKED_OUT), "==", expression, "")
    start = {id: ranges[id] for id in relation.names if id != WORKED_OUT} | {WORKED_OUT: WHOLE}
    network = Network([relation])
    box, _settled = network.contract(start)
    if box is None:
        return None, True
    if is_exact(network, box):
        return box[WORKED_OUT], True
    printed = {id: interval.middle() for id, interval in start.items() if id != WORKED_OUT}
    hull = tighten(network, box, WORKED_OUT, printed, turns=effort.up_to(TURNS_PER_BOX))
    effort.took(network)
    return hull
