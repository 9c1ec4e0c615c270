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
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
BROWSERS = (os.environ.get("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project to work in, sharing its virtual environment."""
    folder = tmp_path_factory.mktemp("project") / "report"
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
def page():
    browser = next((path for name in BROWSERS if name and (path := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chrome or Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        yield chromium.new_page(viewport={"width": 1400, "height": 1000})
        chromium.close()
