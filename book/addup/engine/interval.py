"""Intervals with exact rational ends, each end open or closed.

The arithmetic is that of sets: the result holds every value that some choice of operands gives, and is
the smallest interval that does (the hull, where the set itself has a gap). After Moore, Kearfott and
Cloud, *Introduction to Interval Analysis*, 2009, with exact ends in place of outward rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

ZERO = Fraction(0)

# An end that many operations have touched can grow to thousands of digits. Beyond this many bits the
# solver moves it outwards to the next short fraction: still sound, and the work stays bounded.
# A single value is kept exact for much longer: widened, it would no longer be a solution.
LONG_END_BITS = 512
LONG_POINT_BITS = 4096
SHORT_END_BITS = 256
# What a formula makes of ends on its way may be longer, but not as long as ninety factors would make it.
LONG_STEP_BITS = 2048
# An end beyond two to this power is as good as none, and one within its inverse as good as nought: squared
# a hundred times, even a short fraction would not fit into any memory.
FARTHEST_END_BITS = 4096


@dataclass(frozen=True, slots=True)
class Interval:
    """A non-empty set of rationals between two ends.

    ``None`` stands for "no end on this side"; such a side counts as open. Operations that can give the
    empty set (``&`` and ``/``) return ``None`` for it.
    """

    lo: Fraction | None = None
    hi: Fraction | None = None
    lo_open: bool = False
    hi_open: bool = False

    @classmethod
    def point(cls, value: Fraction) -> Interval:
        """Return the interval that holds one value."""
        return cls(value, value)

    @property
    def is_point(self) -> bool:
        """Whether exactly one value is left."""
        return self.lo is not None and self.hi is not None and not _compared(self.lo, self.hi)

    def __contains__(self, value: Fraction) -> bool:
        if self.lo is not None:
            order = _compared(value, self.lo)
            if order < 0 or (order == 0 and self.lo_open):
                return False
        if self.hi is None:
            return True
        order = _compared(value, self.hi)
        return order < 0 or (order == 0 and not self.hi_open)

    @property
    def holds_zero(self) -> bool:
        """Whether zero is among the values."""
        if self.lo is not None and (self.lo.numerator > 0 or (self.lo_open and not self.lo.numerator)):
            return False
        return self.hi is None or self.hi.numerator > 0 or (not self.hi.numerator and not self.hi_open)

    def __and__(self, other: Interval) -> Interval | None:
        """Return the values in both, ``None`` if there are none, ``self`` itself if nothing is lost."""
        lo, lo_open, hi, hi_open = self.lo, self.lo_open, self.hi, self.hi_open
        is_narrower = False
        if other.lo is not None:
            order = 1 if lo is None else _compared(other.lo, lo)
            if order > 0 or (order == 0 and other.lo_open and not lo_open):
                lo, lo_open, is_narrower = other.lo, other.lo_open, True
        if other.hi is not None:
            order = -1 if hi is None else _compared(other.hi, hi)
            if order < 0 or (order == 0 and other.hi_open and not hi_open):
                hi, hi_open, is_narrower = other.hi, other.hi_open, True
        if not is_narrower:
            return self
        if lo is not None and hi is not None:
            order = _compared(lo, hi)
            if order > 0 or (order == 0 and (lo_open or hi_open)):
                return None
        return Interval(lo, hi, lo_open, hi_open)

    def hull(self, other: Interval) -> Interval:
        """Return the smallest interval that holds both."""
        lo, hi = self._lower(other), -(-self)._lower(-other)
        return Interval(lo.lo, hi.hi, lo.lo_open, hi.hi_open)

    def _lower(self, other: Interval) -> Interval:
        """Return whichever of the two reaches lower."""
        if self.lo is None or other.lo is None:
            return self if self.lo is None else other
        return self if (self.lo, self.lo_open) <= (other.lo, other.lo_open) else other

    def __neg__(self) -> Interval:
        return Interval(
            None if self.hi is None else -self.hi,
            None if self.lo is None else -self.lo,
            self.hi_open,
            self.lo_open,
        )

    def __add__(self, other: Interval) -> Interval:
        lo, lo_open = (
            (None, False)
            if self.lo is None or other.lo is None
            else (self.lo + other.lo, self.lo_open or other.lo_open)
        )
        hi, hi_open = (
            (None, False)
            if self.hi is None or other.hi is None
            else (self.hi + other.hi, self.hi_open or other.hi_open)
        )
        return Interval(lo, hi, lo_open, hi_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        mine = ((self.lo, self.lo_open, -1), (self.hi, self.hi_open, 1))
        theirs = ((other.lo, other.lo_open, -1), (other.hi, other.hi_open, 1))
        if (
            self.lo is not None
            and other.lo is not None
            and self.lo.numerator >= 0
            and other.lo.numerator >= 0
        ):
            # Sizes are never negative, so this is nearly every product: two corners instead of four.
            least = _corner(*mine[0], *theirs[0])
            greatest = _corner(*mine[1], *theirs[1])
        else:
            corners = [_corner(*a, *b) for a in mine for b in theirs]
            least = min(corners)
            greatest = max(corners, key=lambda corner: (corner[0], corner[1], not corner[2]))
        infinite_lo, lo, lo_open = least
        infinite_hi, hi, hi_open = greatest
        return Interval(
            None if infinite_lo else lo,
            None if infinite_hi else hi,
            lo_open and not infinite_lo,
            hi_open and not infinite_hi,
        )

    def __truediv__(self, other: Interval) -> Interval | None:
        """Return the hull of all quotients by values other than zero; ``None`` if there is none."""
        if other.lo is not None and other.lo.numerator >= 0:
            if other.hi is not None and not other.hi.numerator:
                return None
            return self * other._inverse()
        if other.hi is not None and other.hi.numerator <= 0:
            return -(self * (-other)._inverse())
        return self * WHOLE  # the inverses are two rays: zero lies inside

    def _inverse(self) -> Interval:
        """Return the inverses of the positive values: zero, the lower end, has none."""
        lo, lo_open = (ZERO, True) if self.hi is None else (1 / self.hi, self.hi_open)
        hi, hi_open = (1 / self.lo, self.lo_open) if self.lo else (None, False)
        return Interval(lo, hi, lo_open, hi_open)

    def simplest(self) -> Fraction:
        """Return the value with the smallest denominator, and among those the one nearest to zero.

        A walk down the Stern-Brocot tree: Graham, Knuth and Patashnik, *Concrete Mathematics*, 4.5.
        """
        if self.holds_zero:
            return ZERO
        if self.is_point:
            return Fraction(self.lo or 0)
        if self.lo is None or self.lo < 0:
            return -(-self).simplest()
        terms: list[int] = []
        rest = self
        while True:
            whole = floor(rest.lo or 0)
            found = next((term for term in (whole, whole + 1) if Fraction(term) in rest), None)
            if found is not None:
                break
            # No integer inside: both ends lie between two neighbours, and what is left is a fraction.
            terms.append(whole)
            rest = (rest - Interval.point(Fraction(whole)))._inverse()
        value = Fraction(found)
        for term in reversed(terms):
            value = term + 1 / value
        return value

    def middle(self) -> Fraction:
        """Return a value well inside: the midpoint, or a step of at least one from the only end."""
        if self.lo is None:
            return ZERO if self.hi is None else self.hi - max(Fraction(1), abs(self.hi))
        if self.hi is None:
            return self.lo + max(Fraction(1), abs(self.lo))
        return (self.lo + self.hi) / 2

    def outward(self, longest: int = LONG_END_BITS) -> Interval:
        """Return the interval itself, or one slightly wider whose ends have a bounded number of digits.

        An end of more than ``longest`` bits is moved; a single value may have eight times as many. What is
        moved leaves the set, so it is open.
        """
        if _is_short(self.lo, longest) and _is_short(self.hi, longest):
            return self
        if self.is_point:
            longest *= LONG_POINT_BITS // LONG_END_BITS
        lo = None if self.lo is None else _not_above(self.lo, longest)
        below = None if self.hi is None else _not_above(-self.hi, longest)
        hi = None if below is None else -below
        if lo == self.lo and hi == self.hi:
            return self
        lo_open = lo is not None and (self.lo_open or lo != self.lo)
        hi_open = hi is not None and (self.hi_open or hi != self.hi)
        return Interval(lo, hi, lo_open, hi_open)


WHOLE = Interval()
NOT_NEGATIVE = Interval(ZERO)


def _compared(a: Fraction, b: Fraction) -> int:
    """Return a number above, below or at zero, as a is to b; Fraction's own comparison takes far longer."""
    if a is b:
        return 0
    a_above, a_below = a.as_integer_ratio()
    b_above, b_below = b.as_integer_ratio()
    return a_above - b_above if a_below == b_below else a_above * b_below - b_above * a_below


def _corner(
    a: Fraction | None, a_open: bool, a_side: int, b: Fraction | None, b_open: bool, b_side: int
) -> tuple[int, Fraction, bool]:
    """Return the product of two ends: sign if it is infinite (else 0), value if it is not, open or not."""
    a_sign = a_side if a is None else a.numerator
    b_sign = b_side if b is None else b.numerator
    if not a_sign or not b_sign:
        # Zero times anything is zero: attained as soon as one zero is, however the other end is.
        return 0, ZERO, not ((not a_sign and not a_open) or (not b_sign and not b_open))
    if a is None or b is None:
        a_positive, b_positive = a_sign > 0, b_sign > 0
        return (1 if a_positive == b_positive else -1), ZERO, True
    return 0, a * b, a_open or b_open


def _is_short(end: Fraction | None, longest: int) -> bool:
    if end is None:
        return True
    above, below = end.as_integer_ratio()
    return above.bit_length() <= longest >= below.bit_length()


def _not_above(value: Fraction, longest: int) -> Fraction | None:
    """Return the value, or where it is too long to work with a shorter fraction below it, if there is one."""
    numerator, denominator = value.numerator.bit_length(), value.denominator.bit_length()
    if max(numerator, denominator) <= longest:
        return value
    if numerator - denominator > FARTHEST_END_BITS:
        return Fraction(2**FARTHEST_END_BITS) if value > 0 else None
    shift = min(SHORT_END_BITS - (numerator - denominator), FARTHEST_END_BITS)
    scale = Fraction(2) ** shift
    return floor(value * scale) / scale
