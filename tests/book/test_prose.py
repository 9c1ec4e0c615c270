"""Every number in prose comes from the data: none is typed by hand."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from addup.engine.figures import load
from addup.texts.numerals import numbers

from tests.book.chapters import BOOK, ROOT, cells, chapters, prose

# Names that hold digits and say nothing that could be wrong by one.
NAMES = "|".join(
    (
        *(
            r"H[12]00?s?",
            r"910B",
            r"A100",
            r"10-[QK]",
            r"ISO 8601",
            r"XBRL Calculations 1\.1",
            r"HC4",
            r"AC-3",
        ),
        *(r"UTF-8", r"CC BY 4\.0", r"Python 3(?:\.\d+)?"),
    )
)

NOT_PROSE = re.compile(
    r"(`+)[^`]*\1"  # code, and what a role takes: {glue:text}`rate`, {numref}`fig-rate`
    r"|\{[\w:-]+\}"
    r"|\]\([^)]*\)"  # a link's target
    r"|<https?:[^>]*>"
    r"|^:\w[\w-]*:.*$"  # options of a directive
    r"|^\([\w-]+\)=$"  # a label
    r"|\[\^[\w-]+\]"  # a footnote's mark
    rf"|\b(?:{NAMES})\b"
)


def typed_numerals(line: str) -> list[str]:
    return re.findall(r"[\w.,-]*\d[\w.,%-]*", NOT_PROSE.sub(" ", line))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The budget is {glue:text}`yuan`, see {numref}`fig-2`.", []),
        ("The budget is 40 billion yuan.", ["40"]),
        ("It rose by 12.7% in [the filing](https://example.org/2024).", ["12.7%"]),
        ("Nvidia's H20 and Huawei's 910B.", []),
        ("In 2025 the rule fell.", ["2025"]),
        ("`x = 4` and ``y = 5`` are code.", []),
    ],
)
def test_the_lint_finds_what_is_typed_by_hand(line: str, found: list[str]) -> None:
    assert typed_numerals(line) == found


def test_a_link_that_asks_asks_what_the_title_of_its_chapter_does() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in chapters()}
    titles = {name: re.search(r"^# (.*)$", text, re.MULTILINE)[1] for name, text in texts.items()}
    asked = 0
    for name, text in texts.items():
        for number, line in prose(text):
            for link, chapter in re.findall(r"\[([^\]]*\?)\]\(([\w-]+\.md)\)", line):
                asked += 1
                # The front page asks in fewer words, and then without a number that could be left behind.
                shorter = name == "index.md" and not re.search(r"\d", link)
                assert shorter or link[0].upper() + link[1:] == titles[chapter], f"{name}:{number}: {link}"
    assert asked


REGISTERED = {
    figure.value / figure.scale for figure in load(ROOT / "data").figures.values() if figure.value is not None
}


@pytest.mark.parametrize("chapter", chapters(), ids=lambda path: path.stem)
def test_no_numeral_is_typed_by_hand(chapter) -> None:
    faults = []
    for number, text in prose(chapter.read_text(encoding="utf-8")):
        line = text
        # A title cannot be worked out: it may quote a registered figure. So may a link that repeats it.
        titles = [line] if line.startswith("# ") else re.findall(r"\[([^\]]*)\]\([\w-]+\.md\)", line)
        for title in titles:
            unknown = [
                t.text for t in numbers(title, "en") if t.text[0].isdigit() and t.value not in REGISTERED
            ]
            faults += [f"{chapter.name}:{number}: {text} is no registered figure" for text in unknown]
            line = line.replace(title, "")
        faults += [f"{chapter.name}:{number}: {text} is typed by hand" for text in typed_numerals(line)]
    assert not faults, "\n".join(faults)


def typed_in_code(source: str) -> list[str]:
    """Return the texts in code that hold a numeral and are meant for readers: those of several words."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    # "2 * chips_meta" is a formula, "datum.x > 2" an expression of Vega
    return [
        t
        for t in texts
        if re.search(r"[a-z] |\d [a-z]", t) and typed_numerals(t) and not re.search(r"[*/+_=<>]|\.\w", t)
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('title = "All 22 days fit"', ["All 22 days fit"]),
        ('title = f"All {days} days fit"', []),
        ('"""Of 22 days."""', []),
        ('article.work_out("2 * chips_meta")', []),
    ],
)
def test_the_lint_reads_code_too(source: str, found: list[str]) -> None:
    assert typed_in_code(source) == found


@pytest.mark.parametrize(
    "path", [*chapters(), *sorted((BOOK / "addup/report/charts").glob("*.py"))], ids=lambda p: p.name
)
def test_no_numeral_is_typed_into_a_chart(path: Path) -> None:
    sources = cells(path) if path.suffix == ".md" else [path.read_text(encoding="utf-8")]
    assert not [text for source in sources for text in typed_in_code(source)]
