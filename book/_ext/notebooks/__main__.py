"""Which chapters object to the data: ``python -m _ext.notebooks [--all]`` runs them, and builds nothing."""

from __future__ import annotations

import os
import sys
from itertools import chain
from pathlib import Path

from _ext.notebooks.objections import in_short, report
from _ext.notebooks.runs import chapters, objections, quietly


def main() -> None:
    """Print how much no longer holds, and where; ``--all``, each statement beside its sentence."""
    os.environ["ADDUP_CHARTS_DEFERRED"] = "1"
    jobs = list(chapters(Path.cwd()))
    found = list(chain.from_iterable(objections(job, quietly(job)) for job in jobs))
    if "--all" in sys.argv and found:
        print(report(found, [os.path.relpath(job.path) for job in jobs]))
    else:
        print(in_short(found))


if __name__ == "__main__":
    main()
