"""Who stands behind a connection; accounts answers, for sessions and keys are its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.actors import Actor
from kernel.events import EventRow


@dataclass(frozen=True, slots=True)
class Credential:
    """What a connection proved itself with: a `session` or a `token`, as the hash of its secret."""

    kind: str
    secret_hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom a credential opens the door to, and when it ends by itself."""

    actor: Actor
    over_at: datetime


class Doorkeeper(Protocol):
    """What accounts knows of credentials."""

    def credential_of(self, token: str | None) -> Credential | None:
        """What this request brings: the token it sent along, or its cookie; None for a visitor."""

    def standing_of(self, credential: Credential) -> Standing | None:
        """Who that is today; None once it is over."""

    def note_use(self, credential: Credential) -> None:
        """Somebody did something with it."""

    def concerned(self, row: EventRow) -> UUID | None:
        """The person whose sessions, keys or roles this fact changes."""


_doorkeepers: list[Doorkeeper] = []


def let_in_with(doorkeeper: Doorkeeper) -> None:
    """Let accounts watch the door."""
    _doorkeepers[:] = [doorkeeper]


def doorkeeper() -> Doorkeeper:
    """Who watches the door."""
    return _doorkeepers[0]
