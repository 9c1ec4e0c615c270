"""The comparison with a commit says what an edit did, and nothing else."""

import os
import re
import subprocess

import pytest
from _ext.notebooks.objections import Objection, in_short
from addup.publishing import compare
from strategies import correct

FIGURES = """id,label,number,scale,unit,hedge,place,period,attribution,paragraph,quote,note
part,the part,5.5,1,USD,none,0.1,,,,,
rest,the rest,6.8,1,USD,none,0.1,,,,,
whole,the whole,12.3,1,USD,none,0.1,,,,,
other,another,2,1,USD,none,1,,,,,
"""
CHECKS = """id,question,formula,why,chapter
sum,Does it?,part + rest == whole,It must.,index
order,Is it?,other < whole,It must.,index
"""


@pytest.fixture
def data(tmp_path):
    """A data folder under version control, as committed."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "figures.csv").write_text(FIGURES, "utf-8")
    (folder / "checks.csv").write_text(CHECKS, "utf-8")
    for command in ("init -q", "add .", "-c user.name=a -c user.email=a@b.example commit -q -m start"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    return folder


def edit(data, file, old, new):
    text = (data / file).read_text("utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new), "utf-8")


def said(data, capsys, *options):
    status = compare.main(["--data", str(data), *options])
    return status, capsys.readouterr()


def test_without_an_edit_every_verdict_stands(data, capsys):
    edit(data, "figures.csv", "the rest", "what remains")
    assert said(data, capsys)[1].out == "No figure and no check differs from HEAD: every verdict stands.\n"


def test_an_edited_figure_shows_with_each_verdict_it_changes(data, capsys):
    edit(data, "figures.csv", "part,5.5", "part,9.5")
    status, output = said(data, capsys, "--format", "markdown")
    assert status == 0
    assert output.out.splitlines() == [
        "- `part: number: 5.5 → 9.5`",
        "",
        "| check | in HEAD | now |",
        "| --- | --- | --- |",
        "| sum | consistent: $12.2 to $12.4 against $12.25 to $12.35 "
        "| inconsistent: $16.2 to $16.4 against $12.25 to $12.35 |",
        "",
        "Of 2 checks, 1 came to another verdict, 0 to other ranges, and 1 stand as in HEAD.",
    ]


def test_a_range_that_changes_is_told_from_a_verdict(data, capsys):
    edit(data, "figures.csv", "another,2", "another,3")
    output = said(data, capsys)[1].out
    assert "sum" not in output.replace("Of 2 checks", "")
    assert "0 came to another verdict, 1 to other ranges, and 1 stand" in output


def test_checks_come_and_go(data, capsys):
    edit(data, "checks.csv", "order,", "sequence,")
    output = said(data, capsys, "--format", "markdown")[1].out
    assert "- `sequence: added`" in output
    assert "- `order: removed`" in output
    assert "| order | consistent: $1.5 to $2.5 against $12.25 to $12.35 | no such check |" in output


def test_outside_version_control_there_is_nothing_to_compare_to(data, capsys):
    subprocess.run(["rm", "-rf", ".git"], cwd=data, check=True)
    assert said(data, capsys)[1].out == "There is no HEAD with this data to compare to.\n"


def test_bad_input_is_one_line(data, capsys):
    edit(data, "figures.csv", "part,5.5", "part,5o5")
    status, output = said(data, capsys)
    assert (status, output.out) == (2, "")
    assert output.err == "figures.csv:2: number: '5o5' is not a decimal number\n"


def test_many_changes_take_few_lines(data, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    rows = "".join(f"part_{n},a part,{n},1,USD,none,1,,,,,\n" for n in range(30))
    (data / "figures.csv").write_text(FIGURES + rows, "utf-8")
    checks = "".join(f"check_{n},Is it?,part_{n} < whole,It must.,index\n" for n in range(30))
    (data / "checks.csv").write_text(CHECKS + checks, "utf-8")
    output = said(data, capsys)[1].out
    assert len(output.splitlines()) <= 9
    assert re.search(r"^  check_0, .* and \d+ more: no such check → (in)?consistent$", output, re.MULTILINE)
    assert "  and 58 more\n" in output
    assert all(f"check_{n}" in said(data, capsys, "--all")[1].out for n in range(30))


def test_many_objections_take_few_lines(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    found = [
        Objection(f"book/a_long_chapter_{n % 20}.md", n, "assert x", "rewrite it", (), None, 1, shows=False)
        for n in range(99)
    ]
    lines = in_short(found).splitlines()
    assert len(lines) == 3
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("99 statements no longer hold: a_long_chapter_0 5, ")
    assert lines[-1].endswith(" more; ALL=1 lists them.")
    assert in_short([]) == "Every statement of the chapters holds."


@pytest.mark.slow
@pytest.mark.parametrize("times", ["1.05", "10", "0"])
def test_all_that_make_check_says_is_one_screen(copy, times):
    """A figure is changed by 5 per cent, by a decimal point, and to nothing."""
    table = copy / "data/figures.csv"
    text = table.read_text("utf-8")
    git = ("init -q", "add data", "-c user.name=a -c user.email=a@b.example commit -q -m start")
    for command in git if not (copy / ".git").exists() else ():
        subprocess.run(["git", *command.split()], cwd=copy, check=True)
    number, other = correct(table.parent, "domestic_usd", times=times)
    done = subprocess.run(
        ["make", "--no-print-directory", "check"],
        cwd=copy, env=os.environ | {"COLUMNS": "80"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    table.write_text(text, "utf-8")
    lines = (done.stdout + done.stderr).splitlines()
    assert len(lines) <= 24, done.stdout
    assert max(map(len, lines)) <= 80
    assert f"Changed: domestic_usd: number: {number} → {other}" in lines
    assert done.returncode == (2 if "reading: inconsistent" in done.stdout else 0)
    assert re.search("statements? no longer hold|Every statement", done.stdout)
