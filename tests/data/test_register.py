"""The tables of the register: well formed, sourced, dated and free of contradiction."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from addup.engine.figures import load
from addup.engine.units import units

DATA = Path(__file__).parents[2] / "data"
REGISTER = load(DATA)
FIGURES, CHECKS = REGISTER.figures, REGISTER.checks
REFERENCES = [figure for figure in FIGURES.values() if figure.table == "references.csv"]
TABLES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_written_in_one_way(name):
    """UTF-8 without mark, LF, quoted only where needed: a change in a spreadsheet stays a small diff."""
    text = (DATA / name).read_bytes().decode("utf-8")
    cells = list(csv.reader(io.StringIO(text, newline="")))
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\n").writerows(cells)
    assert again.getvalue() == text
    assert all(cell == cell.strip() for row in cells for cell in row)


def test_only_the_deliberate_check_compares_different_kinds():
    kinds = {id: figure.unit for id, figure in FIGURES.items()}
    assert [id for id, check in CHECKS.items() if units(check.relation, kinds)] == ["users_side_by_side"]


def test_figures_that_nothing_bears_on_are_known():
    """Whoever adds a check, or takes one away, should know which figures of the article are left alone."""
    used = {name for check in CHECKS.values() for name in check.relation.names}
    alone = [id for id, figure in FIGURES.items() if figure.table == "figures.csv" and id not in used]
    assert alone == ["informants", "needs_part", "inference_part", "h20_part"]


def test_every_printed_figure_says_who_why_and_where():
    for figure in FIGURES.values():
        if figure.table == "figures.csv":
            assert figure.note, figure.id
            if figure.number:
                assert figure.attribution, figure.id
                assert figure.place is not None, figure.id
                assert figure.quote, figure.id
                assert figure.paragraph is not None, figure.id


def test_unknowns_and_dates_have_no_place():
    assert not [id for id, f in FIGURES.items() if f.place and (not f.number or f.unit == "date")]


def test_every_reference_is_sourced():
    for figure in REFERENCES:
        assert figure.number, figure.id
        assert figure.attribution, figure.id
        assert figure.extra["licence"], figure.id
        assert figure.extra["grade"] in "ABCD", figure.id
        named_only = figure.extra["licence"] in ("copyright; not linked", "own reasoning")
        assert bool(re.fullmatch(r"https?://[^/]+/\S+", figure.extra["source_url"])) != named_only, figure.id
        assert figure.extra["passage"], figure.id
        assert figure.extra["read"] in ("yes", "no"), figure.id
        assert re.fullmatch(r"\d{4}-\d{2}", figure.extra["accessed"]), figure.id


def test_a_source_has_one_address_and_one_licence():
    terms = {}
    for figure in REFERENCES:
        own = (figure.extra["source_url"], figure.extra["licence"])
        assert terms.setdefault(figure.extra["source"], own) == own, figure.id


def test_figures_worked_out_here_are_graded_as_arithmetic():
    for figure in REFERENCES:
        worked_out = re.search(r"worked out here|difference of|own reasoning", figure.attribution)
        assert bool(worked_out) == (figure.extra["grade"] == "D"), figure.id


def test_days_are_what_the_calendar_says():
    days = {id: date.fromisoformat(f.number) for id, f in FIGURES.items() if f.unit == "date" and f.number}
    assert days["monday_week_3"] == date.fromisocalendar(2025, 3, 1)
    assert days["sunday_week_3"] == date.fromisocalendar(2025, 3, 7)
    assert days["monday_week_4"] == date.fromisocalendar(2025, 4, 1)
    # A note that starts with a weekday is about the day itself: the calendar has to agree.
    for id, day in days.items():
        if weekday := re.match(r"(?:A )?(\w+day)\b", FIGURES[id].note):
            assert f"{day:%A}" == weekday[1], id


def test_what_reprints_the_newspaper_without_leave_is_not_linked():
    bibliography = (DATA.parent / "book" / "references.bib").read_text("utf-8")
    linked = re.findall(r"url\s*=\s*\{([^}]*)\}", bibliography)
    linked += [figure.extra["source_url"] for figure in REFERENCES]
    reprints = (
        *("financialrush.com", "gruender-aktuell.de", "thisbiginfluence.com"),
        *("trendstoday.net", "orsoltech.com", "fastnews.site", "itstargetnews.com", "hic1.online"),
        *(
            "soramidjourney.com",
            "1hut.ru",
            "asiaict.com",
            "omnesmedia.com",
            "techbullion.com",
            "racetoagi.org",
        ),
    )
    assert not [url for url in linked if any(site in url for site in reprints)]


def test_a_check_counts_only_if_it_says_what_it_tests():
    kinds = {"internal", "independent", "same_origin", "none"}
    assert {check.evidence for check in CHECKS.values()} == kinds


NAMES_AND_DAYS = re.compile(r"\b(H\d0+s?|910B|week \d|(\d\d? )?([A-Z][a-z]+ )?20\d\d)\b")


def test_no_question_and_no_label_states_a_number():
    """A figure is corrected in its own row; what is typed elsewhere would go on stating the old one."""
    with (DATA / "between_sources.csv").open(encoding="utf-8", newline="") as file:
        texts = [row[column] for row in csv.DictReader(file) for column in ("question", "why")]
    texts += [text for check in CHECKS.values() for text in (check.question, check.why)]
    texts += [figure.label for figure in FIGURES.values()]
    stated = re.compile(r"\d|\b(million|billion|per cent|twice)\b")
    assert [text for text in texts if stated.search(NAMES_AND_DAYS.sub("", text))] == []
