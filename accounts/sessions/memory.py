"""What this process remembers of sessions, so that most requests cost no statement.

A loaded actor is kept for a moment only: another process that ends a session is heard within two seconds. In this
process an end is heard at once, because whoever ends a session calls `forget_person` after the commit. The last use
lives here and is written with a POST (a GET writes nothing).
"""

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.sessions.rules.lifetimes import Lifetime
from kernel.actors import Actor

KEPT_S = 1.5
MOST = 20_000
SAVED_EVERY_S = 60


@dataclass(frozen=True, slots=True)
class Known:
    """A session as it was loaded: its actor and what its end depends on."""

    actor: Actor
    session_id: UUID
    person_id: UUID
    began_at: datetime
    last_used_at: datetime
    lifetime: Lifetime


class Memory:
    """Loaded sessions by the hash of their secret, and last uses that are not yet written."""

    def __init__(self) -> None:
        self.forget_all()

    def forget_all(self) -> None:
        """Start anew, as a fresh process does."""
        self._known: dict[str, tuple[float, Known]] = {}
        self._used: dict[UUID, datetime] = {}
        self._unsaved: set[UUID] = set()
        self._saved_at = time.monotonic()
        self.generation = 0

    def recall(self, secret_hash: str) -> Known | None:
        """The session, if it was loaded a moment ago."""
        loaded_at, known = self._known.get(secret_hash, (0.0, None))
        return known if known and time.monotonic() - loaded_at < KEPT_S else None

    def keep(self, secret_hash: str, known: Known, *, generation: int) -> None:
        """Keep what was loaded, unless somebody was forgotten while it was being read."""
        if generation != self.generation:
            return
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[secret_hash] = (time.monotonic(), known)

    def forget_person(self, person_id: UUID) -> None:
        """Load this person's sessions anew with the next request."""
        self.generation += 1
        self._known = {h: k for h, k in self._known.items() if k[1].person_id != person_id}

    def note_use(self, session_id: UUID, at: datetime) -> None:
        """Remember that the session was used."""
        if len(self._used) >= MOST:
            self._used = {i: self._used[i] for i in self._unsaved if i in self._used}
        self._used[session_id] = at
        self._unsaved.add(session_id)

    def last_use(self, session_id: UUID, stored: datetime) -> datetime:
        """The latest use this process knows of."""
        return max(stored, self._used.get(session_id, stored))

    def take_unsaved(self) -> dict[UUID, datetime]:
        """Uses to be written now; at most once a minute, else nothing."""
        if not self._unsaved or time.monotonic() - self._saved_at < SAVED_EVERY_S:
            return {}
        self._saved_at = time.monotonic()
        taken = {i: self._used[i] for i in self._unsaved if i in self._used}
        self._unsaved = set()
        return taken


memory = Memory()
