"""Builds in forks of one process that has the libraries, as nearly all of a small build is loading them.

Started as a script by `building`: reads a line of JSON for each build, answers with the build's exit status.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys

LIBRARIES = (
    *(
        "jupyter_book.sphinx",
        "sphinx_book_theme",
        "sphinxcontrib.bibtex",
        "pybtex.plugin",
    ),
    *("sphinx_external_toc", "sphinx.builders.html", "sphinx.builders.linkcheck", "myst_nb.sphinx_ext"),
    *("myst_nb.core.execute", "myst_parser.sphinx_ext.main", "linkify_it", "importlib_metadata"),
    *("altair", "pandas", "vl_convert", "babel.dates", "babel.numbers", "latex2mathml.converter"),
    *("nbformat.v4", "myst_nb.ext.glue", "IPython.core.interactiveshell", "IPython.utils.capture"),
)


def serve() -> None:
    """Fork for each build that is asked for; nothing of the project itself is loaded before."""
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.freeze()  # collecting in a child would copy the pages of all that it shares with this process
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            begin(**asked)
            sys.exit(importlib.import_module("_ext.build").main())
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def begin(arguments: list[str], folder: str, environment: dict[str, str], streams: list[str]) -> None:
    """Make this process what a program is that was just started."""
    for stream, path in enumerate([os.devnull, *streams]):
        file = os.open(path, os.O_RDWR)
        os.dup2(file, stream)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = arguments
    sys.path.insert(0, environment["PYTHONPATH"])


if __name__ == "__main__":
    del sys.path[0]  # the folder of this file, which a build does not know
    serve()
