"""The register: what an article says, figure by figure, and what must hold between the figures.

Reads ``figures.csv``, ``references.csv`` (optional) and ``checks.csv`` of one folder. The files are
untrusted: the first fault raises BadInput with one line that names file, row and column.
"""

from __future__ import annotations

import datetime
import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from addup.engine.formula import DECIMAL, UNIT, FormulaError, Relation, parse
from addup.engine.interval import NOT_NEGATIVE, WHOLE, Interval
from addup.engine.table import BadInput, hint, is_rewritten_date, rows, tidy

READINGS = ("strict", "declared", "round")
HEDGES = ("none", "about", "more_than", "at_least", "less_than", "at_most", "up_to")

FIGURE_COLUMNS = (
    *("id", "label", "number", "scale", "unit", "hedge", "place"),
    *("period", "attribution", "paragraph", "quote", "note"),
)
CHECK_COLUMNS = ("id", "question", "formula", "why", "chapter")
NOT_FIGURE_COLUMNS = ("paragraph", "token", "quote", "reason")
DECIMALS = ("number", "scale", "place")
"""The columns of a figure that hold decimal numbers; the last two may be powers of ten."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,79}", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PRINTED = re.compile(r"(?<![\d.,])\d+(?:[.,](?:\d{1,2}|\d{4,}))?(?![.,]?\d)", re.ASCII)
"""A number in running text that can be read in one way only; three digits after a mark may be thousands."""
_AS_TEXT = ": a spreadsheet may have changed it, so set the column to text and type it again"


@dataclass(frozen=True)
class Figure:
    """One figure of the article, or of a primary source, as printed.

    ``number`` is the text as printed and ``scale`` what it is multiplied by to give base units of
    ``unit``. ``place`` is the decimal place to which the figure is taken to be rounded, before ``scale``.
    An empty ``number`` is an unknown: a quantity that checks need and nobody printed.
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

    @property
    def value(self) -> Fraction | None:
        """The number in base units; for a date its proleptic Gregorian ordinal; None for an unknown."""
        if not self.number:
            return None
        if self.unit == "date":
            return Fraction(datetime.date.fromisoformat(self.number).toordinal())
        return Fraction(self.number) * self.scale

    @property
    def domain(self) -> Interval:
        """What the quantity could be if nothing had been printed: a size is never negative."""
        value = self.value
        return WHOLE if self.unit == "date" or (value is not None and value < 0) else NOT_NEGATIVE

    def printed(self, reading: str) -> Interval:
        """Return what the quantity can be, given the printed figure and one of READINGS.

        Half of the last place on either side, closed: XBRL Calculations 1.1. For "about", two places:
        the empirical width of Ferson et al., *Natural language of uncertainty*, 2015.
        """
        value = self.value
        if value is None:
            return self.domain
        if self.hedge in ("more_than", "at_least"):
            bound = Interval(value, None, self.hedge == "more_than")
        elif self.hedge in ("less_than", "at_most", "up_to"):
            bound = Interval(None, value, False, self.hedge == "less_than")
        else:
            about = self.hedge == "about"
            if self.unit == "date" and not about:
                return Interval.point(value)  # a day of the calendar is not rounded
            if reading == "strict":
                width = self.last_place * (1 if about else Fraction(1, 2))
            else:
                place = self.place or self.last_place if reading == "declared" else self.round_place
                width = place * (2 if about else Fraction(1, 2))
            width *= self.scale
            bound = Interval(value - width, value + width)
        both = bound & self.domain
        assert both is not None, "a bound that leaves nothing is refused when the file is read"
        return both

    @property
    def last_place(self) -> Fraction:
        """The place of the last printed digit, before scale: 1 for "40", 0.1 for "5.5"."""
        if self.unit == "date":
            return Fraction(1)
        mantissa, _, exponent = self.number.lower().partition("e")
        decimals = len(mantissa.partition(".")[2])
        return Fraction(Fraction(10) ** (int(exponent or 0) - decimals))

    @property
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
            figure = _figure(name, line, row)
            if figure.id in figures:
                first = figures[figure.id]
                raise BadInput(
                    name, line, "id", f"{figure.id!r} stands in {first.table}:{first.line} already"
                )
            figures[figure.id] = figure
    checks: dict[str, Check] = {}
    for line, row in rows(folder / "checks.csv", CHECK_COLUMNS):
        check = _check(line, row, figures)
        if check.id in checks:
            raise BadInput(
                "checks.csv", line, "id", f"{check.id!r} stands in line {checks[check.id].line} already"
            )
        checks[check.id] = check
    return Register(figures, checks)


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

    _check_id(row["id"], fail)
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
    elif number and decimal("number") == 0 and hedge == "less_than":
        raise fail("number", "a size is never less than 0")
    if re.search(r"[eE]\+", number):
        raise fail("number", f"{_short(number)} may have lost digits{_AS_TEXT}, all digits as printed")
    if number and unit != "date" and (form := _other_form(number, row["quote"])):
        raise fail("number", f"{_short(number)} stands as {_short(form)} in the quote{_AS_TEXT}")
    for column in ("period", "accessed"):
        if is_rewritten_date(cell := row.get(column, "")):
            raise fail(column, f"{_short(cell)} is not written as 2025-01-20 or 2025-01{_AS_TEXT}")
    scale = decimal("scale") if row["scale"] else Fraction(1)
    place = decimal("place") if row["place"] else None
    if scale <= 0:
        raise fail("scale", f"{_short(row['scale'])} is not more than 0")
    if place is not None and place <= 0:
        raise fail("place", f"{_short(row['place'])} is not more than 0")
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


def _check(line: int, row: dict[str, str], figures: Mapping[str, Figure]) -> Check:
    def fail(column: str, fault: str) -> BadInput:
        return BadInput("checks.csv", line, column, fault)

    _check_id(row["id"], fail)
    try:
        relation = parse(row["formula"])
    except FormulaError as error:
        raise fail("formula", str(error)) from None
    for name in relation.names:
        if name not in figures:
            raise fail("formula", f"{_short(name)} is not the id of a figure")
    return Check(**{column: row[column] for column in CHECK_COLUMNS}, line=line, relation=relation)


def _check_id(id: str, fail: Callable[[str, str], BadInput]) -> None:
    if not _ID.fullmatch(id):
        raise fail("id", f"{_short(id)} is not a name in small letters, digits and underscores")
    if keyword.iskeyword(id):
        raise fail("id", f"{id!r} is a word of the formula language")


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "...")
