"""From a new register to a finished report with cells and commands alone: a German text with a slip in it."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from addup.engine.figures import load
from addup.engine.table import BadInput
from addup.texts import editing, new
from addup.texts.source import verify
from bs4 import BeautifulSoup

PROJECT = Path(__file__).resolve().parents[2]
FERRIES = PROJECT / "book/addup/texts/example/ferries.txt"
MARKUP = "<b>sold</b> {ref}`7` [11](nowhere) $1 and $2 | *c* `d` _e_ [^1] &lt; # f ~g~ {{h}}"
UNITS = {
    **dict.fromkeys(("1.86", "1.77", "1.12", "0.64"), ("fahrgast", "1e6")),
    **dict.fromkeys(("23", "14", "37"), ("stimme", "1")),
    "20": ("EUR", "0.01"),
}


def rows(data, name):
    with (data / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(data, name, change):
    """Change rows of a table as a person does in a spreadsheet."""
    table = rows(data, name)
    for row in table:
        change(row)
    (data / name).write_text(editing.as_csv(list(table[0]), table), "utf-8")


def correct(row):
    if row["number"] in UNITS:
        row["unit"], row["scale"] = UNITS[row["number"]]


@pytest.fixture
def data(tmp_path):
    new.set_up(FERRIES, tmp_path / "report", "de")
    data = tmp_path / "report/data"
    edit(data, "figures.csv", correct)
    editing.update_proposals(data, FERRIES.read_text("utf-8"), "de")
    return data


def number_of(data, *numbers):
    """The number of the proposal in which these printed numbers take part."""
    ids = {row["id"] for row in rows(data, "figures.csv") if row["number"] in numbers}
    return next(
        row["number"]
        for row in rows(data, "proposals.csv")
        if ids == set(load_names(row["formula"])) and not row["decision"]
    )


def load_names(formula):
    return editing.parse(formula).names


def test_the_slip_is_proposed_first_as_what_does_not_fit(data):
    first, *others = rows(data, "proposals.csv")
    assert first["number"] == number_of(data, "1.86", "1.12", "0.64")
    assert (first["fits"], first["accidents"]) == ("no", "announced")
    assert "Davon entfielen" in first["passage"]
    fits = [row["fits"] for row in others]
    assert fits == sorted(fits)
    assert "yes" in fits


def test_nothing_is_a_check_before_somebody_says_so(data):
    assert rows(data, "checks.csv") == []


def test_an_accepted_proposal_is_a_check_and_a_dismissed_one_stays_dismissed(data):
    slip, growth = number_of(data, "1.86", "1.12", "0.64"), number_of(data, "1.86", "5.1", "1.77")
    editing.decide(data, [slip], "accept")
    editing.decide(data, [growth], "dismiss")
    (check,) = rows(data, "checks.csv")
    assert check["evidence"] == "internal"
    assert editing.verdicts(data) == {check["id"]: "inconsistent"}
    dismissed = next(row["formula"] for row in rows(data, "proposals.csv") if row["number"] == growth)
    editing.update_proposals(data, FERRIES.read_text("utf-8"), "de")
    waiting = [row["formula"] for row in rows(data, "proposals.csv") if not row["decision"]]
    assert dismissed not in waiting
    assert check["formula"] not in waiting
    assert {row["decision"] for row in rows(data, "proposals.csv")} == {"", "accepted", "dismissed"}


def test_a_mark_in_the_table_does_what_the_command_does(data):
    slip = number_of(data, "1.86", "1.12", "0.64")
    edit(data, "proposals.csv", lambda row: row.update(decision="Accept" * (row["number"] == slip)))
    (said,) = editing.take_up_marks(data)
    assert said.startswith(f"proposal {slip} is the check ")
    assert len(rows(data, "checks.csv")) == 1
    assert editing.take_up_marks(data) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"decision": "perhaps"}, "decision: 'perhaps' is not accept or dismiss"),
        ({"number": "one"}, "number: 'one' is not a whole number"),
        ({"decision": "accept", "formula": "gone == 2 * gone"}, "'gone' is no figure any more"),
    ],
)
def test_a_mark_that_cannot_be_done_changes_nothing(data, change, fault):
    edit(data, "proposals.csv", lambda row: row.update(change))
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    with pytest.raises(BadInput, match=fault):
        editing.take_up_marks(data)
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


def test_a_renamed_figure_is_renamed_in_checks_and_proposals(data):
    old = next(row["id"] for row in rows(data, "figures.csv") if row["number"] == "1.86")
    editing.decide(data, [number_of(data, "1.86", "1.12", "0.64")], "accept")
    editing.rename(data, old, "riders")
    assert "riders" in load(data).figures
    assert not any(old in load_names(row["formula"]) for row in rows(data, "checks.csv"))
    assert any("riders" in load_names(row["formula"]) for row in rows(data, "proposals.csv"))


@pytest.mark.parametrize("name", ["karte", "No", "class", ""])
def test_a_figure_is_not_renamed_to_what_is_taken_or_no_name(data, name):
    before = (data / "figures.csv").read_bytes()
    with pytest.raises(BadInput):
        editing.rename(data, "nordsteg", name)
    assert (data / "figures.csv").read_bytes() == before


def test_a_check_on_a_renamed_figure_is_told_how_to_follow(data):
    editing.decide(data, [number_of(data, "48.7", "31.5", "17.2")], "accept")
    edit(data, "figures.csv", lambda row: row.update(id=row["id"].replace("nordsteg", "nordsteg_kosten")))
    with pytest.raises(BadInput, match="'nordsteg_kosten' is: was it renamed"):
        load(data)


def test_one_cell_makes_a_figure_none(data):
    assert verify(FERRIES, data, "de") == []
    edit(data, "figures.csv", lambda row: row.update(not_figure="only the vote" * (row["number"] == "37")))
    assert "37" not in {figure.number for figure in load(data).figures.values()}
    assert verify(FERRIES, data, "de") == []


def test_one_cell_makes_a_figure_of_what_was_taken_for_none(tmp_path):
    article = tmp_path / "article.txt"
    article.write_text("The shop sold 30 ships.\n\nIt was founded in 2011 and has 40 people.\n", "utf-8")
    new.set_up(article, tmp_path / "report", "en")
    data = tmp_path / "report/data"
    edit(data, "not_figures.csv", lambda row: row.update(figure="x" * (row["token"] == "2011")))
    (said,) = editing.take_up_marks(data)
    assert "2011" in said
    assert "2011" in {figure.number for figure in load(data).figures.values()}
    assert "2011" not in {row["token"] for row in rows(data, "not_figures.csv")}
    assert verify(article, data, "en") == []


def test_looking_over_takes_every_guess_away(data):
    one = rows(data, "figures.csv")[0]["id"]
    editing.look_over(data, [one])
    assert [row["note"] for row in rows(data, "figures.csv")].count("") == 1
    editing.look_over(data)
    assert {row["note"] for row in rows(data, "figures.csv")} == {""}


def test_expected_verdicts_are_those_that_were_taken_for_it(data):
    assert editing.expected(data) == editing.verdicts(data) == {}
    editing.decide(data, [number_of(data, "1.86", "1.12", "0.64")], "accept")
    assert editing.expected(data) != editing.verdicts(data)
    editing.expect(data)
    assert editing.expected(data) == editing.verdicts(data) != {}


def make(folder, *target, status=0):
    command = ["make", "--no-print-directory", *target]
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report that found a slip, with markup in a label and an unknown that a check asks for."""
    folder = tmp_path_factory.mktemp("second") / "report"
    new.set_up(FERRIES, folder, "de")
    data = folder / "data"
    edit(data, "figures.csv", correct)
    edit(
        data, "figures.csv", lambda row: row.update(label=MARKUP if row["number"] == "31.5" else row["label"])
    )
    table = rows(data, "figures.csv")
    table.append(dict.fromkeys(table[0], "") | {"id": "rest", "label": "left to the town", "unit": "EUR"})
    (data / "figures.csv").write_text(editing.as_csv(list(table[0]), table), "utf-8")
    editing.update_proposals(data, FERRIES.read_text("utf-8"), "de")
    for numbers in (("1.86", "1.12", "0.64"), ("48.7", "31.5", "17.2")):
        editing.decide(data, [number_of(data, *numbers)], "accept")
    ids = {row["number"]: row["id"] for row in table}
    asked = {"id": "asked", "question": "What is left to the town?", "why": "", "chapter": "figures"}
    checks = rows(data, "checks.csv")
    formula = f"rest + {ids['12.2']} == {ids['48.7']}"
    checks.append(dict.fromkeys(checks[0], "") | asked | {"formula": formula})
    (data / "checks.csv").write_text(editing.as_csv(list(checks[0]), checks), "utf-8")
    editing.expect(data)
    return folder


def test_its_tests_hold_although_it_does_not_add_up(report):
    assert "3 passed, 1 skipped" in make(report, "test")


def test_its_first_page_says_what_was_found_and_prints_markup_as_text(report):
    make(report, "site")
    pages = {
        name: BeautifulSoup((report / f"_build/html/{name}.html").read_text("utf-8"), "html.parser")
        for name in ("index", "figures")
    }
    text = {name: " ".join(page.get_text(" ").split()) for name, page in pages.items()}
    assert "The article does not add up: of three checks, one cannot hold" in text["index"]
    assert "left to the town: €36.2" in text["index"]
    assert pages["index"].title.get_text().startswith("Hafenstadt zählt mehr Fahrgäste") or (
        "Hafenstadt zählt mehr Fahrgäste und gibt mehr aus" in text["index"]
    )
    printed = {" ".join(cell.get_text().split()) for cell in pages["figures"].find_all("td")}
    assert MARKUP in printed


def test_a_moved_report_finds_its_project_or_says_how(report, tmp_path):
    moved = tmp_path / "deep/er/report"
    moved.parent.mkdir(parents=True)
    shutil.copytree(report, moved, symlinks=True, ignore=shutil.ignore_patterns("_build"))
    assert "inconsistent" in make(moved, "check", status=2)
    assert (moved / "book/addup").resolve() == PROJECT / "book/addup"
    elsewhere = tmp_path / "elsewhere/report"
    elsewhere.parent.mkdir(parents=True)
    shutil.copytree(report, elsewhere, symlinks=True, ignore=shutil.ignore_patterns("_build", ".project"))
    first = make(elsewhere, "ids", status=2).splitlines()[0]
    assert first.endswith("make ids PROJECT=path/to/project")
    assert "riders" not in make(elsewhere, "ids", f"PROJECT={PROJECT}")
    assert "nordsteg" in make(elsewhere, "ids")
