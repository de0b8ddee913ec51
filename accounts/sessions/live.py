"""Watches the door of the live line: which session or key a connection stands on, and when it ends."""

from uuid import UUID

from flask import session

from accounts.sessions.actors import COOKIE_KEY
from accounts.sessions.memory import memory
from accounts.sessions.queries import actor_with_token, end_of_token, session_with
from kernel import clock
from kernel.events import EventRow
from kernel.live.people import Credential, Standing
from kernel.secret_marks import hash_of

SESSION, TOKEN = "session", "token"
#: facts about a person's sessions, keys, roles and name; all of them name the person in their audience
CONCERNING = (
    "session.ended",
    "token.ended",
    "person.disabled",
    "person.renamed",
    "role.granted",
    "role.ended",
)
#: facts after which nobody may hear less than before
QUIET = ("session.begun", "token.created", "person.registered")
PERSON = "person:"


class Sessions:
    """The doorkeeper of `kernel.live.people`."""

    def credential_of(self, token: str | None) -> Credential | None:
        """The token that was sent along, else the cookie of the browser."""
        if token is not None:
            return Credential(TOKEN, hash_of(token))
        secret = session.get(COOKIE_KEY)
        return Credential(SESSION, hash_of(secret)) if secret else None

    def standing_of(self, credential: Credential) -> Standing | None:
        """The person behind it, today's roles, and its end; None once it is over."""
        if credential.kind == TOKEN:
            actor, ends_at = (
                actor_with_token(credential.secret_hash),
                end_of_token(credential.secret_hash),
            )
            return Standing(actor, ends_at) if actor and ends_at else None
        known = session_with(credential.secret_hash)
        if known is None:
            return None
        used = memory.last_use(known.session_id, known.last_used_at)
        ends_at = known.lifetime.ends_at(began_at=known.began_at, last_used_at=used)
        return Standing(known.actor, ends_at)

    def note_use(self, credential: Credential) -> None:
        """Who talks is not idle; written with the next POST of the process."""
        if credential.kind == SESSION and (known := session_with(credential.secret_hash)):
            memory.note_use(known.session_id, clock.now())

    def concerned(self, row: EventRow) -> UUID | None:
        """The person whose connections must be looked at; what was remembered of them is forgotten."""
        if row.kind not in CONCERNING:
            return None
        named = [token for token in row.audience if token.startswith(PERSON)]
        if not named:
            return None
        person_id = UUID(named[0].removeprefix(PERSON))
        memory.forget_person(person_id)
        return person_id
