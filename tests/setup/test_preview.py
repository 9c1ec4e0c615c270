"""The live preview reloads what was saved, and shows in the browser what does not hold."""

from pathlib import Path

from addup.texts import new
from playwright.sync_api import Error, expect

WESTHAVEN = Path(__file__).with_name("westhaven.txt")
SOON = 30_000


def visit(page, address):
    """Open a page, again if it was just then that the one shown before reloaded itself."""
    try:
        page.goto(address)
    except Error as error:
        if "ERR_ABORTED" not in error.message:
            raise
        page.goto(address)


def test_what_is_saved_shows_by_itself_and_so_does_what_fails(tmp_path, serving, page):
    report, log = tmp_path / "westhaven", tmp_path / "watch.log"
    new.set_up(WESTHAVEN, report)
    chapter = report / "book/figures.md"
    text = chapter.read_text("utf-8")
    with serving(report, log, ["watch", "PORT={port}"]) as address:
        visit(page, address)
        chapter.write_text(text + "\nSaved just now.\n", "utf-8")
        failing = text.replace("say(", "assert not figures, \"rewrite 'Saved just now'\"\nsay(", 1)
        chapter.write_text(failing + "\nSaved just now.\n", "utf-8")
        stale = page.locator(".stale")
        expect(stale).to_have_text("Saved just now.", timeout=SOON)
        assert "/figures.html#stale-" in page.url
        expect(page.locator(".stale-note")).to_contain_text("No longer holds: rewrite")
        visit(page, address)
        expect(page.locator(".draft")).to_contain_text("1 statement no longer holds")
        assert "Traceback" not in log.read_text("utf-8")

        (report / "_toc.yml").write_text("format: jb-book\nroot: nowhere\n", "utf-8")
        expect(page.get_by_role("alert")).to_contain_text("Not built", timeout=SOON)
        (report / "_toc.yml").write_text(
            "format: jb-book\nroot: index\nchapters: [{file: figures}]\n", "utf-8"
        )
        expect(page.get_by_role("alert")).to_have_count(0, timeout=SOON)

        visit(page, f"{address}figures.html")
        chapter.write_text(text + "\nMended.\n", "utf-8")
        expect(page.get_by_text("Mended.")).to_be_visible(timeout=SOON)
        assert "no longer" not in page.locator(".draft").inner_text()
