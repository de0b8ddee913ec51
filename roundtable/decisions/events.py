"""What happens to votes, resolutions and tasks; fields hold ids and plain values, never a choice or a wording."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class VotePrepared(Event):
    """A question was written down, or changed before the opening."""

    kind: ClassVar[str] = "live_vote.prepared"
    vote_id: str
    version: int


@dataclass(frozen=True)
class VoteOpened(Event):
    """Wording, rule and electorate stand fixed; seats may vote."""

    kind: ClassVar[str] = "live_vote.opened"
    vote_id: str
    text_hash: str
    rule: str
    electorate: int


@dataclass(frozen=True)
class VoteCast(Event):
    """One more seat has voted from a device; how many have."""

    kind: ClassVar[str] = "live_vote.cast"
    vote_id: str
    cast: int


@dataclass(frozen=True)
class VoteClosed(Event):
    """Devices vote no more."""

    kind: ClassVar[str] = "live_vote.closed"
    vote_id: str
    cast: int


@dataclass(frozen=True)
class HandsCounted(Event):
    """Hands or papers were entered or confirmed."""

    kind: ClassVar[str] = "live_vote.counted"
    vote_id: str
    version: int
    confirmed: bool


@dataclass(frozen=True)
class VoteAnnounced(Event):
    """The result was told."""

    kind: ClassVar[str] = "live_vote.announced"
    vote_id: str
    outcome: str


@dataclass(frozen=True)
class VoteAborted(Event):
    """It ended without a result; its ballots are deleted."""

    kind: ClassVar[str] = "live_vote.aborted"
    vote_id: str
    reason: str


@dataclass(frozen=True)
class ResolutionAdopted(Event):
    """A carried vote became a resolution."""

    kind: ClassVar[str] = "resolution.adopted"
    number: str
    vote_id: str


@dataclass(frozen=True)
class ResolutionMoved(Event):
    """Its standing, or the day on which the table looks at it again, has changed."""

    kind: ClassVar[str] = "resolution.moved"
    state: str
    review_on: str


@dataclass(frozen=True)
class DayResultCorrected(Event):
    """A correction stands beside the released result; of which vote, if of one."""

    kind: ClassVar[str] = "day_result.corrected"
    correction_id: str
    vote_id: str


@dataclass(frozen=True)
class DayResultReleased(Event):
    """The public results of a meeting are readable by everybody."""

    kind: ClassVar[str] = "day_result.released"
    content_hash: str
    resolution_ids: list[str]


@dataclass(frozen=True)
class TaskGiven(Event):
    """Somebody got something to do until a day."""

    kind: ClassVar[str] = "task.given"
    due: str
    seat_id: str


@dataclass(frozen=True)
class TaskMoved(Event):
    """A task went on."""

    kind: ClassVar[str] = "task.moved"
    state: str
