"""Numbers are found in German and English text, with their values and what multiplies them."""

from fractions import Fraction

import pytest
from addup.texts.numerals import numbers, paragraphs

BILLION, MILLION, THOUSAND, PERCENT = (Fraction(10) ** power for power in (9, 6, 3, -2))


def found(text, language):
    return [(token.text, token.value, token.scale) for token in numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234.567,89 Euro", [("1.234.567,89", Fraction("1234567.89"), 1)]),
        ("mehr als 6,8 Milliarden Dollar", [("6,8", Fraction("6.8"), BILLION)]),
        ("60 Prozent, 5 % und 70-prozentig", [("60", 60, PERCENT), ("5", 5, PERCENT), ("70", 70, PERCENT)]),
        ("71 Mio. Nutzer und 12-Milliarden-Plan", [("71", 71, MILLION), ("12", 12, BILLION)]),
        ("am 20.01.2025", [("20", 20, 1), ("01", 1, 1), ("2025", 2025, 1)]),
        ("Es war 2023.", [("2023", 2023, 1)]),
        ("der H20 und zwei H20s", [("H20", 20, 1), ("zwei", 2, 1), ("H20s", 20, 1)]),
        ("Eine Million, ein Mann, eine der Frauen", [("Eine", 1, MILLION), ("eine", 1, 1)]),
        ("einundzwanzig Dutzend", [("einundzwanzig", 21, 1), ("Dutzend", 12, 1)]),
        ("zwei Drittel", [("zwei", 2, 1), ("Drittel", Fraction(1, 3), 1)]),
        ("die Hälfte, ein Viertel", [("Hälfte", Fraction(1, 2), 1), ("Viertel", Fraction(1, 4), 1)]),
        (
            "verdoppeln, verdreifacht und zweimal",
            [("verdoppeln", 2, 1), ("verdreifacht", 3, 1), ("zweimal", 2, 1)],
        ),
        ("im dritten von drei Quartalen", [("dritten", 3, 1), ("drei", 3, 1)]),
        ("zweitausend und zweitens", [("zweitausend", None, 1), ("zweitens", 2, 1)]),
        ("Tausende in diesem Jahrhundert", [("Tausende", None, 1), ("Jahrhundert", None, 1)]),
        ("Millionen Nutzer", [("Millionen", 1, MILLION)]),
        ("2½ Jahre", [("2½", Fraction(5, 2), 1)]),
        ("Drittanbieter", [("Drittanbieter", 3, 1)]),
        ("deshalb, innerhalb, Zweifel, Halbleiter, ein Zweig, erst", []),
    ],
)
def test_german(text, expected):
    assert found(text, "de") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("230,000 chips, 5.5 of them", [("230,000", 230_000, 1), ("5.5", Fraction("5.5"), 1)]),
        ("Rmb40bn ($5.5bn)", [("Rmb40bn", 40, BILLION), ("5.5bn", Fraction("5.5"), BILLION)]),
        ("71m and 170mn", [("71m", 71, MILLION), ("170mn", 170, MILLION)]),
        ("1.5k", [("1.5k", Fraction("1.5"), THOUSAND)]),
        ("13 per cent, 13 percent, 13%", [("13", 13, PERCENT)] * 3),
        ("two hundred and thirty thousand", [("two hundred and thirty", 230, THOUSAND)]),
        ("twenty-one of one hundred twenty", [("twenty-one", 21, 1), ("one hundred twenty", 120, 1)]),
        ("a million, a man, one man", [("a", 1, MILLION), ("one", 1, 1)]),
        ("doubled, twice, threefold", [("doubled", 2, 1), ("twice", 2, 1), ("threefold", 3, 1)]),
        ("a third of third parties", [("third", Fraction(1, 3), 1), ("third", 3, 1)]),
        ("two-thirds", [("two", 2, 1), ("thirds", Fraction(1, 3), 1)]),
        ("half, a quarter", [("half", Fraction(1, 2), 1), ("quarter", Fraction(1, 4), 1)]),
        ("in the quarter", []),
        ("for 75-day spans", [("75", 75, 1)]),
        ("bone, often, tent, Antwerp", []),
    ],
)
def test_english(text, expected):
    assert found(text, "en") == expected


def test_a_token_says_where_it_stands():
    text = "\ufeffKopf\n\n  Erst 12, dann 13.\n \nzwölf\n"
    tokens = numbers(text, "de")
    lines = paragraphs(text)
    assert [(token.paragraph, token.text) for token in tokens] == [(1, "12"), (1, "13"), (2, "zwölf")]
    assert tokens[0].start == len("Erst ")
    assert all(lines[token.paragraph][token.start : token.end] == token.text for token in tokens)


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="'fr' is not one of de, en"):
        numbers("douze", "fr")
