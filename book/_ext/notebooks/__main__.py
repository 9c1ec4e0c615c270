"""Which chapters object to the data: ``python -m _ext.notebooks`` runs them all, and builds nothing."""

from __future__ import annotations

import os
from pathlib import Path

from _ext.notebooks.objections import Objection, counted
from _ext.notebooks.runs import chapters, objections, quietly


def main() -> None:
    """Print how much no longer holds in each chapter."""
    os.environ["ADDUP_CHARTS_DEFERRED"] = "1"
    found: list[Objection] = []
    for job in chapters(Path.cwd()):
        own = objections(job, quietly(job))
        if own:
            print(f"{own[0].chapter}: {counted(own)}", flush=True)
        found += own
    print(f"{counted(found)}: make site lists them." if found else "Every statement of the chapters holds.")


if __name__ == "__main__":
    main()
