"""The live preview, `make watch`: how long after a save the page that shows it is there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import IO

ROUNDS = 3


def told(output: IO[str], start: str) -> str:
    """Return the next line of a preview's output that begins in a certain way."""
    for line in output:
        if line.startswith(start):
            return line
        if line.startswith("Not built"):
            break
    raise SystemExit(f"The preview ended before it said “{start}”.")


@contextmanager
def preview(root: Path) -> Iterator[IO[str]]:
    """Watch a copy of the book, from when its first build is done; give what the preview says."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "_ext.preview", port]
    environment = os.environ | {"PYTHONPATH": str(root / "book")}
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            told(process.stdout, "http://")
            time.sleep(1)  # until the watcher is at its post
            yield process.stdout
        finally:
            process.terminate()


def shown_after(output: IO[str], file: Path, page: Path, *versions: str) -> float:
    """Return the seconds from saving a file to its page being written, the best of some versions in turn."""
    times = []
    for text in versions:
        before, start = page.stat().st_mtime_ns, time.perf_counter()
        file.write_text(text, "utf-8")
        told(output, "Built in")
        times.append(time.perf_counter() - start)
        if page.stat().st_mtime_ns == before:
            raise SystemExit(f"{page.name} does not show what was saved in {file.name}.")
    return min(times)


def screen_times(root: Path, chapter: str, *figures: tuple[str, str]) -> list[float]:
    """Return the seconds until a sentence of a chapter, and each of some figures, show once saved.

    Each of the ``figures`` is a part of its row in the register and what takes its place.
    """
    file, register = root / "book" / f"{chapter}.md", root / "data" / "figures.csv"
    prose, rows = file.read_text("utf-8"), register.read_text("utf-8")
    page = root / "_build" / "preview" / "html" / f"{chapter}.html"
    with preview(root) as output:
        sentences = [f"{prose}\nOne more sentence, the {number}th.\n" for number in range(4, 4 + ROUNDS)]
        times = [shown_after(output, file, page, *sentences)]
        codebook = page.with_name("codebook.html")
        for figure in figures:
            assert rows.count(figure[0]) == 1
            versions = [rows.replace(*figure), rows] * (ROUNDS // 2 + 1)
            times.append(shown_after(output, register, codebook, *versions))
    return times
