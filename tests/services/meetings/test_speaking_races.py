"""Many at once on one list of speakers, on both databases, with real commits."""

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.ids import new_id
from roundtable.meetings.queries import meetings_by_ids
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.speech import EntryState
from roundtable.meetings.speaking import services as speaking
from roundtable.meetings.speaking.errors import CannotAsk, SomebodyHasTheFloor
from roundtable.meetings.speaking.models import SpeakerEntry
from tests.factories.meetings import MEETS_AT, at
from tests.factories.speaking import Talk, a_talk
from tests.support.races import all_at_once

pytestmark = pytest.mark.race


@pytest.fixture
def talk(real_app):
    with real_app.app_context():
        yield a_talk("RT")


def deed(talk: Talk, name: str, who: str, **how: object):
    meeting_id, actor = talk.meeting.id, talk.made.actor(who)

    def do() -> SpeakerEntry:
        (meeting,) = meetings_by_ids([meeting_id])
        return getattr(speaking, name)(actor=actor, meeting=meeting, **how)

    return do


def stored() -> list[SpeakerEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(SpeakerEntry).order_by(SpeakerEntry.seq)))


def test_people_who_ask_at_the_same_time_all_wait_in_one_order(real_app, talk) -> None:
    asks = [
        deed(talk, "ask", who, entry_id=new_id(), kind=kind)
        for who in ("chair", "anna", "ben", "guest")
        for kind in (Kind.BEITRAG, Kind.GO_ANTRAG)
    ]
    with at(MEETS_AT):
        answers = all_at_once(real_app, asks)
    assert all(isinstance(answer, SpeakerEntry) for answer in answers), answers
    assert [entry.seq for entry in stored()] == list(range(1, 9))


def test_one_request_sent_ten_times_at_once_is_one(real_app, talk) -> None:
    id_ = new_id()
    with at(MEETS_AT):
        answers = all_at_once(
            real_app, [deed(talk, "ask", "anna", entry_id=id_, kind=Kind.BEITRAG)] * 10
        )
    assert {answer.id for answer in answers} == {id_}
    assert len(stored()) == 1


def test_two_windows_of_one_person_ask_once(real_app, talk) -> None:
    asks = [deed(talk, "ask", "anna", entry_id=new_id(), kind=Kind.BEITRAG) for _ in range(10)]
    with at(MEETS_AT):
        answers = all_at_once(real_app, asks)
    assert [type(a).__name__ for a in answers].count("CannotAsk") == 9
    assert len(stored()) == 1


def test_two_calls_of_next_call_one_person(real_app, talk) -> None:
    first = talk.ask("anna")
    talk.ask("ben")
    with at(MEETS_AT):
        answers = all_at_once(real_app, [deed(talk, "call_next", "chair", entry_id=first.id)] * 10)
    assert {answer.id for answer in answers} == {first.id}
    assert [entry.state for entry in stored()] == [EntryState.AUFGERUFEN, EntryState.GEMELDET]


def test_a_call_and_a_withdrawal_agree(real_app, talk) -> None:
    entry = talk.ask("anna")
    deeds = [
        deed(talk, "call_next", "chair", entry_id=entry.id),
        deed(talk, "withdraw", "anna", entry_id=entry.id),
    ]
    with at(MEETS_AT):
        answers = all_at_once(real_app, deeds)
    assert isinstance(answers[1], SpeakerEntry)
    assert [one.state for one in stored()] == [EntryState.ZURUECKGEZOGEN]


@pytest.mark.parametrize(
    ("state", "error"),
    [(EntryState.SPRICHT, SomebodyHasTheFloor), (EntryState.AUFGERUFEN, SomebodyHasTheFloor)],
)
def test_the_database_holds_one_speaker_and_one_called(talk, state, error) -> None:
    for who in ("anna", "ben"):
        talk.ask(who)
    since = talk.now if state is EntryState.SPRICHT else None

    def both() -> None:
        for entry in stored_here():
            entry.state, entry.speaks_since = state, since

    def stored_here() -> list[SpeakerEntry]:
        return list(db.session.scalars(select(SpeakerEntry)))

    with pytest.raises(error):
        in_transaction(both)


def test_the_database_holds_one_request_of_a_kind(talk) -> None:
    talk.ask("anna")
    talk.ask("anna", Kind.GO_ANTRAG)

    def same() -> None:
        for entry in db.session.scalars(select(SpeakerEntry)):
            entry.kind = Kind.BEITRAG

    with pytest.raises(CannotAsk):
        in_transaction(same)
