"""A draft of the site and the PDF, `make site DRAFT=1`: shown whatever its data say, and not to be published.

    python -m _ext.draft

What no longer holds is marked where it stands and listed on the front page.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from jupyter_book.sphinx import build_sphinx

FOLDER = Path("_build/draft")


def build(out: Path, builder: str = "html") -> object:
    """Build a draft into a folder, its doctrees beside it; return what went wrong, if anything."""
    return build_sphinx(
        Path("book").resolve(),
        out.resolve(),
        path_config=Path("_config.yml"),
        noconfig=True,
        confoverrides={
            "external_toc_path": str(Path("_toc.yml").resolve()),
            "latex_individualpages": False,
            "nitpicky": True,
            "draft": True,
        },
        builder=builder,
        quiet=True,
    )


def main() -> int:
    """Build the PDF, then the site that offers it."""
    failed = build(FOLDER / "typstpdf", "typstpdf")
    if not failed:
        (FOLDER / "pdf").mkdir(exist_ok=True)
        for pdf in (FOLDER / "typstpdf").glob("*.pdf"):
            shutil.copy(pdf, FOLDER / "pdf")
        failed = build(FOLDER / "html")
    if not failed:
        print(f"The draft is in {FOLDER / 'html'}; it is marked as one, and not to be published.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
