"""Pages in other type than they were made with: nothing is out of the window or on top of other words."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import browsers
import pytest
from addup.report import picture
from building import PAGES, sampled
from playwright.sync_api import Browser, Page, Route, expect

from bench import layout

Visit = Callable[..., Page]
ALWAYS = ("wide",)
"""The set of fonts that is tried in every run: where it fits, narrower ones do. The others take long."""
EQUATION = '<div class="equation'
HEIGHTS = "lines => lines.map(line => line.getBoundingClientRect().height)"


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=() if name in ALWAYS else pytest.mark.slow) for name in layout.SETS],
)
def fonts(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Browser]:
    """A browser with one set of system fonts."""
    if sys.platform != "linux":
        pytest.skip("only Linux lets a browser have fonts of its own")
    if lacking := layout.missing(request.param):
        pytest.skip(f"fonts not installed: {', '.join(lacking)}")
    path, _ = browsers.find()
    assert path is not None
    with layout.browser_with(browser.browser_type, request.param, path) as other:
        yield other


def faults(found: dict[int, list[str]]) -> list[str]:
    return [f"{width} px: {fault}" for width, each in found.items() for fault in each]


@pytest.mark.parametrize("name", sampled(PAGES))
def test_page_fits_in_the_type_of_the_system(fonts: Browser, address: str, name: str) -> None:
    page = f"{address}/{name}.html"
    assert not faults(layout.look(fonts, page, (320, 390, 1280), own=False))
    assert not faults(layout.look(fonts, page, layout.LARGE, own=False, scale=2))


@pytest.mark.exhaustive
@pytest.mark.parametrize("own", [True, False], ids=["own", "blocked"])
@pytest.mark.parametrize("name", sampled(PAGES))
def test_page_fits_at_every_width(fonts: Browser, address: str, name: str, own: bool) -> None:
    page = f"{address}/{name}.html"
    assert not faults(layout.look(fonts, page, own=own))
    assert not faults(layout.look(fonts, page, layout.LARGE, own=own, scale=2))
    assert not faults(layout.look(fonts, page, layout.SPACED_WIDTHS, own=own, spaced=True))


@pytest.mark.parametrize("name", sampled(PAGES))
def test_page_bears_the_spacing_that_readers_may_ask_for(browser: Browser, address: str, name: str) -> None:
    assert not faults(layout.look(browser, f"{address}/{name}.html", layout.SPACED_WIDTHS, spaced=True))


def test_faults_are_found_where_there_are_some(browser: Browser, tmp_path: Path) -> None:
    words = '<text x="0" y="20">one label</text><text x="{}" y="20">another</text>'
    page = '<h1>{}</h1><div class="chart"><svg width="300" height="30">{}</svg></div>'
    (tmp_path / "good.html").write_text(page.format("Title", words.format(120)), "utf-8")
    (tmp_path / "wide.html").write_text(page.format("T" * 80, words.format(120)), "utf-8")
    (tmp_path / "close.html").write_text(page.format("Title", words.format(20)), "utf-8")
    found = {file.stem: layout.look(browser, file.as_uri(), (320,))[320] for file in tmp_path.glob("*.html")}
    assert not found["good"]
    assert "scrolls to" in found["wide"][0]
    assert "overlap" in found["close"][0]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_line_moves_when_the_type_arrives(browser: Browser, address: str, late: bool, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    if late:
        page.route("**/*.woff2", hold)
    page.add_init_script("""window.shift = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true })""")
    page.goto(f"{address}/rounding.html", wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    if late:
        expect(page.locator("html")).to_have_class("scripted late")
    assert page.evaluate("window.shift") < 0.01
    context.close()


def test_pictures_are_measured_with_the_type_that_shows_them(visit: Visit) -> None:
    page = visit("index.html")
    measure = """async ([font, letters]) => {
        await document.fonts.load(font, letters);
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = font;
        return [...letters].map((letter) => pen.measureText(letter).width);
    }"""
    for weight, name in ((400, "AddupSans-Regular"), (600, "AddupSans-SemiBold")):
        widths = json.loads((picture.FONTS / f"{name}.json").read_text("utf-8"))
        shown = page.evaluate(measure, [f"{weight} 1000px 'Addup Sans'", "".join(widths)])
        assert shown == pytest.approx(list(widths.values()), abs=1), name


def test_notes_in_the_margin_give_way_to_each_other(visit: Visit) -> None:
    page = visit("claims.html")
    boxes = page.evaluate("""() => {
        const notes = [...document.querySelectorAll(".sidenote")];
        for (const note of notes) note.append(note.innerText.repeat(5));
        return notes.map((note) => note.getBoundingClientRect().toJSON());
    }""")
    assert len(boxes) > 4
    column = page.locator("main").bounding_box()
    assert column
    assert all(box["left"] >= column["x"] + column["width"] for box in boxes)
    assert all(upper["bottom"] <= lower["top"] for upper, lower in pairwise(boxes))


@pytest.mark.parametrize("name", ["chips.html", "index.html"])
def test_sources_are_named_on_paper_and_where_there_is_a_margin(visit: Visit, name: str) -> None:
    page = visit(name, width=390)
    expect(page.locator(".source").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".source").first).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 2 * 844)])
def test_findings_and_chart_are_seen_at_once(visit: Visit, width: int, height: int) -> None:
    """One screen of a small laptop, two of a phone, hold the answer, the findings and their chart."""
    page = visit("index.html", width=width)
    page.evaluate("document.fonts.ready")
    for shown in ("article section > ul", "#fig-overview"):
        box = page.locator(shown).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height, shown


def test_header_lets_go_where_it_would_take_too_much(visit: Visit) -> None:
    page = visit("chips.html", width=320)
    page.set_viewport_size({"width": 320, "height": 256})
    page.evaluate("scrollTo(0, 1000)")
    bottom = page.locator(".top").evaluate("top => top.getBoundingClientRect().bottom")
    assert bottom <= 256 / 5


def test_header_stands_in_one_line_and_the_contents_below_it(visit: Visit) -> None:
    page = visit("chips.html", width=390)
    bottoms = "all => all.map(one => one.getBoundingClientRect().bottom)"
    for width in (390, 360, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert max(page.locator(".top button, .top a").evaluate_all(HEIGHTS)) < 45, width
        tops = page.locator(".top > *").evaluate_all(bottoms)
        assert max(tops) - min(tops) < 12, width
        page.get_by_role("button", name="Contents").click()
        header, contents = page.locator(".top").bounding_box(), page.locator("#contents").bounding_box()
        assert header
        assert contents
        assert contents["y"] >= header["y"] + header["height"] - 1, width
        page.keyboard.press("Escape")
        expect(page.locator("#contents")).to_be_hidden()


def test_a_wide_formula_scrolls_by_keyboard_and_keeps_its_number_in_view(site: Path, visit: Visit) -> None:
    page = visit(
        next(name for name in map("{}.html".format, PAGES) if EQUATION in (site / name).read_text("utf-8")),
        width=320,
    )
    page.evaluate("document.documentElement.style.fontSize = '34px'")
    equation = page.locator(".equation").first
    formula, number = equation.locator("> div"), equation.locator("> span")
    assert formula.evaluate("box => box.scrollWidth > box.clientWidth")
    formula.focus()
    page.keyboard.press("ArrowRight")
    expect(formula).not_to_have_js_property("scrollLeft", 0)
    expect(number).to_be_in_viewport(ratio=1)
    assert formula.get_attribute("aria-label") == f"Equation {number.inner_text().strip('()')}"


def test_titles_of_charts_are_text_that_wraps(visit: Visit) -> None:
    page = visit("exchange.html", width=320)
    for chart in page.locator(".chart").all():
        title = chart.locator(".chart-title")
        expect(title).to_be_visible()
        words = title.inner_text()
        drawn = chart.locator("svg text").all_inner_texts()
        assert words not in drawn
        assert chart.locator("svg title").first.text_content() == words
