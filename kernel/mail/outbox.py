"""The mail outbox: a message is a row in the transaction that causes it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.database import Base, db, insert_or_ignore
from kernel.errors import RuleViolation
from kernel.ids import new_id

_silent: ContextVar[bool] = ContextVar("silent", default=False)


class HeaderBroken(RuleViolation):
    """An address or subject holds a line break."""

    message = "Betreff und Adresse dürfen keinen Zeilenumbruch enthalten."


class Mail(Base):
    """A message to one address; `key` makes a repeated cause harmless."""

    __tablename__ = "mails"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    to: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    #: holds a key: the text is emptied once it is sent
    confidential: Mapped[bool] = mapped_column(default=False)


def queue_mail(*, key: str, to: str, subject: str, text: str, confidential: bool = False) -> bool:
    """Put a message into the outbox, inside a service's transaction; whether it is new."""
    if any(sign in field for field in (to, subject) for sign in "\r\n\0"):
        raise HeaderBroken
    if _silent.get():
        return False
    at = clock.now()
    return insert_or_ignore(
        Mail.__table__,
        id=new_id(),
        key=key,
        to=to,
        subject=subject,
        text=text,
        created_at=at,
        next_try_at=at,
        tries=0,
        error="",
        confidential=confidential,
    )


@contextmanager
def nobody_is_written_to() -> Iterator[None]:
    """What is queued inside is passed over: made-up facts of years ago are no news for anybody."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def latest_mails(most: int) -> Sequence[Mail]:
    """The newest messages, sent or waiting."""
    return db.session.scalars(
        select(Mail).order_by(Mail.created_at.desc(), Mail.id).limit(most)
    ).all()
