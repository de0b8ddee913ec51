"""The voter's way: choose, check, cast, receipt. Nothing is stored before the cast."""

from collections.abc import Sequence
from random import SystemRandom

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel import clock
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import RuleViolation
from kernel.i18n import _
from participation.voting import queries, sealed, services
from participation.voting.errors import NotOnTheRoll, SealIsBroken, VoteIsNotOpen
from participation.voting.models import Vote, VoteOption
from participation.voting.permissions import belongs, takes_ballots
from participation.voting.queries import OwnBallot

voter = Blueprint("ballots", __name__, url_prefix="/abstimmungen")
shuffled = SystemRandom().sample


@voter.get("/<slug>/stimmzettel")
@access(SIGNED_IN)
def choose(slug: str) -> ResponseReturnValue:
    """The ballot, options in random order."""
    vote, own = _ballot_of(slug)
    return _ballot_page(vote, own, {})


@voter.post("/<slug>/stimmzettel/aendern")
@access(SIGNED_IN)
def again(slug: str) -> ResponseReturnValue:
    """Back from the check page, or in another order, with the choices kept."""
    vote, own = _ballot_of(slug)
    return _ballot_page(vote, own, _chosen())


@voter.post("/<slug>/stimmzettel")
@access(SIGNED_IN)
def check(slug: str) -> ResponseReturnValue:
    """The check page: what would be cast, not cast yet."""
    vote, own = _ballot_of(slug)
    choices = _chosen()
    if problems := queries.problems_of(vote, choices, blank=_blank()):
        return _ballot_page(vote, own, choices, [problem.text(_) for problem in problems]), 422
    return _check_page(vote, choices, own.counter)


@voter.post("/<slug>/stimme")
@access(SIGNED_IN)
def cast(slug: str) -> ResponseReturnValue:
    """Cast the checked ballot; acknowledged after the commit."""
    vote = queries.vote_for(actor(), slug)
    try:
        ballot = sealed.open_envelope(actor(), vote, request.form.get("envelope", ""))
        services.cast_ballot(
            actor=actor(),
            vote=vote,
            choices=ballot.choices,
            nonce=ballot.nonce,
            blank=ballot.blank,
            expected_counter=ballot.counter,
        )
    except (SealIsBroken, RuleViolation) as refusal:
        return _page("refused", vote=vote, message=refusal.message), refusal.status
    return redirect(url_for(".receipt", slug=slug), 303)


@voter.get("/<slug>/quittung")
@access(SIGNED_IN)
def receipt(slug: str) -> ResponseReturnValue:
    """Whether the voter's ballot is in the box; never what it says."""
    vote = queries.vote_for(actor(), slug)
    own = queries.own_ballot(actor(), vote)
    return _page("receipt", vote=vote, own=own, open=takes_ballots(vote, clock.now()))


@voter.errorhandler(VoteIsNotOpen)
def not_open(refusal: VoteIsNotOpen) -> ResponseReturnValue:
    """Too early or too late: who only looks is led to the vote, who sent something learns what became of it."""
    slug = (request.view_args or {})["slug"]
    if request.method == "GET":
        return redirect(url_for("votes.show", slug=slug))
    vote = queries.vote_for(actor(), slug)
    return _page("refused", vote=vote, message=refusal.message), refusal.status


def _ballot_of(slug: str) -> tuple[Vote, OwnBallot]:
    vote = queries.vote_for(actor(), slug)
    if not belongs(actor(), vote):
        raise NotOnTheRoll
    if not takes_ballots(vote, clock.now()):
        raise VoteIsNotOpen
    own = queries.own_ballot(actor(), vote)
    if own is None:
        raise NotOnTheRoll
    return vote, own


def _chosen() -> dict[str, int]:
    return dict.fromkeys(request.form.getlist("option"), 1)


def _blank() -> bool:
    return bool(request.form.get("blank"))


def _in_order(vote: Vote) -> list[VoteOption]:
    """Random for everybody, unless the reader asks for an order."""
    order = request.values.get("sortierung")
    if order == "preis":
        return sorted(vote.options, key=lambda option: option.cost_cents)
    if order == "titel":
        return sorted(vote.options, key=lambda option: option.title.casefold())
    return shuffled(list(vote.options), len(vote.options))


def _ballot_page(
    vote: Vote, own: OwnBallot, chosen: dict[str, int], messages: Sequence[str] = ()
) -> Response:
    return _page(
        "ballot",
        vote=vote,
        own=own,
        options=_in_order(vote),
        chosen=chosen,
        blank=_blank(),
        order=request.values.get("sortierung"),
        cards=queries.cards_of(actor(), vote),
        messages=messages,
    )


def _check_page(vote: Vote, choices: dict[str, int], counter: int) -> Response:
    options = [option for option in vote.options if option.key in choices]
    return _page(
        "check",
        vote=vote,
        options=options,
        total=sum(option.cost_cents for option in options),
        envelope=sealed.close_envelope(actor(), vote, choices, counter),
        changes=counter > 0,
        blank=not choices,
        order=request.values.get("sortierung"),
    )


def _page(name: str, **values: object) -> Response:
    page = make_response(render_template(f"participation/voting/{name}.html", **values))
    page.headers["Cache-Control"] = "no-store"
    return page
