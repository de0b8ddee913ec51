"""Ballots for programs: `POST /api/v1/votes/{slug}/ballots`."""

import secrets

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict

from kernel.access import SIGNED_IN, access, actor
from kernel.payloads import payload_of
from participation.voting import queries, services, vault
from participation.voting.models import Vote
from participation.voting.rules.secrecy import NONCE_BYTES, derived_nonce

votes_api = Blueprint("votes_api", __name__, url_prefix="/api/v1/votes")


class BallotPayload(BaseModel):
    """A ballot as JSON; a blank one says so."""

    model_config = ConfigDict(extra="ignore", strict=True)

    choices: dict[str, int]
    blank: bool = False


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
