"""The register is held against a copy of the article, and every kind of fault in it is found."""

import csv
import os
import re
from pathlib import Path

import pytest
from addup.engine.figures import CHECK_COLUMNS, FIGURE_COLUMNS, NOT_FIGURE_COLUMNS
from addup.engine.table import BadInput, rows
from addup.texts.numerals import paragraphs
from addup.texts.source import verify

ROOT = Path(__file__).parents[2]
ARTICLE = Path(os.environ.get("ADDUP_ARTICLE") or ROOT.parent / "shared" / "article.txt")

GERMAN = """Die Bäckerei Korn backt 12.000 Brote

Im Jahr 2031 will die Bäckerei rund 5,5 Millionen Euro ausgeben, sagten drei Mitarbeiter.

Das wären 5,5 Millionen Euro, etwa 40 Prozent mehr, und würde den Umsatz mit dem Ofen R20 verdoppeln.
"""
FIGURES = [
    ("loaves", "12000", "1", 0, "12.000 Brote"),
    ("spending", "5.5", "1e6", 1, "rund 5,5 Millionen Euro"),
    ("people", "3", "1", 1, "drei Mitarbeiter"),
    ("spending_again", "5.5", "1e6", 2, "5,5 Millionen Euro"),
    ("more", "40", "0.01", 2, "etwa 40 Prozent mehr"),
    ("doubling", "2", "1", 2, "verdoppeln"),
    ("profit", "", "1", "", ""),
]
NOT_FIGURES = [(1, "2031", "Im Jahr 2031", "a year"), (2, "R20", "dem Ofen R20", "a product")]

ENGLISH = """Korn bakes 12,000 loaves

Korn will spend about €5.5mn, said one of its bakers. That would double sales, half of them cakes.
"""
ENGLISH_FIGURES = [
    ("loaves", "12000", "1", 0, "12,000 loaves"),
    ("spending", "5.5", "1e6", 1, "about €5.5mn"),
    ("doubling", "2", "1", 1, "would double sales"),
    ("cakes", "0.5", "1", 1, "half of them"),
]
ENGLISH_NOT_FIGURES = [(1, "one", "one of its bakers", "picks out a person")]


@pytest.fixture
def hold(tmp_path):
    """Return a function that holds figures and exceptions against a text and returns the faults."""

    def hold(figures=FIGURES, not_figures=NOT_FIGURES, text=GERMAN, language="de"):
        rows = [
            (
                id,
                id,
                number,
                scale,
                "date" if "-" in number else "thing",
                "none",
                "",
                "",
                "",
                paragraph,
                quote,
                "",
            )
            for id, number, scale, paragraph, quote in figures
        ]
        tables = [
            ("figures.csv", FIGURE_COLUMNS, rows),
            ("not_figures.csv", NOT_FIGURE_COLUMNS, not_figures),
            ("checks.csv", CHECK_COLUMNS, []),
        ]
        for name, columns, content in tables:
            with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([columns, *content])
        article = tmp_path / "article.txt"
        article.write_text(text, "utf-8")
        return verify(article, tmp_path, language)

    return hold


def changed(rows, index, **cells):
    """Return the rows with some cells of one row replaced, by position: ``_3=7``."""
    row = list(rows[index])
    for position, cell in cells.items():
        row[int(position[1:])] = cell
    return [*rows[:index], tuple(row), *rows[index + 1 :]]


def test_a_true_register_has_no_faults(hold):
    assert hold() == []
    assert hold(ENGLISH_FIGURES, ENGLISH_NOT_FIGURES, ENGLISH, "en") == []


@pytest.mark.parametrize("missing", range(6))
def test_a_number_without_a_row_is_found(hold, missing):
    faults = hold(figures=FIGURES[:missing] + FIGURES[missing + 1 :])
    assert len(faults) == 1
    assert faults[0].startswith("article.txt: paragraph ")
    assert faults[0].endswith("is in no row")


@pytest.mark.parametrize("missing", range(2))
def test_an_exception_without_a_row_is_found(hold, missing):
    assert len(hold(not_figures=NOT_FIGURES[:missing] + NOT_FIGURES[missing + 1 :])) == 1


@pytest.mark.parametrize(
    ("figures", "fault"),
    [
        (changed(FIGURES, 0, _4="12.000 Kuchen"), "figures.csv:2: quote: does not stand in paragraph 0"),
        (changed(FIGURES, 0, _3=1), "figures.csv:2: quote: does not stand in paragraph 1"),
        (changed(FIGURES, 0, _3=7), "figures.csv:2: paragraph: the article ends with paragraph 2"),
        (changed(FIGURES, 0, _1="13000"), "figures.csv:2: quote: does not hold '13000'"),
        (changed(FIGURES, 1, _1="5.4"), "figures.csv:3: quote: does not hold '5.4'"),
        (changed(FIGURES, 0, _1="12"), "figures.csv:2: quote: does not hold '12'"),
        (changed(FIGURES, 0, _4="backt"), "figures.csv:2: quote: does not hold '12000'"),
        (changed(FIGURES, 0, _4=""), "figures.csv:2: quote: is empty"),
        (changed(FIGURES, 0, _3=""), "figures.csv:2: paragraph: is empty"),
        (changed(FIGURES, 1, _2="1e9"), "figures.csv:3: scale: the text multiplies '5,5' by 1000000"),
        (changed(FIGURES, 4, _2="1"), "figures.csv:6: scale: the text multiplies '40' by 1/100"),
        (changed(FIGURES, 6, _3=0, _4="Gewinn"), "figures.csv:8: quote: does not stand in paragraph 0"),
        (
            changed(FIGURES, 1, _4="Im Jahr 2031 will die Bäckerei rund 5,5 Millionen Euro"),
            "figures.csv:3: quote: has 10 words, 8 are allowed",
        ),
        (
            [*FIGURES, ("twice", "2", "1", 2, "verdoppeln")],
            "figures.csv:9: number: another row has '2' of this phrase already",
        ),
    ],
)
def test_a_false_row_is_named(hold, figures, fault):
    assert fault in hold(figures=figures)


@pytest.mark.parametrize(
    ("exceptions", "fault"),
    [
        (changed(NOT_FIGURES, 0, _1="2032"), "not_figures.csv:2: quote: does not hold '2032'"),
        (changed(NOT_FIGURES, 1, _1="2"), "not_figures.csv:3: quote: does not hold '2'"),
        (
            [*NOT_FIGURES, (2, "R20", "dem Ofen R20", "again")],
            "not_figures.csv:4: number: another row has 'R20' of this phrase already",
        ),
    ],
)
def test_a_false_exception_is_named(hold, exceptions, fault):
    assert fault in hold(not_figures=exceptions)


def test_a_sum_printed_twice_in_one_paragraph_needs_two_rows(hold):
    text = "Kopf 1\nErst 6,8 und dann 6,8 Euro\n"
    head = ("head", "1", "1", 0, "Kopf 1")
    first, second = ("first", "6.8", "1", 1, "6,8 und dann 6,8"), ("second", "6.8", "1", 1, "Erst 6,8")
    assert hold([head, first, second], [], text) == []
    assert hold([head, second], [], text) == ["article.txt: paragraph 1: '6,8' is in no row"]


def test_two_rows_may_quote_the_same_words_if_the_text_has_them_twice(hold):
    text = "Erst 12 Brote, dann 12 Brote\n"
    rows = [(name, "12", "1", 0, "12 Brote") for name in ("first", "second")]
    assert hold(rows, [], text) == []
    assert hold(rows, [], text.replace(", dann 12 Brote", "\nDann 12 Brote")) != []


def test_of_two_equal_numbers_each_row_gets_the_one_with_its_scale(hold):
    text = "12 Millionen oder 12 Milliarden\n"
    quote = "12 Millionen oder 12 Milliarden"
    rows = [("small", "12", "1e6", 0, quote), ("large", "12", "1e9", 0, quote)]
    assert hold(rows, [], text) == []
    assert hold(rows[::-1], [], text) == []


def test_a_date_claims_its_day(hold):
    text = "Am 20. Januar gab es Brot\n"
    assert hold([("day", "2031-01-20", "1", 0, "20. Januar")], [], text) == []
    assert hold([("day", "2031-01-21", "1", 0, "20. Januar")], [], text) != []


def test_a_third_may_be_rounded_but_not_to_nothing(hold):
    text = "Ein Drittel der Brote"
    assert hold([("part", "0.33", "1", 0, "Ein Drittel")], [], text) == []
    assert hold([("part", "0.34", "1", 0, "Ein Drittel")], [], text) != []
    assert hold([("part", "0", "1", 0, "Ein Drittel")], [], text) != []


@pytest.mark.parametrize(
    ("exception", "fault"),
    [
        (("one", "2031", "Im Jahr 2031", "a year"), "paragraph: 'one' is not a whole number"),
        ((1, "2031", "Im Jahr 2031", ""), "reason: is empty"),
        ((1, "", "Im Jahr 2031", "a year"), "token: is empty"),
    ],
)
def test_exceptions_that_cannot_be_read_are_bad_input(hold, exception, fault):
    with pytest.raises(BadInput) as error:
        hold(not_figures=[exception])
    assert str(error.value) == f"not_figures.csv:2: {fault}"


def test_an_article_that_cannot_be_read_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match=r"^none.txt: no such file"):
        verify(tmp_path / "none.txt", ROOT / "data")
    (tmp_path / "latin.txt").write_bytes("Bäcker".encode("latin-1"))
    with pytest.raises(BadInput, match=r"^latin.txt: is not UTF-8"):
        verify(tmp_path / "latin.txt", ROOT / "data")


@pytest.mark.skipif(
    not ARTICLE.exists(),
    reason="the article is under copyright and not part of this repository; ADDUP_ARTICLE can name a copy",
)
def test_the_register_is_true_to_the_article():
    assert verify(ARTICLE, ROOT / "data") == []


@pytest.mark.skipif(
    not ARTICLE.exists(), reason="needs a copy of the article, which is not part of the report"
)
def test_all_quotations_together_are_a_small_part_of_the_article():
    """What the tables and the chapters show of the text, each character counted once."""
    lines = paragraphs(ARTICLE.read_text("utf-8-sig"))
    shown = set()
    for name, columns in (("figures.csv", FIGURE_COLUMNS), ("not_figures.csv", NOT_FIGURE_COLUMNS)):
        for _, row in rows(ROOT / "data" / name, columns):
            if row["quote"]:
                paragraph = int(row["paragraph"])
                start = lines[paragraph].index(row["quote"])
                shown |= {(paragraph, start + place) for place in range(len(row["quote"]))}
    for chapter in (ROOT / "book").glob("*.md"):
        for quote in re.findall(r"\{de\}`([^`]*)`", chapter.read_text("utf-8")):
            found = [(number, line.index(quote)) for number, line in enumerate(lines) if quote in line]
            for number, start in found[:1]:
                shown |= {(number, start + place) for place in range(len(quote))}
    assert len(shown) <= sum(map(len, lines)) * 0.08
