"""Edits of several people are stored in one transaction, and each is judged, numbered, told and answered for itself."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.ids import new_id
from kernel.verify import faults
from roundtable.minutes import queries
from roundtable.minutes.errors import DocRefused
from roundtable.minutes.models import MinutesUpdate
from roundtable.minutes.services import updates, writing
from roundtable.minutes.services.updates import Stored
from roundtable.minutes.services.writing import Edit, write_update
from roundtable.minutes.telling import News
from roundtable.minutes.ydoc import Code, Refused
from roundtable.tables.services.seats import end_seat
from tests.factories.meetings import MEETS_AT, Round, a_round, at, one_more_seat, running
from tests.factories.minutes import Device, text_of
from tests.support.races import AT_ONCE, all_at_once
from tests.support.statements import statements_of

FIRST_SEAT = 20


def a_table() -> Round:
    made = a_round()

    def seats() -> None:
        for number in range(FIRST_SEAT, FIRST_SEAT + AT_ONCE):
            one_more_seat(made, number)

    in_transaction(seats)
    return made


def keys() -> list[str]:
    return [f"mitglied-{number}" for number in range(FIRST_SEAT, FIRST_SEAT + AT_ONCE)]


def page(made: Round, key: str, doc_id: UUID) -> Device:
    device = Device(made.persons[key], doc_id)
    device.join()
    return device


def edit(made: Round, key: str, device: Device, text: str, update_id: UUID | None = None) -> Edit:
    return Edit(made.actor(key), device.packed(device.put(0, text), update_id), key)


def rows(doc_id: UUID) -> list[tuple[int, UUID]]:
    db.session.rollback()
    statement = select(MinutesUpdate.seq, MinutesUpdate.update_id)
    found = db.session.execute(
        statement.where(MinutesUpdate.doc_id == doc_id).order_by(MinutesUpdate.seq)
    )
    return [tuple(row) for row in found]


@pytest.fixture
def told(monkeypatch) -> list[tuple[int, str]]:
    """What the others heard: the number, and the socket that need not."""
    heard: list[tuple[int, str]] = []

    def tell(_doc: UUID, news: Sequence[News]) -> None:
        heard.extend((new.seq, new.from_socket) for new in news)

    monkeypatch.setattr(writing, "tell_updates", tell)
    return heard


@pytest.mark.race
def test_ten_people_at_once_lose_nothing_and_are_told_in_order(real_app, told) -> None:
    with real_app.app_context(), at(MEETS_AT):
        made = a_table()
        doc_id = queries.doc_of_item(running(made).items[0].id).id
        pages = [page(made, key, doc_id) for key in keys()]
        actors = [made.actor(key) for key in keys()]
        sent = [
            [each.packed(each.put(0, f"<{n}.{m}>")) for m in range(5)]
            for n, each in enumerate(pages)
        ]

        def write(number: int) -> list[int]:
            return [
                write_update(actor=actors[number], update=update, from_socket=str(number)).seq
                for update in sent[number]
                for _again in range(2)
            ]

        answers = all_at_once(real_app, [lambda n=n: write(n) for n in range(AT_ONCE)])
        assert not [each for each in answers if isinstance(each, Exception)]
        given = sorted({seq for each in answers for seq in each})
        assert given == list(range(1, 5 * AT_ONCE + 1))
        assert all(each[0::2] == each[1::2] == sorted(each[0::2]) for each in answers)
        assert [seq for seq, _id in rows(doc_id)] == given
        assert [seq for seq, _but in told] == given
        assert all(f"<{n}.{m}>" in text_of(doc_id) for n in range(AT_ONCE) for m in range(5))
        assert faults()["minutes"] == []


@pytest.mark.usefixtures("database")
def test_each_is_judged_and_refused_alone(told) -> None:
    made = a_table()
    doc_id = queries.doc_of_item(running(made).items[0].id).id
    with at(MEETS_AT):
        pages = {key: page(made, key, doc_id) for key in ("anna", "ben", "chair")}
        gone = edit(made, "anna", pages["anna"], "Anna ")
        end_seat(actor=made.actor("chair"), seat=made.seats["anna"])
        bad = Edit(made.actor("ben"), pages["ben"].packed(b"garbage"), "ben")
        good = [edit(made, key, pages[key], f"{key} ") for key in ("ben", "chair")]
        answers = writing._write([gone, bad, *good])
    assert answers[:2] == [Refused(Code.NOT_FOUND), Refused(Code.INVALID, "update")]
    assert [answer.seq for answer in answers[2:]] == [1, 2]
    assert told == [(1, "ben"), (2, "chair")]
    assert {"ben ", "chair "} == set(
        text_of(doc_id).replace("ben ", "ben |").replace("chair ", "chair |").split("|")[:-1]
    )


@pytest.mark.usefixtures("database")
def test_the_same_id_twice_is_one_row_and_another_edit_under_it_is_refused(told) -> None:
    made = a_table()
    doc_id = queries.doc_of_item(running(made).items[0].id).id
    with at(MEETS_AT):
        anna, ben = page(made, "anna", doc_id), page(made, "ben", doc_id)
        first = edit(made, "anna", anna, "eins ", new_id())
        taken = edit(made, "ben", ben, "zwei ", first.update.stamp.update_id)
        answers = writing._write([first, first, taken])
    assert [answer.seq for answer in answers[:2]] == [1, 1]
    assert answers[2] == Refused(Code.INVALID, "id")
    assert [seq for seq, _id in rows(doc_id)] == [1] == [seq for seq, _but in told]


@pytest.mark.usefixtures("database")
def test_one_that_the_database_does_not_take_leaves_the_others_whole(told, monkeypatch) -> None:
    made = a_table()
    meeting = running(made)
    docs = [queries.doc_of_item(item.id).id for item in meeting.items]
    with at(MEETS_AT):
        pages = [page(made, "anna", doc_id) for doc_id in (docs[0], docs[0], docs[0])]
        batch = [edit(made, "anna", each, f"{n} ") for n, each in enumerate(pages)]
        foreign = batch[1].update.stamp
        monkeypatch.setattr(updates, "_are_own", lambda *_: True)
        nobody = Edit(
            batch[1].actor,
            updates.NewUpdate(
                docs[0],
                batch[1].update.epoch,
                batch[1].update.client,
                type(foreign)(foreign.update_id, new_id(), "live"),  # no such person
                batch[1].update.data,
            ),
            "",
        )
        answers = writing._write([batch[0], nobody, batch[2]])
    assert [type(answer) for answer in answers] == [Stored, Refused, Stored]
    assert answers[1].code is Code.INTERNAL
    assert [answer.seq for answer in (answers[0], answers[2])] == [1, 2]
    assert [seq for seq, _id in rows(docs[0])] == [1, 2]
    assert sorted(text_of(docs[0]).split()) == ["0", "2"]
    assert faults()["minutes"] == []


@pytest.mark.usefixtures("database")
def test_ten_cost_hardly_more_statements_than_one(told) -> None:
    made = a_table()
    doc_id = queries.doc_of_item(running(made).items[0].id).id
    with at(MEETS_AT):
        pages = [(key, page(made, key, doc_id)) for key in keys()]
        writing._write([edit(made, *each, "bekannt ") for each in pages])
        one, ten = ([edit(made, *each, "a ") for each in some] for some in (pages[:1], pages))
        for_one = statements_of(lambda: writing._write(one))
        for_ten = statements_of(lambda: writing._write(ten))
    assert for_ten <= for_one


@pytest.mark.usefixtures("database")
def test_who_cannot_be_told_does_not_undo_what_is_stored(monkeypatch) -> None:
    def fails(*_words: object, **_more: object) -> None:
        raise RuntimeError("the line is gone")

    monkeypatch.setattr(writing, "tell_updates", fails)
    made = a_table()
    doc_id = queries.doc_of_item(running(made).items[0].id).id
    with at(MEETS_AT):
        anna = page(made, "anna", doc_id)
        packed = anna.packed(anna.put(0, "bleibt "))
        assert write_update(actor=made.actor("anna"), update=packed).seq == 1
    assert text_of(doc_id) == "bleibt "
    with pytest.raises(DocRefused), at(MEETS_AT):
        write_update(actor=made.actor("guest"), update=anna.packed(anna.put(0, "nein ")))
