"""Votes open, close and are counted by the clock; every step may run twice or be killed between."""

from kernel.actors import SYSTEM
from participation.voting import services


def keep_time() -> None:
    """Bring every vote to the state its time demands."""
    for vote in services.votes_to_open():
        services.open_vote(actor=SYSTEM, vote=vote)
    for vote in services.votes_to_close():
        services.close_vote(actor=SYSTEM, vote=vote)
    for vote in services.votes_to_seal():
        services.destroy_secret(actor=SYSTEM, vote=vote)
    for vote in services.votes_to_count():
        services.count_vote(actor=SYSTEM, vote=vote)
