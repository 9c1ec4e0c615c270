"""Charts and tables: what a notebook shows, what a builder gets, what a reader can do with it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
import vl_convert
from addup.report import display, picture
from addup.report.tables import Table
from building import build_small
from playwright.sync_api import Browser, Page, expect

DATA = pd.DataFrame({"buyer": ["Microsoft", "ByteDance", "Meta"], "chips": [485000, 230000, 224000]})
NAMESPACE = {"svg": picture.SVG}


def bars(**properties: object) -> alt.Chart:
    """Make a chart of three bars, with tooltips."""
    chart = alt.Chart(DATA, title="Two buyers are level, and a third has twice as many as either of them")
    encoded = chart.mark_bar().encode(
        x=alt.X("chips:Q", title="chips"),
        y=alt.Y("buyer:N", title=None, sort=None),
        tooltip=[alt.Tooltip("buyer:N", title="Buyer"), alt.Tooltip("chips:Q", title="Chips", format=",")],
    )
    return encoded.properties(**{"description": "Three bars, one twice as long as the others."} | properties)


def drawn(width: int = picture.WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg(picture.vega(bars().to_dict(), width)))


@pytest.mark.parametrize("width", [picture.WIDE, picture.NARROW])
def test_picture_is_as_wide_as_asked_and_says_what_it_shows(width: int) -> None:
    svg = drawn(width)
    assert int(svg.get("width", 0)) == width
    assert svg.get("role") == "img"
    assert svg.findtext("svg:title", namespaces=NAMESPACE) == bars().title
    assert svg.findtext("svg:desc", namespaces=NAMESPACE) == bars().description


KINDS = {
    "bars": bars(),
    "columns": alt.Chart(DATA).mark_bar().encode(x="buyer:N", y="chips:Q", xOffset="buyer:N"),
    "bands": alt.Chart(DATA).mark_tick().encode(x=alt.X("chips:Q", bin=True), color="chips:Q"),
    "layers": alt.layer(bars(), bars().mark_text(dx=alt.ExprRef("width / 9"))),
    "dates": alt.Chart(DATA)
    .transform_calculate(day="datetime(2025, 0, datum.chips / 9999)")
    .mark_rect()
    .encode(x="yearmonthdate(day):T", y=alt.value(0), x2=alt.value("width")),
    "legend above": alt.Chart(DATA)
    .mark_arc()
    .encode(theta="chips:Q", color=alt.Color("buyer:N", legend=alt.Legend(orient="top"))),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_width_is_the_same_whether_compiled_for_it_or_for_another(kind: str) -> None:
    spec = KINDS[kind].to_dict()
    alone = spec | {"width": picture.NARROW, "autosize": picture.FIT}
    assert picture.vega(spec, picture.NARROW) == picture.vega(alone)


def test_marks_stand_within_a_hundredth_of_a_pixel_of_where_they_were_drawn() -> None:
    compiled = picture.vega(bars().to_dict())
    number = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
    before, after = (
        [
            [float(each) for each in number.findall(element.attrib[name])]
            for element in ElementTree.fromstring(text).iter()
            for name in picture.PLACES
            if name in element.attrib
        ]
        for text in (vl_convert.vega_to_svg(compiled), picture.svg(compiled))
    )
    assert sum(map(len, before)) > 100
    for one, other in zip(before, after, strict=True):
        assert other == pytest.approx(one, abs=0.0051)


def test_points_are_circles_where_they_were_drawn() -> None:
    compiled = picture.vega(
        alt.Chart(
            alt.Data(values=[{"a": place, "b": place % 7} for place in range(40)]), description="Points."
        )
        .mark_point(filled=True)
        .encode(x="a:Q", y="b:Q", tooltip=["a:Q"])
        .to_dict()
    )
    was, svg = vl_convert.vega_to_svg(compiled), picture.svg(compiled)
    path = re.compile(r'transform="translate\(([\d.]+),([\d.]+)\)" d="M([\d.]+),0A')
    circles = ElementTree.fromstring(svg).findall(".//svg:circle", NAMESPACE)
    shown = [[float(circle.get(name, 0)) for name in ("cx", "cy", "r")] for circle in circles]
    drawn = [list(map(float, found)) for found in path.findall(was)]
    assert len(drawn) == 40
    for one, other in zip(drawn, shown, strict=True):
        assert other == pytest.approx(one, abs=0.0051)
    assert [circle.get("data-row") for circle in circles] == [f"0-{place}" for place in range(40)]
    assert len(svg) < 0.8 * len(was)


def test_words_and_lines_take_the_colour_of_the_page() -> None:
    colours = {text.get("fill") for text in drawn().iter(f"{{{picture.SVG}}}text")}
    assert colours == {"currentColor"}
    assert {line.get("stroke") for line in drawn().iter(f"{{{picture.SVG}}}line")} == {"currentColor"}


@pytest.mark.parametrize(("width", "lines"), [(picture.WIDE, 1), (picture.NARROW, 2)])
def test_a_picture_by_itself_has_its_title_in_lines_that_fit(width: int, lines: int) -> None:
    compiled = picture.vega(bars().to_dict(), width)
    plain = picture.svg(compiled)
    root = ElementTree.fromstring(picture.titled(plain, bars().to_dict()))
    texts = root.findall("svg:text", NAMESPACE)
    assert " ".join(text.text or "" for text in texts) == bars().title
    assert len(texts) == lines
    assert all(float(text.get("textLength", width + 1)) <= width for text in texts)
    bare = ElementTree.fromstring(plain)
    assert bars().title not in ["".join(text.itertext()) for text in bare.iter(f"{{{picture.SVG}}}text")]
    assert float(root.get("height", 0)) > float(bare.get("height", 0))


def test_a_title_that_is_worked_out_stays_in_the_picture() -> None:
    title = {"text": {"expr": "'Two ' + 'buyers'"}}
    spec = bars().to_dict() | {"title": title}
    plain = picture.svg(picture.vega(spec))
    assert ">Two buyers<" in plain
    assert picture.titled(plain, spec).count(">Two buyers<") == 1


def test_a_fixed_width_is_kept() -> None:
    svg = ElementTree.fromstring(picture.svg(picture.vega(bars(width=200).to_dict())))
    assert 200 < int(svg.get("width", 0)) < 400


def test_a_notebook_shows_the_picture_and_a_build_gets_the_specification(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = bars().to_dict()
    monkeypatch.delenv(picture.DEFERRED, raising=False)
    assert "<svg" in display.render(spec)["text/html"]
    monkeypatch.setenv(picture.DEFERRED, "1")
    bundle = display.render(spec)
    assert bundle == display.render(bars().to_dict())
    assert json.loads(re.search(r"<script[^>]*>(.*)</script>", bundle["text/html"])[1]) == spec


def test_nothing_in_a_specification_ends_its_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(picture.DEFERRED, "1")
    spec = bars(description="</script><script>alert(1)</script>").to_dict()
    assert display.render(spec)["text/html"].count("</script>") == 1


def test_words_get_their_apostrophes_and_code_keeps_its_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(picture.DEFERRED, "1")
    chart = bars(title="the year's 'end'").transform_filter("datum.a != 'x'")
    shown = display.render(chart.to_dict())["text/html"]
    assert "the year’s ‘end’" in shown
    assert "datum.a != 'x'" in shown


def test_a_chart_without_a_description_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a description"):
        display.render(alt.Chart(DATA).mark_bar().to_dict())


def test_a_chart_with_a_control_is_refused_and_one_that_zooms_is_a_picture() -> None:
    rate = alt.param(name="rate", value=7, bind=alt.binding_range(min=6, max=8))
    with pytest.raises(ValueError, match="no reader can move its control 'rate'"):
        display.render(bars().add_params(rate).to_dict())
    assert "<svg" in display.render(bars().interactive().to_dict())["text/html"]


def test_table_is_myst_in_a_build_and_html_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame(
        {"check": ["a | b", "c"], "least": ["5.43", "–"], "verdict": ["{verdict}`consistent`"] * 2}
    )
    table = Table(frame, "Two checks", "tab-two")
    monkeypatch.setenv(picture.DEFERRED, "1")
    bundle = table._repr_mimebundle_()
    assert "text/html" not in bundle
    lines = bundle["text/markdown"].splitlines()
    assert lines[:2] == [":::{table} Two checks", ":name: tab-two"]
    assert re.fullmatch(r"\|:-+\|-+:\|:-+\|", lines[4])
    assert r"a \| b" in lines[5]
    dear = Table(pd.DataFrame({"range": ["$5.45bn to $5.55bn"]}), "Dollars", "tab-dollars")
    assert r"\$5.45bn to \$5.55bn" in dear.markdown()
    monkeypatch.delenv(picture.DEFERRED)
    assert "<td>consistent</td>" in table._repr_mimebundle_()["text/html"]


CHAPTER = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3, language: python}
---
# Charts

A chart that answers.

```{code-cell}
---
mystnb: {figure: {caption: Chips by buyer, name: fig-chips}}
---
import altair as alt
import pandas as pd
from addup.report import display

chips = pd.DataFrame({"buyer": ["Microsoft", "ByteDance"], "chips": [485000, 230000]})
alt.Chart(chips, description="Two bars").mark_bar().encode(
    x=alt.X("chips:Q", title="Chips bought"), y="buyer:N",
    tooltip=["buyer:N", alt.Tooltip("chips:Q", format=",")],
)
```
"""


@pytest.fixture(scope="module")
def charts(make_book: Callable[..., Path]) -> Path:
    """Folder of a site with a chart."""
    root = make_book(index=CHAPTER)
    result = build_small(root)
    assert result.returncode == 0, result.stderr
    return root / "_build" / "html"


def test_the_data_of_a_chart_are_a_file_and_a_table(charts: Path) -> None:
    with (charts / "charts" / "fig-chips.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [{"buyer": "Microsoft", "chips": "485000"}, {"buyer": "ByteDance", "chips": "230000"}]
    page = (charts / "index.html").read_text("utf-8")
    assert '<th scope="col" data-told>Chips bought</th>' in page
    assert '<td class="text-right" data-label="Chips bought">485,000</td>' in page
    assert (charts / "charts" / "fig-chips.png").read_bytes().startswith(b"\x89PNG")
    ElementTree.fromstring((charts / "charts" / "fig-chips.svg").read_text("utf-8"))


NUMBERS = {"Microsoft": "485,000", "ByteDance": "230,000"}


@pytest.fixture(params=[390, 1280])
def reading(request: pytest.FixtureRequest, browser: Browser, charts: Path) -> Iterator[Page]:
    """Open the page with the charts, on a phone and on a desk."""
    page = browser.new_page(viewport={"width": request.param, "height": 800}, has_touch=True)
    page.goto((charts / "index.html").as_uri())
    yield page
    page.close()


def test_a_pointer_reads_the_mark_it_rests_on_and_can_enter_the_note(reading: Page) -> None:
    chart = reading.locator(".chart").first
    note = chart.locator(".chart-note")
    for row, (buyer, number) in enumerate(NUMBERS.items()):
        chart.locator(f"svg:visible [data-row='0-{row}']").hover()
        expect(note).to_have_text(f"{buyer}Chips bought: {number}")
        expect(chart.locator(".chosen:visible")).to_have_count(1)
    note.hover()
    reading.wait_for_timeout(400)
    expect(note).to_be_visible()
    reading.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(chart.locator(".chosen")).to_have_count(0)


def test_a_tap_pins_the_nearest_mark_and_a_second_one_lets_go(reading: Page) -> None:
    chart = reading.locator(".chart").first
    note = chart.locator(".chart-note")
    box = chart.locator("svg:visible [data-row='0-1']").bounding_box()
    beside = box["x"] + box["width"] + 6, box["y"] + box["height"] / 2
    for _ in range(2):
        reading.touchscreen.tap(*beside)
        expect(note).to_have_text("ByteDanceChips bought: 230,000")
        reading.wait_for_timeout(400)
        expect(note).to_be_visible()
        reading.touchscreen.tap(*beside)
        expect(note).to_be_hidden()


def test_a_keyboard_walks_through_the_values_and_hears_them(reading: Page) -> None:
    chart = reading.locator(".chart").first
    reader = reading.get_by_role("slider", name="Values drawn: Two bars")
    reader.focus()
    for buyer, number in NUMBERS.items():
        expect(reader).to_have_attribute("aria-valuetext", f"{buyer}; Chips bought: {number}")
        expect(chart.locator(".chart-note")).to_have_text(f"{buyer}Chips bought: {number}")
        reading.keyboard.press("ArrowRight")
    assert reader.evaluate("reader => getComputedStyle(reader).opacity") == "1"
    reading.keyboard.press("Tab")
    expect(chart.locator(".chart-note")).to_be_hidden()


def test_rows_bear_names_that_no_file_and_no_notebook_sees() -> None:
    spec = bars().to_dict()
    assert re.findall(r'data-row="(\S+?)"', picture.svg(picture.vega(spec))) == ["0-0", "0-1", "0-2"]
    assert spec == bars().to_dict()
