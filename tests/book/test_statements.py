"""What a notebook that cannot be read as Python says of itself, and what a file of settings does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from _ext.build import unreadable
from _ext.notebooks.objections import Chapter, report
from _ext.notebooks.statements import Failure, Statements


def test_what_a_cell_with_a_slip_would_have_named_fails_for_its_sake() -> None:
    said: dict[str, str] = {}
    statements = Statements({}, said.__setitem__)
    statements.begin(0, "rate = 7\nmoney = = 40")
    statements.fail(SyntaxError("invalid syntax", ("cell", 2, 9, "money = = 40")))
    statements.begin(1, "money / rate")
    statements.fail(NameError("name 'money' is not defined", name="money"))
    first, second = statements.failures
    assert (first.message, first.line, first.after) == ("nothing of this cell runs: invalid syntax", 2, None)
    assert second.after == 0


def failure(source: str) -> Failure:
    """What is recorded of a cell that fails once."""
    statements = Statements(namespace := {"none": None}, {}.__setitem__)
    statements.begin(0, source)
    exec(compile(statements.visit(ast.parse(source)), "<cell 0>", "exec"), namespace)
    (found,) = statements.failures
    return found


def failed(source: str) -> str:
    """What is said of a cell that fails once."""
    return failure(source).message


LOST = "nothing is left of what it is worked out from, or that has no limit"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("found = none.hi", LOST),
        ("found = none < 3", LOST),
        ("found = float(none)", LOST),
        ("found, other = none", LOST),
        ("found = none + 1", LOST),
        ("found = max(none, 3)", LOST),
        ("found = {}['rate']", "rate, from which it is worked out, is not there"),
        ("found = {}[3]", "something that it is worked out from is no longer there"),
        ("found = [][0]", "something that it is worked out from is no longer there"),
        ("found = next(iter([]))", "something that it is worked out from is no longer there"),
        ("found = 1 / 0", "it would be divided by zero"),
        ("found = __import__('fractions').Fraction(1, 0)", "it would be divided by zero"),
        ("found = max([])", "it does not work with the numbers as they are now"),
        ("found, = []", "it does not work with the numbers as they are now"),
        ("found = __import__('decimal').Decimal(0).ln().sqrt() - 'x'.index('y')", "it does not work"),
        ("found = __import__('math').exp(9999)", "it does not work with the numbers as they are now"),
        ("found = __import__('decimal').Decimal('x')", "it does not work with the numbers as they are now"),
        (
            "import addup.report.article as a\nfound = a.Article().without(*a.Article().register.checks)",
            "no check is left",
        ),
    ],
)
def test_what_a_change_of_the_data_leads_to_is_said_in_the_reports_own_words(
    source: str, reason: str
) -> None:
    names = "found, other" if "other" in source else "found"
    assert failed(source).startswith(f"{names} can no longer be worked out: {reason}")


def test_what_is_asserted_in_a_loop_is_a_claim_of_the_prose() -> None:
    assert failure("for id in 'ab':\n    assert id == 'a', 'rewrite it'").claims
    assert failure("if True:\n    found = 3\n    assert found == 4, 'rewrite it'").claims
    assert not failure("found = none.hi").claims


def test_a_title_that_no_longer_holds_is_named_with_the_links_that_repeat_it(tmp_path: Path) -> None:
    text = "# Is it 5.5?\n\nYes: it is what is printed, another number.\n"
    (tmp_path / "rate.md").write_text(text, "utf-8")
    (tmp_path / "other.md").write_text("# Other\n\nNext: [is it 5.5?](rate.md)\n", "utf-8")
    (tmp_path / "third.md").write_text("# Third\n\nOf [rates](rate.md).\n", "utf-8")
    message = "rewrite the title, and the links that repeat it: another number is printed"
    source = f"assert False, '{message}'"
    chapter = Chapter(str(tmp_path / "rate.md"), text, {0: 4}, {})
    (found,) = chapter.objections([failure(source)], {0: source})
    assert [sentence.text for sentence in found.sentences] == ["Is it 5.5?"]
    assert found.elsewhere == (f"{tmp_path / 'other.md'}, line 3",)
    assert "    and the link in " + found.elsewhere[0] in report([found]).splitlines()


def test_a_mistake_in_the_code_is_called_what_python_calls_it() -> None:
    assert failed("found = no_such_name") == "NameError: name 'no_such_name' is not defined"
    assert failed("found = 'a' + 1").startswith("TypeError: ")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title: fine\n", ""),
        ('title: "open\nauthor: x\n', ":1: while scanning a quoted scalar: found unexpected end of stream"),
        (b"title: Z\xe4hl\n", ": byte 0xe4 is not UTF-8"),
        (None, ": no such file or directory"),
    ],
)
def test_settings_that_cannot_be_read_are_named_in_one_line(
    tmp_path: Path, text: str | bytes | None, fault: str
) -> None:
    path = tmp_path / "_config.yml"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert unreadable(path) == (f"{path}{fault}" if fault else "")
