"""How tests run: without a verdict by the clock, and with one browser and one built book for all of them.

Hypothesis tries as many examples as fit into half a minute, and twice as many beside the long tests. A shared
machine is slow at times, and a test that fails then would say nothing about the code.
`HYPOTHESIS_PROFILE=thorough` tries a hundred times more.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import browsers
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

settings.register_profile("quick", max_examples=12, deadline=None)
settings.register_profile("long", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1200, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

expect.set_options(timeout=60_000)

# What `make test` was called with is no business of the commands that tests call.
for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
    os.environ.pop(name, None)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: each waits now and then for a browser or a build."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Return the folder of a name that all processes of a run share, filled by the first that asks for it."""
    run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent

    def share(name: str, fill: Callable[[Path], object]) -> Path:
        folder, done = run / name, run / f"{name}.done"
        with (run / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                folder.mkdir()
                try:
                    fill(folder)
                except BaseException as error:
                    done.write_text(str(error) or repr(error), "utf-8")
                    raise
                done.touch()
            elif fault := done.read_text("utf-8"):
                pytest.fail(fault)
        return folder

    return share


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's own Chromium or Chrome; without one, the tests that look at pages are left out.

    There is one in a process, since two of Playwright's loops do not run side by side.
    """
    path, fault = browsers.find()
    if path is None:
        pytest.skip(fault)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
