"""A chapter opened, run and saved as a notebook is the same file as before, save for the edit."""

import difflib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupytext.cli import jupytext
from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class
from nbclient import NotebookClient
from nbformat import from_dict
from playwright.sync_api import expect

PROJECT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted(path.name for path in (PROJECT / "book").glob("*.md"))
# With a chart, a table and fields; the others are opened when there is time
ALWAYS = {"exchange.md", "index.md", "wrong.md"}


def contents_of(folder):
    return build_sync_jupytext_contents_manager_class(LargeFileManager)(root_dir=str(folder))


def save(contents, chapter, notebook):
    contents.save({"type": "notebook", "format": "json", "content": notebook}, chapter)


@pytest.mark.parametrize(
    "chapter", [pytest.param(name, marks=[] if name in ALWAYS else pytest.mark.slow) for name in CHAPTERS]
)
def test_running_and_saving_a_chapter_changes_nothing(copy, chapter):
    file = copy / "book" / chapter
    before = file.read_text("utf-8")
    contents = contents_of(copy)
    notebook = from_dict(contents.get(f"book/{chapter}", type="notebook")["content"])
    NotebookClient(notebook, resources={"metadata": {"path": str(file.parent)}}).execute()
    save(contents, f"book/{chapter}", notebook)
    assert file.read_text("utf-8") == before, "run make format"


def test_an_edit_is_all_that_a_save_writes(copy):
    file = copy / "book" / "index.md"
    before = file.read_text("utf-8")
    contents = contents_of(copy)
    notebook = contents.get("book/index.md", type="notebook")["content"]
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["source"] = "edited = True\n" + cell["source"]
    save(contents, "book/index.md", notebook)
    lines = difflib.ndiff(before.splitlines(), file.read_text("utf-8").splitlines())
    changed = [line for line in lines if line[0] in "+-?"]
    file.write_text(before, "utf-8")
    assert changed == ["+ edited = True"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_an_editor_that_adds_its_own_marks_changes_nothing(copy, chapter):
    """VS Code's notebook editor writes its language ids, kernel details and cell ids into a notebook."""
    file, opened = copy / "book" / chapter, copy / "book" / "opened.ipynb"
    before = file.read_text("utf-8")
    jupytext(["--quiet", "--to", "ipynb", "--output", str(opened), str(file)])
    notebook = json.loads(opened.read_text("utf-8"))
    notebook["metadata"]["language_info"] = {
        "name": "python",
        "version": "3.11.2",
        "pygments_lexer": "ipython3",
    }
    notebook["metadata"]["vscode"] = {"interpreter": {"hash": "0"}}
    for cell in notebook["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python"}
    opened.write_text(json.dumps(notebook), "utf-8")
    jupytext(["--quiet", "--to", "md:myst", "--output", str(file), str(opened)])
    opened.unlink()
    assert file.read_text("utf-8") == before, "run make format"


def test_what_an_editor_calls_its_kernel_is_no_difference(tmp_path):
    def git(*arguments):
        settings = ["-c", "user.name=Jane Roe", "-c", "user.email=jane@example.org", "-c", "core.hooksPath="]
        command = ["git", "-C", str(tmp_path), *settings, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    for name in (".gitattributes", ".ci/kernel", "book/index.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    git("init", "--quiet")
    subprocess.run([tmp_path / ".ci/kernel"], check=True)
    git("add", ".")
    git("commit", "--quiet", "-m", "As it is")
    chapter = tmp_path / "book/index.md"
    text = chapter.read_text("utf-8")
    named = text.replace("Python 3 (ipykernel)", ".venv (3.12.1)").replace("name: python3", "name: venv")
    assert named.count("venv") == 2
    chapter.write_text(f"{named}\nOne more sentence.\n", "utf-8")
    edited = [line for line in git("diff", "--unified=0").splitlines() if line[0] in "+-"]
    assert edited == ["--- a/book/index.md", "+++ b/book/index.md", "+", "+One more sentence."]
    git("commit", "--quiet", "-a", "-m", "One more sentence")
    assert git("show", "HEAD:book/index.md") == f"{text}\nOne more sentence.\n"
    assert git("status", "--short") == ""


@pytest.mark.slow
def test_in_jupyterlab_a_double_click_opens_a_notebook_that_runs_and_saves(copy, serving, tmp_path, page):
    file = copy / "book" / "exchange.md"
    before, saved_before = file.read_text("utf-8"), file.stat().st_mtime_ns
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    options = ["edit", "LAB=--no-browser --ip=127.0.0.1 --port={port} --IdentityProvider.token=test"]
    # Without what the JupyterLab of whoever runs the tests remembers
    remembered = dict.fromkeys(("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"), str(tmp_path))
    with serving(copy, tmp_path / "lab.log", options, **remembered) as lab:
        page.goto(f"{lab}?token=test")
        page.get_by_role("listitem", name="exchange.md").dblclick(timeout=60_000)
        notebook = page.locator(".jp-Notebook")
        expect(notebook.locator(".jp-CodeCell").first).to_be_visible(timeout=60_000)
        expect(page.get_by_text("| Idle")).to_be_visible(timeout=60_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        expect(notebook.locator("figure.chart svg").first).to_be_visible(timeout=60_000)
        expect(page.get_by_text("| Idle")).to_be_visible(timeout=60_000)
        assert notebook.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        # Sums in dollars are no formulas between dollar signs
        expect(notebook.locator(".mathjax_ignore").first).to_be_attached()
        assert notebook.locator("table mjx-container").count() == 0
        page.get_by_role("button", name="Save and create checkpoint").click()
        expect(page.get_by_text("Saving completed")).to_be_visible(timeout=60_000)
    assert file.stat().st_mtime_ns > saved_before
    assert file.read_text("utf-8") == before
    assert [url for url in requests if not url.startswith((lab, "data:", "blob:"))] == []
