"""The burden of a changed number: how many statements of the chapters each figure takes with it.

Every printed figure is changed by one in its last digit, by 5 per cent, and to its double; every chapter is
run on each. A change that contradicts nothing should leave little to rewrite.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import addup.report.article
from _ext.notebooks.objections import Objection
from _ext.notebooks.runs import chapters, objections, quietly
from addup.report.article import Article

ROOT = Path(__file__).resolve().parents[1]
TABLES = ("figures.csv", "references.csv")


class Changed(NamedTuple):
    """One figure changed in one way: what no longer holds, and whether the register contradicts itself."""

    figure: str
    way: str
    contradicts: bool
    found: list[Objection]

    @property
    def own(self) -> list[Objection]:
        """Statements that fail by themselves, and not for want of another."""
        return [each for each in self.found if each.after is None]


def ways(number: str) -> Iterator[tuple[str, str]]:
    """Yield a printed number one off in its last digit, 5 per cent larger, and doubled."""
    decimals = len(number.partition(".")[2])
    digits = number.rstrip("0") if "." not in number else number
    last = Fraction(10) ** (len(number) - len(digits) - decimals)
    value = Fraction(number)
    yield "last digit", _printed(value + last, decimals)
    changed = value * Fraction(105, 100)
    finer = max(decimals, next((n for n in range(6) if changed * 10**n == int(changed * 10**n)), 6))
    yield "5 per cent", _printed(changed, finer)
    yield "double", _printed(2 * value, decimals)


def far(number: str) -> Iterator[tuple[str, str]]:
    """Yield a printed number ten times as large, and a tenth of it, as a decimal point gone astray has it."""
    decimals, value = len(number.partition(".")[2]), Fraction(number)
    yield "ten times", _printed(10 * value, decimals)
    yield "a tenth", _printed(value / 10, decimals + 1)


def _printed(value: Fraction, decimals: int) -> str:
    return f"{float(value):.{decimals}f}"


def figures(*tables: str) -> Iterator[tuple[str, str, str]]:
    """Yield table, id and number of every figure of some tables that is printed and is no date."""
    for table in tables:
        for row in _rows(ROOT / "data" / table):
            if row["number"] and row["unit"] != "date":
                yield table, row["id"], row["number"]


def changed(table: str, id: str, way: str, number: str) -> Changed:
    """Run every chapter on a register in which one number is another."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        shutil.copytree(ROOT / "data", data)
        rows = list(_rows(data / table))
        for row in rows:
            if row["id"] == id:
                row["number"] = number
        with (data / table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        before, addup.report.article.DATA = addup.report.article.DATA, data
        try:
            contradicts = Article().result.jointly != "consistent"
            found = chain.from_iterable(objections(job, quietly(job)) for job in chapters(ROOT))
            return Changed(id, way, contradicts, list(found))
        finally:
            addup.report.article.DATA = before


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def measure(tables: Sequence[str]) -> Iterator[Changed]:
    """Yield what each change of each figure of some tables leads to."""
    os.environ["ADDUP_CHARTS_DEFERRED"] = "1"
    cases = [(table, id, way, other) for table, id, number in figures(*tables) for way, other in ways(number)]
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        yield from pool.map(changed, *zip(*cases, strict=True))


def report() -> None:
    """Print a table of all figures, and the statements that fall most often where nothing contradicts."""
    fallen: Counter[str] = Counter()
    print(f"{'figure':28} {'change':11} {'register':12} {'rewrite':>7} {'with it':>7}")
    within = beyond = 0
    for each in measure(TABLES if "references" in sys.argv else TABLES[:1]):
        own = each.own
        register = "contradicts" if each.contradicts else "fits"
        counts = f"{len(own):7} {len(each.found) - len(own):7}"
        print(f"{each.figure:28} {each.way:11} {register:12} {counts}", flush=True)
        if not each.contradicts:
            within, beyond = within + (len(own) <= 3), beyond + (len(own) > 3)
            fallen.update(f"{one.chapter.rpartition('/')[2]}:{one.line}: {one.message}" for one in own)
    print(f"\nOf {within + beyond} changes that contradict nothing {beyond} take more than three statements.")
    for statement, times in fallen.most_common(40):
        print(f"{times:3} {statement}")
