"""The asking side of the benchmarks of the line, at the real server: a few members, a few words, no time asserted."""

import pytest

from accounts.sessions.services.sessions import create_token
from bench.live import town as made
from bench.live.chat import Room
from bench.live.editors import Desk, Editor, OurPage
from bench.live.servers import Served
from bench.live.wires import Pool
from tests.factories.people import person


@pytest.fixture
def process(town) -> Served:
    return Served(int(town.url.rpartition(":")[2]), town.server.process.pid)


def test_a_room_counts_what_everybody_has_heard(town, conversation, process) -> None:
    tokens = [create_token(person=person(name), days=1) for name in ("Anna", "Ben")]
    room = Room(Pool(), process, conversation.room, tokens)
    found = room.closed_loop(6)
    assert len(room.taken) == 12
    assert set(found) == {"per_s", "per_cpu_s", "asking", "p50", "p95", "p99"}
    assert room.open_loop(2, 20)["p50"] > 0
    room.close()
    said = sorted(text for text in conversation.texts() if text.startswith("Nr. "))
    assert said == [f"Nr. {number:06d}" for number in range(1, 9)]


def test_speakers_may_stand_outside(conversation, process) -> None:
    tokens = [create_token(person=person(name), days=1) for name in ("Anna", "Ben", "Cem")]
    room = Room(Pool(), process, conversation.room, tokens[:1], tokens[1:])
    room.closed_loop(5, more=" länger")
    assert len(room.taken) == 5
    room.close()


def test_editors_hear_each_letter_of_the_others(process, town) -> None:
    table = made.a_table(2)
    editors, pool = [Editor(), Editor()], Pool()
    pages = [
        OurPage(pool, process.port, token, table.doc, editor.replica.client)
        for token, editor in zip(table.tokens, editors, strict=True)
    ]
    desk = Desk(pool, process, pages)
    found = desk.type([editor.letters(2) for editor in editors])
    assert found["p95"] > 0
    desk.close()


def test_what_a_page_that_hung_up_does_not_say_counts_as_late(process, town, monkeypatch) -> None:
    monkeypatch.setattr("bench.live.editors.GRACE_S", 0.3)
    table = made.a_table(2)
    editors, pool = [Editor(), Editor()], Pool()
    pages = [
        OurPage(pool, process.port, token, table.doc, editor.replica.client)
        for token, editor in zip(table.tokens, editors, strict=True)
    ]
    desk = Desk(pool, process, pages)
    pages[1].close()
    found = desk.type([editor.letters(3) for editor in editors])
    assert found["p50"] >= 1_000  # nobody was left to hear anything in the second that it took
    desk.close()
