"""The same request twice has one effect and gets the same answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.actors import Actor
from kernel.database import Base, db, insert_or_ignore, transactional
from kernel.errors import Conflict

MAX_KEY = 200
#: as long as a session: no form of an older page is sent
KEPT = timedelta(days=14)


class KeyReused(Conflict):
    """The key was used for something else."""

    message = (
        "Dieser Auftrag wurde schon mit anderem Inhalt abgeschickt. Bitte laden Sie die Seite neu."
    )


class Once(Base):
    """An answered request."""

    __tablename__ = "answered_requests"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


_requests: Any = Once.__table__
#: made once: it is sent with every deed that has a key
ANSWER = (
    update(_requests)
    .where(_requests.c.scope == bindparam("of_scope"), _requests.c.key == bindparam("of_key"))
    .values(answer=bindparam("said"))
)


@transactional
def once(*, actor: Actor, key: str | None, request: str, work: Callable[[], str]) -> str:
    """Do the work and keep its short answer (an id, an address); a repeated key gets the kept answer.

    `request` names deed and content (a hash for long input); the same key with another request is refused.
    The key row, the work and the answer are one transaction, so a rival with the same key waits for the first.
    """
    if not key:
        return work()
    place = (f"person:{actor.person_id}" if actor.signed_in else "visitor", key[:MAX_KEY])
    fresh = insert_or_ignore(
        Once.__table__, scope=place[0], key=place[1], request=request, answer="", at=clock.now()
    )
    if fresh:
        return _answered(place, work())
    row = db.session.get(Once, place, populate_existing=True)
    if row is None or row.request != request:
        raise KeyReused
    return row.answer


def _answered(place: tuple[str, str], answer: str) -> str:
    """Keep the answer in the row that this transaction has put in."""
    if answer:
        scope, key = place
        with db.session.no_autoflush:  # what the work has changed is written at the end
            db.session.execute(ANSWER, {"of_scope": scope, "of_key": key, "said": answer})
    return answer


@transactional
def forget_old() -> None:
    """Delete the answers nobody asks for again."""
    db.session.execute(delete(Once).where(Once.at < clock.now() - KEPT))
