"""Who writes in a live text is asked in the transaction that stores: the seat, the meeting's state, a lock."""

import pytest
from sqlalchemy import func, select

from kernel.actors import ANONYMOUS
from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from kernel.ids import new_id
from roundtable.meetings import services as meetings
from roundtable.meetings.rules.states import State
from roundtable.minutes import queries
from roundtable.minutes.errors import DocRefused, ReasonIsMissing
from roundtable.minutes.models import MinutesDoc, MinutesUpdate
from roundtable.minutes.services.locking import lock_doc, unlock_doc
from roundtable.minutes.services.writing import join_doc, write_form, write_update
from roundtable.minutes.ydoc import NOTHING
from roundtable.tables.services.seats import end_seat
from tests.factories.actors import an_official
from tests.factories.meetings import (
    MEETS_AT,
    MONDAY,
    a_round,
    at,
    invited,
    planned,
    running,
    with_item,
)
from tests.factories.minutes import Device, text_of
from tests.factories.people import actor

pytestmark = pytest.mark.usefixtures("database")
PREPARE, SHARE, NOBODY = {"chair", "secretary"}, {"chair", "secretary", "anna", "ben"}, set()


@pytest.fixture
def made(database):
    return a_round()


def doc_in(meeting) -> MinutesDoc:
    return queries.doc_of_item(meeting.items[0].id)


def write(made, key: str, doc: MinutesDoc, text: str = "Wort "):
    """One edit of a fresh page of this person."""
    device = Device(made.persons[key], doc.id)
    device.join()
    return write_update(actor=made.actor(key), update=device.packed(device.put(0, text)))


def refusal(made, key: str, doc: MinutesDoc) -> tuple[str, str] | None:
    try:
        write(made, key, doc)
    except DocRefused as refused:
        return refused.code, refused.field
    return None


def count_docs() -> int:
    return db.session.scalar(select(func.count()).select_from(MinutesDoc)) or 0


def test_each_item_has_its_document_from_the_invitation_on(made) -> None:
    meeting = planned(made)
    before = count_docs()
    with pytest.raises(NotFound):
        doc_in(meeting)
    with_item(made, meeting, "Vertraulich", public=False)
    invited(made, meeting)
    docs = {queries.doc_of_item(item.id).id for item in meeting.items}
    assert len(docs) == len(meeting.items) == count_docs() - before


def test_a_supplement_brings_the_documents_of_new_items_alone(made) -> None:
    meeting = invited(made)
    with at():
        write(made, "secretary", doc_in(meeting), "Vorbereitet. ")
    before = count_docs()
    with_item(made, meeting, "Nachgereicht")
    invited(made, meeting)
    assert count_docs() == before + 1
    assert text_of(doc_in(meeting).id) == "Vorbereitet. "


@pytest.mark.parametrize(
    ("state", "writers", "why"),
    [
        (State.EINGELADEN, PREPARE, "not_begun"),
        (State.LAUFEND, SHARE, ""),
        (State.UNTERBROCHEN, SHARE, ""),
        (State.GESCHLOSSEN, PREPARE, "edited"),
        (State.ABGESCHLOSSEN, NOBODY, "over"),
        (State.ABGESAGT, NOBODY, "over"),
    ],
)
def test_who_writes_follows_from_seat_and_state(made, state, writers, why: str) -> None:
    meeting = invited(made)
    in_transaction(lambda: setattr(meeting, "state", state.value))
    doc = doc_in(meeting)
    with at(MEETS_AT):
        found = {key: refusal(made, key, doc) for key in made.seats}
    assert found.pop("guest") == ("not_found", "")
    assert {key for key, refused in found.items() if refused is None} == writers
    assert all(r in {None, ("closed", why)} for r in found.values())


@pytest.mark.parametrize("who", ["guest", "stranger", "official", "visitor"])
def test_who_is_no_member_finds_nothing(made, who: str) -> None:
    doc = doc_in(running(made))
    from_outside = {
        "guest": made.actor("guest"),
        "stranger": actor("Fremd"),
        "official": an_official(),
        "visitor": ANONYMOUS,
    }[who]
    with at(MEETS_AT), pytest.raises(NotFound):
        queries.doc_for(from_outside, doc.id)


def test_nothing_refused_is_stored(made) -> None:
    doc = doc_in(invited(made))
    with at():
        assert refusal(made, "anna", doc) == ("closed", "not_begun")
    stored = select(func.count()).select_from(MinutesUpdate)
    assert db.session.scalar(stored.where(MinutesUpdate.doc_id == doc.id)) == 0


def test_a_seat_that_ended_ends_the_right_at_once(made) -> None:
    doc = doc_in(running(made))
    with at(MEETS_AT):
        device = Device(made.persons["anna"], doc.id)
        device.join()
        write_update(actor=made.actor("anna"), update=device.packed(device.put(0, "Noch da. ")))
        end_seat(actor=made.actor("chair"), seat=made.seats["anna"])
        with pytest.raises(DocRefused) as refused:
            write_update(actor=made.actor("anna"), update=device.packed(device.put(0, "Weg. ")))
    assert refused.value.code == "not_found"
    assert text_of(doc.id) == "Noch da. "


def test_a_locked_item_is_written_by_chair_and_secretary_alone(made) -> None:
    doc = doc_in(running(made))
    with at(MEETS_AT):
        lock_doc(actor=made.actor("secretary"), doc=doc, reason=" Der Wortlaut steht. ")
        assert doc.lock_reason == "Der Wortlaut steht."
        assert [refusal(made, key, doc) for key in ("anna", "chair", "secretary")] == [
            ("closed", "locked"),
            None,
            None,
        ]
        unlock_doc(actor=made.actor("chair"), doc=doc)
        assert refusal(made, "anna", doc) is None
    kinds = select(EventRow.kind).where(EventRow.kind.startswith("minutes."))
    assert list(db.session.scalars(kinds.order_by(EventRow.seq)))[-2:] == [
        "minutes.locked",
        "minutes.unlocked",
    ]


def test_locking_needs_a_reason_and_the_right(made) -> None:
    doc = doc_in(running(made))
    with at(MEETS_AT):
        with pytest.raises(ReasonIsMissing):
            lock_doc(actor=made.actor("chair"), doc=doc, reason="  ")
        with pytest.raises(NotPermitted):
            lock_doc(actor=made.actor("anna"), doc=doc, reason="Ruhe")
    assert doc.lock_reason == ""


def test_what_members_learn_of_a_lock_is_told_to_them_alone(made) -> None:
    doc = doc_in(running(made))
    with at(MEETS_AT):
        lock_doc(actor=made.actor("chair"), doc=doc, reason="Steht")
    row = db.session.scalars(select(EventRow).where(EventRow.kind == "minutes.locked")).all()[-1]
    assert row.audience == [f"table:{made.table.id}"]
    assert "Steht" not in str(row.payload)


def test_a_form_is_merged_for_who_may_write_and_refused_for_others(made) -> None:
    doc = doc_in(running(made))
    with at(MEETS_AT):
        write(made, "anna", doc, "Anna. ")
        fields = {"doc": doc, "epoch": 1, "seq": 0, "text": "Ben.", "update_id": new_id()}
        assert write_form(actor=made.actor("ben"), **fields).text in {"Anna. Ben.", "Ben.Anna. "}
        with pytest.raises(DocRefused) as refused:
            write_form(actor=made.actor("guest"), **fields)
    assert refused.value.code == "not_found"


def test_a_page_that_joins_owns_its_client_id(made) -> None:
    doc = doc_in(running(made))
    join = {"doc": doc, "epoch": None, "client": 7, "state_vector": NOTHING}
    with at(MEETS_AT):
        join_doc(actor=made.actor("anna"), **join)
        assert join_doc(actor=made.actor("anna"), **join).seq == 0
        with pytest.raises(DocRefused) as refused:
            join_doc(actor=made.actor("ben"), **join)
        assert (refused.value.code, refused.value.field) == ("invalid", "client")
        with pytest.raises(DocRefused) as refused:
            join_doc(actor=made.actor("anna"), **{**join, "epoch": 4})
    assert (refused.value.code, refused.value.field) == ("resync", "epoch")


def test_a_dropped_item_is_written_no_more(made) -> None:
    meeting = invited(made)
    doc = doc_in(meeting)
    with at(MONDAY):
        meetings.drop_item(actor=made.actor("chair"), meeting=meeting, item_id=meeting.items[0].id)
        assert refusal(made, "secretary", doc) == ("closed", "over")
