"""The site as a reader meets it, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from building import CHAPTERS, PAGES, sampled
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


@pytest.mark.parametrize("name", sampled(PAGES))
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_page_loads_quietly_and_fits_a_phone(visit: Visit, name: str, scripts: bool) -> None:
    page = visit(f"{name}.html", width=390, java_script_enabled=scripts)
    expect(page.locator("h1")).to_be_visible()
    for picture in page.locator(".chart-narrow svg").all():
        expect(picture).to_be_visible()
    assert page.locator("html").evaluate("html => html.scrollWidth") == 390


# Only a server shows the page for what is not found
@pytest.mark.parametrize("name", sampled([name for name in PAGES if name != "404"]))
def test_page_works_from_a_folder(visit: Visit, site: Path, name: str) -> None:
    page = visit(f"{name}.html", base=site.as_uri())
    if page.locator(".chart-reader").count():
        page.locator(".chart-reader").first.focus()
        expect(page.locator(".chart-note").first).to_be_visible()


# Layout depends on the width alone and colours on the scheme alone, so that two of the four settings say all
@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), pytest.param(390, "dark", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("name", sampled(PAGES))
def test_page_is_accessible(visit: Visit, name: str, width: int, scheme: str) -> None:
    page = visit(f"{name}.html", width=width, color_scheme=scheme)
    assert_accessible(page)


@pytest.mark.exhaustive
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", CHAPTERS)
def test_page_is_accessible_while_each_chart_is_read(
    visit: Visit, name: str, width: int, scheme: str
) -> None:
    page = visit(f"{name}.html", width=width, color_scheme=scheme)
    for reader in page.locator(".chart-reader").all():
        reader.focus()
        assert_accessible(page)


def assert_accessible(page: Page) -> None:
    """Have axe look at a page with every fold open."""
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


PLACE = "box => [box.offsetLeft, box.offsetTop, box.offsetWidth, box.offsetHeight]"


@pytest.mark.parametrize("name", sampled(CHAPTERS))
@pytest.mark.parametrize("width", [390, 1280])
def test_charts_are_read_where_they_are(visit: Visit, name: str, width: int) -> None:
    page = visit(f"{name}.html", width=width)
    if page.locator(".what-if").count():  # become fields first, above the charts
        page.wait_for_selector(".what-if-frame[data-state=settled]")
    page.evaluate("""window.shift = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true })""")
    for chart in page.locator(".chart:has(.chart-reader)").all():
        picture = chart.locator(".chart-picture")
        before = picture.evaluate(PLACE)
        chart.locator(".chart-reader").focus()
        note = chart.locator(".chart-note")
        expect(note).to_be_visible()
        expect(chart.locator(".chosen:visible").first).to_be_visible()
        assert picture.evaluate(PLACE) == before
        box = note.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("window.shift") < 0.01  # a tenth of what a reader would call stable


def test_nothing_is_fetched_by_scrolling_past_charts(visit: Visit) -> None:
    page = visit("index.html", width=390, has_touch=True)
    page.wait_for_load_state("networkidle")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    for picture in page.locator(".chart-picture").all():
        picture.scroll_into_view_if_needed()
        picture.dispatch_event("touchstart")
        picture.hover()
        page.mouse.wheel(0, 200)
    assert not fetched


def test_keyboard_reaches_everything_and_shows_where_it_is(visit: Visit) -> None:
    page = visit("index.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.goto(page.url.split("#")[0])
    reachable = "a[href]:not([tabindex='-1']), button, summary, input, select, [tabindex='0']"
    for _ in range(page.locator(reachable).filter(visible=True).count()):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none", page.evaluate("document.activeElement.outerHTML")
    assert page.evaluate("document.activeElement") is not None


def test_contents_open_and_close_on_a_phone(visit: Visit) -> None:
    page = visit("index.html", width=390)
    contents = page.locator("#contents")
    expect(contents).to_be_hidden()
    page.get_by_role("button", name="Contents").click()
    expect(contents).to_be_visible()
    assert contents.locator("a").count() == len(CHAPTERS)
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()


@pytest.mark.parametrize("device", ["light", "dark"])
def test_colour_scheme_follows_the_device_until_the_reader_chooses(visit: Visit, device: str) -> None:
    page = visit("index.html", color_scheme=device)
    paper = "getComputedStyle(document.body).backgroundColor"
    text = "getComputedStyle(document.querySelector('.chart svg text')).fill"
    before = page.evaluate(paper), page.evaluate(text)
    page.get_by_role("button", name="Dark").click()
    after = page.evaluate(paper), page.evaluate(text)
    assert before[0] != after[0]
    assert before[1] != after[1]
    page.reload()
    assert (page.evaluate(paper), page.evaluate(text)) == after


def test_print_leaves_out_the_frame_and_keeps_the_pictures(visit: Visit) -> None:
    page = visit("index.html", width=390)
    page.emulate_media(media="print", color_scheme="dark")
    for frame in (".top", "#contents", ".onward", "details"):
        assert not page.locator(frame).first.is_visible()
    expect(page.locator(".chart-wide svg").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") in ("light", "light dark")


def test_measure_is_made_for_reading(visit: Visit) -> None:
    page = visit(f"{CHAPTERS[1]}.html")
    lines = page.evaluate("""() => {
        const range = document.createRange();
        const lengths = [];
        for (const paragraph of document.querySelectorAll("article section > p")) {
            range.selectNodeContents(paragraph);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top / 8)));
            if (lines.size > 2) lengths.push(paragraph.textContent.length / lines.size);
        }
        return lengths;
    }""")
    assert lines
    assert 50 <= sum(lines) / len(lines) <= 78
