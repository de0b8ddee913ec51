"""The event log: outbox, audit trail and activity stream in one table.

A service records what happened; the row is written in the same transaction, in one chain of hashes. Readers follow
with a cursor of their own (`kernel.relay`). Two kinds of handlers: `inside` runs in the recorder's transaction, for
what must never diverge; the others run after the commit, at least once.

A fact that is told live names its room, and gets the room's next number with the chain's: gapless, in the order of
commits. Who was away asks for what came after the last number they saw (`kernel.live`).
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, cast
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    Integer,
    ScalarSelect,
    Select,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.actors import Actor
from kernel.database import Base, before_commit, db
from kernel.ids import new_id
from kernel.subjects import Subject

CHAIN_LOCK = 0x45_46_4C_4F  # any number nobody else locks on PostgreSQL
PUBLIC = ("public",)
OFFICE = ("office",)


@dataclass(frozen=True)
class Event:
    """A fact in the past tense; fields hold ids and plain values only."""

    kind: ClassVar[str]


class EventRow(Base):
    """One recorded fact, chained to the one before."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("room", "room_seq"),)

    #: order of commits; gapless within the chain
    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    id: Mapped[UUID] = mapped_column(default=new_id)
    kind: Mapped[str] = mapped_column(index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    #: the person, or None for visitors and the system
    actor_id: Mapped[UUID | None]
    #: audience tokens that may see the fact
    audience: Mapped[list[str]] = mapped_column(JSON)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    #: where it is told live, such as `thread:<kind>:<id>`; None for what no room hears
    room: Mapped[str | None]
    #: running number within the room, from 1, gapless
    room_seq: Mapped[int | None]
    prev_hash: Mapped[str]
    hash: Mapped[str]

    @property
    def subject(self) -> Subject:
        """What the fact is about."""
        return Subject(self.subject_kind, self.subject_id)


#: made once; the session, which would track each row, is not told
APPEND = insert(cast("Table", EventRow.__table__))
COLUMNS = tuple(column.name for column in EventRow.__table__.columns)
Handler = Callable[[EventRow], None]
_inside: dict[str, list[Handler]] = {}
_after: dict[str, list[Handler]] = {}
_announcers: list[Callable[[], None]] = []


def on(kind: str, *, inside: bool = False) -> Callable[[Handler], Handler]:
    """Register a handler; the same function is registered once."""

    def register(handler: Handler) -> Handler:
        handlers = (_inside if inside else _after).setdefault(kind, [])
        if handler not in handlers:
            handlers.append(handler)
        return handler

    return register


def handlers_after(kind: str) -> list[Handler]:
    """Who wants to hear of this kind once it is committed."""
    return _after.get(kind, [])


def announce_with(announcer: Callable[[], None]) -> None:
    """Call this in the process after each commit that recorded something: a hint to look at the log, never the fact."""
    if announcer not in _announcers:
        _announcers.append(announcer)


def record(
    event: Event,
    *,
    subject: Subject,
    actor: Actor,
    audience: tuple[str, ...] = PUBLIC,
    room: str | None = None,
) -> EventRow:
    """Note a fact in the running transaction; handlers inside see it at once. Named a room, it is told there live.

    The row gets its numbers with the commit.
    """
    row = EventRow(
        id=new_id(),
        kind=event.kind,
        subject_kind=subject.kind,
        subject_id=subject.id,
        actor_id=actor.person_id,
        audience=sorted(audience),
        payload=json.loads(json.dumps(asdict(event), default=str)),
        at=clock.now(),
        room=room,
    )
    db.session.info["recorded"].append(row)  # fails outside a transaction
    for handler in _inside.get(event.kind, []):
        handler(row)
    return row


@before_commit
def append_to_chain(session: Session) -> None:
    """Write the recorded rows at the end of the chain.

    Done last, so that on PostgreSQL the lock which makes `seq` follow the order of commits is held briefly.
    """
    rows: list[EventRow] = session.info["recorded"]
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    seq, last_hash, rooms = _heads(session, sorted({row.room for row in rows if row.room}))
    for row in rows:
        seq += 1
        row.seq, row.prev_hash = seq, last_hash
        if row.room:
            rooms[row.room] = row.room_seq = rooms[row.room] + 1
        row.hash = last_hash = hash_of(row)
    session.execute(APPEND, [{name: getattr(row, name) for name in COLUMNS} for row in rows])
    session.info["afterwards"].extend(_announcers)


def chain_head(session: Session) -> tuple[int, str]:
    """Number and hash of the last row; (0, "") before the first."""
    seq, last_hash, _rooms = _heads(session, [])
    return seq, last_hash


def _heads(session: Session, rooms: Sequence[str]) -> tuple[int, str, dict[str, int]]:
    """Number and hash of the last row, and the number of the last fact in each of these rooms: one statement."""
    names = {f"room_{number}": room for number, room in enumerate(rooms)}
    found = session.execute(_heads_of(len(rooms)), names).first()
    if found is None:
        return 0, "", dict.fromkeys(rooms, 0)
    seq, last_hash, *heads = found
    return seq, last_hash, {room: head or 0 for room, head in zip(rooms, heads, strict=True)}


@cache
def _heads_of(rooms: int) -> Select[Any]:
    """Made once for each number of rooms: it is asked with every deed."""
    told: list[Any] = [last_told(bindparam(f"room_{number}")) for number in range(rooms)]
    return select(EventRow.seq, EventRow.hash, *told).order_by(EventRow.seq.desc()).limit(1)


def room_head(session: Session, room: str) -> int:
    """The number of the last fact that was told in this room; 0 before the first."""
    return session.scalar(select(last_told(room))) or 0


def last_told(room: str | BindParameter[str]) -> ScalarSelect[int | None]:
    """The same within another statement; None before the first."""
    return select(func.max(EventRow.room_seq)).where(EventRow.room == room).scalar_subquery()


def hash_of(row: EventRow) -> str:
    """SHA-256 over the row's content and the hash before it."""
    content = [
        row.prev_hash,
        row.seq,
        str(row.id),
        row.kind,
        row.subject_kind,
        row.subject_id,
        str(row.actor_id or ""),
        row.audience,
        row.payload,
        row.at.isoformat(),
        row.room or "",
        row.room_seq or 0,
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def broken_links(session: Session) -> list[int]:
    """The numbers of rows whose hash or place in the chain is wrong; empty when the log is whole."""
    broken, expected, seq = [], "", 0
    for row in session.scalars(
        select(EventRow).order_by(EventRow.seq).execution_options(yield_per=500)
    ):
        seq += 1
        if row.prev_hash != expected or row.seq != seq or hash_of(row) != row.hash:
            broken.append(row.seq)
            seq = row.seq
        expected = row.hash
    return broken
