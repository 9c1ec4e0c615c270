"""The register of the ferries, followed in the chapter on other articles, is what the commands make of it."""

import csv
import shutil
from pathlib import Path

from addup.texts import editing
from addup.texts.source import verify

EXAMPLE = Path(__file__).resolve().parents[2] / "book/addup/texts/example"
TEXT = EXAMPLE / "ferries.txt"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_register_is_true_to_the_text():
    assert verify(TEXT, EXAMPLE / "data", "de") == []


def test_what_it_shows_as_proposed_is_proposed(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(EXAMPLE / "data", data)
    (data / "proposals.csv").unlink()
    checks = rows(data / "checks.csv")
    (data / "checks.csv").write_text(editing.as_csv(list(checks[0]), []), "utf-8")
    editing.update_proposals(data, TEXT.read_text("utf-8"), "de")
    shown = [row | {"decision": ""} for row in rows(EXAMPLE / "data/proposals.csv")]
    assert sorted(rows(data / "proposals.csv"), key=lambda row: int(row["number"])) == shown
    accepted = [
        row["number"] for row in rows(EXAMPLE / "data/proposals.csv") if row["decision"] == "accepted"
    ]
    editing.decide(data, accepted, "accept")
    assert rows(data / "checks.csv") == [check for check in checks if check["id"] != "quarter"]


def test_its_verdicts_are_the_expected_ones_and_one_is_the_slip():
    assert editing.expected(EXAMPLE / "data") == editing.verdicts(EXAMPLE / "data")
    assert list(editing.verdicts(EXAMPLE / "data").values()).count("inconsistent") == 1
