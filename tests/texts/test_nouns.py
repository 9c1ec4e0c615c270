"""Nouns come out in one form, with the libraries that know them and without."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from addup.texts import nouns

BOOK = Path(nouns.__file__).parents[2]

# As newspapers count them; the libraries are the oracle of the rules
COUNTED = {
    "en": """ambulances apples banks bases beds boats bottles branches bridges brokers buildings bushels buses
        cabinets cases children churches citizens classes clinics colleges companies containers
        cottages crashes dentists deputies dishes doctors dresses drones economies exchanges
        factories families farms fishermen flats foxes franchises galleries gases geese houses
        inches injuries judges knives ladies lawyers leases licences loaves losses machines matches
        men mice miles mortgages nurses offices orchards oxen passes people pharmacies phones pieces
        places policies prisoners prizes processes pupils races refugees routes sandwiches ships
        shoes shops soldiers stores strikes students studies taxes teachers toes towns trenches
        turbines universities vaccines vehicles viruses votes wages warehouses watches weeks
        witnesses women""",
    "de": """Abteilungen Ämter Apotheken Apparate Äpfel Ärzte Aufträge Ausgaben Autos Autoren Azubis Bahnhöfe
        Bäume Behörden Berge Betriebe Bezirke Boote Briefe Brücken Büros Busse Demonstranten Dörfer
        Einbrüche Einwohner Erkrankungen Fabriken Fahrräder Familien Feuerwehrleute Filialen Frauen
        Freiwillige Gemeinden Geräte Gesellschaften Gutachten Haftbefehle Häuser Häfen Höfe Inseln
        Jugendliche Kandidaten Kinder Kliniken Kommunen Konzerne Kraftwerke Krankenhäuser Kunden
        Länder Lehrkräfte Lehrlinge Leitungen Lizenzen Märkte Maßnahmen Minister Mitglieder Museen
        Nächte Orte Patienten Pflegekräfte Polizisten Prozesse Räume Regionen Reisende Richter Sätze
        Schichten Schiffe Schulen Schüler Schritte Sendungen Soldaten Spiele Städte Standorte
        Stellen Stimmen Stunden Tage Tonnen Touristen Unternehmen Urteile Verfahren Verletzte
        Versuche Verträge Vorschläge Wähler Wälder Werke Windräder Wohnungen Züge Zuschauer""",
}


@pytest.fixture
def by_rule(monkeypatch):
    for known in (nouns._english, nouns._german):
        known.cache_clear()
    monkeypatch.setattr(nouns, "_has", lambda library: False)
    yield
    monkeypatch.undo()
    for known in (nouns._english, nouns._german):
        known.cache_clear()


@pytest.mark.parametrize("language", COUNTED)
def test_the_rules_give_the_singular_that_the_libraries_give(by_rule, language, monkeypatch):
    counted = COUNTED[language].split()
    ruled = {word: nouns.lemma(word, language) for word in counted}
    monkeypatch.undo()
    nouns._english.cache_clear()
    nouns._german.cache_clear()
    known = {word: nouns.lemma(word, language) for word in counted}
    differ = {word: (ruled[word], known[word]) for word in counted if ruled[word] != known[word]}
    assert len(differ) <= 0.1 * len(counted), differ


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "factory", "factories"),
        ("en", "person", "people"),
        ("de", "Schiff", "Schiffe"),
        ("de", "Kilowattstunde", "Kilowattstunden"),
        ("de", "Gast", "Gäste"),
    ],
)
def test_one_and_many_are_one_unit_by_rule_too(by_rule, language, one, many):
    assert nouns.lemma(one, language, is_many=False) == nouns.lemma(many, language)


def test_a_report_is_set_up_without_them_and_says_so(tmp_path):
    article = tmp_path / "article.txt"
    article.write_text("The port sold 14 ships to 3 factories.\n", "utf-8")
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html><body><p>It sold 14 ships.</p></body></html>", "utf-8")
    start = """
import sys
from importlib.abc import MetaPathFinder
class Without(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in ('inflect', 'simplemma', 'trafilatura'):
            raise ModuleNotFoundError(f'no {name}', name=name)
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: (
    None if name in ('inflect', 'simplemma', 'trafilatura') else find(name, *more))
sys.meta_path.insert(0, Without())
from addup.texts.new import main
sys.exit(main(sys.argv[1:]))
"""

    def set_up(text, folder):
        return subprocess.run(
            [sys.executable, "-c", start, str(text), str(tmp_path / folder), "--language", "en"],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": str(BOOK)},
        )

    done = set_up(article, "report")
    assert done.returncode == 0, done.stderr
    assert "by rule, since inflect and simplemma are not installed." in done.stdout
    assert ",ship," in (tmp_path / "report/data/figures.csv").read_text("utf-8")
    assert ",factory," in (tmp_path / "report/data/figures.csv").read_text("utf-8")
    refused = set_up(page, "of_a_page")
    assert refused.returncode == 2
    assert refused.stderr.startswith("page.html: is a web page, and trafilatura is not installed")
    assert not (tmp_path / "of_a_page").exists()
