"""Mail to people whom other rooms know by id alone: the address stays here."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from accounts.people.models import Person
from kernel.database import db, transactional
from kernel.mail import queue_mail

AT_ONCE = 500


@transactional
def write_to(
    people: Collection[UUID],
    *,
    occurrence: str,
    subject: str,
    text: str,
    confidential: bool = False,
) -> int:
    """Queue one mail to each of these people, once per occurrence; how many are new.

    A confidential text (it holds a key) is emptied once it is sent. Accounts that are gone, closed or without a proven
    address get none. The same occurrence again writes to nobody.
    """
    ids = sorted(set(people))
    parts = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    return sum(_write(part, occurrence, subject, text, confidential=confidential) for part in parts)


def _write(ids: list[UUID], occurrence: str, subject: str, text: str, *, confidential: bool) -> int:
    statement = select(Person.id, Person.email).where(
        Person.id.in_(ids), Person.disabled_at.is_(None), Person.confirmed_at.is_not(None)
    )
    one_line = " ".join(subject.split())
    return sum(
        queue_mail(
            key=f"{occurrence}:{row.id}",
            to=row.email,
            subject=one_line,
            text=text,
            confidential=confidential,
        )
        for row in db.session.execute(statement).all()
    )
