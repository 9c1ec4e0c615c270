"""A clone works in any folder, with a text from anywhere, and one line says what is missing."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import browsers
import pytest

PROJECT = Path(__file__).resolve().parents[2]
TEXT = Path(__file__).with_name("westhaven.txt")


@pytest.fixture(scope="module")
def clone(copy):
    """The copy, and beside it a text whose name a shell would take apart."""
    (copy.parent / "ein 'Text' & mehr.txt").write_bytes(TEXT.read_bytes())
    return copy


ARTICLE = "../ein 'Text' & mehr.txt"


def make(folder, *arguments, status=0):
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout if status == 0 else done.stderr


@pytest.fixture(scope="module")
def report(clone):
    """A report that the clone has set up on that text, and the command that setting it up ends with."""
    said = make(clone, "new", f"ARTICLE={ARTICLE}", "DIR=../neuer Bericht")
    return clone.parent / "neuer Bericht", said.partition("then: ")[2].strip()


def test_the_folder_is_one_that_a_shell_takes_apart(clone):
    assert " " in str(clone)
    assert not str(clone).isascii()


def test_the_checks_are_worked_out(clone):
    assert "All checks together, declared reading: consistent." in make(clone, "check")


def test_the_command_that_is_told_can_be_pasted(clone, report):
    folder, command = report
    program, option, path, target = shlex.split(command)
    assert (program, option, target) == ("make", "-C", "site")
    assert (clone / path).resolve() == folder.resolve()
    done = subprocess.run(
        f"{command.removesuffix('site')}--no-print-directory check",
        shell=True, cwd=clone, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_an_article_is_looked_for_where_the_user_stands(clone, report):
    folder, _ = report
    (folder / "texts").mkdir()
    (folder / "texts" / "ein Text.txt").write_bytes(TEXT.read_bytes())
    for where, arguments in (
        (folder, [f"ARTICLE={ARTICLE}"]),
        (folder, ["ARTICLE=texts/ein Text.txt"]),
        (clone, [f"ARTICLE={ARTICLE}", "DIR=../neuer Bericht", "LANGUAGE=en"]),
        (clone, [f"ARTICLE={folder / 'texts' / 'ein Text.txt'}", "DIR=../neuer Bericht", "LANGUAGE=en"]),
    ):
        assert make(where, "verify-source", *arguments).startswith("Every quote stands")
    assert make(folder, "verify-source", status=2).startswith("article.txt: no such file")


def test_a_new_report_needs_a_folder(clone):
    assert make(clone, "new", f"ARTICLE={ARTICLE}", status=2).startswith("A folder is missing: make new ")


LACKING = "error while loading shared libraries: libatomic.so.1: cannot open shared object file"


@pytest.fixture
def broken(tmp_path):
    """A program that does not start, for want of a library."""
    program = tmp_path / "ein Programm"
    program.write_text(f'#!/bin/sh\necho "$0: {LACKING}" >&2\nexit 127\n')
    program.chmod(0o755)
    return str(program)


@pytest.fixture
def driver(monkeypatch):
    """A driver that starts."""
    monkeypatch.setattr(sys, "executable", shutil.which("true"))


@pytest.mark.usefixtures("driver")
def test_a_browser_that_does_not_start_is_named_with_the_reason(broken, monkeypatch):
    monkeypatch.setattr(browsers, "NAMES", (broken,))
    assert browsers.find.__wrapped__() == (None, f"{broken} does not start: {broken}: {LACKING}")


def test_a_driver_that_does_not_start_is_named_with_the_reason(broken, monkeypatch):
    monkeypatch.setattr(sys, "executable", broken)
    assert browsers.find.__wrapped__() == (
        None,
        f"Playwright's driver does not start: {broken}: {LACKING}",
    )


@pytest.mark.usefixtures("driver")
def test_where_there_is_no_browser_a_line_says_so(monkeypatch):
    monkeypatch.setattr(browsers, "NAMES", ("no-such-browser",))
    path, fault = browsers.find.__wrapped__()
    assert path is None
    assert fault.startswith("no Chromium or Chrome found")
