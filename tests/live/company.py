"""A meeting on the real server, and everybody who writes, talks and votes in it with a device of their own."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Event
from typing import TypeVar
from uuid import UUID

from flask import Flask

from accounts.sessions.services.sessions import create_token
from kernel.actors import Actor
from kernel.database import db, in_transaction
from roundtable.decisions import services as decisions
from roundtable.decisions.services import VoteDraft
from roundtable.meetings import services as meetings
from roundtable.meetings import telling
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules.states import ItemState
from roundtable.minutes import queries
from tests.factories.meetings import Round, a_round, one_more_seat
from tests.factories.people import person
from tests.factories.proposals import a_proposal
from tests.live.devices import Device, Editor, Place, Talker, Voter
from tests.live.writing import running_now

EDITORS, TALKERS, VOTERS, COMMENTERS = 3, 3, 5, 2
#: chair, anna and ben have a seat anyway
MORE_SEATS = EDITORS + TALKERS + VOTERS - 3
#: in one life of the server; more would be too fast
MESSAGES, COMMENTS = 16, 8
#: the server's clock is put forward with each life
TOKEN_DAYS = 366
TEXT = "Der Runde Tisch empfiehlt zwei freie Tage im Jahr für Engagement."
D = TypeVar("D", bound=Device)
Journal = dict[str, int]


@dataclass
class Company:
    """A meeting with its devices, and a conversation beside it."""

    place: Place
    chair: Actor
    meeting_id: UUID
    item_id: UUID
    doc_id: UUID
    #: the room of the meeting, and the one of the conversation
    room: str
    thread: str
    devices: list[Device] = field(default_factory=list)
    #: the id of the vote that is open, or that was the last
    open_vote: str = ""
    no_more_votes: Event = field(default_factory=Event)

    def of(self, kind: type[D]) -> list[D]:
        """All devices of a kind."""
        return [device for device in self.devices if isinstance(device, kind)]

    def talkers(self, room: str) -> list[Talker]:
        """Who talks there."""
        return [device for device in self.of(Talker) if device.room == room]

    def groups(self) -> dict[str, Sequence[Device]]:
        """Whose journals speak of the same rows."""
        return {
            "edits": self.of(Editor),
            "messages": self.talkers(self.room),
            "comments": self.talkers(self.thread),
            "ballots": self.of(Voter),
        }

    def journals(self) -> dict[str, Journal]:
        """What was acknowledged until now."""
        return {
            name: {id_: seq for device in group for id_, seq in device.told.copy().items()}
            for name, group in self.groups().items()
        }

    def acknowledged(self) -> int:
        """How much that is."""
        return sum(len(device.told) for device in self.devices)

    def hold_votes(self, app: Flask) -> None:
        """Open one vote after the other; close each once every voter was told that the ballot is counted."""
        with app.app_context():
            meeting = db.session.get_one(Meeting, self.meeting_id)
            draft = VoteDraft(item_id=self.item_id, title="Freistellung", text=TEXT)
            while not self.no_more_votes.is_set():
                vote = decisions.prepare_vote(actor=self.chair, meeting=meeting, draft=draft)
                decisions.open_vote(actor=self.chair, vote=vote)
                self.open_vote = name = str(vote.id)
                db.session.rollback()
                while not all(voter.has_voted(name) for voter in self.of(Voter)):
                    if self.place.over.is_set():
                        return
                    time.sleep(0.01)
                decisions.close_vote(actor=self.chair, vote=vote)


def a_company(url: str) -> Company:
    """Everybody is there; nobody has begun."""
    made = a_round()
    for number in range(6, 6 + MORE_SEATS):
        in_transaction(lambda number=number: one_more_seat(made, number))
    company, chance = a_meeting(made, url), Random(11)
    people = [who for key, who in made.persons.items() if key not in {"secretary", "guest"}]
    people += [person(f"Stimme {number}") for number in range(COMMENTERS)]
    keys = iter([create_token(person=who, days=TOKEN_DAYS) for who in people])

    def own() -> tuple[Place, str, Random]:
        return company.place, next(keys), Random(chance.random())

    company.devices += [Voter(*own(), open_vote=lambda: company.open_vote) for _ in range(VOTERS)]
    company.devices += [
        Editor(*own(), name=f"E{number}", doc=company.doc_id) for number in range(EDITORS)
    ]
    company.devices += [
        Talker(*own(), name=f"T{number}", room=company.room, most=MESSAGES)
        for number in range(TALKERS)
    ]
    company.devices += [
        Talker(*own(), name=f"C{number}", room=company.thread, most=COMMENTS)
        for number in range(COMMENTERS)
    ]
    return company


def a_meeting(made: Round, url: str) -> Company:
    """It runs by the server's own clock: all seats are taken, an item is called."""
    meeting, chair = running_now(made), made.actor("chair")
    for key in made.seats.keys() - {"anna"}:
        seat_id = made.seat_id(key)
        meetings.note_presence(actor=chair, meeting=meeting, seat_id=seat_id, inward=True)
    item = meeting.items[0]
    meetings.turn_item(actor=chair, meeting=meeting, item_id=item.id, to=ItemState.AUFGERUFEN)
    return Company(
        place=Place(url),
        chair=chair,
        meeting_id=meeting.id,
        item_id=item.id,
        doc_id=queries.doc_of_item(item.id).id,
        room=telling.room_of(meeting.id),
        thread=f"thread:{a_proposal().subject}",
    )
