"""What a page tells those who link to it, reuse its data or suggest a change; and nothing that is not so."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from addup.publishing import citation
from addup.publishing.package import package
from addup.report.article import Article
from addup.report.whatif import asked_about
from bs4 import BeautifulSoup
from building import CHAPTERS, ROOT, build_small, configure, parsed
from frictionless import validate
from playwright.sync_api import Page
from strategies import correct

CHAPTER = "# Second & last\n\nText of `</script>`.\n\n## To take away\n\n```{downloads}\n```\n"
ADDRESS, REPOSITORY = "https://site.example/report", "https://code.example/report"


def meta(page: BeautifulSoup) -> dict[str, str]:
    """Return what a page tells those who preview a link to it."""
    tags = page.find_all("meta", {"content": True})
    said = {tag.get("property") or tag.get("name"): tag["content"] for tag in tags}
    return {key: text for key, text in said.items() if key and key.startswith(("og:", "twitter:"))}


def things(page: BeautifulSoup) -> dict[str, Any]:
    """Return what a page describes in the terms of schema.org, by type."""
    (script,) = page.find_all("script", type="application/ld+json")
    described = json.loads(script.string)
    assert described["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in described["@graph"]}


def links(page: BeautifulSoup) -> dict[str, str]:
    return {a.text: a["href"] for a in page.select("footer .foot-links a")}


@pytest.fixture(scope="module")
def make(make_book: Callable[..., Path]) -> Callable[..., Path]:
    """Build a small book with the report's data, under given settings; return its folder."""

    def with_settings(author: str = "", repository: str = "", address: str = "") -> Path:
        root = make_book(index="# Title\n\nThe first words.\n", second=CHAPTER)
        shutil.copytree(ROOT / "data", root / "data")
        configure(root, author=author, repository=repository, branch="trunk", address=address)
        result = build_small(root)
        assert result.returncode == 0, result.stderr
        return root

    return with_settings


@pytest.fixture(scope="module")
def published(make: Callable[..., Path]) -> Path:
    """The site of a book that has an author, a repository and an address."""
    return make("Ada Example", REPOSITORY, ADDRESS) / "_build" / "html"


def test_a_preview_has_words_and_a_picture(published: Path) -> None:
    shown = meta(parsed(published / "second.html"))
    assert shown["og:title"] == "Second & last"
    assert shown["og:description"] == "Text of </script>."
    assert shown["og:type"] == "article"
    assert shown["og:site_name"] == "Does it add up?"
    assert shown["og:url"] == f"{ADDRESS}/second.html"
    assert shown["og:image"] == f"{ADDRESS}/previews/second.png"
    assert shown["og:image:alt"]
    assert shown["twitter:card"] == "summary_large_image"
    picture = (published / "previews" / "second.png").read_bytes()
    size = [int.from_bytes(picture[start : start + 4]) for start in (16, 20)]
    assert size == [int(shown["og:image:width"]), int(shown["og:image:height"])]


def test_pages_are_parts_of_one_report(published: Path) -> None:
    report = things(parsed(published / "index.html"))["Report"]
    assert report["headline"] == "Does it add up?"
    assert report["description"] == "The first words."
    assert report["url"] == f"{ADDRESS}/index.html"
    assert report["author"]["name"] == "Ada Example"
    assert report["inLanguage"] == "en"
    assert report["datePublished"] == citation.read().date
    assert report["version"] == citation.read().version
    assert report["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "Financial Times" in report["citation"][0]["name"]
    chapter = things(parsed(published / "second.html"))["Chapter"]
    assert chapter["headline"] == "Second & last"
    assert chapter["url"] == f"{ADDRESS}/second.html"
    assert chapter["isPartOf"] == {key: text for key, text in report.items() if key != "description"}


def test_every_file_of_the_dataset_is_where_it_says(published: Path) -> None:
    dataset = things(parsed(published / "second.html"))["Dataset"]
    offered = {urlsplit(file["contentUrl"]).path: file for file in dataset["distribution"]}
    there = {f"/report/data/{p.relative_to(published / 'data')}" for p in (published / "data").rglob("*.*")}
    assert set(offered) == there
    for path, file in offered.items():
        assert file["contentUrl"].startswith(f"{ADDRESS}/data/")
        assert file["contentSize"] == f"{(published / path.removeprefix('/report/')).stat().st_size} B"
        assert file["encodingFormat"] == {".csv": "text/csv", ".json": "application/json"}[Path(path).suffix]
    assert dataset["creator"]["name"] == "Ada Example"


def test_a_page_says_where_it_is_changed(published: Path) -> None:
    assert links(parsed(published / "second.html")) == {
        "Data": "#to-take-away",
        "Report an error": f"{REPOSITORY}/issues/new",
        "Suggest a change to this page": f"{REPOSITORY}/edit/trunk/book/second.md",
        "Run this page on Binder": "https://mybinder.org/v2/git/https%3A%2F%2Fcode.example%2Freport/trunk"
        "?urlpath=lab%2Ftree%2Fbook%2Fsecond.md",
        "Source of the report": REPOSITORY,
        "Feed of changes": "feed.xml",
    }
    assert links(parsed(published / "index.html"))["Data"] == "second.html#to-take-away"
    assert links(parsed(published / "404.html")) == {
        "Data": "/report/second.html#to-take-away",
        "Report an error": f"{REPOSITORY}/issues/new",
        "Source of the report": REPOSITORY,
        "Feed of changes": "/report/feed.xml",
    }


def test_settings_that_come_and_go_are_followed(make: Callable[..., Path]) -> None:
    root = make(repository="https://gitlab.example/report")
    page = root / "_build" / "html" / "second.html"
    edit = "https://gitlab.example/report/-/edit/trunk/book/second.md"
    assert links(parsed(page))["Suggest a change to this page"] == edit
    config = root / "_config.yml"
    config.write_text(config.read_text("utf-8").replace("https://gitlab.example/report", ""), "utf-8")
    assert build_small(root).returncode == 0
    assert set(links(parsed(page))) == {"Data"}


def test_without_an_address_nothing_needs_one(site: Path) -> None:
    assert not (site / "preview.png").exists()
    for name in CHAPTERS:
        page = parsed(site / f"{name}.html")
        assert set(meta(page)) == {"og:title", "og:description", "og:type", "og:site_name", "twitter:card"}
        assert meta(page)["twitter:card"] == "summary"
        described = json.dumps(things(page))
        assert not any(f'"{key}":' in described for key in ("author", "creator", "image"))
        assert set(links(page)) == {"Data", "Report an error"}


def test_search_and_lost_pages_are_not_described(site: Path) -> None:
    for name in ("search", "404"):
        page = parsed(site / f"{name}.html")
        assert not meta(page)
        assert not page.find("script", type="application/ld+json")


def test_the_published_package_is_valid(site: Path) -> None:
    report = validate(str(site / "data" / "datapackage.json"))
    assert report.valid, report.to_summary()


def test_every_table_is_offered_with_its_size(site: Path) -> None:
    page = parsed(site / "codebook.html")
    offered = {a["href"]: a for a in page.select("a[download][href^='data/']")}
    assert set(offered) == {p.relative_to(site).as_posix() for p in (site / "data").rglob("*.*")}
    for path, link in offered.items():
        kilobytes = float(link.next_sibling.split()[1])
        assert kilobytes == pytest.approx((site / path).stat().st_size / 1000, abs=0.5)
    assert page.select("a[rel=license]")


def test_data_follow_a_changed_figure_and_stay_when_a_page_changes(make: Callable[..., Path]) -> None:
    root = make()
    verdicts = root / "_build" / "html" / "data" / "verdicts.csv"
    before, written = verdicts.read_bytes(), verdicts.stat().st_mtime_ns
    (root / "book" / "index.md").write_text("# Title\n\nOther words.\n", "utf-8")
    assert build_small(root).returncode == 0
    assert verdicts.stat().st_mtime_ns == written
    correct(root / "data", "domestic_usd")
    assert build_small(root).returncode == 0
    assert verdicts.read_bytes() != before
    assert verdicts.read_bytes() == package(root / "data")["verdicts.csv"]


def test_what_is_worked_out_beside_the_chapters_is_what_is_worked_out_alone(site: Path) -> None:
    folder = site / "data"
    written = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}
    assert written == package(ROOT / "data")
    told = json.loads((site / "_static" / "asked.js").read_text("utf-8").partition("=")[2].rstrip(";\n"))
    known = json.loads(json.dumps(asked_about(Article())))
    assert {name: told[name] for name in known} == known


def test_data_are_saved_from_a_folder_as_from_a_server(visit: Callable[..., Page], site: Path) -> None:
    for base in ({}, {"base": site.as_uri()}):
        page = visit("codebook.html", **base)
        with page.expect_download() as download:
            page.get_by_role("link", name="verdicts.csv").click()
        assert download.value.path().read_bytes() == (site / "data" / "verdicts.csv").read_bytes()


def test_the_book_is_cited_as_its_file_says(book: Path, site: Path) -> None:
    page = parsed(site / "changes.html")
    said = " ".join(page.find(id="how-to-cite-this-report").p.text.split())
    cited = citation.read(book)
    assert said == cited.sentence()
    file = yaml.safe_load(cited.cff())
    assert f"“{unescape(file['title'])}” ({file['date-released'][:4]}), version {file['version']}" in said
