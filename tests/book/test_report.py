"""The article as a chapter asks for it."""

import pytest
from addup.report import Article
from addup.wording import count


def test_an_altered_article_leaves_the_original_alone() -> None:
    article = Article()
    before = article.result
    slipped = article.altered("sum_headline", headline_usd={"number": "14"})
    assert slipped.printed("headline_usd") == "$14bn"
    assert list(slipped.result.checks) == ["sum_headline"]
    assert slipped.verdict("sum_headline").verdict == "inconsistent"
    assert article.verdict("sum_headline").verdict == "consistent"
    assert article.result is before


def test_what_is_not_in_the_register_cannot_be_altered() -> None:
    with pytest.raises(KeyError):
        Article().altered(no_such_figure={"number": "1"})
    with pytest.raises(KeyError):
        Article().altered("no_such_check")


def test_small_counts_are_words() -> None:
    assert [count(n) for n in (0, 1, 9, 10, 1234)] == ["none", "one", "nine", "10", "1,234"]
