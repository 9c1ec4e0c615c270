"""Which chapters object to the data as they are: run them all, and build nothing.

python -m _ext.notebooks
"""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

from _ext.notebooks import server


def main() -> None:
    """Print how much no longer holds in each chapter."""
    os.environ["ADDUP_CHARTS_DEFERRED"] = "1"
    started = server.start()  # before what follows, which takes a while
    from _ext.notebooks.objections import counted
    from _ext.notebooks.runs import Runs
    from myst_nb.core.read import read_myst_markdown_notebook
    from sphinx_external_toc.parsing import parse_toc_yaml

    runs = Runs(started)
    for name in parse_toc_yaml("_toc.yml"):
        path = Path("book", f"{name}.md").resolve()
        text = path.read_text("utf-8")
        if "{code-cell}" in text:
            runs.ask(server.Job.of(path, read_myst_markdown_notebook(text, add_source_map=True), 60))
    found = runs.objections()
    for chapter, objections in groupby(found, key=lambda each: each.chapter):
        print(f"{chapter}: {counted(list(objections))}")
    print(f"{counted(found)}: make site lists them." if found else "Every statement of the chapters holds.")


if __name__ == "__main__":
    main()
