"""Author, repository and site are set in one place, and what is published follows it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from addup.publishing import citation

PROJECT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((PROJECT / ".github/workflows").glob("*.yml"))


@pytest.fixture
def settings(tmp_path):
    """Write a project's settings with an author, a repository and a site; return its folder."""
    config = yaml.safe_load((PROJECT / "_config.yml").read_text("utf-8"))
    config |= {"title": "Does it add up?", "author": "Ada Example"}
    config["repository"]["url"] = "https://code.example/report"
    config["sphinx"]["config"]["html_baseurl"] = "https://site.example/"
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    (tmp_path / "data").mkdir()
    shutil.copy(PROJECT / "data/datapackage.json", tmp_path / "data")
    for name in ("LICENSE", "LICENSE-TEXT"):
        shutil.copy(PROJECT / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["CITATION.cff", "LICENSE", "LICENSE-TEXT", "data/datapackage.json"])
def test_the_citation_file_and_the_licences_follow_the_settings(name):
    assert (PROJECT / name).read_text("utf-8") == citation.files()[name], "run make citation"


def test_what_is_not_set_is_not_cited():
    unset = citation.Citation("Title?", "", "1.0", "2026-11-23", "", "")
    assert unset.sentence() == "“Title?” (2026), version 1.0."
    assert {"url", "repository-code"}.isdisjoint(yaml.safe_load(unset.cff()))


def test_what_is_set_is_cited(settings):
    cited = citation.read(settings)
    assert cited.sentence().startswith("Ada Example. “Does it add up?” (")
    assert cited.sentence().endswith("https://site.example/.")
    file = yaml.safe_load(cited.cff())
    assert file["authors"] == [{"name": "Ada Example"}]
    for name in ("LICENSE", "LICENSE-TEXT"):
        (line,) = re.findall("^Copyright .*$", citation.files(settings)[name], re.MULTILINE)
        assert line == "Copyright (c) 2026 Ada Example"
    assert (file["url"], file["repository-code"]) == ("https://site.example/", "https://code.example/report")


def test_the_book_and_its_data_have_one_version(settings):
    package = json.loads((PROJECT / "data/datapackage.json").read_text("utf-8"))
    assert citation.read().version == package["version"]
    config = (settings / "_config.yml").read_text("utf-8")
    (settings / "_config.yml").write_text(re.sub("release: .*", "release: '2.1.0'", config), "utf-8")
    changed = json.loads(citation.files(settings)["data/datapackage.json"])
    assert changed == package | {"version": "2.1.0"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_and_may_only_read(workflow):
    text = workflow.read_text("utf-8")
    actions = re.findall(r"uses: (.+)", text)
    assert actions
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in actions)
    content = yaml.safe_load(text)
    assert content["permissions"] == {"contents": "read"}
    granted = {name: job["permissions"] for name, job in content["jobs"].items() if "permissions" in job}
    assert granted == {"publish": {"pages": "write", "id-token": "write"}}


def test_every_command_of_a_workflow_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for workflow in WORKFLOWS:
        text = workflow.read_text("utf-8")
        assert set(re.findall(r"make ([a-z-]+)", text)) <= targets
        assert all((PROJECT / path).exists() for path in re.findall(r"run: (\.ci/\w+)", text))


def test_binder_installs_what_is_pinned_and_opens_chapters_as_notebooks():
    binder = PROJECT / "binder"
    files = (binder / "requirements.txt").read_text("utf-8").split()[1::2]
    assert [(binder / file).resolve().relative_to(PROJECT).as_posix() for file in files] == [
        "requirements.txt",
        "requirements/edit.txt",
    ]
    started = subprocess.run(
        [binder / "start", "printenv", "JUPYTER_CONFIG_PATH"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (Path(started.stdout.strip()) / "labconfig/default_setting_overrides.json").is_file()


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="not under version control")
def test_the_article_is_never_committed():
    tracked = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert not re.search(r"(^|/)article[^/]*\.txt$", tracked.stdout, re.MULTILINE)
    ignored = subprocess.run(["git", "check-ignore", "-q", "article.txt"], cwd=PROJECT, check=False)
    assert ignored.returncode == 0
