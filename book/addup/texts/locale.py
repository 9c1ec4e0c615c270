"""What the languages and regions say of numbers: separators, months, currencies, units. All from CLDR.

CLDR is the Unicode Consortium's collection of locale data; Babel holds a copy of it. What stands here beside
it is what newspapers write and CLDR does not have: "Rmb", "SKr", "C$", pence, and which dollar is meant
where none is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import (
    get_currency_name,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    get_territory_currencies,
)

from addup.texts.words import words as vocabulary

LANGUAGES = ("de", "en")

BLANKS = "\u0020\u00a0\u2007\u2008\u2009\u202f"
"""What may part groups of three digits beside points, commas and apostrophes."""
APOSTROPHES = "'\u2019\u02bc\u2032`"

# Codes that are words of headlines, and of metals
_WORDS = ("ALL", "CUP", "SOS", "TOP", "TRY")

# A currency that is named by its noun alone, where several bear the name
_MEANT = {
    "en": {
        "dollar": "USD", "pound": "GBP", "franc": "CHF", "rupee": "INR", "krona": "SEK", "kronor": "SEK",
        "kroner": "NOK", "yuan": "CNY", "renminbi": "CNY", "won": "KRW", "rouble": "RUB", "ruble": "RUB",
        "sterling": "GBP", "quid": "GBP", "greenback": "USD", "peso": "MXN", "real": "BRL", "reais": "BRL",
        "rand": "ZAR", "lira": "TRY", "dirham": "AED", "riyal": "SAR", "shekel": "ILS", "taka": "BDT",
    },
    "de": {
        "dollar": "USD", "pfund": "GBP", "frank": "CHF", "rupi": "INR", "yuan": "CNY", "renminbi": "CNY",
        "rubel": "RUB", "rappen": "CHF", "peso": "MXN", "real": "BRL", "rand": "ZAR", "lira": "TRY",
        "dirham": "AED", "schekel": "ILS", "sterling": "GBP",
    },
}  # fmt: skip

_SYMBOLS = {
    "$": "USD", "US$": "USD", "C$": "CAD", "Can$": "CAD", "S$": "SGD", "Rs": "INR", "Rs.": "INR",
    "SKr": "SEK", "NKr": "NOK", "DKr": "DKK", "Fr.": "CHF", "SFr": "CHF", "SFr.": "CHF", "sFr.": "CHF",
    "RMB": "CNY", "Rmb": "CNY", "rmb": "CNY", "¥": "JPY", "€": "EUR", "£": "GBP", "₹": "INR",
    "₽": "RUB", "₺": "TRY", "zł": "PLN", "Kč": "CZK", "AU$": "AUD", "Aus$": "AUD", "Mex$": "MXN",
    "Cdn$": "CAD", "CA$": "CAD", "US-$": "USD", "Nkr": "NOK", "nkr": "NOK", "Skr": "SEK", "skr": "SEK",
    "Dkr": "DKK", "dkr": "DKK", "R": "ZAR", "TL": "TRY", "Z$": "ZWL",
    "Rp": "IDR", "RM": "MYR", "Ksh": "KES", "N$": "NAD",
}  # fmt: skip

SUBUNITS = {
    "en": {
        r"euro cents?": "EUR", r"US cents?": "USD", r"Australian cents?": "AUD", r"Canadian cents?": "CAD",
        r"cents?": "", r"¢": "USD", r"pence|penny|pennies": "GBP", r"p": "GBP", r"paise": "INR",
        r"centimes?|rappen": "CHF", r"eurocents?": "EUR", r"kopecks?": "RUB",
    },
    "de": {
        r"Euro-?cents?": "EUR", r"US-?cents?": "USD", r"Cents?": "EUR", r"Pence|Penny": "GBP", r"ct": "EUR",
        r"Rappen|Rp\.": "CHF", r"Groschen": "", r"Öre": "", r"Kopeken": "RUB",
    },
}  # fmt: skip
"""Hundredths of a currency; no code: that of the text's other money."""


def language_of(text: str) -> str:
    """Return the language of a text, as one of LANGUAGES, by its most common words."""
    counted = Counter(re.findall(r"\w+", text.lower()))
    return max(LANGUAGES, key=lambda language: sum(counted[word] for word in vocabulary("common", language)))


def separators(language: str, region: str = "") -> tuple[str, str]:
    """Return the group and the decimal mark of a language, or of one of its regions ("CH", "AT", "IN")."""
    locale = known_locale(language, region)
    return get_group_symbol(locale), get_decimal_symbol(locale)


def known_locale(language: str, region: str = "") -> Locale:
    """Return a locale of CLDR; raise ValueError for a language or region that it does not have."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
    if region and region.upper() not in regions(language):
        raise ValueError(f"{region!r} is not a region of {language}: {', '.join(regions(language))}")
    return Locale(language, region.upper() or None)


@cache
def regions(language: str) -> tuple[str, ...]:
    """Return every territory for which CLDR knows how the language writes its numbers."""
    from babel.localedata import locale_identifiers

    return tuple(
        sorted(
            {
                match[1]
                for name in locale_identifiers()
                if (match := re.fullmatch(rf"{language}_([A-Z]{{2}})", name))
            }
        )
    )


def groups_as_in_india(language: str, region: str) -> bool:
    """Whether digits are grouped as 12,34,567."""
    return bool(known_locale(language, region).decimal_formats[None].grouping[1] == 2)


@cache
def months(language: str) -> Mapping[str, int]:
    """Return the month of each name and abbreviation, in small letters and without a full stop."""
    names: dict[str, int] = {}
    for region in {"de": (None, "AT", "CH"), "en": (None, "GB", "AU")}[language]:
        for context in Locale(language, region).months.values():
            for width in ("wide", "abbreviated"):
                names |= {name.lower().rstrip("."): month for month, name in context.get(width, {}).items()}
    more = {"en": {"sept": 9}, "de": {"sept": 9, "feber": 2, "mrz": 3, "jänner": 1}}
    return names | more[language]


@cache
def current_currencies() -> frozenset[str]:
    """Return the codes of the currencies that some territory uses today."""
    return frozenset(
        code
        for territory in get_global("territory_currencies")
        for code in get_territory_currencies(territory)
        if code not in _WORDS and (code[0] != "X" or code in ("XAF", "XCD", "XOF", "XPF"))
    )


@cache
def currency_symbols(language: str) -> Mapping[str, str]:
    """Return the code of each symbol and code that may stand beside an amount."""
    found: dict[str, str] = {}
    for code in sorted(current_currencies()):
        found[code] = code
        symbol = get_currency_symbol(code, language)
        if not symbol.isascii() or not symbol.isalpha():
            found[symbol] = code
    return found | _SYMBOLS


@dataclass(frozen=True)
class Currencies:
    """The currencies of a language, as patterns and tables."""

    before: re.Pattern[str]
    symbol: re.Pattern[str]
    codes: Mapping[str, str]
    names: Mapping[tuple[str, ...], str]

    def named(self, words: Iterable[str]) -> tuple[str, int]:
        """Return the code that the first words name, and how many words that takes; "" and 0 for none."""
        stems = [stem(word) for word in words]
        for count in range(min(4, len(stems)), 0, -1):
            if code := self.names.get(tuple(stems[:count])):
                return code, count
        return "", 0


@cache
def currencies(language: str) -> Currencies:
    """Return the currencies of a language."""
    codes = currency_symbols(language)
    symbols = "|".join(re.escape(symbol) for symbol in sorted(codes, key=len, reverse=True))
    names: dict[tuple[str, ...], str] = {}
    last: dict[str, set[str]] = {}
    for code in sorted(current_currencies() | set(_WORDS)):
        for count in (1, 2):
            name = re.sub(r"\(.*?\)", "", get_currency_name(code, count=count, locale=language))
            words = tuple(stem(word) for word in re.findall(r"[^\W\d_]+", name))
            if words and "(" not in get_currency_name(code, count=count, locale=language):
                names[words] = code
                last.setdefault(words[-1], set()).add(code)
    # "Forint" alone is enough where no other currency bears the name
    names |= {(word,): next(iter(bearers)) for word, bearers in last.items() if len(bearers) == 1}
    names |= {(stem(word),): code for word, code in _MEANT[language].items()}
    names |= {(stem("pound"), stem("sterling")): "GBP", (stem("Pfund"), stem("Sterling")): "GBP"}
    names |= {
        (stem("US"), stem("Dollar")): "USD",
        (stem("American"), stem("dollars")): "USD",
        (stem("amerikanische"), stem("Dollar")): "USD",
    }
    names |= {
        (stem("Euro"),): "EUR",
        (stem("Chinese"), stem("renminbi")): "CNY",
        (stem("chinesische"), stem("Yuan")): "CNY",
    }
    return Currencies(
        before=re.compile(
            rf"(?<![^\W\d_])(?P<scale>[TtKkM](?=[A-Z]{{3}}|€)|)(?P<code>{symbols})(?P<after>bn|mn|m|k|tn)?[{BLANKS}]?$"
        ),
        symbol=re.compile(rf"(?P<code>{symbols})(?![^\W\d_])"),
        codes=codes,
        names=names,
    )


def stem(word: str) -> str:
    """Return a word without case, accents and the endings of number and case, to compare names by."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss").replace("ł", "l"))
    return re.sub(r"(?:[ens]|en|er|es|em|ens)$", "", "".join(filter(str.isalpha, plain)))


@cache
def unit_symbols() -> frozenset[str]:
    """Return the abbreviations of units: kg, km/h, MWh."""
    from babel.units import format_unit

    found: set[str] = set()
    for language in LANGUAGES:
        for unit in Locale(language)._data["unit_patterns"]:
            symbol = format_unit(2, unit, length="short", locale=language).removeprefix("2").strip(BLANKS)
            if re.fullmatch(r"[^\W\d_]{0,3}[²³]?(?:/[^\W\d_]{1,3})?|°\w?", symbol) and symbol:
                found.add(symbol)
    # CLDR has only the usual prefixes, and some symbols that are words or mean something else in the news
    prefixed = {prefix + unit for prefix in "kMGT" for unit in ("W", "Wh", "t", "Hz", "B", "Wp", "J", "V")}
    return frozenset((found & vocabulary("symbol")) | prefixed | vocabulary("own_symbol"))
