"""The frame of every page: its foot, its contents, what hosts and others find, and how it prints."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from addup.publishing import citation
from building import CHAPTERS, PAGES, build_small, configure, parsed
from playwright.sync_api import Browser, Page, expect

Visit = Callable[..., Page]
ADDRESS = "https://site.example/some/report/"
LOG = """# Change log

(change-2026-11-23)=
## First edition

The register & all chapters.

(change-2026-12-01)=
## A check more

It asks for a sum.

(corrections)=
## Corrections

Write to us.
"""


@pytest.fixture(scope="module")
def published(make_book: Callable[..., Path]) -> Path:
    """The site of a small book with everything set."""
    root = make_book(index="# Title\n\nThe first words.\n", changes=LOG)
    (root / "data").symlink_to(Path(__file__).parents[2] / "data")
    article = {"report_about": "an article", "report_article_url": "https://paper.example/article"}
    mail = {"report_corrections": "errors@site.example", "report_subtitle": "All of it"}
    configure(root, author="Ada Example", address=ADDRESS, **article, **mail)
    result = build_small(root)
    assert result.returncode == 0, result.stderr
    return root / "_build" / "html"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_is_known_without_a_setting(book: Path, site: Path, name: str) -> None:
    foot = " ".join(parsed(site / f"{name}.html").footer.text.split())
    cited = citation.read(book)
    assert "Does it add up?" in foot
    assert f"Version {cited.version}" in foot
    assert f"Cite it as: {cited.sentence()}" in foot
    assert "Creative Commons" in foot
    links = {a.text: a["href"] for a in parsed(site / f"{name}.html").select("footer a")}
    assert "Data" in links
    assert links["Report an error"].endswith("changes.html#corrections") or name == "changes"


def test_every_page_says_what_is_set(published: Path) -> None:
    for name in ("index", "changes", "search", "404"):
        page = parsed(published / f"{name}.html")
        foot = " ".join(page.footer.text.split())
        assert "Does it add up? All of it. On an article. By Ada Example." in foot
        links = {a.text: a["href"] for a in page.select("footer a")}
        assert links["an article"] == "https://paper.example/article"
        assert links["Report an error"] == "mailto:errors@site.example"
        assert links["Feed of changes"].endswith("feed.xml")
        assert page.title.text.endswith("an article")


def test_a_description_is_in_whole_sentences_and_names_the_article(published: Path, site: Path) -> None:
    for folder, names in ((published, ["index", "changes"]), (site, CHAPTERS)):
        for name in names:
            said = parsed(folder / f"{name}.html").find("meta", {"name": "description"})["content"]
            assert re.search(r"[.?!][’”]?$", said), name
            assert ("On an article." in said) == (folder == published)


def test_a_page_says_once_how_wide_it_is(site: Path) -> None:
    for name in PAGES:
        assert len(parsed(site / f"{name}.html").select("meta[name=viewport]")) == 1, name


def test_what_changes_its_name_with_its_content_is_kept_for_ever(site: Path) -> None:
    headers = (site / "_headers").read_text("utf-8")
    kept = set(
        re.findall(r"^/(_static/.+)\n  Cache-Control: public, max-age=31536000, immutable$", headers, re.M)
    )
    files = {f"_static/{path.name}" for path in (site / "_static").iterdir() if path.is_file()}
    # Scripts ask for these by name, so hosts are asked each time
    assert kept == files - {"_static/register.js", "_static/asked.js"}
    assert all(re.search(r"\.[0-9a-f]{8}\.\w+$", path) for path in kept)
    apache = (site / ".htaccess").read_text("utf-8")
    assert all(f'<Files "{Path(path).name}">' in apache for path in kept)


def test_the_change_log_is_a_feed(published: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(published / "feed.xml").getroot()
    assert feed.findtext(f"{atom}updated") == "2026-12-01T00:00:00Z"
    entries = feed.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}title") for entry in entries] == ["A check more", "First edition"]
    assert entries[1].findtext(f"{atom}content") == "The register & all chapters."
    assert entries[1].find(f"{atom}link").get("href") == f"{ADDRESS}changes.html#change-2026-11-23"
    assert parsed(published / "changes.html").find(id="change-2026-11-23")


def test_robots_and_home_screens_find_what_they_look_for(published: Path, site: Path) -> None:
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (published / "robots.txt").read_text("utf-8")
    assert "Sitemap" not in (site / "robots.txt").read_text("utf-8")
    manifest = json.loads((published / "site.webmanifest").read_text("utf-8"))
    assert manifest["name"] == "Does it add up?"
    for name, size in {"touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}.items():
        icon = (published / name).read_bytes()
        assert [int.from_bytes(icon[start : start + 4]) for start in (16, 20)] == [size, size]
    assert {icon["src"] for icon in manifest["icons"]} == {"icon-192.png", "icon-512.png"}
    assert not (site / "feed.xml").exists()
    assert not (site / "site.webmanifest").exists()


def test_each_page_has_a_preview_of_its_own(published: Path) -> None:
    shown = [
        parsed(published / f"{name}.html").find("meta", property="og:image")["content"]
        for name in ("index", "changes")
    ]
    assert shown == [f"{ADDRESS}preview.png", f"{ADDRESS}previews/changes.png"]
    pictures = [(published / address.removeprefix(ADDRESS)).read_bytes() for address in shown]
    assert pictures[0] != pictures[1]
    for picture in pictures:
        assert [int.from_bytes(picture[start : start + 4]) for start in (16, 20)] == [1200, 630]


def test_a_lost_page_is_styled_at_any_depth(browser: Browser, address: str, site: Path) -> None:
    page = browser.new_page()
    lost = (site / "404.html").read_text("utf-8")
    page.route("**/*", lambda route: route.fulfill(status=404, content_type="text/html", body=lost))
    page.goto(f"{address}/deep/er/page")
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).position") == "sticky"
    links = page.locator("article a, header a, #contents a").evaluate_all("all => all.map((a) => a.href)")
    assert urljoin(address, "/index.html") in links
    assert not [link for link in links if "/deep/" in link.removesuffix("#main")]
    page.close()


def test_without_a_script_nothing_speaks_of_what_is_not_there(visit: Visit) -> None:
    for scripts in (True, False):
        page = visit("wrong.html", java_script_enabled=scripts)
        controls = page.locator("article").locator("input, select, button, [role=spinbutton]")
        shown = [control for control in controls.all() if control.is_visible()]
        assert bool(shown) == scripts


def test_contents_close_on_a_link_into_the_page_that_is_open(visit: Visit) -> None:
    page = visit("index.html", width=390)
    page.get_by_role("button", name="Contents").click()
    page.locator("#contents [aria-current]").click()
    expect(page.locator("#contents")).to_be_hidden()


def test_contents_show_all_or_that_they_go_on(visit: Visit) -> None:
    page = visit(f"{CHAPTERS[-1]}.html")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    contents = page.locator("#contents")
    # the chapter that is read is in sight, and what scrolls casts a shadow where it goes on
    expect(contents.locator("[aria-current]")).to_be_in_viewport(ratio=1)
    if contents.evaluate("box => box.scrollHeight > box.clientHeight"):
        assert contents.evaluate("box => getComputedStyle(box).backgroundImage.split('gradient').length") == 5


def test_verdicts_print_as_dark_as_they_show_and_lines_stay_short(visit: Visit) -> None:
    page = visit("index.html")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("""() => {
        const verdict = document.createElement("span");
        verdict.className = "verdict inconsistent";
        verdict.textContent = "inconsistent";
        document.querySelector("article").append(verdict);
    }""")
    colours = page.locator(".verdict.inconsistent").last.evaluate(
        "verdict => [getComputedStyle(verdict).color, getComputedStyle(verdict).backgroundColor]"
    )
    assert colours == ["rgb(168, 38, 29)", "rgba(0, 0, 0, 0)"]
    expect(page.locator("footer")).to_be_visible()
    expect(page.locator(".foot-links")).to_be_hidden()
    rem = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert page.locator("article section > p").first.evaluate("p => p.clientWidth") <= 34.5 * rem + 1
