"""Edits are checked one by one, numbered without gaps, and acknowledged after the commit."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from kernel.database import db, in_transaction
from kernel.events import EventRow
from kernel.ids import new_id
from kernel.verify import faults
from roundtable.minutes import held, queries
from roundtable.minutes.models import MinutesClient, MinutesUpdate
from roundtable.minutes.services import updates
from roundtable.minutes.services.updates import Stored, claim_client, store_updates
from roundtable.minutes.ydoc import MOST_BYTES, Code, Refused
from tests.factories.minutes import SEED, Device, a_doc, joined, text_of
from tests.factories.people import person

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def ben(doc_id):
    return joined(person("Ben"), doc_id)


def rows(doc_id) -> list[int]:
    statement = select(MinutesUpdate.seq).where(MinutesUpdate.doc_id == doc_id)
    return list(db.session.scalars(statement.order_by(MinutesUpdate.epoch, MinutesUpdate.seq)))


def test_an_edit_is_stored_under_the_next_number(doc_id, anna) -> None:
    update = anna.put(0, "Anna: ")
    assert anna.send(update) == Stored(2, update)
    assert text_of(doc_id) == "Anna: " + SEED
    assert rows(doc_id) == [1, 2]


def test_writing_records_no_event(doc_id, anna) -> None:
    count = select(func.count()).select_from(EventRow)
    before = db.session.scalar(count)
    anna.say(0, "x")
    assert db.session.scalar(count) == before


def test_the_same_id_again_gets_the_same_number_and_no_news(doc_id, anna, ben) -> None:
    update, update_id = anna.put(0, "a"), new_id()
    anna.send(update, update_id)
    ben.say(0, "b")
    assert anna.send(update, update_id) == Stored(2, None)
    assert rows(doc_id) == [1, 2, 3]


def test_an_id_is_good_for_one_edit_of_one_person(doc_id, anna, ben) -> None:
    update_id = new_id()
    anna.send(anna.put(0, "a"), update_id)
    assert anna.send(anna.put(0, "b"), update_id) == Refused(Code.INVALID, "id")
    assert ben.send(ben.put(0, "b"), update_id) == Refused(Code.INVALID, "id")


def test_what_is_stored_stays_acknowledged_whatever_has_ended_since(doc_id, anna) -> None:
    sent = anna.packed(anna.put(0, "a"))
    (stored,) = store_updates(batch=[sent])
    shut = Refused(Code.CLOSED, "edited")
    again = [sent, replace(sent, epoch=7), anna.packed(anna.put(0, "b"))]
    answers = store_updates(batch=again, gates=[lambda _doc: shut] * 3)
    assert answers == [Stored(stored.seq, None), Stored(stored.seq, None), shut]


def test_nobody_without_the_right_has_their_bytes_read(doc_id, anna, monkeypatch) -> None:
    monkeypatch.setattr(updates, "checked", lambda _data: pytest.fail("it was read"))
    shut = Refused(Code.NOT_FOUND)
    (answer,) = store_updates(batch=[anna.packed(b"garbage")], gates=[lambda _doc: shut])
    assert answer is shut


def test_nothing_new_gets_the_newest_number_and_no_row(doc_id, anna) -> None:
    update = anna.put(0, "a")
    anna.send(update)
    assert anna.send(update) == Stored(2, None)
    assert rows(doc_id) == [1, 2]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([0, 0], Code.INVALID),
        ("text", Code.INVALID),
        (b"garbage", Code.INVALID),
        (bytes(MOST_BYTES + 1), Code.TOO_LARGE),
    ],
)
def test_what_is_no_edit_is_refused_without_a_row(doc_id, anna, data, code) -> None:
    answer = anna.send(data)
    assert isinstance(answer, Refused)
    assert answer.code is code
    assert rows(doc_id) == [1]


def test_an_edit_after_a_refused_one_has_to_catch_up_and_then_both_are_there(doc_id, anna) -> None:
    anna.put(0, "verloren gegangen, ")
    for word in ("eins ", "zwei "):
        assert anna.say(0, word) == Refused(Code.RESYNC, "gap")
    assert rows(doc_id) == [1]
    state = queries.state_of(doc_id)
    assert anna.send(anna.push(state.state_vector)).seq == 2
    assert text_of(doc_id) == anna.text == "zwei eins verloren gegangen, " + SEED


def test_a_deletion_of_what_is_not_stored_has_to_catch_up(doc_id, anna) -> None:
    anna.put(0, "nie gesendet")
    assert anna.send(anna.cut(0, 3)) == Refused(Code.RESYNC, "gap")
    assert rows(doc_id) == [1]


def test_a_client_id_of_somebody_else_is_refused(doc_id, anna, ben) -> None:
    thief = Device(person("Dieb"), doc_id, anna.client)
    thief.epoch = 1
    thief.hear(anna.push(b"\0"))
    assert thief.say(0, "x") == Refused(Code.INVALID, "client")
    assert ben.send(anna.put(0, "von Anna")) == Refused(Code.INVALID, "client")
    assert rows(doc_id) == [1]


def test_the_servers_own_client_id_belongs_to_nobody(doc_id, anna) -> None:
    system = select(MinutesClient.client_id).where(MinutesClient.person_id.is_(None))
    seeder = db.session.scalars(system.where(MinutesClient.doc_id == doc_id)).one()
    assert not claim_client(doc_id=doc_id, epoch=1, client=seeder, person_id=anna.person_id)


def test_what_a_page_had_not_sent_before_a_reload_is_welcome(doc_id) -> None:
    anna = person("Anna")
    before = joined(anna, doc_id)
    before.put(0, "vor dem Neuladen, ")
    after = joined(anna, doc_id)
    after.hear(before.push(b"\0"))
    assert after.send(after.push(queries.state_of(doc_id).state_vector)).seq == 2
    assert text_of(doc_id) == "vor dem Neuladen, " + SEED


def test_two_tabs_of_one_person_write_side_by_side(doc_id) -> None:
    anna = person("Anna")
    one, two = joined(anna, doc_id), joined(anna, doc_id)
    assert [one.say(0, "eins ").seq, two.say(len(SEED), "zwei").seq] == [2, 3]
    for tab in (one, two):
        tab.join()
    assert one.text == two.text == "eins " + SEED + "zwei"


def test_two_pages_with_one_client_id_are_found_out(doc_id) -> None:
    anna = person("Anna")
    one, twin = joined(anna, doc_id, 77), joined(anna, doc_id, 77)
    one.say(0, "eins")
    assert twin.say(0, "zwei") == Refused(Code.INVALID, "doubled_client")
    assert text_of(doc_id) == "eins" + SEED


def test_one_bad_edit_does_not_harm_the_others(doc_id, anna, ben) -> None:
    batch = [
        anna.packed(anna.put(0, "a")),
        ben.packed(b"garbage"),
        ben.packed(ben.put(0, "x" * 50_000)),
        anna.packed(anna.put(0, "b")),
    ]
    answers = store_updates(batch=batch)
    assert [getattr(a, "seq", None) or a.why for a in answers] == [2, "update", "text_limit", 3]
    assert text_of(doc_id) == "ba" + SEED


def test_a_row_that_the_database_refuses_does_not_harm_the_others(doc_id, anna) -> None:
    nobody = Device(person("Anna"), doc_id)
    nobody.hear(anna.push(b"\0"))
    nobody.epoch, nobody.person_id = 1, new_id()
    batch = [
        anna.packed(anna.put(0, "a")),
        nobody.packed(nobody.put(0, "n")),
        anna.packed(anna.put(0, "b")),
    ]
    answers = store_updates(batch=batch)
    assert [getattr(a, "seq", None) or a.code for a in answers] == [2, Code.INTERNAL, 3]
    assert text_of(doc_id) == "ba" + SEED


def test_a_row_refused_after_the_text_took_it_in_is_forgotten(doc_id, anna, ben) -> None:
    lost = ben.packed(ben.put(0, "verloren "))
    lost = replace(lost, stamp=replace(lost.stamp, origin=None))
    answers = store_updates(
        batch=[anna.packed(anna.put(0, "a")), lost, anna.packed(anna.put(0, "b"))]
    )
    assert [getattr(a, "seq", None) or a.code for a in answers] == [2, Code.INTERNAL, 3]
    assert text_of(doc_id) == "ba" + SEED
    assert rows(doc_id) == [1, 2, 3]


def test_one_batch_may_write_in_several_documents(doc_id, anna) -> None:
    other = a_doc("anderes")
    ben = joined(person("Ben"), other)
    answers = store_updates(batch=[ben.packed(ben.put(0, "b ")), anna.packed(anna.put(0, "a "))])
    assert [answer.seq for answer in answers] == [2, 2]
    assert (text_of(doc_id), text_of(other)) == ("a " + SEED, "b anderes")


def test_a_document_that_is_not_there_is_not_found(doc_id) -> None:
    lost = Device(person("Anna"), new_id())
    assert lost.say(0, "x") == Refused(Code.NOT_FOUND)
    assert queries.state_of(new_id()) == Refused(Code.NOT_FOUND)


def test_an_answer_is_never_given_inside_an_open_transaction(anna) -> None:
    with pytest.raises(RuntimeError, match="before the commit"):
        in_transaction(lambda: anna.say(0, "x"))


def test_a_state_carries_a_hash_that_heals_a_lost_deletion(doc_id, anna, ben) -> None:
    anna.send(anna.cut(0, 3))
    state = queries.state_of(doc_id, state_vector=ben.state())
    assert state.state_vector == ben.state(), "state vectors do not see deletions"
    assert state.text != ben.text
    ben.hear(state.diff)
    assert state.text == ben.text


def test_garbage_for_a_state_is_refused(doc_id) -> None:
    assert queries.state_of(doc_id, state_vector=b"\xff") == Refused(Code.INVALID, "state_vector")


def test_a_text_out_of_memory_equals_the_stored_rows(doc_id, anna) -> None:
    for number in range(20):
        anna.say(number, "ä😀")
    before = text_of(doc_id)
    held.forget_all()
    assert text_of(doc_id) == before == anna.text


def test_a_read_costs_one_statement_and_the_first_one_three(doc_id, anna, statements) -> None:
    text_of(doc_id)
    statements.clear()
    text_of(doc_id)
    assert len(statements) == 1
    held.forget_all()
    statements.clear()
    text_of(doc_id)
    assert len(statements) == 3


def test_a_missing_row_is_found_by_the_recount(doc_id, anna) -> None:
    anna.say(0, "a")
    anna.say(0, "b")
    assert faults()["minutes"] == []
    db.session.delete(db.session.get_one(MinutesUpdate, (doc_id, 1, 2)))
    db.session.flush()
    assert faults()["minutes"] == [
        f"Mitschrift {doc_id}: Die Änderungen ergeben keinen Text (update 2 is missing)."
    ]
