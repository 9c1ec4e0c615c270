"""What is in the files of the site: valid, safe, light, and with links that lead somewhere."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from _ext.site.page import COLOURED
from _ext.site.working import in_words
from addup.engine.figures import load
from addup.report.picture import FONTS
from addup.report.wording import as_printed
from bs4 import BeautifulSoup, Tag
from building import CHAPTERS, PAGES, ROOT, parsed
from pygments.token import STANDARD_TYPES

Soups = dict[str, BeautifulSoup]


@pytest.fixture(scope="module")
def soups(site: Path) -> Soups:
    """Every page, parsed."""
    files = sorted(site.rglob("*.html"))
    return {file.stem: parsed(file) for file in files}


def test_there_are_the_pages_of_the_contents_and_no_others(soups: Soups) -> None:
    assert set(soups) == set(PAGES)


def test_every_internal_link_and_anchor_leads_somewhere(site: Path, soups: Soups) -> None:
    figures = set(load(ROOT / "data").figures)
    for name, soup in soups.items():
        for tag, attribute in (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src")):
            for element in soup.find_all(tag, {attribute: True}):
                parts = urlsplit(element[attribute])
                if parts.scheme:
                    assert tag == "a", f"{name} asks another host for {element[attribute]}"
                    continue
                # what stands on the page for what is not found counts from the root of the host
                place = unquote(parts.path).removeprefix("/") if name == "404" else unquote(parts.path)
                target = site / (place or f"{name}.html")
                assert target.is_file(), f"{name}: {element[attribute]}"
                state, *changes = unquote(parts.fragment).split("/")
                if changes:  # of the page where numbers can be changed, whose script reads it
                    assert (target.stem, state) == ("wrong", "if"), f"{name}: {element[attribute]}"
                    assert {change.partition("=")[0] for change in changes} <= figures, f"{name}: {element}"
                elif parts.fragment:
                    assert soups[target.stem].find(id=unquote(parts.fragment)), (
                        f"{name}: {element[attribute]}"
                    )


def test_every_id_is_there_once(soups: Soups) -> None:
    for name, soup in soups.items():
        ids = [element["id"] for element in soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), name


def test_nothing_is_inline_that_the_policy_forbids(soups: Soups) -> None:
    for name, soup in soups.items():
        policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        inline = {script.get("type") for script in soup.find_all("script", src=False)}
        assert inline <= {"application/json", "application/ld+json"}, name  # data, which nothing executes
        assert len(soup.find_all("style")) == (name == "404"), (
            name
        )  # allowed by its hash: it is shown at any depth
        for element in soup.find_all(True):
            assert not [key for key in element.attrs if key == "style" or key.startswith("on")], (
                f"{name}: {element}"
            )


def test_no_page_has_a_browser_fetch_another_unasked(soups: Soups) -> None:
    hints = {"next", "prefetch", "prerender", "preconnect", "dns-prefetch", "modulepreload", "preload"}
    for name, soup in soups.items():
        assert not [link for link in soup.find_all("link") if hints.intersection(link["rel"])], name


def test_hosts_can_send_the_same_policy(site: Path, soups: Soups) -> None:
    policy = soups["404"].find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert f"Content-Security-Policy: {policy};" in (site / "_headers").read_text("utf-8")
    assert f'Content-Security-Policy "{policy};' in (site / ".htaccess").read_text("utf-8")
    assert (site / ".nojekyll").is_file()


@pytest.mark.parametrize("name", CHAPTERS)
def test_page_weighs_at_most_100_kb_on_the_wire(site: Path, soups: Soups, name: str) -> None:
    soup = soups[name]
    wanted = [element["href"] for element in soup.find_all("link", rel=["stylesheet", "icon"])]
    wanted += [element["src"] for element in soup.find_all(["script", "img"], src=True)]
    files = [site / f"{name}.html", *(site / urlsplit(path).path for path in wanted)]
    fonts = [file for file in (site / "_static" / "fonts").glob("*.woff2") if "-rare" not in file.stem]
    assert len(fonts) == 4
    assert sum(file.stat().st_size for file in fonts) <= 60_000
    assert sum(len(gzip.compress(file.read_bytes())) for file in [*files, *fonts]) <= 100_000


def test_type_comes_with_its_licence_and_covers_what_is_printed(site: Path, soups: Soups) -> None:
    folder = site / "_static" / "fonts"
    for family in ("AddupSans", "AddupSerif"):
        assert "SIL OPEN FONT LICENSE" in (folder / f"{family}-OFL.txt").read_text("utf-8")
    style = next((site / "_static").glob("site.*.css")).read_text("utf-8")
    named = set(re.findall(r'url\("fonts/([^"]+)"\)', style))
    assert named == {file.name for file in folder.glob("*.woff2")}
    known = json.loads((FONTS / "AddupSans-Regular.json").read_text("utf-8"))
    for name, soup in soups.items():
        # characters of other scripts are the system's own
        letters = {letter for letter in soup.main.get_text() if letter.isascii() or ord(letter) >= 0x2000}
        assert letters - set(known) <= set("\n\t◐≠✓✗…"), name


def test_headings_are_in_order_and_the_language_is_set(soups: Soups) -> None:
    for name, soup in soups.items():
        assert soup.html["lang"] == "en"
        levels = [int(heading.name[1]) for heading in soup.find_all(re.compile("^h[1-6]$"))]
        assert levels[0] == 1
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), name


def test_every_page_says_what_it_is(soups: Soups) -> None:
    titles = [soup.title.text for soup in soups.values()]
    assert len(titles) == len(set(titles))
    for name in CHAPTERS:
        assert 10 <= len(soups[name].find("meta", {"name": "description"})["content"]) <= 200


def test_every_chart_says_what_it_shows_and_offers_its_files(site: Path, soups: Soups) -> None:
    for name, soup in soups.items():
        for picture in soup.select(".chart svg"):
            assert picture["role"] == "img"
            assert picture.title.text, name
            assert picture.desc.text, name
        for links in soup.select(".chart-links"):
            kinds = {Path(a["href"]).suffix for a in links.find_all("a")}
            assert kinds == {".csv", ".svg", ".png"}
            captions = [table.caption.text for table in links.parent.find_all("table")]
            assert captions == [Path(a["href"]).name for a in links.find_all("a", string="CSV")]
    assert len(list((site / "charts").glob("*.png"))) == sum(
        len(soup.select(".chart")) for soup in soups.values()
    )


def test_without_an_address_nothing_claims_one(site: Path, soups: Soups) -> None:
    assert not (site / "sitemap.xml").exists()
    assert not any(soup.find("link", rel="canonical") for soup in soups.values())


def test_every_fold_says_of_what_it_is_the_working_and_begins_in_words(soups: Soups) -> None:
    seen = 0
    for name, soup in soups.items():
        summaries = [fold.summary.text for fold in soup.select("details.working")]
        assert len(set(summaries)) == len(summaries), name
        assert all(re.match("How .+ (was|were) worked out", summary) for summary in summaries), name
        for fold in soup.select("details.working"):
            words = fold.summary.find_next_sibling()
            assert words.name == "p"
            assert re.fullmatch("This uses .+; the lines below say how\\.", words.text)
            seen += 1
    assert seen > 50


def test_a_fold_names_the_figures_and_checks_that_its_code_names() -> None:
    register = load(ROOT / "data")
    words = in_words("article.value('domestic_usd') == article.verdict('conversion')", register)
    figure, check = register.figures["domestic_usd"], register.checks["conversion"]
    assert words == (
        f"This uses {figure.label} ({as_printed(figure)}), and the check “{check.question}”; "
        "the lines below say how."
    )
    assert in_words("print(4)", register).startswith("This uses what was worked out earlier")
    assert in_words("%command of the notebook", register) == ""
    assert in_words("article", None) == ""


def test_rows_have_heads_and_a_verdict_has_its_row(soups: Soups) -> None:
    verdicts = 0
    for soup in soups.values():
        for row in soup.select("article tbody tr"):
            first, *others = row.find_all(["th", "td"])
            assert (first.name, first.get("scope")) == (("th", "row") if others else ("td", None))
            assert {cell.name for cell in others} <= {"td"}
            if first.strong and first.text == "verdict":
                (cell,) = others
                assert cell["colspan"] == "3"
                assert cell.select_one(".verdict")
                verdicts += 1
    assert verdicts > 2


def test_names_of_headings_and_tables_have_no_sign_in_them(soups: Soups) -> None:
    links = [link for soup in soups.values() for link in soup.find_all("a") if link.text == "#"]
    assert len(links) > 50
    assert {(link["aria-hidden"], link["tabindex"]) for link in links} == {("true", "-1")}


def test_terms_are_defined_beside_their_first_use(soups: Soups) -> None:
    """In the words of the glossary, each once in a chapter, below the block that links to it."""
    defined = 0
    for name, soup in soups.items():
        addresses = []
        for note in soup.select(".definition"):
            link, words = note.a, note.p.text
            page, anchor = link["href"].split("#")
            glossary = soups[page.removesuffix(".html")]
            term = glossary.find(id=anchor)
            said = " ".join(term.find_next("dd").p.text.split())
            assert words.startswith(f"{link.text}: ")
            assert said.startswith(words.partition(": ")[2]), words
            assert words[-1] in ".?!"
            first = next(a for a in soup.main.find_all("a") if a["href"] == link["href"])
            beside = next(part for part in note.previous_siblings if part.name and part.get("role") != "note")
            assert first in beside.find_all("a"), words
            addresses.append(link["href"])
        assert len(set(addresses)) == len(addresses), name
        defined += len(addresses)
    assert defined > 10


def test_sources_are_named_beside_their_first_citation(soups: Soups) -> None:
    named = 0
    listed = soups["sources"]
    for name in CHAPTERS:
        cited = soups[name].select('main a[href^="sources.html#id"]')
        first: dict[str, Tag] = {}
        for link in cited:
            if not link.find_parent(class_="source"):
                first.setdefault(link["href"], link)
        said = soups[name].select(".source a")
        assert sorted(link["href"] for link in said) == sorted(first), name
        for link in said:
            note = link.find_parent(class_="sidenote")
            beside = next(part for part in note.previous_siblings if part.name and part.get("role") != "note")
            assert first[link["href"]] in beside.find_all("a"), link.text
            assert link.text == first[link["href"]].text
            words = link.parent.text.partition(": ")[2]
            title, _, grade = words.partition(" Grade\N{NO-BREAK SPACE}")
            entry = " ".join(listed.find(id=link["href"].partition("#")[2]).text.split())
            assert title.rstrip("….?!") in entry.replace("'", "’"), title
            assert len(title) <= 61
            assert grade == (re.search(r"Grade ([A-D][^.]*\.)|$", entry)[1] or ""), link.text
            named += 1
    assert named > 40


def test_sections_are_listed_below_the_chapter_that_is_open(soups: Soups) -> None:
    for name in CHAPTERS:
        links = soups[name].select("#contents .sections a")
        titles = [heading.find(string=True) for heading in soups[name].select("article h2")]
        assert [link.text for link in links] == titles, name
        assert all(soups[name].find(id=link["href"][1:]) for link in links)


def test_code_is_lines_that_know_how_far_they_are_indented(soups: Soups) -> None:
    codes = 0
    for soup in soups.values():
        for code in soup.select(".highlight pre"):
            lines = code.find_all("span", class_="line", recursive=False)
            assert "".join(line.text for line in lines) == code.text
            for line in lines:
                depth = len(line.text) - len(line.text.lstrip(" \n"))
                deep = [f"in-{min(depth, 16) // 4}"] if depth >= 4 and line.text.strip() else []
                assert line["class"] == ["line", *deep]
            codes += 1
            kinds = {kind for span in code.select(".line span") for kind in span["class"]}
            assert kinds <= set(COLOURED)
    assert codes > 50
    style = (ROOT / "book/_static/site.css").read_text("utf-8")
    assert set(COLOURED) == set(STANDARD_TYPES.values()) & set(re.findall(r"\.(\w+)(?![\w-])", style))
