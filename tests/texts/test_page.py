"""A saved web page is an article: its main text and its tables, and nothing that it hides."""

import csv
from pathlib import Path

import pytest
from addup.__main__ import main
from addup.texts import new
from addup.texts.page import NoText, read, text_of
from addup.texts.reading import readings
from addup.texts.source import verify

TABLE = """<table><caption>Results, € million</caption>
<tr><th></th><th>2031</th><th>2030</th><th>Change in %</th></tr>
<tr><td>Revenue</td><td>1,204.5</td><td>1,281.0</td><td>(6.0)</td></tr>
<tr><td>Employees</td><td>8,150</td><td>8,300</td><td>-1.8</td></tr>
<tr><td>Earnings per share (€)</td><td>2.10</td><td>2.45</td><td>(14.3)</td></tr></table>"""
PROSE = (
    "<p>The bakery Korn sold fewer loaves of bread in 2031 than in any year since it was founded, the owners "
    "said on Monday, and blamed the price of flour, which had gone up by 12 per cent since the summer.</p>"
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Korn sells less</title></head><body>
<nav><a href="/">Top 10 of 99</a></nav><div style="display:none">Hidden: 77 rolls</div><article>
<h1>Korn sells less</h1>{PROSE}{TABLE}<p>It will close 4 shops and let 60 people go, which it hopes will be \
enough to bring it back to profit in the year after, when flour should be cheaper.</p></article>
<footer>© 2033, call +44 20 7946 0991</footer></body></html>"""


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "korn.html"
    file.write_text(PAGE, "utf-8")
    return file


def test_the_main_text_is_taken_and_what_is_hidden_is_not(page):
    text = read(page)
    assert "12 per cent" in text
    assert not [word for word in ("10 of 99", "77 rolls", "7946") if word in text]


def test_each_cell_is_a_figure_whose_heads_say_what_it_is(page):
    found = {
        reading.label: (reading.number, reading.scale, reading.unit, reading.period)
        for reading in readings(read(page), "en")
        if reading.label
    }
    assert found["Revenue, 2031"] == ("1204.5", "1e6", "EUR", "2031")
    assert found["Revenue, Change in %"] == ("-6.0", "0.01", "share", "")
    assert found["Employees, 2030"] == ("8300", "1", "employee", "2030")
    assert found["Earnings per share (€), 2031"] == ("2.10", "1", "EUR/share", "2031")


def test_a_report_on_a_page_is_verified_against_the_page(page, tmp_path, capsys):
    folder = tmp_path / "report"
    assert new.main([str(page), str(folder)]) == 0
    assert "1,234 means 1234" in capsys.readouterr().out
    assert main(["verify-source", str(page), "--data", str(folder / "data")]) == 0
    with (folder / "data/figures.csv").open(encoding="utf-8", newline="") as file:
        assert "Revenue, 2031" in [row["label"] for row in csv.DictReader(file)]


def test_a_scale_that_no_head_gives_is_refused(page, tmp_path):
    folder = tmp_path / "report"
    assert new.main([str(page), str(folder)]) == 0
    table = folder / "data/figures.csv"
    table.write_text(table.read_text("utf-8").replace("1204.5,1e6", "1204.5,1e9"), "utf-8")
    assert verify(page, folder / "data") == ["figures.csv:3: scale: the text multiplies '1,204.5' by 1000000"]


def test_a_table_copied_into_plain_text_is_read_alike():
    text = "Umsatz in Mio. Euro\n\t2031\t2030\nInland\t1.204,5\t1.281,0\nAusland\t88,1\t(4,2)\n"
    found = [(one.label, one.number, one.scale, one.unit) for one in readings(text, "de") if not one.reason]
    assert found == [
        ("Inland, 2031", "1204.5", "1e6", "EUR"),
        ("Inland, 2030", "1281.0", "1e6", "EUR"),
        ("Ausland, 2031", "88.1", "1e6", "EUR"),
        ("Ausland, 2030", "-4.2", "1e6", "EUR"),
    ]


def test_a_page_without_an_article_is_one_line(tmp_path, capsys):
    file = tmp_path / "empty.html"
    file.write_text("<html><body></body></html>", "utf-8")
    with pytest.raises(NoText):
        text_of(file.read_text("utf-8"))
    assert new.main([str(file), str(tmp_path / "report")]) == 2
    assert capsys.readouterr().err == "empty.html: is a web page without an article in it\n"


def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path):
    file = tmp_path / "old.html"
    page = (
        PAGE.replace("<head>", '<head><meta charset="iso-8859-1">')
        .replace("€", "EUR")
        .replace("Korn", "Körn")
    )
    file.write_bytes(page.encode("latin-1"))
    assert "Körn" in read(file)


@pytest.mark.parametrize(("language", "region"), [("de", ""), ("de", "CH"), ("en", "")])
def test_a_report_remembers_language_and_region(tmp_path, language, region):
    article = tmp_path / "article.txt"
    article.write_text("Preis: 4.500 und 3.250.\n", "utf-8")
    folder = tmp_path / "report"
    arguments = ["--language", language, *(["--region", region] if region else [])]
    assert new.main([str(article), str(folder), *arguments]) == 0
    assert verify(article, folder / "data") == []


def test_an_unknown_region_is_one_line(tmp_path, capsys):
    article = tmp_path / "article.txt"
    article.write_text("Preis: 4.500\n", "utf-8")
    assert new.main([str(article), str(tmp_path / "report"), "--language", "de", "--region", "XY"]) == 2
    assert capsys.readouterr().err.startswith("'XY' is not a region of de: AT, BE, CH")


STATEMENT = """Statements of income (in thousands, except per share data)
| Three months to March 31, | | | Six months to March 31, |
| 2031 | 2030 | | 2031 | 2030
Net sales | $ 48,604 | $ 45,750 | | $ 92,118 | $ 91,003
Costs | (30,220) | (29,448) | | (58,504) | (57,377)
Employees | 812 | 798 | | 812 | 798
Earnings per share | $ 1.14 | $ 1.02 | | $ 2.21 | $ 2.05
"""


def test_heads_over_several_columns_and_a_mark_of_money_in_the_first_row_count_for_all():
    rows = [one for one in readings(STATEMENT, "en") if not one.reason]
    found = {one.label: (one.number, one.scale, one.unit) for one in rows}
    assert found["Costs, Three months to March 31, 2030"] == ("-29448", "1000", "USD")
    assert found["Costs, Six months to March 31, 2030"] == ("-57377", "1000", "USD")
    assert found["Employees, Six months to March 31, 2031"][2] == "employee"
    assert found["Earnings per share, Six months to March 31, 2030"] == ("2.05", "1", "USD/share")


def test_of_a_page_of_a_newspaper_only_the_article_is_read(tmp_path):
    page, folder = Path(__file__).with_name("newspaper.html"), tmp_path / "report"
    assert new.main([str(page), str(folder)]) == 0
    assert main(["verify-source", str(page), "--data", str(folder / "data")]) == 0
    with (folder / "data/figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["number"], row["scale"], row["unit"]) for row in csv.DictReader(file)]
    assert rows == [
        ("4.8", "0.01", "share"), ("1240", "1e6", "CHF"), ("71.50", "1", "CHF"), ("143", "1", "betriebstag"),
        ("3400", "1", "stelle"), *((number, "1000", "item") for number in ("1204", "1121", "988", "1010")),
    ]  # fmt: skip
