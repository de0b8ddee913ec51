"""What happened to a proposal."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class ProposalPublished(Event):
    """A person has proposed something."""

    kind: ClassVar[str] = "proposal.published"
    proposal_id: UUID
    format_id: UUID
    number: int


@dataclass(frozen=True)
class ProposalEdited(Event):
    """The author has written a new version."""

    kind: ClassVar[str] = "proposal.edited"
    proposal_id: UUID
    version: int


@dataclass(frozen=True)
class ProposalWithdrawn(Event):
    """The author has taken it back; it stays readable."""

    kind: ClassVar[str] = "proposal.withdrawn"
    proposal_id: UUID
    reason: str


@dataclass(frozen=True)
class ProposalSigned(Event):
    """One more person supports it."""

    kind: ClassVar[str] = "proposal.signed"
    proposal_id: UUID
    signatures: int


@dataclass(frozen=True)
class SignatureTakenBack(Event):
    """One person fewer supports it."""

    kind: ClassVar[str] = "proposal.unsigned"
    proposal_id: UUID
    signatures: int


@dataclass(frozen=True)
class ThresholdReached(Event):
    """Enough people support it: the office must answer; recorded once."""

    kind: ClassVar[str] = "proposal.threshold_reached"
    proposal_id: UUID
    signatures: int


@dataclass(frozen=True)
class ProposalVotedOn(Event):
    """The published result of a vote says what becomes of it."""

    kind: ClassVar[str] = "proposal.voted_on"
    proposal_id: UUID
    vote_id: UUID
    chosen: bool
