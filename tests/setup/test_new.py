"""A report on another article stands at once: every number filed, checked, tested and built."""

import csv
import json
import subprocess
from pathlib import Path

import pytest
from addup.__main__ import main
from addup.texts import new
from addup.texts.notes import GUESSED, UNCERTAIN
from addup.texts.source import verify
from frictionless import validate

PROJECT = Path(__file__).resolve().parents[2]
WESTHAVEN = Path(__file__).with_name("westhaven.txt")

GERMAN = """Hafenstadt will mehr als 48 Mio. Euro ausgeben

Der Rat der Stadt plant für das Jahr 2028 rund 31,5 Millionen Euro für das nördliche Terminal ein. \
Etwa 60 Prozent trägt das Land, 25 Prozent ein Kredit. Das verdoppelt die Kapazität auf 1.840.000 Fahrgäste.

Die Fähre MF90 braucht 75 Tage bis zur Zulassung, sagten zwei Beamte am 14. März 2025. \
Sie fasst bis zu 620 Fahrgäste und höchstens 110 Autos; die Hälfte der 340 Hafenarbeiter fährt mit.
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report that `make new` sets up on the English text."""
    folder = tmp_path_factory.mktemp("new") / "été 2025" / "westhaven"
    run(PROJECT, "new", f"ARTICLE={WESTHAVEN}", f"DIR={folder}")
    return folder


@pytest.fixture(scope="module")
def built(report):
    """The report with its site and its PDF."""
    run(report, "site")
    return report


def run(folder, *target):
    done = subprocess.run(
        ["make", "--no-print-directory", *target], check=False, cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def figures(folder):
    with (folder / "data/figures.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_every_number_of_the_text_is_filed_and_every_quotation_stands(report):
    assert run(report, "verify-source", f"ARTICLE={WESTHAVEN}").startswith("Every quote stands")


def test_units_hedges_and_scales_are_guessed_from_the_words_around(report):
    found = {
        id: (row["number"], row["scale"], row["unit"], row["hedge"]) for id, row in figures(report).items()
    }
    assert found["harbour_town"] == ("48", "1e6", "GBP", "more_than")
    assert found["northern_terminal"] == ("31.5", "1e6", "GBP", "none")
    assert found["share_money"] == ("60", "0.01", "share", "about")
    assert found["passengers"][0::3] == ("620", "up_to")
    assert found["passenger_numbers_1840000"][:2] == ("1840000", "1")
    assert all(GUESSED in row["note"] for row in figures(report).values())
    assert [row["quote"] for row in figures(report).values() if UNCERTAIN in row["note"]] == [
        "£12m over 20 years would cost"
    ]


def test_ids_and_labels_say_what_is_counted(report):
    labels = {id: row["label"] for id, row in figures(report).items()}
    assert labels["northern_terminal"] == "northern terminal"
    assert labels["households"] == "households"
    assert labels["share_money"] == "share of money"
    assert not {"gbp", "item", "share"} & {id.split("_")[0] for id in labels} - {"share"}


def test_small_counts_and_prices_are_exact(report):
    places = {id: row["place"] for id, row in figures(report).items()}
    assert places["ferry_terminals"] == "exact"
    assert places["households"] == ""
    assert places["minutes"] == ""


def test_years_days_of_a_month_and_names_are_no_figures(report):
    with (report / "data/not_figures.csv").open(encoding="utf-8", newline="") as file:
        others = [(row["token"], row["reason"]) for row in csv.DictReader(file)]
    assert others == [
        ("2028", "Guessed: a year, which dates something."),
        ("one", "Guessed: a word that picks out and does not count."),
        ("2023", "Guessed: a year, which dates something."),
        ("MF90", "Guessed: part of a name."),
        ("14 March 2025", "Guessed: a date."),
    ]


def test_a_german_text_is_known_as_one(tmp_path):
    article = tmp_path / "artikel.txt"
    article.write_text(GERMAN, "utf-8")
    assert "(de)" in new.set_up(article, tmp_path / "hafen")
    assert verify(article, tmp_path / "hafen/data", "de") == []
    found = {
        (row["number"], row["scale"]): (row["unit"], row["hedge"])
        for row in figures(tmp_path / "hafen").values()
    }
    assert found["48", "1e6"] == ("EUR", "more_than")
    assert found["31.5", "1e6"] == ("EUR", "about")
    assert found["75", "1"] == ("day", "none")
    assert found["620", "1"][1] == "up_to"
    assert found["110", "1"][1] == "at_most"


def test_checks_are_proposed_and_none_is_made_unasked(report, capsys):
    with (report / "data/proposals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "growth" in {row["kind"] for row in rows}
    assert {row["decision"] for row in rows} == {""}
    assert (report / "data/checks.csv").read_text("utf-8").count("\n") == 1
    assert main(["check", "--data", str(report / "data"), "--format", "json"]) == 0


def test_it_tests_itself(report):
    assert "3 passed, 1 skipped" in run(report, "test")


def test_it_builds_its_site_and_its_pdf(built):
    page = (built / "_build/html/index.html").read_text("utf-8")
    count = len(figures(built))
    assert f"Nothing is checked yet: {count} figures and no check between them." in page
    assert "Harbour town to spend more than £48m on" in page
    (pdf,) = (built / "_build/html").glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_it_offers_its_data_and_makes_no_terms_for_them(built):
    package = built / "_build/html/data/datapackage.json"
    checked = validate(str(package))
    assert checked.valid, checked.to_summary()
    described = json.loads(package.read_text("utf-8"))
    assert [table["name"] for table in described["resources"]] == [
        "figures", "not_figures", "checks", "verdicts"
    ]  # fmt: skip
    page = (built / "_build/html/figures.html").read_text("utf-8")
    assert 'href="data/verdicts.csv"' in page
    assert "Licence" not in page
    assert "licen" not in package.read_text("utf-8")


def test_there_is_no_copy_of_the_library(report):
    assert (report / "book/addup").resolve() == PROJECT / "book/addup"
    assert not (report / "article.txt").exists()


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (b"\xff\xfe\x00", "article.txt: is not UTF-8"),
        (None, "article.txt: no such file or directory"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path, capsys, article, said):
    file = tmp_path / "article.txt"
    if article is not None:
        file.write_bytes(article)
    assert new.main([str(file), str(tmp_path / "report")]) == 2
    error = capsys.readouterr().err
    assert error.endswith(f"{said}\n")
    assert error.count("\n") == 1


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "kept.txt").write_text("kept", "utf-8")
    assert new.main([str(WESTHAVEN), str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path} is not empty\n"
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
