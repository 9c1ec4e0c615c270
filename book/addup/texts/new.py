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
import re
import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from string import Template

import yaml
from docutils.nodes import make_id

from addup.engine.figures import CHECK_COLUMNS, FIGURE_COLUMNS
from addup.texts.numerals import LANGUAGES, Token, numbers, paragraphs
from addup.texts.source import LONGEST_QUOTE, NOT_FIGURE_COLUMNS

PROJECT = Path(__file__).resolve().parents[3]
TEMPLATE = Path(__file__).with_name("template")
SHARED = ("addup", "_ext", "_static", "_templates")
"""Folders of the book that the new one has as links, so that there is no copy to keep in step."""

GUESSED = "Guessed from the words around it: unit and hedge. Correct them, then delete this note."

# Words that every longer text has; in the other language they are rare. None of them is a unit.
_COMMON = {
    "de": "der die das und von mit für ist nicht auf ein eine den dem im am zu bei als wie",
    "en": "the and of to in that is for with on a it as was by at from than or each",
}
_HEDGES = {
    "more_than": r"mehr als|über|more than|over|above|upwards of",
    "at_least": r"mindestens|wenigstens|at least",
    "less_than": r"weniger als|unter|less than|fewer than|under|below",
    "at_most": r"höchstens|maximal|at most|no more than",
    "up_to": r"bis zu|up to|as much as|as many as",
    "about": r"etwa|rund|ca\.?|circa|ungefähr|knapp|fast|gut|"
    r"about|around|roughly|nearly|almost|some|approximately",
}
_CURRENCIES = {
    "USD": r"US\$|\$|US-Dollars?|Dollars?|USD",
    "CNY": r"RMB|Renminbi|Yuan|CNY|¥",
    "EUR": r"€|Euros?|EUR",
    "GBP": r"£|Pfund|pounds?|GBP",
}
_SCALE_WORD = (
    r"thousand|hundred|million\w*|billion\w*|trillion\w*|bn|mn|tn|m|k|tausend|mio\.?|mrd\.?|milliarden?"
)
_MULTIPLE = r"(?:ver)?doppel|halb|hälfte|half|halv|doubl|twice|trebl|tripl|thrice|quadrupl"
_SUFFIXES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"), (10**3, "k"))


def language_of(text: str) -> str:
    """Return the language of a text, as one of numerals.LANGUAGES, by its most common words."""
    words = Counter(re.findall(r"\w+", text.lower()))
    return max(LANGUAGES, key=lambda language: sum(words[word] for word in _COMMON[language].split()))


def register(text: str, language: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of figures.csv and of not_figures.csv for every number of a text."""
    lines = paragraphs(text)
    figures: list[dict[str, str]] = []
    others: list[dict[str, str]] = []
    taken: Counter[str] = Counter()
    for token in numbers(text, language):
        line = lines[token.paragraph]
        quote = _quote(line, token)
        if reason := _no_figure(line, token, language):
            other = (str(token.paragraph), token.text, quote, reason)
            others.append(dict(zip(NOT_FIGURE_COLUMNS, other, strict=True)))
            continue
        unit = _unit(line, token)
        number = _number(token)
        id = f"{unit.lower()}_{_short(number, token.scale)}"
        taken[id] += 1
        if taken[id] > 1:
            id += f"_again_{taken[id]}"
        place = _place(number)
        figure = dict.fromkeys(FIGURE_COLUMNS, "") | {
            "id": id,
            "label": quote,
            "number": number,
            "scale": _plain(token.scale),
            "unit": unit,
            "hedge": _hedge(line[: token.start]),
            "place": place,
            "paragraph": str(token.paragraph),
            "quote": quote,
            "note": GUESSED,
        }
        figures.append(figure)
    return figures, others


def _quote(line: str, token: Token) -> str:
    """Return the token with the words around it that its unit and hedge may stand in."""
    words = list(re.finditer(r"\S+", line))
    own = next(index for index, word in enumerate(words) if word.end() > token.start)
    first, last = max(0, own - 2), min(len(words) - 1, own + 2)
    assert last - first < LONGEST_QUOTE
    return line[words[first].start() : words[last].end()].rstrip(".,;:")


def _no_figure(line: str, token: Token, language: str) -> str:
    """Return why a number is no figure; the empty text if it is one."""
    from babel.dates import get_month_names

    before, after = line[: token.start], line[token.end :]
    months = "|".join(get_month_names("wide", locale=language).values())
    if token.value is None:
        return "Guessed: a word of quantity without a single value."
    letters = re.match(r"[^\W\d]+", token.text)
    is_money = letters and re.fullmatch("|".join(_CURRENCIES.values()), letters[0], re.IGNORECASE)
    if not token.is_spelt_out and ((letters and not is_money) or re.search(r"[^\W\d]-$", before)):
        return "Guessed: part of a name."
    if re.match(rf"\.?\s*(?:{months})\b", after):
        return "Guessed: a day that dates something."
    is_bare = token.text.isdigit() and token.scale == 1 and _currency(line, token) is None
    if is_bare and 1900 <= token.value <= 2100:
        return "Guessed: a year that dates something."
    return ""


def _unit(line: str, token: Token) -> str:
    is_part = token.is_spelt_out and token.value is not None and token.value.denominator > 1
    if token.scale == Fraction(1, 100) or is_part or re.match(_MULTIPLE, token.text, re.IGNORECASE):
        return "share"
    if currency := _currency(line, token):
        return currency
    # The first word after the number and its scale, up to a full stop or comma; of "US-Nutzer" the last part
    name = rf"\S*?(?:[\s-]*(?:{_SCALE_WORD})(?!\w))?\s*(?:[^\W\d]+-)*([^\W\d]+)?"
    words = re.match(name, line[token.end :], re.IGNORECASE)
    word = _ascii(words[1]) if words and words[1] else ""
    if word in {"day", "days", "tag", "tage", "tagen"}:
        return "day"
    return word if word and word not in " ".join(_COMMON.values()).split() else "item"


def _currency(line: str, token: Token) -> str | None:
    window = line[max(0, token.start - 4) : token.start], line[token.start : token.end + 24]
    after = rf"[\w.,]*[\s-]*(?:(?:{_SCALE_WORD})[\s-]*)?"
    for unit, names in _CURRENCIES.items():
        if re.search(rf"(?:{names})\s?$", window[0], re.IGNORECASE):
            return unit
        if re.match(rf"(?:{names})\d|{after}(?:{names})(?!\w)", window[1], re.IGNORECASE):
            return unit
    return None


def _hedge(before: str) -> str:
    for hedge, words in _HEDGES.items():
        if re.search(rf"(?<!\w)(?:{words})[\s$€£]*(?:US\$|RMB)?\s*$", before, re.IGNORECASE):
            return hedge
    return "none"


def _number(token: Token) -> str:
    """Return the number as text with a decimal point and as many decimals as are printed."""
    assert token.value is not None
    if token.value.denominator == 1:
        decimals = re.search(r"\d[.,](0+)(?!\d)", token.text)
        return str(token.value) + (f".{decimals[1]}" if decimals and len(decimals[1]) < 3 else "")
    places = re.search(r"[.,](\d+)\D*$", token.text)
    return f"{float(token.value):.{len(places[1]) if places else 2}f}"


def _place(number: str) -> str:
    """Return the place of a large round number; the last printed digit needs no mention."""
    zeros = len(number) - len(number.rstrip("0")) if "." not in number else 0
    return str(10 ** (zeros // 3 * 3)) if zeros >= 3 else ""


def _plain(value: Fraction) -> str:
    return f"{float(value):g}".replace("e+0", "e").replace("e+", "e")


def _short(number: str, scale: Fraction) -> str:
    suffix = next((name for factor, name in _SUFFIXES if scale == factor), "")
    return number.replace(".", "_") + suffix


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "_", plain).strip("_")[:40]


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
    for name in ("Makefile", "tests/test_report.py"):
        file = folder / name
        file.write_text(
            Template(file.read_text("utf-8")).substitute(project=link, language=language), "utf-8"
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
    pdf = f"pdf/{make_id(title)}.pdf"
    settings["sphinx"]["config"] |= {"html_baseurl": "", "release": "", "site_pdf": pdf}
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
    print(
        f"Look over data/figures.csv, where units and hedges are guessed, then: make -C {options.folder} site"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
