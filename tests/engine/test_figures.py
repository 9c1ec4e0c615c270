"""The reading of a printed number, and the reading of the files it stands in."""

import datetime
import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from addup.engine.figures import ALL_READINGS, HEDGES, READINGS, load
from addup.engine.interval import WHOLE, Interval
from addup.engine.table import BadInput
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    COLUMNS,
    REFERENCE_COLUMNS,
    check_row,
    figure,
    figure_row,
    register,
    table,
    write,
)  # fmt: skip

F = Fraction


def interval(text):
    """An interval as mathematicians write it: "[39.5, 40.5]", "(12, oo)"."""
    lo, hi = (None if "oo" in end else F(end) for end in text[1:-1].split(","))
    return Interval(lo, hi, text[0] == "(" and lo is not None, text[-1] == ")" and hi is not None)


# number, place, hedge: the strict, the declared and the round-number reading, as in the table of the design.
TABLE = [
    ("40", "1", "none", "[39.5, 40.5]", "[39.5, 40.5]", "[35, 45]"),
    ("5.5", "0.1", "none", "[5.45, 5.55]", "[5.45, 5.55]", "[5.45, 5.55]"),
    ("5.50", "0.1", "none", "[5.495, 5.505]", "[5.45, 5.55]", "[5.45, 5.55]"),
    ("230000", "1000", "none", "[229999.5, 230000.5]", "[229500, 230500]", "[225000, 235000]"),
    # Each zero at the end doubles the width of a vague hedge, unless the place says more already.
    ("41", "1", "about", "[40, 42]", "[39, 43]", "[39, 43]"),
    ("40", "1", "about", "[39, 41]", "[36, 44]", "[20, 60]"),
    ("40", "10", "about", "[39, 41]", "[20, 60]", "[20, 60]"),
    ("230000", "1000", "about", "[229999, 230001]", "[228000, 232000]", "[210000, 250000]"),
    ("230000", "1", "about", "[229999, 230001]", "[229968, 230032]", "[210000, 250000]"),
    ("40", "0.1", "about", "[39.9, 40.1]", "[39.2, 40.8]", "[20, 60]"),
    ("300", "1", "almost", "[299, 300)", "[292, 300)", "[100, 300)"),
    ("300", "1", "just_over", "(300, 301]", "(300, 308]", "(300, 500]"),
    ("7", "1", "almost", "[6, 7)", "[5, 7)", "[5, 7)"),
    # Counted, or a price: exact under every reading, and bounds bind there as well.
    ("2", "0", "none", "[2, 2]", "[2, 2]", "[2, 2]"),
    ("3200", "0", "none", "[3200, 3200]", "[3200, 3200]", "[3200, 3200]"),
    ("2", "0", "more_than", "(2, oo)", "(2, oo)", "(2, oo)"),
    ("2", "0", "at_most", "[0, 2]", "[0, 2]", "[0, 2]"),
    # A place finer than the last digit binds the strict reading too, a coarser one the round reading.
    ("40", "0.1", "none", "[39.95, 40.05]", "[39.95, 40.05]", "[35, 45]"),
    ("13", "10", "none", "[12.5, 13.5]", "[8, 18]", "[8, 18]"),
    ("6.8", "0.1", "about", "[6.7, 6.9]", "[6.6, 7.0]", "[6.6, 7.0]"),
    ("13", "1", "about", "[12, 14]", "[11, 15]", "[11, 15]"),
    ("12", "1", "more_than", "(12, oo)", "(12, oo)", "(12, oo)"),
    ("12", "1", "at_least", "[12, oo)", "[12, oo)", "[12, oo)"),
    ("12", "1", "less_than", "[0, 12)", "[0, 12)", "[0, 12)"),
    ("12", "1", "at_most", "[0, 12]", "[0, 12]", "[0, 12]"),
    ("12", "1", "up_to", "[0, 12]", "[0, 12]", "[0, 12]"),
    # A size is never negative, however wide the reading.
    ("1", "1", "about", "[0, 2]", "[0, 3]", "[0, 3]"),
    ("100", "1", "about", "[99, 101]", "[92, 108]", "[0, 300]"),
    ("0", "1", "none", "[0, 0.5]", "[0, 0.5]", "[0, 0.5]"),
    ("0.0", "0.1", "none", "[0, 0.05]", "[0, 0.05]", "[0, 0.05]"),
    # A printed loss is negative, and says so itself.
    ("-5", "1", "none", "[-5.5, -4.5]", "[-5.5, -4.5]", "[-5.5, -4.5]"),
    # An exponent moves the last printed place with it.
    ("4.0e1", "1", "none", "[39.5, 40.5]", "[39.5, 40.5]", "[35, 45]"),
]


@pytest.mark.parametrize(("number", "place", "hedge", "strict", "declared", "rounded"), TABLE)
def test_the_three_readings(number, place, hedge, strict, declared, rounded):
    printed = figure("a", number, place=place, hedge=hedge)
    assert [printed.printed(reading) for reading in READINGS] == [
        interval(strict), interval(declared), interval(rounded)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "place", "hedge", "unit", "expected"),
    [
        ("40", "1", "none", "USD", "[40, 41)"),
        ("5.5", "0.1", "none", "USD", "[5.5, 5.6)"),
        ("230000", "1000", "none", "USD", "[230000, 231000)"),
        ("0", "1", "none", "USD", "[0, 1)"),
        ("2", "0", "none", "USD", "[2, 2]"),
        # Digits are dropped towards zero, on whichever side of it the number is.
        ("-5", "1", "none", "change", "(-6, -5]"),
        ("0", "1", "none", "change", "(-1, 1)"),
        ("40", "1", "about", "USD", "[36, 44]"),
        ("12", "1", "more_than", "USD", "(12, oo)"),
    ],
)
def test_the_reading_of_digits_that_were_cut_off(number, place, hedge, unit, expected):
    assert figure("a", number, place=place, hedge=hedge, unit=unit).printed("cut") == interval(expected)


def test_an_unknown_change_may_be_negative_and_a_size_may_not():
    for unit in ("change", "change*USD", "USD*change", "change*USD/share", "date"):
        assert figure("a", "", unit=unit).printed("declared") == WHOLE
    for unit in ("USD", "share", "exchange", "change_office"):
        assert figure("a", "", unit=unit).printed("declared") == interval("[0, oo)")


def test_what_a_change_is_may_be_less_than_nought(tmp_path):
    row = figure_row("inflation", "0", unit="change", hedge="less_than")
    loaded = load(write(tmp_path / "data", [row], [check_row("below", "inflation < 0")]))
    assert loaded.figures["inflation"].printed("declared") == interval("(-oo, 0)")


def test_a_date_that_is_hedged_is_counted_in_days():
    day = figure("a", "2025-01-20", unit="date", hedge="about")
    assert day.printed("declared") == Interval(day.value - 2, day.value + 2)
    assert figure("a", "2025-01-20", unit="date", hedge="almost").printed("cut").hi == day.value


def test_scale_turns_all_of_it_into_base_units():
    budget = figure("a", "5.5", place="0.1", scale="1e9")
    assert budget.value == F("5.5e9")
    assert budget.printed("declared") == interval("[5450000000, 5550000000]")
    share = figure("a", "60", place="10", scale="0.01", unit="share", hedge="about")
    assert share.printed("declared") == interval("[0.4, 0.8]")
    assert share.printed("strict") == interval("[0.59, 0.61]")


def test_an_empty_number_is_unknown_but_still_a_size():
    assert figure("a", "").value is None
    assert figure("a", "").printed("declared") == interval("[0, oo)")
    assert figure("a", "", unit="date").printed("declared") == WHOLE


@pytest.mark.parametrize("reading", READINGS)
def test_a_date_is_the_exact_day(reading):
    day = figure("a", "2025-01-20", unit="date")
    assert day.value == datetime.date(2025, 1, 20).toordinal()
    assert day.printed(reading) == Interval.point(day.value)


@st.composite
def rounded_figures(draw):
    """Figures of any place, from finer than the last printed digit to coarser than all of them."""
    digits = draw(st.integers(1, 9999))
    zeros, decimals = draw(st.integers(0, 4)), draw(st.integers(0, 3))
    number = str(digits * 10**zeros)
    last = F(1)
    if decimals:
        number = f"{number.rjust(decimals + 1, '0')}"
        number, last = f"{number[:-decimals]}.{number[-decimals:]}", F(1, 10**decimals)
    place = last * F(10) ** draw(st.integers(-2, 6))
    return figure(
        "a", number, place=f"{float(place):f}", hedge=draw(st.sampled_from(HEDGES)),
        scale=draw(st.sampled_from(["1", "1e9", "0.01"])),
    )  # fmt: skip


@given(rounded_figures())
def test_the_readings_nest(printed):
    """What the strict reading allows the declared one allows, and what that allows the round one does."""
    strict, declared, rounded = (printed.printed(reading) for reading in READINGS)
    assert strict & declared == strict
    assert declared & rounded == declared


@given(rounded_figures(), st.sampled_from(READINGS))
def test_a_printed_range_holds_its_number_unless_the_hedge_excludes_it(printed, reading):
    excludes = printed.hedge in ("more_than", "less_than", "almost", "just_over")
    assert (printed.value in printed.printed(reading)) != excludes


@given(rounded_figures(), st.sampled_from(ALL_READINGS))
def test_a_size_is_never_negative(printed, reading):
    assert F(-1, 10**9) not in printed.printed(reading)


# The files


def test_the_columns_are_those_of_the_design(tmp_path):
    row = figure_row(
        "domestic_cny", "40", unit="CNY", scale="1e9", place="1", period="2025",
        attribution="two people", paragraph="3", quote="40 Milliarden RMB", note="a round number",
    )  # fmt: skip
    source = {"source_url": "https://example.org", "accessed": "2026-11-20", "licence": "CC0-1.0"}
    reference = figure_row("nvidia_total_usd", "91.166", place="0.001") | source
    formula = "nvidia_total_usd <= domestic_cny"
    loaded = load(write(tmp_path / "data", [row], [check_row("fits", formula)], [reference]))
    article, outside = loaded.figures.values()
    assert (article.id, article.number, article.scale, article.unit) == (
        "domestic_cny",
        "40",
        F(10**9),
        "CNY",
    )
    assert (article.place, article.period, article.attribution) == (F(1), "2025", "two people")
    assert (article.paragraph, article.quote, article.note) == (3, "40 Milliarden RMB", "a round number")
    assert (article.table, article.line, outside.table, outside.line) == (
        "figures.csv",
        2,
        "references.csv",
        2,
    )
    (check,) = loaded.checks.values()
    assert (check.id, check.formula, check.chapter, check.line) == ("fits", formula, "parts", 2)
    assert check.relation.names == ("nvidia_total_usd", "domestic_cny")


def plain(tmp_path):
    rows = [figure_row("a", "5.5", place="0.1", note="first"), figure_row("b", "40")]
    return write(tmp_path / "data", rows, [check_row("c", "a <= b")])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\N{BYTE ORDER MARK}" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\N{BYTE ORDER MARK}" + text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text + "\n\n",
    ],
    ids=["byte order mark", "CRLF", "both", "no last newline", "empty lines at the end"],
)
def test_how_a_spreadsheet_saves_makes_no_difference(tmp_path, change):
    folder = plain(tmp_path)
    before = load(folder)
    for file in folder.iterdir():
        text = change(file.read_bytes().decode("utf-8"))
        file.write_bytes(text.encode("utf-8"))
    assert load(folder) == before


@given(st.permutations(COLUMNS))
def test_any_column_order_works(tmp_path_factory, order):
    folder = tmp_path_factory.getbasetemp() / "order"
    rows = [figure_row("a", "5.5", place="0.1", note="first"), figure_row("b", "40")]
    write(folder, rows, [])
    before = load(folder)
    (folder / "figures.csv").write_text(table(rows, order), encoding="utf-8")
    assert load(folder) == before


def test_a_quoted_cell_may_hold_commas_quotes_and_line_breaks(tmp_path):
    note = 'one line,\nand "another"'
    folder = write(tmp_path / "data", [figure_row("a", "1", note=note), figure_row("b", "4o")], [])
    with pytest.raises(BadInput, match=r"^figures\.csv:4: number: '4o' is not a decimal number$"):
        load(folder)
    folder = write(tmp_path / "data", [figure_row("a", "1", note=note)], [])
    assert load(folder).figures["a"].note == note


def test_an_article_can_stand_without_references(tmp_path):
    folder = plain(tmp_path)
    (folder / "references.csv").unlink()
    assert list(load(folder).figures) == ["a", "b"]


def test_references_share_one_space_of_ids_with_the_article(tmp_path):
    folder = plain(tmp_path)
    (folder / "references.csv").write_text(table([figure_row("a", "6")], REFERENCE_COLUMNS), encoding="utf-8")
    with pytest.raises(BadInput, match=r"^references\.csv:2: id: 'a'"):
        load(folder)


def test_the_tests_own_register_is_what_load_reads(tmp_path):
    """The factory that other tests build on makes the same figures as the files do."""
    rows = [figure_row("a", "5.5", place="0.1", hedge="about", scale="1e9"), figure_row("b", "", place="")]
    loaded = load(write(tmp_path / "data", rows, [check_row("c0", "a <= b")]))
    made = register(
        [figure("a", "5.5", place="0.1", hedge="about", scale="1e9"), figure("b", "")], ["a <= b"]
    )
    for id, other in made.figures.items():
        for reading in READINGS:
            assert loaded.figures[id].printed(reading) == other.printed(reading)
    assert loaded.checks["c0"].relation == made.checks["c0"].relation


def test_a_number_that_was_deleted_is_told_from_an_unknown(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "data", tmp_path / "data")
    table = tmp_path / "data" / "figures.csv"
    deleted = re.sub(r"(?m)^(domestic_usd,[^,]*,)[^,]*,", r"\1,", table.read_text("utf-8"))
    table.write_text(deleted, "utf-8")
    with pytest.raises(BadInput, match=r"^figures\.csv:5: number: is empty, but '.*' prints one"):
        load(tmp_path / "data")
