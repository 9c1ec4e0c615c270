"""Begin a chapter of a report: one that builds at once, to be written over.

``python -m addup.texts.chapter NAME [FOLDER]``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from string import Template

from addup.engine.figures import Register, load
from addup.engine.solve import CONSISTENT, DEPENDS, INCONSISTENT, Result, solve
from addup.engine.table import BadInput

TEMPLATE = Path(__file__).with_suffix(".md")
PROJECT = Path(__file__).resolve().parents[3]
NAME = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)
END = "back matter"
"""The part of the contents that no chapter is added to."""

ANSWERS = {
    CONSISTENT: "The numbers allow this",
    INCONSISTENT: "The numbers rule this out",
    DEPENDS: "It depends on how the numbers are read whether they allow this",
}
_ENTRY = re.compile(r"(?P<indent>\s*- )file: \S+\s*(#.*)?")


def begin(name: str, folder: Path) -> str:
    """Write ``book/<name>.md`` into a report's folder, add it to its contents and return what was done.

    Raises BadInput for a register or contents that cannot be used, ValueError for a name that is none,
    FileExistsError if there is such a chapter.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name in small letters and underscores, such as market_share")
    chapter, contents = folder / "book" / f"{name}.md", folder / "_toc.yml"
    if chapter.exists():
        raise FileExistsError(f"{chapter} is there already")
    register = load(folder / "data")
    added, part = _added(contents.read_text("utf-8"), name)
    text = _text(name, register, solve(register), of_the_project=folder.resolve() == PROJECT)
    chapter.write_text(text, "utf-8")
    contents.write_text(added, "utf-8")
    return f"{chapter}: begun, and added to _toc.yml{f', at the end of “{part}”' if part else ''}"


def _added(contents: str, name: str) -> tuple[str, str]:
    """Return a table of contents with one more chapter, and the part it went into; all else stays."""
    lines, part, last, where = contents.splitlines(keepends=True), "", None, ""
    for number, line in enumerate(lines):
        if caption := re.match(r"\s*- caption: *['\"]?(.*?)['\"]?\s*$", line):
            part = caption[1]
        elif (entry := _ENTRY.fullmatch(line)) and part.lower() != END:
            last, where, indent = number, part, entry["indent"]
    if last is None:
        raise BadInput("_toc.yml", None, None, "has no line such as '- file: index' to add a chapter after")
    lines[last] = lines[last].rstrip("\n") + "\n"
    lines.insert(last + 1, f"{indent}file: {name}\n")
    return "".join(lines), where


def _text(name: str, register: Register, result: Result, *, of_the_project: bool) -> str:
    """Fill in the template with the first check that a chart can show something of."""

    def shown(id: str) -> list[str]:
        names = register.checks[id].relation.names
        return [
            each for each in names if register.figures[each].value and register.figures[each].unit != "date"
        ]

    usable = [id for id in register.checks if result.checks[id].verdict in ANSWERS and shown(id)]
    if not usable:
        raise BadInput("checks.csv", None, None, "has no check of printed figures to begin a chapter with")
    check = min(usable, key=lambda id: result.checks[id].verdict != CONSISTENT)
    ids, verdict = shown(check), result.checks[check].verdict
    meet = [id for id in ids if (ranges := result.figures[id]).implied and ranges.printed & ranges.implied]
    agree = meet == ids
    imports = [
        "from addup.report.article import Article, say",
        "from addup.report.charts import finished, printed_against_implied",
    ]
    if not of_the_project:
        imports = ["from pathlib import Path", "", *imports]
    return Template(TEMPLATE.read_text("utf-8")).substitute(
        name=name,
        title=f"{name.replace('_', ' ').capitalize()}?",
        answer=ANSWERS[verdict],
        imports="\n".join([*imports, ""]),
        article="Article()" if of_the_project else 'Article(Path("../data"))',
        check=check,
        verdict=verdict,
        figure=ids[0],
        ids=repr(ids).replace("'", '"'),
        meeting="meet == ids" if agree else "meet != ids",
        objection="one of the figures does not meet the rest" if agree else "every figure meets the rest",
        finding="Each figure meets what the rest implies"
        if agree
        else "Not every figure meets what the rest implies",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Begin a chapter; return 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="addup.texts.chapter", description="Begin a chapter of a report.")
    parser.add_argument("name", help="what its file is called, such as market_share")
    parser.add_argument("folder", type=Path, nargs="?", default=PROJECT)
    options = parser.parse_args(arguments)
    try:
        print(begin(options.name, options.folder))
    except (BadInput, ValueError, FileExistsError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {(error.strerror or 'cannot be read').lower()}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
