"""Sessions, sign-in mails and tokens; secrets are stored as hashes only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accounts.people.models import Person
from kernel.database import Base
from kernel.ids import new_id


class SignIn(Base):
    """A session of a person in one browser."""

    __tablename__ = "sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
    #: SHA-256 of the secret in the browser's cookie
    secret_hash: Mapped[str] = mapped_column(unique=True)
    #: `password`, `mail` or `demo`
    way: Mapped[str]
    device: Mapped[str]
    created_at: Mapped[datetime]
    #: written with a POST now and then; the process remembers the exact instant
    last_used_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class LoginMail(Base):
    """A sign-in by mail on its way: a link for any browser, a code for the asking one."""

    __tablename__ = "login_mails"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: normal spelling; there may be no account yet
    email: Mapped[str]
    link_hash: Mapped[str] = mapped_column(unique=True)
    #: SHA-256 of the browser's mark and the code: six digits alone could be guessed from their hash
    code_hash: Mapped[str]
    #: the browser that asked; after the proof the browser that brought it
    browser_hash: Mapped[str]
    #: where to go afterwards, within this site
    next_address: Mapped[str]
    #: wrong codes so far
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: when link or code proved the address
    used_at: Mapped[datetime | None]
    #: when a new account came out of it
    completed_at: Mapped[datetime | None]


class ApiToken(Base):
    """A key with which a program acts for a person."""

    __tablename__ = "api_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
