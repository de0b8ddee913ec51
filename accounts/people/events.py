"""What happened to people; ids only, for the log outlives an account."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import Event
from kernel.subjects import Subject


def subject_of(person_id: UUID) -> Subject:
    """The person as a subject."""
    return Subject("person", str(person_id))


def seen_by(person_id: UUID) -> tuple[str, ...]:
    """The audience of facts about a person: the person and the office."""
    return (f"person:{person_id}", "office")


@dataclass(frozen=True)
class PersonRegistered(Event):
    """An account exists."""

    kind: ClassVar[str] = "person.registered"
    person_id: UUID


@dataclass(frozen=True)
class PersonRenamed(Event):
    """Others see another name with what the person wrote."""

    kind: ClassVar[str] = "person.renamed"
    person_id: UUID


@dataclass(frozen=True)
class PersonDisabled(Event):
    """An account was closed by the administration; its sessions end with it."""

    kind: ClassVar[str] = "person.disabled"
    person_id: UUID


@dataclass(frozen=True)
class PersonEnabled(Event):
    """A closed account was opened again."""

    kind: ClassVar[str] = "person.enabled"
    person_id: UUID


@dataclass(frozen=True)
class PasswordChanged(Event):
    """The person has another password; the other sessions end."""

    kind: ClassVar[str] = "person.password_changed"
    person_id: UUID
    kept_session: UUID | None


@dataclass(frozen=True)
class RoleGranted(Event):
    """A person may do more; sessions begin anew."""

    kind: ClassVar[str] = "role.granted"
    person_id: UUID
    role: str
    scope: str


@dataclass(frozen=True)
class RoleEnded(Event):
    """A person may do less, at once."""

    kind: ClassVar[str] = "role.ended"
    person_id: UUID
    role: str
    scope: str
