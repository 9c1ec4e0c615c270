"""The build: this project's beside Jupyter Book's default configuration on the same chapters, in one run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from pypdf import PdfReader

from bench import watch

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("book", "data", "_config.yml", "_toc.yml")
CHAPTER = "exchange"
"""The chapter that is changed: the one whose page holds the most."""
FIGURES = {
    "9 chapters": ("domestic chip budget in yuan,40,", "domestic chip budget in yuan,41,"),
    "12 chapters": ("domestic chip budget in dollars,5.5,", "domestic chip budget in dollars,5.8,"),
}
"""Changes of a figure in its row, by how much runs again; the second contradicts all around it."""
ROUNDS = 3


def copy(folder: Path) -> Path:
    """Copy what a build needs, without what earlier builds made."""
    ignore = shutil.ignore_patterns("_build", "__pycache__")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            shutil.copy(source, folder / name)
    return folder


def by_default(folder: Path) -> Path:
    """Copy the book, with the settings that Jupyter Book has by itself.

    What the chapters are written in stays (extensions of MyST, the bibliography), so that the text is read.
    """
    root = copy(folder)
    settings = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    kept = {key: settings[key] for key in ("title", "only_build_toc_files", "parse", "bibtex_bibfiles")}
    kept["execute"] = {"execute_notebooks": "force"}
    (root / "_config.yml").write_text(yaml.safe_dump(kept), "utf-8")
    return root


def is_default(root: Path) -> bool:
    """Tell whether a copy of the book has Jupyter Book's own settings."""
    return "sphinx" not in yaml.safe_load((root / "_config.yml").read_text("utf-8"))


def build(root: Path, builder: str = "html", may_warn: bool = False) -> float:
    """Return how long a build of a copy of the book takes, in seconds: by `make site`, or by default."""
    command = [sys.executable, "-m", "_ext.build", builder]
    if is_default(root):
        command = [sys.executable, str(Path(sys.executable).with_name("jupyter-book")), "build", "book", "-q"]
        command += ["--config", "_config.yml", "--toc", str(root / "_toc.yml"), "--path-output", "."]
    # By default, Altair would hand its charts over undrawn
    environment = os.environ | {"PYTHONPATH": str(root / "book"), "ADDUP_CHARTS_DEFERRED": "1"}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode and not may_warn:
        raise SystemExit(done.stderr)
    return taken


def cold(root: Path) -> float:
    """Return how long a build takes from nothing."""
    shutil.rmtree(root / "_build", ignore_errors=True)
    return build(root)


def after_a_change(root: Path) -> float:
    """Return how long a build takes after a sentence was added to one chapter."""
    chapter = root / "book" / f"{CHAPTER}.md"
    chapter.write_text(chapter.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    return build(root)


def taken_in_turn(measure: Callable[[Path], float], *roots: Path) -> tuple[float, ...]:
    """Measure books in turn, so that a slow minute of the machine slows all, and return the best of each."""
    rounds = [[measure(root) for root in roots] for _ in range(ROUNDS)]
    return tuple(min(times) for times in zip(*rounds, strict=True))


def lengthen(root: Path, times: int) -> None:
    """Give the book every chapter so many times; those that all others point to, once."""
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    for part in toc["parts"]:
        names = [chapter["file"] for chapter in part["chapters"]]
        for number in range(2, times + 1):
            for name in set(names) - {"sources", "glossary"}:
                shutil.copy(root / "book" / f"{name}.md", root / "book" / f"{name}-{number}.md")
                part["chapters"].append({"file": f"{name}-{number}"})
    (root / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")


def again(root: Path, may_warn: bool = False) -> float:
    """Return how long the PDF takes once the book has been executed."""
    return min(build(root, "typstpdf", may_warn) for _ in range(ROUNDS))


def pages(root: Path) -> int:
    """Return how many pages the PDF has."""
    (file,) = (root / "_build" / "typstpdf").glob("*.pdf")
    return len(PdfReader(file).pages)


def report() -> None:
    """Print build times and their ratios."""
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as theirs:
        root, default = copy(Path(ours)), by_default(Path(theirs))
        clean, clean_default = taken_in_turn(cold, root, default)
        changed, changed_default = taken_in_turn(after_a_change, root, default)
        unchanged = build(root)
        build(root, "typstpdf")
        pdf, length = again(root), pages(root)
        sentence, *figures = watch.screen_times(root, CHAPTER, *FIGURES.values())
    with tempfile.TemporaryDirectory() as long:
        root = copy(Path(long))
        lengthen(root, 4)
        build(root, "typstpdf", may_warn=True)  # of labels that stand in it several times
        long_pdf, long_length = again(root, may_warn=True), pages(root)
    rows = (
        ("site, clean", clean, clean_default, 0.22),
        ("site, one chapter changed", changed, changed_default, 0.50),
    )
    for name, own, other, limit in rows:
        share = f"{own / other:.2f} of {other:.2f} s by default (limit {limit:.2f})"
        print(f"{name + ':':41} {own:6.2f} s, {share}")
    print(f"site, nothing changed:                    {unchanged:6.2f} s")
    print(f"make watch, an edited sentence:           {sentence:6.2f} s (limit 1.5 s)")
    for reached, taken in zip(FIGURES, figures, strict=True):
        print(f"make watch, a figure in {reached}:".ljust(42) + f"{taken:6.2f} s (limit 4 s)")
    for count, taken, limit in ((length, pdf, "3.5"), (long_length, long_pdf, "10")):
        print(f"PDF of {count} pages, book executed:".ljust(42) + f"{taken:6.2f} s (limit {limit} s)")
