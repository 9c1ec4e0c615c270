"""Every relation that is worth a try between the figures of a text, with what speaks for it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from math import comb, inf, log10

from addup.texts.announcing import VOCABULARIES, Standing, common_words, names

NEIGHBOURS = 10
"""How many figures to either side of a rate are tried as its two amounts."""
TERMS_APART = 16
"""How many figures of its own unit to either side of a total are tried as its two parts."""
LONGEST_SUM = 5
"""How many terms a sum of neighbours can have."""

SUMS = ("sum", "difference")
BEYOND_WORDS = 10.0
"""So many accidents near one figure that no words would make up for them."""
UNITS_OF_RATIO = ("share", "change")

ANNOUNCED = {
    "rate": 1.0,
    "growth": 2.5,
    "share": 1.5,
    "multiple": 2.0,
    "sum": 1.5,
    "difference": 2.0,
    "currencies": 3.0,
    "whole": 1.5,
}
"""From so many words on a relation counts as announced, and is shown even if it does not fit."""


@cache
def _neighbourhoods(others: int, span: int) -> int:
    """Return how many sets of so many neighbours span, with a given figure, no more than so many places."""
    count = 0
    for exact in range(others, span + 1):
        count += 2 * comb(exact - 1, others - 1)
        if others > 1:
            count += (exact - 1) * comb(exact - 2, others - 2)
    return max(count, 1)


@dataclass(frozen=True)
class Candidate:
    """A relation that was tried."""

    kind: str
    formula: str
    members: tuple[Standing, ...]
    anchor: Standing  # the figure that the words tie the others to
    fits: bool
    slack: float
    near: float  # candidates of this form with this anchor that stand no farther apart
    everywhere: float  # the same for the whole text
    cue: float

    @property
    def is_announced(self) -> bool:
        """Whether the words say so much that it should hold, and not only may."""
        return self.cue >= ANNOUNCED.get(self.kind, inf)

    @property
    def said(self) -> float:
        """How much the words speak for it, less where they stand far apart."""
        where = [member.sentence for member in self.members]
        return self.cue - (0.5 if self.kind in SUMS else 0.25) * min(4, max(where) - min(where))

    @property
    def strength(self) -> float:
        """How much more likely it is meant than met by chance, as a power of ten."""
        far = len({member.sentence for member in self.members}) - 1
        sentences_apart = max(m.sentence for m in self.members) - min(m.sentence for m in self.members)
        place = 0.3 if far == 0 else -0.1 * min(sentences_apart, 8)
        return (
            -log10(max(self.slack * self.near, 1e-9)) + 0.45 * self.cue + place - _HANDICAP.get(self.kind, 0)
        )


_HANDICAP = {
    "growth": 0.7,
    "share": 0.5,
    "multiple": 0.9,
    "sum": 0.5,
    "difference": 0.5,
    "part of change": 1.2,
}


class Search:
    """All candidates of one text."""

    def __init__(self, standings: Sequence[Standing]) -> None:
        self.all = standings
        self.by_unit: dict[str, list[Standing]] = defaultdict(list)
        for standing in standings:
            self.by_unit[standing.unit].append(standing)

    def candidates(self) -> Iterator[Candidate]:
        """Yield what fits, and what the words announce; some of it twice."""
        repeats = list(self._repeats())
        yield from repeats
        self._set_aside(_rounded_doubles(repeats))
        for unit, same in self.by_unit.items():
            if unit != "change":
                yield from self._pair_sums(same)
                yield from self._long_sums(same)
                yield from self._announced_sums(same)
        yield from self._ratios()
        yield from self._wholes()
        yield from self._rates()
        yield from self._currencies()

    def _set_aside(self, ids: Set[str]) -> None:
        self.all = [each for each in self.all if each.id not in ids]
        for rank, each in enumerate(self.all):
            object.__setattr__(each, "index", rank)
        for unit, same in self.by_unit.items():
            self.by_unit[unit] = [each for each in same if each.id not in ids]

    # --- equal numbers ----------------------------------------------------------------------------------

    def _repeats(self) -> Iterator[Candidate]:
        for same in self.by_unit.values():
            last: list[Standing] = []
            ordered = sorted(same, key=lambda each: (each.value, each.index))
            for second in ordered:
                last = [each for each in last if each.high >= second.low][-4:]
                if last:
                    first = min(
                        last, key=lambda each: (each.value != second.value, abs(each.index - second.index))
                    )
                    pair = sorted((first, second), key=lambda each: each.index)
                    width = max(min(first.width, second.width), abs(first.value - second.value))
                    width = max(first.width, second.width) if first.value != second.value else width
                    slack = width / max(second.size, second.width)
                    cue: float = common_words(first, second) + (first.paragraph == 0 or second.paragraph == 0)
                    cue -= 2 * (first.is_old + second.is_old == 1) + 2 * (
                        first.is_change + second.is_change == 1
                    )
                    cue -= 3 * (first.sentence == second.sentence)
                    if second.unit in UNITS_OF_RATIO:  # of those there are many of one size
                        cue -= 1.5 * (first.value != second.value)
                        cue -= 3 * (first.is_in_points != second.is_in_points)
                    yield Candidate(
                        "repeat", f"{pair[0].id} == {pair[1].id}", tuple(pair), second, True, slack,
                        min(len(same), 8), len(same), cue,
                    )  # fmt: skip
                last.append(second)

    # --- sums and differences -----------------------------------------------------------------------------

    def _pair_sums(self, same: Sequence[Standing]) -> Iterator[Candidate]:
        """Try every two figures near a third; a term that its rounding swallows says nothing."""
        for place, total in enumerate(same):
            first = max(0, place - TERMS_APART)
            near = sorted(
                (each.value, at)
                for at, each in enumerate(same[first : place + TERMS_APART + 1], first)
                if total.width < each.value < total.high
            )
            values = [value for value, _ in near]
            width = max((same[at].width for _, at in near), default=0)
            for value, at in near:
                room = (total.width + same[at].width + width) / 2
                low = bisect_left(values, total.value - value - room)
                high = bisect_right(values, total.value - value + room)
                for _, other in near[low:high]:
                    if other > at:
                        yield from self._sum(same, place, (at, other))

    def _sum(
        self, same: Sequence[Standing], place: int, parts: tuple[int, ...], run: bool = False
    ) -> Iterator[Candidate]:
        total, terms = same[place], [same[at] for at in parts]
        if total.value <= 0 or min(each.value for each in terms) <= total.width or total.unit == "change":
            return
        low, high = sum(each.low for each in terms), sum(each.high for each in terms)
        fits = low <= total.high and total.low <= high
        span = max(place, *parts) - min(place, *parts)
        slack = min(1.0, (total.width + high - low) / total.size)
        near = float(_neighbourhoods(2, span)) if len(parts) == 2 and not run else 3.0 + span - len(parts)
        if fits and slack * near > BEYOND_WORDS:
            return
        cue, kind = self._sum_words(total, terms)
        if not fits:
            ratio = sum(each.value for each in terms) / total.value
            cue -= 1.5 * (not 0.4 < ratio < 2.5)
            if kind == "difference":
                change = next(each for each in terms if each.is_change)
                level = next(each for each in terms if each is not change)
                cue -= 1.0 * (change.sentence not in (level.sentence, total.sentence))
                cue -= 1.5 * (not change.value / 50 <= abs(total.value - level.value) <= change.value * 10)
            else:
                cue -= 0.75 * (not 0.6 < ratio < 1.7)
        if fits or cue >= ANNOUNCED[kind]:
            formula = " + ".join(each.id for each in terms) + f" == {total.id}"
            members = (total, *terms)
            yield Candidate(kind, formula, members, total, fits, slack, near, near * len(same), cue)

    def _sum_words(self, total: Standing, terms: Sequence[Standing]) -> tuple[float, str]:
        """Return how much the words speak for a sum, and its kind: a difference is old + change == new."""
        changes = [each for each in terms if each.is_change]
        together = len({each.sentence for each in (total, *terms)}) == 1
        if len(terms) == 2 and len(changes) == 1:
            level = next(each for each in terms if each is not changes[0])
            cue = 1.0 + together + (level.is_old != total.is_old) * 1.5
            cue += 1.0 * any(
                each.is_compared and each.index == changes[0].index + 1 for each in (total, level)
            )
            if total.unit in UNITS_OF_RATIO:
                cue -= (
                    0
                    if changes[0].is_in_points or re.match(r"\W*(?:points?|punkt)", changes[0].after, re.I)
                    else 2.5
                )
            return cue, "difference"
        cue = 1.5 * total.is_total - 1.0 * len(changes) - 1.0 * (total.is_change)
        ordered = sorted(terms, key=lambda each: each.index)
        first = ordered[0]
        if total.index < first.index:
            follows = first.index == total.index + 1 and first.sentence == total.sentence
            spelt_out = follows and total.is_spelt_out
            cue += 1.5 * (first.says("parts") or first.says("parts", side="after") or spelt_out)
        else:
            cue += 0.5 * (first.says("parts"))
        cue += 0.5 * ordered[-1].says("rest")
        if len(terms) == 2 and any(each.is_balance for each in terms):
            ends = [each.index for each in (total, *terms)]
            cue += 2.0 - 0.25 * max(0, max(ends) - min(ends) - 2)
        if len({each.sentence for each in terms}) == 1:
            cue += 0.5
            if all(second.index - first.index == 1 for first, second in pairwise(ordered)) and len(terms) > 2:
                cue += 1.0
            at = [each.index for each in (total, *terms)]
            cue += 0.5 * (total.sentence == first.sentence and max(at) - min(at) == len(terms))
        olds = [each.is_old for each in (total, *terms)]
        if any(olds) and not all(olds):
            cue -= 1.0
        if total.unit in UNITS_OF_RATIO:
            cue -= 1.5
        return cue, "sum"

    def _long_sums(self, same: Sequence[Standing]) -> Iterator[Candidate]:
        """Try neighbours one of which is the sum of the others, and lists with their total not far away."""
        for start in range(len(same)):
            for terms in range(3, LONGEST_SUM + 1):
                if start + terms > len(same):
                    break
                run = tuple(range(start, start + terms))
                added = sum(same[at].value for at in run)
                room = sum(same[at].width for at in run)
                around = (
                    *range(max(0, start - 10), start),
                    *range(start + terms, min(len(same), start + terms + 4)),
                )
                for place in around:
                    if abs(added - same[place].value) <= (room + same[place].width) / 2 * 1.001:
                        yield from self._sum(same, place, run, run=True)
                largest = max(run, key=lambda at: same[at].value)
                rest = tuple(at for at in run if at != largest)
                if len(rest) > 2 and abs(added - 2 * same[largest].value) <= room / 2 * 1.001:
                    yield from self._sum(same, largest, rest, run=True)
            run = tuple(range(start, min(len(same), start + LONGEST_SUM + 1)))
            if len(run) == LONGEST_SUM + 1:
                largest = max(run, key=lambda at: same[at].value)
                added = sum(same[at].value for at in run)
                if abs(added - 2 * same[largest].value) <= sum(same[at].width for at in run) / 2 * 1.001:
                    yield from self._sum(same, largest, tuple(at for at in run if at != largest), run=True)

    def _announced_sums(self, same: Sequence[Standing]) -> Iterator[Candidate]:
        """Try what the words make parts and whole, and old, change and new, fitting or not."""
        levels: dict[int, list[int]] = defaultdict(list)
        for place, standing in enumerate(same):
            if not standing.is_change:
                levels[standing.sentence].append(place)
        for place, standing in enumerate(same):
            if standing.is_change:
                yield from self._changes(same, place, levels)
                continue
            own = levels[standing.sentence]
            position = own.index(place)
            if standing.is_balance:
                yield from self._balances(same, place, levels)
            if standing.is_spelt_out and len(own) > position + 2:
                yield from self._sum(
                    same, place, tuple(own[position + 1 : position + 1 + LONGEST_SUM]), run=True
                )
            leads = position == 0 and (
                (len(own) > 1 and standing.says("parts", side="after"))
                or (len(own) > 2 and same[own[-1]].says("rest"))
            )
            if standing.says("parts") or leads:
                yield from self._parts_that_follow(same, own[position : position + LONGEST_SUM], levels)
            if standing.is_total:
                lists = (
                    *(own[:position], own[position + 1 :]),
                    *(levels.get(standing.sentence + 1, []), levels.get(standing.sentence - 1, [])),
                )
                for parts in lists:
                    if 1 < len(parts) <= LONGEST_SUM:
                        yield from self._sum(same, place, tuple(parts), run=True)

    def _changes(
        self, same: Sequence[Standing], place: int, levels: Mapping[int, Sequence[int]]
    ) -> Iterator[Candidate]:
        """Try "by 3": what a change is added to, or taken from, and what it leads to."""
        change = same[place]
        around = [
            near
            for sentence in (-1, 0, 1)
            for near in levels.get(change.sentence + sentence, [])
            if abs(near - place) <= 3
        ]
        for pair in combinations(around, 2):
            new, old = sorted(pair, key=lambda at: same[at].is_old)
            if same[new].is_old == same[old].is_old:
                continue
            fell = change.change < 0 or (not change.change and same[new].value < same[old].value)
            whole, rest = (old, new) if fell else (new, old)
            yield from self._sum(same, whole, (place, rest))

    def _balances(
        self, same: Sequence[Standing], place: int, levels: Mapping[int, Sequence[int]]
    ) -> Iterator[Candidate]:
        """Try "a deficit of 3": the difference between the only two that it can mean."""
        balance = same[place]
        before = [
            near
            for sentence in (balance.sentence - 1, balance.sentence)
            for near in levels.get(sentence, [])
            if near < place and same[near].paragraph == balance.paragraph
        ]
        if len(before) == 2:  # of a longer list it may be the rest, or the difference of any two
            low, high = sorted(before, key=lambda near: same[near].value)
            yield from self._sum(same, high, (low, place))

    def _parts_that_follow(
        self, same: Sequence[Standing], parts: Sequence[int], levels: Mapping[int, Sequence[int]]
    ) -> Iterator[Candidate]:
        """Try "of which 3 and 4": the whole stands before, and if words name it, those of this sentence."""
        first = same[parts[0]]
        before = [
            near
            for near in range(max(0, parts[0] - 4), parts[0])
            if not (same[near].is_change or same[near].is_old) and first.sentence - same[near].sentence <= 2
        ]
        added, said = sum(same[near].value for near in parts), names(first.lead)
        if len(parts) > 2 and first.says("whole"):  # "Of its revenue, 3 came from": told farther above
            before += [
                near
                for near in range(max(0, parts[0] - TERMS_APART), max(0, parts[0] - 4))
                if same[near].is_named(said) == 1 and not (same[near].is_change or same[near].is_old)
            ]
        if len(parts) > 1 and before:
            whole = min(before, key=lambda near: (-same[near].is_named(said), abs(same[near].value - added)))
            yield from self._sum(same, whole, tuple(parts), run=True)

    # --- one share, rate of growth or multiple, and two amounts -------------------------------------------

    def _ratios(self) -> Iterator[Candidate]:
        rates = sum(len(self.by_unit[unit]) for unit in UNITS_OF_RATIO)
        for rate in self.all:
            if rate.unit not in UNITS_OF_RATIO or not rate.value or rate.is_in_points:
                continue
            start = max(0, rate.index - NEIGHBOURS)
            near: dict[str, list[Standing]] = defaultdict(list)
            for each in self.all[start : rate.index + NEIGHBOURS + 1]:
                if each.unit not in UNITS_OF_RATIO and each.value > 0:
                    near[each.unit].append(each)
            tried = [
                (_span((rate, *pair)), *pair) for same in near.values() for pair in combinations(same, 2)
            ]
            spans = Counter(span for span, _, _ in tried)
            within = {span: sum(count for other, count in spans.items() if other <= span) for span in spans}
            for span, *pair in tried:
                closer = float(within[span])
                for first, second in (pair, pair[::-1]):
                    yield from self._growth(rate, first, second, closer, closer * rates)
                    if rate.value > 0 and rate.unit != "change":
                        is_multiple = rate.value > 1 or (rate.value == 1 and rate.figure.scale == 1)
                        form = self._multiple if is_multiple else self._share
                        yield from form(rate, first, second, closer, closer * rates)

    def _growth(
        self, rate: Standing, new: Standing, old: Standing, near: float, everywhere: float
    ) -> Iterator[Candidate]:
        members = (rate, new, old)
        span, together = _span(members), len({each.sentence for each in members}) == 1
        subject = names(rate.before[-60:])
        named = new.is_named(subject), old.is_named(subject)
        said = (1.5 if rate.is_change else 1.0) if rate.speaks_of_change else -1.5
        said += old.is_old - new.is_old + 0.5 * new.is_new - 1.5 * (new.is_change + old.is_change)
        said += 0.25 * together + 0.75 * (old.sentence == rate.sentence) + _closeness(span, named)
        said += 0.4 * sum(named) - 1.5 * rate.is_old - is_share_of(rate)
        said -= 0.75 * self._rates_between(members, rate)
        direction = rate.change or (new.change if new.sentence == rate.sentence else 0)
        room = rate.width + new.width / new.size + old.width / old.size
        for sign in (1,) if rate.value < 0 else (1, -1):
            if rate.value >= 1 and sign < 0:
                continue  # nothing falls by more than all
            low, high = sorted((1 + sign * rate.low, 1 + sign * rate.high))
            fits = new.low <= old.high * high and old.low * max(low, 0) <= new.high
            cue = said
            if direction and rate.value > 0:
                cue += 0.5 if direction == sign else -3.0
            if not fits:
                is_far = not 0.4 < new.value / old.value / max(1 + sign * rate.value, 0.01) < 2.5
                cue -= 1.5 * is_far + 1.5 * (not old.is_old) + 1.5 * rate.is_new
                cue -= 1.5 * (rate.sentence not in (new.sentence, old.sentence))
            if fits or cue >= ANNOUNCED["growth"]:
                # Two amounts of one kind are often much alike, and the more so their ratios
                slack = min(1.0, room * (2 if rate.speaks_of_change else 5))
                formula = f"{new.id} == {old.id} * (1 {'+' if sign > 0 else '-'} {rate.id})"
                yield Candidate("growth", formula, members, rate, fits, slack, near, everywhere, cue)

    def _multiple(
        self, rate: Standing, many: Standing, one: Standing, near: float, everywhere: float
    ) -> Iterator[Candidate]:
        members = (rate, many, one)
        fits = many.low <= one.high * rate.high and one.low * rate.low <= many.high
        cue = _beside_each_other(members) - one.is_change - 0.5 * many.is_change + 0.5 * one.is_old
        cue -= 0.5 * rate.is_change + 0.5 * rate.speaks_of_change
        cue += 1.5 * (rate.says("multiple", side="own") or rate.says("multiple", "start", "after"))
        is_tied = many.value > one.value and rate.sentence in (many.sentence, one.sentence)
        if fits or (cue >= ANNOUNCED["multiple"] and is_tied):
            formula = f"{rate.id} * {one.id} == {many.id}"
            yield Candidate("multiple", formula, members, rate, fits, _slack(members), near, everywhere, cue)

    def _share(
        self, rate: Standing, part: Standing, whole: Standing, near: float, everywhere: float
    ) -> Iterator[Candidate]:
        members, has_of = (rate, part, whole), is_share_of(rate)
        fits = part.low <= whole.high * rate.high and whole.low * rate.low <= part.high
        if part.value > whole.value and not fits:
            return
        # What comes before a share has it, and what follows its "of" is the whole
        named = part.is_named(names(rate.before[-60:])), whole.is_named(names(rate.after[:60]))
        cue = _beside_each_other(members, named) + sum(named) - whole.is_change - 0.5 * part.is_change
        cue -= 0.5 * rate.is_change + 0.5 * rate.speaks_of_change + (part.is_old != whole.is_old)
        cue += 1.0 * (rate.says("share") or rate.says("share", side="after"))
        cue += has_of * (1 + 0.5 * (whole.index - rate.index == 1))
        later = {-1: rate, 1: part}.get(part.index - rate.index)
        cue += later is not None and later.says("same")
        if has_of and rate.says("total", side="after"):
            around = self.all[max(0, rate.index - NEIGHBOURS) : rate.index + NEIGHBOURS + 1]
            cue += 1.5 * (whole.value == max(each.value for each in around if each.unit == whole.unit))
        if not fits and abs(part.index - whole.index) == 1:
            cue -= 2.5 * max(part, whole, key=lambda each: each.index).is_listed
        is_tied = rate.sentence in (part.sentence, whole.sentence) or named[0] * named[1] > 0
        if named[0] == 1 and not is_tied:
            is_tied = rate.says("total", side="after") if has_of else rate.says("share")
        if fits or (cue >= ANNOUNCED["share"] and is_tied):
            formula = f"{rate.id} * {whole.id} == {part.id}"
            yield Candidate("share", formula, members, rate, fits, _slack(members), near, everywhere, cue)

    def _rates_between(self, members: Sequence[Standing], rate: Standing) -> int:
        """Return how many other rates stand among the members, which may belong to those."""
        first, last = min(each.index for each in members), max(each.index for each in members)
        return sum(each.unit in UNITS_OF_RATIO and each is not rate for each in self.all[first : last + 1])

    def _wholes(self) -> Iterator[Candidate]:
        """Try neighbouring shares that make one."""
        shares = [each for each in self.by_unit.get("share", []) if 0 < each.value < 1]
        parts = [each for each in shares if is_share_of(each) or each.says("share") or each.says("rest")]
        for listed in (shares, parts) if len(parts) < len(shares) else (shares,):
            for start in range(len(listed)):
                for terms in range(2, LONGEST_SUM + 1):
                    run = listed[start : start + terms]
                    if len(run) < terms or run[-1].sentence - run[0].sentence > 2:
                        break
                    fits = sum(each.low for each in run) <= 1 <= sum(each.high for each in run)
                    cue = -1.0 * sum(each.is_change for each in run) + 1.0 * run[-1].says("rest")
                    cue += 0.5 * any(each.says("share") or is_share_of(each) for each in run)
                    cue += 0.5 - 0.5 * (run[-1].sentence - run[0].sentence)
                    near = abs(sum(each.value for each in run) - 1) < 0.1
                    if not fits and not (near and len(run) > 2 and cue >= ANNOUNCED["whole"]):
                        continue
                    slack = min(1.0, 2 * sum(each.width for each in run))
                    formula = " + ".join(each.id for each in run) + " == 1"
                    yield Candidate(
                        "whole", formula, tuple(run), run[-1], fits, slack, 4, 4 * len(shares), cue
                    )

    def _rates(self) -> Iterator[Candidate]:
        """Try a price, an average or an exchange rate with what it is multiplied by and what that makes."""
        for rate in self.all:
            base, slash, per = rate.unit.partition("/")
            if not slash or rate.value <= 0:
                continue
            near = self.all[max(0, rate.index - NEIGHBOURS) : rate.index + NEIGHBOURS + 1]
            amounts = [each for each in near if each.unit == per and each.value > 0]
            results = [each for each in near if each.unit == base and each.value > 0]
            tried = [
                (max(a.index, b.index, rate.index) - min(a.index, b.index, rate.index), a, b)
                for a in amounts
                for b in results
            ]
            for span, amount, result in tried:
                fits = rate.low * amount.low <= result.high and result.low <= rate.high * amount.high
                together = amount.sentence == result.sentence and abs(rate.sentence - amount.sentence) <= 1
                is_close = span == 2 and together and 0.3 < rate.value * amount.value / result.value < 3
                if fits or is_close:
                    closer = sum(other <= span for other, _, _ in tried)
                    slack = min(1.0, sum(each.width / each.size for each in (rate, amount, result)))
                    formula, everywhere = f"{rate.id} * {amount.id} == {result.id}", closer * len(self.all)
                    members, cue = (rate, amount, result), 1.0 * (span == 2)
                    yield Candidate("rate", formula, members, rate, fits, slack, closer, everywhere, cue)

    def _currencies(self) -> Iterator[Candidate]:
        """Try amounts that stand beside each other in two currencies, against the next such pair."""
        pairs: dict[tuple[str, str], list[tuple[Standing, Standing]]] = defaultdict(list)
        for first, second in pairwise(self.all):
            is_money = all(re.fullmatch(r"[A-Z]{3}", each.unit) for each in (first, second))
            if not is_money or first.unit == second.unit or first.sentence != second.sentence:
                continue
            if re.fullmatch(r".{0,25}?[(\[][^\d]{0,12}", second.before) or second.says("same", "end"):
                left, right = sorted((first, second), key=lambda each: each.unit)
                pairs[left.unit, right.unit].append((left, right))
        for same in pairs.values():
            for (a, b), (c, d) in pairwise(same):
                low, high = a.low * d.low, a.high * d.high
                fits = low <= c.high * b.high and c.low * b.low <= high
                slack = min(1.0, sum(each.width / each.size for each in (a, b, c, d)))
                formula = f"{a.id} * {d.id} == {c.id} * {b.id}"
                yield Candidate("currencies", formula, (a, b, c, d), a, fits, slack, 1, len(same), 3.0)


def _span(members: Sequence[Standing]) -> int:
    """Return over how many figures of the text the members reach."""
    at = [each.index for each in members]
    return max(at) - min(at)


def _slack(members: Iterable[Standing]) -> float:
    """Return the width of the members' ranges against their sizes, one at most."""
    return min(1.0, sum(each.width / each.size for each in members))


def _closeness(span: int, named: Sequence[float] = (0,)) -> float:
    """Return what standing close is worth; farther off, names make up for some of it."""
    return 0.5 * (span == 2) - 0.25 * max(0, span - 3) + 0.15 * min(10, max(0, span - 3)) * all(named)


def _beside_each_other(members: Sequence[Standing], named: Sequence[float] = (0,)) -> float:
    """Return what it is worth to stand in one sentence, and close."""
    return 0.5 * (len({each.sentence for each in members}) == 1) + _closeness(_span(members), named)


def _rounded_doubles(repeats: Iterable[Candidate]) -> set[str]:
    """Return the figures at the beginning that are a later one once more, with fewer digits."""
    found = set()
    for each in repeats:
        coarse, fine = sorted(each.members, key=lambda member: -member.width)
        if (
            coarse.paragraph <= 1 < fine.paragraph + 1
            and coarse.paragraph < fine.paragraph
            and coarse.value != fine.value
        ):
            found.add(coarse.id)
    return found


def is_share_of(rate: Standing) -> bool:
    """Whether "of" or its like follows a share."""
    unit = r"^\W*(?:per cent|percent|prozent|%)?\W*"
    words = VOCABULARIES[rate.language].of
    return bool(re.search(rf"{unit}(?:{words})\b", rate.after, re.IGNORECASE))
