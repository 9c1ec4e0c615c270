"""An article as people have it: plain text, or a saved web page, whose main text is taken out of it.

What a page hides, and what leads to other pages, is no text of the article. Its tables become lines with a
bar between their cells, for ``tables``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from addup.texts.tables import BAR

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_PAGE = 16 * 2**20  # bytes

_IS_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)


class NoText(ValueError):
    """A web page in which no article is to be found."""


def read(article: Path) -> str:
    """Return the text of an article: a file of plain text as it is, of a web page its main text.

    Raises OSError if it cannot be read, UnicodeDecodeError if plain text is not UTF-8, and NoText for a page
    without any.
    """
    with article.open("rb") as file:
        data = file.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        raise NoText(f"is larger than {LARGEST_PAGE // 2**20} MiB")
    start = data[:4096].decode("latin-1").removeprefix("ï»¿")
    if not _IS_PAGE.match(start):
        return data.decode("utf-8-sig")
    return text_of(_decoded(data))


def _decoded(data: bytes) -> str:
    """Return a page as text, in the encoding that it declares; a page that declares none is UTF-8."""
    declared = _DECLARED.search(data[:4096])
    for encoding in ("utf-8-sig", declared[1].decode() if declared else "cp1252", "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", errors="replace")


def text_of(page: str) -> str:
    """Return the main text of a web page, a line for each paragraph and each row of a table."""
    try:
        from trafilatura import bare_extraction
    except ModuleNotFoundError as error:
        raise NoText(
            f"is a web page, and {error.name} is not installed, which takes the text out of one "
            "(requirements/new.txt); a file of plain text needs none"
        ) from None

    found = bare_extraction(
        page, include_tables=True, include_comments=False, favor_recall=True, deduplicate=False
    )
    body = getattr(found, "body", None)
    lines = list(_lines(body)) if body is not None else []
    title = getattr(found, "title", None)
    if title and lines and _plain(title) not in lines[:2]:
        lines.insert(0, _plain(title))
    if not lines:
        raise NoText("is a web page without an article in it")
    return "\n\n".join(lines) + "\n"


def _lines(element: _Element) -> list[str]:
    """Return the paragraphs and rows of an extracted body in order."""
    lines: list[str] = []
    for child in element:
        tag = str(child.tag)
        if tag == "table":
            lines += _rows(child)
        elif tag in ("p", "head", "quote", "ab", "code") or not len(child):
            lines.append(_plain("".join(map(str, child.itertext()))))
        else:
            lines += [_plain(child.text or ""), *_lines(child)]
        if child.tail and child.tail.strip():
            lines.append(_plain(child.tail))
    return [line for line in lines if line]


def _rows(table: _Element) -> list[str]:
    """Return the rows of a table; what stands in the first cell alone is a caption."""
    lines = []
    for row in table.iter("row"):
        cells = [_plain("".join(map(str, cell.itertext()))) for cell in row.iter("cell")]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and cells and cells[0]:
            lines.append(cells[0])
        elif filled:
            lines.append(BAR.join(cells).strip())
    return lines


def _plain(text: str) -> str:
    return re.sub(r"[ \t\r\n\f\v]+", " ", text.replace("|", "¦")).strip()
