"""Build the report: `make site`, `make pdf` and `make links`, with DRAFT=1 as a draft.

    python -m _ext.build [--draft] BUILDER...

Does what `jupyter-book build` does, for one builder after another: a process for each would load all
libraries again. A draft is shown whatever its data say, and not to be published: what no longer holds is
marked where it stands and listed on the front page.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
from pathlib import Path

FOLDER = Path("_build")
DRAFTS = FOLDER / "draft"


def unreadable(path: Path) -> str:
    """Return in one line why a file of settings cannot be read, or the empty text."""
    import yaml

    try:
        yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        return f"{path}: {(error.strerror or 'cannot be read').lower()}"
    except UnicodeDecodeError as error:
        return f"{path}: byte 0x{error.object[error.start]:02x} is not UTF-8"
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark
        place = f":{mark.line + 1}" if mark else ""
        return f"{path}{place}: {error.context or 'is no YAML'}: {error.problem}"
    except yaml.YAMLError as error:
        return f"{path}: is no YAML: {' '.join(str(error).split())}"
    return ""


def build(out: Path, builder: str = "html", *, draft: bool = False) -> object:
    """Build into a folder, the doctrees beside it; return what went wrong, if anything.

    Outside a draft that includes every warning.
    """
    from _ext import notebooks

    book = Path("book").resolve()
    notebooks.begin(book, out.resolve().parent / ".doctrees")
    from jupyter_book.sphinx import build_sphinx  # loads most libraries

    return build_sphinx(
        book,
        out.resolve(),
        path_config=Path("_config.yml"),
        noconfig=True,
        confoverrides={
            "external_toc_path": str(Path("_toc.yml").resolve()),
            "latex_individualpages": False,
            "nitpicky": True,
            "draft": draft,
        },
        builder=builder,
        quiet=True,
        warningiserror=not draft,
        keep_going=not draft,
    )


def main() -> int:
    """Build in the order of the arguments: the PDF before the site, which offers it."""
    parser = argparse.ArgumentParser(prog="python -m _ext.build", description=__doc__.partition("\n")[0])
    parser.add_argument("builders", nargs="+", metavar="BUILDER", help="such as html, typstpdf, linkcheck")
    parser.add_argument("--draft", action="store_true", help="build whatever the data say")
    given = parser.parse_args()
    if fault := unreadable(Path("_config.yml")) or unreadable(Path("_toc.yml")):
        print(fault, file=sys.stderr)
        return 2
    gc.disable()  # before any library: a build keeps nearly all it makes until it ends
    folder = DRAFTS if given.draft else FOLDER
    for builder in given.builders:
        if build(folder / builder, builder, draft=given.draft):
            return 1
        if builder == "typstpdf":
            shutil.rmtree(folder / "pdf", ignore_errors=True)
            (folder / "pdf").mkdir()
            for pdf in (folder / builder).glob("*.pdf"):
                shutil.copy(pdf, folder / "pdf")
    if "html" in given.builders:
        page = folder / "html" / "index.html"
        print(
            f"The draft is in {page.parent}; it is marked as one, and not to be published."
            if given.draft
            else f"The site is in {page.parent}: open {page}, or run make serve."
        )
    return 0


if __name__ == "__main__":
    status = main()
    gc.freeze()  # an ending process looks for waste once more, which takes a fifth of the shortest build
    sys.exit(status)
