"""Our solver against codac, an independent interval library (https://codac.io), on the same random problems.

codac works in binary floating point and rounds outwards, with all ends closed; ours is exact and knows open
ends. So codac's ranges are never narrower than the truth and ours never wider than codac's; and whatever one
of the two proves to be empty, the other must not find a solution in.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import codac
import pytest
from addup.engine.solve import solve
from hypothesis import given
from hypothesis import strategies as st
from strategies import OPERATORS, figure, problems, register

# Importing codac leaves the processor rounding upwards, which its bounds need and every other test must not
# see: 0.3 + 0.3 + 0.3 comes out another number. So it rounds upwards here and to nearest everywhere else.
LIBM = ctypes.CDLL("libm.so.6")
UPWARDS, NEAREST = LIBM.fegetround(), 0
LIBM.fesetround(NEAREST)


@pytest.fixture(autouse=True, scope="module")
def rounding_upwards() -> Iterator[None]:
    LIBM.fesetround(UPWARDS)
    yield
    LIBM.fesetround(NEAREST)


F = Fraction
RESULTS = {"==": (0, 0), "<=": (-codac.oo, 0), "<": (-codac.oo, 0), ">=": (0, codac.oo), ">": (0, codac.oo)}


def enclosure(interval):
    """The smallest closed interval of floats around an exact one."""
    ends = []
    for end, side in ((interval.lo, -1), (interval.hi, 1)):
        if end is None:
            ends.append(side * codac.oo)
        else:
            quotient = codac.Interval(end.numerator) / codac.Interval(end.denominator)
            ends.append(quotient.lb() if side < 0 else quotient.ub())
    return codac.Interval(*ends)


def exact(end):
    """A float end as a fraction, None where it is infinite."""
    return None if abs(end) == codac.oo else F(end)


class Oracle:
    """The same figures and relations in codac: a box, and a contractor run to a fixed point."""

    def __init__(self, whole, relations):
        self.ids = list(whole.figures)
        variables = codac.VectorVar(len(self.ids))
        at = {id: variables[i] for i, id in enumerate(self.ids)}

        def build(tree):
            if isinstance(tree, str):
                return at[tree] if tree in at else float(tree)
            return OPERATORS[tree[0]](build(tree[1]), build(tree[2]))

        contractors = [codac.CtcIdentity(len(self.ids))]
        for left, sign, right in relations:
            difference = codac.AnalyticFunction([variables], build(left) - build(right))
            # Forwards and backwards only, as we do: the centred form would see through repeated names.
            contractors.append(codac.CtcInverse(difference, codac.Interval(*RESULTS[sign]), False))
        self.contractor = contractors[0]
        for contractor in contractors[1:]:
            self.contractor = self.contractor & contractor
        self.box = codac.IntervalVector([enclosure(whole.figures[id].printed("declared")) for id in self.ids])

    def contract(self, box, ratio=1e-9):
        """The box once nothing more is gained; codac's own fixed point stops at the ratio given."""
        box = codac.IntervalVector(box)
        codac.CtcFixpoint(self.contractor, ratio).contract(box)
        return box

    def is_empty(self, boxes=2000):
        """Whether a search that splits boxes proves that there is no solution."""
        pending = [self.box]
        for _ in range(boxes):
            if not pending:
                return True
            box = self.contract(pending.pop(0), 0.1)
            if not box.is_empty():
                pending += box.bisect_largest()
        return False


@st.composite
def slipped(draw, **kind):
    """A problem in which one figure may be off, so that there need not be a solution any more."""
    problem = draw(problems(**kind))
    whole = problem.register
    id = draw(st.sampled_from(sorted(whole.figures)))
    new = figure(id, str(draw(st.integers(0, 150))), unit="share")
    return replace(problem, register=replace(whole, figures={**whole.figures, id: new}))


NEXT_TO_NOUGHT = Fraction(1, 2**256)


@given(problems() | slipped())
def test_our_ranges_lie_inside_codacs(problem):
    oracle = Oracle(problem.register, problem.relations)
    box = oracle.contract(oracle.box)
    result = solve(problem.register)
    if box.is_empty():
        assert result.jointly == "inconsistent"
        return
    for i, id in enumerate(oracle.ids):
        remaining = result.figures[id].remaining
        if remaining is None:
            continue
        lo, hi = exact(box[i].lb()), exact(box[i].ub())
        # What shrinks towards nought for ever comes to a bound on the work, in each of the two to its own
        assert lo is None or remaining.lo >= lo - NEXT_TO_NOUGHT
        assert hi is None or remaining.hi <= hi + NEXT_TO_NOUGHT


@given(problems() | slipped())
def test_our_witness_lies_in_codacs_box(problem):
    """codac has lost no solution, so it must still hold ours; otherwise one of the two is wrong."""
    oracle = Oracle(problem.register, problem.relations)
    result = solve(problem.register)
    if result.jointly == "consistent":
        witness = codac.IntervalVector([enclosure(point(result.witness[id])) for id in oracle.ids])
        assert oracle.contract(oracle.box).intersects(witness)


def point(value):
    from addup.engine.interval import Interval

    return Interval.point(value)


@given(slipped(strict=False, size=2))
def test_we_agree_on_emptiness(problem):
    """With closed ends alone a contradiction has room to spare, and a search by codac must prove it too."""
    if solve(problem.register).jointly == "inconsistent":
        assert Oracle(problem.register, problem.relations).is_empty()


@pytest.mark.parametrize(
    ("sign", "jointly"), [("==", "consistent"), ("<=", "consistent"), ("<", "inconsistent")]
)
def test_only_exact_arithmetic_can_tell_touching_from_missing(sign, jointly):
    """41 to the unit and 40 to the unit meet in one point: codac must keep it, whatever the relation."""
    whole = register([figure("a", "41", unit="share"), figure("b", "40", unit="share")], [f"a {sign} b"])
    oracle = Oracle(whole, [("a", sign, "b")])
    assert not oracle.contract(oracle.box).is_empty()
    assert solve(whole).jointly == jointly


def test_the_oracle_rounds_outwards() -> None:
    """Otherwise its boxes would be no enclosures, and lying inside them would say nothing."""
    assert UPWARDS != NEAREST
    assert LIBM.fegetround() == UPWARDS
    third = codac.Interval(1) / codac.Interval(3)
    assert F(third.lb()) < F(1, 3) < F(third.ub())
