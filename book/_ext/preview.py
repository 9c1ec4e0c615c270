"""The live preview, `make watch`: the site, built again and reloaded whenever one of its files changes.

    python -m _ext.preview PORT

Serving and watching are sphinx-autobuild's. It would start a Sphinx for every build, and two of three
seconds would go to imports; here each build is a fork of a process that has the libraries already.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import uvicorn
from jupyter_book.sphinx import build_sphinx
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from sphinx_autobuild.server import RebuildServer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles

# Of the project itself nothing, so that each build sees modules as they are on disk
PRELOAD = ("myst_nb.sphinx_ext", "sphinx_book_theme", "sphinxcontrib.bibtex", "altair", "pandas", "pint")
WATCHED = ("book", "data", "_config.yml", "_toc.yml")
UNWATCHED = (r"/__pycache__/", r"/\.", r"~$")


def build(changed_paths: Sequence[Path] = ()) -> None:
    """Bring the preview up to date; say how long it took, or what is in the way."""
    site = importlib.import_module("_ext.site.page")
    site.POLICY = ""  # it forbids the script that reloads the page
    started = time.monotonic()
    names = sorted({path.name for path in changed_paths})
    print(f"{', '.join(names)} changed" if names else "Building the preview", flush=True)
    try:
        outcome: object = build_sphinx(
            Path("book").resolve(),
            Path("_build/preview/html").resolve(),
            path_config=Path("_config.yml"),
            noconfig=True,
            confoverrides={
                "external_toc_path": str(Path("_toc.yml").resolve()),
                "latex_individualpages": False,
                "nitpicky": True,
            },
            warningiserror=True,
            keep_going=True,
            quiet=True,
        )
    except SystemExit as stop:  # what docutils makes of a chapter that does not hold
        print(stop, flush=True)
        outcome = stop
    print(f"{'Not built' if outcome else 'Built'} in {time.monotonic() - started:.1f} s", flush=True)


def main(port: int) -> None:
    """Serve the preview until the user has seen enough."""
    for module in PRELOAD:
        importlib.import_module(module)
    folder = Path("_build/preview/html")
    folder.mkdir(parents=True, exist_ok=True)
    host = f"127.0.0.1:{port}"
    watcher = RebuildServer(list(map(Path, WATCHED)), IgnoreFilter((), UNWATCHED), build)
    app = Starlette(
        routes=[
            WebSocketRoute("/websocket-reload", watcher, name="reload"),
            Mount("/", app=StaticFiles(directory=folder, html=True), name="preview"),
        ],
        middleware=[Middleware(JavascriptInjectorMiddleware, ws_url=host)],
        lifespan=watcher.lifespan,
    )
    with ProcessPoolExecutor() as pool:
        pool.submit(build).result()
    print(f"http://{host}/ reloads by itself; Ctrl+C ends it", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]))
