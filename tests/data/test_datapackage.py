"""The description of the data is complete, valid and up to date."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest
from frictionless import validate

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the data folder that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def refreshed(folder):
    spec = importlib.util.spec_from_file_location("package", DATA / "package.py")
    package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    return package.refreshed(folder)


def faults(folder):
    return [
        (task.name, error.type)
        for task in validate(str(folder / "datapackage.json")).tasks
        for error in task.errors
    ]


def test_every_table_is_valid():
    report = validate(str(DATA / "datapackage.json"))
    assert report.valid, report.to_summary()


def test_every_table_is_described():
    package = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    described = [resource["path"] for resource in package["resources"]]
    assert sorted(described) == sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))
    for resource in package["resources"]:
        assert resource["sources"], resource["name"]
        assert all(field.get("title") for field in resource["schema"]["fields"]), resource["name"]


def test_hashes_and_sizes_are_up_to_date():
    assert refreshed(DATA) == (DATA / "datapackage.json").read_text("utf-8"), "run python data/package.py"


def test_a_changed_table_is_noticed_until_refreshed(copy):
    table = copy / "series" / "nvidia_regions.csv"
    table.write_text(table.read_text("utf-8").replace("41318", "41319"), "utf-8", newline="\n")
    assert ("nvidia_regions", "hash-count") in faults(copy)
    (copy / "datapackage.json").write_text(refreshed(copy), "utf-8")
    assert faults(copy) == []


@pytest.mark.parametrize(
    ("table", "good", "bad", "fault"),
    [
        ("figures.csv", ",about,", ",roughly,", "constraint-error"),
        ("figures.csv", "domestic_cny,", "headline_usd,", "primary-key"),
        ("references.csv", ",2026-11,", ",lately,", "type-error"),
        ("series/nvidia_regions.csv", "FY2025 9M,Taiwan", "FY2026 9M,Taiwan", "foreign-key"),
    ],
)
def test_a_spoilt_table_is_not_valid(copy, table, good, bad, fault):
    path = copy / table
    text = path.read_text("utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf-8", newline="\n")
    (copy / "datapackage.json").write_text(refreshed(copy), "utf-8")
    assert fault in [kind for _, kind in faults(copy)]
