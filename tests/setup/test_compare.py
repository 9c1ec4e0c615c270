"""The comparison with a commit says what an edit did, and nothing else."""

import subprocess

import pytest
from addup.publishing import compare

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
