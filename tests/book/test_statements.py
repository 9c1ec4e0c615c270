"""What a notebook that cannot be read as Python says of itself, and what a file of settings does."""

from __future__ import annotations

from pathlib import Path

import pytest
from _ext.build import unreadable
from _ext.notebooks.statements import Statements


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
