"""People come, the quorum is counted, the chair begins and closes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from roundtable.meetings import services
from roundtable.meetings.errors import MeetingHindered, NobodyComesOrGoes
from roundtable.meetings.models import Presence
from tests.factories.meetings import MEETS_AT, a_round, at, invited, planned, running

pytestmark = pytest.mark.usefixtures("database")


def note(made, meeting, key: str, *, inward: bool = True, who: str = "secretary", deputy: str = ""):
    with at(MEETS_AT):
        return services.note_presence(
            actor=made.actor(who),
            meeting=meeting,
            seat_id=made.seat_id(key),
            inward=inward,
            deputy_name=deputy,
        )


def step(deed, made, meeting, who: str = "chair", **facts: object):
    with at(MEETS_AT + timedelta(hours=1)):
        return deed(actor=made.actor(who), meeting=meeting, **facts)


def facts(kind: str) -> list[EventRow]:
    rows = select(EventRow).where(EventRow.kind == kind).order_by(EventRow.seq)
    return list(db.session.scalars(rows))


def test_each_step_says_what_the_quorum_is_then() -> None:
    made = a_round()
    meeting = invited(made)
    rows = [note(made, meeting, key) for key in ("guest", "chair", "anna")]
    rows.append(note(made, meeting, "anna", inward=False))
    assert [(r.seq, r.present, r.required, r.reached) for r in rows] == [
        (1, 0, 2, False),
        (2, 1, 2, False),
        (3, 2, 2, True),
        (4, 1, 2, False),
    ]
    noted = facts("presence.noted")
    assert [row.payload["reached"] for row in noted] == [False, False, True, False]


def test_who_is_there_already_comes_only_once() -> None:
    made = a_round()
    meeting = invited(made)
    note(made, meeting, "anna", deputy="Mia Wolf")
    assert note(made, meeting, "anna") is None
    assert note(made, meeting, "ben", inward=False) is None
    assert db.session.scalars(select(Presence.deputy_name)).all() == ["Mia Wolf"]


def test_presence_is_never_changed() -> None:
    made = a_round()
    row = note(made, invited(made), "anna")
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(row, "inward", False))


def test_presence_is_kept_by_chair_and_secretary_for_seats_of_this_table() -> None:
    made, other = a_round(), a_round()
    meeting = invited(made)
    with pytest.raises(NotPermitted):
        note(made, meeting, "anna", who="anna")
    with at(MEETS_AT), pytest.raises(NotFound):
        services.note_presence(
            actor=made.actor("chair"), meeting=meeting, seat_id=other.seat_id("anna"), inward=True
        )


def test_presence_is_noted_from_invitation_to_close() -> None:
    made = a_round()
    with pytest.raises(NobodyComesOrGoes):
        note(made, planned(made), "anna")
    meeting = running(made)
    step(services.close_meeting, made, meeting)
    with pytest.raises(NobodyComesOrGoes):
        note(made, meeting, "ben")


def test_a_meeting_begins_with_people_and_a_confirmed_agenda() -> None:
    made = a_round()
    meeting = invited(made)
    with pytest.raises(MeetingHindered, match="wer da ist"):
        step(services.start_meeting, made, meeting, agenda_confirmed=True)
    note(made, meeting, "anna")
    with pytest.raises(MeetingHindered, match="Tagesordnung"):
        step(services.start_meeting, made, meeting, agenda_confirmed=False)
    step(services.start_meeting, made, meeting, agenda_confirmed=True)
    assert (meeting.state, meeting.started_at) == ("laufend", MEETS_AT + timedelta(hours=1))


def test_a_meeting_pauses_goes_on_and_ends() -> None:
    made = a_round()
    meeting = running(made)
    for deed, state in (
        (services.interrupt_meeting, "unterbrochen"),
        (services.resume_meeting, "laufend"),
        (services.close_meeting, "geschlossen"),
    ):
        assert step(deed, made, meeting).state == state
    assert {item.state for item in meeting.items} == {"vertagt"}
    moves = facts("meeting.moved")
    assert [row.payload["state"] for row in moves] == [
        "laufend",
        "unterbrochen",
        "laufend",
        "geschlossen",
    ]


@pytest.mark.parametrize(
    "deed", [services.interrupt_meeting, services.resume_meeting, services.close_meeting]
)
def test_steps_are_the_chairs_and_follow_the_state(deed) -> None:
    made = a_round()
    with pytest.raises(MeetingHindered, match="Stand der Sitzung"):
        step(deed, made, invited(made))
    with pytest.raises(NotPermitted):
        step(deed, made, running(made), "secretary")


def test_resuming_is_not_beginning() -> None:
    made = a_round()
    meeting = running(made)
    step(services.interrupt_meeting, made, meeting)
    with pytest.raises(MeetingHindered):
        step(services.start_meeting, made, meeting, agenda_confirmed=True)
