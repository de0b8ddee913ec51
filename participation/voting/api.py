"""Votes for programs: what the caller may see, and `POST /api/v1/votes/{slug}/ballots`."""

import secrets
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict

from kernel.access import PUBLIC, SIGNED_IN, access, actor
from kernel.i18n import iso
from kernel.payloads import payload_of
from participation.voting import queries, services, vault
from participation.voting.models import Vote
from participation.voting.permissions import can_see_result
from participation.voting.rules.secrecy import NONCE_BYTES, derived_nonce

votes_api = Blueprint("votes_api", __name__, url_prefix="/api/v1/votes")


class BallotPayload(BaseModel):
    """A ballot as JSON; a blank one says so."""

    model_config = ConfigDict(extra="ignore", strict=True)

    choices: dict[str, int]
    blank: bool = False


@votes_api.get("")
@access(PUBLIC)
def index() -> ResponseReturnValue:
    """Votes, newest first, twenty at a time; `next` is the cursor for `after`."""
    votes, following = queries.newest_votes(actor(), request.args.get("after"))
    return jsonify(items=[_told(vote) for vote in votes], next=following)


@votes_api.get("/<uuid:vote_id>")
@access(PUBLIC)
def one(vote_id: UUID) -> ResponseReturnValue:
    """One vote with its options and rule card, and its result where the caller may see one."""
    vote = queries.vote_by_id(actor(), vote_id)
    options = [
        {"key": option.key, "title": option.title, "cost_cents": option.cost_cents}
        for option in vote.options
    ]
    result = vote.result if can_see_result(actor(), vote) else None
    whole = {"options": options, "card": vote.card, "turnout": queries.turnout_shown(vote)}
    return jsonify(_told(vote) | whole | {"result": result})


@votes_api.post("/<slug>/ballots")
@access(SIGNED_IN)
def cast(slug: str) -> ResponseReturnValue:
    """Cast a ballot; a second one replaces the first while the vote is open."""
    vote = queries.vote_for(actor(), slug)
    ballot = payload_of(BallotPayload)
    receipt = services.cast_ballot(
        actor=actor(),
        vote=vote,
        choices=ballot.choices,
        nonce=_nonce(vote),
        blank=ballot.blank,
    )
    answer: Response = jsonify(receipt=receipt.code, state="gezaehlt")
    answer.headers["Cache-Control"] = "no-store"
    return answer, 201


def _nonce(vote: Vote) -> bytes:
    """From the request's key, so that the same request sent again is the same ballot; else fresh."""
    key = request.headers.get("Idempotency-Key")
    if not key or not vault.exists(vote.id):  # without the vote's secret the service refuses
        return secrets.token_bytes(NONCE_BYTES)
    return derived_nonce(vault.read(vote.id), f"{actor().person_id}|{key}")


def _told(vote: Vote) -> dict[str, Any]:
    return {
        "id": str(vote.id),
        "slug": vote.slug,
        "title": vote.title,
        "question": vote.question,
        "state": vote.state,
        "rule": vote.rule,
        "currency": vote.currency,
        "budget_cents": vote.budget_cents,
        "opens_at": iso(vote.opens_at),
        "closes_at": iso(vote.closes_at),
        "card_hash": vote.card_hash,
        "url": queries.address_of(vote),
    }
