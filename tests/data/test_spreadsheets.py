"""The register as spreadsheets and data frames save it: read as it was meant, or refused with what to do."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from addup.__main__ import main
from addup.engine.figures import DECIMALS, load, tidied
from addup.engine.table import BadInput, rows
from hypothesis import given
from hypothesis import strategies as st
from strategies import check_row, figure_row, write

DATA = Path(__file__).parents[2] / "data"
TABLES = ("figures.csv", "references.csv", "checks.csv", "not_figures.csv")
Cells = list[list[str]]

# Two figures whose cells a spreadsheet takes for numbers: no dates, which it would rewrite
SMALL = [
    figure_row("a", "5.8", scale="1e9", place="0.1", quote="5.8 billion"),
    figure_row("b", "0.005", scale="1000000", place="0.001", note="one; two\tthree"),
    figure_row("c", "12", scale="", place="", quote="12 chips"),
]
CHECKS = [check_row("same", "a + b >= c")]


def cells(path: Path) -> Cells:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def save(table: Cells, delimiter: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)
    return text.getvalue()


def changed(table: Cells, change: Callable[[str], str], columns: tuple[str, ...] = DECIMALS) -> Cells:
    """Every cell of these columns as `change` makes it, if it looks like a number to a spreadsheet."""
    numeric = re.compile(r"-?\d+(\.\d+)?(e\d+)?")
    chosen = [column in columns for column in table[0]]
    return [
        table[0],
        *([change(c) if is_ and numeric.fullmatch(c) else c for c, is_ in zip(row, chosen, strict=True)]
          for row in table[1:]),
    ]  # fmt: skip


def excel(cell: str) -> str:
    """What Excel shows, and so saves: a number typed with an exponent as 1.00E+09, others without zeros."""
    return f"{float(cell):.2E}" if "e" in cell else f"{float(cell):.11g}"


def comma(cell: str) -> str:
    return cell.replace(".", ",")


def in_germany(cell: str) -> str:
    return comma(excel(cell))


def libreoffice(cell: str) -> str:
    return f"{float(cell):.0f}" if "e" in cell else cell


def wider(table: Cells) -> Cells:
    """With the two empty columns and rows that a used range may have."""
    return [*([*row, "", ""] for row in table), *([""] * (len(table[0]) + 2) for _ in range(2))]


NUMBERS_KEPT: dict[str, Callable[[Cells], bytes]] = {
    "Excel, CSV UTF-8": lambda table: save(changed(table, excel)).encode("utf-8-sig"),
    "Excel, CSV UTF-8, German": lambda table: save(changed(table, in_germany), ";").encode("utf-8-sig"),
    "Excel, Unicode text": lambda table: save(changed(table, excel), "\t").encode("utf-16"),
    "Excel, Unicode text, German": lambda table: save(changed(table, in_germany), "\t").encode("utf-16"),
    "Excel for Macintosh": lambda table: save(changed(table, excel), end="\r").encode("ascii"),
    "Excel, a used range": lambda table: save(wider(changed(table, excel))).encode("utf-8-sig"),
    "Numbers": lambda table: save(changed(table, lambda cell: excel(cell).replace(".00E+0", "E+0"))).encode(),
    "Numbers, German": lambda table: save(changed(table, in_germany), ";").encode(),
    "LibreOffice": lambda table: save(changed(table, libreoffice), end="\n").encode(),
    "LibreOffice, German": lambda table: save(
        changed(table, lambda cell: comma(libreoffice(cell))), ";", end="\n"
    ).encode(),
    "LibreOffice, German, commas kept": lambda table: save(
        changed(table, lambda cell: comma(libreoffice(cell))), end="\n"
    ).encode(),
    "LibreOffice, all cells quoted": lambda table: save(table, quoting=csv.QUOTE_ALL).encode(),
    "LibreOffice, tabs": lambda table: save(changed(table, libreoffice), "\t", end="\n").encode(),
    "a line for Excel": lambda table: ("sep=;\r\n" + save(table, ";")).encode("utf-8-sig"),
    "a quoted line for Excel": lambda table: ('"sep=\t"\n' + save(table, "\t")).encode(),
}  # fmt: skip
# With all columns imported as text, as the codebook asks: the cells stay, only the form is another
CELLS_KEPT: dict[str, Callable[[Cells], bytes]] = {
    "Excel, CSV UTF-8": lambda table: save(table).encode("utf-8-sig"),
    "Excel, CSV UTF-8, German": lambda table: save(table, ";").encode("utf-8-sig"),
    "Excel, Unicode text": lambda table: save(table, "\t").encode("utf-16"),
    "Excel, a used range": lambda table: save(wider(table)).encode("utf-8-sig"),
    "Numbers": lambda table: save(table).encode(),
    "Numbers, German": lambda table: save(table, ";").encode(),
    "LibreOffice": lambda table: save(table, end="\n").encode(),
    "pandas as text": lambda table: pd.DataFrame(table[1:], columns=table[0]).to_csv(index=False).encode(),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "data", SMALL, CHECKS)


@pytest.mark.parametrize("program", NUMBERS_KEPT)
def test_numbers_are_read_as_they_were_meant(folder: Path, program: str) -> None:
    before = load(folder)
    for name in ("figures.csv", "checks.csv"):
        (folder / name).write_bytes(NUMBERS_KEPT[program](cells(folder / name)))
    after = load(folder)
    assert [(f.number, f.scale, f.place, f.note) for f in after.figures.values()] == [
        (f.number, f.scale, f.place, f.note) for f in before.figures.values()
    ]
    assert {id: check.formula for id, check in after.checks.items()} == {"same": "a + b >= c"}


@pytest.mark.parametrize("program", CELLS_KEPT)
def test_the_register_saved_as_text_is_the_register(tmp_path: Path, program: str) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    for name in TABLES:
        (folder / name).write_bytes(CELLS_KEPT[program](cells(folder / name)))
    after, before = load(folder), load(DATA)
    shown = r"line=\d+"
    assert re.sub(shown, "", repr(after)) == re.sub(shown, "", repr(before))
    assert main(["tidy", "--data", str(folder)]) == 0
    assert {name: (folder / name).read_bytes() for name in TABLES} == {
        name: (DATA / name).read_bytes() for name in TABLES
    }


def test_what_libreoffice_writes_is_brought_back_without_a_trace(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    table = cells(folder / "figures.csv")
    (folder / "figures.csv").write_text(save(changed(table, libreoffice), end="\n"), "utf-8", newline="")
    assert cells(folder / "figures.csv") != table
    assert tidied(folder)["figures.csv"].encode() == (DATA / "figures.csv").read_bytes()


def test_tables_are_kept_in_form() -> None:
    assert tidied(DATA) == {name: (DATA / name).read_text("utf-8") for name in TABLES}


def test_a_table_that_cannot_be_read_is_left_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = cells(folder / "figures.csv")
    table[2][table[0].index("number")] = "5.8.2025"
    (folder / "figures.csv").write_text(save(table, ";"), "utf-8")
    before = (folder / "figures.csv").read_bytes()
    assert main(["tidy", "--data", str(folder)]) == 2
    assert capsys.readouterr().err.startswith("figures.csv:3: number: ")
    assert (folder / "figures.csv").read_bytes() == before


TO_TEXT = "set the column to text and type it"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ({"number": "05. Mai"}, f"'05. Mai' is not a decimal number.*made a date of it.*{TO_TEXT}"),
        ({"number": "8-May"}, f"'8-May' is not a decimal number.*made a date of it.*{TO_TEXT}"),
        ({"number": "May-25"}, f"'May-25' is not a decimal number.*made a date of it.*{TO_TEXT}"),
        ({"number": "05.08.2025"}, f"is not a decimal number.*made a date of it.*{TO_TEXT}"),
        ({"number": "5,8", "scale": "0.5"}, "'5,8' is not a decimal number: write it with a point"),
        ({"quote": "485", "number": "485000"}, f"'485' does not print '485000'.*{TO_TEXT}"),
        ({"quote": "08/01/2023", "number": "2023"}, f"'08/01/2023' does not print '2023'.*{TO_TEXT}"),
        ({"quote": "05.08.26", "number": "5.8"}, f"'05.08.26' does not print '5.8'.*{TO_TEXT}"),
        ({"number": "230,000"}, "'230,000' is not a decimal number: .*nothing between thousands"),
        (
            {"number": "230\N{NARROW NO-BREAK SPACE}000"},
            "is not a decimal number: .*nothing between thousands",
        ),
        ({"number": "1.2E+12"}, f"'1.2E\\+12' may have lost digits.*{TO_TEXT}"),
        ({"number": "5.8", "quote": "5,80 Euro"}, f"'5.8' stands as '5.80' in the quote.*{TO_TEXT}"),
        ({"number": "12.0", "quote": "12 Milliarden"}, f"'12.0' stands as '12' in the quote.*{TO_TEXT}"),
        (
            {"number": "20.01.2025", "unit": "date", "place": ""},
            f"is not a date such as 2025-01-20.*{TO_TEXT}",
        ),
        (
            {"number": "1/20/2025", "unit": "date", "place": ""},
            f"is not a date such as 2025-01-20.*{TO_TEXT}",
        ),
        ({"number": "45677", "unit": "date", "place": ""}, f"is not a date such as 2025-01-20.*{TO_TEXT}"),
        ({"period": "21.01.2025"}, f"'21.01.2025' is not written as .*{TO_TEXT}"),
        ({"paragraph": "3.0"}, r"'3.0' is not a whole number: .*\(pandas: dtype=str\)"),
    ],
)
def test_a_cell_that_a_spreadsheet_has_changed_is_refused_with_what_to_do(
    tmp_path: Path, cell: dict[str, str], message: str
) -> None:
    column = next(iter(cell))
    folder = write(tmp_path / "data", [figure_row("a", "5"), figure_row("b", "6") | cell], [])
    with pytest.raises(BadInput, match=rf"^figures\.csv:3: {column}: .*{message}"):
        load(folder)


@pytest.mark.parametrize("number", ["5.8", "12", "1.20"])
@pytest.mark.parametrize("quote", ["{}", "rund {} Prozent", "5 of {}, or 1.2", "9.000 of {}"])
def test_a_number_as_the_quote_prints_it_is_accepted(tmp_path: Path, number: str, quote: str) -> None:
    for printed in (quote.format(number), quote.format(number.replace(".", ","))):
        assert load(write(tmp_path / "data", [figure_row("a", number, quote=printed)], []))


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("cp1252", "byte 0xfc is not UTF-8: save it as CSV in UTF-8"),
        ("utf-16-le", "byte: save it as CSV"),
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused_with_what_to_do(
    folder: Path, encoding: str, message: str
) -> None:
    """Windows has one for each part of the world, and a Macintosh others."""
    text = (
        (folder / "figures.csv")
        .read_text("utf-8")
        .replace("one; two", "Gebühr" if encoding == "cp1252" else "fee")
    )
    (folder / "figures.csv").write_bytes(text.encode(encoding))
    with pytest.raises(BadInput, match=f"^figures.csv:.*{message}"):
        load(folder)


def test_a_mark_that_may_part_thousands_is_not_guessed_at(tmp_path: Path) -> None:
    def read(*numbers: str) -> list[str]:
        table = [["id", "number"], *([f"f{n}", number] for n, number in enumerate(numbers))]
        path = tmp_path / "table.csv"
        path.write_text(save(table, ";"), "utf-8")
        return [row["number"] for _, row in rows(path, ("id", "number"), ("number",))]

    assert read("5,800", "5,8") == ["5.800", "5.8"]
    assert read("5.800", "5.8") == ["5.800", "5.8"]
    assert read("5.8", "5,8") == ["5.8", "5.8"]
    assert read("0,800", "7,2843", "1234,567") == ["0.800", "7.2843", "1234.567"]
    for numbers in (("5.800", "5,8"), ("5,800", "5.8"), ("5.800",), ("5,800",), ("5,800", "5,8", "5.8")):
        with pytest.raises(BadInput, match=r"^table.csv:2: number: '5.800' may be 5\.800 or 5800: save"):
            read(*numbers)


def test_commas_in_cells_parted_by_commas_are_decimals_only_where_all_are(tmp_path: Path) -> None:
    def read(*numbers: str) -> list[str]:
        table = [["id", "number"], *([f"f{n}", number] for n, number in enumerate(numbers))]
        path = tmp_path / "table.csv"
        path.write_text(save(table), "utf-8")
        return [row["number"] for _, row in rows(path, ("id", "number"), ("number",))]

    assert read("5,8", "12", "0,005") == ["5.8", "12", "0.005"]
    for left in (("5,8", "5.5"), ("230,000", "5.5"), ("230,000",), ("5.800",)):
        assert read(*left) == list(left)


def test_a_table_without_its_first_line_says_what_should_stand_there(folder: Path) -> None:
    text = (folder / "figures.csv").read_text("utf-8")
    (folder / "figures.csv").write_text(f"Table 1\n{text}", "utf-8")
    with pytest.raises(
        BadInput, match=r"^figures\.csv:1: id: no such column: the first line has to name the"
    ):
        load(folder)


def test_a_cell_in_a_column_without_a_name_is_not_lost(folder: Path) -> None:
    table = wider(cells(folder / "figures.csv"))
    table[2][-1] = "mine"
    (folder / "figures.csv").write_text(save(table), "utf-8")
    with pytest.raises(BadInput, match=r"^figures\.csv:3: column 14: has no name in the first line"):
        load(folder)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_text_in_any_form_comes_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], delimiter: str, end: str, encoding: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "table.csv"
    table = [["id", "note"], *([f"row{n}", text] for n, text in enumerate(texts))]
    path.write_bytes(save(table, delimiter, end, csv.QUOTE_ALL).encode(encoding))
    read = [[row["id"], row["note"]] for _, row in rows(path, ("id", "note"))]
    assert read == [[id, text.strip()] for id, text in table[1:]]
