"""Invented members play their script as the people they are: in order, once, while somebody looks."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from demo.members import stage as stages
from demo.members.script import BREATH, Kind, script
from demo.members.stage import Stage
from demo.members.switch import MembersSwitched, is_on, switch
from kernel.actors import ANONYMOUS
from kernel.app import settings_of
from kernel.database import db
from kernel.errors import NotFound
from kernel.events import EventRow
from kernel.ids import new_id
from kernel.live.listeners import Listener, Place
from kernel.live.listening import LISTENERS
from kernel.settings import Settings
from roundtable.meetings.rules.states import ItemState, State
from roundtable.meetings.services.running import close_meeting, interrupt_meeting, resume_meeting
from roundtable.meetings.talk.models import TalkMessage
from roundtable.meetings.telling import room_of, subject_of_room
from roundtable.minutes.loading import stored_texts
from roundtable.minutes.models import MinutesClient, MinutesDoc, MinutesUpdate
from roundtable.minutes.queries import doc_of_item
from roundtable.minutes.services.locking import lock_doc
from roundtable.minutes.services.writing import write_form
from roundtable.tables.services.seats import end_seat
from tests.factories.meetings import at
from tests.factories.scripted import FIRST, LAST, Play, a_play, paragraphs, players

Database = scoped_session[Session]
MOVES = script()[FIRST]
SAID = [move for move in MOVES if move.kind is Kind.SAYS]
WRITTEN = [move for move in MOVES if move.kind is Kind.WRITES]


@pytest.fixture
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The platform as a demo on this machine."""
    found = settings_of(app)
    monkeypatch.setattr(found, "demo", True)
    return found


@pytest.fixture
def play(database: Database, settings: Settings) -> Play:
    return a_play(settings)


def said(play: Play) -> list[tuple[str, str]]:
    """Who said what in the room."""
    names = {person.id: key for key, person in play.talk.made.persons.items()}
    rows = db.session.scalars(select(TalkMessage).order_by(TalkMessage.seq))
    return [(names[row.author_id], row.text) for row in rows]


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def doc(play: Play, title: str = FIRST) -> MinutesDoc:
    db.session.rollback()
    return doc_of_item(play.item(title).id)


def text(play: Play, title: str = FIRST) -> str:
    found = doc(play, title)
    return stored_texts([found])[found.id]


def write(play: Play, changed: str, *, who: str = "secretary") -> None:
    """Somebody else writes in the same text."""
    found = doc(play)
    with at(play.now):
        write_form(
            actor=play.talk.made.actor(who),
            doc=found,
            epoch=found.epoch,
            seq=found.seq,
            text=changed,
            update_id=new_id(),
        )


def test_everything_is_said_and_written_once_in_order_by_whose_turn_it_is(play: Play) -> None:
    assert play.rest() == len(MOVES)
    assert said(play) == [(move.person, move.text) for move in SAID]
    assert text(play) == paragraphs(MOVES)
    updates = db.session.scalars(select(MinutesUpdate).order_by(MinutesUpdate.seq)).all()
    people = {person.id: key for key, person in play.talk.made.persons.items()}
    assert [(people[u.person_id], u.origin) for u in updates] == [
        (m.person, "live") for m in WRITTEN
    ]
    clients = db.session.scalars(select(MinutesClient.person_id)).all()
    assert sorted(people[one] for one in clients) == players(), "one open page each"
    assert play.rest() == 0


def test_nobody_is_in_a_hurry(play: Play) -> None:
    assert not play.tick(), "somebody has just come in"
    assert not play.tick(BREATH.seconds - 1)
    assert play.tick(30)
    assert not play.tick()
    play.moves(len(MOVES) - 1)
    times = db.session.scalars(select(TalkMessage.at).order_by(TalkMessage.seq)).all()
    assert all(b - a >= BREATH for a, b in pairwise(times))
    assert times[-1] - times[0] < timedelta(minutes=6)


def test_they_wait_while_nobody_looks_and_go_on_where_they_were(play: Play) -> None:
    play.watched = False
    assert play.rest() == 0
    play.watched = True
    play.moves(4)
    before, play.watched = text(play), False
    assert play.rest() == 0
    play.watched = True
    assert not play.tick(), "they take a breath first"
    play.rest()
    assert before
    assert text(play) == paragraphs(MOVES)


def test_another_process_goes_on_in_the_middle_of_a_sentence(play: Play) -> None:
    for number in range(1, len(MOVES)):
        play.stage = Stage()
        play.moves(1)
        assert len(said(play)) + count(MinutesUpdate) == number
    play.rest()
    assert (said(play), text(play)) == ([(m.person, m.text) for m in SAID], paragraphs(MOVES))


def test_who_is_switched_off_is_silent_until_switched_on(play: Play, settings: Settings) -> None:
    play.moves(2)
    switch(actor=ANONYMOUS, settings=settings, on=False)
    assert play.rest() == 0
    switch(actor=play.talk.made.actor("anna"), settings=settings, on=True)
    assert play.rest() == len(MOVES) - 2


def test_the_settings_say_how_it_stands_until_somebody_presses(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_on(settings)
    monkeypatch.setattr(settings, "demo_members", False)
    assert not is_on(settings)
    for on in (True, True, False, False, True):
        switch(actor=ANONYMOUS, settings=settings, on=on)
        assert is_on(settings) == on
    kinds = select(func.count()).where(EventRow.kind == MembersSwitched.kind)
    assert db.session.scalar(kinds) == 3, "a repeat is no fact"


@pytest.mark.parametrize("real", [{"demo": False}, {"public_url": "https://forum.example"}])
def test_outside_of_a_demo_on_this_machine_nobody_plays_and_nothing_is_switched(
    play: Play, settings: Settings, monkeypatch: pytest.MonkeyPatch, real: dict[str, object]
) -> None:
    switch(actor=ANONYMOUS, settings=settings, on=False)
    switch(actor=ANONYMOUS, settings=settings, on=True)
    for name, value in real.items():
        monkeypatch.setattr(settings, name, value)
    assert not is_on(settings)
    with pytest.raises(NotFound):
        switch(actor=ANONYMOUS, settings=settings, on=True)
    assert play.rest() == 0
    assert (said(play), text(play)) == ([], "")


def test_with_the_meeting_it_ends_in_the_middle_of_a_sentence(play: Play) -> None:
    play.moves(4)
    before = text(play)
    with at(play.now):
        close_meeting(actor=play.talk.made.actor("chair"), meeting=play.talk.meeting)
    assert play.rest() == 0
    assert (len(said(play)), text(play)) == (2, before)


def test_a_meeting_that_is_closed_between_look_and_move_takes_nothing(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right is asked in the transaction that stores, as for everybody."""
    play.moves(3)
    meeting = play.talk.meeting
    before = text(play)
    with at(play.now):
        close_meeting(actor=play.talk.made.actor("chair"), meeting=meeting)
    monkeypatch.setattr(stages, "running_meeting", lambda: meeting)
    monkeypatch.setattr(type(meeting), "called", property(lambda _meeting: play.item()))
    assert play.rest() == 0
    assert (len(said(play)), text(play)) == (2, before)


def test_in_a_break_they_are_silent_and_go_on_afterwards(play: Play) -> None:
    play.moves(3)
    chair = play.talk.made.actor("chair")
    with at(play.now):
        interrupt_meeting(actor=chair, meeting=play.talk.meeting)
    assert play.rest() == 0
    with at(play.now):
        resume_meeting(actor=chair, meeting=play.talk.meeting)
    assert play.rest() == len(MOVES) - 3
    assert play.talk.meeting.status is State.LAUFEND


def test_each_part_waits_for_its_item(play: Play) -> None:
    play.moves(3)
    play.turn(FIRST, ItemState.GEPLANT)
    assert play.rest() == 0
    play.turn(play.talk.meeting.items[0].title, ItemState.AUFGERUFEN)
    assert play.rest() == 0, "they have nothing to say to it"
    play.turn(play.talk.meeting.items[0].title, ItemState.BERATEN)
    play.turn(LAST, ItemState.AUFGERUFEN)
    assert not play.tick()
    assert play.rest() == len(script()[LAST])
    assert text(play, LAST) == paragraphs(script()[LAST])
    play.turn(LAST, ItemState.BERATEN)
    play.turn(FIRST, ItemState.AUFGERUFEN)
    assert play.rest() == len(MOVES) - 3


def test_while_an_item_is_not_public_they_say_nothing(play: Play) -> None:
    play.item().public = False
    db.session.commit()
    assert play.rest() == 0


def test_what_is_locked_is_passed_over_and_the_talk_goes_on(play: Play) -> None:
    play.moves(2)
    with at(play.now):
        lock_doc(actor=play.talk.made.actor("chair"), doc=doc(play), reason="Beschlossen.")
    assert play.rest() == len(SAID) - 2
    assert [words for _who, words in said(play)] == [move.text for move in SAID]
    assert text(play) == ""


def test_what_others_write_meanwhile_stays(play: Play) -> None:
    play.moves(3)
    begun = text(play)
    assert begun == WRITTEN[0].text
    write(play, f"Davor von der Protokollführung.\n\n{begun}\n\nDahinter auch.")
    play.rest()
    whole = text(play)
    assert whole.startswith("Davor von der Protokollführung.\n\n")
    assert "\n\nDahinter auch." in whole
    for paragraph in paragraphs(MOVES).split("\n\n"):
        assert whole.count(paragraph) == 1


def test_a_sentence_that_somebody_has_changed_is_left_to_them(play: Play) -> None:
    play.moves(3)
    write(play, "Ganz anders.")
    play.rest()
    left, *rest = paragraphs(MOVES).split("\n\n")
    assert text(play) == "\n\n".join(["Ganz anders.", *rest])
    assert left not in text(play)
    assert len(said(play)) == len(SAID)


def test_who_has_lost_the_seat_is_silent_and_the_other_goes_on(play: Play) -> None:
    gone = SAID[0].person
    with at(play.now):
        end_seat(actor=play.talk.made.actor("chair"), seat=play.talk.made.seats[gone])
    play.rest()
    assert said(play) == [(m.person, m.text) for m in SAID if m.person != gone]
    by_others = [m for m in MOVES if m.person != gone]
    assert text(play) == paragraphs(by_others)


@pytest.fixture
def watcher(play: Play) -> Iterator[Listener]:
    """Somebody whose browser has the room open."""
    listener = Listener("sid", "sid", "")
    LISTENERS.admit(listener)
    meeting_id = play.talk.meeting.id
    LISTENERS.enter(listener, room_of(meeting_id), Place(subject_of_room(str(meeting_id)), 0))
    yield listener
    LISTENERS.drop("sid")


def test_they_play_for_whoever_has_the_room_open(
    play: Play, watcher: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "LOOK_S", 0)
    monkeypatch.setattr(stages, "STAGE", Stage())

    def look() -> int:
        for _ in range(30):
            play.talk.later(1)
            with at(play.now):
                stages.look()
        return len(said(play))

    assert look() == 2
    LISTENERS.leave(watcher, room_of(play.talk.meeting.id))
    assert look() == 2


def test_the_process_looks_once_a_second_at_most(
    play: Play, watcher: Listener, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, looks = Stage(), []
    monkeypatch.setattr(stage, "go_on", lambda *_: looks.append(1))
    for _ in range(50):
        stage.look(settings)
    assert len(looks) == 1
