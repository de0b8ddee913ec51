"""Writing down what will be put to the vote."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from kernel.actors import Actor
from kernel.database import db, transactional
from roundtable.decisions.errors import NoSuchItem, TooLateToPrepare, VoteChanged, VoteStep
from roundtable.decisions.events import VotePrepared
from roundtable.decisions.models import LiveVote
from roundtable.decisions.rules.votes import Mode, State
from roundtable.decisions.services.holding import held_for_preparer, note_draft
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules.results import Rule
from roundtable.meetings.rules.states import PLANNED, UNDER_WAY, undealt
from roundtable.meetings.services.holding import held_by_preparer


@dataclass(frozen=True)
class VoteDraft:
    """A question as chair or secretary writes it."""

    item_id: UUID
    title: str
    text: str
    rule: Rule = Rule.EINFACH
    mode: Mode = Mode.GERAET
    #: it becomes a resolution when it is carried
    resolves: bool = True


@transactional
def prepare_vote(*, actor: Actor, meeting: Meeting, draft: VoteDraft) -> LiveVote:
    """Write a question for an item that is still ahead."""
    held_by_preparer(actor, meeting)
    highest = select(func.max(LiveVote.running)).where(LiveVote.meeting_id == meeting.id)
    vote = LiveVote(
        meeting_id=meeting.id,
        meeting=meeting,
        running=(db.session.scalar(highest) or 0) + 1,
        state=State.VORBEREITET,
    )
    _write(vote, meeting, draft)
    db.session.add(vote)
    db.session.flush()
    note_draft(actor, vote, VotePrepared(str(vote.id), vote.version))
    return vote


@transactional
def edit_vote(*, actor: Actor, vote: LiveVote, draft: VoteDraft, based_on: int) -> LiveVote:
    """Change a question before it is opened; a form opened on an older version is refused."""
    held_for_preparer(actor, vote)
    if vote.state is not State.VORBEREITET:
        raise VoteStep
    if vote.version != based_on:
        raise VoteChanged
    _write(vote, vote.meeting, draft)
    db.session.flush()
    note_draft(actor, vote, VotePrepared(str(vote.id), vote.version))
    return vote


def _write(vote: LiveVote, meeting: Meeting, draft: VoteDraft) -> None:
    if meeting.status not in PLANNED | UNDER_WAY:
        raise TooLateToPrepare
    item = next((one for one in meeting.items if one.id == draft.item_id), None)
    if item is None or not undealt(item.status):
        raise NoSuchItem
    vote.item_id, vote.item = item.id, item
    vote.title, vote.text = draft.title, draft.text
    vote.rule, vote.mode, vote.resolves = draft.rule, draft.mode, draft.resolves
