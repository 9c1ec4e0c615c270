"""Dates on charts are written as those in sentences are, in the language that the settings name."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

import pandas as pd
import pytest
from addup.engine.interval import Interval
from addup.report import dates, picture
from addup.report.charts.exchange import rate_year

LANGUAGES = ("en_GB", "en_US", "de", "de_AT", "fr", "es", "it", "nl", "pt", "sv", "da", "ja", "zh")
DAYS = [datetime.date(2024, month, day) for month, day in [(1, 1), (3, 31), (9, 5), (12, 24)]]


def written(day: datetime.date, form: str) -> str:
    """Write a date by a format of Vega's, with the names that its charts are given."""
    names = dates.on_axes()
    directives = {
        "%Y": str(day.year),
        "%B": names["months"][day.month - 1],
        "%b": names["shortMonths"][day.month - 1],
        "%-m": str(day.month),
        "%m": f"{day.month:02}",
        "%-d": str(day.day),
        "%d": f"{day.day:02}",
        "%A": names["days"][day.isoweekday() % 7],
    }
    text = dates.on_axis(form)
    for directive, value in directives.items():
        text = text.replace(directive, value)
    assert "%" not in text
    return text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["long", "full", "month", "short month", "day", "short day"])
def test_a_chart_writes_a_day_as_a_sentence_does(
    language: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dates, "own", lambda: language)
    assert [written(day, form) for day in DAYS] == [dates.in_words(day, form) for day in DAYS]


@pytest.mark.parametrize(
    ("language", "month"), [("en_GB", "Jan 2025"), ("de", "Juli 2024"), ("fr", "janv. 2025")]
)
def test_the_months_below_a_year_of_rates_are_in_the_language_of_the_settings(
    language: str, month: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dates, "own", lambda: language)
    days = pd.date_range("2024-01-22", "2025-01-21", freq="B")
    rates = pd.DataFrame({"date": days, "rate": [7.1 + n / 1000 for n in range(len(days))]})
    band = Interval(Fraction(7), Fraction(36, 5))
    chart = rate_year(rates, band, days[-1], "Title")
    drawn = picture.svg(picture.vega(chart.to_dict()))
    assert f">{month}</text>" in drawn, re.findall(r">([^<]*)</text>", drawn)
