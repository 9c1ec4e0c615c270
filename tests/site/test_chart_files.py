"""What charts draw and what they let a reader take away: as the engine has it, and strong enough to see."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from addup.engine.figures import READINGS
from addup.engine.interval import Interval
from addup.report import picture
from addup.report.article import Article
from addup.report.charts.wrong import BY_ITSELF, WITH_SOURCES, held_against, unnoticed
from building import parsed

GROUNDS = {"#fdfcf9": "#1c2024", "#15181b": "#e4e6e7"}
"""Paper by day and by night, each with its ink, as site.css has them."""
COLUMNS = {
    *("article", "billion", "by", "china", "ending", "figure", "fits", "hedge", "high", "in_article"),
    *("known", "label", "least", "line", "low", "meaning", "most", "open", "part", "printed", "rate"),
    *("reading", "region", "share", "unit", "voice", "who", "words"),
}
"""What files of charts tell, dates apart: no place in a drawing is among it."""
DATES = {"appeared", "date", "day", "last_day"}


GRID = str(picture.COLOURS["axis"]["gridOpacity"])


EXAMPLES = Counter({"fig-accounts.csv": 2, "fig-users-bound.csv": 1})
"""Ranges drawn as printed that no register holds: a company's accounts, and a bound on users worked out."""


@pytest.fixture(scope="module")
def article() -> Article:
    return Article()


@pytest.fixture(scope="module")
def files(site: Path) -> dict[str, list[dict[str, str]]]:
    """Rows of every file of data that a chart offers, by name."""
    return {
        file.name: list(csv.DictReader(file.read_text("utf-8").splitlines()))
        for file in sorted((site / "charts").glob("*.csv"))
    }


def same(row: dict[str, str], least: Fraction | None, most: Fraction | None) -> bool:
    """Return whether a row has just these ends, and says which of them are open."""
    ends = ["" if end is None else str(float(end)) for end in (least, most)]
    missing = [name for name, end in zip(("least", "most"), ends, strict=True) if not end]
    said = "both" if len(missing) == 2 else "".join(missing)
    return [row["least"], row["most"], row.get("open", "")] == [*ends, said]


def per_cent(end: Fraction | None, value: Fraction) -> Fraction | None:
    return None if end is None else (end / value - 1) * 100


def test_ranges_of_figures_are_the_engines(files: dict[str, list[dict[str, str]]], article: Article) -> None:
    alone = held_against(article, article.by_evidence["internal"])
    sources = held_against(article, [id for id in article.tests if id not in article.repeats])
    seen = 0
    for name, rows in files.items():
        for row in rows:
            if row.get("figure") not in article.register.figures or "least" not in row:
                continue
            id, ranges = row["figure"], article.ranges(row["figure"])
            kind = row.get("meaning") or row["by"]
            interval: Interval | None = {
                "printed": ranges.printed,
                "implied": ranges.implied,
                BY_ITSELF: unnoticed(alone, id),
                WITH_SOURCES: unnoticed(sources, id),
            }[kind]
            assert interval is not None
            value = article.value(id)
            assert same(row, per_cent(interval.lo, value), per_cent(interval.hi, value)), (name, row)
            seen += 1
    assert seen > 20  # most of what fig-overview and fig-room draw


def test_printed_ranges_are_of_registered_figures(
    files: dict[str, list[dict[str, str]]], article: Article
) -> None:
    registered = {
        tuple("" if end is None else str(float(end / scale)) for end in (interval.lo, interval.hi))
        for id, figure in article.register.figures.items()
        if figure.value is not None
        for reading in READINGS
        for interval in (figure.printed(reading), article.ranges(id).remaining)
        if interval is not None
        for scale in (Fraction(1), Fraction(1, 100), *(Fraction(10**power) for power in (3, 6, 9)))
    }
    other = Counter(
        name
        for name, rows in files.items()
        for row in rows
        if row.get("meaning") == "printed" and "least" in row and "figure" not in row
        if (row["least"], row["most"]) not in registered
    )
    assert other <= EXAMPLES


def test_files_hold_values_and_no_drawing(files: dict[str, list[dict[str, str]]]) -> None:
    assert files
    for name, rows in files.items():
        for row in rows:
            assert not [field for field in row if field.startswith("_")], name
            assert not [
                text for text in row.values() if re.search(r"T\d\d:\d\d|\n|NaN|None|True|False", text)
            ], name


def test_columns_tell_values_and_dates_are_dates(files: dict[str, list[dict[str, str]]]) -> None:
    for name, rows in files.items():
        assert set(rows[0]) <= COLUMNS | DATES, name
        for row in rows:
            for field in DATES & set(row):
                assert re.fullmatch(r"\d{4}-\d\d(-\d\d)?", row[field]), (name, row)


def test_lines_name_the_thing_and_its_number(files: dict[str, list[dict[str, str]]]) -> None:
    lines = {row["line"] for rows in files.values() for row in rows if "line" in row}
    assert len(lines) > 50
    assert [line for line in lines if not re.search(r"\d", line)] == []


def test_the_table_shown_is_the_file(site: Path, files: dict[str, list[dict[str, str]]]) -> None:
    shown = {}
    for page in site.glob("*.html"):
        for fold in parsed(page).select("details.chart-data"):
            tables = [
                [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tbody tr")]
                for table in fold.select("table")
            ]
            names = [link["href"].rpartition("/")[2] for link in fold.select("a[href$='.csv']")]
            shown |= dict(zip(names, tables, strict=True))
    assert shown.keys() == files.keys()
    for name, rows in files.items():
        assert len(rows) == len(shown[name])
        for row, cells in zip(rows, shown[name], strict=True):
            for text, cell in zip(row.values(), cells, strict=True):
                if text != cell:
                    number = float(cell.replace(",", "").replace("\N{MINUS SIGN}", "-"))
                    assert number == pytest.approx(float(text), rel=1e-5, abs=1e-5), (name, row)


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance of sRGB (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(colour: str, opacity: float, ground: str) -> float:
    """Contrast of a colour laid on a ground, with the ground (WCAG 2.2)."""
    over, under = (tuple(int(hex[i : i + 2], 16) / 255 for i in (1, 3, 5)) for hex in (colour, ground))
    mixed = tuple(opacity * a + (1 - opacity) * b for a, b in zip(over, under, strict=True))
    light, dark = sorted((luminance(mixed), luminance(under)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", 1, "#ffffff") == pytest.approx(21)
    assert contrast("#767676", 1, "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#000000", 0, "#ffffff") == 1


def marks(svg: ElementTree.Element, ink: str) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Yield what is drawn, with its colours and their opacities; gridlines apart, which say nothing more."""
    for element in svg.iter():
        if element.tag == f"{{{picture.SVG}}}rect" or element.get("stroke-opacity") == GRID:
            continue  # the ground of a picture to take away, or a gridline
        if element.tag == f"{{{picture.SVG}}}text" and element.get("opacity") == "0":
            continue  # a label of an axis that another one would touch
        tones = [
            (colour, float(element.get("opacity", 1)) * float(element.get(f"{part}-opacity", 1)))
            for part in ("fill", "stroke")
            if re.fullmatch("#[0-9a-f]{6}", colour := element.get(part, "").replace("currentColor", ink))
        ]
        if tones:
            yield ElementTree.tostring(element, encoding="unicode"), tones


@pytest.fixture(scope="module")
def pictures(site: Path) -> dict[str, ElementTree.Element]:
    """Every picture of a chart: to take away, on a page, and on a phone."""
    found = {file.stem: file.read_text("utf-8") for file in sorted((site / "charts").glob("*.svg"))}
    for page in sorted(site.glob("*.html")):
        for number, svg in enumerate(
            re.findall(r"<svg [^>]*role=.img.*?</svg>", page.read_text("utf-8"), re.S)
        ):
            found[f"{page.stem} {number}"] = svg
    return {name: ElementTree.fromstring(svg) for name, svg in found.items()}


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_mark_stands_out_from_the_page(pictures: dict[str, ElementTree.Element], ground: str) -> None:
    pale, widths = set(), Counter()
    for name, svg in pictures.items():
        for element, tones in marks(svg, GROUNDS[ground]):
            widths[svg.get("width")] += 1
            if max(contrast(*tone, ground) for tone in tones) < 3:
                pale.add(f"{name}: {element[:200]}")
    assert {str(picture.WIDE), str(picture.NARROW)} <= set(widths)
    assert not pale


def test_words_in_charts_are_whole_and_of_one_style(pictures: dict[str, ElementTree.Element]) -> None:
    words = {
        (name, "".join(text.itertext()))
        for name, svg in pictures.items()
        for text in svg.iter(f"{{{picture.SVG}}}text")
    }
    assert len(words) > 500
    assert [each for each in words if "\N{HORIZONTAL ELLIPSIS}" in each[1]] == []
    assert [each for each in words if "%" in each[1]] == []  # the prose has "per cent"


def test_letters_of_charts_are_large_enough_on_paper(site: Path) -> None:
    points = 448 / picture.WIDE  # width of a chart on A4, the narrower of the usual papers
    for file in (site / "charts").glob("*.svg"):
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', file.read_text("utf-8"))]
        assert min(sizes) * points >= 8.5, file.name
