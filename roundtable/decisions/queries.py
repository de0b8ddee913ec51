"""Reading votes; the actor comes first, closed and absent look the same."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from accounts.people.queries import names_of
from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound
from roundtable.decisions.models import LiveVote, LiveVoter
from roundtable.decisions.permissions import can_manage_vote, can_see_vote
from roundtable.decisions.rules.votes import UNDER_WAY, State, acting
from roundtable.decisions.rules.votes import Present as PresentSeat
from roundtable.decisions.wording import OUTCOMES
from roundtable.meetings.models import AgendaItem, Meeting, Presence
from roundtable.meetings.motions import PutMotion
from roundtable.meetings.queries import address_of, last_steps, log_of, meeting_for, present_seats
from roundtable.meetings.rules.states import ItemState
from roundtable.tables.models import Seat


def address_of_vote(vote: LiveVote) -> str:
    """Where a member votes; also known where no request runs."""
    return f"{address_of(vote.meeting)}abstimmen/{vote.id}"


def vote_for(actor: Actor, slug: str, nr: str, vote_id: UUID) -> LiveVote:
    """A vote of this meeting with its voters and ballots, for who may see it."""
    vote = _vote(actor, slug, nr, vote_id)
    if not can_see_vote(actor, vote, clock.now()):
        raise NotFound
    return vote


def vote_by_id(actor: Actor, vote_id: UUID) -> LiveVote:
    """The same by its id alone."""
    vote = db.session.scalar(select(LiveVote).where(LiveVote.id == vote_id).options(*_parts()))
    if vote is None or not can_see_vote(actor, vote, clock.now()):
        raise NotFound
    return vote


def vote_to_manage(actor: Actor, slug: str, nr: str, vote_id: UUID) -> LiveVote:
    """A vote for chair and secretary; for others there is no such page."""
    vote = _vote(actor, slug, nr, vote_id)
    if not can_manage_vote(actor, vote, clock.now()):
        raise NotFound
    return vote


def votes_of(meeting: Meeting) -> Sequence[LiveVote]:
    """The meeting's votes in the order they were written."""
    statement = select(LiveVote).where(LiveVote.meeting_id == meeting.id)
    return db.session.scalars(statement.order_by(LiveVote.running)).all()


def open_votes_of(actor: Actor, meeting: Meeting) -> Sequence[LiveVote]:
    """Votes of this meeting in which somebody may vote now, as far as the actor sees them."""
    statement = (
        select(LiveVote)
        .where(LiveVote.meeting_id == meeting.id, LiveVote.state == State.OFFEN)
        .options(joinedload(LiveVote.meeting), selectinload(LiveVote.voters))
    )
    at = clock.now()
    return [vote for vote in db.session.scalars(statement) if can_see_vote(actor, vote, at)]


def announced_votes_of(meeting: Meeting) -> Sequence[LiveVote]:
    """The meeting's votes with a result, as their figures need them; a constant number of statements."""
    statement = (
        select(LiveVote)
        .where(LiveVote.meeting_id == meeting.id, LiveVote.state == State.BEKANNTGEGEBEN)
        .order_by(LiveVote.running)
        .options(*_parts())
    )
    return db.session.scalars(statement).all()


def motions_put(meeting_id: UUID) -> list[PutMotion]:
    """What was put to the vote and told, for the close of the meeting and its minutes; one statement."""
    statement = select(LiveVote).where(
        LiveVote.meeting_id == meeting_id, LiveVote.state == State.BEKANNTGEGEBEN
    )
    votes = db.session.scalars(statement.order_by(LiveVote.running)).all()
    return [
        PutMotion(vote.item_id, vote.title, str(OUTCOMES[vote.outcome][0]), vote.resolves)
        for vote in votes
        if vote.outcome
    ]


def latest_vote_of(meeting: Meeting) -> LiveVote | None:
    """The vote of the called item that goes on, or else the last one with a result."""
    statement = (
        select(LiveVote)
        .join(LiveVote.item)
        .where(LiveVote.meeting_id == meeting.id)
        .where(LiveVote.state.in_([*UNDER_WAY, State.BEKANNTGEGEBEN]))
        .where(AgendaItem.state == ItemState.AUFGERUFEN.value)
        .order_by(LiveVote.opened_at.desc(), LiveVote.running.desc())
        .limit(1)
    )
    return db.session.scalar(statement.options(*_parts()))


def is_vote_under_way(meeting_id: UUID, item_id: UUID | None) -> bool:
    """Whether a vote of the meeting, or of this item, is open or not announced yet."""
    statement = select(LiveVote.id).where(
        LiveVote.meeting_id == meeting_id, LiveVote.state.in_(UNDER_WAY)
    )
    if item_id is not None:
        statement = statement.where(LiveVote.item_id == item_id)
    return db.session.scalar(statement.limit(1)) is not None


def voters_of(meeting: Meeting, seats: Sequence[Seat]) -> list[LiveVoter]:
    """Who may vote now: the voting seats for which somebody is there, with the accounts that act for them."""
    log = log_of(meeting.id)
    there, last = present_seats(log), last_steps(log)
    voting = [s for s in seats if s.votes and s.person_id and s.id in there]
    accounts = acting([_present(seat, last[seat.id]) for seat in voting])
    return [
        LiveVoter(
            seat_id=seat.id,
            number=seat.number,
            group_key=seat.group_key,
            person_id=accounts[seat.id],
            deputy_name=last[seat.id].deputy_name,
        )
        for seat in voting
    ]


def names_of_voters(vote: LiveVote) -> Mapping[UUID, str]:
    """Who sat there at the opening, by seat; two statements."""
    seats = {voter.seat_id: voter for voter in vote.voters if not voter.deputy_name}
    names = names_of([voter.person_id for voter in seats.values() if voter.person_id])
    return {
        voter.seat_id: voter.deputy_name or (names[voter.person_id] if voter.person_id else "")
        for voter in vote.voters
    }


def groups_of(meeting: Meeting) -> Mapping[str, str]:
    """The titles of the table's groups by their keys, in their order."""
    return {group.key: group.title for group in meeting.table.groups}


def _present(seat: Seat, row: Presence) -> PresentSeat[UUID, UUID | None]:
    return PresentSeat(seat.id, seat.person_id, bool(row.deputy_name), row.deputy_id)


def _vote(actor: Actor, slug: str, nr: str, vote_id: UUID) -> LiveVote:
    meeting = meeting_for(actor, slug, nr)
    statement = select(LiveVote).where(LiveVote.id == vote_id, LiveVote.meeting_id == meeting.id)
    vote = db.session.scalar(statement.options(*_parts()))
    if vote is None:
        raise NotFound
    return vote


def _parts() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(LiveVote.meeting),
        selectinload(LiveVote.voters),
        selectinload(LiveVote.ballots),
        joinedload(LiveVote.hand_count),
    )
