"""Reading sessions: who stands behind a cookie or token, and which sessions a person has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select

from accounts.people.models import Person, RoleGrant
from accounts.people.queries import in_force
from accounts.sessions.memory import Known, memory
from accounts.sessions.models import ApiToken, LoginMail, SignIn
from accounts.sessions.rules.lifetimes import lifetime_for
from kernel import clock
from kernel.actors import Actor, Grant
from kernel.database import db
from kernel.errors import NotFound, RuleViolation
from kernel.secret_marks import hash_of

Found = Sequence[Row[Any]]


class MailIsOver(RuleViolation):
    """Used, too old, tried too often, or never sent: all look the same."""

    message = "Dieser Code oder Link gilt nicht mehr. Bitte fordern Sie eine neue Mail an."


@dataclass(frozen=True, slots=True)
class AskedMail:
    """What the page says of a mail on its way."""

    email: str
    next_address: str
    is_same_browser: bool


def session_with(secret_hash: str) -> Known | None:
    """The running session of this secret; one statement, or none when it was asked a moment ago."""
    known = memory.recall(secret_hash)
    if known is None:
        generation = memory.generation
        known = _load_session(secret_hash)
        if known is None:
            return None
        memory.keep(secret_hash, known, generation=generation)
    return None if _is_over(known, clock.now()) else known


def _is_over(known: Known, at: datetime) -> bool:
    used = memory.last_use(known.session_id, known.last_used_at)
    return known.lifetime.is_over(began_at=known.began_at, last_used_at=used, at=at)


def _load_session(secret_hash: str) -> Known | None:
    columns = (SignIn.id, SignIn.created_at.label("began_at"), SignIn.last_used_at)
    condition = (SignIn.secret_hash == secret_hash, SignIn.revoked_at.is_(None))
    statement = _with_person(select(*columns).where(*condition), SignIn.person_id)
    rows = db.session.execute(statement).all()
    if not rows:
        return None
    actor = _actor_from(rows)
    return Known(
        actor=actor,
        session_id=rows[0].id,
        person_id=rows[0].person_id,
        began_at=rows[0].began_at,
        last_used_at=rows[0].last_used_at,
        lifetime=lifetime_for(frozenset(grant.role for grant in actor.grants)),
    )


def actor_with_token(token_hash: str) -> Actor | None:
    """The person a program acts for; one statement."""
    condition = (
        ApiToken.token_hash == token_hash,
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > clock.now(),
    )
    statement = _with_person(select(ApiToken.id).where(*condition), ApiToken.person_id)
    rows = db.session.execute(statement).all()
    return _actor_from(rows) if rows else None


def end_of_token(token_hash: str) -> datetime | None:
    """When a key ends by itself; None for one that is none."""
    return db.session.scalar(select(ApiToken.expires_at).where(ApiToken.token_hash == token_hash))


def _with_person(statement: Select[*tuple[Any, ...]], owner: Any) -> Select[*tuple[Any, ...]]:
    """Add the person and one row per role in force."""
    grants = (RoleGrant.person_id == Person.id) & in_force(clock.now())
    return (
        statement.add_columns(
            Person.id.label("person_id"), Person.display_name, RoleGrant.role, RoleGrant.scope
        )
        .join(Person, Person.id == owner)
        .outerjoin(RoleGrant, grants)
        .where(Person.disabled_at.is_(None))
    )


def _actor_from(rows: Found) -> Actor:
    first = rows[0]
    grants = frozenset(Grant(row.role, row.scope) for row in rows if row.role)
    return Actor(first.person_id, first.display_name, first.id, grants)


def sessions_of(actor: Actor) -> list[SignIn]:
    """The actor's own running sessions, the latest first, with the last use this process knows."""
    statement = (
        select(SignIn)
        .where(SignIn.person_id == actor.person_id, SignIn.revoked_at.is_(None))
        .order_by(SignIn.created_at.desc(), SignIn.id)
    )
    lifetime = lifetime_for(frozenset(grant.role for grant in actor.grants))
    at = clock.now()
    return [
        session
        for session in db.session.scalars(statement)
        if not lifetime.is_over(
            began_at=session.created_at,
            last_used_at=memory.last_use(session.id, session.last_used_at),
            at=at,
        )
    ]


def session_for(actor: Actor, session_id: UUID) -> SignIn:
    """One of the actor's own sessions; NotFound for all others."""
    session = db.session.get(SignIn, session_id)
    if session is None or session.person_id != actor.person_id:
        raise NotFound
    return session


def tokens_of(actor: Actor) -> Sequence[ApiToken]:
    """The actor's own keys for programs that still open something, the latest first."""
    statement = (
        select(ApiToken)
        .where(
            ApiToken.person_id == actor.person_id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.now(),
        )
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    )
    return db.session.scalars(statement).all()


def token_for(actor: Actor, token_id: UUID) -> ApiToken:
    """One of the actor's own keys; NotFound for all others."""
    token = db.session.get(ApiToken, token_id)
    if token is None or token.person_id != actor.person_id:
        raise NotFound
    return token


def mail_with(token: str, browser: str | None) -> AskedMail:
    """The open mail of this link, and whether this browser asked for it; MailIsOver without one."""
    statement = select(LoginMail).where(LoginMail.link_hash == hash_of(token), *is_open())
    mail = db.session.scalar(statement)
    if mail is None:
        raise MailIsOver
    return _asked(mail, browser)


def mail_asked_by(mail_id: UUID, browser: str) -> AskedMail:
    """The open mail that this browser waits for; MailIsOver without one."""
    mail = db.session.get(LoginMail, mail_id)
    if mail is None or mail.browser_hash != hash_of(browser):
        raise MailIsOver
    return _asked(mail, browser)


def _asked(mail: LoginMail, browser: str | None) -> AskedMail:
    same = browser is not None and mail.browser_hash == hash_of(browser)
    return AskedMail(mail.email, mail.next_address, same)


def is_open() -> tuple[ColumnElement[bool], ...]:
    """The condition of a mail that can still be used."""
    return LoginMail.used_at.is_(None), LoginMail.expires_at > clock.now()
