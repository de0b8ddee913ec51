"""People write in the room; who may read, take back, hide; and when it is all deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kernel.actors import SYSTEM
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, RuleViolation, TooFast
from kernel.events import EventRow
from kernel.ids import new_id
from kernel.markdown import MarkdownTooComplex
from roundtable.meetings import services as meeting_services
from roundtable.meetings.rules.states import ItemState, State
from roundtable.meetings.rules.talk import AT_ONCE, KEPT, LONGEST
from roundtable.meetings.talk import jobs, models, services
from roundtable.meetings.talk.errors import (
    HidingNeedsReason,
    MessageIsEmpty,
    MessageIsTooLong,
    MessageStays,
    MessageTaken,
    TalkIsClosed,
    TalkIsForMembers,
)
from roundtable.meetings.talk.models import TalkMessage
from roundtable.meetings.talk.queries import SHOWN, lines_for
from roundtable.tables.services.seats import end_seat
from tests.factories import meetings, people
from tests.factories.meetings import at
from tests.factories.speaking import Talk, a_talk
from tests.factories.talk import read, texts, write

pytestmark = pytest.mark.usefixtures("database")
REASON = "Das war verletzend gemeint."


@pytest.fixture
def talk(staged) -> Talk:
    return staged(a_talk)


def do(talk: Talk, who: str, deed, **how):
    with at(talk.now):
        return deed(actor=talk.made.actor(who), meeting=talk.meeting, **how)


def facts() -> list[tuple[str, dict]]:
    rows = select(EventRow).where(EventRow.kind.like("talk.%")).order_by(EventRow.seq)
    return [(row.kind, row.payload) for row in db.session.scalars(rows)]


def a_secret_talk() -> Talk:
    """A meeting in which a non-public item is called."""
    made = meetings.a_round()
    meeting = meetings.planned(made)
    meetings.with_item(made, meeting, "Angebote", public=False)
    talk = Talk(made, meetings.running(made, meeting))
    talk.presence("guest", inward=True)
    talk.turn(len(meeting.items) - 1, ItemState.AUFGERUFEN)
    return talk


def test_what_a_seat_writes_the_whole_room_reads_with_the_item_that_is_called(talk) -> None:
    message = write(talk, "anna", "Die **Liste** kommt.")
    for who in ("chair", "secretary", "ben", "guest"):
        (line,) = read(talk, who)
        assert (line.name, line.item, line.own) == ("Anna", talk.meeting.items[0].number, False)
        assert line.html == "<p>Die <strong>Liste</strong> kommt.</p>"
    assert facts() == [("talk.said", {"message_id": str(message.id), "members": False})]
    (row,) = db.session.scalars(select(EventRow).where(EventRow.kind == "talk.said"))
    assert (row.room, row.audience) == (
        f"meeting:{talk.meeting.id}",
        [f"table:{talk.made.table.id}"],
    )


def test_the_newest_comes_first_and_older_ones_stand_on_the_next_page(talk) -> None:
    for number in range(SHOWN + 2):
        talk.later(30)
        write(talk, "anna", f"Nummer {number}")
    lines = lines_for(talk.made.actor("ben"), talk.meeting, talk.now)
    assert [lines.shown[0].seq, lines.shown[-1].seq] == [SHOWN + 2, 3]
    assert (lines.count, lines.older) == (SHOWN + 2, 3)
    rest = lines_for(talk.made.actor("ben"), talk.meeting, talk.now, before=3)
    assert ([line.seq for line in rest.shown], rest.older) == ([2, 1], None)


def test_the_same_key_is_the_same_message(talk) -> None:
    key = new_id()
    first = write(talk, "anna", key=key)
    assert write(talk, "anna", key=key).id == first.id
    assert len(facts()) == 1
    with pytest.raises(MessageTaken):
        write(talk, "anna", "Etwas anderes", key=key)
    with pytest.raises(MessageTaken):
        write(talk, "ben", key=key)
    other = a_talk()
    assert write(other, "anna", key=key).id != first.id


def test_a_late_repeat_gets_its_answer_after_the_close_and_brings_nothing_back(talk) -> None:
    key = new_id()
    message = write(talk, "anna", key=key)
    do(talk, "anna", services.take_back, message_id=message.id)
    assert write(talk, "anna", key=key).id == message.id
    assert texts(talk, "ben") == [""]
    do(talk, "chair", meeting_services.close_meeting)
    assert write(talk, "anna", key=key).id == message.id


def test_without_a_called_item_it_belongs_to_none(talk) -> None:
    talk.turn(0, ItemState.BERATEN)
    assert write(talk, "guest").item_id is None
    assert read(talk, "anna")[0].item == ""


def test_only_while_the_meeting_is_under_way(talk) -> None:
    do(talk, "chair", meeting_services.interrupt_meeting)
    write(talk, "anna")
    do(talk, "chair", meeting_services.resume_meeting)
    do(talk, "chair", meeting_services.close_meeting)
    with pytest.raises(TalkIsClosed):
        write(talk, "anna")
    early = Talk(made := meetings.a_round(), meetings.invited(made))
    with pytest.raises(TalkIsClosed):
        write(early, "anna")


def test_who_has_no_seat_or_lost_it_does_not_write(talk) -> None:
    with pytest.raises(NotPermitted), at(talk.now):
        services.say(
            actor=people.actor_of(people.person("Fremde")),
            meeting=talk.meeting,
            key=new_id(),
            text="Hallo",
        )
    message = write(talk, "ben")
    with at(talk.now):
        end_seat(actor=SYSTEM, seat=talk.made.seats["ben"])
    talk.later(1)
    with pytest.raises(NotPermitted):
        write(talk, "ben")
    with pytest.raises(NotPermitted):
        do(talk, "ben", services.take_back, message_id=message.id)


def test_at_a_nonpublic_item_guests_neither_write_nor_read(database) -> None:
    talk = a_secret_talk()
    write(talk, "anna", "Vertraulich.")
    with pytest.raises(TalkIsForMembers):
        write(talk, "guest")
    assert (texts(talk, "ben"), texts(talk, "guest")) == (["Vertraulich."], [])
    assert lines_for(talk.made.actor("guest"), talk.meeting, talk.now).count == 0
    assert facts()[0][1]["members"]
    item = talk.meeting.called
    talk.turn(len(talk.meeting.items) - 1, ItemState.BERATEN)
    item.public = True
    assert texts(talk, "guest") == []


def test_what_was_written_at_an_item_that_became_nonpublic_guests_read_no_more(talk) -> None:
    write(talk, "anna", "Noch öffentlich.")
    assert texts(talk, "guest") == ["Noch öffentlich."]
    talk.meeting.items[0].public = False
    db.session.flush()
    assert texts(talk, "guest") == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("  \n ", MessageIsEmpty),
        ("---", MessageIsEmpty),
        ("\u200b\u2060 \u3164", MessageIsEmpty),
        ("x" * (LONGEST + 1), MessageIsTooLong),
        ("> " * 400 + "x", MarkdownTooComplex),
        ("unsichtbar\x00", RuleViolation),
    ],
)
def test_texts_are_limited_and_guarded(talk, text, error) -> None:
    with pytest.raises(error):
        write(talk, "anna", text)
    assert read(talk, "anna") == []


def test_nobody_floods_the_room(talk) -> None:
    for number in range(AT_ONCE):
        write(talk, "anna", f"Nummer {number}")
    with pytest.raises(TooFast) as refused:
        write(talk, "anna", "Noch eine")
    assert refused.value.retry_in == 60
    write(talk, "ben", "Ich schon")
    talk.later(60)
    write(talk, "anna", "Noch eine")


def test_the_author_takes_back_while_the_meeting_is_under_way(talk) -> None:
    message, other = write(talk, "anna", "Falsch"), write(talk, "anna", "Richtig")
    for _ in range(2):
        do(talk, "anna", services.take_back, message_id=message.id)
    assert (message.text, message.text_html) == ("", "")
    assert texts(talk, "chair") == ["Richtig", ""]
    assert [kind for kind, _ in facts()].count("talk.taken_back") == 1
    for who in ("ben", "chair"):
        with pytest.raises(NotPermitted):
            do(talk, who, services.take_back, message_id=other.id)
    do(talk, "chair", meeting_services.close_meeting)
    with pytest.raises(TalkIsClosed):
        do(talk, "anna", services.take_back, message_id=other.id)


def test_the_chair_hides_with_a_reason_that_all_read(talk) -> None:
    message = write(talk, "ben", "Grob")
    for who in ("ben", "anna", "secretary"):
        with pytest.raises(NotPermitted):
            do(talk, who, services.hide, message_id=message.id, reason=REASON)
    for reason in ("", "kurz", "x" * 201):
        with pytest.raises(HidingNeedsReason):
            do(talk, "chair", services.hide, message_id=message.id, reason=reason)
    for _ in range(2):
        do(talk, "chair", services.hide, message_id=message.id, reason=REASON)
    assert [read(talk, who)[0].reason for who in ("anna", "guest")] == [REASON, REASON]
    assert [texts(talk, who) for who in ("anna", "guest")] == [[""], [""]]
    assert [texts(talk, who) for who in ("ben", "chair")] == [["Grob"], ["Grob"]]
    assert message.hidden_by == talk.made.persons["chair"].id
    assert [kind for kind, _ in facts()] == ["talk.said", "talk.hidden"]
    with pytest.raises(MessageStays):
        do(talk, "ben", services.take_back, message_id=message.id)


def test_the_chair_hides_after_the_close_but_not_what_is_gone(talk) -> None:
    message, gone = write(talk, "ben"), write(talk, "ben", "Weg")
    do(talk, "ben", services.take_back, message_id=gone.id)
    do(talk, "chair", meeting_services.close_meeting)
    do(talk, "chair", services.hide, message_id=message.id, reason=REASON)
    assert message.state is models.State.VERBORGEN
    with pytest.raises(MessageStays):
        do(talk, "chair", services.hide, message_id=gone.id, reason=REASON)


def test_messages_of_another_meeting_are_not_found(talk) -> None:
    other = write(a_talk(), "anna")
    with pytest.raises(NotFound):
        do(talk, "anna", services.take_back, message_id=other.id)
    with pytest.raises(NotFound):
        do(talk, "chair", services.hide, message_id=other.id, reason=REASON)


def stored(talk: Talk) -> int:
    of_meeting = TalkMessage.meeting_id == talk.meeting.id
    return db.session.scalar(select(func.count()).select_from(TalkMessage).where(of_meeting)) or 0


def forget_at(moment) -> None:
    with at(moment):
        jobs.forget_served()


def test_talk_is_deleted_90_days_after_the_close(talk) -> None:
    other = a_talk()
    for one in (talk, other):
        write(one, "anna", "Streng unter uns.")
    do(talk, "chair", meeting_services.close_meeting)
    closed = talk.meeting.closed_at
    forget_at(closed + KEPT)
    assert (stored(talk), stored(other)) == (1, 1)
    for _ in range(2):
        forget_at(closed + KEPT + timedelta(seconds=1))
    assert (stored(talk), stored(other)) == (0, 1)
    assert facts()[-1] == ("talk.forgotten", {"count": 1})
    logged = db.session.scalars(select(EventRow.payload)).all()
    assert "unter uns" not in str(logged)


def test_no_person_deletes_it_all(talk) -> None:
    write(talk, "anna")
    with pytest.raises(NotPermitted):
        do(talk, "chair", services.forget)
    assert stored(talk) == 1


def test_talk_is_deleted_once_the_minutes_are_public(talk) -> None:
    write(talk, "anna")
    do(talk, "chair", meeting_services.close_meeting)
    talk.meeting.state = State.ABGESCHLOSSEN.value
    db.session.flush()
    forget_at(talk.now)
    assert stored(talk) == 0


def test_talk_of_a_meeting_that_nobody_closed_does_not_stay_either(talk) -> None:
    write(talk, "anna")
    forget_at(talk.meeting.ends_at + KEPT + timedelta(seconds=1))
    assert stored(talk) == 0
