"""The meeting that the script of the invented members is written for, with those who play in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.people.services import create_person
from demo.content import load
from demo.members.script import Move, script
from demo.members.stage import Stage
from kernel.actors import SYSTEM
from kernel.database import db, in_transaction
from kernel.settings import Settings
from roundtable.meetings.models import AgendaItem
from roundtable.meetings.rules.states import ItemState
from roundtable.tables.rules.seats import Role
from tests.factories.meetings import _seat, a_round, at, planned, running, with_item
from tests.factories.speaking import Talk

CONTENT = load()
TITLE = next(meeting.title for meeting in CONTENT.meetings if meeting.begins is None)
FIRST, LAST = script()


@dataclass
class Play:
    """The running meeting, with the first item of the script called, and a process that may play in it."""

    talk: Talk
    settings: Settings
    stage: Stage = field(default_factory=Stage)
    #: whether somebody has the room open
    watched: bool = True

    @property
    def now(self) -> datetime:
        """The server's clock."""
        return self.talk.now

    def item(self, title: str = FIRST) -> AgendaItem:
        """The item of the agenda."""
        return next(item for item in self.talk.meeting.items if item.title == title)

    def turn(self, title: str, to: ItemState) -> None:
        """The chair turns an item."""
        self.talk.turn(self.talk.meeting.items.index(self.item(title)), to)

    def tick(self, seconds: int = 1) -> bool:
        """So much time passes, then the process looks; whether a move was made."""
        self.talk.later(seconds)
        with at(self.now):
            db.session.rollback()  # each look is a read of its own
            return self.stage.go_on(self.settings, lambda _room: self.watched)

    def moves(self, number: int) -> None:
        """Go on until so many moves are made."""
        for _ in range(60 * number):
            number -= self.tick()
            if not number:
                return
        raise AssertionError("They do not go on.")

    def rest(self) -> int:
        """Go on until nothing has come for so long that nothing will; how many moves were made."""
        made = silence = 0
        while silence < 40:
            moved = self.tick()
            made, silence = made + moved, 0 if moved else silence + 1
        return made


def a_play(settings: Settings, code: str = "") -> Play:
    """Ready to begin."""
    made = a_round(code)
    for number, key in enumerate(players(), 10):
        email, name = next((p.email, p.name) for p in CONTENT.people if p.key == key)
        made.persons[key] = create_person(actor=SYSTEM, email=email, display_name=name)
        made.seats[key] = in_transaction(
            lambda k=key, n=number: _seat(made, k, n, Role.MEMBER, "company", votes=True)
        )
    meeting = planned(made, title=TITLE)
    for title in script():
        with_item(made, meeting, title)
    play = Play(Talk(made, running(made, meeting)), settings)
    play.turn(FIRST, ItemState.AUFGERUFEN)
    return play


def players() -> list[str]:
    """The keys of those who take part."""
    return sorted({move.person for moves in script().values() for move in moves})


def paragraphs(moves: Sequence[Move]) -> str:
    """What stands in the text when nobody else has written."""
    text = ""
    for move in moves:
        if move.kind.value == "writes":
            text += move.text if move.typed or not text else f"\n\n{move.text}"
    return text
