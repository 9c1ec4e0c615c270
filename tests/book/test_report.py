"""The article as a chapter asks for it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from addup.engine.figures import Figure, Register, load
from addup.engine.solve import solve
from addup.report import asked
from addup.report.article import DATA, Article
from addup.report.picture import DEFERRED
from addup.report.said import NOT_MATHEMATICS, Said, chapter_of
from addup.report.tables import Table
from addup.report.wording import DOWN, NEAREST, UP, count, quantity, step
from hypothesis import given, settings
from hypothesis import strategies as st


def test_an_altered_article_leaves_the_original_alone() -> None:
    article = Article()
    before = article.result
    slipped = article.altered("sum_headline", headline_usd={"number": "14"})
    assert slipped.printed("headline_usd") == "$14bn"
    assert list(slipped.result.checks) == ["sum_headline"]
    assert slipped.verdict("sum_headline").verdict == "inconsistent"
    assert article.verdict("sum_headline").verdict == "consistent"
    assert article.result is before


REGISTER = load(DATA)
LARGEST = max(solve(REGISTER).groups.values(), key=lambda group: len(group.checks))
NUMBERED = [id for id, figure in LARGEST.figures.items() if figure.number]


def moved(figures: Mapping[str, Figure], id: str) -> dict[str, Figure]:
    """Return figures of which one is greater by its last digit."""
    figure = figures[id]
    number = Decimal(figure.number) + Decimal(float(figure.last_place)).quantize(Decimal("1e-9"))
    return {**figures, id: replace(figure, number=f"{number.normalize():f}")}


@settings(max_examples=15, deadline=None)
@given(*[st.sampled_from(NUMBERED)] * 2, st.sampled_from([each.id for each in LARGEST.checks]), st.booleans())
def test_whatever_changes_what_an_altered_article_said_changes_an_answer_that_it_asked_for(
    edited: str, altered: str, check: str, whole: bool
) -> None:
    before, after = REGISTER, Register(moved(REGISTER.figures, edited), REGISTER.checks)
    kept = REGISTER.checks if whole else [id for id in REGISTER.checks if id != "conversion" or id == check]
    name = REGISTER.checks[check].relation.names[0]

    def said(article: Article) -> str:
        return repr((article.verdict(check).margin, article.ranges(name).implied))

    asked.questions.clear()
    change = {altered: {"number": moved(REGISTER.figures, altered)[altered].number}}
    words = said(Article().altered(*kept, **change))
    results = [(register, solve(register)) for register in (before, after)]
    answers = [
        asked.answers(asked.questions, {"register": register, "units": None, "declared": result})
        for register, result in results
    ]
    if answers[0] == answers[1]:
        assert words == said(Article(register=after).altered(*kept, **change))


def test_a_factor_can_be_so_many_times_and_a_share_so_many_per_cent() -> None:
    article = Article()
    for id, figure in article.register.figures.items():
        if figure.unit == "share" and figure.is_printed:
            words = ["per cent", "times"] if "times" in article.printed(id) else ["times", "per cent"]
            assert words[0] not in article.range_of(id)
            assert words[1] in article.range_of(id)


def test_what_is_not_in_the_register_cannot_be_altered() -> None:
    with pytest.raises(KeyError):
        Article().altered(no_such_figure={"number": "1"})
    with pytest.raises(KeyError):
        Article().altered("no_such_check")
    with pytest.raises(KeyError):
        Article().without("no_such_check")


def test_without_the_check_in_conflict_the_rest_can_be_worked_out() -> None:
    numbers = {"domestic_usd": "5.8", "domestic_cny": "40", "reuters_rate": "7.2712", "overseas_usd": "6.8"}
    apart = Article().altered("conversion", "rate_at_least", "sum")
    article = apart.altered(**{id: {"number": number} for id, number in numbers.items()})
    with pytest.raises(AssertionError, match=r'work it out from article\.without\("rate_at_least"\)'):
        article.interval("plan_usd", "remaining")
    spared = article.without("rate_at_least")
    assert spared.result.jointly == "consistent"
    assert set(article.register.checks) - set(spared.register.checks) == {"rate_at_least"}
    assert spared.interval("plan_usd", "remaining")
    with pytest.raises(ValueError, match="no check is left"):
        article.without(*article.register.checks)


@pytest.mark.parametrize(
    ("distance", "unit", "words"),
    [
        ("0.017", "share", "1.7 percentage points"),
        ("0.01", "share", "1 percentage point"),
        ("0.02", "change", "2 percentage points"),
        ("3", "date", "3 days"),
        ("2e9", "USD", "$2bn"),
    ],
)
def test_a_distance_has_the_unit_of_a_difference(distance: str, unit: str, words: str) -> None:
    assert quantity(Fraction(distance), step(unit), 3) == words


def test_small_counts_are_words() -> None:
    assert [count(n) for n in (0, 1, 9, 10, 1234)] == ["none", "one", "nine", "10", "1,234"]


@settings(max_examples=50)
@given(st.sampled_from(["{} / {}", "{} * {}", "{} + {}", "{} - {}", "{} / (1 + {})"]), st.data())
def test_an_equation_shows_the_ends_that_give_the_range(shape: str, data: st.DataObject) -> None:
    article = Article()
    sizes = ["domestic_usd", "overseas_usd", "chips_bytedance", "nvidia_china_share", "valuation_usd"]
    expression = shape.format(*data.draw(st.permutations(sizes).map(lambda ids: ids[:2])))
    result = article.work_out(expression)
    rows = article.equation(expression, "share", "eq-x", 12).tex.splitlines()[1:-1]
    shown = [row.split(r"\approx ")[1].removesuffix(r" \\") for row in rows]
    ends = [(article.exactly(expression), NEAREST), (result.lo, DOWN), (result.hi, UP)]
    assert shown == [rf"\text{{{quantity(end, 'share', 12, towards)}}}" for end, towards in ends]


def test_an_expression_that_its_ends_do_not_bound_has_no_equation() -> None:
    with pytest.raises(AssertionError, match="not at ends"):
        Article().equation("plan_usd", "USD", "eq-x")


def test_an_equation_is_a_directive_in_a_build_and_tex_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article().altered(domestic_usd={"number": "5.5"}, domestic_cny={"number": "40"})
    equation = article.equation("domestic_cny / domestic_usd", "CNY/USD", "eq-band")
    assert r"\frac{\text{RMB39.5bn}}{\text{\$5.55bn}} &\approx \text{RMB7.117 a dollar}" in equation.tex
    assert r"\text{2.25 times}" in Article().equation("2 * doubling", "share", "eq-x").tex
    monkeypatch.setenv(DEFERRED, "1")
    assert ":label: eq-band" in equation._repr_mimebundle_()["text/markdown"]
    monkeypatch.delenv(DEFERRED)
    assert equation._repr_mimebundle_()["text/latex"].startswith("$$")


def test_what_is_said_shows_in_a_notebook_beside_its_sentences(tmp_path, monkeypatch) -> None:
    cell = 'say(rate="7.27", day="Monday")'
    sentence = "On {glue:text}`day` it was {glue:text}`rate` {cite}`ecb`."
    chapter = f"# Rates\n\n{sentence}\n\n```{{code-cell}}\n{cell}\n```\n"
    (tmp_path / "rates.md").write_text(chapter, "utf-8")
    monkeypatch.chdir(tmp_path)
    said = Said({"rate": "7.27", "day": "Monday", "unused": "<b>"}, chapter_of(cell))
    assert said.sentences("rate") == said.sentences("day") == ["On Monday it was 7.27."]
    assert said.sentences("unused") == []
    assert Said({}, chapter).sentences("rate") == ["On [day] it was [rate]."]
    shown = said._repr_mimebundle_()
    assert "<td>7.27</td>" in shown["text/html"]
    for table in (said, Table(pd.DataFrame({"range": ["$5bn to $6bn"]}), "Ranges", "ranges")):
        assert f'{NOT_MATHEMATICS}"' in table._repr_mimebundle_()["text/html"]
    assert "&lt;b&gt;" in shown["text/html"]
    assert chapter_of("nowhere") == ""
    monkeypatch.setenv("JPY_SESSION_NAME", "book/rates.md")
    assert chapter_of("nowhere") == chapter
