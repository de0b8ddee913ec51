"""German text becomes the terms its readers mean, however it is spelled."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.german.analysis import Analysis, clean, fold, tokens

ANALYSIS = Analysis()


def terms(text: str) -> list[str]:
    """Main terms without stop words."""
    return [word.term for word in ANALYSIS.words(clean(text)) if not word.stop]


def parts(word: str) -> list[str]:
    """Terms of the parts of a single word."""
    return [part.term for part in ANALYSIS.words(clean(word))[0].parts]


def every_term(text: str) -> set[str]:
    """All that a text is found by."""
    return {token.term for token in tokens(ANALYSIS.words(clean(text)))}


@pytest.mark.parametrize(
    "spelling",
    [
        "Häuser",
        "Haeuser",
        "Hauser",
        "HÄUSER",
        unicodedata.normalize("NFD", "Häuser"),
        "Häu\u00adser",
    ],
)
def test_every_spelling_of_a_word_has_one_term(spelling):
    assert terms(spelling) == ["haus"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "Strasse"),
        ("Vergünstigungen", "Verguenstigung"),
        ("neue", "neuer"),
        ("Bauer", "Bauern"),
        ("Beschlüsse", "Beschluss"),
        ("Museen", "Museum"),
        ("Café", "Cafe"),
        ("freie", "freier"),
    ],
)
def test_inflected_and_transliterated_words_meet(one, other):
    assert terms(one) == terms(other)


@pytest.mark.parametrize("other", ["Burg", "Bürgschaft"])
def test_a_citizen_is_no_castle(other):
    assert terms("Bürger") != terms(other)


@pytest.mark.parametrize(
    "spelling",
    ["BürgerInnenrat", "Bürger:innenrat", "Bürger*innenrat", "Bürger_innenrat", "Bürgerinnenrat"],
)
def test_gender_forms_are_the_word_without_them(spelling):
    assert terms(spelling) == terms("Bürgerrat")


@pytest.mark.parametrize(
    "spelling",
    [
        "Bürger/-innen",
        "Bürger/innen",
        "Bürger(innen)",
        "BürgerInnen",
        "Bürgerinnen",
        "Bürger:in",
        "Bürgerin",
    ],
)
def test_a_gendered_person_is_that_person(spelling):
    assert terms(spelling) == terms("Bürger")


@pytest.mark.parametrize("word", ["Termin", "Berlin", "Medizin", "Magazin", "Gewinn", "Vitamin"])
def test_words_that_end_like_feminine_forms_stay(word):
    assert terms(word) == [fold(word)]


@pytest.mark.parametrize("spelling", ["RT-2026-04/3", "RT 2026 4 3", "rt-2026-4/3", "RT 2026-04/3"])
def test_a_number_is_one_term_however_it_is_written(spelling):
    assert terms(spelling) == ["rt_2026_4_3"]
    assert "2026_4_3" in every_term(spelling)


def test_numbers_have_parts_and_thousands_have_none():
    assert terms("22/1234") == ["22_1234"]
    assert parts("22/1234") == ["22", "1234"]
    assert terms("1.000 Euro") == terms("1000 Euro")


def test_a_word_before_a_date_does_not_join_it():
    assert terms("am 12.04.2026") == ["12_4_2026"]


def test_hyphenated_words_are_found_joined_and_apart():
    assert every_term("Engagement-Karte") == {"engagementkart", "engagement", "kart"}
    assert every_term("Engagementkarte") == every_term("Engagement-Karte")


@pytest.mark.parametrize("spelling", ["e. V.", "e.V.", "E. V.", "ev"])
def test_abbreviations_are_one_term(spelling):
    assert terms(spelling) == ["ev"]


def test_abbreviations_are_found_by_their_long_form():
    assert "verein" in every_term("Sport e. V.")
    assert "kindertagesstatt" in every_term("Kita")


def test_latin_is_not_stemmed():
    assert terms("pro bono") == ["probono"]


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("Engagementkarteninhaber", ["Engagement", "Karte", "Inhaber"]),
        ("Schwimmbäder", ["Schwimm", "Bad"]),
        ("Ehrenamtskarte", ["Ehrenamt", "Karte"]),
        ("Jugendbeteiligung", ["Jugend", "Beteiligung"]),
        ("Freiwilligenagentur", ["Freiwillig", "Agentur"]),
        ("Verfügungsfonds", ["Verfügung", "Fonds"]),
        ("Schulhof", ["Schule", "Hof"]),
        ("Radweg", ["Rad", "Weg"]),
        ("Städtepartnerschaft", ["Städte", "Partnerschaft"]),
        ("Ortsbeirat", ["Ort", "Beirat"]),
        ("Radwege", ["Rad", "Weg"]),
        ("Nachtbusse", ["Nacht", "Bus"]),
        ("Sitzungsprotokolle", ["Sitzung", "Protokoll"]),
    ],
)
def test_compounds_are_found_by_their_parts(compound, expected):
    assert parts(compound) == [terms(part)[0] for part in expected]


SIMPLE = [
    "Hamburg",
    "Protokoll",
    "Bürgerin",
    "Heimat",
    "Monat",
    "Beirat",
    "Termin",
    "Urlaub",
    "Karton",
    "Partei",
    "Planet",
    "Vorrat",
    "Format",
    "Senat",
    "Antrag",
    "Vorschlag",
    "Angebot",
    "Beschluss",
    "Vertrag",
    "Auftrag",
    "Unterlagen",
    "Einladung",
    "Ergebnis",
    "Abstimmung",
    "Verordnung",
    "Bericht",
    "Nachbarn",
    "Vergünstigungen",
    "Museum",
    "Theater",
    "Bibliothek",
    "Anmeldung",
    "Betreuung",
    "Gesundheit",
    "Verwaltung",
    "Unterstützung",
]


def test_simple_words_are_hardly_ever_taken_apart():
    split = [word for word in SIMPLE if parts(word)]
    assert len(split) <= len(SIMPLE) / 30, split


def test_stop_words_leave_no_term_but_their_place():
    words = ANALYSIS.words("Eintritt in das Bad")
    assert [token.position for token in tokens(words)] == [0, 3]


def test_a_text_of_stop_words_alone_keeps_them():
    assert terms("Wer wie was") == ["wer", "wie", "was"]


def test_nothing_that_turns_the_meaning_is_a_stop_word():
    assert len(terms("nicht ohne kein")) == 3


@given(st.text(max_size=300))
def test_any_text_is_read_and_offsets_point_into_it(text):
    cleaned = clean(text)
    words = ANALYSIS.words(cleaned)
    assert all(cleaned[word.start : word.end].strip() for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "text",
    ["-" * 20_000, "a-" * 10_000, "a:" * 10_000, "1." * 10_000, "x" * 20_000, "Ab" * 9000 + "I"],
)
@pytest.mark.timeout(10)
def test_odd_texts_take_no_quadratic_time(text):
    ANALYSIS.words(clean(text))
