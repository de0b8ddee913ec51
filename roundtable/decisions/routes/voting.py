"""Where a member votes, and reads the result after the close."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kernel.access import SIGNED_IN, access, actor
from kernel.sending import REFUSALS, refused
from roundtable.decisions import queries, services, tally
from roundtable.decisions.forms import BallotForm, ballot_form
from roundtable.decisions.models import LiveVote
from roundtable.decisions.permissions import voter_of
from roundtable.decisions.room import looked_at, vote_in_room
from roundtable.decisions.rules.votes import State
from roundtable.decisions.wording import (
    RULES,
    choice_word,
    mark_of_outcome,
    mark_of_vote,
    turnout_words,
)
from roundtable.meetings.speaking.routes import room_page, to_room

voting = Blueprint(
    "live_votes", __name__, url_prefix="/runde-tische/<slug>/sitzungen/<nr>/abstimmen"
)


@voting.route("/<uuid:vote_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def vote(slug: str, nr: str, vote_id: UUID) -> ResponseReturnValue:
    """Vote for one's seat; read what came out."""
    found = queries.vote_for(actor(), slug, nr, vote_id)
    form = ballot_form(found)
    if form.sent_well() and not form.only_looks:
        try:
            services.cast_ballot(
                actor=actor(),
                vote=found,
                key=form.key,
                choice=form.chosen(),
                reason=(form.reason.data or "") if form.reason else "",
            )
            if form.is_of_room:
                return to_room(found.meeting, "raum-stimme")
            here = url_for(".vote", slug=slug, nr=nr, vote_id=vote_id, _anchor="stand")
            return redirect(here, 303)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return refused(_where_cast(form, found), refusal)
    return _where_cast(form, found), 422 if form.errors else 200


def _where_cast(form: BallotForm, found: LiveVote) -> str:
    """The room again, if the form stood there."""
    if not form.is_of_room:
        return _page(form, found)
    meeting = found.meeting
    return room_page(meeting, voting=form, insert=vote_in_room(actor(), meeting, form))


def _page(form: BallotForm, found: LiveVote) -> str:
    voter = voter_of(actor(), found)
    seat_id = voter.seat_id if voter else None
    own = next((ballot for ballot in found.ballots if ballot.seat_id == seat_id), None)
    is_closed = found.state in {State.GESCHLOSSEN, State.BEKANNTGEGEBEN}
    return render_template(
        "roundtable/decisions/vote.html",
        form=form,
        vote=found,
        meeting=found.meeting,
        mark=mark_of_vote(found.state),
        outcome=mark_of_outcome(found.outcome) if found.outcome else None,
        rule=RULES[found.rule],
        voter=voter,
        looked_at=looked_at(found, form),
        own=choice_word(found.rule, own.choice) if own else "",
        may_vote=found.state is State.OFFEN and voter is not None and own is None,
        turnout=turnout_words(len(found.ballots), len(found.voters)),
        figures=tally.figures(found) if found.outcome else {},
        lines=tally.lines_of(found) if is_closed else [],
        leanings=tally.leanings_of(found) if is_closed else {},
    )
