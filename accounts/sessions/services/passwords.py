"""Sign-in by password, and the change of it. Hashing stands outside of every transaction: it is slow by intention."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select

from accounts.people import passwords
from accounts.people import services as people
from accounts.people.models import Person
from accounts.people.rules.addresses import normal_address
from accounts.sessions import mail_texts
from accounts.sessions.models import SignIn
from accounts.sessions.services.sessions import begin_session
from kernel import clock
from kernel.actors import Actor
from kernel.database import db, transactional
from kernel.errors import NotPermitted, RuleViolation
from kernel.ids import new_id
from kernel.mail import queue_mail

FRESH = timedelta(minutes=15)
log = structlog.get_logger()


class SignInRefused(RuleViolation):
    """Address unknown, without password, or another password: all look and last the same."""

    message = "E-Mail-Adresse oder Passwort stimmen nicht."


class OldPasswordIsWrong(RuleViolation):
    """The change needs the present password, or a sign-in by mail just before."""

    message = "Das bisherige Passwort stimmt nicht. Ohne Passwort melden Sie sich bitte neu per E-Mail-Code an."

    def __init__(self) -> None:
        super().__init__(field="old_password")


def enter_by_password(*, email: str, password: str, device: str) -> str:
    """Sign in with address and password; the answer is the secret for the cookie. An old hash is renewed."""
    person_id, stored = _stored(email)
    if not passwords.matches(password, stored) or person_id is None or stored is None:
        log.info("sign-in refused", way="password")
        raise SignInRefused
    renewed = passwords.hash_password(password) if passwords.is_outdated(stored) else stored
    return _enter(person_id=person_id, seen=stored, renewed=renewed, device=device)


def _stored(email: str) -> tuple[UUID | None, str | None]:
    statement = select(Person.id, Person.password_hash).where(Person.email == normal_address(email))
    row = db.session.execute(statement).first()
    db.session.rollback()  # gives the connection back while the hash is computed
    return (row.id, row.password_hash) if row else (None, None)


@transactional
def _enter(*, person_id: UUID, seen: str, renewed: str, device: str) -> str:
    person = db.session.get_one(Person, person_id)
    if person.password_hash != seen:  # changed meanwhile
        raise SignInRefused
    person.password_hash = renewed
    return begin_session(person=person, way="password", device=device)


def change_password(*, actor: Actor, person_id: UUID, old: str, new: str) -> None:
    """Give the person another password: with the present one, or soon after a sign-in by mail."""
    person = db.session.get_one(Person, person_id)
    email, name, stored, fresh = (
        person.email,
        person.display_name,
        person.password_hash,
        is_fresh(actor),
    )
    db.session.rollback()
    if not fresh and not passwords.matches(old, stored):
        raise OldPasswordIsWrong
    _change(actor=actor, person_id=person_id, hashed=passwords.fitting_hash(new, email, name))


def is_fresh(actor: Actor) -> bool:
    """Whether the actor proved the address by mail within the last quarter of an hour."""
    session = db.session.get(SignIn, actor.session_id) if actor.session_id else None
    return bool(session and session.way == "mail" and clock.now() < session.created_at + FRESH)


@transactional
def _change(*, actor: Actor, person_id: UUID, hashed: str) -> None:
    if actor.person_id != person_id:
        raise NotPermitted
    person = db.session.get_one(Person, person_id)
    people.set_password_hash(actor=actor, person=person, password_hash=hashed)
    queue_mail(
        key=f"password:{new_id()}",
        to=person.email,
        subject=mail_texts.password_changed_subject(),
        text=mail_texts.password_changed_text(),
    )
