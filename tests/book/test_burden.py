"""Change any figure, contradictions included: all that no longer holds is listed, in words, to the end."""

from __future__ import annotations

import pytest
from _ext.notebooks.objections import report

from bench.burden import TABLES, changed, figures, ways

CASES = [(table, id, way, other) for table, id, number in figures(*TABLES) for way, other in ways(number)]
SAMPLE = [case for case in CASES if case[1] in {"informants", "nvidia_china_usd"} and case[2] != "double"]


def list_is_whole(case: tuple[str, str, str, str]) -> None:
    found = changed(*case).found
    listed = report(found)
    for each in found:
        assert each.message
        assert each.after is not None or each.message in listed
        assert not each.message.startswith(("KeyError", "AttributeError", "TypeError", "NameError")), each
        assert each.after is not None or each.sentences or each.shows or each.line > 1


@pytest.mark.parametrize("case", SAMPLE, ids="-".join)
def test_a_changed_figure_gives_a_whole_list(case: tuple[str, str, str, str]) -> None:
    list_is_whole(case)


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_every_changed_figure_gives_a_whole_list(case: tuple[str, str, str, str]) -> None:
    list_is_whole(case)
