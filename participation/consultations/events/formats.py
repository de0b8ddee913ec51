"""What happened to a format."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class FormatCreated(Event):
    """The office has begun a draft."""

    kind: ClassVar[str] = "format.created"
    format_id: UUID
    slug: str


@dataclass(frozen=True)
class FormatPublished(Event):
    """People can read the format, and take part while its phases run."""

    kind: ClassVar[str] = "format.published"
    format_id: UUID
    slug: str
    title: str


@dataclass(frozen=True)
class FormatEdited(Event):
    """The office has changed words, dates or responsible people."""

    kind: ClassVar[str] = "format.edited"
    format_id: UUID
    version: int


@dataclass(frozen=True)
class PhaseExtended(Event):
    """The end of a running phase was moved, for a public reason."""

    kind: ClassVar[str] = "format.phase_extended"
    format_id: UUID
    phase_id: UUID
    ended_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True)
class FormatDiscarded(Event):
    """The office has thrown a draft away; nobody else ever saw it."""

    kind: ClassVar[str] = "format.discarded"
    format_id: UUID


@dataclass(frozen=True)
class FormatArchived(Event):
    """The format is closed for good; it stays readable and findable."""

    kind: ClassVar[str] = "format.archived"
    format_id: UUID


@dataclass(frozen=True)
class MemberAdded(Event):
    """A person was invited to a half-public or internal format."""

    kind: ClassVar[str] = "format.member_added"
    format_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class MemberRemoved(Event):
    """A person takes no longer part in a half-public or internal format."""

    kind: ClassVar[str] = "format.member_removed"
    format_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class ResultPublished(Event):
    """The office has said what came of the format, for now or for good."""

    kind: ClassVar[str] = "format.result_published"
    format_id: UUID
    result_id: UUID
    is_final: bool
