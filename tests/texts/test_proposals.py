"""Which checks are proposed: by their scores on marked texts, and whatever the text."""

import csv
import random
from dataclasses import replace

import pytest
from addup.engine.formula import parse
from addup.texts.announcing import sentences
from addup.texts.proposals import propose
from hypothesis import given
from hypothesis import strategies as st

from tests.texts.relations import SCORES, scores, texts

MARKED = [marked for part in ("tuned", "held") for marked in texts(part)]


@pytest.mark.parametrize("part", ["tuned", "held"])
def test_the_scores_are_those_that_the_book_prints(part):
    with SCORES.open(encoding="utf-8", newline="") as file:
        printed = next(row for row in csv.DictReader(file) if row.pop("part") == part)
    assert {name: int(cell) for name, cell in printed.items()} == scores(part)


def test_of_texts_that_no_rule_was_made_on_most_relations_are_found_and_few_others():
    held = scores("held")
    assert held["found"] >= 0.7 * held["relations"]
    assert 2 * held["false"] <= held["found"]


@pytest.mark.parametrize("marked", MARKED, ids=lambda marked: marked.name)
def test_every_relation_marked_by_hand_can_be_a_check(marked):
    ids = {figure.id for figure in marked.figures}
    assert len(ids) == len(marked.figures)
    assert all(way <= ids for ways in marked.relations for way in ways)


@given(st.sampled_from(MARKED), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(marked, shuffle):
    figures = list(marked.figures)
    shuffle.shuffle(figures)
    before, after = (
        {each.formula for each in propose(rows, marked.text, marked.language)}
        for rows in (marked.figures, figures)
    )
    assert before == after


@given(st.sampled_from(MARKED))
def test_what_fits_does_so_by_the_engine_and_nothing_is_proposed_twice(marked):
    figures = {figure.id: figure for figure in marked.figures}
    proposed = propose(marked.figures, marked.text, marked.language)
    assert len({each.key for each in proposed}) == len(proposed)
    for each in proposed:
        relation = parse(each.formula)
        assert set(relation.names) == each.key <= set(figures)
        printed = {id: figures[id].printed("declared") for id in relation.names}
        assert each.fits == (relation.narrow(printed) is not None)
        assert each.fits or each.announced
        assert all(sentence in marked.text.replace("\n\n", " ") for sentence in each.sentences)


def test_what_does_not_fit_is_shown_first():
    for marked in MARKED:
        fits = [each.fits for each in propose(marked.figures, marked.text, marked.language)]
        assert fits == sorted(fits)


@given(st.sampled_from(MARKED))
def test_without_the_text_the_quotations_have_to_do(marked):
    for each in propose(marked.figures, None, marked.language):
        assert each.key <= {figure.id for figure in marked.figures}


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=12), st.integers(0, 10**6))
def test_any_numbers_in_any_order_are_proposed_on_or_not_and_nothing_breaks(numbers, seed):
    first = MARKED[0].figures[0]
    text = " ".join(f"It was {number} ships." for number in numbers)
    figures = [
        replace(first, id=f"f{place}", number=str(number), scale=1, unit="ship", place=None,
                paragraph=0, quote=f"It was {number} ships")
        for place, number in enumerate(numbers)
    ]  # fmt: skip
    random.Random(seed).shuffle(figures)
    for each in propose(figures, text, "en"):
        assert each.fits


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "It rose to £3.5m. Mr. Smith said so. Nobody else did.", 3),
        ("de", "Im 3. Quartal waren es 3,5 Mio. Euro. Das ist viel.", 2),
        ("de", "„So viel war es.“ Das sagte er am 5. Mai.", 2),
        ("en", "", 1),
    ],
)
def test_sentences_end_where_they_do(language, text, count):
    found = sentences(text, language)
    assert len(found) == count
    assert "".join(text[first:last] for first, last in found) == text
