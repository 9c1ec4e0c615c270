import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project to work in, under a path with blanks; it shares the environment."""
    folder = tmp_path_factory.mktemp("project") / "été 2025" / "ein Ordner"
    leave_out = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(PROJECT, folder, ignore=leave_out)
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    return folder


@pytest.fixture
def serving():
    """Run a make target that serves on a free port, until it answers; yield its address and its output."""

    @contextmanager
    def serve(folder, output, options, **settings):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with output.open("w") as log:
            command = ["make", *(option.replace("{port}", str(port)) for option in options)]
            server = subprocess.Popen(
                command,
                cwd=folder,
                env=os.environ | settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            address = f"http://127.0.0.1:{port}/"
            deadline = time.monotonic() + 120
            while True:
                try:
                    urllib.request.urlopen(address).close()
                    break
                except OSError:
                    assert time.monotonic() < deadline, output.read_text("utf-8")
                    time.sleep(0.2)
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()

    return serve


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(120_000)
    yield page
    page.close()
