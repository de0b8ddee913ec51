"""People ask to speak, are called, speak and end; the chair leads, and every hand on the list is seen."""

from uuid import UUID

import pytest
from sqlalchemy import select

from kernel.database import db
from kernel.errors import NotFound, NotPermitted, TooFast
from kernel.events import EventRow
from kernel.ids import new_id
from roundtable.meetings import services
from roundtable.meetings.errors import MeetingHindered, MeetingRests
from roundtable.meetings.rules.speakers import Kind, Why
from roundtable.meetings.rules.speech import EntryState
from roundtable.meetings.rules.states import ItemState
from roundtable.meetings.speaking import services as speaking
from roundtable.meetings.speaking.errors import (
    AnotherIsNext,
    CannotAsk,
    EntryStays,
    EntryTaken,
    ReasonMissing,
    SomebodyHasTheFloor,
)
from roundtable.meetings.speaking.models import SpeakerEntry
from roundtable.meetings.speaking.queries import seconds_of
from tests.factories.meetings import at
from tests.factories.speaking import Talk, a_talk

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def talk(staged) -> Talk:
    return staged(a_talk)


def kinds() -> list[str]:
    rows = select(EventRow.kind).where(EventRow.kind.like("speaker.%")).order_by(EventRow.seq)
    return list(db.session.scalars(rows))


def speaks(talk: Talk, who: str, kind: Kind = Kind.BEITRAG) -> SpeakerEntry:
    entry = talk.ask(who, kind)
    talk.chair("call_next", entry_id=entry.id)
    talk.chair("start_speech", entry_id=entry.id)
    return entry


def test_who_asks_waits_with_a_reason(talk) -> None:
    for who in ("anna", "ben"):
        talk.ask(who)
    assert talk.waiting() == ["anna", "ben"]
    assert [(p.position, p.reasons[0].code) for p in talk.places()] == [
        (1, Why.ERSTER_BEITRAG),
        (2, Why.ERSTER_BEITRAG),
    ]
    assert kinds() == ["speaker.asked", "speaker.asked"]
    (row, _) = db.session.scalars(select(EventRow).where(EventRow.kind == "speaker.asked"))
    assert row.room == f"meeting:{talk.meeting.id}"
    assert row.payload["item_id"] == str(talk.meeting.items[0].id)


def asked_and_taken_back(talk: Talk, who: str) -> SpeakerEntry:
    entry = talk.ask(who)
    with at(talk.now):
        return speaking.withdraw(
            actor=talk.made.actor(who), meeting=talk.meeting, entry_id=entry.id
        )


def test_asking_again_and_again_has_an_end_and_a_repeat_costs_nothing(talk) -> None:
    first, *_others = [asked_and_taken_back(talk, "anna") for _ in range(20)]
    for _ in range(3):
        talk.ask("anna", entry_id=first.id)
    with pytest.raises(TooFast):
        talk.ask("anna")
    talk.ask("ben")
    assert talk.waiting() == ["ben"]


def test_who_has_spoken_waits_behind_who_has_not(talk) -> None:
    talk.speech("anna", 60)
    for who in ("anna", "ben"):
        talk.ask(who)
    assert talk.waiting() == ["ben", "anna"]


def test_the_same_id_is_the_same_contribution(talk) -> None:
    id_ = new_id()
    first = talk.ask("anna", entry_id=id_)
    assert talk.ask("anna", entry_id=id_).seq == first.seq
    assert kinds() == ["speaker.asked"]
    with pytest.raises(EntryTaken):
        talk.ask("ben", entry_id=id_)
    with pytest.raises(EntryTaken):
        talk.ask("anna", Kind.GO_ANTRAG, entry_id=id_)


def test_one_contribution_and_one_point_of_order_wait_per_person(talk) -> None:
    talk.ask("anna")
    talk.ask("anna", Kind.GO_ANTRAG)
    for kind in (Kind.BEITRAG, Kind.GO_ANTRAG):
        with pytest.raises(CannotAsk, match="schon auf der Redeliste"):
            talk.ask("anna", kind)


def test_a_point_of_order_comes_first(talk) -> None:
    talk.ask("anna")
    talk.ask("ben", Kind.GO_ANTRAG)
    assert talk.waiting() == ["ben", "anna"]


def test_a_closed_list_takes_points_of_order_alone(talk) -> None:
    waiting = talk.ask("anna")
    assert talk.chair("turn_list", closed=True).list_closed
    with pytest.raises(CannotAsk, match="geschlossen"):
        talk.ask("ben")
    talk.ask("ben", Kind.GO_ANTRAG)
    assert waiting.state is EntryState.GEMELDET
    talk.chair("turn_list", closed=False)
    talk.ask("ben")
    assert kinds().count("speaker.list_turned") == 2


def test_who_is_not_there_or_stood_in_for_does_not_ask(talk) -> None:
    with pytest.raises(CannotAsk, match="Anwesende"):
        talk.ask("secretary")
    talk.presence("ben", inward=False)
    talk.presence("ben", inward=True, deputy="Mia Wolf")
    with pytest.raises(CannotAsk, match="Anwesende"):
        talk.ask("ben")


def test_without_a_called_item_nobody_asks(talk) -> None:
    talk.turn(0, ItemState.GEPLANT)
    with pytest.raises(CannotAsk, match="kein Punkt"):
        talk.ask("anna")


def test_a_stranger_does_not_ask(talk) -> None:
    other = a_talk()
    with pytest.raises(NotPermitted), at(talk.now):
        speaking.ask(
            actor=other.made.actor("anna"),
            meeting=talk.meeting,
            entry_id=new_id(),
            kind=Kind.BEITRAG,
        )


def test_people_without_a_device_are_entered_and_the_log_says_so(talk) -> None:
    talk.presence("ben", inward=False)
    talk.presence("ben", inward=True, deputy="Mia Wolf")
    how = {"seat_id": talk.made.seat_id("ben"), "kind": Kind.BEITRAG, "entry_id": new_id()}
    for _ in range(2):
        entry = talk.chair("enter", who="secretary", **how)
    assert (entry.deputy_name, entry.entered_by) == (
        "Mia Wolf",
        talk.made.persons["secretary"].id,
    )
    (row,) = db.session.scalars(select(EventRow).where(EventRow.kind == "speaker.asked"))
    assert row.payload["entered"] is True
    for who, seat in (("anna", "anna"), ("chair", "secretary")):
        with pytest.raises((NotPermitted, CannotAsk)):
            talk.chair(
                "enter",
                who=who,
                entry_id=new_id(),
                seat_id=talk.made.seat_id(seat),
                kind=how["kind"],
            )


def test_who_takes_it_back_waits_no_longer(talk) -> None:
    entry = talk.ask("anna")
    for _ in range(2):
        talk.chair("withdraw", who="anna", entry_id=entry.id)
    assert (talk.waiting(), kinds()) == ([], ["speaker.asked", "speaker.withdrawn"])
    with pytest.raises(NotFound):
        talk.chair("withdraw", who="ben", entry_id=entry.id)
    with pytest.raises(NotFound):
        talk.chair("withdraw", who="anna", entry_id=new_id())
    talk.ask("anna")
    assert talk.waiting() == ["anna"]


def test_who_speaks_cannot_take_it_back(talk) -> None:
    entry = speaks(talk, "anna")
    with pytest.raises(EntryStays):
        talk.chair("withdraw", who="anna", entry_id=entry.id)


def test_the_clock_leaves_pauses_out(talk) -> None:
    entry = speaks(talk, "anna")
    talk.later(50)
    talk.chair("pause_speech", entry_id=entry.id)
    talk.later(300)
    talk.chair("start_speech", entry_id=entry.id)
    talk.later(20)
    assert seconds_of(entry, talk.now) == 70
    talk.chair("end_speech", entry_id=entry.id)
    talk.later(500)
    assert (seconds_of(entry, talk.now), entry.state) == (70, EntryState.BEENDET)
    assert kinds()[1:] == [
        "speaker.called",
        "speaker.started",
        "speaker.paused",
        "speaker.started",
        "speaker.ended",
    ]


def test_the_next_call_ends_the_running_speech(talk) -> None:
    first, second = talk.ask("anna"), talk.ask("ben")
    talk.chair("call_next", entry_id=first.id)
    talk.chair("start_speech", entry_id=first.id)
    talk.later(30)
    talk.chair("call_next", entry_id=second.id)
    assert (first.state, first.spoken_ms) == (EntryState.BEENDET, 30_000)
    assert second.state is EntryState.AUFGERUFEN


def test_calling_once_more_calls_nobody_else(talk) -> None:
    first, second = talk.ask("anna"), talk.ask("ben")
    for _ in range(2):
        talk.chair("call_next", entry_id=first.id)
    with pytest.raises(SomebodyHasTheFloor):
        talk.chair("call_next", entry_id=second.id)
    assert kinds().count("speaker.called") == 1


def test_nobody_is_called_past_the_first(talk) -> None:
    talk.ask("anna")
    second = talk.ask("ben")
    with pytest.raises(AnotherIsNext):
        talk.chair("call_next", entry_id=second.id)


def test_a_question_pauses_the_speech_and_lapses_with_it(talk) -> None:
    with pytest.raises(CannotAsk, match="Zwischenfrage"):
        talk.ask("ben", Kind.ZWISCHENFRAGE)
    speech = speaks(talk, "anna")
    talk.later(10)
    question = talk.ask("ben", Kind.ZWISCHENFRAGE)
    talk.chair("call_next", entry_id=question.id)
    assert speech.state is EntryState.PAUSIERT
    talk.chair("start_speech", entry_id=question.id)
    with pytest.raises(SomebodyHasTheFloor):
        talk.chair("start_speech", entry_id=speech.id)
    talk.chair("end_speech", entry_id=question.id)
    talk.chair("start_speech", entry_id=speech.id)
    late = talk.ask("guest", Kind.ZWISCHENFRAGE)
    talk.chair("end_speech", entry_id=speech.id)
    assert (late.state, speech.spoken_ms) == (EntryState.UEBERGANGEN, 10_000)


def test_moving_needs_a_reason_and_shows_it(talk) -> None:
    talk.ask("anna")
    entry = talk.ask("ben")
    with pytest.raises(ReasonMissing):
        talk.chair("move", entry_id=entry.id, position=1, reason=" ")
    talk.chair("move", entry_id=entry.id, position=1, reason="muss gehen")
    assert talk.waiting() == ["ben", "anna"]
    moved = talk.places()[0].reasons[0]
    assert (moved.code, moved.value) == (Why.VERSCHOBEN, "muss gehen")
    (row,) = db.session.scalars(select(EventRow).where(EventRow.kind == "speaker.moved"))
    assert row.payload == {"entry_id": str(entry.id), "position": 1}
    order = talk.ask("guest", Kind.GO_ANTRAG)
    with pytest.raises(EntryStays):
        talk.chair("move", entry_id=order.id, position=2, reason="später")


def test_who_does_not_come_is_passed_over(talk) -> None:
    entry = talk.ask("anna")
    talk.chair("call_next", entry_id=entry.id)
    for _ in range(2):
        talk.chair("skip", entry_id=entry.id)
    assert (entry.state, kinds().count("speaker.skipped")) == (EntryState.UEBERGANGEN, 1)


@pytest.mark.parametrize(
    "deed", ["call_next", "start_speech", "pause_speech", "end_speech", "skip", "move", "turn_list"]
)
def test_the_chair_alone_leads_the_list(talk, deed: str) -> None:
    entry = talk.ask("anna")
    more = {"move": {"position": 1, "reason": "x"}}.get(deed, {})
    how = {"closed": True} if deed == "turn_list" else {"entry_id": entry.id, **more}
    for who in ("ben", "secretary", "guest"):
        with pytest.raises(NotPermitted):
            talk.chair(deed, who=who, **how)


def test_who_speaks_may_end_it(talk) -> None:
    entry = speaks(talk, "anna")
    assert talk.chair("end_speech", who="anna", entry_id=entry.id).state is EntryState.BEENDET


def test_a_contribution_of_another_meeting_is_not_there(talk) -> None:
    foreign = a_talk().ask("anna")
    for id_ in (foreign.id, new_id()):
        assert isinstance(id_, UUID)
        with pytest.raises(NotFound):
            talk.chair("call_next", entry_id=id_)


def test_while_somebody_speaks_the_meeting_does_not_end_nor_the_item(talk) -> None:
    waiting, entry = talk.ask("ben"), talk.ask("anna", Kind.GO_ANTRAG)
    talk.chair("call_next", entry_id=entry.id)
    talk.chair("start_speech", entry_id=entry.id)
    for paused in (False, True):
        if paused:
            talk.chair("pause_speech", entry_id=entry.id)
        with pytest.raises(MeetingHindered, match="spricht noch"), at(talk.now):
            services.close_meeting(actor=talk.made.actor("chair"), meeting=talk.meeting)
        with pytest.raises(MeetingHindered, match="spricht noch"):
            talk.turn(0, ItemState.BERATEN)
    talk.chair("end_speech", entry_id=entry.id)
    with at(talk.now):
        services.close_meeting(actor=talk.made.actor("chair"), meeting=talk.meeting)
    assert {item.state for item in talk.meeting.items} == {"vertagt"}
    assert waiting.state is EntryState.UEBERGANGEN


def test_a_pause_of_the_meeting_stops_the_clock_and_the_list(talk) -> None:
    entry, waiting = speaks(talk, "anna"), talk.ask("ben")
    talk.later(40)
    with at(talk.now):
        services.interrupt_meeting(actor=talk.made.actor("chair"), meeting=talk.meeting)
    assert (entry.state, entry.spoken_ms) == (EntryState.PAUSIERT, 40_000)
    with pytest.raises(MeetingRests):
        talk.chair("call_next", entry_id=waiting.id)
    with pytest.raises(CannotAsk, match="läuft"):
        talk.ask("guest")


def test_who_waits_for_an_item_that_is_over_or_leaves_waits_no_longer(talk) -> None:
    anna, ben = talk.ask("anna"), talk.ask("ben")
    talk.presence("ben", inward=False)
    assert (ben.state, talk.waiting()) == (EntryState.UEBERGANGEN, ["anna"])
    talk.turn(0, ItemState.GEPLANT)
    talk.turn(0, ItemState.AUFGERUFEN)
    assert talk.waiting() == ["anna"]
    talk.turn(0, ItemState.BERATEN)
    assert anna.state is EntryState.UEBERGANGEN
