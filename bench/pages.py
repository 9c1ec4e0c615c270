"""The pages of the built site: bytes, requests, Lighthouse on a phone, accessibility, validity.

Lighthouse and the Nu HTML checker are fetched by npm in the releases named here; the checker needs Java.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"
LIGHTHOUSE = "lighthouse@12.8.2"
CHECKER = "vnu-jar@26.9.27"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SETTINGS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


class _Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves files as hosts of static sites do: compressed."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Keep still."""

    def do_GET(self) -> None:
        """Send a file of the site, or its page for what is not there."""
        path = Path(self.translate_path(self.path))
        found = path.is_file()
        content = gzip.compress((path if found else SITE / "404.html").read_bytes())
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(path if found else "404.html"))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Keep still when a browser that has seen enough hangs up."""


@contextmanager
def served() -> Iterator[str]:
    """Address at which the built site is served."""
    handler = functools.partial(_Compressed, directory=str(SITE))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def browser_path() -> str:
    """Where the system's browser is; without one, there is nothing to measure."""
    names = ("chromium", "google-chrome", "chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None or not SITE.is_dir():
        raise SystemExit("make site first" if path else "no Chromium or Chrome found")
    return path


def lighthouse(address: str, browser: str) -> dict[str, float]:
    """Scores of 100, the largest paint in seconds, and the layout shift of a page, on a simulated phone."""
    command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    done = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": browser}, check=True, capture_output=True, timeout=180
    )
    result = json.loads(done.stdout)
    scores = {name: 100 * result["categories"][name]["score"] for name in CATEGORIES}
    audits = result["audits"]
    scores["paint"] = audits["largest-contentful-paint"]["numericValue"] / 1000
    scores["shift"] = audits["cumulative-layout-shift"]["numericValue"]
    return scores


def weight(browser: Browser, address: str) -> tuple[int, int, int]:
    """Bytes and requests of a page before anything is done on it, and how many went to another host."""
    page = browser.new_page()
    answers: list[tuple[str, int]] = []
    page.on("requestfinished", lambda r: answers.append((r.url, r.sizes()["responseBodySize"])))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    page.close()
    host = urlsplit(address).netloc
    return sum(size for _, size in answers), len(asked), sum(urlsplit(url).netloc != host for url in asked)


def violations(browser: Browser, address: str) -> int:
    """Violations that axe finds on a page with everything unfolded, in all of SETTINGS together."""
    found = 0
    for width, scheme in SETTINGS:
        page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        found += Axe().run(page).violations_count
        page.close()
    return found


def invalid() -> int:
    """Return how many errors the Nu HTML checker finds on all pages together, and print them.

    Its warnings are left out: it takes data blocks for scripts, and an address without a host for another's.
    """
    folder = SITE.parent / "node"
    install = ["npm", "install", "--no-save", "--ignore-scripts", "--silent", "--prefix", folder, CHECKER]
    subprocess.run(install, check=True)
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", jar, "--skip-non-html", "--errors-only", "--format", "json", SITE]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    faults = json.loads(done.stderr)["messages"]
    for fault in faults:
        print(f"{Path(urlsplit(fault['url']).path).name}:{fault['lastLine']}: {fault['message']}")
    return len(faults)


def report() -> None:
    """Print one line a page."""
    path = browser_path()
    if missing := [name for name in ("npx", "java") if shutil.which(name) is None]:
        raise SystemExit(f"missing: {', '.join(missing)}")
    print("                  bytes  requests  other hosts  P/A/B/S              paint  shift  axe")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for file in sorted(SITE.glob("*.html")):
            page = f"{address}/{file.name}"
            size, requests, elsewhere = weight(browser, page)
            found = lighthouse(page, path)
            scores = "/".join(f"{found[name]:.0f}" for name in CATEGORIES)
            print(
                f"{file.stem:14} {size:8,} {requests:9} {elsewhere:12}  {scores:18} {found['paint']:5.2f} s"
                f" {found['shift']:6.3f} {violations(browser, page):4}",
                flush=True,
            )
        browser.close()
    print(f"errors of the Nu HTML checker: {invalid()}")
