"""Citations: each names one source, the sources stand in order, and each leads back to where it is cited."""

from __future__ import annotations

import re
from pathlib import Path

from building import parsed


def test_what_a_citation_says_stands_for_one_source(site: Path) -> None:
    said: dict[str, set[str]] = {}
    for page in site.glob("*.html"):
        for link in parsed(page).select('.bibtex-citation a[href^="sources.html#"]'):
            said.setdefault(link.get_text(), set()).add(link["href"])
    assert len(said) > 20
    assert {words: places for words, places in said.items() if len(places) > 1} == {}


def test_sources_are_sorted_and_lead_back(site: Path) -> None:
    entries = parsed(site / "sources.html").select("div.citation")
    # Companies, newspapers and offices are sorted as they are called, people by their family names
    offices = [
        words for entry in entries if not re.match(r"\w+\s\w\.\s|\w+\s\w+,\s", words := entry.p.get_text())
    ]
    families = [words.split(".")[0] for words in offices if " and " not in words.split(".")[0]]
    assert families == sorted(families, key=str.casefold)
    cited = 0
    for entry in entries:
        for link in entry.select(".cited-in a"):
            page, _, place = link["href"].partition("#")
            there = parsed(site / page).find(id=place)
            assert f"sources.html#{entry['id']}" in [a["href"] for a in there.select("a")], link["href"]
            cited += 1
    assert cited > 20
