"""Nouns in one form, so that "one ship" and "three ships" count the same thing.

The singular is that of two libraries (inflect, simplemma), which ``make new`` installs. Where they are not
there, units of measure are taken from CLDR and other nouns follow the rules that most plurals follow: what
the rules get wrong is a name of a unit that a person would have written otherwise, and the same one
throughout. ``shortfall`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any

from addup.texts.words import words as vocabulary


def lemma(word: str, language: str, *, is_many: bool = True) -> str:
    """Return a noun in one form: its singular, where library or rule knows it.

    ``is_many`` says that the word is likely a plural, as after a number; only the rules ask for it.
    """
    return _english(word.lower()) if language == "en" else _german(word, is_many)


def is_plural(word: str) -> bool:
    """Whether an English word in small letters looks like the plural of a noun."""
    if word in vocabulary("irregular", "en"):
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "ous"))
        and word not in vocabulary("no_plural", "en")
    )


def shortfall() -> str:
    """Return in one sentence what is missing to name nouns well; empty if nothing is."""
    missing = [name for name in ("inflect", "simplemma") if not _has(name)]
    if not missing:
        return ""
    return f"Nouns are put into the singular by rule, since {' and '.join(missing)} are not installed."


@cache
def _has(library: str) -> bool:
    return find_spec(library) is not None


# English


@cache
def _english(word: str) -> str:
    if word in vocabulary("uninflected", "en") or not is_plural(word):
        return word
    if not _has("inflect"):
        return _english_by_rule(word)
    singular = str(_english_nouns().singular_noun(word) or word)
    # It takes the plurals of all nouns in -x for those of nouns in -xe: annexes
    return singular.removesuffix("e") if singular.endswith("xe") and singular != "axe" else singular


@cache
def _english_nouns() -> Any:
    from inflect import engine

    return engine()


_IRREGULAR = {
    "people": "person", "children": "child", "feet": "foot", "teeth": "tooth", "geese": "goose", "mice":
    "mouse", "lice": "louse", "oxen": "ox", "dice": "die", "wives": "wife", "lives": "life", "knives":
    "knife", "leaves": "leaf", "loaves": "loaf", "shelves": "shelf", "halves": "half", "calves": "calf",
    "wolves": "wolf", "thieves": "thief", "movies": "movie", "shoes": "shoe", "crises": "crisis",
    "analyses": "analysis",
}  # fmt: skip
# Plurals in -es whose singular has no -e: "watches" but not "niches", "buses" but not "houses"
_ES = re.compile(r"(?:sh|ss|x|zz|o|(?:[^aei]|ea|ee|oa)ch|[^aeo]us)es$")


def _english_by_rule(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in vocabulary("mass", "en"):
        return word
    if not word.endswith("s"):
        return re.sub(r"men$", "man", word)
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if _ES.search(word) else word[:-1]


# German


@cache
def _german(word: str, is_many: bool) -> str:
    if not _has("simplemma"):
        return _german_by_rule(word, is_many)
    from simplemma import lemmatize

    found = str(lemmatize(word, "de"))
    # Nouns that are inflected like adjectives: Beschäftigte, Beschäftigten, Beschäftigter
    if not found[:1].isupper() or (found.endswith("er") and re.fullmatch(rf"{found[:-1]}n?", word)):
        return re.sub(r"e[nrms]?$", "e", word)
    if found != word or not is_many:
        return found
    # Loans such as Jobs, and compounds
    return word[:-1] if _LOAN.search(word) else _german_compound(word)


@cache
def _german_measures() -> Mapping[str, str]:
    """Return the singular of each unit of measure that CLDR names, by its forms in small letters."""
    from babel import Locale

    found: dict[str, str] = {}
    for lengths in Locale("de")._data["unit_patterns"].values():
        pattern = lengths.get("long", {})
        one, many = (str(pattern.get(count, "")).replace("{0}", "").strip() for count in ("one", "other"))
        if one.isalpha():
            found |= dict.fromkeys((one.lower(), many.lower(), f"{many.lower()}n"), one)
    return found


def _german_compound(word: str) -> str:
    """Return a compound that no library has with its measure in the singular: Betriebstage."""
    low = word.lower()
    for many, one in _german_measures().items():
        if len(many) > 3 and low.endswith(many) and len(low) > len(many) + 2:
            return word[: -len(many)] + one.lower()
    return word


_LOAN = re.compile(r"(?:[aeouybgkpt]|[bt]i|[aeo]l|[ae]m|in)(?<![aeu]u)s$")
_UMLAUTS = str.maketrans("äöüÄÖÜ", "aouAOU")
_GERMAN_RULES = tuple(
    (re.compile(rf"(?:{ending})$"), cut, is_changed)
    for ending, cut, is_changed in (
        # What is cut off the first ending that fits, and whether an umlaut goes with it
        (r"nde|gte|llte|ige|liche|lose|ierte|etzte|tote|äude|leute|tee|see|ie", 0, False),
        (r"(?:nde|gte|llte|ige|liche|lose|ierte|etzte|tote)n|innen", 1, False),
        (r"nnen", 2, False),
        (r"fahren|nehmen|wesen|haben|zeichen|treffen|[bdklr]chen", 0, False),
        (
            r"(?:ion|ung|heit|keit|schaft|ität|ur|ik|or|son|ent|ant|ist|au|ei|hr|ahl|dat|enz|fahrt|sicht|schicht|arbeit)en",
            2,
            False,
        ),
        (r"(?:urt|bank|mensch|tür|ahn|zeit|staat|bett|hemd)en", 2, False),
        (r"en|[ae]ln|[^e]ern", 1, False),
        (r"nisse|busse", 2, False),
        (r"(?:linge|geräte|geschäfte|stücke|flüsse)", 1, False),
        (r"e", 1, True),
        (r"(?:äus|ämt|änd|äld|äd|üch|örf|änn|kind|glied|bild|feld|schild)er", 2, True),
        (_LOAN.pattern, 1, False),
    )
)


def _german_by_rule(word: str, is_many: bool) -> str:
    low = word.lower()
    if low in _german_measures():
        return _german_measures()[low]
    if is_many and len(low) > 3:
        for ending, cut, is_changed in _GERMAN_RULES:
            if ending.search(low):
                stem = word[: len(word) - cut]
                return stem.translate(_UMLAUTS) if is_changed else stem
    return word
