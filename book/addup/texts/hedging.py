"""The hedge of a number in running text, before it or after it, by the words of the engine's table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from addup.engine.hedges import phrases
from addup.texts.words import words as vocabulary

_LONGEST, _MOST_FILLER = 5, 2
_MARKS = "(„“\"'‘[»«"


@cache
def _table(language: str, position: str) -> Mapping[str, str]:
    return {phrase.text.lower(): phrase.hedge for phrase in phrases(language) if phrase.position == position}


@cache
def _signs(language: str) -> re.Pattern[str]:
    signs = [text for text in _table(language, "before") if not any(map(str.isalpha, text))]
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(signs, key=len, reverse=True)))})$")


def before(text: str, language: str) -> tuple[str, str] | None:
    """Return the hedge that a text ends with, and its words in small letters; None if it ends with none."""
    table = _table(language, "before")
    text = text.rstrip(_MARKS + " \u00a0\u202f\u2009")
    if sign := _signs(language).search(text):
        return table[sign[0]], sign[0]
    words = text.split()[-_LONGEST - _MOST_FILLER :]
    for skipped in range(min(len(words), _MOST_FILLER + 1)):
        own = words[: len(words) - skipped]
        for count in range(min(_LONGEST, len(own)), 0, -1):
            phrase = " ".join(own[-count:]).lower().lstrip(_MARKS)
            if phrase in table:
                return table[phrase], phrase
        if own and own[-1].lower() not in vocabulary("filler"):
            return None
    return None


def after(text: str, language: str) -> str:
    """Return the hedge that a text begins with; empty if it begins with none."""
    table = _table(language, "after")
    low = text[:24].lower().lstrip(" \u00a0\u202f")
    for phrase, hedge in table.items():  # those with marks in them: "+", "plus/minus", "max."
        if not re.fullmatch(r"[^\W\d_ ]+(?: [^\W\d_]+)*", phrase) and low.startswith(phrase):
            is_sum = re.match(r"\s?[\d(€$£]", low[len(phrase) :])
            return "" if is_sum else hedge
    # "300-plus" is no sum, as "300 plus tax" is
    if re.match(r"(?:[-\u2010]plus\b(?!\s?[\d/])|\splus(?=[.,;:)]|$))", text):
        return table["+"]
    if match := re.match(r"-([a-zäöü]+)\b", text):
        return table.get(match[0], "")
    clause = re.match(r"[\s\u00a0\u202f]((?:[^\W\d_]+[\s\u00a0]?){1,4})(\W|$|\d)", text)
    if not clause:
        return ""
    words = clause[1].lower().split()
    for count in range(min(len(words), 4), 1, -1):
        if found := table.get(" ".join(words[:count])):
            return found
    if words[0] == "odd":
        return table["odd"]
    is_last = len(words) == 1 and not clause[2].isdecimal()
    return table.get(words[0], "") if words[0] in vocabulary("ends_clause") and is_last else ""
