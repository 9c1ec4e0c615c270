"""The burden of a changed number: how many statements of the chapters each figure takes with it.

Every printed figure is changed by one in its last digit and by 5 per cent, up and down, and to its double;
every chapter that the change reaches is run on it. A change that contradicts nothing should leave little to
rewrite: counted are the sentences, as two statements about one sentence have it rewritten once.
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
from functools import cache, partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import addup.report.article
from _ext.notebooks.inputs import Question, Reader
from _ext.notebooks.objections import Objection
from _ext.notebooks.runs import chapters, objections, quietly
from _ext.notebooks.server import Job
from addup.report import asked
from addup.report.article import Article, answers

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

    @property
    def sentences(self) -> set[tuple[str, int]]:
        """What is to be rewritten, by chapter and line; a statement without a sentence counts by its own."""
        return {
            (each.chapter, line)
            for each in self.own
            for line in [sentence.line for sentence in each.sentences] or [each.line]
        }


class Chapter(NamedTuple):
    """A chapter as a notebook, the tables that it reads by itself, and what it asks of the register."""

    job: Job
    tables: frozenset[str]
    questions: frozenset[Question]


def ways(number: str) -> Iterator[tuple[str, str]]:
    """Yield a printed number one off in its last digit, 5 per cent larger and smaller, and doubled."""
    decimals = len(number.partition(".")[2])
    digits = number.rstrip("0") if "." not in number else number
    last = Fraction(10) ** (len(number) - len(digits) - decimals)
    value = Fraction(number)
    yield "last digit", _printed(value + last, decimals)
    yield "a digit less", _printed(value - last, decimals)
    for way, part in (("5 per cent", Fraction(105, 100)), ("5 less", Fraction(95, 100))):
        changed = value * part
        finer = max(decimals, next((n for n in range(6) if changed * 10**n == int(changed * 10**n)), 6))
        yield way, _printed(changed, finer)
    yield "double", _printed(2 * value, decimals)


def far(number: str) -> Iterator[tuple[str, str]]:
    """Yield a number ten times as large and a tenth of it, as a point gone astray has it, and nought."""
    decimals, value = len(number.partition(".")[2]), Fraction(number)
    yield "ten times", _printed(10 * value, decimals)
    yield "a tenth", _printed(value / 10, decimals + 1)
    yield "nought", "0"


def _printed(value: Fraction, decimals: int) -> str:
    return f"{float(value):.{decimals}f}"


def figures(*tables: str) -> Iterator[tuple[str, str, str]]:
    """Yield table, id and number of every figure of some tables that is printed and is no date."""
    for table in tables:
        for row in _rows(ROOT / "data" / table):
            if row["number"] and row["unit"] != "date":
                yield table, row["id"], row["number"]


@cache
def asking() -> tuple[Chapter, ...]:
    """Run every chapter on the register as it is, each in a process of its own, and note what it asks."""
    with get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        return tuple(pool.map(_asking, chapters(ROOT), chunksize=1))


def _asking(job: Job) -> Chapter:
    asked.questions.clear()
    reader = Reader(ROOT)
    quietly(job)
    tables = {Path(path).name for path in reader.paths if Path(path).parent == ROOT / "data"}
    return Chapter(job, frozenset(tables), frozenset(asked.questions))


@cache
def _answers_now() -> dict[Question, str]:
    return answers({question for chapter in asking() for question in chapter.questions}, ROOT / "data")


def reached(table: str, data: Path) -> Iterator[Job]:
    """Yield the chapters that the change of a table leads to, its folder of data being another."""
    before = _answers_now()
    after = answers(before, data)
    for chapter in asking():
        if table in chapter.tables or any(
            before[question] != after[question] for question in chapter.questions
        ):
            yield chapter.job


def changed(table: str, id: str, way: str, number: str, *, narrowed: bool = False) -> Changed:
    """Run every chapter on a register in which one number is another; ``narrowed``, those that it reaches.

    What reaches which chapter is found out once, which costs as much as running all of them.
    """
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
            jobs = reached(table, data) if narrowed else chapters(ROOT)
            found = chain.from_iterable(objections(job, quietly(job)) for job in jobs)
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
    _answers_now()  # once, for all processes forked from this one
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        yield from pool.map(partial(changed, narrowed=True), *zip(*cases, strict=True))


def report() -> None:
    """Print a table of all figures, and the statements that fall most often where nothing contradicts.

    Its numbers are sentences to rewrite, statements that fall, and those that fall for want of another.
    """
    fallen: Counter[str] = Counter()
    print(f"{'figure':28} {'change':11} {'register':12} {'rewrite':>7} {'fall':>7} {'with it':>7}")
    within = beyond = 0
    for each in measure(TABLES if "references" in sys.argv else TABLES[:1]):
        own = each.own
        register = "contradicts" if each.contradicts else "fits"
        counts = f"{len(each.sentences):7} {len(own):7} {len(each.found) - len(own):7}"
        print(f"{each.figure:28} {each.way:11} {register:12} {counts}", flush=True)
        if not each.contradicts:
            within, beyond = within + (len(each.sentences) <= 3), beyond + (len(each.sentences) > 3)
            fallen.update(f"{one.chapter.rpartition('/')[2]}:{one.line}: {one.message}" for one in own)
    print(f"\nOf {within + beyond} changes that contradict nothing {beyond} take more than three sentences.")
    for statement, times in fallen.most_common(40):
        print(f"{times:3} {statement}")
