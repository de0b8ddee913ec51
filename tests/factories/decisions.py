"""Votes of a running meeting; through the services, each step at its moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from kernel.database import db
from kernel.ids import new_id
from roundtable.decisions import services
from roundtable.decisions.models import LiveBallot, LiveVote
from roundtable.decisions.resolution_models import DayResult, Resolution
from roundtable.decisions.rules.votes import Choice
from roundtable.decisions.services import TaskDraft, VoteDraft
from roundtable.decisions.task_models import Task
from roundtable.meetings import services as meeting_services
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.rules.states import ItemState
from tests.factories import meetings
from tests.factories.meetings import MEETS_AT, Round, at

T = TypeVar("T")
DURING = MEETS_AT + timedelta(minutes=20)
DUE = date(2024, 6, 1)
TEXT = "Der Runde Tisch empfiehlt zwei freie Tage im Jahr für Engagement."


@dataclass
class Sitting:
    """A meeting that runs, with the item that is on."""

    made: Round
    meeting: Meeting
    item: AgendaItem

    def do(self, deed: Callable[..., T], who: str = "chair", **facts: Any) -> T:
        """Somebody does something during the meeting."""
        with at(DURING):
            return deed(actor=self.made.actor(who), **facts)

    def prepared(self, **others: Any) -> LiveVote:
        """A question of the item that is on."""
        words = {"item_id": self.item.id, "title": "Freistellung", "text": TEXT}
        draft = VoteDraft(**{**words, **others})
        return self.do(services.prepare_vote, "secretary", meeting=self.meeting, draft=draft)

    def opened(self, **others: Any) -> LiveVote:
        """A question that is open."""
        return self.do(services.open_vote, vote=self.prepared(**others))

    def cast(
        self, vote: LiveVote, who: str, choice: Choice, *, key: UUID | None = None, reason: str = ""
    ) -> LiveBallot:
        """Somebody votes."""
        key = key or new_id()
        return self.do(services.cast_ballot, who, vote=vote, key=key, choice=choice, reason=reason)

    def announced(self, *choices: Choice, **others: Any) -> LiveVote:
        """A vote with what chair and anna said; without choices both agree."""
        vote = self.opened(**others)
        said = choices or (Choice.DAFUER, Choice.DAFUER)
        for who, choice in zip(("chair", "anna"), said, strict=True):
            self.cast(vote, who, choice)
        self.do(services.close_vote, vote=vote)
        return self.do(services.announce_vote, vote=vote)

    def adopted(self, **others: Any) -> Resolution:
        """A resolution: the vote was carried."""
        vote = self.announced(**others)
        return db.session.scalars(select(Resolution).where(Resolution.vote_id == vote.id)).one()

    def task(self, source_id: UUID | None = None, **others: Any) -> Task:
        """Anna gets something to do, from the item that is on or from this resolution."""
        words = {"title": "Betriebe anschreiben", "due": DUE, "seat_id": self.made.seat_id("anna")}
        draft = TaskDraft(**{**words, "source_id": source_id or self.item.id, **others})
        return self.do(services.give_task, "secretary", meeting=self.meeting, draft=draft)

    def close(self) -> None:
        """The meeting ends."""
        self.do(meeting_services.close_meeting, meeting=self.meeting)

    def release(self) -> DayResult:
        """The meeting ends and its results are released."""
        self.close()
        return self.do(services.release_day, meeting=self.meeting)


def a_sitting(code: str = "", *, public: bool = True, present: tuple[str, ...] = ()) -> Sitting:
    """A meeting with chair and anna, and whoever else is named; one item is called."""
    made = meetings.a_round(code)
    meeting = meetings.planned(made)
    meetings.with_item(made, meeting, "Freistellung", public=public, kind="beschluss")
    meetings.running(made, meeting)
    sitting = Sitting(made, meeting, meeting.items[-1])
    for key in present:
        sitting.do(
            meeting_services.note_presence,
            "secretary",
            meeting=meeting,
            seat_id=made.seat_id(key),
            inward=True,
        )
    call(sitting, sitting.item, ItemState.AUFGERUFEN)
    return sitting


def call(sitting: Sitting, item: AgendaItem, to: ItemState) -> None:
    """Turn an item."""
    sitting.do(meeting_services.turn_item, "chair", meeting=sitting.meeting, item_id=item.id, to=to)
