"""Numbers are found in German and English text, with their values, what multiplies them, and their kinds."""

from fractions import Fraction

import pytest
from addup.texts.locale import LANGUAGES, regions
from addup.texts.numerals import convention, numbers, paragraphs
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

TRILLION, BILLION, MILLION, THOUSAND = (Fraction(10) ** power for power in (12, 9, 6, 3))
PERCENT, POINT = Fraction(1, 100), Fraction(1, 10_000)


def found(text, language, region=""):
    return [(token.text, token.value, token.scale) for token in numbers(text, language, region)]


def sizes(text, language, region=""):
    return [token.value * token.scale for token in numbers(text, language, region) if token.value is not None]


def kinds(text, language):
    return [(token.text, token.kind) for token in numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234.567,89 Euro", [("1.234.567,89", Fraction("1234567.89"), 1)]),
        ("mehr als 6,8 Milliarden Dollar", [("6,8", Fraction("6.8"), BILLION)]),
        ("60 Prozent, 5 % und 70-prozentig", [("60", 60, PERCENT), ("5", 5, PERCENT), ("70", 70, PERCENT)]),
        ("71 Mio. Nutzer und 12-Milliarden-Plan", [("71", 71, MILLION), ("12", 12, BILLION)]),
        ("Es war 2023.", [("2023", 2023, 1)]),
        ("der H20 und zwei H20s", [("H20", 20, 1), ("zwei", 2, 1), ("H20s", 20, 1)]),
        ("Eine Million, ein Mann, eine der Frauen", [("Eine Million", 1, MILLION), ("eine", 1, 1)]),
        ("einundzwanzig Dutzend", [("einundzwanzig Dutzend", 21, 12)]),
        ("zwei Drittel", [("zwei Drittel", Fraction(2, 3), 1)]),
        ("die Hälfte, ein Viertel", [("Hälfte", Fraction(1, 2), 1), ("ein Viertel", Fraction(1, 4), 1)]),
        (
            "verdoppeln, verdreifacht und zweimal",
            [("verdoppeln", 2, 1), ("verdreifacht", 3, 1), ("zweimal", 2, 1)],
        ),
        ("im dritten von drei Quartalen", [("dritten", 3, 1), ("drei", 3, 1)]),
        ("viertausend und drittens", [("viertausend", 4000, 1), ("drittens", 3, 1)]),
        ("Tausende in diesem Jahrhundert", [("Tausende", None, 1), ("Jahrhundert", None, 1)]),
        ("Milliardengrab", [("Milliardengrab", None, 1)]),
        ("4½ Jahre", [("4½", Fraction(9, 2), 1)]),
        ("achteinhalb Millionen", [("achteinhalb Millionen", Fraction(17, 2), MILLION)]),
        ("eine Dreiviertelmillion", [("eine Dreiviertelmillion", Fraction(3, 4), MILLION)]),
        ("sieben Komma zwei Prozent", [("sieben Komma zwei", Fraction(36, 5), PERCENT)]),
        ("siebenhundertdrei", [("siebenhundertdrei", 703, 1)]),
        ("30 Basispunkte, 0,4 Promille", [("30", 30, POINT), ("0,4", Fraction(2, 5), Fraction(1, 1000))]),
        ("8 Mia. Fr., 9 Tsd. Stück, 4 TEUR", [("8", 8, BILLION), ("9", 9, THOUSAND), ("4", 4, THOUSAND)]),
        ("7,5 T€ und 6 MCHF", [("7,5", Fraction(15, 2), THOUSAND), ("6", 6, MILLION)]),
        ("zwischen 6 und 8 Mrd. Euro", [("6", 6, BILLION), ("8", 8, BILLION)]),
        ("um −7,1 Prozent", [("7,1", Fraction("-7.1"), PERCENT)]),
        ("deshalb, innerhalb, Zweifel, Halbleiter, ein Zweig, erst, Drittanbieter, Elfenbein", []),
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
        ("two hundred and thirty thousand", [("two hundred and thirty thousand", 230, THOUSAND)]),
        ("twenty-one of one hundred twenty", [("twenty-one", 21, 1), ("one hundred twenty", 120, 1)]),
        ("a million, a man, one man", [("a million", 1, MILLION), ("one", 1, 1)]),
        ("doubled, twice, fourfold", [("doubled", 2, 1), ("twice", 2, 1), ("fourfold", 4, 1)]),
        ("a third of third parties", [("a third", Fraction(1, 3), 1), ("third", 3, 1)]),
        ("three-fifths", [("three-fifths", Fraction(3, 5), 1)]),
        ("half, a quarter", [("half", Fraction(1, 2), 1), ("a quarter", Fraction(1, 4), 1)]),
        ("in the quarter", []),
        ("for 75-day spans", [("75", 75, 1)]),
        ("bone, often, tent, Antwerp", []),
        ("four and a half dozen", [("four and a half dozen", Fraction(9, 2), 12)]),
        ("half a billion", [("half a billion", Fraction(1, 2), BILLION)]),
        ("half a dozen", [("half a dozen", Fraction(1, 2), 12)]),
        ("nineteen hundred", [("nineteen hundred", 1900, 1)]),
        ("six point two five million", [("six point two five million", Fraction(25, 4), MILLION)]),
        ("2 3/8 per cent", [("2 3/8", Fraction(19, 8), PERCENT)]),
        ("5⅝ million", [("5⅝", Fraction(45, 8), MILLION)]),
        ("75 basis points, 1.2pp", [("75", 75, POINT), ("1.2pp", Fraction(6, 5), PERCENT)]),
        ("4bp", [("4bp", 4, POINT)]),
        ("₹7 lakh crore", [("7", 7, TRILLION)]),
        ("a loss of (7.5) million", [("7.5", Fraction("-7.5"), MILLION)]),
        ("£6-8bn", [("6", 6, BILLION), ("8bn", 8, BILLION)]),
        ("a six-week strike", [("six", 6, 1)]),
        (".25 per cent", [(".25", Fraction(1, 4), PERCENT)]),
        ("4.2 × 10⁸ cells", [("4.2 × 10⁸", Fraction("4.2"), Fraction(10**8))]),
    ],
)  # fmt: skip
def test_english(text, expected):
    assert found(text, "en") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It closes at 5.30pm", [("5.30pm", "time")]),
        ("de", "um 18.45 Uhr", [("18.45", "time")]),
        ("en", "on 9 April 2031 and on April 9, 2031", [("9 April 2031", "date"), ("April 9, 2031", "date")]),
        ("de", "am 9.4.2031", [("9.4.2031", "date")]),
        ("de", "vom 6. bis 8. Juni", [("6.", "date"), ("8. Juni", "date")]),
        ("en", "2030-31, FY28", [("2030-31", "year"), ("FY28", "year")]),
        ("en", "Q2 and 2H31", [("Q2", "year"), ("2H31", "year")]),
        ("en", "the 22nd storey, a seventh wonder", [("22nd", "ordinal"), ("seventh", "ordinal")]),
        ("de", "im 2. Quartal, zum neunten Mal", [("2", "ordinal"), ("neunten", "ordinal")]),
        ("en", "Section 9, Flight 88", [("9", "name"), ("88", "name")]),
        ("en", "MD-11, B52s", [("MD-11", "name"), ("B52s", "name")]),
        ("de", "§ 8 Abs. 3", [("8", "name"), ("3", "name")]),
        ("en", "Ring +44 20 7946 0991", [("+44 20 7946 0991", "telephone")]),
        ("en", "Income[4] rose", [("[4]", "mark")]),
        ("en", "hundreds of them", [("hundreds", "amount")]),
        ("en", "the 1960s", [("1960s", "year")]),
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_known_as_what_it_is(language, text, expected):
    assert kinds(text, language) == expected


def test_a_token_says_where_it_stands():
    text = "\ufeffKopf\n\n  Erst 12, dann 13.\n \nzwölf\n"
    tokens = numbers(text, "de")
    lines = paragraphs(text)
    assert [(token.paragraph, token.text) for token in tokens] == [(1, "12"), (1, "13"), (2, "zwölf")]
    assert tokens[0].start == len("Erst ")
    assert all(lines[token.paragraph][token.start : token.end] == token.text for token in tokens)


def test_an_unknown_language_or_region_is_refused():
    with pytest.raises(ValueError, match="'fr' is not one of de, en"):
        numbers("douze", "fr")
    with pytest.raises(ValueError, match="'XX' is not a region of de: AT, BE, CH, DE"):
        numbers("zwölf", "de", "XX")


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("de", "Es waren 4,5 und 6,25 und 3.100.", "1.234 means 1234"),
        ("de", "Es waren 4.5 und 6.25 und 7.1, aber 8,5.", "3 of 4 numbers"),
        ("en", "Only 7 of 9.", "no number of the text decides it"),
    ],
)
def test_a_convention_is_said_with_its_evidence(language, text, says):
    assert says in convention(text, language).reason


def test_a_region_overrules_what_the_text_seems_to_say():
    assert sizes("Es waren 4.500 Meter und 2,5 Stunden.", "de") == [4500, Fraction(5, 2)]
    assert sizes("Es waren 4.500 Meter und 2,5 Stunden.", "de", "CH") == [Fraction(9, 2), Fraction(5, 2)]


# Properties


@given(st.integers(0, 10**15), st.sampled_from(LANGUAGES))
def test_a_number_in_words_reads_back(number, language):
    words = num2words(number, lang=language).replace(",", "")
    assert sum(sizes(f"{words} ", language)) == number


@given(
    st.decimals(0, 10**9, places=2, allow_nan=False),
    st.sampled_from([(language, region) for language in LANGUAGES for region in regions(language)]),
)
def test_a_number_as_a_region_writes_it_reads_back(number, where):
    language, region = where
    written = format_decimal(number, "#,##0.00", locale=f"{language}_{region}")
    assert sizes(f"Ex {written} ok", language, region) == [Fraction(number)]


SENTENCES = {
    "en": [
        "It sold 4 ships.",
        "Costs fell by 3.5 per cent.",
        "They paid €3bn to €5bn.",
        "On 4 May it rained.",
        "Two-thirds left.",
    ],
    "de": [
        "Es kamen 4 Schiffe.",
        "Die Kosten sanken um 3,5 Prozent.",
        "Es waren 3 bis 5 Mrd. Euro.",
        "Am 4. Mai fiel Regen.",
        "Zwei Drittel gingen.",
    ],
}


@given(
    st.sampled_from(LANGUAGES).flatmap(
        lambda language: st.tuples(
            st.just(language), st.lists(st.sampled_from(SENTENCES[language]), max_size=6)
        )
    )
)
def test_sentences_are_read_as_they_are_alone(case):
    language, sentences = case
    alone = [token for sentence in sentences for token in found(sentence, language)]
    assert found(" ".join(sentences), language) == alone
    assert found("\n\n".join(sentences), language) == alone


@given(
    st.text(alphabet=st.sampled_from("0123456789.,'-–+()[]/%€$ \u00a0½²①abmkx:HEU\n"), max_size=60),
    st.sampled_from(LANGUAGES),
)
def test_every_digit_is_part_of_a_token(text, language):
    covered = {}
    for token in numbers(text, language):
        covered.setdefault(token.paragraph, set()).update(range(token.start, token.end))
    for index, line in enumerate(paragraphs(text)):
        bare = [place for place, character in enumerate(line) if character.isdecimal()]
        assert [place for place in bare if place not in covered.get(index, set())] == []
