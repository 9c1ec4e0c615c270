"""How the site is built: honestly, the same every time, and with a failure that can be read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from addup.texts import chapter
from building import CHAPTERS, ROOT, build, build_small, configure, copy_book, parsed
from strategies import correct

FRONT = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3, language: python}
---
"""
MakeBook = Callable[..., Path]


def files(folder: Path) -> dict[str, bytes]:
    """Content of every file, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    """Paths that are in one only, or not the same in both."""
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


@pytest.mark.slow
def test_another_folder_at_another_time_gives_the_same_bytes_and_so_does_a_detour(
    site: Path, tmp_path: Path
) -> None:
    elsewhere = copy_book(tmp_path / "été 2025" / "ein Ordner")
    assert build(elsewhere).returncode == 0
    finished = elsewhere / "_build" / "html"
    assert not different(files(site), files(finished))

    chapter = elsewhere / "book" / f"{CHAPTERS[-1]}.md"
    text = chapter.read_text("utf-8")
    chapter.write_text(f"{text}\n## One more section\n\nIt says little.\n", "utf-8")
    assert build(elsewhere).returncode == 0
    assert f"{CHAPTERS[-1]}.html" in different(files(site), files(finished))
    chapter.write_text(text, "utf-8")
    assert build(elsewhere).returncode == 0
    assert not different(files(site), files(finished))


CELL = "```{{code-cell}}\n{}\n```\n"


def cells(*sources: str) -> str:
    return "\n".join(map(CELL.format, sources))


@pytest.mark.slow
def test_only_what_a_figure_reaches_runs_again_and_gives_what_a_clean_build_gives(tmp_path: Path) -> None:
    roots = kept, clean = [copy_book(tmp_path / name) for name in ("kept", "clean")]
    assert build(kept, "--draft", "html").returncode == 0
    figures = (kept / "data" / "figures.csv").read_text("utf-8")
    untouched = kept / "_build" / "draft" / "html" / "glossary.html"
    written = untouched.stat().st_mtime_ns
    for id, times, contradicts in (("nvidia_china_usd", "10", True), ("doubao_users", "1.01", False)):
        for root in roots:
            (root / "data" / "figures.csv").write_text(figures, "utf-8")
            correct(root / "data", id, times=times)
            with (root / "book" / "exchange.md").open("a", encoding="utf-8") as chapter:
                chapter.write(f"\nNot {id}.\n")
        shutil.rmtree(clean / "_build", ignore_errors=True)
        results = [build_small(root, "--draft", "html") for root in roots]
        assert [result.returncode for result in results] == [0, 0]
        again, anew = (result.stdout.count(" s)") for result in results)
        assert 0 < again < anew
        finished = [files(root / "_build" / "draft" / "html") for root in roots]
        assert not different(*finished)
        assert "nvidia.html" in finished[0]
        assert (b'class="stale"' in finished[0]["nvidia.html"]) == contradicts
        assert untouched.stat().st_mtime_ns == written


def test_all_that_fails_is_said_at_once_by_chapter_and_sentence(make_book: MakeBook) -> None:
    root = make_book(
        index=f"{FRONT}# Title\n\nNot eight.\nIt is {{glue:text}}`found`.\n\n"
        + cells(
            "from addup.report.article import say",
            "found = 7\nassert found == 9, \"rewrite 'Not eight'\"\nassert found == 8, 'rewrite: it is not'",
            "half = 1 / (found - 7)\nmore = half + 1\nsay(found=more)",
        ),
        again=f"{FRONT}# Again\n\nAll is well.\n\n" + cells("assert False, 'rewrite the first sentence'"),
    )
    result = build_small(root)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    said = [line.strip() for line in result.stderr.splitlines() if line.strip()]
    assert said == [
        "book/index.md: 3 statements no longer hold, and 2 more only because of that",
        "rewrite 'Not eight'",
        "in book/index.md, line 16: assert found == 9, \"rewrite 'Not eight'\"",
        "7: Not eight.",
        "rewrite: it is not",
        "in book/index.md, line 17: assert found == 8, 'rewrite: it is not'",
        "8: It is [no longer worked out].",
        "half can no longer be worked out: it would be divided by zero",
        "in book/index.md, line 21: half = 1 / (found - 7)",
        "and with it 2 more, in the sentences on lines 8",
        "book/again.md: 1 statement no longer holds",
        "rewrite the first sentence",
        "in book/again.md, line 10: assert False, 'rewrite the first sentence'",
        "7: All is well.",
        "4 statements no longer hold, and 2 more only because of that, in 2 chapters.",
        "`make site DRAFT=1` builds a draft in which they are marked.",
    ]


def test_settings_that_cannot_be_read_are_said_in_one_line(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n")
    (root / "_config.yml").write_text('title: "open\nauthor: x\n', "utf-8")
    result = build_small(root)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("_config.yml:1: ")


def test_a_table_that_cannot_be_read_is_said_once(make_book: MakeBook) -> None:
    root = make_book(index=f"{FRONT}# Title\n\nText.\n\n" + cells("assert False, 'not run'"))
    shutil.copytree(ROOT / "data", root / "data")
    correct(root / "data", "domestic_usd", "5x5")
    result = build_small(root)
    assert result.returncode == 1
    (line,) = filter(None, map(str.strip, result.stderr.splitlines()))
    assert re.fullmatch(r"figures\.csv:\d+: number: '5x5' is not a decimal number", line)


@pytest.mark.parametrize("after", ["\n\n", "\n"])
def test_a_draft_has_a_title_that_no_longer_holds_above_a_cell(make_book: MakeBook, after: str) -> None:
    failing = cells("assert False, \"rewrite 'Five', 'Two'\"")
    root = make_book(index=f"{FRONT}# Title\n\nTwo.\n\n## Five{after}{failing}\n## Six\n\nMore.\n")
    result = build_small(root, "--draft", "html")
    assert result.returncode == 0, result.stderr
    page = (root / "_build" / "draft" / "html" / "index.html").read_text("utf-8")
    marked = page.count('<span class="stale-note">No longer holds: rewrite')
    assert marked == len(after)  # where no line is left below the title, the sentence alone
    assert "```" not in page


def test_without_forks_all_that_fails_is_said_at_once_too(make_book: MakeBook) -> None:
    root = make_book(
        index=f"{FRONT}# Title\n\nNot eight.\n\n" + cells("assert 7 == 8, 'rewrite the first sentence'"),
        second=f"{FRONT}# Second\n\nAll is well.\n\n" + cells("assert False, 'rewrite the first sentence'"),
    )
    options = ["build", "book", "--config", "_config.yml", "--toc", str(root / "_toc.yml")]
    options += ["--path-output", "."]
    code = [
        "import sys",
        f"sys.argv[1:] = {options}",
        "sys.path.insert(0, 'book')",
        "from _ext.notebooks import server",
        "server.FORKS = False",
        "from jupyter_book.cli.main import main",
        "if __name__ == '__main__': main()",
    ]
    (root / "elsewhere.py").write_text("\n".join(code), "utf-8")
    command = [sys.executable, "elsewhere.py"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "2 statements no longer hold, in 2 chapters." in result.stderr, result.stderr


def test_a_cell_that_does_not_end_stops_the_build(make_book: MakeBook) -> None:
    root = make_book(index=f"{FRONT}# Title\n\n```{{code-cell}}\nwhile True: pass\n```\n")
    config = root / "_config.yml"
    config.write_text(config.read_text("utf-8").replace("timeout: 300", "timeout: 1"), "utf-8")
    result = build_small(root)
    assert result.returncode == 1
    assert "a cell took longer than 1 s\n    in book/index.md" in result.stderr


def test_every_cell_runs_again_when_data_change(make_book: MakeBook) -> None:
    cell = '```{code-cell}\nfrom pathlib import Path\nprint(Path("../data/n.csv").read_text())\n```\n'
    root = make_book(index=f"{FRONT}# Title\n\n{cell}")
    (root / "data").mkdir()
    for content in ("first", "second"):
        (root / "data" / "n.csv").write_text(content, "utf-8")
        assert build_small(root).returncode == 0
        assert content in (root / "_build" / "html" / "index.html").read_text("utf-8")


def test_what_a_run_depends_on_is_unknown_where_a_file_was_saved_since_it_began(tmp_path: Path) -> None:
    module = tmp_path / "book" / "module.py"
    module.parent.mkdir()
    module.write_text("", "utf-8")
    code = (
        "from pathlib import Path; from _ext.notebooks.inputs import Reader; import sys;"
        "reader = Reader(Path(sys.argv[1]), int(sys.argv[2]));"
        "Path(sys.argv[3]).read_text(); print(reader.inputs())"
    )
    saved = module.stat().st_mtime_ns
    for since, known in ((saved, False), (saved + 1, True)):
        command = [sys.executable, "-c", code, str(tmp_path), str(since), str(module)]
        environment = {"PYTHONPATH": str(ROOT / "book")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert ("module.py" in done.stdout) == known, done.stdout


def test_a_book_may_have_its_runs_kept_in_a_database(make_book: MakeBook) -> None:
    root = make_book(index=f"{FRONT}# Title\n\n" + cells("print(6 * 7)"))
    config = root / "_config.yml"
    config.write_text(config.read_text("utf-8").replace("notebooks: force", "notebooks: cache"), "utf-8")
    result = build(root)  # in a process that has not loaded the client
    assert result.returncode == 0, result.stderr
    shown = parsed(root / "_build" / "html" / "index.html").select_one(".cell_output pre")
    assert shown.text.strip() == "42"
    assert list(root.glob("_build/**/global.db"))


def test_streams_values_and_displays_are_kept_apart(make_book: MakeBook) -> None:
    cells = ["print('to the screen')", "'a value'", "display('shown'); 1 + 1"]
    text = "".join(f"```{{code-cell}}\n{cell}\n```\n\n" for cell in cells)
    root = make_book(index=f"{FRONT}# Title\n\n{text}")
    assert build_small(root).returncode == 0
    shown = parsed(root / "_build" / "html" / "index.html").select("pre")
    assert [pre.text.strip() for pre in shown if pre.find_parent(class_="cell_output")] == [
        *("to the screen", "'a value'", "'shown'", "2"),
    ]


def test_what_is_gone_leaves_nothing_behind(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n", second="# Vanishing\n\nText.\n")
    assert build_small(root).returncode == 0
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    assert build_small(root).returncode == 0
    left = files(root / "_build" / "html")
    assert "second.html" not in left
    assert b"Vanishing" not in b"".join(left.values())


def test_pages_that_quote_a_changed_one_are_written_again(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n", second="# Second\n\nText.\n", third="# Third\n\nText.\n")
    assert build_small(root).returncode == 0
    (root / "book" / "second.md").write_text("# Renamed\n\nText.\n", "utf-8")
    assert build_small(root).returncode == 0
    finished = root / "_build" / "html"
    for name in ("index", "third", "search"):
        page = (finished / f"{name}.html").read_text("utf-8")
        assert ">Renamed</a>" in page
        assert ">Second</a>" not in page


def test_only_pages_that_print_a_changed_value_are_written_again(
    make_book: MakeBook,
) -> None:
    given = cells(
        "from pathlib import Path\nfrom myst_nb import glue\nglue('n', Path('../data/n.csv').read_text())"
    )
    root = make_book(
        index="# Title\n\nText.\n",
        fourth=f"{FRONT}# Fourth\n\n{cells('1 + 1')}\nText.\n",
        second=f"{FRONT}# Second\n\n{cells('1 + 1')}\nIt is {{glue:text}}`third.md::n:s`.\n",
        third=f"{FRONT}# Third\n\nText.\n\n{given}",
    )
    (root / "data").mkdir()
    written = {}
    for content in ("seven", "eight"):
        (root / "data" / "n.csv").write_text(content, "utf-8")
        assert build_small(root).returncode == 0
        assert f"It is {content}." in (root / "_build" / "html" / "second.html").read_text("utf-8")
        written[content] = (root / "_build" / "html" / "fourth.html").stat().st_mtime_ns
    assert written["seven"] == written["eight"]


def test_the_pdf_is_offered_with_its_size_once_it_is_there(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n")
    assert build_small(root).returncode == 0
    page = root / "_build" / "html" / "index.html"
    assert ".pdf" not in page.read_text("utf-8")
    (root / "_build" / "pdf").mkdir()
    (root / "_build" / "pdf" / "does-it-add-up.pdf").write_bytes(b"%PDF" + bytes(41_996))
    assert build_small(root).returncode == 0
    assert '<a href="does-it-add-up.pdf">All of it as a PDF, 42 kB</a>' in page.read_text("utf-8")
    assert page.with_name("does-it-add-up.pdf").is_file()


def jupyter_book(root: Path, *options: str) -> None:
    """Build the book in `root` by the command that any Jupyter Book is built by."""
    command = [sys.executable, Path(sys.executable).with_name("jupyter-book"), "build", "book", *options]
    command += ["--config", "_config.yml", "--toc", root / "_toc.yml", "--path-output", ".", "-W", "-n", "-q"]
    environment = os.environ | {"PYTHONPATH": "book", "SOURCE_DATE_EPOCH": "1737417600"}
    subprocess.run(command, cwd=root, env=environment, check=True)


@pytest.mark.slow
def test_one_process_for_pdf_and_site_gives_what_one_for_each_gives_on_any_processors(
    make_book: MakeBook,
) -> None:
    chapters = {f"page{number}": f"{FRONT}# Page {number}\n\n{cells('1 + 1')}" for number in range(8)}
    made = []
    for processors in (os.sched_getaffinity(0), {min(os.sched_getaffinity(0))}):
        root = make_book(index="# Title\n\nText.\n", **chapters)
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, processors)  # which whatever is started takes over
        done = build(root, "typstpdf", "html")
        os.sched_setaffinity(0, before)
        assert done.returncode == 0, done.stderr
        made.append(files(root / "_build" / "html"))
    root = make_book(index="# Title\n\nText.\n", **chapters)
    jupyter_book(root, "--builder", "custom", "--custom-builder", "typstpdf")
    shutil.copytree(root / "_build" / "typstpdf", root / "_build" / "pdf")
    jupyter_book(root)
    assert "does-it-add-up.pdf" in made[0]
    for each in made:
        assert not different(each, files(root / "_build" / "html"))


@pytest.mark.slow
def test_another_title_never_serves_the_pdf_of_the_one_before(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n")
    pdf, page = root / "_build" / "typstpdf", root / "_build" / "html" / "index.html"
    for title, name in {"One title": "one-title.pdf", "Another: title?": "another-title.pdf"}.items():
        configure(root, title=title)
        assert build_small(root).returncode == 0
        assert ".pdf" not in page.read_text("utf-8")
        assert not list(page.parent.glob("*.pdf"))
        assert build_small(root, "typstpdf").returncode == 0
        assert [path.name for path in pdf.glob("*.pdf")] == [name]
        (root / "_build" / "pdf").mkdir(exist_ok=True)
        shutil.copy(pdf / name, root / "_build" / "pdf" / name)
        assert build_small(root).returncode == 0
        assert f'<a href="{name}">' in page.read_text("utf-8")
        assert [path.name for path in page.parent.glob("*.pdf")] == [name]


def test_a_language_of_dates_that_is_none_stops_the_build(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n")
    configure(root, report_dates="british")
    result = build_small(root)
    assert result.returncode != 0
    assert (
        "_config.yml: report_dates: 'british' is no language such as en_GB" in result.stdout + result.stderr
    )


def test_a_paper_that_is_none_stops_the_build(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n")
    configure(root, report_paper="quarto")
    result = build_small(root, "typstpdf")
    assert result.returncode != 0
    assert "_config.yml: report_paper: 'quarto' is no paper such as a4" in result.stdout + result.stderr


def test_an_address_without_a_scheme_stops_the_build(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n")
    configure(root, address="www.example.org")
    result = build(root)
    assert result.returncode != 0
    assert "_config.yml: html_baseurl: 'www.example.org' is no address" in result.stdout + result.stderr


def test_an_address_gives_canonical_links_and_a_sitemap(make_book: MakeBook) -> None:
    root = make_book(index="# Title\n\nText.\n", second="# Second\n\nText.\n")
    configure(root, address="https://example.org/report/")
    assert build_small(root).returncode == 0
    finished = root / "_build" / "html"
    second = "https://example.org/report/second.html"
    assert f'<link rel="canonical" href="{second}"' in (finished / "second.html").read_text("utf-8")
    assert f"<loc>{second}</loc>" in (finished / "sitemap.xml").read_text("utf-8")
    lost = (finished / "404.html").read_text("utf-8")
    assert 'href="/report/second.html"' in lost
    assert 'href="/report/_static/site.' in lost


@pytest.mark.parametrize("text", ["{verdict}`fine`", "{numref}`nowhere`"])
def test_what_is_not_known_stops_the_build(make_book: MakeBook, text: str) -> None:
    assert build_small(make_book(index=f"# Title\n\n{text}\n")).returncode == 1


def test_a_cited_address_that_is_gone_is_named(make_book: MakeBook, address: str) -> None:
    there, gone = f"{address}/index.html", f"{address}/gone.html"
    root = make_book(index=f"# Title\n\n[One]({there}) and [another]({gone}).\n")
    assert build_small(root, "linkcheck").returncode == 1
    said = (root / "_build" / "linkcheck" / "output.txt").read_text("utf-8")
    assert f"index.md:3: [broken] {gone}" in said
    assert there not in said


def test_a_chapter_that_was_begun_is_built_and_one_left_out_of_the_contents_is_named(
    make_book: MakeBook,
) -> None:
    root = make_book(index="# Title\n\nText.\n", second="# Second\n\nText.\n")
    shutil.copytree(ROOT / "data", root / "data")
    chapter.begin("market_share", root)
    (root / "book" / "forgotten.md").write_text("# Forgotten\n\nText.\n", "utf-8")
    result = build_small(root, "typstpdf", "html")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("left out: forgotten.md is not in _toc.yml\n") == 1
    page = (root / "_build" / "html" / "market_share.html").read_text("utf-8")
    assert 'class="chart"' in page
    assert "Table 1" in page
