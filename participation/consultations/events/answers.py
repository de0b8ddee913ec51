"""What the office did with proposals; all but the published answer stays in the office."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class ProposalEvaluated(Event):
    """Somebody has looked into the proposal."""

    kind: ClassVar[str] = "proposal.evaluated"
    proposal_id: UUID


@dataclass(frozen=True)
class AnswerDrafted(Event):
    """An answer waits for its second person."""

    kind: ClassVar[str] = "answer.drafted"
    answer_id: UUID
    cosigner_id: UUID


@dataclass(frozen=True)
class AnswerCosigned(Event):
    """The second person has signed."""

    kind: ClassVar[str] = "answer.cosigned"
    answer_id: UUID


@dataclass(frozen=True)
class AnswerReturned(Event):
    """The second person wants something changed."""

    kind: ClassVar[str] = "answer.returned"
    answer_id: UUID


@dataclass(frozen=True)
class AnswerPublished(Event):
    """The office has answered in public."""

    kind: ClassVar[str] = "answer.published"
    answer_id: UUID
    proposal_id: UUID
    status: str
