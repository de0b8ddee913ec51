"""Many at once, and commits that fail: numbers have no gap, and memory never knows more than the database."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from kernel import database as kernel_database
from kernel.database import db
from kernel.ids import new_id
from kernel.verify import faults
from roundtable.minutes import held, loading, queries
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.services.desk import Stamp
from roundtable.minutes.services.forms import FormEdit, Merged, merge_form
from roundtable.minutes.services.opening import new_epoch, open_doc
from roundtable.minutes.services.snapshots import snapshot_if_due
from roundtable.minutes.services.updates import Stored
from roundtable.minutes.ydoc import Code, Refused
from tests.factories.minutes import SEED, a_doc, an_item, joined, text_of
from tests.factories.people import person
from tests.support.races import all_at_once

WRITERS = 10
EDITS = 60

pytestmark = pytest.mark.race


@pytest.fixture
def people(real_app):
    with real_app.app_context():
        yield [person(f"Person {number}") for number in range(WRITERS)]


def seqs(doc_id) -> list[int]:
    statement = select(MinutesUpdate.seq).where(MinutesUpdate.doc_id == doc_id)
    return list(db.session.scalars(statement.order_by(MinutesUpdate.seq)))


def test_parallel_edits_are_numbered_without_a_gap(real_app, people) -> None:
    doc_id = a_doc()
    devices = [joined(each, doc_id) for each in people]
    updates = [(n, devices[n % WRITERS].put(0, f"{n}ä ")) for n in range(EDITS)]

    def deeds(number):  # each device sends its edits in order, one in flight
        return [devices[number].send(update) for n, update in updates if n % WRITERS == number]

    answers = all_at_once(real_app, [lambda n=n: deeds(n) for n in range(WRITERS)])
    given = sorted(answer.seq for each in answers for answer in each)
    assert given == list(range(2, EDITS + 2))
    db.session.rollback()
    assert seqs(doc_id) == [1, *given]
    text = text_of(doc_id)
    assert all(text.count(f"{n}ä ") == 1 or n < 10 for n in range(EDITS))
    for device in devices:
        device.join()
    assert {device.text for device in devices} == {text}
    assert faults()["minutes"] == []


def test_one_edit_sent_by_many_hands_is_stored_once(real_app, people) -> None:
    doc_id = a_doc()
    anna = joined(people[0], doc_id)
    update, update_id = anna.put(0, "einmal "), new_id()
    answers = all_at_once(real_app, [lambda: anna.send(update, update_id)] * WRITERS)
    assert {answer.seq for answer in answers} == {2}
    assert [answer.news for answer in answers if answer.news] == [update]
    db.session.rollback()
    assert seqs(doc_id) == [1, 2]


def test_parallel_openings_seed_once(real_app, people) -> None:
    item = an_item()
    deeds = [lambda n=n: open_doc(item_id=item, text=f"Text {n}").id for n in range(WRITERS)]
    found = set(all_at_once(real_app, deeds))
    db.session.rollback()
    (doc,) = db.session.scalars(select(MinutesDoc)).all()
    assert found == {doc.id}
    assert seqs(doc.id) == [1]
    assert text_of(doc.id).startswith("Text ")


def test_forms_and_live_edits_at_once_all_survive(real_app, people) -> None:
    doc_id = a_doc("".join(f"Zeile {n}\n" for n in range(WRITERS)))
    shown = text_of(doc_id)
    devices = [joined(each, doc_id) for each in people[: WRITERS // 2]]
    updates = [device.put(0, f"live {n}\n") for n, device in enumerate(devices)]
    ids = [each.id for each in people]

    def form(number):
        text = shown.replace(f"Zeile {number}\n", f"Zeile {number} und Form\n")
        stamp = Stamp(new_id(), ids[number], "form")
        return merge_form(edit=FormEdit(doc_id, 1, 1, text, stamp))

    deeds = [lambda n=n: devices[n].send(updates[n]) for n in range(WRITERS // 2)]
    deeds += [lambda n=n: form(n) for n in range(WRITERS // 2, WRITERS)]
    answers = all_at_once(real_app, deeds)
    assert {type(answer) for answer in answers} == {Stored, Merged}
    db.session.rollback()
    text = text_of(doc_id)
    assert all(f"live {n}\n" in text for n in range(WRITERS // 2))
    assert all(f"Zeile {n} und Form\n" in text for n in range(WRITERS // 2, WRITERS))
    assert seqs(doc_id) == list(range(1, WRITERS + 2))


def test_batches_over_two_documents_never_wait_for_each_other(real_app, people) -> None:
    docs = [a_doc(), a_doc()]
    pairs = [[joined(each, doc_id) for doc_id in docs] for each in people]

    def both(number):
        order = pairs[number] if number % 2 else pairs[number][::-1]
        return [device.say(0, f"{number} ") for device in order]

    answers = all_at_once(real_app, [lambda n=n: both(n) for n in range(WRITERS)])
    assert all(isinstance(answer, Stored) for each in answers for answer in each)


def test_reads_and_snapshots_beside_writing_see_committed_texts_only(real_app, people) -> None:
    doc_id = a_doc()
    devices = [joined(each, doc_id) for each in people[:4]]

    def write(device):
        return [device.say(0, "x") for _ in range(15)]

    def read():
        seen = []
        for _ in range(30):
            state = queries.state_of(doc_id)
            seen.append((state.seq, state.text.count("x")))
            db.session.rollback()
        return seen

    def snap():
        kept = []
        for _ in range(10):
            kept.append(snapshot_if_due(doc_id=doc_id, at_leave=True))
            db.session.rollback()
        return kept

    deeds = [*(lambda d=d: write(d) for d in devices), read, read, read, snap, snap]
    answers = all_at_once(real_app, deeds)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    for seen in answers[4:7]:
        assert all(count == seq - 1 for seq, count in seen)
    held.forget_all()
    db.session.rollback()
    assert text_of(doc_id) == "x" * 60 + SEED
    assert faults()["minutes"] == []


def test_a_new_epoch_beside_writing_lets_nothing_old_in(real_app, people) -> None:
    doc_id = a_doc()
    devices = [joined(each, doc_id) for each in people[:6]]
    updates = [device.put(0, "alt ") for device in devices]
    deeds = [lambda n=n: devices[n].send(updates[n]) for n in range(6)]
    deeds.insert(3, lambda: new_epoch(doc_id=doc_id, text="neu").epoch)
    answers = all_at_once(real_app, deeds)
    late = [answer for answer in answers if isinstance(answer, Refused)]
    assert set(late) <= {Refused(Code.RESYNC, "epoch")}
    db.session.rollback()
    assert text_of(doc_id) == "neu"


def test_what_was_not_committed_is_not_handed_out(real_app, people, monkeypatch) -> None:
    doc_id = a_doc()
    anna, ben = joined(people[0], doc_id), joined(people[1], doc_id)
    text_of(doc_id)  # it is in memory

    def full_disk(_session):
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    update = anna.put(0, "unsicher ")
    with monkeypatch.context() as patch:
        patch.setattr(kernel_database, "_before_commit", [full_disk])
        with pytest.raises(OperationalError):
            anna.send(update)
    db.session.rollback()
    assert text_of(doc_id) == SEED
    assert ben.say(0, "sicher ").seq == 2
    assert anna.send(update).seq == 3
    assert loading.replayed_text(doc_id, 1, 3).text == text_of(doc_id)


def test_nobody_reads_an_edit_before_its_commit(real_app, people, monkeypatch) -> None:
    doc_id = a_doc()
    anna = joined(people[0], doc_id)
    seen: list[str] = []

    def look(_session):
        copy = held.held(doc_id)
        (taken,) = all_at_once(real_app, [lambda: copy.lock.acquire(blocking=False)])
        seen.append("free" if taken else "locked")

    with monkeypatch.context() as patch:
        patch.setattr(kernel_database, "_before_commit", [look])
        anna.say(0, "x")
    assert seen == ["locked"]
    assert text_of(doc_id) == "x" + SEED


def test_two_processes_may_write_in_turns(real_app, people) -> None:
    """Another process is played by forgetting what this one holds."""
    doc_id = a_doc()
    anna = joined(people[0], doc_id)
    mine = held.held(doc_id)
    assert anna.say(0, "a").seq == 2
    held.forget_all()
    ben = joined(people[1], doc_id)
    assert [ben.say(0, "b").seq, ben.say(0, "b").seq] == [3, 4]
    with mine.lock:
        assert mine.at(1, 4).text == text_of(doc_id) == "bba" + SEED
