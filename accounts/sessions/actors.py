"""Says who sends a request: a program with a token, a person with a session, or a visitor."""

from flask import g, request, session

from accounts.sessions.memory import memory
from accounts.sessions.queries import actor_with_token, session_with
from accounts.sessions.services.sessions import save_uses
from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.errors import NotSignedIn
from kernel.secret_marks import hash_of

COOKIE_KEY = "sign_in"
BEARER = "bearer "


class TokenUnknown(NotSignedIn):
    """The token is wrong, ended or expired."""

    message = "Dieser Zugangsschlüssel gilt nicht oder nicht mehr."


_unnoted: set[str] = set()


def leave_unnoted(blueprint: str) -> None:
    """Note no use of a session on these pages: when somebody was at the ballot box is nowhere written."""
    _unnoted.add(blueprint)


def load_actor() -> Actor:
    """The sender of this request; a token in the header counts before any cookie."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith(BEARER):
        return _program(header[len(BEARER) :].strip())
    secret = session.get(COOKIE_KEY)
    return _person(secret) if secret else ANONYMOUS


def _program(token: str) -> Actor:
    actor = actor_with_token(hash_of(token))
    if actor is None:
        raise TokenUnknown
    g.bearer = True
    return actor


def _person(secret: str) -> Actor:
    known = session_with(hash_of(secret))
    if known is None:
        return ANONYMOUS
    if request.blueprint in _unnoted:
        return known.actor
    memory.note_use(known.session_id, clock.now())
    if request.method == "POST":
        save_uses()
    return known.actor
