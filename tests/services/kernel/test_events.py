"""The event log: written with the deed, chained, carried to readers at least once."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import select, update

from kernel import events, relay
from kernel.actors import ANONYMOUS
from kernel.database import db, in_transaction
from kernel.events import Event, EventRow, broken_links, on, record
from kernel.subjects import Subject
from tests.support.races import all_at_once

THING = Subject("thing", "7")


@dataclass(frozen=True)
class ThingMoved(Event):
    kind: ClassVar[str] = "thing.moved"
    far: int


def move(far: int = 1) -> None:
    in_transaction(lambda: record(ThingMoved(far), subject=THING, actor=ANONYMOUS))


def rows() -> list[EventRow]:
    return list(db.session.scalars(select(EventRow).order_by(EventRow.seq)))


@pytest.fixture
def heard(monkeypatch) -> list[int]:
    """What a reader registered for this test has taken."""
    taken: list[int] = []
    monkeypatch.setattr(relay, "_readers", {})
    relay.reader("test", lambda batch: taken.extend(row.payload["far"] for row in batch))
    return taken


def test_facts_are_numbered_and_chained(database) -> None:
    move(1)
    move(2)
    first, second = rows()
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev_hash == first.hash


def test_a_fact_outside_a_transaction_is_refused(database) -> None:
    with pytest.raises(KeyError):
        record(ThingMoved(1), subject=THING, actor=ANONYMOUS)


def test_a_refused_deed_leaves_no_fact(database) -> None:
    def fail() -> None:
        record(ThingMoved(1), subject=THING, actor=ANONYMOUS)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        in_transaction(fail)
    assert rows() == []


def test_a_changed_fact_breaks_the_chain(database) -> None:
    for far in range(3):
        move(far)
    assert broken_links(db.session()) == []
    in_transaction(
        lambda: db.session.execute(
            update(EventRow).where(EventRow.seq == 2).values(payload={"far": 99})
        )
    )
    assert broken_links(db.session()) == [2]


def test_a_removed_fact_breaks_the_chain(database) -> None:
    for far in range(3):
        move(far)
    in_transaction(lambda: db.session.delete(rows()[1]))
    assert broken_links(db.session()) == [3]


def test_a_handler_inside_shares_the_fate_of_the_deed(database) -> None:
    def refuse(row: EventRow) -> None:
        raise ValueError(row.kind)

    on("thing.moved", inside=True)(refuse)
    try:
        with pytest.raises(ValueError, match=r"thing\.moved"):
            move()
    finally:
        events._inside["thing.moved"].remove(refuse)
    assert rows() == []


def test_a_reader_hears_each_fact_once_and_in_order(database, heard) -> None:
    for far in (3, 1, 2):
        move(far)
    relay.catch_up()
    move(9)
    relay.catch_up()
    assert heard == [3, 1, 2, 9]


def test_a_poisonous_fact_is_set_aside_after_five_tries(database, monkeypatch) -> None:
    taken: list[int] = []

    def read(batch) -> None:
        for row in batch:
            if row.payload["far"] == 2:
                raise ValueError("poison")
            taken.append(row.payload["far"])

    monkeypatch.setattr(relay, "_readers", {})
    relay.reader("test", read)
    for far in (1, 2, 3):
        move(far)
    for _ in range(6):
        relay.run_once()
    assert taken[-1] == 3
    assert [row.seq for row in db.session.scalars(select(relay.SetAside))] == [2]
    assert relay.lag()["test"] == 0


def test_the_lag_counts_readers_of_both_kinds(app, database, heard, monkeypatch) -> None:
    monkeypatch.setattr(relay, "_followers", {"search": lambda: 7})
    move()
    assert relay.lag() == {"test": 1, "search": 7}
    shown = app.test_cli_runner().invoke(args=["outbox", "status"])
    assert shown.output.splitlines() == ["search\t7", "test\t1"]


def say(room: str | None, *far: int) -> None:
    def speak() -> None:
        for each in far:
            record(ThingMoved(each), subject=THING, actor=ANONYMOUS, room=room)

    in_transaction(speak)


def test_each_room_counts_for_itself_and_leaves_no_gap(database) -> None:
    say("thread:a", 1, 2)
    say("thread:b", 3)
    say(None, 4)
    with pytest.raises(ZeroDivisionError):
        in_transaction(lambda: say("thread:a", 5) or 1 / 0)
    say("thread:a", 6)
    told = [(row.room, row.room_seq, row.payload["far"]) for row in rows()]
    expected = [("thread:a", 1, 1), ("thread:a", 2, 2), ("thread:b", 1, 3), (None, None, 4)]
    assert told == [*expected, ("thread:a", 3, 6)]


def test_the_chain_seals_the_room_and_its_number(database) -> None:
    say("thread:a", 1, 2)
    for change in ({"room": "thread:b"}, {"room_seq": 7}):
        before = {"room": "thread:a", "room_seq": 2}
        db.session.execute(update(EventRow).where(EventRow.seq == 2).values(**change))
        db.session.expire_all()
        assert broken_links(db.session()) == [2]
        db.session.execute(update(EventRow).where(EventRow.seq == 2).values(**before))


def test_a_commit_is_announced_once_it_can_be_read_and_a_refusal_never(
    database, monkeypatch
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(events, "_announcers", [])
    events.announce_with(lambda: heard.append(len(rows())))
    say("thread:a", 1, 2)
    with pytest.raises(ZeroDivisionError):
        in_transaction(lambda: say("thread:a", 3) or 1 / 0)
    assert heard == [2]


@pytest.mark.race
def test_a_room_counts_without_gaps_when_all_speak_at_once(real_app) -> None:
    with real_app.app_context():
        all_at_once(real_app, [lambda far=far: say("thread:a", far, far) for far in range(30)])
        numbers = [(row.seq, row.room_seq) for row in rows()]
        assert numbers == [(number, number) for number in range(1, 61)]
        assert broken_links(db.session()) == []
