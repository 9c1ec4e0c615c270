"""What a chapter works with: the article read, solved and put into words.

A chapter begins with ``article = Article()``. Everything it prints comes from there, so that a changed
figure changes every sentence, or stops the build at the assertion beside it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from addup.engine.figures import READINGS, Check, Figure, Register, load, load_checks
from addup.engine.formula import Expression, fold, parse
from addup.engine.hulls import hull_of
from addup.engine.interval import Interval
from addup.engine.solve import CONSISTENT, NOT_CHECKABLE, FigureRanges, Group, Result, Verdict, solve
from addup.report import asked, dates, wording
from addup.report.equations import Equation
from addup.report.evidence import KINDS, TESTS, counted
from addup.report.formulas import latex_side, words
from addup.report.picture import DEFERRED
from addup.report.said import Said, chapter_of
from addup.report.tables import Table
from addup.report.wording import Quoted, WorkedOut

if TYPE_CHECKING:
    import pandas as pd

_OPERATIONS = {
    "+": Fraction.__add__,
    "-": Fraction.__sub__,
    "*": Fraction.__mul__,
    "/": Fraction.__truediv__,
}

DATA = Path(__file__).resolve().parents[3] / "data"


class _Loaded:
    """A register as its files have it, with its results: all articles made of the same files share one."""

    def __init__(self, data: Path, files: Mapping[Path, bytes]) -> None:
        self.files, self.register = files, load(data)
        self.results: dict[str, Result] = {}
        wording.name_units(self.register.figures.values())
        self.units = wording.named_units()

    def result(self, reading: str) -> Result:
        if reading not in self.results:
            self.results[reading] = solve(self.register, reading)
        return self.results[reading]


_LOADED: dict[Path, _Loaded] = {}


def _loaded(data: Path) -> _Loaded:
    """Return what the files in a folder hold, read again only if one of them has changed."""
    with asked.unheeded():
        data = data.resolve()
        files = {path: path.read_bytes() for path in sorted(data.glob("*.csv"))}
        if data not in _LOADED or _LOADED[data].files != files:
            _LOADED[data] = _Loaded(data, files)
    return _LOADED[data]


def prepare(data: Path) -> None:
    """Work out what nearly every chapter asks for, so that the processes forked from this one have it."""
    loaded = _loaded(data)
    for reading in READINGS:
        loaded.result(reading).checks  # noqa: B018  works it out
    loaded.result(READINGS[1]).figures  # noqa: B018
    dates.in_words(date.today(), locale=dates.USUAL)  # not in the report's language: that is read by who asks


def answers(questions: Iterable[asked.Question], data: Path | None = None) -> dict[asked.Question, str]:
    """Return a digest of what the register in a folder answers to each question that a chapter asked."""
    loaded = _loaded(data or DATA)
    readings = {question[0] for question in questions} & set(READINGS)
    results = {reading: loaded.result(reading) for reading in readings}
    return asked.answers(questions, {"register": loaded.register, "units": loaded.units, **results})


OF_FIGURE = ".figure"
"""Behind the name of a text that was given to the prose: the figure or the expression that it is about."""


class Article:
    """One article's register under one reading, with its result worked out."""

    def __init__(
        self,
        data: Path | None = None,
        reading: str = "declared",
        register: Register | None = None,
        before: Article | None = None,
    ) -> None:
        """Take the register in ``data``, or another; of ``before`` what it shares is not worked out again."""
        self.data, self.reading, self._before = data or DATA, reading, before
        self._loaded = None if register else _loaded(self.data)
        given = self._loaded.register if self._loaded else cast("Register", register)
        self._register = Register(dict(given.figures), dict(given.checks))
        wording.name_units(self._register.figures.values())
        asked.note("units")

    @cached_property
    def register(self) -> Register:
        """Every figure and check."""
        figures = asked.Watched(self._register.figures, "register", "figures", kind=asked.WatchedFigure)
        checks = asked.Watched(self._register.checks, "register", "checks")
        return Register(cast("dict[str, Figure]", figures), cast("dict[str, Check]", checks))

    @property
    def result(self) -> Result:
        """Every verdict and range."""
        if self._loaded is None:
            self._ask(name for check in self._register.checks.values() for name in check.relation.names)
        return self._watched

    @cached_property
    def _watched(self) -> Result:
        if self._loaded is not None:
            kinds = {"checks": asked.WatchedVerdict, "figures": asked.WatchedRanges}
            return cast("Result", asked.WatchedParts(self._result, self.reading, kinds=kinds))
        return cast("Result", asked.WatchedParts(self._result, "register", witness=("register", "figures")))

    @cached_property
    def _result(self) -> Result:
        if self._loaded is not None:
            return self._loaded.result(self.reading)
        return solve(self._register, self.reading, self._before._result if self._before else None)

    @cached_property
    def between_sources(self) -> dict[str, tuple[Check, Verdict]]:
        """What sources say against each other, by id: each question alone, with what it comes to.

        Held apart from the checks: that two sources disagree is no contradiction of the article's.
        """
        questions = load_checks(self.data / "between_sources.csv", self._register.figures)
        return {id: (check, self._against(check).verdict(id)) for id, check in questions.items()}

    def _against(self, check: Check) -> Article:
        """Return the article held against one check alone, which need not be among its own."""
        return Article(self.data, self.reading, Register(self._register.figures, {check.id: check}), self)

    def with_check(self, check: Check) -> Article:
        """Return the article held against one check more."""
        checks = dict(self.register.checks) | {check.id: check}
        return Article(self.data, self.reading, Register(self._register.figures, checks), self)

    def _ask(self, ids: Iterable[str]) -> None:
        """Note that all of some figures counts."""
        for id in ids:
            asked.note("register", "figures", id)

    def _is_as_before(self, group: Group | None) -> bool:
        """Tell whether checks that hang together come to what they do in the register as it stands.

        Notes what their answers depend on, apart from those answers themselves if it is so.
        """
        before = self._before
        while before is not None and before._loaded is None:
            before = before._before
        if group is not None and before is not None and group in before._result.groups.values():
            asked.note(self.reading, "made_of", group.checks[0].id)
            return True
        self._ask(group.figures if group is not None else ())
        # What is set aside ties nothing together, until its figures change.
        for id in self._result.aside:
            names = self._register.checks[id].relation.names
            if before is None or id not in before._result.aside or self._differs(before, names):
                self._ask(names)
        asked.note(self.reading, "aside", asked.NAMES)
        return False

    def _differs(self, other: Article, ids: Iterable[str]) -> bool:
        return any(self._register.figures[id] != other._register.figures.get(id) for id in ids)

    def figure(self, id: str) -> Figure:
        """Return a figure of the register."""
        return self.register.figures[id]

    def check(self, id: str) -> Check:
        """Return a check of the register."""
        return self.register.checks[id]

    def prints(self, **numbers: str) -> bool:
        """Tell whether figures, by id, have these numbers: a title states them, and cannot be worked out."""
        return all(self.figure(id).number == number for id, number in numbers.items())

    def value(self, id: str) -> Fraction:
        """Return a figure's number in base units; raises AssertionError if nobody has printed one."""
        value = self.figure(id).value
        if value is None:
            raise AssertionError(f"{id} has no number: rewrite what is worked out from it")
        return value

    def ranges(self, id: str) -> FigureRanges:
        """Return what a figure can be: printed, implied by the rest, remaining."""
        if self._loaded is not None:
            return asked.WatchedRanges(self._result.ranges(id), self.reading, "ranges", id)
        ranges, group = self._result.ranges(id), self._result.group_of_figure(id)
        if self._is_as_before(group):
            return asked.WatchedRanges(ranges, self.reading, "ranges", id)
        self._ask([id])
        return ranges

    def interval(self, id: str, which: str) -> Interval:
        """Return one of a figure's ranges: "printed", "implied" by the rest, "remaining" after all checks.

        Raises AssertionError, as a chapter's own claims do, where the checks leave nothing.
        """
        if which == "printed":
            return self.figure(id).printed(self.reading)  # no check has a say in that
        interval: Interval | None = getattr(self.ranges(id), which)
        if interval is None:
            conflict = ", ".join(self.result.conflict)
            spared = [one for one in self.result.conflict if one in self.register.checks][-1:]
            way_out = "".join(f', or work it out from article.without("{one}")' for one in spared)
            raise AssertionError(f"nothing fits {id}, since {conflict} cannot all hold: rewrite it{way_out}")
        return interval

    def verdict(self, id: str) -> Verdict:
        """Return what a check came to."""
        if self._loaded is not None:
            return self.result.checks[id]
        verdict, group = self._result.verdict(id), self._result.group_of_check(id)
        if self._is_as_before(group):
            return asked.WatchedVerdict(verdict, self.reading, "checks", id)
        self._ask(self._register.checks[id].relation.names)
        return verdict

    def marked(self, id: str) -> str:
        """Return a check's verdict as the prose marks it, with the check that it leads to."""
        return f"{{verdict}}`{self.verdict(id).verdict} <{id}>`"

    @cached_property
    def by_evidence(self) -> dict[str, list[str]]:
        """The ids of the checks by what each is evidence of, in the order of KINDS."""
        checks = self.register.checks.items()
        return {kind: [id for id, check in checks if check.evidence == kind] for kind in KINDS}

    @cached_property
    def tests(self) -> list[str]:
        """The ids of the checks that test the article: on itself or on a source that is not its own."""
        return [id for id, check in self.register.checks.items() if check.evidence in TESTS]

    @cached_property
    def repeats(self) -> list[str]:
        """The ids of the tests that only ask whether one number was copied right."""
        return [
            id
            for id in self.tests
            if self.check(id).relation.op == "=="
            and sorted(self.figure(name).table for name in self.check(id).relation.names)
            == ["figures.csv", "references.csv"]
            and self.check(id).formula.count(" ") == 2
            and all(self.figure(name).is_printed for name in self.check(id).relation.names)
        ]

    def reason(self, id: str) -> str:
        """Return in words what carries a check's verdict."""
        return wording.because(self.verdict(id), self.register.figures)

    def counts(self) -> dict[str, int]:
        """Return how many tests came to each verdict, in the order of VERDICTS."""
        return counted(self.register, self.result)

    def work_out(self, expression: str, given: str = "printed") -> Interval:
        """Return what an expression over figures can be.

        ``given`` says from which of their ranges: "printed" (under the reading) or "remaining" (after all
        checks). ``article.work_out("domestic_usd + overseas_usd")`` is $12.05bn to $12.55bn. Raises
        AssertionError, as a chapter's own claims do, where the checks leave nothing to work with, and where
        the expression divides by zero.
        """
        relation = parse(f"{expression} == 0")
        hull = hull_of(relation.left, {id: self.interval(id, given) for id in relation.names})[0]
        if hull is None:
            raise AssertionError(f"{expression} divides by zero: rewrite it")
        if self._loaded is None or given != "printed":
            return hull
        lo, hi = (None if end is None else WorkedOut.of(end, expression) for end in (hull.lo, hull.hi))
        return Interval(lo, hi, hull.lo_open, hull.hi_open)

    def exactly(self, expression: str) -> Fraction:
        """Return an expression at the printed numbers themselves, as if none were rounded.

        Raises AssertionError where it divides by zero.
        """
        relation = parse(f"{expression} == 0")
        try:
            value = _at(relation.left, {id: self.value(id) for id in relation.names})
        except ZeroDivisionError:
            raise AssertionError(f"{expression} divides by zero: rewrite it") from None
        return value if self._loaded is None else WorkedOut.of(value, expression)

    def altered(self, *checks: str, **changes: Mapping[str, Any]) -> Article:
        """Return the article as if other figures had been printed, held against all checks or some.

        ``article.altered("sum_headline", headline_usd={"number": "14"})``: first the ids of the checks to
        keep, if not all, then by id the fields of a figure that differ.
        """
        kept = {id: self.check(id) for id in checks or self.register.checks}
        self._ask(changes)
        changed = {id: replace(self._register.figures[id], **fields) for id, fields in changes.items()}
        figures = self._register.figures | changed
        return Article(self.data, self.reading, Register(figures, kept), self)

    def without(self, *checks: str) -> Article:
        """Return the article held against all checks but some, such as one that contradicts the rest.

        Raises KeyError if one of them is no check, and ValueError if none is left.
        """
        left_out = {self.check(id).id for id in checks}
        kept = [id for id in self.register.checks if id not in left_out]
        if not kept:
            raise ValueError("no check is left")
        return self.altered(*kept)

    # --- in words ---------------------------------------------------------------------------------------

    def printed(self, id: str) -> str:
        """Return a figure as a newspaper prints it, without its hedge: "RMB40bn"."""
        return Quoted(wording.as_printed(self.figure(id)), id)

    def hedged(self, id: str) -> str:
        """Return a figure with the article's own hedge: "more than $12bn"."""
        return Quoted(wording.hedged(self.figure(id)), id)

    def range_of(self, id: str, which: str = "printed", digits: int = 4) -> str:
        """Return one of a figure's ranges ("printed", "implied", "remaining") in words."""
        ranges = self.ranges(id)
        if which == "implied" and ranges.says_nothing:
            return Quoted("nothing bears on it", id)
        return Quoted(wording.span(getattr(ranges, which), wording.unit_of(self.figure(id)), digits), id)

    def ends_of(self, id: str) -> tuple[str, str]:
        """Return the ends of a printed range as the figure is printed: "1.75 times", "2.25 times"."""
        printed, figure = self.ranges(id).printed, self.figure(id)
        if printed.lo is None or printed.hi is None:
            raise AssertionError(f"{id} has no two ends: rewrite what is said of both")
        return wording.in_terms_of(figure, printed.lo), wording.in_terms_of(figure, printed.hi)

    def between(self, ids: Collection[str], name: str, caption: str) -> Table:
        """Return what some sources say against each other as a table."""
        rows = [
            [
                check.question,
                *wording.sides(verdict.left, verdict.right, verdict.units),
                "they agree" if verdict.verdict == CONSISTENT else "they disagree",
                check.why,
            ]
            for id, (check, verdict) in self.between_sources.items()
            if id in ids
        ]
        columns = ["question", "one side", "the other", "do they agree?", "who they are"]
        return Table(_frame(rows, columns), caption, name)

    def in_words(self, id: str) -> str:
        """Return a check's formula in words, with the labels filled in."""
        relation = self.check(id).relation
        return words(relation, {name: self.figure(name).label for name in relation.names})

    def calculation(self, id: str, name: str | None = None) -> Table:
        """Return a check as a table: each item printed, least and most; both sides; verdict and margin."""
        check, verdict = self.check(id), self.verdict(id)
        rows = [
            self._row(self.figure(item).label, self._given(item), self.figure(item).unit, self.printed(item))
            for item in check.relation.names
        ]
        for side, tree, unit in zip(
            ("left", "right"), (check.relation.left, check.relation.right), verdict.units, strict=True
        ):
            if fold(tree, lambda _: 0, lambda _: 0, lambda *_: 1):  # a single item has its row already
                rows.append(self._row(f"*computed, {side} side*", getattr(verdict, side), unit, ""))
        margin = (
            ""
            if verdict.margin is None or verdict.verdict == NOT_CHECKABLE
            else f"margin {wording.margin(verdict)}"
        )
        rows.append(["**verdict**", self.marked(id), "", margin])
        frame = _frame(rows, ["item", "printed", "least", "most"])
        question = check.question.rstrip("?")
        return Table(
            frame,
            f"{question}? {_sentence(self.in_words(id))}",
            name or f"calculation-{id.replace('_', '-')}",
            right=("printed", "least", "most"),
        )

    def equation(self, expression: str, unit: str, name: str, digits: int = 4) -> Equation:
        """Return an expression worked out as printed, and at the ends of its figures that bound it.

        Raises AssertionError where no such ends bound the expression.
        """
        relation, result = parse(f"{expression} == 0"), self.work_out(expression)
        ids = relation.names
        ranges = [self.ranges(id).printed for id in ids]
        ends = [[end for end in (each.lo, each.hi) if end is not None] for each in ranges]
        corners = [dict(zip(ids, corner, strict=True)) for corner in product(*ends)]
        by_value = {_at(relation.left, corner): corner for corner in corners}
        least, most = (min(by_value), max(by_value)) if by_value else (None, None)
        if least is None or most is None or (result.lo, result.hi) != (least, most):
            raise AssertionError(f"{expression}: its ends are not at ends of its figures: show no equation")
        low, high = wording.ends(result, unit, digits)
        lines = {
            "printed": (
                {id: self.printed(id) for id in ids},
                wording.quantity(self.exactly(expression), unit, digits),
            ),
            "least": (self._written(by_value[least]), low),
            "most": (self._written(by_value[most]), high),
        }
        rows = [
            rf"\text{{{line}: }} {latex_side(relation.left, _texts(given))}"
            rf" &\approx {_text(value or '')}"
            for line, (given, value) in lines.items()
        ]
        return Equation("\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}", name)

    def _written(self, values: Mapping[str, Fraction]) -> dict[str, str]:
        return {id: wording.in_terms_of(self.figure(id), value) for id, value in values.items()}

    def _given(self, id: str) -> Interval | None:
        ranges = self.ranges(id)
        return ranges.printed if self.figure(id).value is not None else ranges.implied

    @staticmethod
    def _row(label: str, interval: Interval | None, unit: str, printed: str) -> list[str]:
        ends = wording.ends(interval, unit) if interval else (None, None)
        return [label, printed, *(end or "no limit" for end in ends)]


def _frame(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd  # which takes long to load, and most who read an article make no table

    return pd.DataFrame(rows, columns=list(columns))


def _at(side: Expression, values: Mapping[str, Fraction]) -> Fraction:
    """Return what an expression is at given values."""

    def operation(symbol: str, left: Fraction, right: Fraction) -> Fraction:
        return Fraction(_OPERATIONS[symbol](left, right))

    return fold(side, values.__getitem__, lambda leaf: leaf.value, operation)


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {id: _text(text) for id, text in texts.items()}


def _text(text: str) -> str:
    """Words and numbers in a formula."""
    return rf"\text{{{text.replace('$', chr(92) + '$')}}}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def say(**texts: object) -> None:
    """Give texts to the prose: ``say(rate="7.27")`` here is {glue:text}`rate` there.

    In a notebook they are shown below the cell instead, each with the sentences that it goes into.
    """
    from IPython.core.getipython import get_ipython
    from IPython.display import display
    from myst_nb import glue

    shell = get_ipython()
    if shell is None or os.environ.get(DEFERRED):
        for name, text in texts.items():
            glue(name, str(text), display=False)
            if isinstance(text, Quoted):
                glue(name + OF_FIGURE, text.about, display=False)
    else:
        source = shell.user_ns.get("In", [""])[-1]
        said = Said({name: str(text) for name, text in texts.items()}, chapter_of(source))
        display(said)  # type: ignore[no-untyped-call]
