"""The built book, once a run, and its pages in a browser."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from building import ROOT, build, configure, copy_book
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def book(once: Callable[..., Path]) -> Path:
    """Folder of a copy of the book, built. Nobody changes it."""

    def fill(root: Path) -> None:
        result = build(copy_book(root))
        assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]

    return once("book", fill)


@pytest.fixture(scope="session")
def site(book: Path) -> Path:
    """Folder of the finished site."""
    return book / "_build" / "html"


@pytest.fixture(scope="session")
def make_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make a folder with a book of given chapters, by name and text, that is built as the report is."""

    def make(**chapters: str) -> Path:
        root = tmp_path_factory.mktemp("small")
        (root / "book").mkdir()
        for name in ("_ext", "_static", "_templates", "addup"):
            (root / "book" / name).symlink_to(ROOT / "book" / name)
        (root / "book" / "references.bib").write_text("", "utf-8")
        configure(root)
        for name, text in chapters.items():
            (root / "book" / f"{name}.md").write_text(text, "utf-8")
        first, *rest = chapters
        toc = {"format": "jb-book", "root": first}
        if rest:
            toc["chapters"] = [{"file": name} for name in rest]
        (root / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
        return root

    return make


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep still."""


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, served from a path below the root of its host, as a project's pages are."""
    root = tmp_path_factory.mktemp("host")
    (root / "some").mkdir()
    (root / "some" / "path").symlink_to(site)
    for file in site.iterdir():  # a server shows the page for what is not found as if from its root
        (root / file.name).symlink_to(file)
    handler = functools.partial(_Quiet, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/path"
        server.shutdown()


# The browser drops keys and clicks until it has drawn a page for the first time
DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the site; whatever any page says on its console or asks of another host is a failure."""
    contexts, complaints = [], []

    def open_page(name: str, *, width: int = 1280, base: str = "", **settings: object) -> Page:
        base = base or (urljoin(address, "/").rstrip("/") if name == "404.html" else address)
        context = browser.new_context(viewport={"width": width, "height": 844}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(120_000)
        # Of several pages in one browser one has the focus, and not always the newest
        context.new_cdp_session(page).send("Emulation.setFocusEmulationEnabled", {"enabled": True})
        page.on("console", lambda message: complaints.append(f"{name}: console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{name}: error: {error}"))
        page.on("request", lambda request: request.url.startswith(base) or complaints.append(request.url))
        page.goto(f"{base}/{name}")
        if settings.get("java_script_enabled", True):
            page.evaluate(DRAWN)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
