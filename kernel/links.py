"""Typed links between subjects, stored once and walked from both ends: the way of a proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, delete, or_, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.actors import Actor
from kernel.database import Base, db, insert_or_ignore
from kernel.ids import new_id
from kernel.subjects import Card, Subject, cards

MAX_STEPS = 8


class Link(Base):
    """`source` led to `target`; the kind says how."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("kind", "source_kind", "source_id", "target_kind", "target_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    source_kind: Mapped[str] = mapped_column(index=True)
    source_id: Mapped[str] = mapped_column(index=True)
    target_kind: Mapped[str] = mapped_column(index=True)
    target_id: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]

    @property
    def source(self) -> Subject:
        """Where the way comes from."""
        return Subject(self.source_kind, self.source_id)

    @property
    def target(self) -> Subject:
        """Where the way leads."""
        return Subject(self.target_kind, self.target_id)

    @property
    def ends(self) -> tuple[Subject, Subject]:
        """Both subjects."""
        return self.source, self.target


@dataclass(frozen=True, slots=True)
class Station:
    """One stop on a way: the subject as the actor may see it, and since when it is linked."""

    card: Card
    kind: str
    at: datetime | None


def link(kind: str, source: Subject, target: Subject) -> bool:
    """Tie two subjects inside a service's transaction; a second time changes nothing. Whether it is new."""
    return insert_or_ignore(
        Link.__table__,
        id=new_id(),
        kind=kind,
        source_kind=source.kind,
        source_id=source.id,
        target_kind=target.kind,
        target_id=target.id,
        at=clock.now(),
    )


def unlink(kind: str, source: Subject, target: Subject) -> bool:
    """Untie two subjects inside a service's transaction; whether they were tied."""
    statement = delete(Link).where(
        Link.kind == kind,
        Link.source_kind == source.kind,
        Link.source_id == source.id,
        Link.target_kind == target.kind,
        Link.target_id == target.id,
    )
    return db.session.execute(statement.returning(Link.id)).first() is not None


def links_of(subjects: Iterable[Subject]) -> list[Link]:
    """All links that touch these subjects, oldest first."""
    keys = [(subject.kind, subject.id) for subject in subjects]
    statement = (
        select(Link)
        .where(
            or_(
                tuple_(Link.source_kind, Link.source_id).in_(keys),
                tuple_(Link.target_kind, Link.target_id).in_(keys),
            )
        )
        .order_by(Link.at, Link.id)
    )
    return list(db.session.scalars(statement))


def way_of(actor: Actor, subject: Subject) -> list[Station]:
    """What led to a subject and what it led to, oldest first.

    The walk never turns: what merely shares a cause or a result (another option of the same vote) is not on the way.
    At most eight steps, cycles end it; what the actor may not see leaves no trace, nor does what lies behind it.
    """
    start = cards(actor, [subject])
    stations = {key: Station(card, "", card.at) for key, card in start.items()}
    up, down = set(stations), set(stations)
    for _ in range(MAX_STEPS):
        if not up and not down:
            break
        ties = links_of(up | down)
        causes = {tie.source: tie for tie in ties if tie.target in up}
        results = {tie.target: tie for tie in ties if tie.source in down}
        found = {key: tie for key, tie in (causes | results).items() if key not in stations}
        seen = cards(actor, list(found))
        for key, card in seen.items():
            stations[key] = Station(card, found[key].kind, card.at or found[key].at)
        up, down = set(seen) & set(causes), set(seen) & set(results)
    return sorted(stations.values(), key=_by_date)


def _by_date(station: Station) -> tuple[bool, float]:
    return (station.at is None, station.at.timestamp() if station.at else 0)
