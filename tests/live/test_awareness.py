"""Where others write, on the real server: told to members who have the text open, under our names, and never kept."""

import time
from collections.abc import Iterator
from queue import Empty
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from kernel.database import db
from kernel.events import EventRow
from roundtable.minutes.models import MinutesUpdate
from roundtable.tables.services.seats import end_seat
from tests.factories.people import person
from tests.live.writing import Editor, Room, a_writing_room

PATIENCE_S = 10
QUIET_S = 0.5
HERE = {"at": [7, 3], "typing": True}


@pytest.fixture
def room(town) -> Iterator[Room]:
    with a_writing_room(town.url) as found:
        yield found


def say(page: Editor, a: object = HERE, **more: object) -> dict[str, Any]:
    """Send as a browser does; the acknowledgement."""
    words = {"doc": page.doc_id, "a": a, **more}
    answer: dict[str, Any] = page.line.call("y:aw", words, namespace="/live", timeout=10)
    return answer


def told(page: Editor) -> dict[str, Any]:
    words: dict[str, Any] = page.carets.get(timeout=PATIENCE_S)
    assert words["doc"] == page.doc_id
    return words["a"]


def hears_nothing(page: Editor) -> bool:
    try:
        page.carets.get(timeout=QUIET_S)
    except Empty:
        return True
    return False


def test_members_hear_where_somebody_writes_under_the_name_we_know(room) -> None:
    anna, ben = room.joined("anna"), room.joined("ben")
    assert say(anna) == {"ok": True}
    name = room.made.persons["anna"].display_name
    assert told(ben) == {
        "cid": anna.client,
        "name": name,
        "colour": 0,
        "at": [7, 3],
        "typing": True,
    }
    assert hears_nothing(anna)
    say(ben, {"at": None, "typing": False})
    heard = told(anna)
    assert (heard["colour"], heard["at"], heard["typing"]) == (1, None, False)


def test_who_joins_later_is_told_at_once(room) -> None:
    anna = room.joined("anna")
    say(anna)
    ben = room.page("ben")
    assert [each["cid"] for each in ben.join()["aw"]] == [anna.client]
    assert anna.join()["aw"] == [], "nobody is told of oneself"


def test_a_caret_that_leaves_is_taken_away(room) -> None:
    anna, ben = room.joined("anna"), room.joined("ben")
    say(anna)
    told(ben)
    say(anna, None)
    assert told(ben) == {"cid": anna.client, "gone": True}
    say(anna)
    told(ben)
    anna.line.disconnect()
    assert told(ben) == {"cid": anna.client, "gone": True}


def test_a_page_that_begins_anew_leaves_no_second_caret(room) -> None:
    anna, ben = room.joined("anna"), room.joined("ben")
    say(anna)
    told(ben)
    before, anna.client = anna.client, anna.client ^ 1
    assert anna.join()["ok"]
    assert told(ben) == {"cid": before, "gone": True}


@pytest.mark.parametrize("who", ["guest", "stranger", "not joined"])
def test_who_may_not_read_neither_tells_nor_hears(room, who: str) -> None:
    outsider = {
        "guest": lambda: room.page("guest"),
        "stranger": lambda: room.page_of(person("Fremd")),
        "not joined": lambda: room.page("secretary"),
    }[who]()
    anna, ben = room.joined("anna"), room.joined("ben")
    if who != "not joined":
        assert outsider.join()["code"] == "not_found"
    assert say(outsider)["code"] == "not_found"
    say(anna)
    told(ben)
    assert hears_nothing(outsider)
    assert hears_nothing(anna)


def test_a_removed_member_hears_nothing_more_and_is_seen_no_more(room) -> None:
    anna, ben, secretary = room.joined("anna"), room.joined("ben"), room.joined("secretary")
    say(anna)
    told(ben)
    end_seat(actor=room.made.actor("chair"), seat=room.made.seats["anna"])
    assert anna.byes.get(timeout=10)["reason"] == "not_permitted"
    assert told(ben) == {"cid": anna.client, "gone": True}
    say(secretary)
    assert told(ben)["cid"] == secretary.client
    assert hears_nothing(anna)
    assert say(anna)["code"] == "not_found"


def test_five_words_a_second_are_enough(room) -> None:
    anna, ben = room.joined("anna"), room.joined("ben")
    answers = [say(anna, {"at": [1, clock], "typing": True}) for clock in range(8)]
    assert [each.get("code") for each in answers[:5]] == [None] * 5
    assert answers[-1]["code"] == "too_fast"
    assert [told(ben)["at"][1] for _ in range(5)] == [0, 1, 2, 3, 4]
    time.sleep(1.1)
    assert say(anna) == {"ok": True}


def test_garbage_is_refused_and_harms_nobody(room) -> None:
    anna, ben = room.joined("anna"), room.joined("ben")
    refused: list[object] = [
        "Text",
        [],
        {"at": [7, 3]},
        {"at": [7], "typing": True},
        {"at": [7, "3"], "typing": True},
        {"at": [-1, 3], "typing": True},
        {"at": [2**32, 3], "typing": True},
        {"at": [7, 2**60], "typing": True},
        {"at": [7, 3], "typing": "ja"},
        {**HERE, "name": "Bürgermeister"},
        {**HERE, "more": "x" * 5_000},
        b"\x01\x02",
    ]
    for wrong in refused:
        assert say(anna, wrong)["code"] == "invalid", wrong
        time.sleep(0.06)
    assert say(anna, cid=ben.client)["code"] == "invalid"
    assert say(anna, doc=str(uuid4()))["code"] == "not_found"
    assert hears_nothing(ben)
    say(anna)
    assert told(ben)["at"] == [7, 3]


def test_nothing_of_it_is_stored(room) -> None:
    anna, ben = room.joined("anna"), room.joined("ben")
    before = _rows()
    say(anna)
    told(ben)
    anna.line.disconnect()
    told(ben)
    assert _rows() == before


def _rows() -> tuple[int, int]:
    db.session.rollback()
    counts = [
        db.session.scalar(select(func.count()).select_from(t)) for t in (EventRow, MinutesUpdate)
    ]
    return (counts[0] or 0, counts[1] or 0)


def test_a_seeded_choice_of_carets_is_shared_by_all(room) -> None:
    chance = Random(5)
    pages = [room.joined(key) for key in ("anna", "ben", "secretary", "chair")]
    for page in pages:
        say(page, {"at": [chance.randrange(2**32), chance.randrange(2**40)], "typing": False})
    known = [{each["cid"]: each["colour"] for each in page.join()["aw"]} for page in pages]
    for page, found in zip(pages, known, strict=True):
        assert found.keys() == {other.client for other in pages} - {page.client}
    assert len({colour for found in known for colour in found.values()}) == len(pages)
