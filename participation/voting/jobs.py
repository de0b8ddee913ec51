"""Votes open, close and are counted by the clock; every step may run twice or be killed between."""

from collections.abc import Callable

import structlog

from kernel.actors import SYSTEM
from kernel.errors import Refusal
from participation.voting import services, vault
from participation.voting.models import Vote
from participation.voting.queries import votes_in_the_box

log = structlog.get_logger()


def keep_time() -> None:
    """Open and close every vote at its time, and destroy the secrets of those that ended.

    A vote whose key is missing after a restore stays open: people decide (`flask votes key-enter`, or give it up).
    """
    _each(services.votes_to_open(), services.open_vote)
    _each(
        [vote for vote in services.votes_to_close() if vault.exists(vote.id)], services.close_vote
    )
    _each(services.votes_to_seal(), services.destroy_secret)


def count_ended() -> None:
    """Count the votes that are ready for it. A large roll with few ballots takes long."""
    _each(services.votes_to_count(), services.count_vote)


def missing_keys() -> str:
    """For the readiness check: open votes whose secret is gone."""
    missing = [vote.slug for vote in votes_in_the_box() if not vault.exists(vote.id)]
    return f"votes without key: {', '.join(missing)}" if missing else ""


def _each(votes: list[Vote], step: Callable[..., object]) -> None:
    """Take the step with each vote; one that refuses, such as a vote nobody may vote in, holds up no other."""
    for vote in votes:
        try:
            step(actor=SYSTEM, vote=vote)
        except Refusal as refusal:
            log.warning("vote step refused", vote=vote.slug, reason=refusal.message)
