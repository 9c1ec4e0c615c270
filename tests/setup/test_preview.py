"""The live preview reloads what was saved, and outlives a chapter that does not hold."""

import time
from pathlib import Path

from addup.texts import new
from playwright.sync_api import expect

WESTHAVEN = Path(__file__).with_name("westhaven.txt")


def test_a_saved_chapter_shows_by_itself_and_a_failing_one_is_named(tmp_path, serving, page):
    report, log = tmp_path / "westhaven", tmp_path / "watch.log"
    new.set_up(WESTHAVEN, report)
    chapter = report / "book/figures.md"
    text = chapter.read_text("utf-8")
    with serving(report, log, ["watch", "PORT={port}"]) as address:
        page.goto(f"{address}figures.html")
        chapter.write_text(text + "\nSaved just now.\n", "utf-8")
        expect(page.get_by_text("Saved just now.")).to_be_visible(timeout=30_000)
        assert "1 of 1  figures" in log.read_text("utf-8")

        chapter.write_text(text.replace("say(", 'assert not figures, "rewrite the table"\nsay('), "utf-8")
        deadline = time.monotonic() + 30
        while "Not built" not in log.read_text("utf-8"):
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.1)
        said = log.read_text("utf-8").partition("figures.md changed\n\nrewrite the table\n")[2]
        assert said.startswith("  in book/figures.md, the cell at line ")
        assert 'assert not figures, "rewrite the table"' in said
        assert "Traceback" not in log.read_text("utf-8")

        chapter.write_text(text + "\nMended.\n", "utf-8")
        expect(page.get_by_text("Mended.")).to_be_visible(timeout=30_000)
