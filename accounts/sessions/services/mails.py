"""Sign-in by mail: a link for any browser and a code for the asking one, each good once and for ten minutes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, update

from accounts.people import services as people
from accounts.people.models import Person
from accounts.people.queries import person_with
from accounts.people.rules.addresses import is_address, normal_address
from accounts.sessions import mail_texts
from accounts.sessions.models import LoginMail
from accounts.sessions.queries import MailIsOver, is_open, mail_with
from accounts.sessions.services.sessions import begin_session
from kernel import clock
from kernel.actors import ANONYMOUS, Actor
from kernel.database import db, transactional
from kernel.errors import RuleViolation
from kernel.ids import new_id
from kernel.mail import queue_mail
from kernel.secret_marks import hash_of, new_secret

VALID = timedelta(minutes=10)
#: time to choose a name once the address is proven
TO_COMPLETE = timedelta(minutes=60)
MOST_TRIES = 5
CODE_SIGNS = 6


class CodeIsWrong(RuleViolation):
    """The code is another one."""

    message = "Dieser Code stimmt nicht. Bitte vergleichen Sie ihn mit der Mail."

    def __init__(self) -> None:
        super().__init__(field="code")


class OtherBrowser(RuleViolation):
    """The link was opened elsewhere; the person has to want that."""

    message = "Sie haben die Mail in einem anderen Browser angefordert. Bitte bestätigen Sie die Anmeldung hier."


@dataclass(frozen=True, slots=True)
class Entry:
    """A proven address: signed in (`secret` for the cookie), or still without an account (`secret` is None)."""

    mail_id: UUID
    next_address: str
    secret: str | None


@transactional
def send_login_mail(
    *, email: str, browser: str, next_address: str, link_to: Callable[[str], str]
) -> UUID:
    """Send link and code to an address, whether it has an account or not; the answer names the mail."""
    address = normal_address(email)
    if not is_address(address):
        raise people.AddressIsNone(field="email")
    token, code, at = new_secret(), _new_code(), clock.now()
    mail = LoginMail(
        id=new_id(),
        email=address,
        link_hash=hash_of(token),
        code_hash=hash_of(browser, code),
        browser_hash=hash_of(browser),
        next_address=next_address,
        created_at=at,
        expires_at=at + VALID,
    )
    db.session.add(mail)
    queue_mail(
        key=f"sign-in:{mail.id}",
        to=address,
        subject=mail_texts.subject(),
        text=_text(address, code, link_to(token)),
        confidential=True,
    )
    return mail.id


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_SIGNS):0{CODE_SIGNS}}"


def _text(email: str, code: str, address: str) -> str:
    minutes = int(VALID.total_seconds()) // 60
    known = person_with(email) is not None
    return mail_texts.text(code=code, address=address, minutes=minutes, has_account=known)


@transactional
def enter_by_link(*, token: str, browser: str, device: str, other_device: bool) -> Entry:
    """Prove the address by the link and sign in, once; elsewhere only where the person said so."""
    if not other_device and not mail_with(token, browser).is_same_browser:
        raise OtherBrowser
    entry = _enter(LoginMail.link_hash == hash_of(token), browser=browser, device=device)
    if entry is None:
        raise MailIsOver
    return entry


def enter_by_code(*, mail_id: UUID, browser: str, code: str, device: str) -> Entry:
    """Prove the address by the code in the asking browser and sign in, once; each call spends one of five tries."""
    if not _spend_try(mail_id=mail_id, browser=browser):
        raise MailIsOver
    entry = _enter_with_code(mail_id=mail_id, browser=browser, code=code, device=device)
    if entry is None:
        raise CodeIsWrong
    return entry


@transactional
def _spend_try(*, mail_id: UUID, browser: str) -> bool:
    """Count the try before the code is looked at, in a transaction of its own: a refusal must not undo it."""
    spent = (
        update(LoginMail)
        .where(
            LoginMail.id == mail_id,
            LoginMail.browser_hash == hash_of(browser),
            LoginMail.tries < MOST_TRIES,
            *is_open(),
        )
        .values(tries=LoginMail.tries + 1)
        .returning(LoginMail.id)
    )
    return db.session.execute(spent).first() is not None


@transactional
def _enter_with_code(*, mail_id: UUID, browser: str, code: str, device: str) -> Entry | None:
    condition = (LoginMail.id == mail_id) & (LoginMail.code_hash == hash_of(browser, code))
    return _enter(condition, browser=browser, device=device)


def _enter(condition: ColumnElement[bool], *, browser: str, device: str) -> Entry | None:
    """Use the mail up in one statement, so that of many rivals one gets in."""
    used = (
        update(LoginMail)
        .where(condition, *is_open())
        .values(used_at=clock.now(), browser_hash=hash_of(browser))
        .returning(LoginMail.id, LoginMail.email, LoginMail.next_address)
    )
    row = db.session.execute(used).first()
    if row is None:
        return None
    person = person_with(row.email)
    secret = begin_session(person=person, way="mail", device=device) if person else None
    return Entry(row.id, row.next_address, secret)


def register(
    *, mail_id: UUID, browser: str, display_name: str, terms_version: str, device: str
) -> Entry:
    """Make an account of the address this browser proved, and sign in; with a rival's account just sign in."""
    attempt = partial(
        _register,
        mail_id=mail_id,
        browser=browser,
        display_name=display_name,
        terms_version=terms_version,
        device=device,
    )
    try:
        return attempt()
    except people.AddressTaken:  # PostgreSQL: the rival committed after we looked
        return attempt()


@transactional
def _register(
    *, mail_id: UUID, browser: str, display_name: str, terms_version: str, device: str
) -> Entry:
    completed = (
        update(LoginMail)
        .where(
            LoginMail.id == mail_id,
            LoginMail.browser_hash == hash_of(browser),
            LoginMail.used_at > clock.now() - TO_COMPLETE,
            LoginMail.completed_at.is_(None),
        )
        .values(completed_at=clock.now())
        .returning(LoginMail.email, LoginMail.next_address)
    )
    row = db.session.execute(completed).first()
    if row is None:
        raise MailIsOver
    person = person_with(row.email) or _new_person(row.email, display_name, terms_version)
    secret = begin_session(person=person, way="mail", device=device)
    return Entry(mail_id, row.next_address, secret)


def _new_person(email: str, display_name: str, terms_version: str) -> Person:
    person = people.create_person(actor=ANONYMOUS, email=email, display_name=display_name)
    people.agree(
        actor=Actor(person.id, person.display_name),
        person_id=person.id,
        text=people.TERMS,
        version=terms_version,
    )
    return person
