"""Propose what may have to hold between the figures of a text; a person accepts or dismisses each.

Two kinds. Relations that *fit* within rounding, as far as chance alone would not explain it: repeats, sums
and differences, shares, growth, multiples, prices and rates, amounts in two currencies. And relations that
the words *announce* ("of which", "rose by", "insgesamt"), whether or not they fit: where one does not, either
it was misread or the text has a slip.

Chance is counted for every form by itself: the width of the ranges against the size of the numbers, times the
candidates of that form that stand no farther apart. Only neighbours in the text are tried, so the work grows
with the length of the text and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from addup.engine.figures import Figure
from addup.engine.formula import parse
from addup.texts.announcing import standings
from addup.texts.candidates import SUMS, Candidate, Search


@dataclass(frozen=True)
class Proposal:
    """One relation that may have to hold.

    ``kind`` names its form. ``accidents`` is how many relations of that form and tightness, no farther apart,
    chance alone must be expected to make in the whole text. ``announced`` tells that the words demand it, and
    ``sentences`` are those that its figures stand in. ``strength`` ranks: how much likelier it is meant than
    met by chance, as a power of ten.
    """

    kind: str
    formula: str
    ids: tuple[str, ...]
    fits: bool
    accidents: float
    announced: bool
    strength: float
    sentences: tuple[str, ...]

    @property
    def key(self) -> frozenset[str]:
        """The figures that take part: two proposals on the same ones say the same thing."""
        return frozenset(self.ids)


CUT = 0.0
"""A relation that fits is proposed from this strength on, as a power of ten."""
SURE = 0.5
"""From this strength on a figure may be the sum of two different lists."""


def propose(figures: Iterable[Figure], text: str | None, language: str, region: str = "") -> list[Proposal]:
    """Return what may have to hold between figures: first what is announced and does not fit.

    ``text`` is the article, from which the figures' order and the words between them are taken; without it
    their quotations have to do. ``language`` is one of numerals.LANGUAGES, ``region`` such as "CH".
    """
    placed, found = standings(figures, text, language, region)
    candidates = sorted(Search(placed).candidates(), key=lambda each: -each.strength)
    twins = _twins(candidates)
    by_role: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for each in candidates:
        if len(_key(each, twins)) == len(each.members):
            for role in _roles(each, twins):
                by_role[role].append(each)
    chosen: dict[frozenset[str], Candidate] = {}
    taken: set[tuple[str, str]] = set()
    sums: dict[str, list[frozenset[str]]] = defaultdict(list)
    for each in candidates:
        key, roles = _key(each, twins), _roles(each, twins)
        if each.kind == "sum":
            roles = [("sum", twins.get(each.anchor.id, each.anchor.id))]
        if not each.fits or each.strength < CUT or len(key) < len(each.members) or key in chosen:
            continue
        if taken & set(roles) and not (each.kind in SUMS and (each.is_announced or each.strength > SURE)):
            continue
        if each.kind in SUMS:
            if any(len(key & other) >= 2 for id in key for other in sums[id]):
                continue  # the same sum once more, with a rounded double of one of its terms
            for id in key:
                sums[id].append(key)
        chosen[key] = each
        taken |= set(roles)
    # What fits by chance must not hide what the words say and the numbers do not
    for rivals in by_role.values():
        spoken = max(rivals, key=lambda each: (each.is_announced, each.said, each.strength))
        fitting = max(
            (each.said for each in rivals if each.fits and _key(each, twins) in chosen), default=-inf
        )
        if spoken.kind == "whole" and taken & set(_roles(spoken, twins)):
            continue
        ahead = 1.0 if spoken.kind == "share" else 0.5
        if spoken.is_announced and not spoken.fits and spoken.said >= fitting + ahead:
            chosen.setdefault(_key(spoken, twins), spoken)
    proposals = [_proposal(each, found) for each in chosen.values()]
    return sorted(proposals, key=lambda each: (each.fits, -each.strength))


def _key(each: Candidate, twins: Mapping[str, str]) -> frozenset[str]:
    if each.kind == "repeat":
        return frozenset(member.id for member in each.members)
    return frozenset(twins.get(member.id, member.id) for member in each.members)


def _roles(each: Candidate, twins: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a relation says of which figure, where the text can mean only one thing."""
    if each.kind in ("growth", "share", "multiple", "rate"):
        return [("ratio", each.anchor.id)]
    if each.kind == "difference":
        return [("change", member.id) for member in each.members if member.is_change]
    if each.kind == "whole":
        return [("whole", member.id) for member in each.members]
    if each.kind == "currencies":
        return [("currencies", each.anchor.id)]
    if each.kind == "sum":
        _, *terms = each.members
        if len(terms) == 2 and (balance := next((term for term in terms if term.is_balance), None)):
            return [("balance", balance.id)]
        return [("parts", min(terms, key=lambda member: member.index).id)]
    return []


def _twins(candidates: Iterable[Candidate]) -> dict[str, str]:
    """Return for each figure that repeats another one to the digit the first of them."""
    first: dict[str, str] = {}
    for each in candidates:
        if each.kind == "repeat":
            one, other = each.members
            if one.value == other.value:
                root = first.get(one.id, one.id)
                first[other.id] = root
    return first


def _proposal(each: Candidate, found: Sequence[str]) -> Proposal:
    ranges = {member.id: member.figure.printed("declared") for member in each.members}
    return Proposal(
        kind=each.kind,
        formula=each.formula,
        ids=tuple(member.id for member in each.members),
        fits=parse(each.formula).narrow(ranges) is not None,
        accidents=each.slack * each.everywhere,
        announced=each.is_announced,
        strength=each.strength,
        sentences=tuple(found[at] for at in sorted({member.sentence for member in each.members})),
    )
