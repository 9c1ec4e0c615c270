"""`python -m addup check` as a program: what it prints and returns, and one line for whatever is wrong."""

import json
import os
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from addup.__main__ import main
from addup.engine.figures import READINGS, load
from addup.engine.solve import solve
from addup.report.terminal import SUMMARY
from strategies import COLUMNS, check_row, correct, figure_row, table, write

ROOT = Path(__file__).parent.parent
FITS = [check_row("sum", "a + b == c"), check_row("share", "a / c <= 1")]


def addup(*arguments, warn="error", **variables):
    """Run the program as a reader would; warnings are errors, so that none can hide."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "book"), "PYTHONWARNINGS": warn} | variables
    return subprocess.run(
        [sys.executable, "-m", "addup", *map(str, arguments)],
        env=environment, capture_output=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip


def check(folder, *options):
    return addup("check", "--data", folder, *options)


def checked(folder, *options):
    """The JSON of a run, and its exit status."""
    done = check(folder, "--format", "json", *options)
    assert done.stderr == ""
    return json.loads(done.stdout), done.returncode


def numbers(**printed):
    return [figure_row(id, number) for id, number in printed.items()]


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "data", numbers(a="5", b="7", c="12", d=""), FITS)


# What it prints


def test_the_json_has_the_form_of_the_design_and_what_came_later(folder):
    result, status = checked(folder)
    assert status == 0
    form = {"reading", "jointly", "witness", "conflict", "figures", "checks"}
    assert set(result) == form | {"held_at_zero"}
    assert (result["reading"], result["jointly"], result["conflict"]) == ("declared", "consistent", [])
    assert set(result["witness"]) == set("abcd")
    assert result["figures"]["a"] == {
        "printed": ["4.5", "5.5"], "implied": ["4", "6"], "remaining": ["4.5", "5.5"], "unit": "USD",
        "hull": True,
    }  # fmt: skip
    assert set(result["checks"]) == {"sum", "share"}
    verdict = result["checks"]["sum"]
    form = {"verdict", "left", "right", "margin", "reason"}
    assert set(verdict) == form | {"fit", "by_reading", "evidence"}
    assert (verdict["verdict"], verdict["left"], verdict["right"]) == (
        "consistent",
        ["11", "13"],
        ["11.5", "12.5"],
    )
    assert verdict["margin"] == "1.5"
    assert verdict["reason"]


def test_what_has_no_end_is_null(folder):
    result, _ = checked(folder)
    assert result["figures"]["d"]["printed"] == [None, None]
    assert result["figures"]["d"]["implied"] == [None, None]
    write(folder, [figure_row("a", "12", hedge="more_than", scale="1e9")], [check_row("c", "a >= 1 * a")])
    result, _ = checked(folder)
    assert result["figures"]["a"]["printed"] == ["12000000000", None]
    assert result["checks"]["c"]["margin"] is None


def test_the_witness_is_written_as_fractions_and_holds(folder):
    result, _ = checked(folder)
    assert all(re.fullmatch(r"-?\d+/\d+", text) for text in result["witness"].values())
    values = {id: Fraction(text) for id, text in result["witness"].items()}
    assert values["a"] + values["b"] == values["c"]
    assert all(Fraction(low) <= values[id] <= Fraction(high) for id, (low, high) in
               ((id, result["figures"][id]["printed"]) for id in "abc"))  # fmt: skip


def test_ends_are_decimals_and_never_rounded_inwards(tmp_path):
    """19/6 and 23/6 have no last decimal: what is printed may be wider than the truth, not narrower."""
    checks = [check_row("low", "3 * a == b"), check_row("high", "3 * c == d")]
    folder = write(tmp_path / "data", numbers(a="", b="10", c="", d="11"), checks)
    figures = checked(folder)[0]["figures"]
    (low, below), (above, high) = figures["a"]["implied"], figures["c"]["implied"]
    assert (below, above) == ("3.5", "3.5")
    assert 0 < Fraction(19, 6) - Fraction(low) < Fraction(1, 10**20)
    assert 0 < Fraction(high) - Fraction(23, 6) < Fraction(1, 10**20)


@pytest.mark.parametrize(("c", "status"), [("12", 0), ("13", 0), ("15", 1)])
def test_the_exit_status_tells_whether_something_is_inconsistent(tmp_path, c, status):
    folder = write(tmp_path / "data", numbers(a="5", b="7", c=c, d=""), FITS)
    result, returned = checked(folder)
    assert returned == status
    assert (result["jointly"] == "inconsistent") == (status == 1)
    assert check(folder).returncode == status


def test_a_contradiction_names_what_cannot_all_hold(tmp_path):
    folder = write(tmp_path / "data", numbers(a="5", b="7", c="15", d="40"), FITS)
    result, _ = checked(folder)
    assert sorted(result["conflict"]) == ["a", "b", "c", "sum"]
    assert result["witness"] == {}
    assert result["checks"]["sum"]["verdict"] == "inconsistent"
    assert result["checks"]["sum"]["margin"] == "-1.5"
    assert result["figures"]["a"]["remaining"] is None


def test_what_is_not_comparable_does_not_fail_the_run(tmp_path):
    rows = [figure_row("a", "71", unit="monthly_user"), figure_row("b", "300", unit="weekly_user")]
    folder = write(tmp_path / "data", rows, [check_row("users", "a == b")])
    result, status = checked(folder)
    assert (result["checks"]["users"]["verdict"], status) == ("not comparable", 0)


@pytest.mark.parametrize("reading", READINGS)
def test_the_reading_is_chosen_on_the_command_line(tmp_path, reading):
    folder = write(tmp_path / "data", numbers(a="40", b="45"), [check_row("same", "a == b")])
    result, status = checked(folder, "--reading", reading)
    assert result["reading"] == reading
    assert result["checks"]["same"]["verdict"] == "depends on the reading"
    assert status == (0 if reading == "round" else 1)


def test_the_table_says_the_same_in_words(folder):
    done = check(folder, "--all")
    assert (done.returncode, done.stderr) == (0, "")
    assert "consistent" in done.stdout
    assert "sum" in done.stdout


@pytest.mark.parametrize("times", ["1", "1.05", "10"])
def test_a_screen_of_80_columns_holds_what_matters(tmp_path, times):
    folder = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    correct(folder, "domestic_usd", times=times)
    result = solve(load(folder))
    done = addup("check", "--data", folder, COLUMNS="80")
    lines = done.stdout.splitlines()
    assert len(lines) <= SUMMARY
    assert max(map(len, lines)) <= 80
    assert "Closest to breaking" in done.stdout
    contradicts = result.jointly == "inconsistent"
    assert contradicts or times != "10"
    assert ("These cannot all hold" in done.stdout) == contradicts == (done.returncode == 1)
    fails = [id for id, verdict in result.checks.items() if verdict.verdict == "inconsistent"]
    assert ("Inconsistent:" in done.stdout) == bool(fails)


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_terminal_without_unicode_gets_the_same_answer(tmp_path, form):
    rows = [figure_row("a", "5", label="Geb\u00fchr \u2026"), figure_row("b", "5")]
    folder = write(tmp_path / "data", rows, [check_row("same", "a == b")])
    done = addup("check", "--data", folder, "--format", form, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    if form == "json":
        assert "Geb\u00fchr" in json.loads(done.stdout)["checks"]["same"]["reason"]


def test_how_a_spreadsheet_saves_makes_no_difference(folder):
    """A byte order mark, CRLF and any column order simply work."""
    before = check(folder, "--format", "json")
    rows = numbers(a="5", b="7", c="12", d="")
    for file, text in {
        "figures.csv": table(rows, COLUMNS[::-1]),
        "checks.csv": table(FITS, sorted(FITS[0])),
    }.items():
        saved = "\N{BYTE ORDER MARK}" + text.replace("\n", "\r\n")
        (folder / file).write_bytes(saved.encode())
    after = check(folder, "--format", "json")
    assert (after.returncode, after.stdout, after.stderr) == (0, before.stdout, "")


def test_the_articles_own_data_are_the_default():
    done = addup("check", "--format", "json")
    assert done.stderr == ""
    assert done.returncode in (0, 1)
    assert "domestic_cny" in json.loads(done.stdout)["figures"]


def test_a_result_is_printed_however_long_its_numbers_are(tmp_path):
    """Python refuses to write integers of more than 4300 digits; sixty factors of 10**100 have 6000."""
    rows = [figure_row("a", "9e99", unit="share"), figure_row("b", "1", unit="share")]
    power = "*".join(["a"] * 60)
    folder = write(tmp_path / "data", rows, [check_row("long", f"{power} >= b")])
    done = check(folder, "--format", "json")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2)
    assert len(done.stderr.splitlines()) == (1 if done.returncode else 0)


# What it refuses


def refused(folder, pattern, **options):
    done = addup("check", "--data", folder, **options)
    assert_refusal(done.returncode, done.stdout, done.stderr, pattern)


def assert_refusal(status, output, errors, pattern):
    """One line that can be shown anywhere, of the form file:row: column: fault."""
    assert (status, output) == (2, "")
    assert errors.endswith("\n")
    assert len(errors[:-1].splitlines()) == 1
    assert len(errors) < 300
    assert errors[:-1].isprintable()
    assert re.fullmatch(pattern, errors[:-1]), errors


def figures_with(**cell):
    return [figure_row("a", "5"), figure_row("b", "7") | cell, figure_row("c", "12")]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ({"number": "4o"}, r"figures\.csv:3: number: '4o' is not a decimal number"),
        ({"number": "1,000"}, r"figures\.csv:3: number: '1,000' is not a decimal number: write it .*"),
        ({"number": "1_000"}, r"figures\.csv:3: number: '1_000' is not a decimal number"),
        ({"number": "0x10"}, r"figures\.csv:3: number: .*"),
        ({"number": "nan"}, r"figures\.csv:3: number: .*"),
        ({"number": "inf"}, r"figures\.csv:3: number: .*"),
        ({"number": "1/3"}, r"figures\.csv:3: number: .*"),
        ({"number": "+5"}, r"figures\.csv:3: number: .*"),
        ({"number": "\N{ARABIC-INDIC DIGIT FIVE}"}, r"figures\.csv:3: number: .*"),
        ({"number": "1e1000000000"}, r"figures\.csv:3: number: '1e1000000000' is not a decimal number"),
        ({"number": "1e-1000000000"}, r"figures\.csv:3: number: .*"),
        ({"number": "9" * 5000}, r"figures\.csv:3: number: .*"),
        ({"number": "5\x1b[2J\r\n\x07\u2028"}, r"figures\.csv:\d+: number: .*"),
        ({"number": "2025-01-20"}, r"figures\.csv:3: number: .*"),
        ({"number": "20 January", "unit": "date"}, r"figures\.csv:3: number: '20 January' is not a date.*"),
        ({"number": "2025-02-30", "unit": "date"}, r"figures\.csv:3: number: .*"),
        ({"number": "20250120", "unit": "date"}, r"figures\.csv:3: number: .*"),
        ({"scale": "0"}, r"figures\.csv:3: scale: .*"),
        ({"scale": "-1"}, r"figures\.csv:3: scale: .*"),
        ({"scale": "1e1000000000"}, r"figures\.csv:3: scale: .*"),
        ({"scale": "million"}, r"figures\.csv:3: scale: .*"),
        ({"place": "0", "hedge": "about"}, r"figures\.csv:3: place: .* exact .*"),
        ({"place": "exact", "hedge": "almost"}, r"figures\.csv:3: place: .* exact .*"),
        ({"place": "counted"}, r"figures\.csv:3: place: .*"),
        ({"place": "-1"}, r"figures\.csv:3: place: .*"),
        ({"place": "tenth"}, r"figures\.csv:3: place: .*"),
        ({"hedge": "roughly"}, r"figures\.csv:3: hedge: 'roughly' .*"),
        ({"hedge": "About"}, r"figures\.csv:3: hedge: .*"),
        ({"unit": ""}, r"figures\.csv:3: unit: .*"),
        ({"unit": "USD//CNY"}, r"figures\.csv:3: unit: .*"),
        ({"unit": "USD**99999999"}, r"figures\.csv:3: unit: .*"),
        ({"unit": "__import__('os')"}, r"figures\.csv:3: unit: .*"),
        ({"paragraph": "third"}, r"figures\.csv:3: paragraph: .*"),
        ({"id": ""}, r"figures\.csv:3: id: .*"),
        ({"id": "a"}, r"figures\.csv:3: id: 'a' .*"),
        ({"id": "B"}, r"figures\.csv:3: id: .*"),
        ({"id": "b b"}, r"figures\.csv:3: id: .*"),
        ({"id": "b-b"}, r"figures\.csv:3: id: .*"),
        ({"id": "1b"}, r"figures\.csv:3: id: .*"),
        ({"id": "lambda"}, r"figures\.csv:3: id: .*"),
        ({"id": "b\u00e9"}, r"figures\.csv:3: id: .*"),
        ({"id": "b" * 100_000}, r"figures\.csv:3: id: .*"),
        ({"id": "b\x00"}, r"figures\.csv:3: .*NUL.*"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_read(tmp_path, capsys, cell, message):
    folder = write(tmp_path / "data", figures_with(**cell), [check_row("sum", "a <= c")])
    # Within this process: forty times faster than a program each, which the other refusals are.
    status = main(["check", "--data", str(folder)])
    assert_refusal(status, *capsys.readouterr(), message)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"formula": "a + e == c"}, r"checks\.csv:3: formula: 'e' .*"),
        ({"formula": "a + b"}, r"checks\.csv:3: formula: .*"),
        ({"formula": ""}, r"checks\.csv:3: formula: .*"),
        ({"formula": "__import__('os').system('true') == a"}, r"checks\.csv:3: formula: .*"),
        ({"formula": "a == 1e1000000000"}, r"checks\.csv:3: formula: .*"),
        ({"formula": "a ** 1000000000 == b"}, r"checks\.csv:3: formula: .*"),
        ({"formula": "a == 1or b"}, r"checks\.csv:3: formula: .*"),
        ({"formula": "a == b\x1b]0;\x07"}, r"checks\.csv:3: formula: .*"),
        ({"formula": "a +\nb == c"}, r"checks\.csv:4: formula: .*"),
        ({"formula": "(" * 20_000 + "a" + ")" * 20_000 + " == b"}, r"checks\.csv:3: formula: .*"),
        ({"formula": "a + " * 25_000 + "a == b"}, r"checks\.csv:3: formula: is longer than \d+ characters"),
        ({"formula": "+".join(["a"] * 500_000) + " == b"}, r"checks\.csv:3: .*"),
        ({"formula": "-" * 100_000 + "a == b"}, r"checks\.csv:3: formula: .*"),
        ({"id": "sum"}, r"checks\.csv:3: id: 'sum' .*"),
        ({"id": "Sum"}, r"checks\.csv:3: id: .*"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:40],
)
def test_a_check_that_cannot_be_read(tmp_path, row, message):
    checks = [check_row("sum", "a + b == c"), check_row("next", "a <= b") | row]
    # Shown, not raised: what Python warns of by itself would be a second line.
    refused(write(tmp_path / "data", figures_with(), checks), message, warn="default")


@pytest.mark.parametrize("file", ["figures.csv", "checks.csv", "references.csv"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "{file}:1: .*"),
        (b"\n", "{file}:1: .*"),
        (b"\xff\xfea\x00\x00", "{file}:1: .*UTF-16.*"),
        ("id,label\nümlaut,".encode("latin-1"), "{file}:2: .*UTF-8.*"),
        (b"id,label\n\x00", "{file}:2: .*NUL.*"),
        (b"id,label\na,b\n", r"{file}:1: \w+: .*column.*"),
        (b'id,"label\n' * 3, "{file}:.*"),
        (b"id," + b"x" * 300_000, "{file}:1: .*"),
        (b"x" * (65 * 2**20), "{file}: .*"),
    ],
    ids=["empty", "blank", "UTF-16", "Latin-1", "NUL", "column", "quote", "long header", "large"],
)
def test_a_file_that_cannot_be_read(tmp_path, file, content, message):
    folder = write(tmp_path / "data", figures_with(), FITS)
    (folder / file).write_bytes(content)
    refused(folder, message.format(file=re.escape(file)))


@pytest.mark.parametrize("column", ["id", "number", "scale", "unit", "hedge", "place", "note"])
def test_a_missing_column_is_named(tmp_path, column):
    folder = write(tmp_path / "data", figures_with(), FITS)
    rows = [{key: cell for key, cell in row.items() if key != column} for row in figures_with()]
    text = table(rows, [other for other in COLUMNS if other != column])
    (folder / "figures.csv").write_text(text, encoding="utf-8")
    refused(folder, rf"figures\.csv:1: {column}: .*")


def test_a_column_that_stands_twice_is_named(folder):
    text = (folder / "figures.csv").read_text(encoding="utf-8")
    (folder / "figures.csv").write_text(text.replace("label", "number", 1), encoding="utf-8")
    refused(folder, r"figures\.csv:1: (number|label): .*")


@pytest.mark.parametrize("change", [lambda line: line + ",one more", lambda line: line.rsplit(",", 1)[0]])
def test_a_row_with_too_many_or_too_few_cells(folder, change):
    lines = (folder / "figures.csv").read_text(encoding="utf-8").splitlines()
    lines[2] = change(lines[2])
    (folder / "figures.csv").write_text("\n".join(lines), encoding="utf-8")
    refused(folder, r"figures\.csv:3: .*cells.*")


def test_a_quotation_mark_that_is_never_closed(folder):
    text = (folder / "figures.csv").read_text(encoding="utf-8")
    (folder / "figures.csv").write_text(text.replace("\nb,b,", '\nb,"b,'), encoding="utf-8")
    refused(folder, r"figures\.csv:\d+: is not CSV: unexpected end of data")


@pytest.mark.parametrize("file", ["figures.csv", "checks.csv"])
def test_a_file_that_is_not_there(folder, file):
    (folder / file).unlink()
    refused(folder, rf"{re.escape(file)}: .*")


@pytest.mark.parametrize("file", ["figures.csv", "checks.csv", "references.csv"])
def test_a_folder_in_place_of_a_file(folder, file):
    (folder / file).unlink()
    (folder / file).mkdir()
    refused(folder, rf"{re.escape(file)}: .*")


def test_a_folder_that_is_not_there_or_not_one(tmp_path):
    refused(tmp_path / "nowhere", r"figures\.csv: .*")
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused(tmp_path / "file", r"figures\.csv: .*")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, r"article\.txt: no such file or directory"),
        ("\u00fcber 40 Milliarden".encode("latin-1"), r"article\.txt: is not UTF-8"),
        ("40".encode("utf-16"), r"article\.txt: is not UTF-8"),
    ],
    ids=["missing", "Latin-1", "UTF-16"],
)
def test_an_article_that_cannot_be_read(tmp_path, content, message):
    article = tmp_path / "article.txt"
    if content is not None:
        article.write_bytes(content)
    done = addup("verify-source", article)
    assert_refusal(done.returncode, done.stdout, done.stderr, message)


def test_a_file_name_with_a_line_break_stays_on_one_line(tmp_path, capsys):
    status = main(["verify-source", str(tmp_path / "no\nsuch\x1b[2J")])
    message = r"no\\nsuch\\x1b\[2J: no such file or directory"
    assert_refusal(status, *capsys.readouterr(), message)


def test_verify_source_tells_a_faithful_register_from_another(tmp_path, capsys):
    article = tmp_path / "article.txt"
    article.write_text("Ein Plan\n\nEr kostet 40 Milliarden.\n", encoding="utf-8")
    row = figure_row("a", "40", scale="1e9", paragraph="1", quote="40 Milliarden")
    folder = write(tmp_path / "data", [row], [])
    arguments = ["verify-source", str(article), "--data", str(folder)]
    assert_refusal(main(arguments), *capsys.readouterr(), r"not_figures\.csv: no such file or directory")
    (folder / "not_figures.csv").write_text("paragraph,token,quote,reason\n", encoding="utf-8")
    assert main(arguments) == 0
    capsys.readouterr()
    article.write_text("Ein Plan\n\nEr kostet 41 Milliarden.\n", encoding="utf-8")
    assert main(arguments) == 1
    faults = capsys.readouterr().out.splitlines()
    assert len(faults) == 2  # the quotation stands nowhere, and the number in its place is in no row
    assert faults[0].startswith("figures.csv:2: quote: ")
    assert "'41'" in faults[1]


@pytest.mark.parametrize(
    "arguments", [(), ("check", "--reading", "loose"), ("check", "--format", "xml"), ("chequer",)]
)
def test_a_command_that_does_not_exist(arguments):
    done = addup(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_check_imports_nothing_heavy(folder):
    """The whole process is to take a second: no data frames, no charts."""
    program = (
        "import sys; from addup.__main__ import main; status = main(sys.argv[1:]);"
        "print(*sorted({'pandas', 'altair', 'IPython'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "--data", str(folder), "--format", "json"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "book")}, capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip
    assert done.stderr.strip() == ""
