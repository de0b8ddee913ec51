"""The same request twice has one effect and gets the same answer."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.actors import Actor
from kernel.database import Base, db, insert_missing, insert_or_ignore, transactional
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
    place = _place_of(actor, key)
    fresh = insert_or_ignore(
        Once.__table__, scope=place[0], key=place[1], request=request, answer="", at=clock.now()
    )
    if fresh:
        return _answered(place, work())
    kept = _kept(place, request)
    if isinstance(kept, KeyReused):
        raise kept
    return kept


class Asked(NamedTuple):
    """A request with its key, and what it will have been answered once its work is done."""

    actor: Actor
    key: str
    request: str
    answer: str

    @property
    def place(self) -> tuple[str, str]:
        """Where its answer is kept."""
        return _place_of(self.actor, self.key)


def once_each(asked: Sequence[Asked]) -> list[str | KeyReused | None]:
    """Inside a transaction, of each: None where its work is to be done now, or its kept answer, or why there is none.

    `once` for several at a time, none of them twice; whose work is then refused is forgotten by `forget_answers`.
    """
    at = clock.now()
    rows = [
        {"scope": scope, "key": key, "request": each.request, "answer": each.answer, "at": at}
        for each in asked
        for scope, key in [each.place]
    ]
    rows.sort(key=lambda row: (row["scope"], row["key"]))
    fresh = {(row.scope, row.key) for row in insert_missing(_requests, rows)}
    return [None if each.place in fresh else _kept(each.place, each.request) for each in asked]


def forget_answers(asked: Sequence[Asked]) -> None:
    """These were refused: the same request may come again."""
    for each in asked:
        scope, key = each.place
        db.session.execute(delete(Once).where(Once.scope == scope, Once.key == key))


def _kept(place: tuple[str, str], request: str) -> str | KeyReused:
    row = db.session.get(Once, place, populate_existing=True)
    return KeyReused() if row is None or row.request != request else row.answer


def _place_of(actor: Actor, key: str) -> tuple[str, str]:
    return (f"person:{actor.person_id}" if actor.signed_in else "visitor", key[:MAX_KEY])


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
