"""A document begins once; a new epoch forgets; a snapshot says what the updates say."""

from random import Random

import pytest
from sqlalchemy import func, select, update

from kernel.database import db, in_transaction
from kernel.errors import NotFound
from kernel.ids import new_id
from kernel.verify import faults
from roundtable.minutes import held, loading, queries
from roundtable.minutes.models import MinutesClient, MinutesDoc, MinutesSnapshot, MinutesUpdate
from roundtable.minutes.services import snapshots
from roundtable.minutes.services.opening import forget_old_epochs, new_epoch, open_doc
from roundtable.minutes.services.snapshots import snapshot_if_due
from roundtable.minutes.services.updates import claim_client
from roundtable.minutes.ydoc import Code, LogIsDamaged, Refused
from tests.factories.minutes import SEED, a_doc, an_item, joined, text_of
from tests.factories.people import person

pytestmark = pytest.mark.usefixtures("database")


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_document_is_seeded_once(database) -> None:
    item = an_item()
    docs = {open_doc(item_id=item, text=text).id for text in ("eins", "zwei", "")}
    assert docs == {queries.doc_of_item(item).id}
    assert text_of(docs.pop()) == "eins"


def test_a_document_may_begin_empty(database) -> None:
    doc_id = a_doc("")
    state = queries.state_of(doc_id)
    assert (state.epoch, state.seq, state.text) == (1, 0, "")
    item = db.session.get_one(MinutesDoc, doc_id).item_id
    assert open_doc(item_id=item, text="zu spät").seq == 0
    anna = joined(person("Anna"), doc_id)
    assert anna.say(0, "a").seq == 1


def test_an_item_without_a_document_has_none() -> None:
    with pytest.raises(NotFound):
        queries.doc_of_item(new_id())


def test_a_new_epoch_keeps_old_texts_out(doc_id, anna) -> None:
    anna.say(0, "geheim ")
    anna.put(0, "noch nicht gesendet ")
    new_epoch(doc_id=doc_id, text="Genehmigter Text")
    assert anna.send(anna.push(b"\0")) == Refused(Code.RESYNC, "epoch")
    assert queries.state_of(doc_id, epoch=1) == Refused(Code.RESYNC, "epoch")
    state = queries.state_of(doc_id)
    assert (state.epoch, state.seq, state.text) == (2, 1, "Genehmigter Text")
    assert b"geheim" not in state.diff
    assert not claim_client(doc_id=doc_id, epoch=1, client=5, person_id=anna.person_id)


def test_a_page_of_the_new_epoch_writes_on(doc_id, anna) -> None:
    new_epoch(doc_id=doc_id, text="neu")
    again = joined(person("Ben"), doc_id)
    assert again.say(3, "!").seq == 2
    assert text_of(doc_id) == "neu!"


def test_an_update_of_the_old_document_smuggled_into_the_new_has_a_gap(doc_id, anna) -> None:
    anna.say(0, "a")
    new_epoch(doc_id=doc_id, text="neu")
    anna.epoch = 2
    assert anna.say(0, "b") == Refused(Code.RESYNC, "gap")
    assert text_of(doc_id) == "neu"


def test_forgetting_deletes_the_history_and_keeps_the_text(doc_id, anna) -> None:
    anna.say(0, "geheim ")
    snapshot_if_due(doc_id=doc_id, at_leave=True)
    new_epoch(doc_id=doc_id, text="neu")
    forget_old_epochs(doc_id=doc_id)
    held.forget_all()
    assert text_of(doc_id) == "neu"
    assert [count(t) for t in (MinutesUpdate, MinutesSnapshot, MinutesClient)] == [1, 0, 1]
    assert all(b"geheim" not in data for data in db.session.scalars(select(MinutesUpdate.data)))


def test_what_is_not_there_has_no_epochs() -> None:
    for deed in (
        lambda: new_epoch(doc_id=new_id(), text=""),
        lambda: forget_old_epochs(doc_id=new_id()),
    ):
        with pytest.raises(NotFound):
            deed()


@pytest.mark.parametrize("seed", range(6))
def test_a_snapshot_and_the_updates_behind_it_equal_a_replay(doc_id, seed) -> None:
    chance = Random(seed)
    devices = [joined(person(name), doc_id) for name in ("Anna", "Ben", "Carl")]
    for number in range(60):
        writer = chance.choice(devices)
        writer.join()
        writer.send(writer.wander(chance))
        if number % 17 == 16:
            assert snapshot_if_due(doc_id=doc_id, at_leave=True)
    seq = queries.state_of(doc_id).seq
    held.forget_all()
    state = queries.state_of(doc_id)
    assert state.text == loading.replayed_text(doc_id, 1, seq).text
    for device in devices:
        device.join()
        assert device.text == state.text
    assert count(MinutesSnapshot) == 3
    assert faults()["minutes"] == []


def test_a_snapshot_is_due_after_500_updates(doc_id, anna, monkeypatch) -> None:
    assert snapshots.EVERY == 500
    monkeypatch.setattr(snapshots, "EVERY", 5)
    kept = []
    for _ in range(9):
        anna.say(0, "a")
        kept.append(snapshot_if_due(doc_id=doc_id))
    assert [number for number, was in enumerate(kept, 2) if was] == [5, 10]


def test_the_job_keeps_what_is_due_and_nothing_else(doc_id, anna, monkeypatch) -> None:
    monkeypatch.setattr(snapshots, "EVERY", 5)
    for _ in range(3):
        anna.say(0, "a")
    snapshots.keep_due()
    assert count(MinutesSnapshot) == 0
    anna.say(0, "a")
    for _ in range(2):
        snapshots.keep_due()
    assert count(MinutesSnapshot) == 1


def test_leaving_without_new_updates_keeps_none(doc_id) -> None:
    found = [snapshot_if_due(doc_id=doc_id, at_leave=True) for _ in range(2)]
    assert found == [True, False]
    assert not snapshot_if_due(doc_id=new_id(), at_leave=True)


@pytest.mark.parametrize("data", [b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_snapshot_is_passed_over(doc_id, anna, data) -> None:
    anna.say(0, "a")
    snapshot_if_due(doc_id=doc_id, at_leave=True)
    db.session.execute(update(MinutesSnapshot).values(data=data))
    held.forget_all()
    assert text_of(doc_id) == "a" + SEED


def test_a_snapshot_that_says_something_else_is_passed_over_and_found(doc_id, anna) -> None:
    anna.say(0, "a")
    snapshot_if_due(doc_id=doc_id, at_leave=True)
    db.session.execute(update(MinutesSnapshot).values(text_sha256="0" * 64))
    held.forget_all()
    assert text_of(doc_id) == "a" + SEED
    assert len(faults()["minutes"]) == 1


def test_missing_updates_are_told_before_anything_is_written(doc_id, anna) -> None:
    for word in "abc":
        anna.say(0, word)
    row = db.session.get_one(MinutesUpdate, (doc_id, 1, 4))
    in_transaction(lambda: db.session.delete(row))
    held.forget_all()
    with pytest.raises(LogIsDamaged):
        anna.say(0, "d")
    assert count(MinutesUpdate) == 3
