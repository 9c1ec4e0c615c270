"""The book as the tests build it."""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from _pytest.mark import ParameterSet
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]


def _chapters(node: object) -> Iterator[str]:
    """Names of all chapters in a table of contents, in the order of reading."""
    if isinstance(node, dict):
        yield from (str(node[key]) for key in ("root", "file") if key in node)
        for part in node.values():
            yield from _chapters(part)
    elif isinstance(node, list):
        for part in node:
            yield from _chapters(part)


CHAPTERS = list(_chapters(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))))
PAGES = [*CHAPTERS, "search", "404"]

ALWAYS = {"index", "exchange", "wrong", "codebook", "404"}
"""A page of each kind: the front with its charts, formulas, fields, long tables, a page of any depth."""


def sampled(names: list[str]) -> list[ParameterSet]:
    """Return pages as parameters of a test that takes a second for each: all but one of a kind are slow."""
    return [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.slow) for name in names]


OWN = ("report_subtitle", "report_article", "report_article_url", "report_about", "report_corrections")
"""Settings that a user may fill in, and a test leaves empty."""


def build(root: Path, *builder: str) -> subprocess.CompletedProcess[str]:
    """Build the book in `root` as `make site` does, the PDF apart; its output is in `_build/html`.

    Other builders may be named, one or several; after `--draft` they build in `_build/draft`.
    """
    command, environment = _command(builder), _environment(root)
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def build_small(root: Path, *builder: str) -> subprocess.CompletedProcess[str]:
    """Build a small book in a fork of a process that has the libraries, which takes a third of the time."""
    if sys.platform != "linux":
        return build(root, *builder)
    command = _command(builder)
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder, name) for name in ("stdout", "stderr")]
        for file in said:
            file.touch()
        asked = {"arguments": command[2:], "folder": str(root), "environment": _environment(root)}
        forks = _forks()
        print(json.dumps(asked | {"streams": list(map(str, said))}), file=forks.stdin, flush=True)
        status = int(forks.stdout.readline())
        return subprocess.CompletedProcess(command, status, *(file.read_text("utf-8") for file in said))


@functools.cache
def _forks() -> subprocess.Popen[str]:
    """The process that forks for each small build; it ends with this one."""
    command = [sys.executable, Path(__file__).with_name("forks.py")]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/", env=environment
    )

    def end() -> None:
        process.communicate()

    atexit.register(end)
    return process


def _command(builders: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "_ext.build", *(builders or ("html",))]


def _environment(root: Path) -> dict[str, str]:
    fixed = {"SOURCE_DATE_EPOCH": "1737417600", "NO_COLOR": "1"}
    return os.environ | fixed | {"PYTHONPATH": str(root / "book")}


def configure(
    root: Path,
    *,
    title: str = "Does it add up?",
    author: str = "",
    repository: str = "",
    branch: str = "main",
    address: str = "",
    **settings: object,
) -> None:
    """Give the book in `root` the project's settings, but for what is a user's own: that the test sets."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config |= {"title": title, "author": author, "copyright": ""}
    config["repository"] = {"url": repository, "branch": branch}
    own = dict.fromkeys(OWN, "")
    own |= {"report_paper": "a4", "report_dates": "en_GB", "language": "en"}
    own |= {"report_licence": "Text, charts and data: CC BY 4.0. Code: MIT."}
    config["sphinx"]["config"] |= {"html_baseurl": address, "release": "1.0.0"} | own | settings
    (root / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")


@functools.lru_cache(maxsize=64)
def _parsed(page: Path, written: int) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def parsed(page: Path) -> BeautifulSoup:
    """Return a finished page, parsed once. Nobody changes it."""
    return _parsed(page, page.stat().st_mtime_ns)


def copy_book(to: Path) -> Path:
    """Copy what a build reads into the folder `to`, with settings of the tests' own."""
    ignore = shutil.ignore_patterns("__pycache__", "_build", ".*")
    for folder in ("book", "data"):
        shutil.copytree(ROOT / folder, to / folder, ignore=ignore)
    shutil.copyfile(ROOT / "_toc.yml", to / "_toc.yml")
    configure(to)
    return to
