"""Who stands in acts for one seat in one meeting: from the moment their coming is noted until they leave or it ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotPermitted
from kernel.events import EventRow
from kernel.ids import new_id
from roundtable.meetings import services
from roundtable.meetings.catching_up.queries import Since, arrived_at, missed_by
from roundtable.meetings.models import Presence
from roundtable.meetings.permissions import (
    can_attend,
    can_lead,
    can_prepare,
    can_read_nonpublic,
    can_read_ways_in,
)
from roundtable.meetings.rules.speakers import Kind
from roundtable.meetings.rules.speech import EntryState
from roundtable.meetings.speaking import services as speaking
from roundtable.meetings.speaking.errors import CannotAsk
from roundtable.meetings.speaking.room import room_for
from roundtable.meetings.talk.services import say
from roundtable.minutes.permissions import can_write
from roundtable.minutes.queries import doc_of_item
from tests.factories.meetings import MEETS_AT, a_deputy, a_round, at, invited, planned
from tests.factories.speaking import Talk, a_talk

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def talk(staged) -> Talk:
    """A meeting to which Mia came for Ben."""
    return staged(with_mia)


def with_mia(key: str = "ben") -> Talk:
    made = a_talk()
    a_deputy(made.made, key)
    comes(made, key)
    return made


def comes(talk: Talk, key: str, name: str = "Mia Wolf") -> None:
    """Somebody comes for this seat, whose holder leaves."""
    talk.presence(key, inward=False)
    talk.presence(key, inward=True, deputy=name)


def rights(talk: Talk, who: str = "mia", meeting=None) -> list[bool]:
    actor, at_ = talk.made.actor(who), talk.now
    asked = (can_attend, can_read_ways_in, can_read_nonpublic, can_prepare, can_lead)
    return [may(actor, meeting or talk.meeting, at_) for may in asked]


def writes(talk: Talk, who: str = "mia") -> bool:
    doc = doc_of_item(talk.meeting.items[0].id)
    return can_write(talk.made.actor(who), doc, talk.now)


def test_who_came_is_in_the_room_as_a_member_and_leads_nothing(talk) -> None:
    assert rights(talk) == [True, True, True, False, False]
    assert writes(talk)
    later = planned(
        talk.made, starts_at=MEETS_AT + timedelta(days=30), ends_at=MEETS_AT + timedelta(days=31)
    )
    assert rights(talk, meeting=later) == [False] * 5


@pytest.mark.parametrize("key", ["chair", "secretary"])
def test_who_came_for_chair_or_secretary_does_what_members_do(database, key: str) -> None:
    talk = with_mia(key)
    assert rights(talk) == [True, True, True, False, False]
    assert writes(talk)


def test_who_came_for_a_guest_is_a_guest(database) -> None:
    talk = with_mia("guest")
    assert rights(talk) == [True, True, False, False, False]
    assert not writes(talk)


def test_before_somebody_came_nothing_is_open(database) -> None:
    talk = a_talk()
    a_deputy(talk.made, "ben")
    assert rights(talk) == [False] * 5
    talk.presence("ben", inward=False)
    assert rights(talk) == [False] * 5


def test_before_the_meeting_begins_nothing_is_open_and_an_account_is_taken_once(database) -> None:
    made = a_round()
    meeting = invited(made)
    for key in ("ben", "anna"):
        a_deputy(made, key, made.persons.get("mia"))
        with at():
            services.note_presence(
                actor=made.actor("chair"),
                meeting=meeting,
                seat_id=made.seat_id(key),
                inward=True,
                deputy_name="Mia Wolf",
            )
    talk = Talk(made, meeting)
    assert rights(talk) == [False] * 5
    mia = made.persons["mia"].id
    assert [account(talk, key) for key in ("ben", "anna")] == [mia, None]


def leaves(talk: Talk) -> None:
    talk.presence("ben", inward=False)


def holder_comes(talk: Talk) -> None:
    leaves(talk)
    talk.presence("ben", inward=True)


def closes(talk: Talk) -> None:
    with at(talk.now):
        services.close_meeting(actor=talk.made.actor("chair"), meeting=talk.meeting)


def seat_ends(talk: Talk) -> None:
    in_transaction(lambda: setattr(talk.made.seats["ben"], "ends_at", talk.now))


@pytest.mark.parametrize("end", [leaves, holder_comes, closes, seat_ends])
def test_it_ends_at_once(talk, end) -> None:
    end(talk)
    assert rights(talk) == [False] * 5
    assert not writes(talk)
    with pytest.raises(NotPermitted):
        talk.ask("mia")
    with at(talk.now), pytest.raises(NotPermitted):
        say(actor=talk.made.actor("mia"), meeting=talk.meeting, key=new_id(), text="Noch da?")


@pytest.mark.parametrize("end", [leaves, holder_comes, closes])
def test_the_end_is_told_so_that_sockets_end_with_it(talk, end) -> None:
    end(talk)
    told = select(EventRow.payload).where(EventRow.kind == "presence.stand_in_ended")
    assert db.session.scalars(told).all() == [{"seat_id": str(talk.made.seat_id("ben"))}]


def test_where_nobody_stood_in_no_end_is_told(database) -> None:
    talk = a_talk()
    leaves(talk)
    closes(talk)
    told = select(EventRow).where(EventRow.kind == "presence.stand_in_ended")
    assert db.session.scalars(told).all() == []


def test_who_stands_in_asks_is_called_and_ends_the_speech(talk) -> None:
    entry = talk.ask("mia")
    assert (entry.deputy_name, entry.seat_id) == ("Mia Wolf", talk.made.seat_id("ben"))
    mia, ben = talk.made.actor("mia"), talk.made.actor("ben")
    assert "Platz 1" in room_for(mia, talk.meeting, talk.now).mine
    assert "Mia Wolf vertritt Sie" in room_for(ben, talk.meeting, talk.now).mine
    assert [line.own for line in room_for(mia, talk.meeting, talk.now).waiting] == [True]
    assert [line.own for line in room_for(ben, talk.meeting, talk.now).waiting] == [False]
    talk.chair("call_next", entry_id=entry.id)
    assert room_for(mia, talk.meeting, talk.now).is_my_turn
    talk.chair("start_speech", entry_id=entry.id)
    talk.later(30)
    with at(talk.now), pytest.raises(NotPermitted):
        speaking.end_speech(actor=ben, meeting=talk.meeting, entry_id=entry.id)
    with at(talk.now):
        ended = speaking.end_speech(actor=mia, meeting=talk.meeting, entry_id=entry.id)
    assert ended.state is EntryState.BEENDET


def test_the_holder_asks_for_nothing_meanwhile_and_who_stands_in_takes_it_back(talk) -> None:
    with pytest.raises(CannotAsk):
        talk.ask("ben")
    entry = talk.ask("mia")
    with at(talk.now):
        back = speaking.withdraw(
            actor=talk.made.actor("mia"), meeting=talk.meeting, entry_id=entry.id
        )
    assert back.state is EntryState.ZURUECKGEZOGEN


def test_a_point_of_order_is_offered_and_taken(talk) -> None:
    offers = room_for(talk.made.actor("mia"), talk.meeting, talk.now).offers
    assert Kind.GO_ANTRAG in offers
    assert talk.ask("mia", Kind.GO_ANTRAG).deputy_name == "Mia Wolf"


def test_what_they_write_in_the_room_stands_under_their_own_name(talk) -> None:
    with at(talk.now):
        message = say(
            actor=talk.made.actor("mia"), meeting=talk.meeting, key=new_id(), text="Ich bin neu."
        )
    assert message.author_id == talk.made.persons["mia"].id
    assert message.seat_id == talk.made.seat_id("ben")


def test_what_was_missed_begins_with_their_coming_and_knows_their_own_call(talk) -> None:
    mia = talk.made.actor("mia")
    assert arrived_at(mia, talk.meeting) == talk.now
    talk.later(60)
    entry = talk.ask("mia")
    talk.chair("call_next", entry_id=entry.id)
    own = missed_by(mia, talk.meeting, Since(at=talk.now), talk.now)
    other = missed_by(talk.made.actor("anna"), talk.meeting, Since(at=talk.now), talk.now)
    assert own.lines != other.lines


def account(talk: Talk, key: str):
    statement = select(Presence.deputy_id).where(Presence.seat_id == talk.made.seat_id(key))
    return db.session.scalars(statement.order_by(Presence.seq.desc())).first()


def test_one_account_acts_for_one_seat(talk) -> None:
    a_deputy(talk.made, "anna", talk.made.persons["mia"])
    comes(talk, "anna")
    assert account(talk, "ben") == talk.made.persons["mia"].id
    assert account(talk, "anna") is None


def test_who_has_a_seat_acts_for_that_alone(database) -> None:
    talk = a_talk()
    guest = a_deputy(talk.made, "ben", talk.made.persons["guest"])
    comes(talk, "ben", guest.display_name)
    assert account(talk, "ben") is None
    assert rights(talk, "guest") == [True, True, False, False, False]


def test_somebody_without_an_account_is_there_by_name_alone(talk) -> None:
    comes(talk, "anna", "Jo Kurz")
    assert account(talk, "anna") is None
