"""The grammar of spelt-out numbers: cardinals, ordinals, fractions and multiples, English and German.

The words come from num2words; what stands here is how they are put together ("thirty-four hundred",
"one and a half million", "hundertdreiundzwanzig", "zweieinhalb") and the words of quantity beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from addup.texts.words import words as vocabulary

CARDINAL, ORDINAL, FRACTION, MULTIPLE, AMOUNT, WORD = (
    "cardinal",
    "ordinal",
    "fraction",
    "multiple",
    "amount",
    "word",
)
"""What a spelt-out number is. An amount has no single value ("thousands"), a word picks out ("both")."""

LONGEST_WORD = 80

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)

# 10 ** 6 for "million" and so on, as a person means them: "billion" is not the same in the two languages.
SCALES: Mapping[str, Mapping[str, Fraction]] = {
    "en": {
        "thousand": Fraction(10**3),
        "million": Fraction(10**6),
        "billion": Fraction(10**9),
        "trillion": Fraction(10**12),
        "quadrillion": Fraction(10**15),
        "lakh": Fraction(10**5),
        "lakhs": Fraction(10**5),
        "crore": Fraction(10**7),
        "crores": Fraction(10**7),
        "dozen": Fraction(12),
    },
    "de": {
        "tausend": Fraction(10**3),
        "million": Fraction(10**6),
        "millionen": Fraction(10**6),
        "milliarde": Fraction(10**9),
        "milliarden": Fraction(10**9),
        "billion": Fraction(10**12),
        "billionen": Fraction(10**12),
        "billiarde": Fraction(10**15),
        "billiarden": Fraction(10**15),
        "dutzend": Fraction(12),
    },
}


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters in a line, and what parts it from the one before: a blank or a hyphen."""

    text: str
    start: int
    end: int
    gap: str = ""

    @property
    def low(self) -> str:
        """The word in small letters."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Spelt:
    """A spelt-out number: how many of the words it takes, or how many characters of the one it is part of.

    ``value`` is None for an amount; ``scale`` is the word that multiplies it. ``unit`` is what a compound
    counts ("fünfjährig": Jahr).
    """

    kind: str
    value: Fraction | None
    words: int
    scale: Fraction = Fraction(1)
    unit: str = ""


def spelt_out(words: Sequence[Word], language: str, before: str = "") -> Spelt | None:
    """Return the number that the first words spell; None if they spell none, as do words beyond measure.

    ``words`` follow each other with nothing but blanks and hyphens between. ``before`` is the word in front.
    """
    if len(words[0].text) > LONGEST_WORD:
        return None
    return _english(words, before.lower()) if language == "en" else _german(words, before.lower())


# English

_FOLDS = {
    "doubl": Fraction(2), "tripl": Fraction(3), "trebl": Fraction(3), "quadrupl": Fraction(4),
    "quintupl": Fraction(5), "sextupl": Fraction(6), "octupl": Fraction(8), "halv": HALF,
}  # fmt: skip
_EN_MULTIPLE = re.compile(rf"({'|'.join(_FOLDS)})(?:e|ed|es|ing)")
_EN_WORDS = {"both": 2, "couple": 2, "pair": 2, "once": 1, "duo": 2, "trio": 3}
_EN_AMOUNT = re.compile(
    r"(?:ten|dozen|hundred|thousand|million|billion|trillion)s|(?:single|double|triple)(?=-)"
)


@cache
def _en_cardinals() -> dict[str, int]:
    from num2words import num2words

    singles = {num2words(n, lang="en"): n for n in [*range(20), *range(20, 100, 10)]}
    return singles | {"nil": 0, "nought": 0, "naught": 0, "fourty": 40}


@cache
def _en_ordinals() -> dict[str, int]:
    from num2words import num2words

    numbers = [*range(1, 20), *range(20, 100, 10)]
    singles = {num2words(n, lang="en", to="ordinal"): n for n in numbers}
    big = {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9}
    return singles | big


@cache
def _en_parts() -> dict[str, int]:
    """Return the denominator of each word that names a part."""
    parts = {word: number for word, number in _en_ordinals().items() if number > 2}
    parts |= {f"{word}s": number for word, number in parts.items()}
    return parts | {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}


def _en_cardinal(words: Sequence[Word]) -> tuple[Fraction, Fraction, int] | None:
    """Return value, scale and number of words of a cardinal at the start; an article may lead."""
    cardinals, scales = _en_cardinals(), SCALES["en"]
    parts: list[list[Fraction]] = []  # coefficient and scale of each group of three digits
    current: Fraction | None = None
    last, index, taken = "", 0, 0
    if words[0].low in ("a", "an"):
        if len(words) < 2 or not (words[1].low == "hundred" or words[1].low in scales):
            return None
        current, index, last = Fraction(1), 1, "article"
    while index < len(words):
        low = words[index].low
        if low == "and":
            following = words[index + 1].low if index + 1 < len(words) else ""
            if last not in ("hundred", "scale") or following not in cardinals:
                break
            index += 1
            continue
        if low in cardinals:
            number = cardinals[low]
            if current is None:
                current = Fraction(number)
            elif last == "hundred" or (last == "tens" and 0 < number < 10):
                current += number
            else:
                break
            last = "tens" if number >= 20 else "small"
        elif low == "hundred":
            if current is None or not 1 <= current < 100:
                break
            current, last = current * 100, "hundred"
        elif low in scales:
            if current is not None:
                parts.append([current, scales[low]])
                current = None
            elif last == "scale":
                parts[-1][1] *= scales[low]
            else:
                break
            last = "scale"
        else:
            break
        index += 1
        taken = index
    if not taken:
        return None
    if current is None and len(parts) == 1:
        return parts[0][0], parts[0][1], taken
    return sum((a * b for a, b in parts), Fraction(0)) + (current or 0), Fraction(1), taken


def _en_scale(words: Sequence[Word], index: int) -> tuple[Fraction, int]:
    scale = Fraction(1)
    while index < len(words) and (words[index].low in SCALES["en"] or words[index].low == "hundred"):
        scale *= SCALES["en"].get(words[index].low, Fraction(100))
        index += 1
    return scale, index


def _english(words: Sequence[Word], before: str) -> Spelt | None:
    low = [word.low for word in words]
    first = low[0]
    if match := _EN_MULTIPLE.fullmatch(first):
        # "double-digit growth" is an amount
        if first == "double" and low[1:2] in (["digit"], ["figure"], ["digits"]):
            return Spelt(AMOUNT, None, 1)
        return Spelt(MULTIPLE, _FOLDS[match[1]], 1)
    if first in ("single", "triple") and low[1:2] == ["digit"]:
        return Spelt(AMOUNT, None, 1)
    if first in ("twice", "thrice"):
        return Spelt(MULTIPLE, Fraction(2 if first == "twice" else 3), 1)
    if first in _EN_WORDS:
        return Spelt(WORD, Fraction(_EN_WORDS[first]), 1)
    if first.endswith("fold") and first.removesuffix("fold") in _en_cardinals():
        return Spelt(MULTIPLE, Fraction(_en_cardinals()[first.removesuffix("fold")]), 1)
    if _EN_AMOUNT.fullmatch(first):
        return Spelt(AMOUNT, None, 1)
    if low[:2] == ["one", "in"] and _en_cardinals().get(low[2] if len(low) > 2 else "", 0) > 1:
        return Spelt(FRACTION, Fraction(1, _en_cardinals()[low[2]]), 3)
    is_long = low[0] in ("a", "an", "one") and len(low) > 4 and low[1] in vocabulary("duration")
    if is_long and (more := en_and_part(words[2:])):  # a year and a half
        return Spelt(CARDINAL, 1 + more[0], 2 + more[1], unit=low[1])
    if part := _en_part(words, before):
        return part
    if cardinal := _en_cardinal(words):
        value, scale, taken = cardinal
        if low[taken : taken + 1] == ["fold"] and scale == 1:
            return Spelt(MULTIPLE, value, taken + 1)
        if low[taken : taken + 1] == ["point"] and scale == 1:
            digits = []
            for word in low[taken + 1 : taken + 9]:
                if _en_cardinals().get(word, 10) > 9:
                    break
                digits.append(str(_en_cardinals()[word]))
            if digits:
                value += Fraction(int("".join(digits)), 10 ** len(digits))
                scale, taken = _en_scale(words, taken + 1 + len(digits))
                return Spelt(CARDINAL, value, taken, scale)
        if more := en_and_part(words[taken:]):
            extra, used = more
            value, taken = value + extra, taken + used
            if scale == 1:
                scale, taken = _en_scale(words, taken)
            return Spelt(CARDINAL, value, taken, scale)
        ordinal = low[taken + (low[taken : taken + 1] == ["and"]) :][:1]
        if ordinal and ordinal[0] in _en_ordinals():
            number = _en_ordinals()[ordinal[0]]
            round_ = value * scale % 100 == 0 or (value % 10 == 0 and number < 10)
            if round_ or number >= 100:
                count = taken + (low[taken] == "and") + 1
                return Spelt(ORDINAL, value * scale + number, count)
        return Spelt(CARDINAL, value, taken, scale)
    place = first.removesuffix("ly")  # firstly
    if place in _en_ordinals():
        return Spelt(ORDINAL, Fraction(_en_ordinals()[place]), 1)
    return None


def en_and_part(words: Sequence[Word]) -> tuple[Fraction, int] | None:
    """Return the part and the words of "and a half" and the like at the start."""
    low = [word.low for word in words[:4]]
    if low[:1] != ["and"] or len(low) < 3:
        return None
    if low[1] in ("a", "one") and low[2] in ("half", "quarter", "third"):
        return Fraction(1, _en_parts()[low[2]]), 3
    if low[1] in ("two", "three") and low[2] in ("thirds", "quarters"):
        return Fraction(_en_cardinals()[low[1]], _en_parts()[low[2]]), 3
    return None


def _en_part(words: Sequence[Word], before: str) -> Spelt | None:
    """Return a fraction: half, a third, two-thirds, three quarters of a million."""
    low = [word.low for word in words[:8]]
    parts = _en_parts()
    if low[0] in ("a", "one", "an") and len(low) > 1 and low[1] in parts and low[1] != "halves":
        # Not "a third company", nor "a quarter earlier"
        following = low[2] if len(low) > 2 else ""
        joined = low[0] == "one"
        if low[1] == "quarter" and following in ("earlier", "ago", "later", "end", "before"):
            return None
        whole = _en_whole(low, 2)
        if whole[1] > 2:
            return Spelt(FRACTION, Fraction(1, parts[low[1]]), whole[1], whole[0])
        if low[1] == "half" and following in ("year", "time", "term", "century"):
            return Spelt(FRACTION, HALF, 2)
        if low[1] == "quarter" and before in ("in", "for", "over", "during", "per", "within"):
            return None
        if not following or following in vocabulary("goes_on", "en") or joined or low[1] == "half":
            return Spelt(FRACTION, Fraction(1, parts[low[1]]), 2)
        return None
    if low[0] == "half":
        gap = words[1].gap if len(words) > 1 else ""
        if low[1:2] and low[1] in (
            "year",
            "time",
            "term",
            "way",
            "hearted",
            "yearly",
            "marathon",
            "brother",
            "life",
        ):
            return None
        if before in ("first", "second", "latter", "other", "either", "one", "final") and gap != "-":
            return None if before != "other" else Spelt(FRACTION, HALF, 1)
        scale, taken = _en_whole(low, 1)
        return Spelt(FRACTION, HALF, taken, scale)
    if low[0] == "quarter" and low[1:3] == ["of", "a"]:
        scale, taken = _en_whole(low, 1)
        return Spelt(FRACTION, QUARTER, taken, scale) if scale > 1 else None
    if low[0] in _en_cardinals() and len(low) > 1 and low[1] in parts:
        numerator, denominator = _en_cardinals()[low[0]], parts[low[1]]
        if (
            not 0 < numerator < denominator
            or not (low[1].endswith("s") or numerator == 1)
            or low[1] == "halves"
        ):
            return None
        if low[1] == "quarters" and words[1].gap != "-":
            growth = low[2:3] == ["of"] and low[3:4] and low[3] in vocabulary("of_quarters", "en")
            follows = low[2:3] and low[2] in vocabulary("after_quarters", "en")
            leads = before in vocabulary("before_quarters", "en")
            if numerator != 3 or growth or leads or follows:
                return None
        scale, taken = _en_whole(low, 2)
        return Spelt(FRACTION, Fraction(numerator, denominator), taken, scale)
    return None


def _en_whole(low: Sequence[str], index: int) -> tuple[Fraction, int]:
    """Return the scale of "of a million", "a million" or "million" from there on, and where it ends."""
    at = index
    if low[at : at + 1] == ["of"]:
        at += 1
    if low[at : at + 1] in (["a"], ["an"]):
        at += 1
    elif at > index:
        return Fraction(1), index
    scale = Fraction(1)
    while at < len(low) and (low[at] in SCALES["en"] or low[at] == "hundred"):
        scale *= SCALES["en"].get(low[at], Fraction(100))
        at += 1
    return (scale, at) if scale > 1 else (Fraction(1), index)


# German

_DE_ONE = re.compile(r"ein(?:e[nmrs]?)?")
_DE_ORDINAL = re.compile(r"(?:s?te[nmrs]?|tens|stens)")
_DE_PART = re.compile(r"s?tel[ns]?")
_DE_UNITS = {
    r"jährig\w*|jahres\w+|jahre?s?-?\w*plan\w*": "Jahr",
    r"monatig\w*|monats\w+": "Monat",
    r"wöchig\w*|wochen\w+": "Woche",
    r"tägig\w*|tages?\w{2,}": "Tag",
    r"stündig\w*|stunden\w+": "Stunde",
    r"minütig\w*|minuten\w+": "Minute",
    r"köpfig\w*": "Person",
    r"stellig\w*": "Stelle",
    r"teilig\w*": "Teil",
    r"stöckig\w*|geschossig\w*": "Stockwerk",
    r"gleisig\w*": "Gleis",
    r"spurig\w*": "Spur",
}
_DE_FIXED = {
    "halb": HALF, "anderthalb": Fraction(3, 2), "hälfte": HALF, "hälften": HALF,
    "dreiviertel": Fraction(3, 4), "zweidrittel": Fraction(2, 3),
}  # fmt: skip
_DE_AFTER_ONE = {
    "einhalb": HALF, "einviertel": QUARTER, "eindrittel": Fraction(1, 3), "dreiviertel": Fraction(3, 4),
}  # fmt: skip
_DE_DOUBLE = re.compile(r"verdopp\w+|doppelt(?:e[nmrs]?)?|halbier\w+|vervielfach\w+")
_DE_AMOUNT = re.compile(
    r"(?:zehn|hundert|zig)?tausende[nr]?|hunderte[nr]?|dutzende[nr]?|(?:million|milliard|billion)en"
    r"|(?:million|milliard|billion)en-?[a-zäöüß]\w+|jahrtausend\w*|jahrhundert\w*|jahrzehnt\w*|vierteljahr\w*"
)
_DE_BEFORE_ONE = frozenset(("der", "dieser", "jener"))


@cache
def _de_below_hundred() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_de_numbers(), key=len, reverse=True)))


@cache
def _de_numbers() -> dict[str, int]:
    from num2words import num2words

    found = {num2words(n, lang="de"): n for n in range(1, 100)}
    # As they are written without the sharp s
    found |= {word.replace("ß", "ss"): number for word, number in found.items()}
    return found | {"ein": 1, "eine": 1, "zwo": 2, "zwohundert": 200}


@cache
def _de_ordinals() -> dict[str, int]:
    from num2words import num2words

    return {num2words(n, lang="de", to="ordinal"): n for n in range(1, 100)} | {
        "siebente": 7, "hundertste": 100, "tausendste": 1000, "millionste": 10**6,
    }  # fmt: skip


def _de_compound(word: str) -> tuple[Fraction, str]:
    """Return the number that a word begins with and the rest of it; 0 and the word for none."""
    # "zweieinhalb", "eineinviertel"
    if match := re.match(r"(\w+?)(einhalb|einviertel|eindrittel|dreiviertel)", word):
        number, left = _de_compound(match[1])
        if number and not left:
            return number + _DE_AFTER_ONE[match[2]], word[match.end() :]
    total, rest = Fraction(0), word
    for power, name in ((1000, "tausend"), (100, "hundert")):
        head, found, tail = rest.partition(name)
        if not found or len(head) > 40:
            continue
        coefficient, left = (Fraction(1), "") if not head else _de_compound(head)
        if left or (not coefficient and head):
            if power == 1000:
                continue
            return (total, rest) if total else (Fraction(0), word)
        total += coefficient * power
        rest = tail.removeprefix("und") if tail.removeprefix("und") != tail and _de_start(tail[3:]) else tail
    if match := _de_below_hundred().match(rest):
        return total + _de_numbers()[match[0]], rest[match.end() :]
    return total, rest


def _de_start(text: str) -> bool:
    return bool(_de_below_hundred().match(text)) or text.startswith("hundert")


def _german(words: Sequence[Word], before: str) -> Spelt | None:
    low = [word.low for word in words[:6]]
    first = low[0]
    following = low[1] if len(low) > 1 else ""
    if found := _de_part(low, words):
        return found
    if first == "null" and following != "komma":
        return Spelt(CARDINAL, Fraction(0), 1)
    if first == "dutzend":
        return (
            Spelt(CARDINAL, Fraction(1), 1, Fraction(12))
            if before in ("ein", "einem", "eines", "das")
            else None
        )
    if _DE_ONE.fullmatch(first):
        if following in SCALES["de"]:
            return Spelt(CARDINAL, Fraction(1), 2, SCALES["de"][following])
        if following.startswith(("prozent", "promille")) or following in ("hundert", "basispunkt"):
            return Spelt(
                CARDINAL, Fraction(100 if following == "hundert" else 1), 1 + (following == "hundert")
            )
        if following in _DE_BEFORE_ONE:
            return Spelt(WORD, Fraction(1), 1)
        return None
    if first.startswith("beide") and len(first) < 8:
        return Spelt(WORD, Fraction(2), 1)
    if first in ("einmal", "beidmal"):
        return Spelt(WORD, Fraction(1), 1)
    if _DE_DOUBLE.fullmatch(first):
        if first.startswith("vervielf"):
            return Spelt(AMOUNT, None, 1)
        return Spelt(MULTIPLE, HALF if first.startswith("halb") else Fraction(2), 1)
    if _DE_AMOUNT.fullmatch(first):
        return Spelt(AMOUNT, None, 1)
    for ordinal, number in _de_ordinals().items():
        if first.startswith(ordinal[:-1]) and re.fullmatch(r"e?[nmrs]?|ens", first[len(ordinal) - 1 :]):
            if first.endswith("t") and number in (8, 1, 2, 3):  # "acht", "zu zweit"
                break
            return Spelt(ORDINAL, Fraction(number), 1)
    stripped = first.removeprefix("ver") if re.fullmatch(r"ver\w+fach\w*", first) else first
    value, rest = _de_compound(stripped) if first != "null" else (Fraction(0), "")
    if (not value and first != "null") or (
        value == 1
        and stripped.startswith("ein")
        and stripped[:4] != "eins"
        and not rest.startswith(("jährig", "tägig", "monatig", "wöchig", "stündig"))
    ):
        return None
    if not rest or rest in ("er", "en"):
        if rest and value > 12:
            return None
        if value == 100 and first == "hundert" and before in ("mehrere", "einige"):
            return None
        if first in ("tausend", "hundert") and before in (
            "mehrere",
            "einige",
            "ein paar",
            "paar",
            "viele",
            "in",
        ):
            return None
        taken, scale = 1, Fraction(1)
        if following in SCALES["de"]:
            scale, taken = SCALES["de"][following], 2
            more, left = _de_compound(low[2]) if len(low) > 2 else (Fraction(0), "")
            if 1000 <= more < scale and not left:  # drei Millionen vierhunderttausend
                return Spelt(CARDINAL, value * scale + more, 3)
        elif following == "komma":
            digits = []
            for word in low[2:6]:
                number = 0 if word == "null" else _de_numbers().get(word, 10 if word != "eins" else 1)
                if number > 9:
                    break
                digits.append(str(number))
            if digits:
                value += Fraction(int("".join(digits)), 10 ** len(digits))
                taken = 2 + len(digits)
                if low[taken : taken + 1] and low[taken] in SCALES["de"]:
                    scale, taken = SCALES["de"][low[taken]], taken + 1
        return Spelt(CARDINAL, value, taken, scale)
    if re.fullmatch(r"fach\w*", rest):
        return Spelt(MULTIPLE, value, 1)
    if re.fullmatch(r"mal|male[ns]?|malig\w*", rest):
        return Spelt(MULTIPLE, value, 1)
    if _DE_ORDINAL.fullmatch(rest):
        return Spelt(ORDINAL, value, 1)
    if re.fullmatch(r"prozent(?:ig\w*)?", rest):
        return Spelt(CARDINAL, value, 1, Fraction(1, 100), "share")
    if rest in SCALES["de"]:
        return Spelt(CARDINAL, value, 1, SCALES["de"][rest])
    for pattern, unit in _DE_UNITS.items():
        if re.fullmatch(pattern, rest):
            return Spelt(CARDINAL, value, 1, unit=unit)
    return None


def _de_part(low: Sequence[str], words: Sequence[Word]) -> Spelt | None:
    """Return a fraction: die Hälfte, ein Drittel, drei Viertel, eine halbe Million, Viertelmillion."""
    index, numerator = 0, Fraction(1)
    if _DE_ONE.fullmatch(low[0]) and len(low) > 1:
        index = 1
    elif low[0] in _de_numbers() and len(low) > 1:
        index, numerator = 1, Fraction(_de_numbers()[low[0]])
    word = low[index]
    part, rest = _de_fraction(word)
    if part is None:
        return None
    value = numerator * part
    if index and numerator > 1 and value >= 1 and not rest:
        return None
    if rest in SCALES["de"]:
        return Spelt(FRACTION, value, index + 1, SCALES["de"][rest])
    if rest.startswith("prozent"):
        return Spelt(FRACTION, value, index + 1, Fraction(1, 100), "share")
    if rest in ("stunde", "stunden"):
        return Spelt(FRACTION, value, index + 1, unit="Stunde")
    if rest == "jahr":  # "Halbjahr" and "Vierteljahr" are rather times than amounts
        return Spelt(FRACTION, value, index + 1, unit="Jahr") if word.startswith("drei") else None
    if rest:
        return None
    following = low[index + 1] if len(low) > index + 1 else ""
    if following in SCALES["de"]:
        return Spelt(FRACTION, value, index + 2, SCALES["de"][following])
    if word in ("viertel",) and not index and following in ("nach", "vor"):
        return None
    return Spelt(FRACTION, value, index + 1)


def _de_fraction(word: str) -> tuple[Fraction | None, str]:
    """Return the part that a word names and what is joined to it; None for no part."""
    if re.fullmatch(r"halbe[nmrs]?|halb", word):
        return HALF, ""
    for name, value in _DE_FIXED.items():
        if word == name or (
            word.startswith(name) and word[len(name) :] in (*SCALES["de"], "jahr", "stunden")
        ):
            return value, word[len(name) :]
    if match := re.fullmatch(
        r"(\w*?)(drittel|viertel|achtel|siebtel|s?tel)([ns]?)"
        r"(|millionen|million|milliarden?|stunden?|prozent(?:punkte?n?)?)",
        word,
    ):
        head = {"drittel": 3, "viertel": 4, "achtel": 8, "siebtel": 7}.get(match[2])
        if head and not match[1]:
            return Fraction(1, head), match[4]
        if head:
            number, rest = _de_compound(match[1])
            return (number / head, match[4]) if number and not rest and number < head else (None, "")
        for name in (match[1], match[1] + "s" * match[2].startswith("s")):  # Zwanzigstel, Sechstel
            number, rest = _de_compound(name)
            if number > 3 and not rest:
                return 1 / number, match[4]
    return None, ""
