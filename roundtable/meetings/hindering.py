"""What keeps a meeting where it is, said by rooms that stand on this one: meetings do not know what is voted there."""

from collections.abc import Callable
from uuid import UUID

#: whether a vote of this meeting waits for its end; of the item alone, where one is named
OpenVote = Callable[[UUID, UUID | None], bool]
_open_votes: list[OpenVote] = []


def ask_for_open_votes(asks: OpenVote) -> None:
    """Let the keeper of votes answer; it is asked inside the transaction that holds the meeting."""
    _open_votes[:] = [asks]


def open_vote(meeting_id: UUID, item_id: UUID | None = None) -> bool:
    """Whether a vote must come to its end first."""
    return any(asks(meeting_id, item_id) for asks in _open_votes)
