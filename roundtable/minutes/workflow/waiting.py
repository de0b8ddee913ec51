"""What waits for whom about minutes: to release for the office; to submit, decide or read for the table."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from accounts.roles import ADMINISTRATION
from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from kernel.i18n import _, plural
from kernel.waiting import Waiting
from roundtable.meetings.models import Meeting
from roundtable.minutes.rules.objections import State as Standing
from roundtable.minutes.rules.states import State
from roundtable.minutes.workflow.models import (
    Consent,
    Minutes,
    MinutesReturn,
    MinutesVersion,
    Objection,
    Publication,
)
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.queries import kept_by
from roundtable.tables.rules.names import full_name
from roundtable.tables.rules.seats import Role
from roundtable.tables.seating import in_force

T = TypeVar("T")
PUBLIC = (State.VEROEFFENTLICHT, State.BERICHTIGT)
WRITTEN = (State.REDAKTION, State.UEBERARBEITUNG)


def minutes_to_release(actor: Actor) -> list[Waiting]:
    """Approved minutes and corrections that this administration may release, by table; one statement."""
    if not actor.has_somewhere(ADMINISTRATION):
        return []
    tables = groupby(db.session.execute(_releases(actor)), key=lambda row: (row.slug, row.name))
    return [_to_release(name, list(rows)) for (_slug, name), rows in tables]


def minutes_at_the_table(actor: Actor) -> Iterable[Waiting]:
    """What a member has to do with minutes now; one statement."""
    if actor.person_id is None:
        return []
    rows = db.session.execute(_at_the_table(actor)).all()
    return [line for row in rows for line in _lines(row)]


def _to_release(name: str, rows: list[Row[*tuple[Any, ...]]]) -> Waiting:
    what = plural("%(num)d Protokoll freigeben", "%(num)d Protokolle freigeben", len(rows))
    since = min(row.submitted_at for row in rows)
    address = _address(rows[0], "freigeben")
    return Waiting(f"{what} ({full_name(name)})", address, since=since)


def _lines(row: Row[*tuple[Any, ...]]) -> Iterator[Waiting]:
    stand = _address(row, "stand")
    keeps = row.role is Role.SECRETARY or (row.role is Role.CHAIR and not row.has_secretary)
    if row.state in WRITTEN:
        if keeps:
            yield _to_write(row)
        return
    if keeps and row.wishes:
        text = plural(
            "%(num)d Änderungswunsch entscheiden",
            "%(num)d Änderungswünsche entscheiden",
            row.wishes,
        )
        yield Waiting(f"{text} ({row.number})", stand, since=row.submitted_at)
    if row.objections_until > clock.now() and not row.answered:
        text = _("Protokoll lesen (%(number)s)", number=row.number)
        yield Waiting(text, stand, since=row.submitted_at, until=row.objections_until)


def _to_write(row: Row[*tuple[Any, ...]]) -> Waiting:
    """Where the administration gave minutes back, their page says why."""
    if row.returned_at:
        text = _("Zurückgegebenes Protokoll überarbeiten (%(number)s)", number=row.number)
        return Waiting(text, _address(row, "stand"), since=row.returned_at)
    text = _("Protokoll vorlegen (%(number)s)", number=row.number)
    return Waiting(text, _address(row, "vorlegen"), since=row.closed_at)


def _address(row: Row[*tuple[Any, ...]], page: str) -> str:
    nr = f"{row.year}-{row.running:02}"
    return f"/runde-tische/{row.slug}/sitzungen/{nr}/protokoll/{page}"


def _releases(actor: Actor) -> Select[*tuple[Any, ...]]:
    """A correction of what is not public changes nothing that could be released."""
    corrected = and_(
        Minutes.state.in_(PUBLIC),
        Minutes.number > _last(Publication.version_number),
        MinutesVersion.public_sha256 != _last(Publication.sha256),
    )
    return (
        select(
            RoundTable.slug,
            RoundTable.name,
            Meeting.year,
            Meeting.running,
            MinutesVersion.submitted_at,
        )
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(Meeting.table)
        .join(MinutesVersion, _is_newest())
        .where(
            or_(Minutes.state == State.GENEHMIGT, corrected),
            MinutesVersion.submitted_by != actor.person_id,
            kept_by(actor),
        )
        .order_by(RoundTable.slug, Meeting.starts_at)
    )


def _last(what: InstrumentedAttribute[T]) -> ScalarSelect[T]:
    """This of what was published last."""
    statement = select(what).where(Publication.meeting_id == Minutes.meeting_id)
    return statement.order_by(Publication.number.desc()).limit(1).scalar_subquery()


def _at_the_table(actor: Actor) -> Select[*tuple[Any, ...]]:
    own, keeper = aliased(Seat), aliased(Seat)
    wishes = select(func.count()).where(
        Objection.meeting_id == Minutes.meeting_id, Objection.state == Standing.OFFEN
    )
    at = clock.now()
    kept = exists().where(
        keeper.table_id == Meeting.table_id,
        keeper.role == Role.SECRETARY,
        keeper.person_id.is_not(None),
        in_force(at, keeper),
    )
    return (
        select(
            RoundTable.slug,
            Meeting.year,
            Meeting.running,
            Meeting.number,
            Meeting.closed_at,
            Minutes.state,
            Minutes.objections_until,
            MinutesVersion.submitted_at,
            MinutesReturn.returned_at,
            own.role,
            kept.label("has_secretary"),
            wishes.scalar_subquery().label("wishes"),
            _has_answered(own).label("answered"),
        )
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(Meeting.table)
        .join(own, own.table_id == Meeting.table_id)
        .outerjoin(MinutesVersion, _is_newest())
        .outerjoin(MinutesReturn, _is_of_newest())
        .where(
            own.person_id == actor.person_id,
            own.role != Role.GUEST,
            in_force(at, own),
            Minutes.state.in_((*WRITTEN, State.VORGELEGT)),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )


def _is_newest() -> ColumnElement[bool]:
    return and_(
        MinutesVersion.meeting_id == Minutes.meeting_id, MinutesVersion.number == Minutes.number
    )


def _is_of_newest() -> ColumnElement[bool]:
    return and_(
        MinutesReturn.meeting_id == Minutes.meeting_id, MinutesReturn.number == Minutes.number
    )


def _has_answered(own: type[Seat]) -> ColumnElement[bool]:
    """Whether the seat agreed with the version that lies before the table, or wishes to change it."""
    agreed = exists().where(Consent.version_id == MinutesVersion.id, Consent.seat_id == own.id)
    wished = exists().where(
        Objection.meeting_id == Minutes.meeting_id,
        Objection.number == Minutes.number,
        Objection.seat_id == own.id,
    )
    return or_(agreed, wished)
