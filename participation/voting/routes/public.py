"""What everybody may read of a vote."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import PUBLIC, access, actor
from kernel.errors import NotFound
from kernel.way import way
from participation.voting import electorate, queries, vault, wording
from participation.voting.errors import VoteIsNotReady
from participation.voting.models import Vote
from participation.voting.permissions import may
from participation.voting.queries import OwnBallot

public = Blueprint("votes", __name__, url_prefix="/abstimmungen")


@public.get("/")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    """All votes, those that end last first."""
    page = request.args.get("seite", 1, type=int)
    votes = queries.votes_for(actor(), page=page)
    return render_template(
        "participation/voting/index.html",
        votes=votes[: queries.PAGE],
        page=page,
        more=len(votes) > queries.PAGE,
        mark_of=wording.mark_of,
    )


@public.get("/<slug>/")
@access(PUBLIC)
def show(slug: str) -> ResponseReturnValue:
    """Question, options, rule, time, and what the reader can do now."""
    vote = queries.vote_for(actor(), slug)
    return render_template("participation/voting/show.html", **overview(vote))


@public.get("/<slug>/regelkarte.json")
@access(PUBLIC)
def card(slug: str) -> ResponseReturnValue:
    """The frozen rule card, byte for byte as it was hashed."""
    vote = queries.vote_for(actor(), slug)
    if vote.card is None:
        raise NotFound
    return Response(vote.card, content_type="application/json; charset=utf-8")


def overview(vote: Vote) -> dict[str, object]:
    """What the page of a vote shows."""
    return {
        "vote": vote,
        "mark": wording.mark_of(vote),
        "rule": wording.rule_in_words(vote),
        "rule_name": wording.name_of_rule(vote.rule),
        "electorate": electorate.named(vote.electorate),
        "verdict": may(actor(), "cast", vote, clock.now()),
        "own": _own_ballot(vote),
        "turnout": queries.turnout_shown(vote),
        "ready": vault.exists(vote.id),
        "cards": queries.cards_of(actor(), vote),
        "way": way(actor(), vote.subject),
    }


def _own_ballot(vote: Vote) -> OwnBallot | None:
    """Of an open vote; a page for everybody stands also where the vote's secret is missing."""
    try:
        return queries.own_ballot(actor(), vote)
    except VoteIsNotReady:
        return None
