"""A chapter that is begun builds at once, reads as the house wants it, and stands in the contents."""

import re
import shutil
from pathlib import Path

import jupytext
import pytest
from addup.engine.table import BadInput
from addup.texts import chapter
from nbclient import NotebookClient
from strategies import check_row, figure_row, write

from tests.book.chapters import ROOT, cells, prose
from tests.book.test_prose import typed_in_code, typed_numerals

TOC = """format: jb-book
root: index  # the first page
parts:
  - caption: The money
    chapters:
      - file: exchange
      # what follows is new
      - file: parts
  - caption: Back matter
    chapters:
      - file: sources
"""


@pytest.fixture
def report(tmp_path):
    """A folder with the project's data, a table of contents and no chapter."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book/addup").symlink_to(ROOT / "book/addup")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "_toc.yml").write_text(TOC, "utf-8")
    return tmp_path


def run(file):
    notebook = jupytext.read(file, fmt="md:myst")
    NotebookClient(notebook, resources={"metadata": {"path": str(file.parent)}}).execute()
    return notebook


def test_a_chapter_has_a_claim_an_assertion_a_table_and_a_chart(report):
    said = chapter.begin("market_share", report)
    file = report / "book/market_share.md"
    assert said == f"{file}: begun, and added to _toc.yml, at the end of “The money”"
    text = file.read_text("utf-8")
    assert text.count("assert ") == 2
    shown = [str(output.get("data", {})) for cell in run(file).cells for output in cell.get("outputs", [])]
    assert any("<table" in each for each in shown)
    assert any("<svg" in each for each in shown)
    assert not [line for _, line in prose(text) if typed_numerals(line)]
    assert not [each for source in cells(file) for each in typed_in_code(source)]


def test_the_examples_for_contributors_run_in_their_order(report):
    """Whoever copies them into a chapter, one below the other, gets a sentence, a table and a chart."""
    examples = re.findall(
        r"^````md\n(.*?)^````$", (ROOT / "book/contribute.md").read_text("utf-8"), re.M | re.S
    )
    assert len(examples) == 3
    file = report / "book/market_share.md"
    front = chapter.TEMPLATE.read_text("utf-8").split("# $title")[0]
    file.write_text(f"{front}# Market share?\n\n" + "\n".join(examples), "utf-8")
    shown = [str(output.get("data", {})) for cell in run(file).cells for output in cell.get("outputs", [])]
    assert any("<table" in each for each in shown)
    assert any("<svg" in each for each in shown)


def test_the_contents_change_in_one_line(report):
    chapter.begin("market_share", report)
    before, after = TOC.splitlines(), (report / "_toc.yml").read_text("utf-8").splitlines()
    assert after == [*before[:8], "      - file: market_share", *before[8:]]


def test_a_chapter_is_in_the_form_in_which_notebooks_save_it(report):
    chapter.begin("market_share", report)
    file = report / "book/market_share.md"
    before = file.read_text("utf-8")
    jupytext.write(jupytext.read(file, fmt="md:myst"), file, fmt="md:myst")
    body = "# Market share?"
    assert file.read_text("utf-8").partition(body)[1:] == before.partition(body)[1:]


@pytest.mark.parametrize(("c", "answer"), [("12", "allow this"), ("20", "rule this out")])
def test_the_words_follow_the_verdict(tmp_path, c, answer):
    figures = [figure_row("a", "5"), figure_row("b", "7"), figure_row("c", c)]
    write(tmp_path / "data", figures, [check_row("sum", "a + b == c")])
    (tmp_path / "book").mkdir()
    (tmp_path / "book/addup").symlink_to(ROOT / "book/addup")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: figures", "utf-8")
    chapter.begin("a_sum", tmp_path)
    assert f"The numbers {answer}: " in (tmp_path / "book/a_sum.md").read_text("utf-8")
    run(tmp_path / "book/a_sum.md")
    assert (tmp_path / "_toc.yml").read_text("utf-8").endswith("  - file: figures\n  - file: a_sum\n")


def test_what_cannot_be_begun_changes_nothing(report, capsys):
    for name in ("Market", "2025", "a b", "../x", "", "a" * 50):
        assert chapter.main([name, str(report)]) == 2
        assert "is no name in small letters" in capsys.readouterr().err
    (report / "book/parts.md").write_text("mine", "utf-8")
    assert chapter.main(["parts", str(report)]) == 2
    assert "parts.md is there already" in capsys.readouterr().err
    (report / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    with pytest.raises(BadInput, match=r"^_toc\.yml: has no line such as"):
        chapter.begin("market_share", report)
    write(report / "data", [figure_row("a", "5")], [])
    (report / "_toc.yml").write_text(TOC, "utf-8")
    with pytest.raises(BadInput, match=r"^checks\.csv: has no check"):
        chapter.begin("market_share", report)
    assert [path.name for path in (report / "book").glob("*.md")] == ["parts.md"]
    assert Path(report / "_toc.yml").read_text("utf-8") == TOC
