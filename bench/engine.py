"""The checker: this article as a whole process, a thousand articles at once, one long chain.

All in processor time, so that what else the machine does is not counted.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from addup.engine.figures import CHECK_COLUMNS, FIGURE_COLUMNS, READINGS, Register, load
from addup.engine.solve import solve

ROOT = Path(__file__).resolve().parents[1]

FIGURES = ["40", "5.5", "6.8", "12", "60", "7.3", "11.6", "13", "89", "230", "485", "224", "229", "31", "26"]
CHECKS = [
    "{p}f0 == {p}f5 * {p}f1",
    "{p}f1 + {p}f2 >= {p}f3",
    "{p}f13 + {p}f14 <= {p}f12",
    "{p}f9 * 2 <= {p}f10",
    "{p}f6 + {p}f7 <= {p}f8 + {p}f4",
]


def register(folder: Path, articles: int) -> None:
    """Write a register of so many articles, each of fifteen figures and five checks, none shared."""
    figures, checks = [], []
    for article in range(articles):
        p = f"a{article}_"
        figures += [_figure(f"{p}f{n}", number) for n, number in enumerate(FIGURES)]
        checks += [_check(f"{p}c{n}", formula.format(p=p)) for n, formula in enumerate(CHECKS)]
    _write(folder, figures, checks)


def chain(folder: Path, length: int) -> None:
    """Write one chain of so many figures, each tied to the next."""
    figures = [_figure(f"x{n}", str(100 + n)) for n in range(length)]
    checks = [_check(f"c{n}", f"x{n} * {101 + n} == x{n + 1} * {100 + n}") for n in range(length - 1)]
    _write(folder, figures, checks)


def _figure(id: str, number: str) -> str:
    cells = dict.fromkeys(FIGURE_COLUMNS, "") | {"id": id, "number": number, "scale": "1", "unit": "share"}
    return ",".join((cells | {"hedge": "none"})[column] for column in FIGURE_COLUMNS)


def _check(id: str, formula: str) -> str:
    cells = dict.fromkeys(CHECK_COLUMNS, "") | {"id": id, "formula": formula}
    return ",".join(cells[column] for column in CHECK_COLUMNS)


def _write(folder: Path, figures: list[str], checks: list[str]) -> None:
    (folder / "figures.csv").write_text("\n".join([",".join(FIGURE_COLUMNS), *figures, ""]), "utf-8")
    (folder / "checks.csv").write_text("\n".join([",".join(CHECK_COLUMNS), *checks, ""]), "utf-8")


def seconds(write: Callable[[Path, int], None], size: int) -> float:
    """Return how long it takes to read and solve what was written."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), size)
        start = time.process_time()
        result = solve(load(Path(name)))
        taken = time.process_time() - start
    assert result.jointly == "consistent", result.conflict
    return taken


def all_readings() -> tuple[float, float]:
    """Return how long this article takes under all readings together: its verdicts, and its hulls as well."""
    register = load(ROOT / "data")
    start = time.process_time()
    results = [solve(register, reading) for reading in READINGS]
    verdicts = time.process_time() - start
    for result in results:
        assert result.figures
    return verdicts, time.process_time() - start


def after_an_edit() -> float:
    """Return the median time in which this article is solved again after an edit of one figure."""
    register = load(ROOT / "data")
    before = solve(register)
    times = []
    for id, figure in register.figures.items():
        if figure.number and figure.unit != "date":
            edited = replace(
                figure, number=f"{figure.number}1" if "." in figure.number else f"{figure.number}.1"
            )
            start = time.process_time()
            solve(Register({**register.figures, id: edited}, register.checks), before=before)
            times.append(time.process_time() - start)
    return median(times)


def whole_process(*options: str) -> float:
    """Return the best of five runs of ``addup check`` on this article, start to end, in processor time."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "book")}
    command = [sys.executable, "-m", "addup", "check", *options]
    times = []
    for _ in range(5):
        start = _of_children()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        times.append(_of_children() - start)
    return min(times)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report() -> None:
    """Print the measurements of the checker, each beside its limit."""
    print(f"addup check, this article, whole process: {whole_process():6.2f} s (limit 0.4 s)")
    print(f"the same with every range, as JSON:       {whole_process('--format', 'json'):6.2f} s")
    verdicts, hulls = all_readings()
    print(f"this article, all readings, verdicts:     {verdicts:6.2f} s")
    print(f"this article, all readings, with hulls:   {hulls:6.2f} s (limit 1.5 s)")
    print(f"this article again after an edit:         {after_an_edit():6.3f} s")
    # Ten registers of a hundred articles against one of a thousand, so that both are measured as long.
    hundred, thousand = sum(seconds(register, 100) for _ in range(10)) / 10, seconds(register, 1000)
    print(f"a hundred articles:                       {hundred:6.2f} s")
    print(f"a thousand articles:                      {thousand:6.2f} s (limit 15 s)")
    print(f"ten times the articles, times the time:   {thousand / hundred:6.1f}   (limit 11)")
    print(f"one chain of 400 figures:                 {seconds(chain, 400):6.2f} s (limit 2 s)")
