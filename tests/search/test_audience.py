"""What somebody may not see moves nothing in any answer: no hit, count, order, word or correction."""

from __future__ import annotations

import random

import pytest

from search_index.port import FACETS, Mode, Passage, Place, Question, Sort
from tests.search.documents import (
    EVERYBODY,
    HIDDEN,
    OFFICE,
    TODAY,
    ask,
    changing,
    doc,
    ids,
    whoosh_index,
)

CANARY = "Zebrastreifenkanarienvogel"
PUBLIC_WORDS = "Karte Schwimmbad Bus Bahn Verein Ehrenamt Sitzung Beschluss Museum Vergünstigung Garten".split()  # noqa: SIM905
QUESTIONS = [
    "Karte", "Kart", "Karten Bus", "Schwimbad", "Vereim", "Ehren", '"Karte Bus"', "Bus -Bahn", "titel:Karte",
    "gremium:tisch", "jahr:2026", "Zebra", CANARY, CANARY[:-1], "Zebrastreifenkanarienvogl", "Museun", "",
]  # fmt: skip


def public_documents():
    chance = random.Random(7)
    return [
        doc(
            str(n),
            " ".join(chance.choices(PUBLIC_WORDS, k=3)),
            " ".join(chance.choices(PUBLIC_WORDS, k=20)),
            section=chance.choice(["Runder Tisch", "Beirat"]),
            date=TODAY.replace(day=1 + n % 28),
        )
        for n in range(60)
    ]


def hidden_documents():
    chance = random.Random(8)
    words = [*PUBLIC_WORDS, CANARY, "Karton", "Vereine", "Museumsnacht", "Schwimmbaden"]
    return [
        doc(
            f"h{n}",
            " ".join(chance.choices(words, k=4)),
            " ".join(chance.choices(words, k=30)),
            audience=HIDDEN,
            section=chance.choice(["Runder Tisch", f"Geheim {CANARY}"]),
            district=CANARY,
            status="geheim",
            date=TODAY,
        )
        for n in range(500)
    ]


@pytest.fixture(scope="module")
def with_and_without(tmp_path_factory):
    without = whoosh_index(tmp_path_factory.mktemp("without"), public_documents())
    hidden = whoosh_index(
        tmp_path_factory.mktemp("with"), [*hidden_documents(), *public_documents()]
    )
    yield hidden, without
    hidden.close()
    without.close()


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("mode", Mode)
def test_answers_are_equal_with_and_without_hidden_documents(with_and_without, text, mode):
    for sort in Sort:
        question = Question(text=text, mode=mode, sort=sort, facets=FACETS, size=100)
        first, second = (repr(i.find(question, visible_to=EVERYBODY)) for i in with_and_without)
        assert first == second


@pytest.mark.parametrize("text", ["Kar", "Zebra", "Museums", "Karte Ver"])
def test_suggestions_are_equal_with_and_without_hidden_documents(with_and_without, text):
    first, second = (i.suggest(text, visible_to=EVERYBODY) for i in with_and_without)
    assert first == second


def test_the_office_finds_what_it_may(with_and_without):
    hidden, _ = with_and_without
    assert ask(hidden, CANARY, by=OFFICE).total > 0
    assert ask(hidden, CANARY).total == 0


@pytest.mark.parametrize(
    "field", ["title", "head", "parent", "body", "section", "district", "status", "passages"]
)
def test_a_word_in_any_hidden_field_is_never_shown(tmp_path, field):
    value = (Passage("a", CANARY, CANARY),) if field == "passages" else CANARY
    secret = doc("geheim", audience=HIDDEN, place=Place(1, 1), **{field: value})
    index = whoosh_index(tmp_path, [doc("1", "Karte"), secret])
    for text in [
        CANARY,
        CANARY.lower(),
        CANARY[:6],
        CANARY[:-1],
        f'"{CANARY}"',
        f"titel:{CANARY}",
        f"-{CANARY}",
        "",
    ]:
        hits = ask(index, text, facets=FACETS)
        assert "geheim" not in ids(hits)
        shown = repr(hits).replace(text, "") if text else repr(hits)
        assert CANARY.lower() not in shown.lower()


def test_an_empty_audience_is_visible_to_nobody(tmp_path):
    index = whoosh_index(tmp_path, [doc("1", "Karte", audience=frozenset())])
    for tokens in (frozenset(), EVERYBODY, OFFICE):
        assert ask(index, "Karte", by=tokens).total == 0


def test_a_tightened_document_is_gone_with_its_next_commit(tmp_path):
    index = whoosh_index(tmp_path, [doc("1", CANARY)])
    assert ask(index, CANARY).total == 1
    with changing(index) as batch:
        batch.put(doc("1", CANARY, audience=HIDDEN))
    assert ask(index, CANARY).total == 0
    assert index.suggest(CANARY[:6], visible_to=EVERYBODY) == ()


def test_a_person_sees_only_their_own(tmp_path):
    mine = doc("1", "Karte", audience=frozenset({"person:7"}))
    index = whoosh_index(tmp_path, [mine])
    assert ask(index, "Karte", by=frozenset({"person:7"})).total == 1
    assert ask(index, "Karte", by=frozenset({"person:70"})).total == 0
