"""What happens to messages in the room; ids alone, because the log outlives every text."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class TalkFact(Event):
    """A fact about one message."""

    message_id: str


@dataclass(frozen=True)
class TalkSaid(TalkFact):
    """Somebody wrote something; `members` says that guests do not read it."""

    kind: ClassVar[str] = "talk.said"
    members: bool


@dataclass(frozen=True)
class TalkTakenBack(TalkFact):
    """The author took it back."""

    kind: ClassVar[str] = "talk.taken_back"


@dataclass(frozen=True)
class TalkHidden(TalkFact):
    """The chair hid it; the reason stands with the message."""

    kind: ClassVar[str] = "talk.hidden"


@dataclass(frozen=True)
class TalkForgotten(Event):
    """All messages of a meeting were deleted, because they have served."""

    kind: ClassVar[str] = "talk.forgotten"
    count: int
