"""Writing sessions and tokens: begin, end, remember the use."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select, update

from accounts.people.models import Person
from accounts.people.permissions import can_manage_people
from accounts.sessions.events import SessionBegun, SessionEnded, TokenCreated, TokenEnded
from accounts.sessions.memory import memory
from accounts.sessions.models import ApiToken, LoginMail, SignIn
from accounts.sessions.rules.lifetimes import CITIZEN
from kernel import clock
from kernel.actors import Actor
from kernel.database import after_commit, db, transactional
from kernel.errors import NotPermitted, RuleViolation
from kernel.events import record
from kernel.ids import new_id
from kernel.secret_marks import hash_of, new_secret
from kernel.subjects import Subject

TOKEN_DAYS = 30
MONTH = timedelta(days=30)


class AccountClosed(RuleViolation):
    """The administration closed the account."""

    message = "Dieses Konto ist geschlossen. Fragen dazu beantwortet die Verwaltung des Forums."


@transactional
def begin_session(*, person: Person, way: str, device: str) -> str:
    """Sign the person in, who was proven before; the answer is the secret for the browser's cookie."""
    if person.disabled_at:
        raise AccountClosed
    secret, at = new_secret(), clock.now()
    session = SignIn(
        id=new_id(),
        person_id=person.id,
        secret_hash=hash_of(secret),
        way=way,
        device=device,
        created_at=at,
        last_used_at=at,
    )
    db.session.add(session)
    actor = Actor(person.id, person.display_name, session.id)
    _record(SessionBegun(session.id, way), session, actor)
    return secret


@transactional
def end_session(*, actor: Actor, session: SignIn) -> None:
    """End one of the actor's own sessions; a cookie that is sent again opens nothing."""
    if session.person_id != actor.person_id:
        raise NotPermitted
    _end([session], actor)


@transactional
def end_sessions(*, actor: Actor, person_id: UUID, but: UUID | None = None) -> None:
    """End all sessions of a person, perhaps but the present one: the own ones, or as who looks after people.

    Where none is left, the keys of programs end, too: after a theft nothing may stay open.
    """
    if actor.person_id != person_id and not can_manage_people(actor):
        raise NotPermitted
    end_all(actor=actor, person_id=person_id, but=but)
    if but is None:
        end_tokens(actor=actor, person_id=person_id)


@transactional
def end_all(*, actor: Actor, person_id: UUID, but: UUID | None = None) -> None:
    """End all sessions, because a recorded fact demands it."""
    running = select(SignIn).where(SignIn.person_id == person_id, SignIn.revoked_at.is_(None))
    _end([s for s in db.session.scalars(running) if s.id != but], actor)
    after_commit(partial(memory.forget_person, person_id))


def _end(sessions: Iterable[SignIn], actor: Actor) -> None:
    for session in sessions:
        if session.revoked_at is None:
            session.revoked_at = clock.now()
            _record(SessionEnded(session.id), session, actor)
        after_commit(partial(memory.forget_person, session.person_id))


def _record(event: SessionBegun | SessionEnded, session: SignIn, actor: Actor) -> None:
    owner = f"person:{session.person_id}"
    record(event, subject=Subject("session", str(session.id)), actor=actor, audience=(owner,))


def save_uses() -> None:
    """Write the remembered last uses, at most once a minute; called with a POST."""
    if uses := memory.take_unsaved():
        _save_uses([{"id": i, "last_used_at": at} for i, at in uses.items()])


@transactional
def _save_uses(rows: list[dict[str, object]]) -> None:
    db.session.execute(update(SignIn), rows)


@transactional
def create_token(*, person: Person, days: int = TOKEN_DAYS) -> str:
    """A key for a program that acts for the person; shown once, for only its hash is kept."""
    secret, at = new_secret(), clock.now()
    token = ApiToken(
        id=new_id(),
        person_id=person.id,
        token_hash=hash_of(secret),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    db.session.add(token)
    _record_token(TokenCreated(token.id), token, Actor(person.id, person.display_name))
    return secret


@transactional
def end_token(*, actor: Actor, token: ApiToken) -> None:
    """End one of the actor's own keys; the program that holds it is out at once."""
    if token.person_id != actor.person_id:
        raise NotPermitted
    _end_tokens([token], actor)


@transactional
def end_tokens(*, actor: Actor, person_id: UUID) -> None:
    """End all keys of a person, because a recorded fact demands it."""
    running = select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    _end_tokens(db.session.scalars(running).all(), actor)


def _end_tokens(tokens: Iterable[ApiToken], actor: Actor) -> None:
    for token in tokens:
        if token.revoked_at is None:
            token.revoked_at = clock.now()
            _record_token(TokenEnded(token.id), token, actor)


def _record_token(event: TokenCreated | TokenEnded, token: ApiToken, actor: Actor) -> None:
    owner = f"person:{token.person_id}"
    record(event, subject=Subject("token", str(token.id)), actor=actor, audience=(owner,))


@transactional
def delete_ended() -> None:
    """Delete sign-in mails after a day, and sessions and tokens a month after their end."""
    at = clock.now()
    month_ago = at - MONTH
    ended = (SignIn.revoked_at < month_ago) | (SignIn.created_at < month_ago - CITIZEN.whole)
    db.session.execute(delete(LoginMail).where(LoginMail.expires_at < at - timedelta(days=1)))
    db.session.execute(delete(SignIn).where(ended))
    db.session.execute(delete(ApiToken).where(ApiToken.expires_at < month_ago))
