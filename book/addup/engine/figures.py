"""The register: what an article says, figure by figure, and what must hold between the figures.

Reads ``figures.csv``, ``references.csv`` (optional) and ``checks.csv`` of one folder. The files are
untrusted: the first fault raises BadInput with one line that names file, row and column.
"""

from __future__ import annotations

import datetime
import difflib
import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from addup.engine.formula import DECIMAL, UNIT, FormulaError, Relation, parse
from addup.engine.hedges import ALL_READINGS, AS_PRINTED, HEDGE, HEDGES, READING, READINGS
from addup.engine.interval import NOT_NEGATIVE, WHOLE, Interval
from addup.engine.table import BadInput, hint, is_rewritten_date, rows, tidy

__all__ = ["ALL_READINGS", "EVIDENCE", "HEDGES", "READINGS", "Check", "Figure", "Register", "load", "tidied"]

EVIDENCE = ("internal", "independent", "same_origin", "none")
"""What a check is evidence of: that the article agrees with itself, with an independent source, with a source
that copied it or that it copied; or of nothing, because it only works a quantity out."""

EXACT = "exact"
"""What stands in the column ``place`` of a number that was counted or is a price: it was never rounded."""

FIGURE_COLUMNS = (
    *("id", "label", "number", "scale", "unit", "hedge", "place"),
    *("period", "attribution", "paragraph", "quote", "note"),
)
CHECK_COLUMNS = ("id", "question", "formula", "why", "chapter")
NOT_FIGURE_COLUMNS = ("paragraph", "token", "quote", "reason")
NOT_FIGURE = "not_figure"
"""An optional column of figures.csv: why the row is no figure after all. It then counts for nothing else."""
DECIMALS = ("number", "scale", "place")
"""The columns of a figure that hold decimal numbers; the last two may be powers of ten."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,79}", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PRINTED = re.compile(r"(?<![\d.,])\d+(?:[.,](?:\d{1,2}|\d{4,}))?(?![.,]?\d)", re.ASCII)
"""A number in running text that can be read in one way only; three digits after a mark may be thousands."""
_AS_TEXT = ": a spreadsheet may have changed it, so set the column to text and type it again"


@dataclass(frozen=True)
class Figure:
    """One figure of the article, or of a source, as printed.

    ``number`` is the text as printed and ``scale`` what it is multiplied by to give base units of
    ``unit``. ``place`` is the decimal place to which the figure is taken to be rounded, before ``scale``;
    0 for a number that is exact under every reading. An empty ``number`` is an unknown: a quantity that
    checks need and nobody printed.
    """

    id: str
    label: str
    number: str
    scale: Fraction
    unit: str
    hedge: str
    place: Fraction | None
    period: str
    attribution: str
    paragraph: int | None
    quote: str
    note: str
    table: str
    line: int
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def value(self) -> Fraction | None:
        """The number in base units; for a date its proleptic Gregorian ordinal; None for an unknown."""
        if not self.number:
            return None
        if self.unit == "date":
            return Fraction(datetime.date.fromisoformat(self.number).toordinal())
        return Fraction(self.number) * self.scale

    @property
    def is_printed(self) -> bool:
        """Whether there is a number: an unknown has none."""
        return bool(self.number)

    @property
    def is_exact(self) -> bool:
        """Whether the number was never rounded: counted, or a price; a day of the calendar is exact too."""
        return self.place == 0 or (self.unit == "date" and not HEDGE[self.hedge].vague)

    @cached_property
    def may_be_negative(self) -> bool:
        """Whether the quantity is no size: a date, a change, or what is printed as below 0."""
        kinds = re.split(r"[*/]", self.unit)
        if "date" in kinds or "change" in kinds:
            return True
        if self.value is None or (self.value > 0 and HEDGE[self.hedge].may_be_over):
            return False
        return self.value < 0 or any(self._bound(each) & NOT_NEGATIVE is None for each in ALL_READINGS)

    @property
    def domain(self) -> Interval:
        """What the quantity could be if nothing had been printed: a size is never negative."""
        return WHOLE if self.may_be_negative else NOT_NEGATIVE

    def printed(self, reading: str) -> Interval:
        """Return what the quantity can be, given the printed figure and one of ALL_READINGS."""
        if reading not in self._printed:
            self._printed[reading] = self._range(reading)
        return self._printed[reading]

    @cached_property
    def _printed(self) -> dict[str, Interval]:
        """What `printed` has returned, by reading: every solution asks it of every figure."""
        return {}

    def _range(self, reading: str) -> Interval:
        if self.value is None:
            return self.domain
        both = self._bound(reading) & self.domain
        assert both is not None, "what is printed as below 0 is no size"
        return both

    def _bound(self, reading: str) -> Interval:
        """Return what the number and its hedge leave room for, whether a size can be that or not."""
        assert self.value is not None
        reading = AS_PRINTED if self.is_exact else reading
        hedge, place = HEDGE[self.hedge], self.place_for(reading)
        if hedge.vague:
            place = max(place, self._roundness(min(place, self.last_place), READING[reading].each_zero))
        return hedge.around(self.value, place * self.scale, reading)

    def _roundness(self, place: Fraction, each_zero: int) -> Fraction:
        """Return a place widened by every zero from there to the last digit that is not zero."""
        zero = place
        while zero * 10 <= self.round_place:
            place, zero = place * each_zero, zero * 10
        return place

    def place_for(self, reading: str) -> Fraction:
        """Return the place that counts under a reading, before scale, if the number was rounded.

        Strict is never looser than declared, and the round reading never tighter.
        """
        last, rule = self.last_place, READING[reading].place
        declared = self.place or last
        if rule == "last":
            return min(last, declared)
        return declared if rule == "declared" else max(self.round_place, declared)

    @cached_property
    def last_place(self) -> Fraction:
        """The place of the last printed digit, before scale: 1 for "40", 0.1 for "5.5"."""
        if self.unit == "date":
            return Fraction(1)
        mantissa, _, exponent = self.number.lower().partition("e")
        decimals = len(mantissa.partition(".")[2])
        return Fraction(Fraction(10) ** (int(exponent or 0) - decimals))

    @cached_property
    def round_place(self) -> Fraction:
        """The place of the last digit that is not zero: 10 for "40", 10000 for "230000"."""
        mantissa = self.number.lower().partition("e")[0]
        digits = mantissa.replace(".", "").lstrip("-")
        if self.unit == "date" or not digits.strip("0"):
            return self.last_place
        zeros = len(digits) - len(digits.rstrip("0"))
        return self.last_place * Fraction(10**zeros)


@dataclass(frozen=True)
class Check:
    """One thing that must hold between figures."""

    id: str
    question: str
    formula: str
    why: str
    chapter: str
    line: int
    relation: Relation = field(repr=False)
    evidence: str = ""
    """One of EVIDENCE, empty if nothing is declared."""


@dataclass(frozen=True)
class Register:
    """All figures and checks of one article, by id, in the order of their files."""

    figures: dict[str, Figure]
    checks: dict[str, Check]


def load(folder: Path) -> Register:
    """Read a register from a folder; raise BadInput at the first fault."""
    figures: dict[str, Figure] = {}
    for name in ("figures.csv", "references.csv"):
        if name == "references.csv" and not (folder / name).exists():
            continue  # an article can be checked against itself alone
        for line, row in rows(folder / name, FIGURE_COLUMNS, DECIMALS):
            if row.get(NOT_FIGURE):
                continue
            figure = _figure(name, line, row)
            if figure.id in figures:
                first = figures[figure.id]
                raise BadInput(
                    name, line, "id", f"{figure.id!r} stands in {first.table}:{first.line} already"
                )
            figures[figure.id] = figure
    register = Register(figures, load_checks(folder / "checks.csv", figures))
    _test_evidence(register)
    return register


def _test_evidence(register: Register) -> None:
    """Raise BadInput for the first check that declares to be evidence of what it cannot be."""
    if not any(check.evidence for check in register.checks.values()):
        return
    # Imported here, as it stands on the network of checks, and that on this module.
    from addup.engine.evidence import FOLLOWS, WORKS_OUT, faults
    from addup.engine.units import units

    of = {figure.id: figure.unit for figure in register.figures.values()}
    for fault in faults(register):
        check = register.checks[fault.check]
        told = f"{fault.check} is no {check.evidence!r} evidence"
        if fault.kind == WORKS_OUT:
            told += f": all it does is work out {fault.unknown}, so it, or another check that does, is 'none'"
            beside = (one for one in register.checks.values() if fault.unknown in one.relation.names)
            unlike = ((one.id, units(one.relation, of)) for one in beside)
            told += next((f"; {id} does not count, as {why}" for id, why in unlike if why), "")
        elif fault.kind == FOLLOWS:
            told += ": the other checks say as much already, so it cannot fail by itself"
        else:
            told += ": no figure of the article stands in it"
        raise BadInput("checks.csv", check.line, "evidence", told)


def load_checks(path: Path, figures: Mapping[str, Figure]) -> dict[str, Check]:
    """Read checks over figures from one table, by id; raise BadInput at the first fault."""
    checks: dict[str, Check] = {}
    for line, row in rows(path, CHECK_COLUMNS):
        check = _check(path.name, line, row, figures)
        if check.id in checks:
            first = checks[check.id].line
            raise BadInput(path.name, line, "id", f"{check.id!r} stands in line {first} already")
        checks[check.id] = check
    return checks


def set_aside(folder: Path) -> list[Figure]:
    """Return the rows of figures.csv that are no figures after all; raise BadInput at the first fault."""
    table = rows(folder / "figures.csv", FIGURE_COLUMNS, DECIMALS)
    return [_figure("figures.csv", line, row) for line, row in table if row.get(NOT_FIGURE)]


def tidied(folder: Path) -> dict[str, str]:
    """Return the texts of a register's tables in the form in which they are kept, by the names of the files.

    Raises BadInput if the register cannot be read.
    """
    load(folder)
    columns = {"figures.csv": FIGURE_COLUMNS, "references.csv": FIGURE_COLUMNS, "checks.csv": CHECK_COLUMNS}
    columns["not_figures.csv"] = NOT_FIGURE_COLUMNS
    return {
        name: tidy(folder / name, needed, *((DECIMALS, DECIMALS[1:]) if needed is FIGURE_COLUMNS else ()))
        for name, needed in columns.items()
        if (folder / name).exists()
    }


def _figure(table: str, line: int, row: dict[str, str]) -> Figure:
    def fail(column: str, fault: str) -> BadInput:
        return BadInput(table, line, column, fault)

    def decimal(column: str) -> Fraction:
        text = row[column]
        sign = -1 if text.startswith("-") else 1
        if not DECIMAL.fullmatch(text.removeprefix("-")):
            raise fail(column, f"{_short(text)} is not a decimal number{hint(text)}")
        return sign * Fraction(text.removeprefix("-"))

    check_id(row["id"], fail)
    unit, hedge, number = row["unit"], row["hedge"] or "none", row["number"]
    if not UNIT.fullmatch(unit):
        raise fail("unit", f"{_short(unit)} is not a unit such as USD or CNY/USD")
    if hedge not in HEDGES:
        raise fail("hedge", f"{_short(hedge)} is not one of {', '.join(HEDGES)}")
    if number and unit == "date":
        try:
            datetime.date.fromisoformat(number if _ISO_DATE.fullmatch(number) else "")
        except ValueError:
            raise fail("number", f"{_short(number)} is not a date such as 2025-01-20{_AS_TEXT}") from None
    elif number:
        decimal("number")
    elif row["place"] and re.search(r"\d", row["quote"]):
        raise fail("number", f"is empty, but {_short(row['quote'])} prints one: was the number deleted?")
    if re.search(r"[eE]\+", number):
        raise fail("number", f"{_short(number)} may have lost digits{_AS_TEXT}, all digits as printed")
    if number and unit != "date" and (form := _other_form(number, row["quote"])):
        raise fail("number", f"{_short(number)} stands as {_short(form)} in the quote{_AS_TEXT}")
    if number and unit != "date" and _is_another_cell(number, row["quote"]):
        raise fail("quote", f"{_short(row['quote'])} does not print {_short(number)}{_AS_TEXT}")
    for column in ("period", "accessed"):
        if is_rewritten_date(cell := row.get(column, "")):
            raise fail(column, f"{_short(cell)} is not written as 2025-01-20 or 2025-01{_AS_TEXT}")
    scale = decimal("scale") if row["scale"] else Fraction(1)
    place = Fraction(0) if row["place"] == EXACT else decimal("place") if row["place"] else None
    if scale <= 0:
        raise fail("scale", f"{_short(row['scale'])} is not more than 0")
    if place is not None and place < 0:
        raise fail("place", f"{_short(row['place'])} is neither a decimal place nor {EXACT!r}")
    if place == 0 and HEDGE[hedge].vague:
        raise fail("place", f"a number that is {EXACT} cannot be {HEDGE[hedge].says['en']!r} as well")
    if not re.fullmatch(r"\d{0,6}", row["paragraph"], re.ASCII):
        decimals = row["paragraph"].replace(",", ".").endswith(".0")
        fault = f"is not a whole number{': the table was not read as text (pandas: dtype=str)' * decimals}"
        raise fail("paragraph", f"{_short(row['paragraph'])} {fault}")
    return Figure(
        id=row["id"],
        label=row["label"] or row["id"],
        number=number,
        scale=scale,
        unit=unit,
        hedge=hedge,
        place=place,
        period=row["period"],
        attribution=row["attribution"],
        paragraph=int(row["paragraph"]) if row["paragraph"] else None,
        quote=row["quote"],
        note=row["note"],
        table=table,
        line=line,
        extra={column: cell for column, cell in row.items() if column not in FIGURE_COLUMNS},
    )


def _other_form(number: str, quote: str) -> str:
    """Return how the quote prints a number if only with other zeros: "5.50" for 5.5; else the empty text.

    A zero at the end is precision: a spreadsheet drops it, and a program that reads floats adds one.
    """
    digits = number.removeprefix("-")
    forms = [form.replace(",", ".") for form in _PRINTED.findall(quote)]
    same = [form for form in forms if Fraction(form) == Fraction(digits)]
    return same[0] if same and digits not in same else ""


def _is_another_cell(number: str, quote: str) -> bool:
    """Tell whether a quote of a numeral alone was taken for another: "485.000" for 485, "5.8" for a date."""
    if is_rewritten_date(quote):
        return True
    return quote.isascii() and quote.isdigit() and quote != number and quote.rstrip("0") == number.rstrip("0")


def _check(table: str, line: int, row: dict[str, str], figures: Mapping[str, Figure]) -> Check:
    def fail(column: str, fault: str) -> BadInput:
        return BadInput(table, line, column, fault)

    check_id(row["id"], fail)
    try:
        relation = parse(row["formula"])
    except FormulaError as error:
        raise fail("formula", str(error)) from None
    for name in relation.names:
        if name not in figures:
            alike = difflib.get_close_matches(name, figures, n=1, cutoff=0.5)
            hint = "; {!r} is: was it renamed, or a row deleted? make rename ID=old TO=new mends checks, too"
            fault = f"{_short(name)} is not the id of a figure{hint.format(*alike) if alike else ''}"
            raise fail("formula", fault)
    evidence = row.get("evidence", "")
    if evidence and evidence not in EVIDENCE:
        raise fail("evidence", f"{_short(evidence)} is not one of {', '.join(EVIDENCE)}")
    cells = {column: row[column] for column in CHECK_COLUMNS}
    return Check(**cells, line=line, relation=relation, evidence=evidence)


def check_id(id: str, fail: Callable[[str, str], BadInput]) -> None:
    """Raise what `fail` makes of column and fault if a text cannot name a figure or a check."""
    if not _ID.fullmatch(id):
        raise fail("id", f"{_short(id)} is not a name in small letters, digits and underscores")
    if keyword.iskeyword(id):
        raise fail("id", f"{id!r} is a word of the formula language")


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "...")
