"""Set up a report on another article: the same shape, the same library, a register filled from the text.

``python -m addup.texts.new ARTICLE DIR [--language de|en]``. What the register says of a number beyond
the number itself is guessed from the words around it, and marked as guessed: it is a start for a person to
correct.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from string import Template

import yaml
from docutils.nodes import make_id

from addup.engine.figures import CHECK_COLUMNS, FIGURE_COLUMNS, NOT_FIGURE_COLUMNS
from addup.texts.numerals import LANGUAGES, paragraphs
from addup.texts.reading import language_of, readings

PROJECT = Path(__file__).resolve().parents[3]
TEMPLATE = Path(__file__).with_name("template")
SHARED = ("addup", "_ext", "_static", "_templates")
"""Folders of the book that the new one has as links, so that there is no copy to keep in step."""

GUESSED = "Guessed from the words around it: unit and hedge. Correct them, then delete this note."

_SUFFIXES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"), (10**3, "k"))


def register(text: str, language: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of figures.csv and of not_figures.csv for every number of a text."""
    figures: list[dict[str, str]] = []
    others: list[dict[str, str]] = []
    taken: Counter[str] = Counter()
    for reading in readings(text, language):
        paragraph = str(reading.token.paragraph)
        if reading.reason:
            other = (paragraph, reading.token.text, reading.quote, reading.reason)
            others.append(dict(zip(NOT_FIGURE_COLUMNS, other, strict=True)))
            continue
        id = f"{reading.unit.lower().replace('/', '_per_')}_{_short(reading.number, reading.token.scale)}"
        taken[id] += 1
        if taken[id] > 1:
            id += f"_again_{taken[id]}"
        figure = dict.fromkeys(FIGURE_COLUMNS, "") | {
            "id": id,
            "label": reading.label or reading.quote,
            "number": reading.number,
            "scale": reading.scale,
            "unit": reading.unit,
            "hedge": reading.hedge,
            "place": _place(reading.number),
            "period": reading.period,
            "paragraph": paragraph,
            "quote": reading.quote,
            "note": " ".join((*reading.doubts, GUESSED)),
        }
        figures.append(figure)
    return figures, others


def _place(number: str) -> str:
    """Return the place of a large round number; the last printed digit needs no mention."""
    zeros = len(number) - len(number.rstrip("0")) if "." not in number else 0
    return str(10 ** (zeros // 3 * 3)) if zeros >= 3 else ""


def _short(number: str, scale: Fraction) -> str:
    suffix = next((name for factor, name in _SUFFIXES if scale == factor), "")
    return number.replace(".", "_") + suffix


def example_check(figures: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return one check that holds: that of two figures of one unit, the smaller is at most the larger."""
    plain = [row for row in figures if row["hedge"] == "none"]
    common = Counter(row["unit"] for row in plain if row["unit"] != "share").most_common()
    for unit, _ in common:
        same = sorted((row for row in plain if row["unit"] == unit), key=_size)
        if len(same) > 1 and 2 * _size(same[0]) <= _size(same[-1]):
            row = (
                "example",
                f"Is “{same[0]['quote']}” less than “{same[-1]['quote']}”?",
                f"{same[0]['id']} <= {same[-1]['id']}",
                "An example of a check. Put in its place what must hold between the article's figures.",
                "figures",
            )
            return [dict(zip(CHECK_COLUMNS, row, strict=True))]
    return []


def _size(row: Mapping[str, str]) -> Fraction:
    return Fraction(row["number"]) * Fraction(row["scale"])


def _write_table(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def set_up(article: Path, folder: Path, language: str | None = None) -> str:
    """Make the folder of a report on an article; return in one line what was found.

    The article is read and not copied. Raises OSError if it cannot be read, UnicodeDecodeError if it is not
    UTF-8, and FileExistsError if there is something in the folder already.
    """
    text = article.read_text("utf-8-sig")
    language = language or language_of(text)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    figures, others = register(text, language)
    shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True)
    link = os.path.relpath(PROJECT, folder.resolve())
    in_make = link.replace("$", "$$").replace("#", r"\#")
    for name in ("Makefile", "tests/test_report.py"):
        file = folder / name
        file.write_text(
            Template(file.read_text("utf-8")).substitute(project=in_make, language=language), "utf-8"
        )
    for name in SHARED:
        (folder / "book" / name).symlink_to(Path("..") / link / "book" / name, target_is_directory=True)
    (folder / "_config.yml").write_text(_settings(f"Does {folder.name} add up?"), "utf-8")
    (folder / "data").mkdir()
    _write_table(folder / "data/figures.csv", FIGURE_COLUMNS, figures)
    _write_table(folder / "data/not_figures.csv", NOT_FIGURE_COLUMNS, others)
    _write_table(folder / "data/checks.csv", CHECK_COLUMNS, example_check(figures))
    (folder / "data/datapackage.json").write_text(_description(folder.name), "utf-8", newline="\n")
    return (
        f"{folder}: {len(figures)} figures and {len(others)} other numbers "
        f"in {len(paragraphs(text))} paragraphs ({language})"
    )


def _settings(title: str) -> str:
    """Return this report's settings, less what is particular to it."""
    settings = yaml.safe_load((PROJECT / "_config.yml").read_text("utf-8"))
    settings |= {"title": title, "author": "", "repository": {"url": "", "branch": "main"}}
    settings["sphinx"]["config"] |= {"html_baseurl": "", "release": ""}
    return str(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))


def _description(name: str) -> str:
    """Return the data package of the three tables; it leaves open whose they are, and on what terms."""
    package = json.loads((PROJECT / "data/datapackage.json").read_text("utf-8"))
    tables = {table["name"]: table for table in package["resources"]}
    # A guess that was looked over has no note, and chapters have names of their own
    for table, column in (("figures", "note"), ("checks", "chapter")):
        field = next(each for each in tables[table]["schema"]["fields"] if each["name"] == column)
        del field["constraints"]
    own = ("hash", "bytes", "sources", "licenses")
    description = {
        "name": make_id(name),
        "title": f"The figures of one article, and its checks: {name}",
        "description": "What an article says in figures, and what must hold between them.",
        "profile": package["profile"],
        "resources": [
            {key: value for key, value in tables[table].items() if key not in own}
            for table in ("figures", "not_figures", "checks")
        ],
    }
    return json.dumps(description, indent=2, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up a folder and say what to do next; return 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="addup.texts.new", description="Set up a report on another article."
    )
    parser.add_argument("article", type=Path, help="the article as plain text, one paragraph a line")
    parser.add_argument("folder", type=Path, help="folder to make")
    parser.add_argument("--language", choices=LANGUAGES, help="the article's; guessed if left out")
    options = parser.parse_args(arguments)
    try:
        found = set_up(options.article, options.folder, options.language)
    except UnicodeDecodeError:
        print(f"{options.article.name}: is not UTF-8", file=sys.stderr)
        return 2
    except FileExistsError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {(error.strerror or 'cannot be read').lower()}", file=sys.stderr)
        return 2
    print(found)
    command = shlex.join(["make", "-C", str(options.folder), "site"])
    print(f"Look over data/figures.csv, where units and hedges are guessed, then: {command}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
