"""Numbers in running text: digits, number words and other words of quantity, German or English.

Made for proofs of completeness, so in doubt it finds too much: a word that only may be a number ("third"
in "third parties") costs a line in a list of exceptions, while one that is missed is never seen. Number
formats come from Babel, number words from num2words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

LANGUAGES = ("de", "en")

_LETTERS = r"[^\W\d_½⅓⅔¼¾]*"
_VULGAR = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
}
_THOUSAND, _PERCENT = Fraction(1000), Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Token:
    """One number in a text.

    ``paragraph`` counts the non-empty lines from 0, ``start`` the characters of the paragraph. ``text`` is
    the whole word with the number in it ("40", "H20s", "Rmb40bn", "twice"). ``value`` is the number as
    printed, before ``scale``, the factor that the words after it bring (a billion, a hundredth for per
    cent). The value is None for a word of quantity that has no single one ("thousands").
    """

    paragraph: int
    start: int
    text: str
    value: Fraction | None
    scale: Fraction

    @property
    def end(self) -> int:
        """Where the word ends, in characters of the paragraph."""
        return self.start + len(self.text)

    @property
    def is_spelt_out(self) -> bool:
        """Whether it has no digits."""
        return not any(character.isnumeric() for character in self.text)


@dataclass(frozen=True)
class _Vocabulary:
    """What num2words does not know of a language, as patterns of whole words."""

    scales: Mapping[str, Fraction]  # the factor a word brings to the number before it
    suffixes: Mapping[str, Fraction]  # the same, but only where it is joined to the digits
    quantities: Mapping[str, Fraction | None]
    one: str  # an article that is the number one only before a scale or before these words:
    of_the: str
    part: str  # words before an ordinal that make it a fraction
    compound: str  # "{number}" and what makes it an adjective or a verb


_VOCABULARIES = {
    "de": _Vocabulary(
        scales={
            r"tausend|tsd\.?": _THOUSAND,
            r"million(?:en)?|mio\.?": _THOUSAND**2,
            r"milliarden?|mrd\.?": _THOUSAND**3,
            r"billion(?:en)?|bio\.?": _THOUSAND**4,
            r"prozent\w*|%": _PERCENT,
        },
        suffixes={},
        quantities={
            r"hundert": Fraction(100),
            r"dutzende?n?": Fraction(12),
            r"beide[nmrs]?": Fraction(2),
            r"(?:ver)?doppel\w*": Fraction(2),
            r"halb(?!leiter)\w*|hälften?": Fraction(1, 2),
            r"anderthalb|eineinhalb": Fraction(3, 2),
            r"zweit(?!ausend)\w+": Fraction(2),
            r"dritt\w+": Fraction(3),
            r"\w*(?:hundert|tausend|einhalb)\w*": None,
        },
        one=r"ein(?:e[nmrs]?)?",
        of_the=r"der|dieser|jener",
        part=r"(?!)",  # a fraction is a word of its own: "Drittel"
        compound=r"(?:ver)?{number}(?:fach|mal|stellig|jährig|monatig|wöchig|tägig|köpfig|teilig|prozentig)\w*",
    ),
    "en": _Vocabulary(
        scales={
            r"thousand": _THOUSAND,
            r"million|mn": _THOUSAND**2,
            r"billion|bn": _THOUSAND**3,
            r"trillion|tn": _THOUSAND**4,
            r"per[ -]?cent|percentage points?|%": _PERCENT,
        },
        suffixes={"k": _THOUSAND, "m": _THOUSAND**2, "b": _THOUSAND**3},
        quantities={
            r"hundred": Fraction(100),
            r"dozens?": Fraction(12),
            r"both|couple|pair|twice|doubl(?:e[sd]?|ing)": Fraction(2),
            r"thrice|(?:trip|treb)l(?:e[sd]?|ing)": Fraction(3),
            r"quadrupl(?:e[sd]?|ing)": Fraction(4),
            r"half|halve[sd]?|halving": Fraction(1, 2),
            r"quarters": Fraction(1, 4),
            r"(?:hundred|thousand|million|billion|trillion)s": None,
        },
        one=r"an?",
        of_the=r"(?!)",
        part=r"(?<=\ba )|(?<=\bone )|(?<=\bone-)",
        compound=r"{number}-?fold",
    ),
}


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def numbers(text: str, language: str) -> list[Token]:
    """Return every number of a text in order; ``language`` is one of LANGUAGES."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
    pattern = _pattern(language)
    return [
        _token(index, match, language)
        for index, paragraph in enumerate(paragraphs(text))
        for match in pattern.finditer(paragraph)
    ]


def _token(paragraph: int, match: re.Match[str], language: str) -> Token:
    vocabulary = _VOCABULARIES[language]
    word, digits = match["word"], match["digits"]
    scale = _look_up(match["scale"] or match["bare"] or "", vocabulary.scales) or Fraction(1)
    value: Fraction | None
    if digits:
        value = _parse(digits, language)
        suffixes = {**vocabulary.scales, **vocabulary.suffixes}
        scale *= _look_up(match["suffix"], suffixes) or 1
    elif match["bare"]:
        value = Fraction(1)
    elif match["part"]:
        value = Fraction(1, 4) if word.lower() == "quarter" else 1 / _named(language)[word.lower()]
    else:
        value = _spelt_out(word.lower(), language)
    return Token(paragraph, match.start("word"), word, value, scale)


def _parse(digits: str, language: str) -> Fraction:
    # Imported here, as num2words is below: whoever only checks a register should not wait for them.
    from babel.numbers import parse_decimal

    part = _VULGAR.get(digits[-1], Fraction(0))
    whole = digits[:-1] if part else digits
    return Fraction(parse_decimal(whole or "0", locale=language)) + part


def _spelt_out(word: str, language: str) -> Fraction | None:
    vocabulary, named = _VOCABULARIES[language], _named(language)
    if word in named:
        return named[word]
    if re.fullmatch(vocabulary.one, word):
        return Fraction(1)
    if match := re.fullmatch(vocabulary.compound.format(number=f"({_cardinals(language)})"), word):
        return named[match[1]]
    return _look_up(word, vocabulary.quantities)


def _look_up(word: str, values: Mapping[str, Fraction | None]) -> Fraction | None:
    for pattern, value in values.items():
        if re.fullmatch(pattern, word, re.IGNORECASE):
            return value
    return None


@cache
def _named(language: str) -> dict[str, Fraction]:
    """Return the words with one value: cardinals to 999, ordinals to 99, and their fractions."""
    from num2words import num2words

    named: dict[str, Fraction] = {}
    for number in range(1, 100):
        ordinal, whole = num2words(number, lang=language, to="ordinal"), Fraction(number)
        if language == "de":
            named |= {ordinal + ending: whole for ending in ("", "n", "m", "r", "s")}
            named |= {ordinal + ending: 1 / whole for ending in ("l", "ln", "ls")}
        else:
            named |= {ordinal: whole, ordinal + "s": 1 / whole}
    for number in range(1000):
        cardinal = num2words(number, lang=language)
        named |= {cardinal: Fraction(number), cardinal.replace(" and ", " "): Fraction(number)}
    return named


@cache
def _cardinals(language: str) -> str:
    from num2words import num2words

    return _any_of([num2words(number, lang=language) for number in range(2, 100)])


def _any_of(words: list[str]) -> str:
    # Longer words first, or "two" would be all that is found of "two hundred".
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    from babel.numbers import get_decimal_symbol, get_group_symbol

    vocabulary = _VOCABULARIES[language]
    group, decimal = re.escape(get_group_symbol(language)), re.escape(get_decimal_symbol(language))
    digits = rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{decimal}\d+)?|\d*[½⅓⅔¼¾]|\d+(?:{decimal}\d+)?"
    named, scale = _any_of(list(_named(language))), "|".join(vocabulary.scales)
    words = "|".join(
        (
            rf"(?P<part>(?:{vocabulary.part})(?:{named}|quarter))",
            rf"(?P<bare>{scale})",
            named,
            vocabulary.compound.format(number=f"(?:{_cardinals(language)})"),
            *vocabulary.quantities,
            rf"(?:{vocabulary.one})(?=\s+(?:(?:{vocabulary.of_the})\b|(?:{scale})(?!\w)))",
        )
    )
    return re.compile(
        rf"(?P<word>{_LETTERS}(?P<digits>{digits})(?P<suffix>{_LETTERS})|(?<!\w)(?:{words})(?!\w))"
        rf"(?:[\s-]*(?P<scale>{scale})(?!\w))?",
        re.IGNORECASE,
    )
