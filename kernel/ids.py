"""Identifiers: time-ordered inside, so that index pages stay warm. Never for ballots, whose order must say nothing."""

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562)."""
    return UUID(int=uuid7().int)


def id_in(text: str | None) -> UUID | None:
    """The id that a program sends back, or None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
