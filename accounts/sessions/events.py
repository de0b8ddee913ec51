"""What happened to sessions."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class SessionBegun(Event):
    """A person signed in; `way` is `password`, `mail` or `demo`."""

    kind: ClassVar[str] = "session.begun"
    session_id: UUID
    way: str


@dataclass(frozen=True)
class SessionEnded(Event):
    """A session was ended by its person, the administration or a change of rights; its sockets close."""

    kind: ClassVar[str] = "session.ended"
    session_id: UUID


@dataclass(frozen=True)
class TokenCreated(Event):
    """A program may act for a person from now on."""

    kind: ClassVar[str] = "token.created"
    token_id: UUID


@dataclass(frozen=True)
class TokenEnded(Event):
    """A program's key was ended by its person or the administration."""

    kind: ClassVar[str] = "token.ended"
    token_id: UUID
