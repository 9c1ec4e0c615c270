"""A table of the register as editors and spreadsheets save it: read rightly, or refused with what to do.

What a spreadsheet settles by itself, and differently in every country, is told from the file: the encoding
from its mark, the separator from the first line, the decimal mark from the cells that leave no doubt.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from addup.engine.formula import DECIMAL

LARGEST_FILE = 64 * 2**20  # bytes; a thousand articles take four million

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may stand between cells. Spreadsheets take the semicolon where a comma parts decimals."""

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(\r\n|\r|\n)', re.IGNORECASE)
_DECIMAL = re.compile(
    r"-?(?P<whole>\d{1,60})(?P<mark>[.,])(?P<fraction>\d{1,60})([eE][+-]?\d{1,2})?", re.ASCII
)
_DIGITS = re.compile(r"[-+]?[0-9][0-9.,'’\s]*")
_DATE = re.compile(
    r"\d{1,4}[./-] ?\d{1,2}([./-] ?\d{1,4})?\.?"  # 05.08.2025, 5/8
    r"|\d{1,2}\W{1,2}[^\W\d]{3,9}\.?(\W\d{2,4})?|[^\W\d]{3,9}\.?\W\d{1,4}"  # 5. Mai, 5-May-25, May-05
)


class BadInput(Exception):
    """A data file that cannot be used as it is: file, row, column and fault in one line."""

    def __init__(self, file: str, line: int | None, column: str | None, fault: str) -> None:
        where = file if line is None else f"{file}:{line}"
        text = f"{where}: {column}: {fault}" if column else f"{where}: {fault}"
        # A message quotes what it found: whatever that is, it stays one line.
        super().__init__("".join(c if c.isprintable() else repr(c)[1:-1] for c in text))


def rows(
    path: Path, columns: Sequence[str], decimals: Collection[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells of each row of a CSV file that has at least these columns.

    Rows and columns with nothing in them are left out. In the columns `decimals` a decimal comma becomes a
    point wherever it can be nothing else. Raises BadInput at the first fault of the file's form.
    """
    yield from _read(path, columns, decimals)[1]


def columns_of(path: Path, columns: Sequence[str]) -> list[str]:
    """Return the names of a table's columns, which are at least these; raise BadInput."""
    return _read(path, columns, ())[0]


def tidy(
    path: Path, columns: Sequence[str], decimals: Collection[str] = (), powers: Collection[str] = ()
) -> str:
    """Return the text of a table in the form in which it is kept: commas, decimal points, nothing empty.

    In the columns `powers` a power of ten from a million up is written as such: "1e9". Raises BadInput.
    """
    header, table = _read(path, columns, decimals)
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    for _, row in table:
        writer.writerow(row | {column: _as_power(row[column]) for column in powers})
    return text.getvalue()


def hint(cell: str) -> str:
    """Return how to mend a cell that is no decimal number, as the end of a message; or the empty text."""
    if _DATE.fullmatch(cell):
        return ": if a spreadsheet made a date of it, set the column to text and type it as printed"
    if _DIGITS.fullmatch(cell) or _DECIMAL.fullmatch(cell):
        return ": write it with a point before the decimals and nothing between thousands"
    return ""


def is_rewritten_date(cell: str) -> bool:
    """Whether a cell is a date as spreadsheets rewrite it: 21.01.2025, 1/21/2025, Nov-26."""
    return bool(re.fullmatch(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|[^\W\d]{3,4}-\d{2}", cell))


def _read(
    path: Path, columns: Sequence[str], decimals: Collection[str]
) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the names of the columns, and line number and cells of each row."""
    name = path.name
    text, skipped = _text(path), 0
    if named := _SEPARATOR_LINE.match(text):
        text, skipped, separator = text[named.end() :], 1, named[1]
    else:
        separator = _separator(text, columns)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    header: list[str] | None = None
    table: list[tuple[int, dict[str, str]]] = []
    try:
        for record in reader:
            line, cells = reader.line_num + skipped, [cell.strip() for cell in record]
            if header is None:
                header = _header(name, line, cells, columns)
            elif any(cells):
                table.append((line, _row(name, line, cells, header)))
    except csv.Error as error:
        raise BadInput(name, reader.line_num + skipped, None, f"is not CSV: {error}") from None
    if header is None:
        raise BadInput(name, 1, None, "is empty")
    _put_points(name, table, decimals, separator)
    return [column for column in header if column], table


def _text(path: Path) -> str:
    name = path.name
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput(name, None, None, (error.strerror or "cannot be read").lower()) from None
    if len(data) > LARGEST_FILE:
        raise BadInput(name, None, None, f"is larger than {LARGEST_FILE // 2**20} MiB")
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fault = f"byte 0x{data[error.start]:02x} is not {'UTF-16' if utf_16 else 'UTF-8'}"
        raise BadInput(name, line, None, f"{fault}: save it as CSV in UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInput(name, line, None, "holds a NUL byte: save it as CSV in UTF-8")
    return text


def _separator(text: str, columns: Sequence[str]) -> str:
    """Return which separator gives the most of the columns in the first line, a comma if all are alike."""

    def found(separator: str) -> int:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:
            return 0
        return len(set(columns) & {cell.strip() for cell in header})

    return max(SEPARATORS, key=found)


def _header(name: str, line: int, cells: list[str], columns: Sequence[str]) -> list[str]:
    missing = [column for column in columns if column not in cells]
    if missing and len(missing) == len(columns):
        fault = f"no such column: the first line has to name the columns, parted by {_listed()}"
        raise BadInput(name, line, missing[0], fault)
    if missing:
        raise BadInput(name, line, missing[0], "no such column")
    for cell in cells:
        if cell and cells.count(cell) > 1:
            raise BadInput(name, line, cell, "stands twice")
    return cells


def _row(name: str, line: int, cells: list[str], header: list[str]) -> dict[str, str]:
    if len(cells) < len(header) or any(cells[len(header) :]):
        raise BadInput(name, line, None, f"has {len(cells)} cells, the header has {len(header)}")
    for number, (column, cell) in enumerate(zip(header, cells, strict=False), 1):
        if cell and not column:
            raise BadInput(name, line, f"column {number}", "has no name in the first line")
    return {column: cell for column, cell in zip(header, cells, strict=False) if column}


def _listed() -> str:
    *first, last = SEPARATORS.values()
    return f"{', '.join(first)} or {last}"


def _put_points(
    name: str, table: list[tuple[int, dict[str, str]]], decimals: Collection[str], separator: str
) -> None:
    """Put a point where decimals are parted by a comma; raise BadInput where a mark may part thousands.

    Cells parted by commas have points as a rule: there, nothing is done unless all decimals have commas.
    """
    cells = [
        (line, row, column, number)
        for line, row in table
        for column in decimals
        if (number := _DECIMAL.fullmatch(row[column]))
    ]
    sure = {number["mark"] for *_, number in cells if not _may_be_thousands(number)}
    if separator == "," and sure != {","}:
        return
    for line, row, column, number in cells:
        if _may_be_thousands(number) and sure != {number["mark"]}:
            whole = row[column].replace(number["mark"], "")
            point = row[column].replace(",", ".")
            fault = f"{row[column]!r} may be {point} or {whole}: save the table parted by commas, with points"
            raise BadInput(name, line, column, fault)
        row[column] = row[column].replace(",", ".")


def _may_be_thousands(number: re.Match[str]) -> bool:
    return len(number["fraction"]) == 3 and len(number["whole"]) <= 3 and number["whole"] != "0"


def _as_power(cell: str) -> str:
    if not DECIMAL.fullmatch(cell):
        return cell
    number = Decimal(cell)
    if number.adjusted() >= 6 and number == Decimal(10) ** number.adjusted():
        return f"1e{number.adjusted()}"
    return f"{number:f}" if "E" in cell else cell
