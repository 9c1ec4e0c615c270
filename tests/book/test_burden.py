"""Change any figure, contradictions included: all that no longer holds is listed, in words, to the end."""

from __future__ import annotations

import re

import pytest
from _ext.notebooks.objections import report
from addup.engine.solve import CONSISTENT
from addup.report.article import Article

from bench.burden import TABLES, changed, far, figures, ways

CASES = [
    (table, id, way, other)
    for table, id, number in figures(*TABLES)
    for way, other in (*ways(number), *far(number))
]
QUICK = {("informants", "last digit")}
SOME = QUICK | {("nvidia_china_usd", "5 per cent")}
SAMPLE = [
    pytest.param(case, marks=() if case[1:3] in QUICK else pytest.mark.slow)
    for case in CASES
    if case[1:3] in SOME
]
MOST_BURDENED = ("domestic_usd", "headline_usd", "doubling")
GOAL = 3
"""As many sentences, at most, are to be rewritten for a change that contradicts nothing."""

PYTHON = re.compile(
    r"\w(Error|Exception)\b|StopIteration|NoneType|<class|\boperand|\biterable|\bargument|\battribute"
)
"""What Python says of its own errors: a chapter's claims fail in the report's words."""


def list_is_whole(case: tuple[str, str, str, str]) -> None:
    found = changed(*case).found
    listed = report(found)
    for each in found:
        assert each.message
        assert each.after is not None or each.message in listed
        assert not PYTHON.search(each.message), each
        assert each.after is not None or each.sentences or each.shows or each.line > 1


@pytest.mark.parametrize("case", SAMPLE, ids="-".join)
def test_a_changed_figure_gives_a_whole_list(case: tuple[str, str, str, str]) -> None:
    list_is_whole(case)


@pytest.mark.parametrize("id", MOST_BURDENED)
def test_a_change_that_contradicts_nothing_leaves_little_to_rewrite(id: str) -> None:
    """The first such change of a figure: which one that is depends on the number that is printed now."""
    article = Article()
    of_figure = (case for case in CASES if case[1] == id)
    fits = (c for c in of_figure if article.altered(**{id: {"number": c[3]}}).result.jointly == CONSISTENT)
    case = next(fits, None)
    if case is None:
        pytest.skip("whatever is printed for it, the article contradicts itself")
    found = changed(*case)
    assert not found.contradicts
    assert len(found.sentences) <= GOAL, report(found.own)


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_every_changed_figure_gives_a_whole_list(case: tuple[str, str, str, str]) -> None:
    list_is_whole(case)
