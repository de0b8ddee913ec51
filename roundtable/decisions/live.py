"""What the room of a meeting hears of its votes: that one goes on, how many have voted; never a wording or a choice."""

from roundtable.decisions import events
from roundtable.meetings import telling

FACTS = {
    events.VoteOpened: ("vote_id", "electorate"),
    events.VoteCast: ("vote_id", "cast"),
    events.VoteClosed: ("vote_id", "cast"),
    events.HandsCounted: ("vote_id", "confirmed"),
    events.VoteAnnounced: ("vote_id", "outcome"),
    events.VoteAborted: ("vote_id",),
}


def speak_of_votes() -> None:
    """Let rooms hear these facts."""
    for fact, fields in FACTS.items():
        telling.tells(fact, *fields)
