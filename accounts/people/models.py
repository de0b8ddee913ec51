"""People, the roles granted to them, and what they agreed to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.actors import SITE
from kernel.database import Base
from kernel.ids import new_id


class Person(Base):
    """An account; the display name is chosen by the person and is all that others see."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: normal spelling (`rules.addresses`); one address is one account
    email: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    #: argon2id; None for people who sign in by mail only
    password_hash: Mapped[str | None]
    #: when the address was proven
    confirmed_at: Mapped[datetime | None]
    #: until when moderation lets this person read only
    paused_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    def is_paused(self, at: datetime) -> bool:
        """Whether this person may only read at that instant."""
        return self.paused_until is not None and at < self.paused_until


class RoleGrant(Base):
    """A role within a scope, in force in `[starts_at, ends_at)`."""

    __tablename__ = "role_grants"
    __table_args__ = (CheckConstraint("granted_by <> person_id", name="granted_to_themselves"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id), index=True)
    role: Mapped[str]
    #: `site`, or `district:nord`, `format:<id>`, `votes`
    scope: Mapped[str] = mapped_column(default=SITE)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    #: None: granted on the command line
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey(Person.id))


class Consent(Base):
    """What a person agreed to, in which version of the text; never changed, only added to."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("person_id", "text", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    text: Mapped[str]
    version: Mapped[str]
    at: Mapped[datetime]
