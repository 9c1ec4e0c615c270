"""The data package that the report gives away: complete, valid, and what the engine says."""

import base64
import csv
import json
import shutil
import zlib
from pathlib import Path

import pytest
from addup.engine.figures import READINGS, load
from addup.engine.solve import VERDICTS, solve
from addup.publishing import citation, preview
from addup.publishing import package as publication
from addup.report.wording import because
from frictionless import validate
from strategies import correct

DATA = Path(__file__).parents[1] / "data"
PNG = b"\x89PNG\r\n\x1a\n"
PICTURE = DATA.parent / "book/_static/overview.png"


@pytest.fixture(scope="module")
def files():
    return publication.package(DATA)


@pytest.fixture(scope="module")
def verdicts(files):
    return list(csv.DictReader(files["verdicts.csv"].decode().splitlines()))


def write(files, folder):
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True, parents=True)
        (folder / path).write_bytes(content)
    return str(folder / "datapackage.json")


def test_the_package_is_valid_where_it_is_published(files, tmp_path):
    report = validate(write(files, tmp_path))
    assert report.valid, report.to_summary()


def test_a_verdict_that_is_none_is_found_out(files, tmp_path):
    spoilt = files | {"verdicts.csv": files["verdicts.csv"].replace(b",consistent,", b",true,", 1)}
    kinds = {error.type for task in validate(write(spoilt, tmp_path)).tasks for error in task.errors}
    assert "constraint-error" in kinds


def test_every_table_is_there_as_it_is_and_as_json(files):
    tables = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}
    described = {table["path"] for table in json.loads(files["datapackage.json"])["resources"]}
    assert described == tables | {"verdicts.csv"}
    assert set(files) == described | {path[:-3] + "json" for path in described} | {"datapackage.json"}
    for path in tables:
        assert files[path] == (DATA / path).read_bytes()


def test_json_says_what_csv_says(files):
    def as_text(value):
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    for path in [path for path in files if path.endswith(".csv")]:
        rows = list(csv.DictReader(files[path].decode().splitlines()))
        told = json.loads(files[path[:-3] + "json"])
        for row, other in zip(rows, told, strict=True):
            for name, cell in row.items():
                if isinstance(other[name], float):
                    assert float(cell) == other[name]
                else:
                    assert cell == as_text(other[name]), (path, name)
    assert isinstance(json.loads(files["figures.json"])[0]["number"], str)


def test_there_is_a_verdict_for_each_check_under_each_reading(verdicts):
    checks = load(DATA).checks
    assert [(row["check"], row["reading"]) for row in verdicts] == [
        (id, name) for id in checks for name in READINGS
    ]


@pytest.mark.parametrize("reading", READINGS)
def test_verdicts_are_the_engines(verdicts, reading):
    register = load(DATA)
    result = solve(register, reading)
    for row in (row for row in verdicts if row["reading"] == reading):
        verdict = result.checks[row["check"]]
        assert row["verdict"] == verdict.verdict
        assert row["alone"] == verdict.by_reading.get(reading, verdict.verdict)
        assert row["reason"] == because(verdict, register.figures)
        assert bool(row["left_least"]) == (verdict.left is not None and verdict.left.lo is not None)


def test_the_same_tables_give_the_same_bytes_and_others_do_not(files, tmp_path):
    assert publication.package(DATA) == files
    copy = Path(shutil.copytree(DATA, tmp_path / "data"))
    correct(copy, "domestic_usd")
    changed = publication.package(copy)
    assert b"inconsistent" in changed["verdicts.csv"]
    assert changed["verdicts.csv"] != files["verdicts.csv"]


def test_the_picture_shows_the_data(tmp_path):
    drawn = preview.draw(DATA, "Does it add up?")
    assert drawn.startswith(PNG)
    size = [int.from_bytes(drawn[start : start + 4]) for start in (16, 20)]
    assert size == [preview.WIDTH, preview.HEIGHT] == [1200, 630]
    assert preview.draw(DATA, "Does it add up?") == drawn
    assert set(preview.VERDICTS) == set(VERDICTS)
    copy = Path(shutil.copytree(DATA, tmp_path / "data"))
    correct(copy, "domestic_usd", times="1.02")
    assert preview.draw(copy, "Does it add up?") != drawn


def source(png):
    """The SVG that a picture says it is drawn from: the iTXt chunk of that name (PNG, 11.3.3.4)."""
    at = len(PNG)
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        content = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + content) == int.from_bytes(png[at + 8 + length : at + 12 + length])
        if kind == b"iTXt" and content.startswith(b"Source\0"):
            compressed, _, _, text = content.removeprefix(b"Source\0").split(b"\0", 3)
            assert compressed == b"\x01"
            return zlib.decompress(text).decode()
        at += 12 + length
    return None


# Compressed bytes and the edges of letters are another machine's own
def test_the_picture_of_the_readme_says_what_the_data_say():
    assert source(PICTURE.read_bytes()) == preview.svg(DATA, citation.read().title), "run make picture"


def test_the_picture_of_the_readme_looks_as_it_does_here(browser):
    pictures = [PICTURE.read_bytes(), preview.draw(DATA, citation.read().title)]
    addresses = ["data:image/png;base64," + base64.b64encode(png).decode() for png in pictures]
    page = browser.new_page()
    off = page.evaluate(
        """async (addresses) => {
            const [one, other] = await Promise.all(addresses.map(async (address) => {
                const image = new Image();
                image.src = address;
                await image.decode();
                const canvas = new OffscreenCanvas(120, 63).getContext("2d");
                canvas.imageSmoothingQuality = "high";
                canvas.drawImage(image, 0, 0, 120, 63);
                return canvas.getImageData(0, 0, 120, 63).data;
            }));
            return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / one.length / 255;
        }""",
        addresses,
    )
    page.close()
    assert off < 0.01, "run make picture"


def test_an_article_without_checks_has_a_picture_too(tmp_path):
    for name in ("figures.csv", "checks.csv"):
        header = (DATA / name).read_text("utf-8").splitlines()[0]
        (tmp_path / name).write_text(f"{header}\n", "utf-8")
    assert preview.draw(tmp_path, "Does this?").startswith(PNG)
