"""What a page needs to work out a register itself, as data: for readers who change the article's numbers.

The page's engine is ``_static/engine.js``. Formulas leave here parsed, hedges and readings as the table has
them, so that no formula, width or sentence stands anywhere twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from addup.engine import hulls
from addup.engine.figures import Figure, Register
from addup.engine.formula import Relation, parse
from addup.engine.hedges import ALL_READINGS, AS_PRINTED, HEDGE, READING, READINGS, Hedge
from addup.engine.interval import Interval
from addup.engine.solve import INCONSISTENT, Result, Verdict
from addup.engine.verdicts import groups, units_of
from addup.report import dates, wording
from addup.report.article import Article
from addup.report.evidence import TESTS
from addup.report.formulas import side_in_words
from addup.report.wording import MESSAGES, listed

ANSWERS: Mapping[str, Mapping[str, Any]] = json.loads(
    Path(__file__).with_name("answers.json").read_text("utf-8")
)
"""What is said to a reader who has changed numbers, with names in braces for what goes in.

Under "counted" stands what is said of so many: of a number in words of its own, and of all "more".
"""

USUAL = "declared"
MOST_NAMED = 3
"""So many changed numbers are named one by one; more would be no sentence."""


@dataclass(frozen=True)
class Answer:
    """What comes of other numbers: what fails, what must then be off, and what alone could mend it.

    ``outcome`` stands in ``sentence``; ``lead`` leads into ``mends``: ids and how each would mend.
    """

    outcome: str
    sentence: str
    conflict: str
    lead: str
    mends: Sequence[tuple[str, str]]

    def __str__(self) -> str:
        mends = "; ".join(text for _, text in self.mends)
        return " ".join(filter(None, [self.sentence, self.conflict, self.lead, mends and f"{mends}."]))


def answer(old: Mapping[str, Figure], new: Mapping[str, Figure], result: Result) -> Answer:
    """Say what comes of other numbers.

    ``result`` is that of the ``new`` figures; those that differ from the ``old`` ones are named.
    """
    texts = [_change(old[id], new[id]) for id in old if _stated(old[id]) != _stated(new[id])]
    texts = list(dict.fromkeys(texts))  # the same change of two figures is said once
    changed = len(texts)
    if changed > MOST_NAMED:
        texts[MOST_NAMED - 1 :] = [_say("others", changed - MOST_NAMED + 1)]
    outcomes = [verdict.by_reading.get(result.reading) for verdict in result.checks.values()]
    failing = outcomes.count(INCONSISTENT)
    outcome = _say("fails", failing) if failing else ANSWERS["said"][result.jointly]
    kind, changes = "sentence" if result.reading == USUAL else "read", listed(texts) if texts else ""
    sentence = _say(kind, changed, changes=changes, reading=result.reading, outcome=outcome)
    labels = [new[id].label for id in result.conflict if id in new]
    mends = []
    for id, interval in mending(result).items():
        other = wording.span(interval, wording.unit_of(new[id]))
        mends.append((id, ANSWERS["said"]["mended_by"].format(label=new[id].label, range=other)))
    lead = _say("mends", len(mends)) if result.jointly == INCONSISTENT else ""
    return Answer(outcome, sentence, _say("conflict", len(labels), items="; ".join(labels)), lead, mends)


def _say(kind: str, number: int, **values: str) -> str:
    """Return what is said of so many."""
    patterns = ANSWERS["counted"][kind]
    return str(patterns.get(str(number), patterns["more"])).format(count=wording.count(number), **values)


def mending(result: Result) -> dict[str, Interval]:
    """Return the figures of which each alone could end a contradiction, and with which values it would."""
    broken = [group for group in result.groups.values() if group.outcome == INCONSISTENT]
    if len(broken) != 1:
        return {}
    ranges = broken[0].ranges
    return {id: ranges[id].implied for id in broken[0].values if ranges[id].implied is not None}  # type: ignore[misc]


def _stated(figure: Figure) -> tuple[object, ...]:
    return figure.number, figure.hedge, figure.place


def _change(old: Figure, new: Figure) -> str:
    was, now = wording.hedged(old), wording.hedged(new)
    return str(ANSWERS["said"]["taken" if was == now else "for"].format(label=old.label, old=was, new=now))


def exported(register: Register, found: Mapping[str, Verdict] | None = None) -> dict[str, Any]:
    """Return a register as JSON can hold it: figures, checks, hedges, readings.

    And what it takes to speak of them: how units are called, and the patterns of sentences. ``found`` are the
    verdicts as the article stands.
    """
    figures = register.figures
    relations = [check.relation for check in register.checks.values()]
    places = {id: place for place, id in enumerate(register.checks)}
    units = {wording.unit_of(figure) for figure in figures.values()}
    units |= {unit for relation in relations for unit in units_of(relation, figures)[0]}
    return {
        "figures": {id: _figure(figure) for id, figure in figures.items()},
        "checks": [
            {
                "question": check.question,
                "relation": _relation(check.relation),
                "verdict": found[id].verdict if found else "",
                "isTest": check.evidence in TESTS,
                **_aside(check.relation, figures),
            }
            for id, check in register.checks.items()
        ],
        "groups": [[str(places[check.id]) for check in walk] for walk in groups(register)],
        "readings": {
            name: {
                "place": reading.place,
                "each_zero": str(reading.each_zero),
            }
            for name, reading in READING.items()
        },
        "hedges": {name: _hedge(hedge) for name, hedge in HEDGE.items()},
        "asked": ALL_READINGS,
        "weighed": READINGS,
        "as_printed": AS_PRINTED,
        "usual": USUAL,
        "words": {
            "units": {unit: _unit(unit) for unit in sorted(units | {wording.step(unit) for unit in units})},
            "counts": [wording.count(number) for number in range(10)],
            "reasons": MESSAGES["en"],
            **ANSWERS,
            "most_named": MOST_NAMED,
            "close_enough": str(wording.CLOSE_ENOUGH),
            "more_digits": wording.MORE_DIGITS,
            "dates": dates.own().replace("_", "-"),
        },
    }


def _unit(unit: str) -> dict[str, Any]:
    """Return how amounts of a unit are written, from which size on, and what a difference is."""
    plain = wording.without_change(unit)
    forms = [
        (power, *(wording.with_unit(number, suffix, plain, "{exponent}") for number in ("{n}", "1")))
        for power, suffix in wording.scales(plain)
    ]
    return {"step": wording.step(unit), "forms": forms}


def _figure(figure: Figure) -> dict[str, str]:
    return {
        "label": figure.label,
        "number": figure.number,
        "scale": str(figure.scale),
        "unit": wording.unit_of(figure),
        "hedge": figure.hedge,
        "place": "" if figure.place is None else str(figure.place),
    }


def _relation(relation: Relation) -> dict[str, Any]:
    """Return a formula as steps; where a figure stands in it twice, each side as steps as well."""
    sides = (relation.left, relation.right) if relation.has_repeats else ()
    whole = {"sides": [_steps(hulls.worked_out(side)) for side in sides]} if sides else {}
    return _steps(relation) | whole


def _steps(relation: Relation) -> dict[str, Any]:
    """Return a formula as steps whose operands are places, so that nothing is left to parse."""
    numbers = [str(number.lo) for number in relation.numbers]
    return {"names": relation.names, "numbers": numbers, "steps": relation.steps}


def _aside(relation: Relation, figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Return why the sides of a relation cannot be compared, nothing if they can."""
    _, kinds = units_of(relation, figures)
    if kinds is None:
        return {}
    return {"aside": {"kind": "different_kinds" if kinds else "dates", "units": " and ".join(kinds)}}


def _hedge(hedge: Hedge) -> dict[str, Any]:
    """Return the words of a hedge, and by reading the room that it leaves a number below 0, 0, and one above.

    Ends are in places from the number; 1/0 stands for none.
    """

    def ends(value: int, reading: str) -> tuple[str, str, bool, bool]:
        around = hedge.around(Fraction(value), Fraction(1), reading)
        lo, hi = (str(end - value) if end is not None else "1/0" for end in (around.lo, around.hi))
        return "-1/0" if around.lo is None else lo, hi, around.lo_open, around.hi_open

    room = {reading: [ends(value, reading) for value in (-1, 0, 1)] for reading in hedge.ends}
    return {"says": hedge.says["en"], "vague": hedge.vague, "ends": room}


def changeable(article: Article) -> dict[str, Any]:
    """Return what a page works the article's checks out with: its figures, and those of sources in checks.

    Labels and questions are not among it: `asked_about` tells them, in a file that such a page has too.
    """
    register, bearing = article.register, _standing(article.register)
    figures = {id: f for id, f in register.figures.items() if bearing[id] or f.table == "figures.csv"}
    start = answer(register.figures, register.figures, article.result)
    held = exported(Register(figures, dict(register.checks)), dict(article.result.checks))
    for told in (*held["figures"].values(), *held["checks"]):
        for name in ("label", "question"):
            told.pop(name, None)
    return held | {"start": start.sentence}


def asked_about(article: Article) -> dict[str, Any]:
    """Return what a page tells of each number and each check that a reader asks about."""
    register, result, bearing = article.register, article.result, _standing(article.register)
    return {
        "figures": {
            id: {
                "label": figure.label,
                "printed": article.hedged(id),
                "can": article.range_of(id),
                "implied": article.range_of(id, "implied"),
                "says": figure.attribution,
                "checks": bearing[id],
            }
            | ({} if _can_be_changed(figure, bearing) else {"fixed": True})
            for id, figure in register.figures.items()
        },
        "checks": {
            id: {
                "question": check.question,
                "formula": article.in_words(id),
                "chapter": check.chapter,
                "verdict": result.checks[id].verdict,
                "by_reading": dict(result.checks[id].by_reading),
                "figure": behind(register, id),
            }
            for id, check in register.checks.items()
        },
        "readings": [name for name, reading in READING.items() if reading.weighed],
        "meanings": {name: reading.meaning for name, reading in READING.items()},
    }


def _can_be_changed(figure: Figure, bearing: Mapping[str, Sequence[str]]) -> bool:
    """Return whether there is a number that something follows from, or that the article prints."""
    return bool(figure.number and (bearing[figure.id] or figure.table == "figures.csv"))


def behind(register: Register, check: str) -> str:
    """Return the printed figure to change for a check: its own, or what its own are worked out from.

    Returns "" if there is none.
    """
    standing, tried, names = _standing(register), {check}, list(register.checks[check].relation.names)
    for name in names:  # grows as it is gone through
        if register.figures[name].number:
            return name
        for id in standing[name]:
            if id not in tried:
                tried.add(id)
                names += register.checks[id].relation.names
    return ""


def worked_out(article: Article, expression: str) -> dict[str, Any]:
    """Return what a page tells of a number, or of a range's two ends, worked out from several figures.

    Raises ValueError if an expression is none, or is not about figures of the article.
    """
    expressions = expression.split(wording.TO)
    relations = [parse(f"{each} == 0") for each in expressions]
    register, names = article.register, list(dict.fromkeys(name for each in relations for name in each.names))
    if not names or any(name not in register.figures for name in names):
        raise ValueError(f"{expression} is not about figures of the article")
    unit = units_of(relations[0], register.figures)[0][0]
    bearing = _standing(register)
    has_numbers = all(register.figures[name].number for name in names)
    labels = {name: register.figures[name].label for name in names}
    printed = [
        str(wording.quantity(article.exactly(each), unit)) for each in expressions if unit and has_numbers
    ]
    ranges = [article.work_out(each) for each in expressions]
    both = replace(ranges[0], hi=ranges[-1].hi, hi_open=ranges[-1].hi_open)
    return {
        "formula": wording.TO.join(side_in_words(relation.left, labels) for relation in relations),
        "printed": wording.TO.join(printed),
        "can": str(wording.span(both, unit)) if unit else "",
        "figures": names,
        "checks": list(dict.fromkeys(id for name in names for id in bearing[name])),
    }


def _standing(register: Register) -> dict[str, list[str]]:
    """Return in which checks each figure stands."""
    standing: dict[str, list[str]] = {id: [] for id in register.figures}
    for check in register.checks.values():
        for id in check.relation.names:
            standing[id].append(check.id)
    return standing


@dataclass(frozen=True)
class ByDay:
    """A quantity that has a value for each day, which a reader may choose: it then stands for some figures.

    ``label`` leads to the choice, ``name`` stands in sentences: "the rate of 12 September 2024". ``days`` are
    pairs of an ISO date and the value as text; ``figures`` the ids of those that take it.
    """

    label: str
    name: str
    days: Sequence[tuple[str, str]]
    figures: Sequence[str]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return the days as data in a page, which its script makes a control of."""
        held = json.dumps(asdict(self)).replace("<", r"\u003c")
        block = f'<script type="application/json">{held}</script>'
        return {"text/html": f'<div class="by-day" hidden>{block}</div>'}
