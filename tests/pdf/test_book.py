"""The book as a whole: its pages, what stops its making, and that it is made the same again."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst
import verapdf
from _ext.pdf.layout import A4, FOOT, TOP, Arrangement, Ends, Filled, arrange, chapters
from _ext.pdf.writer import SIGN, columns
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from printing import Book
from sphinx.errors import SphinxError

ROOM = A4 - TOP - FOOT
LINES = "As many words as it takes for a paragraph longer than one line of the book, or than two. " * 3
WORDS = "# Words\n\nSome *words*, a [link](https://example.org) and $x \\le 7.4$."


def figure(number: int) -> str:
    return f"```{{figure}} 260.svg\n:name: f{number}\n:alt: A bar.\n\nPicture {number}.\n```"


def chapter(*parts: str) -> dict[str, str]:
    return {"chapter": "\n\n".join(["# Chapter", *parts])}


def test_figure_with_room_stays_between_its_paragraphs(tmp_path: Path) -> None:
    book = Book(tmp_path, chapter("Before.", figure(1), "After."))
    assert book.text("Chapter") == ["Before. Fig. 1 Picture 1. After."]


def test_figure_without_room_goes_to_the_next_page_and_the_text_goes_on(tmp_path: Path) -> None:
    book = Book(tmp_path, chapter(*[LINES] * 9, figure(1), "After.", *[LINES] * 5))
    first, second = book.text("Chapter")
    assert "After." in first
    assert second.startswith("Fig. 1 Picture 1.")


def test_figure_without_room_parts_no_sentence(tmp_path: Path) -> None:
    crossing = "Words that go over the page's end. " * 60
    book = Book(tmp_path, chapter(*[LINES] * 9, figure(1), crossing, "Last.", *[LINES] * 3))
    first, second = book.text("Chapter")
    assert "Words that go" in first
    assert "end. Fig. 1 Picture 1. Last." in second


def test_figure_without_room_stays_before_the_next_heading_and_outside_lists(tmp_path: Path) -> None:
    items = "\n".join(f"- {LINES}" for _ in range(3))
    book = Book(tmp_path, chapter(*[LINES] * 9, figure(1), items, "## Next", *[LINES] * 3))
    text = " ".join(book.text("Chapter"))
    assert text.index("Picture 1.") < text.index("Next")
    assert "•" not in text[text.index("Picture 1.") :]


def marks(*heights: tuple[str, float]) -> list[tuple[str, str, int, float]]:
    """What the template's marks say of one section whose blocks have these names and heights."""
    found, page, y = [("#c#s", "start", 1, TOP)], 1, TOP
    for name, height in heights:
        found.append(("#c#s", name, page, y))
        if name and y + height > TOP + ROOM:
            page, y = page + 1, TOP
        if name:
            found.append((name, "own", page, y))
        y += height
        while y > TOP + ROOM:
            page, y = page + 1, y - ROOM
    return [*found, ("#c#s", "end", page, y), ("#c", "end", page, y)]


def test_chapter_whose_last_page_can_be_saved_is_set_tighter() -> None:
    page = ROOM
    assert arrange(marks(*[("", 0.251 * page)] * 8)).tight == {"#c": 1}
    assert arrange(marks(*[("", 0.23 * page)] * 8)).tight == {}
    assert arrange(marks(*[("", 0.28 * page)] * 8)).tight == {"#c": 0}  # two pages and a quarter stay


def end(level: float, pages: float) -> list[tuple[str, str, int, float]]:
    """Marks of a chapter as long as so many pages, if it were not set tight, by a twentieth a level."""
    length = pages * (1 - 0.05 * level)
    page = int(length)
    return [("#c#s", "start", 1, TOP), ("#c", "end", 1 + page, TOP + (length - page) * ROOM)]


@given(st.floats(1, 6))
def test_chapter_that_ends_on_a_short_page_is_set_until_it_does_not(pages: float) -> None:
    ends = Ends(Arrangement())
    while ends.look(end(ends.tight.get("#c", 0), pages)):
        assert len(ends.seen["#c"]) < 10
    ends.settle()
    (rest, full), levels = ends.seen["#c"][ends.tight["#c"]], ends.seen["#c"]
    assert rest >= max((seen[0] for seen in levels.values()), default=0) or rest >= 0.25
    if pages > 2.5 or pages % 1 > 0.25:
        assert rest >= 0.25 or not full


@given(st.lists(st.tuples(st.booleans(), st.floats(5, 400)), max_size=30))
def test_text_fills_pages_and_figures_keep_their_order(blocks: list[tuple[bool, float]]) -> None:
    named = [(f"#f{index}" if is_figure else "", height) for index, (is_figure, height) in enumerate(blocks)]
    ((_, found),) = chapters(marks(*named), ROOM)
    filled = Filled(ROOM).fill(found)
    text = sum(height for name, height in named if not name)
    figures = sum(height for name, height in named if name)
    height = filled.pages * ROOM + filled.y
    assert height >= text + figures - 0.01
    following = {name: sum(not other for other, _ in named[index:]) for index, (name, _) in enumerate(named)}
    assert all(0 < count <= following[name] for name, count in filled.passed.items())


def test_figure_without_room_leaves_its_heading_with_the_text(tmp_path: Path) -> None:
    book = Book(tmp_path, chapter(*[LINES] * 9, "## Section", figure(1), "After.", *[LINES] * 5))
    first, second = book.text("Chapter")
    assert "Section After." in first
    assert second.startswith("Fig. 1 Picture 1.")


def test_figure_without_text_keeps_its_heading(tmp_path: Path) -> None:
    book = Book(tmp_path, chapter(*[LINES] * 9, "## Alone", figure(1), "## Next", *[LINES] * 5))
    _, second = book.text("Chapter")
    assert second.startswith("Alone Fig. 1 Picture 1. Next")


def test_no_figure_overtakes_the_one_before(tmp_path: Path) -> None:
    small = figure(2).replace("260.svg", "90.svg")
    book = Book(tmp_path, chapter(*[LINES] * 9, figure(1), "Between.", small, "After.", *[LINES] * 5))
    first, second = book.text("Chapter")
    assert "Between. After." in first
    assert second.startswith("Fig. 1 Picture 1. Fig. 2 Picture 2.")


def test_more_figures_than_typst_can_place_are_placed_all_the_same(tmp_path: Path) -> None:
    parts = [part for i in range(1, 31) for part in (*[LINES] * (2 * i * i % 5), figure(i))]
    book = Book(tmp_path, chapter(*parts))
    assert book.warnings == ""
    text = " ".join(book.text("Chapter"))
    assert [i for i in range(1, 31) if f"Picture {i}." not in text] == []


def row(*texts: str) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in texts))


def test_columns_share_a_line_by_what_they_hold() -> None:
    assert columns([row("name", "size"), row("one", "2")]) == "2"
    assert columns([row("name", "why"), row("one", "some words " * 20)]).startswith("(6.0fr, ")
    assert columns([row("name", "address"), row("one", "x" * 120)]) == "2"  # no word is broken for a share


@pytest.mark.parametrize("word", ["consistent", "not checkable", "depends on the reading"])
def test_columns_have_room_for_the_sign_of_a_verdict(word: str) -> None:
    said = row("x", "words " * 30)
    said[0][0][:] = [nodes.inline("", word, classes=["verdict", word.replace(" ", "-")])]
    room = float(columns([row("x", "why"), said]).strip("(").partition("fr")[0])
    assert room >= 2 + SIGN + len(word if word.count(" ") < 2 else "depends")


def test_long_table_breaks_and_repeats_its_head(tmp_path: Path) -> None:
    rows = "\n".join(f"| row {number} | {number} |" for number in range(60))
    table = f":::{{table}} All rows.\n\n| name | size |\n|---|--:|\n{rows}\n:::"
    first, second = Book(tmp_path, chapter(table)).text("Chapter")
    assert "All rows. name size row 0 0 row 1 1" in first
    assert second.startswith("name size row ")
    assert second.endswith("row 59 59")


def test_sections_and_figures_have_the_numbers_of_the_website(tmp_path: Path) -> None:
    documents = chapter("## Section", figure(1), "{numref}`f1` in {numref}`place`.", "(place)=\n## Place")
    book = Book(tmp_path, documents, option=":numbered:")
    assert book.text("1 Chapter") == ["1.1 Section Fig. 1.1 Picture 1. Fig. 1.1 in Section 1.2. 1.2 Place"]


def test_title_page_and_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1737417600")
    book = Book(tmp_path, {"words": WORDS + "\n\n## Second"})
    title, contents = (" ".join(page.extract_text().split()) for page in book.reader.pages[:2])
    assert title == "A small book Nobody 21 January 2025, version 1.0 https://example.org/book/ © 2025"
    assert contents.replace(". ", "") == "Contents Start 1 Words 2 Second 2 ii"
    assert book.reader.metadata.title == "A small book"
    assert book.reader.trailer["/Root"]["/Lang"] == "en"


def test_title_page_has_no_line_for_what_is_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1737417600")
    unset = dict.fromkeys(("author", "release", "html_baseurl", "copyright"), "")
    book = Book(tmp_path, {"words": WORDS}, **unset)
    assert book.reader.pages[0].extract_text().split("\n") == ["A small book", "21 January 2025"]
    assert book.reader.metadata.author is None


def test_parts_are_named_in_the_contents_and_over_their_first_chapter(tmp_path: Path) -> None:
    documents = {"words": WORDS} | chapter("Text.")
    book = Book(tmp_path, documents, option=":caption: The beginning")
    contents = " ".join(book.reader.pages[1].extract_text().split()).replace(". ", "")
    assert contents == "Contents Start 1 The beginning Words 2 Chapter 3 ii"
    over = [page.extract_text().startswith("The beginning") for page in book.reader.pages[2:]]
    assert over == [False, True, False]


def test_same_book_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1737417600")
    first, second = (
        Book(tmp_path / name, {"words": WORDS} | chapter(figure(1))) for name in ("here", "there")
    )
    assert first.path.read_bytes() == second.path.read_bytes()


def test_nothing_is_read_again_after_another_builder(tmp_path: Path) -> None:
    Book(tmp_path, {"words": WORDS}, builder="pseudoxml")
    book = Book(tmp_path, {"words": WORDS})
    assert "0 added, 0 changed, 0 removed" in book.messages


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("![](90.svg)", "no alternative text for 90.svg"),
        ("A 芯片.", "could not be displayed with font"),
        (r"$\hat{x}$", "no rule for .mover. in the formula"),
        (r"$\foo$", r"no rule for .*foo.* in the formula"),
    ],
)
def test_what_cannot_be_printed_stops_the_build(tmp_path: Path, source: str, reason: str) -> None:
    with pytest.raises(SphinxError, match=reason):
        Book(tmp_path, chapter(source))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("```{versionadded} 2\n```", "words.md:3: WARNING: the PDF has no rule for <versionmodified>"),
        ("A <b>word</b>.", "words.md:3: WARNING: the PDF leaves out HTML: <b>"),
    ],
)
def test_what_is_left_out_is_a_warning(tmp_path: Path, source: str, reason: str) -> None:
    assert reason in Book(tmp_path, {"words": f"# Words\n\n{source}"}).warnings


@pytest.mark.skipif(not verapdf.available, reason="veraPDF needs a Java development kit")
def test_verapdf_tells_what_does_not_conform(tmp_path: Path) -> None:
    pdf = tmp_path / "untagged.pdf"
    typst.compile(b"Words.", pdf, pdf_tags=False)
    result = verapdf.check(pdf)
    assert result.returncode == 1
    assert "PDFUA-1 fails" in result.stdout
    assert "PDFA-2A fails" in result.stdout
