"""Who may do what with a vote."""

from datetime import datetime

from accounts.roles import is_administration
from kernel.actors import Actor
from kernel.subjects import ALLOWED, INVISIBLE, Verdict
from participation.voting import electorate
from participation.voting.models import Vote
from participation.voting.rules.states import State

SCOPE = "votes"


def can_prepare(actor: Actor) -> bool:
    """The election office: administration for the site or for votes."""
    return is_administration(actor, SCOPE)


def can_manage(actor: Actor, vote: Vote) -> bool:
    """The election office manages every vote; its steps are bound by the vote's state."""
    return can_prepare(actor) or (actor.is_system and bool(vote.id))


def can_see(actor: Actor, vote: Vote) -> bool:
    """Everybody, once the rule card is public; before that the election office."""
    return vote.is_frozen or can_manage(actor, vote)


def can_see_result(actor: Actor, vote: Vote) -> bool:
    """Everybody, once published; the election office previews it once counted. Before that nobody."""
    if vote.status is State.VEROEFFENTLICHT:
        return True
    return vote.status is State.AUSGEZAEHLT and can_manage(actor, vote)


def takes_ballots(vote: Vote, at: datetime) -> bool:
    """Open, and the server's clock within `[opens_at, closes_at)`."""
    return vote.status is State.OFFEN and vote.opens_at <= at < vote.closes_at


def belongs(actor: Actor, vote: Vote) -> bool:
    """Whether the actor may be of the electorate; the frozen roll decides at the cast."""
    return electorate.named(vote.electorate).key_of(actor) is not None


def may(actor: Actor, action: str, vote: Vote, at: datetime) -> Verdict:
    """The judge of votes: `see`, `cast`, `manage`; everything else is not for votes."""
    if not can_see(actor, vote):
        return INVISIBLE
    if action == "see":
        return ALLOWED
    if action == "manage":
        return Verdict(can_manage(actor, vote))
    if action == "cast":
        return _may_cast(actor, vote, at)
    return Verdict(False)


def _may_cast(actor: Actor, vote: Vote, at: datetime) -> Verdict:
    if vote.status is State.VORBEREITET or at < vote.opens_at:
        return Verdict(False, "not_yet", opens_at=vote.opens_at)
    if not takes_ballots(vote, at):
        return Verdict(False, "over")
    if not actor.signed_in:
        return Verdict(False, "sign_in")
    return ALLOWED if belongs(actor, vote) else Verdict(False, "not_in_electorate")
