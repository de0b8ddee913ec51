"""What happens to a vote, in public. Casting a ballot is no event: its own tables are its log."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class VotePrepared(Event):
    """The office began a vote."""

    kind: ClassVar[str] = "vote.prepared"


@dataclass(frozen=True)
class VoteAnnounced(Event):
    """The rule card is frozen and public."""

    kind: ClassVar[str] = "vote.announced"
    card_hash: str


@dataclass(frozen=True)
class VoteOpened(Event):
    """Ballots are taken; the roll is frozen."""

    kind: ClassVar[str] = "vote.opened"
    roll_size: int
    roll_hash: str


@dataclass(frozen=True)
class VoteRollExtended(Event):
    """Made-up people joined for a load test; never on a real platform."""

    kind: ClassVar[str] = "vote.roll_extended"
    roll_size: int
    roll_hash: str


@dataclass(frozen=True)
class VoteClosed(Event):
    """No more ballots; they lie sorted by content."""

    kind: ClassVar[str] = "vote.closed"
    turnout: int


@dataclass(frozen=True)
class VoteKeyDestroyed(Event):
    """Nobody can link roll and ballots any more."""

    kind: ClassVar[str] = "vote.key_destroyed"


@dataclass(frozen=True)
class VoteCounted(Event):
    """The result is known to the office."""

    kind: ClassVar[str] = "vote.counted"


@dataclass(frozen=True)
class VotePublished(Event):
    """The result is public; `winners` are option keys in order."""

    kind: ClassVar[str] = "vote.published"
    winners: tuple[str, ...]


@dataclass(frozen=True)
class VoteAbandoned(Event):
    """Given up for a public reason."""

    kind: ClassVar[str] = "vote.abandoned"
    reason: str


@dataclass(frozen=True)
class VoteImported(Event):
    """An election held elsewhere was read in."""

    kind: ClassVar[str] = "vote.imported"
    source: str
