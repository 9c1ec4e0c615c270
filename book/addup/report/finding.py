"""What a report comes to, in a sentence that is true whatever the verdicts are."""

from __future__ import annotations

from addup.engine.solve import CONSISTENT, DEPENDS, INCONSISTENT, NOT_CHECKABLE, NOT_COMPARABLE, UNDECIDED
from addup.report.article import Article
from addup.report.tables import as_text
from addup.report.wording import count

_IN_WORDS = {
    INCONSISTENT: ("cannot hold", "cannot hold"),
    DEPENDS: ("depends on how its numbers are rounded", "depend on how their numbers are rounded"),
    NOT_COMPARABLE: ("compares what cannot be compared", "compare what cannot be compared"),
    NOT_CHECKABLE: ("cannot be checked", "cannot be checked"),
    UNDECIDED: ("could not be decided", "could not be decided"),
    CONSISTENT: ("holds", "hold"),
}


def first_sentence(article: Article) -> str:
    """Return the finding first, then how many checks came to what: "The article does not add up: ..."."""
    counts = dict(article.counts())
    total = len(article.register.checks)
    counts[UNDECIDED] = total - sum(counts.values())
    if not total:
        return f"Nothing is checked yet: {_figures(article)} and no check between them."
    if counts[INCONSISTENT]:
        answer = "The article does not add up"
    elif article.result.jointly == INCONSISTENT:
        answer = "Each check can hold by itself, but not all of them at once, so the article does not add up"
    elif counts[CONSISTENT] == total:
        answer = "As far as its numbers can be checked, the article adds up"
    elif counts[CONSISTENT]:
        answer = (
            "Nothing in the article contradicts itself for certain, but not all of it could be shown to fit"
        )
    else:
        answer = "Whether the article adds up cannot be told from the checks made so far"
    told = [
        f"{count(counts[verdict])} {words[counts[verdict] > 1]}"
        for verdict, words in _IN_WORDS.items()
        if counts[verdict]
    ]
    *first, last = told
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{answer}: of {count(total)} {'check' if total == 1 else 'checks'}, {listed}."


def answer(article: Article, check: str) -> str:
    """Return what carries a check's verdict, and what its unknowns come to, as text for a table."""
    unknown = [id for id in article.check(check).relation.names if article.figure(id).value is None]
    told = [f"{article.figure(id).label}: {article.range_of(id, 'implied')}" for id in unknown]
    return "; ".join((*map(as_text, told), article.reason(check))).strip("; ")


def state(article: Article) -> str:
    """Return how many figures there are, and how far they were looked over, in a sentence each."""
    unknown = sum(not figure.is_printed for figure in article.register.figures.values())
    guessed = sum("Guessed" in figure.note for figure in article.register.figures.values())
    asked = f"; {count(unknown)} more {'is' if unknown == 1 else 'are'} asked for and not printed"
    looked = (
        "Every row has been looked over."
        if not guessed
        else f"What {count(guessed)} of the rows {'says' if guessed == 1 else 'say'} is still guessed "
        "from the words around the number."
    )
    return f"The article prints {_figures(article)}{asked if unknown else ''}. {looked}"


def _figures(article: Article) -> str:
    printed = sum(figure.is_printed for figure in article.register.figures.values())
    return f"{count(printed) if printed else 'no'} {'figure' if printed == 1 else 'figures'}"
