"""Set up a report on another article: the same shape, the same library, a register filled from the text.

``python -m addup.texts.new ARTICLE DIR [--language de|en]``. What the register says of a number beyond
the number itself is guessed from the words around it, and marked as guessed: it is a start for a person to
correct.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from string import Template

import yaml
from docutils.nodes import make_id

from addup.engine.figures import CHECK_COLUMNS, EXACT, FIGURE_COLUMNS, NOT_FIGURE, NOT_FIGURE_COLUMNS
from addup.texts.candidates import UNITS_OF_RATIO
from addup.texts.editing import FIGURE, as_csv, expect, free, update_proposals
from addup.texts.labels import id_of, label_of
from addup.texts.locale import LANGUAGES, known_locale, language_of
from addup.texts.notes import UNCERTAIN, note
from addup.texts.nouns import shortfall
from addup.texts.numerals import convention, paragraphs
from addup.texts.page import NoText, read
from addup.texts.reading import Reading, readings
from addup.texts.source import LONGEST_QUOTE

PROJECT = Path(__file__).resolve().parents[3]
TEMPLATE = Path(__file__).with_name("template")
SHARED = ("addup", "_ext", "_static", "_templates")
"""Folders of the book that the new one has as links, so that there is no copy to keep in step."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_SUFFIXES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"), (10**3, "k"))
LARGEST_COUNT = 100
"""Below it a whole number of things is taken to have been counted."""
LARGEST_PRICE = 1000
"""Below it an amount without "million" is taken to be a price."""


def register(text: str, language: str, region: str = "") -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of figures.csv and of not_figures.csv for every number of a text."""
    figures: list[dict[str, str]] = []
    others: list[dict[str, str]] = []
    lines, taken = paragraphs(text), set[str]()
    for reading in readings(text, language, region):
        token = reading.token
        if reading.reason:
            other = (str(token.paragraph), token.text, reading.quote, reading.reason)
            others.append(dict(zip(NOT_FIGURE_COLUMNS, other, strict=True)))
            continue
        label = reading.label or label_of(lines[token.paragraph], token.start, token.end, language)
        unit = reading.unit.lower().replace("/", "_per_")
        id = id_of(label, unit)
        if id in taken:
            id = f"{id}_{_short(reading.number, token.scale)}"
        figure = dict.fromkeys((*FIGURE_COLUMNS, NOT_FIGURE), "") | {
            "id": free(id, taken),
            "label": label or reading.quote,
            "number": reading.number,
            "scale": reading.scale,
            "unit": reading.unit,
            "hedge": reading.hedge,
            "place": _place(reading),
            "period": reading.period,
            "paragraph": str(token.paragraph),
            "quote": reading.quote,
            "note": note(reading.doubts, reading.remarks),
        }
        figures.append(figure)
    return figures, others


def _place(reading: Reading) -> str:
    """Return to which place a number is rounded, where the last digit does not say so by itself."""
    number = reading.number
    zeros = len(number) - len(number.rstrip("0")) if "." not in number else 0
    if zeros >= 3:
        return str(10 ** (zeros // 3 * 3))
    base, _, per = reading.unit.partition("/")
    if reading.hedge != "none" or not re.fullmatch(r"\d+(\.\d+)?", number):
        return ""
    if _CURRENCY.fullmatch(base):
        is_price = reading.scale in ("1", "0.01") and float(number) < LARGEST_PRICE
        return EXACT if is_price else ""
    is_count = reading.scale == "1" and number.isdigit() and int(number) < LARGEST_COUNT and not per
    return EXACT if is_count and base not in (*UNITS_OF_RATIO, "date", *_MEASURED) else ""


_MEASURED = ("day", "hour", "minute", "second", "week", "month", "quarter", "year", "decade", "tonne", "km")
"""Units of what is measured and not counted, so that its number is rounded however small it is."""


def _short(number: str, scale: Fraction) -> str:
    suffix = next((name for factor, name in _SUFFIXES if scale == factor), "")
    return number.replace(".", "_").replace("-", "minus_") + suffix


def headline(text: str, limit: int = LONGEST_QUOTE) -> str:
    """Return the beginning of an article, no longer than may be quoted."""
    lines = paragraphs(text)
    words = lines[0].split() if lines else []
    if not words:
        return "An article"
    return " ".join(words) if len(words) <= limit else " ".join(words[:limit]) + " …"


def set_up(article: Path, folder: Path, language: str | None = None, region: str = "") -> str:
    """Make the folder of a report on an article; return in lines what was found, and how it was read.

    The article is read and not copied. Raises OSError if it cannot be read, UnicodeDecodeError if it is not
    UTF-8, NoText if it is a web page without any, ValueError for an unknown region, and FileExistsError if
    there is something in the folder already.
    """
    text = read(article)
    language = language or language_of(text)
    known_locale(language, region)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    figures, others = register(text, language, region)
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
    (folder / ".project").write_text(f"{PROJECT}\n", "utf-8")
    (folder / "_config.yml").write_text(_settings(headline(text)), "utf-8")
    (folder / "data").mkdir()
    data = folder / "data"
    for name, columns, table in (
        ("figures.csv", (*FIGURE_COLUMNS, NOT_FIGURE), figures),
        ("not_figures.csv", (*NOT_FIGURE_COLUMNS, FIGURE), [other | {FIGURE: ""} for other in others]),
        ("checks.csv", (*CHECK_COLUMNS, "evidence"), []),
    ):
        (data / name).write_text(as_csv(columns, table), "utf-8", newline="")
    proposed = update_proposals(data, text, language, region)
    expect(data)
    description = _description(folder.name, headline(text), language, region)
    (data / "datapackage.json").write_text(description, "utf-8", newline="\n")
    return (
        f"{folder}: {len(figures)} figures and {len(others)} other numbers "
        f"in {len(paragraphs(text))} paragraphs ({language}); {proposed}\n"
        f"{convention(text, language, region).reason} "
        f"Uncertain readings, whose notes say why: {sum(UNCERTAIN in row['note'] for row in figures)}."
        + (f"\n{missing}" if (missing := shortfall()) else "")
    )


PARTICULAR = (
    *("report_subtitle", "report_article", "report_article_url", "report_about"),
    *("report_corrections", "report_licence"),
)
"""Settings of this report that say nothing about another."""


def _settings(title: str) -> str:
    """Return this report's settings, less what is particular to it."""
    settings = yaml.safe_load((PROJECT / "_config.yml").read_text("utf-8"))
    settings |= {"title": title, "author": "", "repository": {"url": "", "branch": "main"}}
    settings["sphinx"]["config"] |= {"html_baseurl": "", "release": "", **dict.fromkeys(PARTICULAR, "")}
    return str(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))


def _description(name: str, title: str, language: str, region: str) -> str:
    """Return the data package of the three tables; it leaves open whose they are, and on what terms."""
    package = json.loads((PROJECT / "data/datapackage.json").read_text("utf-8"))
    tables = {table["name"]: table for table in package["resources"]}
    # A guess that was looked over has no note, and chapters have names of their own
    for table, column in (("figures", "note"), ("checks", "chapter")):
        field = next(each for each in tables[table]["schema"]["fields"] if each["name"] == column)
        del field["constraints"]
    for table, column, heading in (
        ("figures", NOT_FIGURE, "Why it is no figure"),
        ("not_figures", FIGURE, "A mark that it is a figure after all"),
        ("checks", "evidence", "What it is evidence of"),
    ):
        fields = tables[table]["schema"]["fields"]
        if column not in [each["name"] for each in fields]:
            fields.append({"name": column, "type": "string", "title": heading})
    own = ("hash", "bytes", "sources", "licenses")
    description = {
        "name": make_id(name),
        "title": f"The figures of one article, and its checks: {title}",
        "description": "What an article says in figures, and what must hold between them.",
        "profile": package["profile"],
        # What the article is written in: verify-source reads it so, wherever it is called from
        "article": {"language": language, "region": region},
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
    parser.add_argument("article", type=Path, help="the article: plain text, or a saved web page")
    parser.add_argument("folder", type=Path, help="folder to make")
    parser.add_argument("--language", choices=LANGUAGES, help="the article's; guessed if left out")
    parser.add_argument("--region", default="", help="whose way of writing numbers it has: CH, AT, IN")
    options = parser.parse_args(arguments)
    try:
        found = set_up(options.article, options.folder, options.language, options.region)
    except NoText as error:
        print(f"{options.article.name}: {error}", file=sys.stderr)
        return 2
    except UnicodeDecodeError:
        print(f"{options.article.name}: is not UTF-8", file=sys.stderr)
        return 2
    except (FileExistsError, ValueError) as error:
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
