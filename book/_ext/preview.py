"""The live preview, `make watch`: the site, built again and reloaded whenever one of its files changes.

    python -m _ext.preview PORT

It is a draft, so that a claim which no longer holds is seen where it stands: the browser goes there. What
keeps the book from being built at all is shown over the page. Serving and watching are sphinx-autobuild's.
It would start a Sphinx for every build, and two of three seconds would go to imports; here each build is a
fork of a process that has the libraries already.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import uvicorn
from _ext.build import build as build_book
from sphinx_autobuild import middleware
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.server import RebuildServer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

# Of the project itself nothing, so that each build sees modules as they are on disk
PRELOAD = (
    *("jupyter_book.sphinx", "myst_nb.sphinx_ext", "sphinx_book_theme", "sphinxcontrib.bibtex"),
    *("altair", "pandas", "babel.numbers", "narwhals._pandas_like.dataframe", "tabulate", "vl_convert"),
)
WATCHED = ("book", "data", "_config.yml", "_toc.yml")
UNWATCHED = (r"/__pycache__/", r"/\.", r"~$")
FOLDER = Path("_build/preview/html")
STATE = FOLDER.with_name("state.json")

SCRIPT = """
<script>
new WebSocket("ws://HOST/websocket-reload").onmessage = () => location.reload();
fetch("/-/state").then((answer) => answer.json()).then(({failure, first}) => {
  if (failure) {
    const shown = document.createElement("pre");
    shown.setAttribute("role", "alert");
    shown.style = "position: fixed; inset: auto 0 0; z-index: 9; max-height: 70vh; margin: 0; padding: 1rem;"
      + "overflow: auto; white-space: pre-wrap; background: #7a1510; color: #fff; font: 14px/1.5 monospace";
    shown.textContent = failure;
    document.body.append(shown);
  }
  const seen = sessionStorage.getItem("failure");
  sessionStorage.setItem("failure", first);
  if (first && first !== seen) location.assign("/" + first);
});
</script>
"""
"""Reloads a page; says over it why the book was not built; goes once to the first claim that fails."""


class Reloading(middleware.JavascriptInjectorMiddleware):
    """Adds the script to every page that is served."""

    def __init__(self, app: object, host: str) -> None:
        super().__init__(app, host)
        self.script = SCRIPT.replace("HOST", host).encode()


class _Copied(io.StringIO):
    """A stream that also writes to standard error."""

    def write(self, text: str) -> int:
        sys.__stderr__.write(text)
        return super().write(text)


def build(changed_paths: Sequence[Path] = ()) -> None:
    """Bring the preview up to date; say how long it took, or what is in the way."""
    started = time.monotonic()
    importlib.import_module("_ext.notebooks").begin(
        Path("book").resolve(), FOLDER.resolve().parent / ".doctrees"
    )
    importlib.import_module("_ext.site.page").POLICY = ""  # it forbids the script that reloads the page
    names = sorted({path.name for path in changed_paths})
    print(f"{', '.join(names)} changed" if names else "Building the preview", flush=True)
    with contextlib.redirect_stderr(_Copied()) as complaints:
        try:
            failed: object = build_book(FOLDER, draft=True)
        except SystemExit as stop:
            failed = stop
            print(stop, file=sys.stderr)
    found = json.loads(FOLDER.with_name("objections.json").read_text("utf-8")) if not failed else []
    failure = f"Not built\n{complaints.getvalue()}" if failed else None
    state = {"failure": failure, "first": found[0]["address"] if found else ""}
    STATE.write_text(json.dumps(state), "utf-8")
    print(f"{'Not built' if failed else 'Built'} in {time.monotonic() - started:.1f} s", flush=True)


def main(port: int) -> None:
    """Serve the preview until the user has seen enough."""
    for module in PRELOAD:
        importlib.import_module(module)
    FOLDER.mkdir(parents=True, exist_ok=True)
    host = f"127.0.0.1:{port}"
    watcher = RebuildServer(list(map(Path, WATCHED)), IgnoreFilter((), UNWATCHED), build)
    app = Starlette(
        routes=[
            WebSocketRoute("/websocket-reload", watcher, name="reload"),
            Route("/-/state", state),
            Mount("/", app=StaticFiles(directory=FOLDER, html=True), name="preview"),
        ],
        middleware=[Middleware(Reloading, host=host)],
        lifespan=watcher.lifespan,
    )
    with ProcessPoolExecutor() as pool:
        pool.submit(build).result()
    print(f"http://{host}/ reloads by itself; Ctrl+C ends it", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


async def state(_: Request) -> JSONResponse:
    """Answer what the last build came to."""
    return JSONResponse(json.loads(STATE.read_text("utf-8")), headers={"Cache-Control": "no-store"})


if __name__ == "__main__":
    main(int(sys.argv[1]))
