"""The series agree with themselves, with each other and with the single figures taken from them."""

import csv
import importlib.util
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from addup.engine.figures import load

DATA = Path(__file__).parents[2] / "data"
FIGURES = load(DATA).figures


def rows(name):
    with (DATA / "series" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


QUARTERS = {row["period"]: row for row in rows("nvidia_quarters.csv")}


def test_the_ecb_table_is_regenerated_bit_for_bit(tmp_path):
    spec = importlib.util.spec_from_file_location("make_ecb", DATA / "series" / "make_ecb.py")
    make_ecb = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_ecb)
    make_ecb.write(tmp_path / "ecb.csv")
    assert (tmp_path / "ecb.csv").read_bytes() == (DATA / "series" / "ecb_usd_cny.csv").read_bytes()


def test_the_cross_rate_is_yuan_per_euro_over_dollars_per_euro():
    for row in rows("ecb_usd_cny.csv"):
        cross = Fraction(row["eur_cny"]) / Fraction(row["eur_usd"])
        assert abs(cross - Fraction(row["usd_cny_own_cross"])) <= Fraction("0.0000005")


def test_ecb_days_are_weekdays_in_order():
    days = [date.fromisoformat(row["date"]) for row in rows("ecb_usd_cny.csv")]
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (date(2024, 1, 2), date(2025, 1, 31))
    assert all(day.isoweekday() <= 5 for day in days)
    assert max(later - earlier for earlier, later in pairwise(days)) <= timedelta(5)


@pytest.mark.parametrize("id", ["ecb_usd_cny", "ecb_usd_cny_22_january"])
def test_single_ecb_rates_are_those_of_the_series(id):
    figure = FIGURES[id]
    (row,) = (row for row in rows("ecb_usd_cny.csv") if row["date"] == figure.period)
    assert round(Fraction(row["usd_cny_own_cross"]), 4) == figure.value


def test_the_federal_reserve_agrees_with_the_cross_rate():
    by_month = {}
    for row in rows("ecb_usd_cny.csv"):
        by_month.setdefault(row["date"][:7], []).append(Fraction(row["usd_cny_own_cross"]))
    federal_reserve = {row["month"]: Fraction(row["usd_cny"]) for row in rows("fed_usd_cny_monthly.csv")}
    assert by_month.keys() == federal_reserve.keys()
    for month, cross in by_month.items():
        mean = sum(cross) / len(cross)
        assert abs(mean / federal_reserve[month] - 1) < Fraction("0.0005")
    assert FIGURES["fed_mean_december"].value == federal_reserve["2024-12"]
    assert FIGURES["fed_mean_january"].value == federal_reserve["2025-01"]


def test_nvidias_regions_make_its_total():
    totals = {}
    for row in rows("nvidia_regions.csv"):
        totals[row["period"]] = totals.get(row["period"], 0) + int(row["revenue_usd_million"])
        if row["region"].startswith("China"):
            assert row["revenue_usd_million"] == QUARTERS[row["period"]]["china_usd_million"]
    assert totals == {period: int(QUARTERS[period]["total_usd_million"]) for period in totals}
    assert totals


@pytest.mark.parametrize("column", ["total_usd_million", "china_usd_million"])
def test_nvidias_quarters_make_its_longer_periods(column):
    q1, q2, q3, q4, nine, year = (
        int(QUARTERS[f"FY2025{part}"][column]) for part in (" Q1", " Q2", " Q3", " Q4", " 9M", "")
    )
    assert q1 + q2 + q3 == nine
    assert nine + q4 == year


def test_nvidias_quarters_are_thirteen_weeks_and_leave_no_gap():
    spans = [
        tuple(date.fromisoformat(QUARTERS[f"FY2025 Q{n}"][end]) for end in ("first_day", "last_day"))
        for n in (1, 2, 3, 4)
    ]
    assert all(last - first == timedelta(13 * 7 - 1) for first, last in spans)
    assert all(after[0] - before[1] == timedelta(1) for before, after in pairwise(spans))
    assert FIGURES["nvidia_first_day"].number == spans[0][0].isoformat()
    assert FIGURES["nvidia_next_day"].number == spans[3][0].isoformat()
    assert FIGURES["days_per_quarter"].value == 13 * 7


@pytest.mark.parametrize(
    ("prefix", "period"),
    [
        ("nvidia_q1", "FY2025 Q1"),
        ("nvidia_q2", "FY2025 Q2"),
        ("nvidia_q3", "FY2025 Q3"),
        ("nvidia_q4", "FY2025 Q4"),
        ("nvidia_filed", "FY2025 9M"),
        ("nvidia_year", "FY2025"),
        ("nvidia_before", "FY2024 9M"),
    ],
)
def test_single_figures_of_nvidia_are_those_of_the_series(prefix, period):
    row = QUARTERS[period]
    for figure, column, basis in (
        (FIGURES[f"{prefix}_usd"], "total_usd_million", row["total_basis"]),
        (FIGURES[f"{prefix}_china_usd"], "china_usd_million", row["china_basis"]),
    ):
        assert figure.value == int(row[column]) * 10**6
        assert figure.period == f"{row['first_day']}/{row['last_day']}"
        assert figure.extra["source"] == row["source"]
        assert figure.extra["grade"] == ("A" if basis == "filed" else "D")


def test_single_h20_prices_are_those_of_the_series():
    names = {"2024-02": "february", "2024-07": "july", "2025-05": "may"}
    prices = {row["month"]: row for row in rows("h20_prices.csv")}
    for month, name in names.items():
        low, high = FIGURES[f"h20_{name}_low"], FIGURES[f"h20_{name}_high"]
        assert (low.number, high.number) == (prices[month]["low_usd"], prices[month]["high_usd"])
        assert low.extra["source"] == high.extra["source"] == prices[month]["source"]
    september = FIGURES["h20_september"]
    assert september.number == prices["2024-09"]["low_usd"] == prices["2024-09"]["high_usd"]
    assert september.value == FIGURES["september_order_usd"].value / FIGURES["september_order"].value


def test_chips_by_buyer_are_the_registered_figures():
    for row in rows("chips_by_buyer.csv"):
        figure = FIGURES[row["figure"]]
        assert (row["chips"], row["hedge"]) == (figure.number, figure.hedge)
        assert (row["in_article"] == "true") == (figure.table == "figures.csv")
