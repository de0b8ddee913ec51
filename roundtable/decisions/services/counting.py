"""After the close: hands and papers are counted and confirmed, the result is told."""

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotFound
from roundtable.decisions.errors import (
    CountChanged,
    CountUnconfirmed,
    NothingToCount,
    ReasonIsMissing,
    TooManyCounted,
    VoteStep,
)
from roundtable.decisions.events import HandsCounted, VoteAnnounced
from roundtable.decisions.models import HandCount, LiveVote
from roundtable.decisions.rules.votes import Choice, Mode, State, needs_reason
from roundtable.decisions.services.holding import held_for_chair, held_for_preparer, note
from roundtable.decisions.services.resolving import adopt
from roundtable.decisions.tally import counts_of_vote
from roundtable.meetings.rules.results import Counts, Outcome, Rule, result


@transactional
def enter_count(*, actor: Actor, vote: LiveVote, counts: Counts, reason: str = "") -> HandCount:
    """Note the hands or papers of the seats without a ballot; a new count wants a new confirmation."""
    held_for_preparer(actor, vote)
    if vote.state is not State.GESCHLOSSEN or vote.mode is Mode.GERAET:
        raise VoteStep
    _ensure_sound(vote, counts, reason)
    found = vote.hand_count
    if found is None:
        found = vote.hand_count = HandCount(vote_id=vote.id)
    found.yes, found.no, found.abstained = counts.yes, counts.no, counts.abstained
    found.concerns, found.invalid, found.reason = counts.concerns, counts.invalid, reason.strip()
    found.entered_by, found.entered_at = actor.person_id, clock.now()
    found.confirmed_by = found.confirmed_at = None
    db.session.flush()
    note(actor, vote, HandsCounted(str(vote.id), found.version, False))
    return found


@transactional
def confirm_count(*, actor: Actor, vote: LiveVote, based_on: int) -> HandCount:
    """The chair stands by the numbers they saw; a second time changes nothing."""
    held_for_chair(actor, vote)
    found = vote.hand_count
    if found is None:
        raise NotFound
    if found.confirmed_at is not None:
        return found
    if vote.state is not State.GESCHLOSSEN:
        raise VoteStep
    if found.version != based_on:
        raise CountChanged
    found.confirmed_by, found.confirmed_at = actor.person_id, clock.now()
    note(actor, vote, HandsCounted(str(vote.id), based_on, True))
    return found


@transactional
def announce_vote(*, actor: Actor, vote: LiveVote) -> LiveVote:
    """Tell the result; a carried one becomes a resolution. What is announced already stays as it is."""
    held_for_chair(actor, vote)
    if vote.state is State.BEKANNTGEGEBEN:
        return vote
    if vote.state is not State.GESCHLOSSEN:
        raise VoteStep
    count = vote.hand_count
    if vote.mode is not Mode.GERAET and (count is None or count.confirmed_at is None):
        raise CountUnconfirmed
    vote.outcome = result(counts_of_vote(vote), vote.rule, vote.electorate)
    vote.state, vote.announced_at = State.BEKANNTGEGEBEN, clock.now()
    db.session.flush()
    note(actor, vote, VoteAnnounced(str(vote.id), vote.outcome))
    if vote.outcome is Outcome.ANGENOMMEN and vote.resolves:
        adopt(actor, vote)
    return vote


def _ensure_sound(vote: LiveVote, counts: Counts, reason: str) -> None:
    if counts.cast > len(vote.voters) - len(vote.ballots):
        raise TooManyCounted
    if counts.concerns and vote.rule is not Rule.KONSENS:
        raise NothingToCount(field="concerns")
    if counts.invalid and vote.mode is not Mode.PAPIER:
        raise NothingToCount(field="invalid")
    if counts.no and needs_reason(vote.rule, Choice.DAGEGEN) and not reason.strip():
        raise ReasonIsMissing
