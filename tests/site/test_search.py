"""What a reader types into the search, and what is found first."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import CHAPTERS, build_small, parsed
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

# Chapters that a good search has first; where more than one answers the query, any of them
FIRST = {
    "Tencent": "chips",
    "Tencnt": "chips",
    "13 per cent": "nvidia",
    "13 percent": "nvidia",
    "13%": "nvidia",
    "Nvidia's": "nvidia",
    "Nvidia’s": "nvidia",
    "Huawei": "chips suppliers",
    "exchange rate": "exchange",
    "what is the exchange rate": "exchange",
    "yuan": "exchange",
    "interval": "glossary",
    "consistent": "glossary",
    "hedge": "glossary",
    "230,000": "chips",
    "230000": "chips",
    "12 billion": "parts",
    "H20": "glossary chips",
    "valuation": "scale",
    "Trump": "dates",
    "denial": "claims limits index",
    "precision": "rounding",
    "license": "dates",
    "ChatGPT": "users",
    '"by far"': "chips",
    "how to cite": "changes",
    "codebook": "codebook",
    "tik tok": "claims users",
    "Reuters 2025a": "sources",
    "European Central Bank, 2025": "sources",
    "‘witness’": "glossary",
    "figures 12": "nvidia",
}

SAME = (
    ("13 per cent", "13 percent", "13%", "13 %", "13 PER CENT"),
    ("230,000", "230000", "230 000", "230\u00a0000"),
    ("Nvidia's", "Nvidia’s", "nvidia"),
    ("licence", "license", "licences"),
    ("$12bn", "12 billion", "12 bn"),
    ("deny", "denies", "denied", "denial", "denying"),
    ("rounded rate", "rounding rates"),
    ('"data centre"', "datacentre", "datacenter"),
    ("TikTok", "tik tok"),
    ("Tencent", "Tencnt", "Tecnent", "Tencennt", "Temcent"),
)


def entries(site: Path) -> list[dict[str, Any]]:
    """Index of the search, as the page loads it."""
    (path,) = (site / "_static").glob("search-index.*.js")
    return json.loads(path.read_text("utf-8").removeprefix("window.searchIndex=").rstrip(";\n"))


@pytest.fixture
def ask(visit: Visit) -> Callable[..., Page]:
    """Type a query into the search, on one page for all queries of a test, and wait until it has answered."""
    pages: list[Page] = []

    def ask(query: str, **settings: object) -> Page:
        if not pages:
            pages.append(visit("search.html", **settings))
        (page,) = pages
        page.get_by_role("searchbox").fill(query)
        with page.expect_navigation(url="**/search.html?q=*"):
            page.get_by_role("button", name="Search").click()
        expect(page.locator("#found")).not_to_be_empty()
        return page

    return ask


def addresses(page: Page) -> list[str]:
    """Addresses of what was found, in order."""
    return page.locator("#results a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")


# Each query loads the page and its index anew: some always, all when there is time
@pytest.mark.parametrize("nth", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_what_answers_comes_first(ask: Callable[..., Page], nth: int) -> None:
    first = {query: addresses(ask(query))[0].partition(".html")[0] for query in list(FIRST)[::nth]}
    assert {query: name for query, name in first.items() if name not in FIRST[query].split()} == {}


@pytest.mark.parametrize("nth", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_what_means_the_same_finds_the_same(ask: Callable[..., Page], nth: int) -> None:
    for queries in SAME[::nth]:
        first, *others = (addresses(ask(query)) for query in queries)
        assert first
        for query, found in zip(queries[1:], others, strict=True):
            assert set(found) == set(first), query


def test_a_number_leads_to_its_figure_or_table(ask: Callable[..., Page], site: Path) -> None:
    pages = {name: parsed(site / f"{name}.html") for name in CHAPTERS}
    for kind, label in (("Fig.", "Fig."), ("Figures", "Fig."), ("table", "Table")):
        numbers = {
            int(
                re.search(r"\d+", caption.text)[0]
            ): f"{name}.html#{caption.find_parent(['figure', 'table'])['id']}"
            for name, page in pages.items()
            for caption in page.select(".caption-number")
            if caption.text.strip().startswith(label)
        }
        for number in {min(numbers), max(numbers)}:
            page = ask(f"{kind} {number}")
            assert addresses(page)[0] == numbers[number]
        assert addresses(ask(f"{kind} {max(numbers) + 1}")) == []


def test_codebook_and_sources_come_last(ask: Callable[..., Page]) -> None:
    for query in ("Nvidia", "Reuters", "share"):
        last = [bool(re.match("(codebook|sources)\\.html", address)) for address in addresses(ask(query))]
        assert any(last), query
        assert last == sorted(last), query


def test_words_are_found_by_their_beginnings_only(ask: Callable[..., Page]) -> None:
    assert set(addresses(ask("Tenc"))) == set(addresses(ask("Tencent")))
    assert addresses(ask("encen")) == []
    marks = ask("consistent").locator("#results mark").all_inner_texts()
    assert {mark.lower() for mark in marks} <= {"consistent", "consistently"}


def test_what_is_nowhere_is_not_made_up(ask: Callable[..., Page]) -> None:
    for query in ("zzzz", "987654", "H29", "'", "<zzzz>", "$&", "(", "x" * 300):
        page = ask(query)
        expect(page.locator("#found")).to_have_text("Nothing found.")
        expect(page.locator("h1")).to_have_text(f"Search for “{query[:200]}”")


def test_what_was_taken_for_a_slip_is_said(ask: Callable[..., Page]) -> None:
    found = ask("Tencnt").locator("#found")
    expect(found).to_have_text(re.compile("^Nothing has “Tencnt”; taken to be “Tencent”. Found in"))


def test_what_is_shown_is_whole_sentences(ask: Callable[..., Page], site: Path) -> None:
    prose = {" ".join(entry.get("prose", "").split()) for entry in entries(site)}
    for query in ("Nvidia", "rounded rate", "13%", "Omdia", "register"):
        texts = ask(query).locator("#results p:not(:has(em))").all_inner_texts()
        assert texts, query
        for text in texts:
            assert any(text in each for each in prose)
            assert len(text) > 20


def test_the_page_says_what_was_searched_and_begins_there(ask: Callable[..., Page]) -> None:
    page = ask("exchange rate")
    expect(page.locator("h1")).to_have_text("Search for “exchange rate”")
    expect(page.locator("h1")).to_be_focused()
    expect(page).to_have_title(re.compile(r"^Search for “exchange rate”: \d+ found · "))
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^Found in \d+ places\.$"))).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    names = page.locator("#results a").all_inner_texts()
    assert len(set(names)) == len(names)  # a link's name says which of many sections alike it leads to
    page.locator("#results a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_an_empty_search_waits_for_words(visit: Visit) -> None:
    page = visit("search.html?q=")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.locator("#found")).to_be_empty()


def test_search_works_from_a_folder(ask: Callable[..., Page], site: Path) -> None:
    assert addresses(ask("Tencent", base=site.as_uri()))


def test_without_scripts_the_page_says_so_and_asks_for_nothing(visit: Visit) -> None:
    page = visit("search.html", java_script_enabled=False)
    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()
    expect(page.locator("#query")).to_be_hidden()


def test_all_that_is_found_is_there(site: Path) -> None:
    ids = {name: {node["id"] for node in parsed(site / f"{name}.html").select("[id]")} for name in CHAPTERS}
    for entry in entries(site):
        name, _, anchor = entry["address"].partition(".html")
        assert not anchor or anchor[1:] in ids[name], entry["address"]


def test_search_and_its_index_are_small(site: Path) -> None:
    files = list((site / "_static").glob("search*.js"))
    assert len(files) == 2
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= 60_000


CHAPTER = """# Does it fit?

It does, says [the paper](https://paper.example). See Fig. 1 for that;
it ends in “why?” and begins anew (once). Done!

```{list-table} Prices of the day
:header-rows: 1
:name: prices

* - what
  - price
* - Herring in a cell
  - 12
```

## Words

- An item of a list

```python
hidden = "code"
```

```{glossary}
herring
  A fish. It swims.
```
"""


def test_index_keeps_prose_apart_from_cells(make_book: Callable[..., Path]) -> None:
    root = make_book(index=CHAPTER)
    result = build_small(root)
    assert result.returncode == 0, result.stdout + result.stderr
    found = {entry["heading"]: entry for entry in entries(root / "_build" / "html")}
    assert list(found) == ["Does it fit?", "Words", "herring", "Table 1"]
    assert found["Does it fit?"]["prose"].split("\n") == [
        "It does, says the paper.",
        "See Fig. 1 for that; it ends in “why?” and begins anew (once).",
        "Done!",
        "Prices of the day",
    ]
    assert found["Does it fit?"]["rest"].split("\n") == ["what", "price", "Herring in a cell", "12"]
    assert found["Words"]["prose"] == "An item of a list"
    assert found["herring"]["prose"].split("\n") == ["A fish.", "It swims."]
    assert found["herring"]["address"] == "index.html#term-herring"
    assert (found["Table 1"]["address"], found["Table 1"]["prose"]) == (
        "index.html#prices",
        "Prices of the day",
    )
