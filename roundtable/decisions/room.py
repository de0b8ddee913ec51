"""The vote as it stands in the live room: one votes there, and reads what came out while the item is called."""

from kernel import clock
from kernel.actors import Actor
from kernel.i18n import _
from roundtable.decisions import tally
from roundtable.decisions.forms import BallotForm, ballot_form
from roundtable.decisions.models import LiveBallot, LiveVote
from roundtable.decisions.permissions import can_see_vote, voter_of
from roundtable.decisions.queries import address_of_vote, latest_vote_of
from roundtable.decisions.rules.votes import State
from roundtable.decisions.wording import OUTCOMES, choice_word, mark_of_vote, turnout_words
from roundtable.meetings.inserts import Insert
from roundtable.meetings.models import Meeting
from roundtable.meetings.rules.states import UNDER_WAY


def vote_in_room(actor: Actor, meeting: Meeting, sent: BallotForm | None = None) -> Insert | None:
    """The vote of the called item, as far as the actor sees it; with the ballot that was sent there and comes back."""
    vote = latest_vote_of(meeting) if meeting.status in UNDER_WAY else None
    if vote is None or not can_see_vote(actor, vote, clock.now()):
        return None
    voter = voter_of(actor, vote)
    seat_id = voter.seat_id if voter else None
    own = next((ballot for ballot in vote.ballots if ballot.seat_id == seat_id), None)
    says, may_vote = _says(vote, own), vote.state is State.OFFEN and voter is not None
    may_vote = may_vote and own is None
    facts = {
        "vote": vote,
        "url": address_of_vote(vote),
        "form": _form(vote, sent),
        "looked_at": looked_at(vote, sent),
        "mark": mark_of_vote(vote.state),
        "may_vote": may_vote,
        "voter": voter,
        "votes_elsewhere": vote.state is State.OFFEN and voter is None,
        "turnout": turnout_words(len(vote.ballots), len(vote.voters)),
    }
    of = f"{vote.id}:{vote.state}:{'voted' if own else ''}"
    return Insert("roundtable/decisions/_room.html", of, facts, says, calls=may_vote)


def looked_at(vote: LiveVote, form: BallotForm | None) -> str:
    """The choice that was only looked at; empty for none."""
    if form is None or not form.only_looks or form.errors:
        return ""
    return choice_word(vote.rule, form.chosen())


def _form(vote: LiveVote, sent: BallotForm | None) -> BallotForm:
    """The ballot; other forms of the room have a field `reason`, too."""
    form = sent or ballot_form(vote)
    if form.reason:
        form.reason.id = "stimme-reason"
    return form


def _says(vote: LiveVote, own: LiveBallot | None) -> str:
    """What the room says aloud of it."""
    if vote.outcome is not None:
        figures = ", ".join(f"{word}: {count}" for word, count in tally.figures(vote).items())
        outcome = OUTCOMES[vote.outcome][0]
        return _("%(title)s: %(outcome)s.", title=vote.title, outcome=outcome) + f" {figures}."
    if vote.state is State.GESCHLOSSEN:
        return _("Die Abstimmung ist geschlossen.")
    if own is not None:
        return _("Ihre Stimme ist gezählt: %(choice)s.", choice=choice_word(vote.rule, own.choice))
    return _("Eine Abstimmung ist offen: %(title)s.", title=vote.title)
