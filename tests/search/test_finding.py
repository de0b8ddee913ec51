"""What people type finds what they mean."""

from __future__ import annotations

import pytest

from search_index.port import Circle, Mode, Passage, Place, Sort
from tests.search.documents import TODAY, ask, changing, doc, ids, whoosh_index

DOCUMENTS = [
    doc(
        "eintritt",
        "Freier Eintritt ins Schwimmbad",
        "Vergünstigungen für alle Ehrenamtlichen.",
        section="Runder Tisch Ehrenamt",
        district="Nord",
    ),
    doc(
        "karte",
        "Engagement-Karte auf dem Handy",
        "Die Karte soll digital sein.",
        head="RT-2026-04/3",
        date=TODAY,
    ),
    doc(
        "bus",
        "Ermäßigung für Bus und Bahn",
        "Ein Ticket für Ehrenamtliche.",
        district="Mitte",
        status="angenommen",
    ),
    doc("rat", "Bürger:innenrat zum Klima", "Geloste Menschen beraten.", place=Place(53.55, 10.0)),
    doc(
        "haus", "Häuser für Vereine", "Räume im alten Rathaus.", kind="resolution", art="beschluss"
    ),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    index = whoosh_index(tmp_path_factory.mktemp("finding"), DOCUMENTS)
    yield index
    index.close()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Verguenstigungen", "eintritt"),
        ("Vergünstigung", "eintritt"),
        ("Karten", "karte"),
        ("Schwimbad", "eintritt"),
        ("Schwimmb", "eintritt"),
        ("schwimmbäder", "eintritt"),
        ("RT 2026 4 3", "karte"),
        ("2026-04/3", "karte"),
        ("Bürgerrat", "rat"),
        ("BürgerInnenrat", "rat"),
        ("Rat der Bürgerinnen", "rat"),
        ("Engagementkarte", "karte"),
        ("freier Eintrit Schwimmbad", "eintritt"),
        ("Haeuser", "haus"),
        ("Hauser", "haus"),
        ("engagem karte", "karte"),
        ("handy*", "karte"),
    ],
)
def test_the_words_people_type_find_the_document(index, typed, first):
    assert ids(ask(index, typed))[0] == first


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.id)
def test_each_title_finds_its_document_first(index, document):
    assert ids(ask(index, document.title))[0] == document.id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"freier Eintritt"', {"eintritt"}),
        ('"Eintritt freier"', set()),
        ("ehrenamtliche -schwimmbad", {"bus"}),
        ('ehrenamtliche -"Bus und Bahn"', {"eintritt"}),
        ("titel:karte", {"karte"}),
        ("titel:digital", set()),
        ("nummer:RT-2026-04/3", {"karte"}),
        ("gremium:ehrenamt", {"eintritt"}),
        ('gremium:"Runder Tisch"', {"eintritt"}),
        ("art:beschluss", {"haus"}),
        ("bezirk:mitte", {"bus"}),
        ("jahr:2026", {"karte"}),
        ("jahr:2025", set()),
    ],
)
def test_syntax_narrows_what_is_found(index, typed, found):
    assert set(ids(ask(index, typed))) == found


@pytest.mark.parametrize(
    "odd", ['"', "-", '-"', "titel:", "***", "a" * 500, "-" * 20_000, "(", "titel:-", "\x00", ""]
)
def test_no_text_is_an_error(index, odd):
    assert ask(index, odd).total >= 0


def test_all_words_can_be_required(index):
    assert ask(index, "ehrenamtliche bus").total == 2
    assert ids(ask(index, "ehrenamtliche bus", mode=Mode.ALL)) == ["bus"]
    assert ask(index, "ehrenamtliche bus").total_all_words == 1


def test_facets_count_what_is_found_and_ignore_their_own_filter(index):
    filters = {"district": frozenset({"Nord"})}
    hits = ask(index, "ehrenamtliche", facets=("district", "status"), filters=filters)
    assert hits.total == 1
    assert hits.facets == {"district": {"Mitte": 1, "Nord": 1}, "status": {}}


def test_a_corrected_word_is_run_and_named(index):
    hits = ask(index, "Schwimbad")
    assert hits.total == 1
    assert hits.did_you_mean == "Schwimmbad"
    assert ask(index, "Schwimmbad").did_you_mean is None


def test_a_question_without_hits_says_what_to_drop(index):
    filters = {"district": frozenset({"Nord"}), "status": frozenset({"angenommen"})}
    hits = ask(index, "ehrenamtliche", filters=filters)
    assert [(r.what, r.dropped, r.total) for r in hits.relaxations] == [
        ("filter", "district", 1),
        ("filter", "status", 1),
    ]


def test_marks_show_the_words_and_compounds_asked_for(index):
    hit = ask(index, "karte").hits[0]
    assert [hit.title[a:b] for a, b in hit.title_marks] == ["Engagement-Karte"]
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.marks] == ["Karte"]


def test_the_best_passage_speaks_and_the_others_are_counted(tmp_path):
    passages = (
        Passage("top-1", "Begrüßung", "Die Karte wird genannt."),
        Passage("top-2", "Karte", "Das Schwimmbad nimmt die Karte an."),
    )
    index = whoosh_index(tmp_path, [doc("1", "Protokoll", passages=passages)])
    hit = ask(index, "Karte Schwimmbad").hits[0]
    assert hit.url == "/vorschlaege/1#top-2"
    assert hit.passages_left == 1


def test_long_texts_are_cut_around_the_words(tmp_path):
    body = "Vieles steht davor. " * 50 + "Dann kommt das Schwimmbad." + " Vieles danach." * 50
    hit = ask(whoosh_index(tmp_path, [doc("1", body=body)]), "Schwimmbad").hits[0]
    assert len(hit.snippet.text) <= 245
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.marks] == ["Schwimmbad"]
    assert hit.snippet.text.startswith("…")


def test_sorting_and_paging_reach_every_document_once(tmp_path):
    days = {str(n): TODAY.replace(day=n) for n in range(1, 29)}
    index = whoosh_index(tmp_path, [doc(i, "Karte", date=day) for i, day in days.items()])
    newest = [ids(ask(index, "karte", sort=Sort.NEWEST, size=10, page=p)) for p in (1, 2, 3)]
    assert [one for page in newest for one in page] == sorted(days, key=int, reverse=True)
    assert ids(ask(index, "karte", sort=Sort.OLDEST))[0] == "1"


def test_a_cursor_goes_on_behind_the_last_hit(tmp_path):
    index = whoosh_index(tmp_path, [doc(str(n), "Karte") for n in range(25)])
    seen, cursor = [], None
    while True:
        hits = ask(index, "karte", size=10, cursor=cursor)
        seen += ids(hits)
        if (cursor := hits.cursor) is None:
            break
    assert len(seen) == len(set(seen)) == 25


def test_a_made_up_cursor_is_no_cursor(index):
    assert ask(index, "karte", cursor="!!!").total == ask(index, "karte").total


def test_old_versions_are_found_on_their_day_only(tmp_path):
    change = TODAY.replace(day=1, month=3)
    index = whoosh_index(
        tmp_path,
        [doc("7", "Karte neu", valid_from=change), doc("7@1", "Karte alt", valid_to=change)],
    )
    assert ids(ask(index, "karte")) == ["7"]
    assert ids(ask(index, "karte", as_of=change.replace(month=2))) == ["7@1"]
    (new,) = ask(index, "karte").hits
    (old,) = ask(index, "karte", as_of=change.replace(month=2)).hits
    assert [(hit.valid_from, hit.valid_to) for hit in (new, old)] == [
        (change, None),
        (None, change),
    ]


def test_circles_leave_out_what_is_far_or_nowhere(index):
    near, far = Circle(53.55, 10.0, 100), Circle(48.1, 11.5, 1000)
    assert ids(ask(index, circles=(near,))) == ["rat"]
    assert ids(ask(index, circles=(far,))) == []


def test_suggestions_go_on_from_what_was_typed(index):
    texts = [s.text for s in index.suggest("engag", visible_to=frozenset({"public"}))]
    assert texts[0] == "Engagement-Karte auf dem Handy"
    assert index.suggest("engag", visible_to=frozenset()) == ()


def test_what_is_removed_is_found_no_more(tmp_path):
    index = whoosh_index(tmp_path, [doc("1", "Karte"), doc("1@1", "Karte alt"), doc("2", "Karte")])
    with changing(index) as batch:
        batch.remove(doc("1").subject)
    assert ids(ask(index, "karte")) == ["2"]
    assert [s.id for s, _ in index.fingerprints()] == ["2"]


def test_facts_are_found_and_never_read_as_the_texts_end(tmp_path):
    facts = ("ganz Hamburg-Mitte", "Unterrepräsentierte Gruppen")
    one = doc("1", body="Bitte für alle ohne Monatskarte.", facts=facts)
    index = whoosh_index(tmp_path, [one, doc("2", "Karte")])
    assert ask(index, "Monatskarte").hits[0].snippet.text == "Bitte für alle ohne Monatskarte."
    assert ask(index, "Gruppen").hits[0].snippet.text == " · ".join(facts)
    assert ask(index, '"Mitte Unterrepräsentierte"').total == 0


def test_headings_and_lists_do_not_run_into_the_next_line(tmp_path):
    body = "Was wir wollen\n\nEine Karte.\nBus\nBahn"
    index = whoosh_index(tmp_path, [doc("1", body=body)])
    snippet = ask(index, "Karte").hits[0].snippet
    assert snippet.text == "Was wir wollen · Eine Karte. Bus · Bahn"
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["Karte"]


def test_a_hit_by_its_wholes_title_shows_the_word_there(tmp_path):
    index = whoosh_index(tmp_path, [doc("1", "Einverstanden", parent="Karten für alle")])
    hit = ask(index, "Karte").hits[0]
    assert [hit.parent[a:b] for a, b in hit.parent_marks] == ["Karten"]


def test_who_says_it_comes_before_who_only_talks_below_it(tmp_path):
    text = "Ein Eintritt für jeden Monat. Das Schwimmbad mögen Alte und Junge. " + "Mehr dazu. " * 5
    replies = [doc(f"c{n}", "Ja.", "Ja.", parent="Zehnerkarte Schwimmbad") for n in range(5)]
    index = whoosh_index(tmp_path, [*replies, doc("says", "Eintritt", text)])
    assert ids(ask(index, "Schwimmbad"))[0] == "says"
