import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project to work in, sharing its virtual environment."""
    folder = tmp_path_factory.mktemp("project") / "report"
    leave_out = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(PROJECT, folder, ignore=leave_out)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    return folder
