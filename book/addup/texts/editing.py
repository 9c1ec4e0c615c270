"""Edits of a register that keep its tables in step: proposals taken up, figures renamed or looked over.

``python -m addup.texts.editing COMMAND --data DIR``. Every command says in a line each what it has changed,
writes a table whole or not at all, and leaves every cell alone that it has no business with.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from addup.engine.figures import (
    CHECK_COLUMNS,
    DECIMALS,
    FIGURE_COLUMNS,
    NOT_FIGURE_COLUMNS,
    Figure,
    check_id,
    load,
)
from addup.engine.formula import parse
from addup.engine.solve import solve
from addup.engine.table import BadInput, columns_of, rows
from addup.engine.units import side_units
from addup.report.wording import hedged, name_units, quantity, sides
from addup.texts.labels import id_of, label_of
from addup.texts.notes import GUESSED
from addup.texts.numerals import LANGUAGES
from addup.texts.proposals import Proposal, propose
from addup.texts.reading import readings
from addup.texts.source import language_of_report, read_article

PROPOSALS = "proposals.csv"
PROPOSAL_COLUMNS = (
    "number",
    "decision",
    "fits",
    "question",
    "sides",
    "accidents",
    "formula",
    "kind",
    "passage",
)
DECISIONS = {"accept": "accepted", "dismiss": "dismissed"}
"""What a person writes into the column ``decision``, and what stands there once it is done."""

FIGURE = "figure"
"""An optional column of not_figures.csv: any mark there makes the number a figure."""

EXPECTED = "expected.csv"
EXPECTED_COLUMNS = ("check", "verdict")


# --- proposals ------------------------------------------------------------------------------------------


def update_proposals(data: Path, text: str | None, language: str, region: str = "") -> str:
    """Propose checks anew; return what there is in one line.

    What was decided stays decided and keeps its number, and what is a check already is not proposed.
    """
    register = load(data)
    name_units(register.figures.values())
    old = _proposals(data)
    decided = [row for row in old if row["decision"]]
    numbers = {row["formula"]: row["number"] for row in old}
    known = {_participants(row["formula"]) for row in decided}
    known |= {frozenset(check.relation.names) for check in register.checks.values()}
    own = [figure for figure in register.figures.values() if figure.table == "figures.csv"]
    found = [each for each in propose(own, text, language, region) if each.key not in known]
    last = max((int(row["number"]) for row in old), default=0)
    new = []
    for each in found:
        number = numbers.get(each.formula)
        if number is None:
            last += 1
            number = str(last)
        new.append(_row(number, each, register.figures))
    _save(data / PROPOSALS, PROPOSAL_COLUMNS, [*new, *decided])
    failing = sum(not each.fits for each in found)
    what = f"{_count(len(found), 'check')} proposed"
    if failing:
        what += f", {failing} of which the words announce and the numbers do not bear out"
    return f"{what}: {PROPOSALS}"


def show_proposals(data: Path) -> None:
    """Print every proposal that waits for a decision, those that do not fit first."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("N", "fits", "what may have to hold", "worked out", "accidents", show_lines=True)
    waiting = [row for row in _proposals(data) if not row["decision"]]
    for row in waiting:
        what = Text(row["question"]).append(f"\n{row['passage']}", style="dim")
        table.add_row(row["number"], row["fits"], what, Text(row["sides"]), row["accidents"])
    if waiting:
        console = Console()
        console.print(table)
        console.print(
            "Accidents: how many relations of that form and tightness, no farther apart, chance alone makes "
            "in a text like this. Take one up with make accept N=1, or not, with make dismiss N=1; or write "
            f"accept or dismiss into the column decision of data/{PROPOSALS}, and make check does it."
        )


def decide(data: Path, numbers: Iterable[str], decision: str) -> list[str]:
    """Mark proposals by their numbers, and do what the marks say; return a line for each."""
    table = _proposals(data)
    by_number = {row["number"]: row for row in table}
    for number in numbers:
        if number not in by_number:
            raise BadInput(
                PROPOSALS, None, "number", f"there is no proposal {number}: make propose lists them"
            )
        if by_number[number]["decision"] in DECISIONS.values():
            done = by_number[number]["decision"]
            raise BadInput(PROPOSALS, None, "decision", f"proposal {number} is {done} already")
        by_number[number]["decision"] = decision
    return _do(data, table)


def take_up_marks(data: Path) -> list[str]:
    """Do what marks in the tables say that somebody has made by hand; return a line for each."""
    done = _do(data, _proposals(data)) if (data / PROPOSALS).exists() else []
    return done + _become_figures(data)


def _do(data: Path, table: list[dict[str, str]]) -> list[str]:
    register = load(data)
    header = columns_of(data / "checks.csv", CHECK_COLUMNS)
    checks = [row for _, row in rows(data / "checks.csv", CHECK_COLUMNS)]
    taken, said = set(register.checks), []
    for row in table:
        if row["decision"] not in DECISIONS:
            continue
        if row["decision"] == "accept":
            missing = [name for name in parse(row["formula"]).names if name not in register.figures]
            if missing:
                fault = f"proposal {row['number']}: {missing[0]!r} is no figure any more: make propose"
                raise BadInput(PROPOSALS, None, "formula", fault)
            id = free(f"{row['kind']}_{parse(row['formula']).names[-1]}", taken)
            why = "The words of the article announce it." if row["accidents"] == "announced" else (
                f"It fits, and chance alone would make {row['accidents']} such in a text like this."
            )  # fmt: skip
            cells = (id, row["question"], row["formula"], why, "figures")
            check = dict.fromkeys(header, "") | dict(zip(CHECK_COLUMNS, cells, strict=True))
            checks.append(check | ({"evidence": "internal"} if "evidence" in header else {}))
            said.append(f"proposal {row['number']} is the check {id} now: {row['formula']}")
        else:
            said.append(f"proposal {row['number']} is dismissed: {row['formula']}")
        row["decision"] = DECISIONS[row["decision"]]
    if said:
        _save(data / "checks.csv", header, checks)
        _save(data / PROPOSALS, PROPOSAL_COLUMNS, table)
    return said


def _proposals(data: Path) -> list[dict[str, str]]:
    if not (data / PROPOSALS).exists():
        return []
    table = []
    for line, row in rows(data / PROPOSALS, PROPOSAL_COLUMNS):
        if not row["number"].isdecimal():
            raise BadInput(PROPOSALS, line, "number", f"{row['number'][:40]!r} is not a whole number")
        row["decision"] = row["decision"].lower()
        if row["decision"] not in ("", *DECISIONS, *DECISIONS.values()):
            raise BadInput(PROPOSALS, line, "decision", f"{row['decision'][:40]!r} is not accept or dismiss")
        table.append(row)
    return table


def _participants(formula: str) -> frozenset[str]:
    return frozenset(parse(formula).names)


def _row(number: str, each: Proposal, figures: Mapping[str, Figure]) -> dict[str, str]:
    relation = parse(each.formula)
    left, right = relation.sides({id: figures[id].printed("declared") for id in relation.names})
    units = side_units(relation, {id: figures[id].unit for id in relation.names})
    cells = (
        *(number, "", "yes" if each.fits else "no", _question(each, figures)),
        " against ".join(sides(left, right, units)),
        *("announced" if not each.fits else _few(each.accidents), each.formula, each.kind),
        " … ".join(each.sentences),
    )
    return dict(zip(PROPOSAL_COLUMNS, cells, strict=True))


def _question(each: Proposal, figures: Mapping[str, Figure]) -> str:
    """Return what a proposal asks, with the labels of its figures and what is printed of them."""
    named = [_named(figures[id]) for id in each.ids]
    rate = hedged(figures[each.ids[0]])
    match each.kind:
        case "repeat":
            return f"Is {named[0]} the same as {named[1]}?"
        case "growth":
            return f"Is {named[1]} {rate} {'less' if '(1 -' in each.formula else 'more'} than {named[2]}?"
        case "share":
            part = quantity(Fraction(figures[each.ids[0]].value or 0), "share")
            return f"Is {named[1]} {part} of {named[2]}?"
        case "multiple":
            return f"Is {named[1]} {rate} as much as {named[2]}?"
        case "whole":
            return f"Do {_listed(named)} make a whole?"
        case "rate":
            return f"Does {named[0]} times {named[1]} make {named[2]}?"
        case "currencies":
            return f"Is one to the other as {named[0]} to {named[1]} and as {named[2]} to {named[3]}?"
        case _:
            return f"Do {_listed(named[1:])} make {named[0]}?"


def _named(figure: Figure) -> str:
    label = figure.label if figure.label not in (figure.quote, figure.id) else ""
    return f"{label} ({hedged(figure)})" if label else hedged(figure)


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _few(accidents: float) -> str:
    return (
        f"{accidents:.0f}"
        if accidents >= 10
        else f"{accidents:.2g}"
        if accidents >= 0.01
        else "less than 0.01"
    )


# --- figures ----------------------------------------------------------------------------------------------


def rename(data: Path, old: str, new: str) -> list[str]:
    """Rename a figure in its table, in the checks and in the proposals; return a line for each table."""
    register = load(data)
    if old not in register.figures:
        raise BadInput("figures.csv", None, "id", f"no figure has the id {old!r}")
    if new in register.figures:
        raise BadInput("figures.csv", None, "id", f"{new!r} is the id of another figure")
    check_id(new, lambda column, fault: BadInput("figures.csv", None, column, fault))
    table = register.figures[old].table
    header = columns_of(data / table, FIGURE_COLUMNS)
    figures = [row for _, row in rows(data / table, FIGURE_COLUMNS, DECIMALS)]
    for row in figures:
        row["id"] = new if row["id"] == old else row["id"]
    said = [f"{table}: {old} is {new} now"]
    changed = [(data / table, header, figures)]
    for name, columns in (("checks.csv", CHECK_COLUMNS), (PROPOSALS, PROPOSAL_COLUMNS)):
        if not (data / name).exists():
            continue
        header, found = columns_of(data / name, columns), [row for _, row in rows(data / name, columns)]
        count = 0
        for row in found:
            formula = re.sub(rf"\b{old}\b", new, row["formula"], flags=re.ASCII)
            count += formula != row["formula"]
            row["formula"] = formula
        if count:
            changed.append((data / name, header, found))
            said.append(f"{name}: {_count(count, 'formula', 'formulas')} rewritten")
    for path, columns_, content in changed:
        _save(path, columns_, content)
    for chapter in sorted((data.parent / "book").glob("*.md")):
        if re.search(rf"\b{old}\b", chapter.read_text("utf-8")):
            said.append(f"book/{chapter.name} names {old}, too: change it there")
    return said


def look_over(data: Path, ids: Sequence[str] = ()) -> list[str]:
    """Take away the notes that say that a row is a guess, of some figures or of all rows."""
    header = columns_of(data / "figures.csv", FIGURE_COLUMNS)
    figures = [row for _, row in rows(data / "figures.csv", FIGURE_COLUMNS, DECIMALS)]
    unknown = set(ids) - {row["id"] for row in figures}
    if unknown:
        raise BadInput("figures.csv", None, "id", f"no figure has the id {min(unknown)!r}")
    guessed = [row for row in figures if GUESSED in row["note"] and (not ids or row["id"] in ids)]
    for row in guessed:
        row["note"] = ""
    said = [f"figures.csv: {_count(len(guessed), 'row')} looked over"]
    _save(data / "figures.csv", header, figures)
    if not ids:
        header = columns_of(data / "not_figures.csv", NOT_FIGURE_COLUMNS)
        others = [row for _, row in rows(data / "not_figures.csv", NOT_FIGURE_COLUMNS)]
        count = 0
        for row in others:
            plain = row["reason"].removeprefix("Guessed: ")
            count += plain != row["reason"]
            row["reason"] = plain[:1].upper() + plain[1:]
        _save(data / "not_figures.csv", header, others)
        said.append(f"not_figures.csv: {_count(count, 'row')} looked over")
    return said


def _become_figures(data: Path) -> list[str]:
    """Turn rows of not_figures.csv that are marked in a column ``figure`` into figures, guessed anew."""
    name = "not_figures.csv"
    if not (data / name).exists() or FIGURE not in (header := columns_of(data / name, NOT_FIGURE_COLUMNS)):
        return []
    others = [row for _, row in rows(data / name, NOT_FIGURE_COLUMNS)]
    marked = [row for row in others if row[FIGURE]]
    if not marked:
        return []
    columns = columns_of(data / "figures.csv", FIGURE_COLUMNS)
    figures = [row for _, row in rows(data / "figures.csv", FIGURE_COLUMNS, DECIMALS)]
    taken, said = {row["id"] for row in figures}, []
    for row in marked:
        figure = _as_figure(row)
        figure["id"] = free(figure["id"], taken)
        figures.append(dict.fromkeys(columns, "") | figure)
        said.append(f"{row['token']!r} is the figure {figure['id']} now: fill in its unit in figures.csv")
    figures.sort(key=lambda row: int(row["paragraph"] or 0))
    _save(data / "figures.csv", columns, figures)
    _save(data / name, header, [row for row in others if not row[FIGURE]])
    return said


def _as_figure(row: Mapping[str, str]) -> dict[str, str]:
    """Return the row of figures.csv for a number that was taken for none."""
    for language in LANGUAGES:
        for reading in readings(row["quote"], language):
            if reading.token.text == row["token"] and reading.token.value is not None:
                number = reading.number or _plain(row["token"])
                start = reading.token.start
                label = label_of(row["quote"], start, reading.token.end, language) or row["quote"]
                return dict.fromkeys(FIGURE_COLUMNS, "") | {
                    "id": id_of(label, "number"),
                    "label": label,
                    "number": number,
                    "scale": reading.scale or "1",
                    "unit": reading.unit or "item",
                    "hedge": reading.hedge,
                    "paragraph": row["paragraph"],
                    "quote": row["quote"],
                    "note": GUESSED,
                }
    raise BadInput(
        "not_figures.csv", None, "figure", f"{row['token'][:40]!r} has no value: add a row by hand"
    )


def _plain(token: str) -> str:
    digits = re.search(r"\d+(?:\.\d+)?", token)
    return digits[0] if digits else ""


def show_ids(data: Path) -> None:
    """Print ids, labels and what is printed of each figure, to write checks with."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("id", "label", "printed", "unit")
    for id, figure in load(data).figures.items():
        table.add_row(id, Text(figure.label), hedged(figure), figure.unit)
    Console().print(table)


# --- expected verdicts --------------------------------------------------------------------------------------


def expect(data: Path) -> list[str]:
    """Write down the verdict of every check as the one that is expected; return what changed."""
    before, now = expected(data), verdicts(data)
    _save(
        data / EXPECTED,
        EXPECTED_COLUMNS,
        [dict(zip(EXPECTED_COLUMNS, pair, strict=True)) for pair in now.items()],
    )
    said = [
        f"{id}: {before.get(id, 'no verdict')} was expected, {now.get(id, 'no verdict')} is now"
        for id in {**now, **before}
        if before.get(id) != now.get(id)
    ]
    return said or [f"{EXPECTED}: nothing has changed"]


def expected(data: Path) -> dict[str, str]:
    """Return the verdicts that are expected, by check; none where there is no such table."""
    if not (data / EXPECTED).exists():
        return {}
    return {row["check"]: row["verdict"] for _, row in rows(data / EXPECTED, EXPECTED_COLUMNS)}


def verdicts(data: Path) -> dict[str, str]:
    """Return the verdict of every check."""
    return {id: verdict.verdict for id, verdict in solve(load(data)).checks.items()}


# --- tables -----------------------------------------------------------------------------------------------


def free(id: str, taken: set[str]) -> str:
    """Return an id that is not taken, and take it."""
    base, count = id[:70].strip("_"), 1
    free = base
    while free in taken:
        count += 1
        free = f"{base}_{count}"
    taken.add(free)
    return free


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def as_csv(header: Sequence[str], table: Iterable[Mapping[str, str]]) -> str:
    """Return the text of a table in the form in which it is kept."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue()


def _save(path: Path, header: Sequence[str], table: Iterable[Mapping[str, str]]) -> None:
    part = path.with_suffix(".part")  # so that a table is written whole or not at all
    part.write_text(as_csv(header, table), "utf-8", newline="")
    part.replace(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="addup.texts.editing", description=str(__doc__).splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in (
        ("propose", "propose checks anew, and list them"),
        ("accept", "make proposals checks"),
        ("dismiss", "drop proposals for good"),
        ("apply", "do what the marks in the tables say"),
        ("rename", "rename a figure in figures, checks and proposals"),
        ("looked-over", "take away the notes that say that a row is a guess"),
        ("ids", "list ids and labels"),
        ("expect", "take the verdicts as they are for the expected ones"),
    ):
        command = commands.add_parser(name, help=about)
        command.add_argument("--data", type=Path, default=Path("data"))
        if name == "propose":
            command.add_argument("--language", choices=LANGUAGES, help="the article's")
            command.add_argument("--article", type=Path)
        elif name in ("accept", "dismiss", "looked-over"):
            command.add_argument("names", nargs="*" if name == "looked-over" else "+")
        elif name == "rename":
            command.add_argument("old")
            command.add_argument("new")
    options = parser.parse_args(arguments)
    try:
        for line in _run(options):
            print(line)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _run(options: argparse.Namespace) -> list[str]:
    data: Path = options.data
    match options.command:
        case "propose":
            given = options.article not in (None, Path("article.txt")) or options.article.exists()
            text = read_article(options.article) if given else None
            quoted = "\n\n".join(figure.quote for figure in load(data).figures.values())
            language, region = language_of_report(data, text or quoted)
            said = update_proposals(data, text, options.language or language, region)
            show_proposals(data)
            if text is None:
                said += "; without the article (ARTICLE=path) only its quotations were read"
            return [said]
        case "accept" | "dismiss":
            return decide(data, options.names, options.command)
        case "apply":
            return take_up_marks(data)
        case "rename":
            return rename(data, options.old, options.new)
        case "looked-over":
            return look_over(data, options.names)
        case "ids":
            show_ids(data)
            return []
        case _:
            return expect(data)


if __name__ == "__main__":
    sys.exit(main())
