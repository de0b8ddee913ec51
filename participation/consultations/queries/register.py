"""The register of formats: filtered, counted and paged in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select, tuple_
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.interfaces import ORMOption

from kernel.actors import Actor
from kernel.database import db
from participation.consultations.models.formats import Format, Phase, State
from participation.consultations.queries.formats import in_office_of, seen_by
from participation.consultations.rules.standing import Standing

PAGE = 20
WHOLE_CITY = "stadtweit"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor wants to see of the register; `after` is where the last page ended."""

    standing: Standing | None = None
    district_key: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the register and where the next one begins; None on the last."""

    formats: Sequence[Format]
    after: str | None


def listed_formats(actor: Actor, filters: Filters, at: datetime) -> Page:
    """Public formats the actor may see, newest first; `stadtweit` is a district here."""
    shown = and_(seen_by(actor), Format.state != State.ENTWURF)
    statement = select(Format).where(shown, _in_district(filters.district_key))
    if filters.standing:
        statement = statement.where(standing_column(at) == filters.standing.value)
    if place := _place(filters.after):
        statement = statement.where(tuple_(Format.published_at, Format.id) < place)
    statement = statement.order_by(Format.published_at.desc(), Format.id.desc())
    return _page(db.session.scalars(statement.limit(PAGE + 1).options(*_light())).all())


def count_by_standing(actor: Actor, district_key: str | None, at: datetime) -> dict[Standing, int]:
    """How many formats the register holds under each standing."""
    standing = standing_column(at).label("standing")
    statement = (
        select(standing, func.count().label("number"))
        .select_from(Format)
        .where(seen_by(actor), Format.state != State.ENTWURF, _in_district(district_key))
        .group_by(standing)
    )
    found = {row.standing: row.number for row in db.session.execute(statement)}
    return {standing: found.get(standing.value, 0) for standing in Standing}


def office_formats(actor: Actor) -> Sequence[Format]:
    """What lies in the actor's office scope: drafts first, then as changed last."""
    statement = (
        select(Format)
        .where(in_office_of(actor, "administration"))
        .order_by(Format.state != State.ENTWURF, Format.edited_at.desc(), Format.id)
        .options(*_light())
    )
    return db.session.scalars(statement).all()


def standing_column(at: datetime) -> ColumnElement[str]:
    """`standing_of` as SQL, so that a page can be filtered before it is cut."""
    own = Phase.format_id == Format.id
    begun = exists().where(own, Phase.starts_at <= at)
    unfinished = exists().where(
        own, Phase.starts_at.is_not(None), or_(Phase.ends_at.is_(None), Phase.ends_at > at)
    )
    over = or_(Format.state == State.ARCHIVIERT, and_(begun, not_(unfinished)))
    return case(
        (over, Standing.BEENDET.value), (begun, Standing.LAEUFT.value), else_=Standing.KOMMT.value
    )


def _in_district(key: str | None) -> ColumnElement[bool]:
    if key is None:
        return Format.id.is_not(None)
    if key == WHOLE_CITY:
        return Format.district_key.is_(None)
    return Format.district_key == key


def _light() -> tuple[ORMOption, ...]:
    """A list shows neither people nor categories."""
    return (lazyload(Format.categories), lazyload(Format.responsibles))


def _page(rows: Sequence[Format]) -> Page:
    shown = rows[:PAGE]
    return Page(shown, _mark(shown[-1]) if len(rows) > PAGE else None)


def _mark(last: Format) -> str:
    return f"{last.published_at.isoformat()}~{last.id}" if last.published_at else ""


def _place(mark: str | None) -> tuple[datetime, UUID] | None:
    """Where a page begins; a mark that nobody made begins at the start."""
    try:
        moment, _, number = (mark or "").partition("~")
        found = datetime.fromisoformat(moment), UUID(number)
    except ValueError:
        return None
    return found if found[0].tzinfo else None
