"""What the words around a number say of it: unit, hedge, range, rate, period, or that it is no figure."""

import pytest
from addup.engine.hedges import phrases
from addup.texts.locale import LANGUAGES
from addup.texts.nouns import lemma
from addup.texts.reading import readings

from tests.texts.own import FOLDER, scores, written


def read(text, language="en"):
    return [written(reading) for reading in readings(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It hired 6 nurses and a clerk.", ["6 nurse"]),
        ("en", "Some 70 elderly residents moved.", ["70 resident about"]),
        ("en", "It bought NZ$8m of wool and S$4m of tin.", ["8×1e6 NZD", "4×1e6 SGD"]),
        ("en", "It paid 9 billion Danish kroner.", ["9×1e9 DKK"]),
        ("en", "A ticket costs 80 pence a mile.", ["80×0.01 GBP/mile"]),
        ("en", "The cheese weighs 4 pounds.", ["4 pound"]),
        ("en", "Growth of 6 to 8 per cent.", ["6×0.01 share", "8×0.01 share"]),
        ("en", "More than $6bn to $8bn.", ["6×1e9 USD", "8×1e9 USD"]),
        ("en", "The board split 5-4.", ["5 item", "4 item"]),
        ("en", "A seven-year bond.", ["7 year"]),
        ("en", "No more than 8 boats came.", ["8 boat at_most"]),
        ("en", "It took no fewer than 90 days.", ["90 day at_least"]),
        ("en", "Stores with 60 clerks or more.", ["60 clerk at_least"]),
        ("en", "The firm cut 1950 jobs.", ["1950 job"]),
        ("en", "In 1950 boats sank.", ["!1950"]),
        ("en", "On the one hand it rained.", ["!one"]),
        ("en", "Third-quarter sales in FY27.", ["!Third", "!FY27"]),
        ("de", "Es fehlen 6 Häuser und ein Stall.", ["6 haus"]),
        ("de", "Über 70 ältere Bewohner zogen aus.", ["70 bewohner more_than"]),
        ("de", "Das Brot kostet 4,20 Euro pro Kilo.", ["4.20 EUR/kilo"]),
        ("de", "Eine 8-Milliarden-Franken-Anleihe.", ["8×1e9 CHF"]),
        ("de", "Eine siebenjährige Anleihe.", ["7 jahr"]),
        ("de", "Nicht mehr als 8 Boote kamen.", ["8 boot at_most"]),
        ("de", "Es kamen nicht weniger als 90 Gäste.", ["90 gast at_least"]),
        ("de", "Zwischen 6 und 8 Prozent.", ["6×0.01 share", "8×0.01 share"]),
        ("de", "Die Firma baut 1950 Stellen ab.", ["1950 stelle"]),
        ("de", "Das Haus steht seit 1950.", ["!1950"]),
        ("de", "Die Kosten liegen unter null Prozent.", ["0×0.01 share less_than"]),
    ],
)
def test_what_the_words_say(language, text, expected):
    assert read(text, language) == expected


@pytest.mark.parametrize(
    "phrase",
    [phrase for language in LANGUAGES for phrase in phrases(language)],
    ids=lambda phrase: phrase.text,
)
def test_every_hedge_of_the_table_is_found_in_running_text(phrase):
    noun = "Boote" if phrase.language == "de" else "boats"
    if phrase.position == "before":
        sentence = (
            f"Gestern sah sie {phrase.text} 37 {noun}."
            if noun == "Boote"
            else f"She saw {phrase.text} 37 {noun}."
        )
        found = read(sentence, phrase.language)
        # "plus/minus 37" has a word of a sign in it
        assert found[-1] == f"37 {'boot' if noun == 'Boote' else 'boat'} {phrase.hedge}"
    else:
        joined = "" if phrase.text[0] in "-+" else " "
        assert any(
            read(f"Es waren 37{joined}{phrase.text}{tail}", phrase.language)[0].endswith(f" {phrase.hedge}")
            for tail in ("", f" {noun}")
        )


def test_both_ends_of_a_range_say_so():
    remarks = [reading.remarks for reading in readings("It needs 6 to 8 million bricks.", "en")]
    assert remarks == [("First end of a range.",), ("Second end of a range.",)]


@pytest.mark.parametrize(
    ("language", "text", "period"),
    [
        ("en", "In the second quarter of 2031 it earned $9m.", "2031-04/2031-06"),
        ("en", "H2 2031 brought $9m.", "2031-07/2031-12"),
        ("en", "In 2031-32 the loss was $9m.", "2031/2032"),
        ("en", "The first nine months of 2031 brought $9m.", "2031-01/2031-09"),
        ("en", "It had 9 ships at the end of May 2031.", "2031-05"),
        ("de", "Im 3. Quartal 2031 waren es 9 Mio. Euro.", "2031-07/2031-09"),
        ("de", "Im ersten Halbjahr 2031 waren es 9 Mio. Euro.", "2031-01/2031-06"),
        ("en", "It earned $9m, the firm said on 4 May 2031.", ""),
    ],
)
def test_the_period_of_the_sentence_is_that_of_its_figure(language, text, period):
    figure = next(one for one in readings(text, language) if one.scale == "1e6" or one.unit == "ship")
    assert figure.period == period


def test_what_may_mean_two_things_says_so():
    assert readings("It will cost £9m over 30 years.", "en")[1].doubts == (
        "“over” may mean during, or more than.",
    )
    assert readings("It sold 2031 for cash.", "en")[0].reason == "Guessed: a year, which dates something."


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("de", ["Beschäftigte", "Beschäftigten"]),
        ("de", ["Arbeitsplatz", "Arbeitsplätze", "Arbeitsplätzen"]),
        ("de", ["Betrieb", "Betriebe", "Betrieben"]),
        ("en", ["company", "companies"]),
        ("en", ["person", "people", "persons"]),
        ("en", ["loaf", "loaves"]),
    ],
)
def test_a_noun_comes_out_in_one_form(language, forms):
    assert len({lemma(form, language) for form in forms}) == 1


@pytest.mark.parametrize("table", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
def test_texts_of_our_own_are_read_as_labelled(table):
    count = scores(table)
    assert count["right figures"] >= 0.97 * count["figures"]
    assert count["right others"] >= 0.97 * count["others"]


@pytest.mark.parametrize("piece", ["3-", "3 to ", "from 3 and ", "1 ", "1.234.", "1 | ", "hundred ", "+1 2 "])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_on_without_end_is_read_to_its_end(piece, language):
    assert len(readings(piece * 2000, language)) <= 4000
