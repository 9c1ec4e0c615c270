"""The register is whole, the checks hold, and every chapter runs."""

from pathlib import Path

import jupytext
import pytest
from addup.engine.figures import load
from addup.engine.solve import solve
from addup.texts.source import verify
from nbclient import NotebookClient

REPORT = Path(__file__).parents[1]
ARTICLE = REPORT / "article.txt"
CHAPTERS = sorted((REPORT / "book").glob("*.md"))


def test_nothing_is_inconsistent():
    result = solve(load(REPORT / "data"))
    assert result.jointly == "consistent", result.conflict


@pytest.mark.skipif(not ARTICLE.exists(), reason="no article.txt to hold the register against")
def test_the_register_is_true_to_the_article():
    assert verify(ARTICLE, REPORT / "data", "$language") == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.name)
def test_every_chapter_runs(chapter):
    NotebookClient(jupytext.read(chapter), resources={"metadata": {"path": str(chapter.parent)}}).execute()
