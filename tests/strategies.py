"""Hypothesis strategies for the engine's tests, and the small registers they are made of.

Everything here is built from DESIGN's own terms (a printed number, a place, a hedge, a formula), so that a
test never leans on the code it is meant to check.
"""

import csv
import operator
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from pathlib import Path

from addup.engine.figures import Check, Figure, Register
from addup.engine.formula import parse
from addup.engine.interval import Interval
from hypothesis import strategies as st

COLUMNS = [
    "id", "label", "number", "scale", "unit", "hedge", "place", "period", "attribution", "paragraph", "quote",
    "note",
]  # fmt: skip
REFERENCE_COLUMNS = [*COLUMNS, "source_url", "accessed", "licence"]
CHECK_COLUMNS = ["id", "question", "formula", "why", "chapter"]


# Registers, written out


def figure_row(id, number, place="1", unit="USD", hedge="none", scale="1", **more):
    """One row of figures.csv; what a test does not care about is filled in."""
    filled = dict.fromkeys(COLUMNS, "") | {"label": id.replace("_", " "), "paragraph": "1"}
    return filled | {
        "id": id, "number": number, "place": place, "unit": unit, "hedge": hedge, "scale": scale, **more
    }  # fmt: skip


def correct(data, id, number="", times="10"):
    """Give a figure of the article another number, or so many times its own; return the old and the new."""
    path = Path(data, "figures.csv")
    rows = list(csv.DictReader(StringIO(path.read_text("utf-8"), newline="")))
    (row,) = [row for row in rows if row["id"] == id]
    before, row["number"] = row["number"], number or f"{float(Fraction(row['number']) * Fraction(times)):g}"
    text = StringIO(newline="")
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8", newline="")
    return before, row["number"]


def check_row(id, formula):
    """One row of checks.csv."""
    return {"id": id, "question": "Does it fit?", "formula": formula, "why": "it must", "chapter": "parts"}


def table(rows, columns):
    """The rows as CSV text with a header."""
    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write(folder: Path, figures, checks, references=()):
    """The three tables of a register in `folder`, which is returned."""
    folder.mkdir(exist_ok=True)
    (folder / "figures.csv").write_text(table(figures, COLUMNS), encoding="utf-8")
    (folder / "references.csv").write_text(table(references, REFERENCE_COLUMNS), encoding="utf-8")
    (folder / "checks.csv").write_text(table(checks, CHECK_COLUMNS), encoding="utf-8")
    return folder


def figure(id, number, place="1", unit="USD", hedge="none", scale="1"):
    """A figure as `load` would have read it."""
    return Figure(
        id=id, label=id.replace("_", " "), number=number, scale=Fraction(scale), unit=unit, hedge=hedge,
        place=Fraction(place) if place and number else None, period="", attribution="", paragraph=1,
        quote="", note="", table="figures.csv", line=2,
    )  # fmt: skip


def register(figures, formulas):
    """A register of `figures` and of one check per formula, named c0, c1, ... in order."""
    checks = {
        f"c{i}": Check(
            id=f"c{i}", question="", formula=text, why="", chapter="parts", line=i + 2, relation=parse(text)
        )
        for i, text in enumerate(formulas)
    }
    return Register(figures={f.id: f for f in figures}, checks=checks)


# Numbers and intervals

small = st.fractions(min_value=-20, max_value=20, max_denominator=12)


@st.composite
def intervals(draw, ends=small):
    """Any interval: bounded or not, ends open or closed, points too."""
    lo, hi = sorted((draw(ends), draw(ends)))
    if lo == hi:
        return Interval.point(lo)
    below, above = draw(st.sampled_from("[(-")), draw(st.sampled_from("])-"))
    return Interval(
        None if below == "-" else lo, None if above == "-" else hi, below == "(", above == ")"
    )  # fmt: skip


@st.composite
def members(draw, interval):
    """A number inside the interval, its closed ends included."""
    lo, hi = interval.lo, interval.hi
    if lo is None and hi is None:
        return draw(small)
    if lo is None:
        return hi - draw(distance(interval.hi_open))
    if hi is None:
        return lo + draw(distance(interval.lo_open))
    if lo == hi:
        return lo
    share = st.fractions(min_value=0, max_value=1, max_denominator=16)
    if interval.lo_open:
        share = share.filter(lambda t: t > 0)
    if interval.hi_open:
        share = share.filter(lambda t: t < 1)
    return lo + draw(share) * (hi - lo)


def distance(positive):
    """How far from an end: 0 only where the end itself belongs to the interval."""
    return st.fractions(min_value=Fraction(1, 16) if positive else 0, max_value=1000, max_denominator=16)


# Formulas: a tree is a name, a decimal text, or (operator, left, right)

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
RELATIONS = {
    "==": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt
}  # fmt: skip
NAMES = ("a", "b", "c", "total_usd", "x1")

decimals = st.builds(
    lambda whole, part, places: f"{whole}.{part:0{places}d}" if places else str(whole),
    st.integers(0, 400),
    st.integers(0, 9),
    st.integers(0, 3),
)


def trees(leaf=None, signs="+-*/"):
    """Random expression trees, of names and numbers unless other leaves are given."""
    leaves = st.sampled_from(NAMES) | decimals if leaf is None else leaf
    return st.recursive(leaves, lambda sub: st.tuples(st.sampled_from(signs), sub, sub), max_leaves=8)


def spell(tree, frugal=True):
    """The tree as formula text: with only the brackets that precedence needs, or with all of them."""
    if isinstance(tree, str):
        return tree
    sign, left, right = tree
    tight = sign in "*/"

    def side(sub, is_right):
        loose = not isinstance(sub, str) and (
            (tight and sub[0] in "+-") or (is_right and (sign in "-/" or sub[0] in "-/" or tight))
        )
        text = spell(sub, frugal)
        return f"({text})" if not isinstance(sub, str) and (loose or not frugal) else text

    return f"{side(left, False)} {sign} {side(right, True)}"


def value(tree, values):
    """The tree's value by plain substitution, written apart from the engine's own."""
    if isinstance(tree, str):
        return values[tree] if tree in values else Fraction(tree)
    sign, left, right = tree
    return OPERATORS[sign](value(left, values), value(right, values))


# Problems with a solution known beforehand


@dataclass(frozen=True)
class Problem:
    """A register, its formulas as (left, relation, right), and values that satisfy them all."""

    register: Register
    relations: list[tuple]
    solution: dict[str, Fraction]


def printed(amount, place):
    """The amount as a newspaper prints it: the nearest multiple of `place`, as decimal text."""
    return decimal(round(amount / place) * place)


def decimal(amount):
    """A non-negative decimal fraction as text, exactly."""
    digits = 0
    while (amount * 10**digits).denominator != 1:
        digits += 1
    whole = str(int(amount * 10**digits)).rjust(digits + 1, "0")
    return f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole


PLACES = [Fraction(1, 10), Fraction(1), Fraction(10)]


@st.composite
def figures_around(draw, id, amount):
    """A figure whose printed range, under the declared reading, holds `amount`."""
    place = draw(st.sampled_from(PLACES))
    off = draw(st.integers(0, 3)) * place
    hedge = draw(st.sampled_from(["none", "none", "none", "about", "at_least", "at_most", "unknown"]))
    if hedge == "unknown":
        return figure(id, "", unit="share")
    number = round(amount / place) * place
    if hedge == "at_least":
        number = max(number - place - off, Fraction(0))
    elif hedge == "at_most":
        number = number + place + off
    return figure(id, decimal(number), place=decimal(place), unit="share", hedge=hedge)


@st.composite
def problems(draw, strict=True, size=4):
    """A register built around a solution: values first, then figures and checks that hold of them.

    All figures are shares, bare numbers, so that every formula is comparable whatever it multiplies.
    """
    ids = [f"v{i}" for i in range(size)]
    solution = {id: Fraction(draw(st.integers(1, 400)), 4) for id in ids}
    relations = []
    for i in range(draw(st.integers(1, 3))):
        left = draw(sides(ids))
        try:
            amount = value(left, solution)
        except ZeroDivisionError:
            continue
        if amount > 0 and draw(st.booleans()):
            solution[f"t{i}"] = amount
            relations.append((left, "==", f"t{i}"))
        else:
            right = draw(st.sampled_from(ids))
            signs = RELATIONS if strict else ("==", "<=", ">=")
            holding = [sign for sign in signs if RELATIONS[sign](amount, solution[right])]
            relations.append((left, draw(st.sampled_from(holding)), right))
    figures = [draw(figures_around(id, amount)) for id, amount in solution.items()]
    formulas = [f"{spell(left)} {sign} {right}" for left, sign, right in relations]
    return Problem(register(figures, formulas), relations, solution)


@st.composite
def sides(draw, ids):
    """One side of a check as people write them: two or three figures joined, or a share of a whole."""
    one, two, three = draw(st.permutations(ids))[:3] if len(ids) > 2 else (*ids, "3")
    sign = draw(st.sampled_from("+-*/"))
    return draw(
        st.sampled_from(
            [
                one,
                (sign, one, two),
                (sign, one, draw(st.sampled_from(["0.5", "2", "3"]))),
                (sign, (draw(st.sampled_from("+-*/")), one, two), three),
                (sign, one, (draw(st.sampled_from("+-*/")), two, three)),
                ("/", one, ("+", one, two)),
            ]
        )
    )
