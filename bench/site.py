"""The build: this project's against Jupyter Book's default way of running notebooks, in one run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("book", "data", "_config.yml", "_toc.yml")

# What the default configuration would do: each notebook in a kernel of its own.
DEFAULT = "nb_execution_in_process: false"


def build(root: Path, *options: str) -> float:
    """Return how long one build of a copy of the book takes."""
    command = [sys.executable, "-m", "jupyter_book.cli.main", "build", "book"]
    command += ["--config", "_config.yml", "--toc", "_toc.yml", "--path-output", ".", *options]
    start = time.perf_counter()
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return time.perf_counter() - start


def copy(folder: Path) -> Path:
    """Copy what a build needs, without what earlier builds made."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def report() -> None:
    """Print build times and their ratios."""
    with tempfile.TemporaryDirectory() as name:
        root = copy(Path(name))
        clean = build(root)
        unchanged = build(root)
        chapter = root / "book/exchange.md"
        chapter.write_text(chapter.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
        changed = build(root)
        pdf = build(root, "--builder", "custom", "--custom-builder", "typstpdf")
    print(f"site, clean:                              {clean:6.2f} s")
    print(f"site, nothing changed:                    {unchanged:6.2f} s")
    print(
        f"site, one chapter changed:                {changed:6.2f} s ({changed / clean:.2f} of a clean build)"
    )
    print(f"PDF on top of an executed book:           {pdf:6.2f} s (limit 3.5 s)")
