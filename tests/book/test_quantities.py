"""One quantity, one number: what the prose prints of a value is the same wherever it prints it."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

import pytest
from addup.engine.figures import load
from addup.report import wording

from tests.book.chapters import BOOK, ROOT, chapters, outputs

IS_TABLE = re.compile("'text/(?:markdown|latex)'")
Printed = dict[tuple[Fraction, str], dict[str, set[str]]]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Printed:
    """Every value that some chapter prints, by value and unit: the texts, and where each stands.

    In prose, in the labels of charts and in the texts that stand for them; a table may give more digits.

    A date, and a number as the article or a source prints it, has no second form.
    """
    worked_out: list[tuple[Fraction, str, str]] = []
    write = wording._quantity

    def quantity(value: Fraction, unit: str, digits: int, towards: int) -> str:
        text = write(value, unit, digits, towards)
        worked_out.append((Fraction(value), unit, text))
        return text

    monkeypatch.setattr(wording, "_quantity", quantity)
    monkeypatch.chdir(BOOK)
    found: Printed = defaultdict(lambda: defaultdict(set))
    figures = load(ROOT / "data").figures.values()
    as_printed = {wording.as_printed(figure) for figure in figures}
    for chapter in chapters():
        glued: dict[str, str] = {}
        worked_out.clear()
        shown = [text for text in outputs(chapter, glued) if not IS_TABLE.search(text)]
        used = set(re.findall(r"\{glue:text\}`([^`]*)`", chapter.read_text("utf-8")))
        told = [text for name, text in glued.items() if name.partition(".")[2] in used] + shown
        for value, unit, text in worked_out:
            if unit != "date" and text not in as_printed and any(holds(sentence, text) for sentence in told):
                found[value, unit][text].add(chapter.stem)
    return found


def holds(sentence: str, text: str) -> bool:
    """Whether a sentence prints that very text: "$5.5bn" is not in "$15.5bn"."""
    return re.search(rf"(?<![\w.,]){re.escape(text)}(?![\w.,]*\d)", sentence) is not None


@pytest.mark.parametrize(
    ("sentence", "text", "found"),
    [
        ("$5.45bn to $5.55bn", "$5.55bn", True),
        ("$15.5bn", "5.5bn", False),
        ("27 per cent", "7 per cent", False),
        ("about 27 per cent", "27 per cent", True),
    ],
)
def test_a_number_is_found_as_a_whole(sentence: str, text: str, found: bool) -> None:
    assert holds(sentence, text) is found


def test_a_quantity_has_one_number(printed: Printed) -> None:
    faults = [
        "; ".join(f"{text!r} in {', '.join(sorted(where))}" for text, where in texts.items())
        for texts in printed.values()
        if len(texts) > 1
    ]
    assert not faults, "one value, two roundings:\n" + "\n".join(faults)
