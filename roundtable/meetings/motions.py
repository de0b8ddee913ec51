"""What was put to the vote in a meeting, said by the room that keeps votes; who asks does not know that room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PutMotion:
    """A vote whose result was told; words as pages show them."""

    item_id: UUID
    title: str
    outcome: str
    #: it was about the matter of the item, not about how to go on
    decides: bool


#: the motions of a meeting in their order
Motions = Callable[[UUID], Sequence[PutMotion]]
_motions: list[Motions] = []


def ask_for_motions(asks: Motions) -> None:
    """Let the keeper of votes answer."""
    _motions[:] = [asks]


def motions_of(meeting_id: UUID) -> list[PutMotion]:
    """Everything on which the table has voted."""
    return [motion for asks in _motions for motion in asks(meeting_id)]
