"""What the Whoosh engine remembers between questions is bounded, told to nobody else, and gone with its document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search_index.german.analysis import Analysis
from search_index.port import FACETS, Question
from search_index.snippets import Marker, read
from search_index.whoosh_engine import answering, leaf, memory
from search_index.whoosh_engine.bits import bits_of, rows_of
from search_index.whoosh_engine.memory import Remembered
from tests.search.documents import (
    EVERYBODY,
    HIDDEN,
    OFFICE,
    ask,
    changing,
    doc,
    whoosh_index,
)

PUBLIC = [doc(str(n), f"Karte Nummer {n}", "Schwimmbad und Museum") for n in range(6)]
SECRET = [
    doc(f"h{n}", "Karton Museumsnacht", "Schwimmbat", audience=HIDDEN, status="geheim")
    for n in range(9)
]
ASKED = ["Kart", "Karton", "Museums", "Schwimmbat", "Schwimbad", "Karte Museum", "titel:karton"]


def everything(index, text, by):
    """A whole answer; the number of the commit says nothing about documents."""
    return replace(ask(index, text, by=by, facets=FACETS), generation=0)


@pytest.mark.parametrize("first", [OFFICE, EVERYBODY], ids=["office first", "everybody first"])
def test_what_one_audience_asked_moves_no_answer_of_another(tmp_path, first):
    both = whoosh_index(tmp_path / "both", [*PUBLIC, *SECRET])
    alone = whoosh_index(tmp_path / "alone", PUBLIC)
    fresh = {text: everything(both, text, OFFICE) for text in ASKED}
    both.close()  # forgets
    for by in (first, EVERYBODY, OFFICE, EVERYBODY):
        for text in ASKED:
            wanted = fresh[text] if by == OFFICE else everything(alone, text, EVERYBODY)
            assert everything(both, text, by) == wanted


def test_what_is_left_out_of_one_question_is_in_the_next(tmp_path):
    index = whoosh_index(tmp_path, [*PUBLIC, doc("x", "Karussell")])
    hidden = frozenset({doc("x").subject})
    for _ in range(2):
        question = Question(text="Karusell")
        assert index.find(question, visible_to=EVERYBODY).did_you_mean == "Karussell"
        left_out = index.find(question, visible_to=EVERYBODY, without=hidden)
        assert (left_out.total, left_out.did_you_mean) == (0, None)


def test_the_words_of_a_removed_document_are_forgotten(tmp_path):
    index = whoosh_index(tmp_path, [*PUBLIC, doc("x", "Kanarienvogel")])
    assert ask(index, "Kanarienvogel").total == 1
    before = index._snapshot().leaves
    assert any("kanarienvogel" in str(one.read._things).lower() for one in before)
    with changing(index) as batch:
        batch.remove(doc("x").subject)
    assert ask(index, "Karte").total == len(PUBLIC)
    after = [*before, *index._snapshot().leaves]
    assert not any("kanarienvogel" in str(one.read._things).lower() for one in after)
    words = index._view(EVERYBODY)._memory.readings._things
    assert words
    assert "kanarienvogel" not in str(words).lower()


def test_a_question_that_ends_after_a_removal_brings_nothing_back(tmp_path):
    index = whoosh_index(tmp_path, [*PUBLIC, doc("x", "Kanarienvogel")])
    late = index.rank(Question(text="Kanarienvogel"), visible_to=EVERYBODY)
    leaves = index._snapshot().leaves
    with changing(index) as batch:
        batch.remove(doc("x").subject)
    assert ask(index, "Kanarienvogel").total == 0  # the new commit was noticed
    assert [hit.title for hit in answering.answer(late).hits] == ["Kanarienvogel"]
    assert not any("kanarienvogel" in str(one.read._things).lower() for one in leaves)
    assert ask(index, "Karte").hits
    assert any("karte" in str(one.read._things).lower() for one in leaves)


def test_memory_for_texts_words_and_audiences_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(leaf, "MOST_CHARACTERS", 100)
    monkeypatch.setattr(memory, "MOST_READINGS", 5)
    monkeypatch.setattr(memory, "MOST_TERMS", 5)
    index = whoosh_index(tmp_path, PUBLIC)
    for n in range(40):
        assert ask(index, f"Karte Nummer {n}", by=EVERYBODY | {f"person:{n}"}).total == 6
    snapshot = index._snapshot()
    for one in snapshot.leaves:
        assert sum(weight for _, weight in one.read._things.values()) <= 100
    [(words, _)] = snapshot._memories._things.values()  # they all see the same rows
    assert (len(words.readings), len(words.idf)) == (5, 5)


def test_the_ranking_is_that_of_the_answer(tmp_path):
    index = whoosh_index(tmp_path, [*PUBLIC, doc("x", "Karte", "Karte Museum")])
    question = Question(text="Karte Museum", size=3)
    ranking = index.rank(question, visible_to=EVERYBODY)
    answer = index.find(question, visible_to=EVERYBODY)
    assert [(one.leaf.keys[one.row], one.score) for one in ranking.page] == [
        (str(hit.subject), hit.score) for hit in answer.hits
    ]
    assert (ranking.total, ranking.goes_on) == (answer.total, answer.cursor is not None)


def test_what_nobody_asks_for_is_forgotten_first():
    things = Remembered(3)
    for key in "abc":
        things.put(key, key.upper())
    assert things.get("a") == "A"
    things.put("d", "D")
    assert [things.get(key) for key in "abcd"] == ["A", None, "C", "D"]
    things.put("a", "heavy", 3)
    assert [things.get(key) for key in "acd"] == ["heavy", None, None]
    things.put("b", "too heavy", 4)
    assert (things.get("b"), len(things)) == (None, 1)
    things.drop(lambda key: key == "a")
    things.put("c", "C", 3)
    assert (things.get("a"), things.get("c")) == (None, "C")


def test_a_word_met_in_several_ways_is_marked_once_for_the_most_telling():
    text = read("Die Engagement-Karte gilt, die Karte auch.", Analysis())
    spots = Marker({"kart": 1.0, "engagementkart": 3.0}).spots(text)
    assert [(text.text[s.start : s.end], s.term) for s in spots] == [
        ("Engagement-Karte", "engagementkart"),
        ("Karte", "kart"),
    ]


@pytest.mark.parametrize("rows", [[], [0], [9_999], [0, 7, 8, 9_999], [*range(0, 10_000, 3)]])
def test_sets_of_rows_give_back_their_rows(rows):
    assert list(rows_of(bits_of(rows, 10_000))) == rows
