"""The browser that tests look at pages with, and what keeps it from starting."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    *filter(None, [os.environ.get("CHROME")]),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    # as `playwright install chromium` leaves it
    *map(str, sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"), reverse=True)),
)


def _fault(*command: str) -> str:
    """Return why a program does not start, in the last line that it says; the empty text if it does."""
    try:
        done = subprocess.run(
            [*command, "--version"], capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        return str(error.strerror)
    said = (done.stderr + done.stdout).strip().splitlines()
    return (said[-1] if said else f"it ends with {done.returncode}") if done.returncode else ""


@functools.cache
def find() -> tuple[str | None, str]:
    """Return the path of a Chromium or Chrome that starts, and why there is none.

    A stub that asks for another package, as Ubuntu has it, is none.
    """
    driver = _fault(sys.executable, "-m", "playwright")
    if driver:
        return None, f"Playwright's driver does not start: {driver}"
    faults = {}
    for path in filter(None, map(shutil.which, NAMES)):
        faults[path] = _fault(path)
        if not faults[path]:
            return path, ""
    for path, fault in faults.items():
        return None, f"{path} does not start: {fault}"
    return None, "no Chromium or Chrome found, and CHROME names none"


if __name__ == "__main__":
    sys.exit(find()[1] or None)
