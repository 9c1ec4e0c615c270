"""Change a figure: every sentence, chart and table that depends on it follows, or an assertion objects."""

from __future__ import annotations

import ast
import csv
import shutil
from functools import cache
from itertools import chain
from pathlib import Path

import addup.engine.solve
import addup.report.article
import pytest
from _ext.notebooks.objections import Chapter
from addup.engine.figures import load
from addup.report.wording import as_printed

from tests.book.chapters import BOOK, ROOT, cells, chapters, outputs

with (ROOT / "data/figures.csv").open(encoding="utf-8", newline="") as file:
    PRINTED = [row["id"] for row in csv.DictReader(file) if row["number"] and row["unit"] != "date"]


@pytest.fixture(autouse=True)
def solve_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """All chapters of one register share its result, as solving it once for each adds nothing."""
    results: dict[str, addup.engine.solve.Result] = {}

    def solve(register, reading="declared", before=None):
        key = repr((register, reading))
        if key not in results:
            results[key] = addup.engine.solve.solve(register, reading, before)
        return results[key]

    monkeypatch.setattr(addup.report.article, "solve", solve)


def told(data: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return all that the chapters say and show, and for each that stops, at which assertion."""
    monkeypatch.setattr(addup.report.article, "DATA", data)
    monkeypatch.chdir(BOOK)
    said: dict[str, str] = {}
    for chapter in chapters():
        try:
            for number, output in enumerate(outputs(chapter, said)):
                said[f"{chapter.stem}, output {number}"] = output
        except AssertionError as objection:
            said[f"{chapter.stem}, assertion"] = str(objection)
    return said


@cache
def as_it_is() -> dict[str, str]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return told(ROOT / "data", monkeypatch)


def test_no_assertion_objects_to_the_data_as_they_are() -> None:
    assert not [key for key in as_it_is() if key.endswith("assertion")]


def test_what_an_assertion_quotes_stands_in_one_sentence_of_its_chapter() -> None:
    """In more than one, whoever is to rewrite it would be sent to the wrong line."""
    faults = []
    for path in chapters():
        own = {name.removeprefix(f"{path.stem}."): text for name, text in as_it_is().items()}
        chapter = Chapter(path.name, path.read_text("utf-8"), {}, own)
        for node in chain.from_iterable(ast.walk(ast.parse(source)) for source in cells(path)):
            if isinstance(node, ast.Assert) and isinstance(node.msg, ast.Constant):
                faults += [
                    f"{path.name}: {phrase}: in {len(lines)} sentences"
                    for phrase, lines in chapter.quoted(node.msg.value).items()
                    if len(lines) != 1
                ]
    assert not faults, "\n".join(faults)


# Every eighth always, the others when there is time
SOME = set(PRINTED[::8])


@pytest.mark.parametrize(
    "id", [pytest.param(id, marks=[] if id in SOME else pytest.mark.slow) for id in PRINTED]
)
def test_a_changed_figure_is_noticed(id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    path = data / "figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == id:
            row["number"] = doubled(row["number"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    now = told(data, monkeypatch)
    changed = {key for key in as_it_is().keys() | now.keys() if as_it_is().get(key) != now.get(key)}
    assert changed, f"no sentence, chart or table depends on {id}"
    speechless = [key for key, text in now.items() if key.endswith("assertion") and not text]
    assert not speechless, f"these stop the build without saying what to rewrite: {speechless}"
    figures = load(ROOT / "data").figures
    old = as_printed(figures.pop(id))
    if old not in map(as_printed, figures.values()):
        stale = [key for key in now if key not in changed and old in now[key].split()]
        assert not stale, f"still {old}: {stale}"


def doubled(number: str) -> str:
    decimals = len(number.partition(".")[2])
    return f"{float(number) * 2:.{decimals}f}"
