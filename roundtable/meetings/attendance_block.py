"""Who was there, as a block of minutes: `[[Anwesenheit]]`, at whichever item somebody writes it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from accounts.people.queries import names_of
from kernel.database import db
from kernel.i18n import _
from kernel.markdown import escaped
from roundtable.meetings.blocks import Block, person_mark, quoted
from roundtable.meetings.models import Presence
from roundtable.meetings.queries import log_of
from roundtable.tables.models import Seat

MARK = "Anwesenheit"


def attendance(meeting_id: UUID) -> Iterable[Block]:
    """Everybody who came for a seat at any time, by seat; how many were there at the end, and how many it needed."""
    log = log_of(meeting_id)
    if not log:
        return
    came = {row.seat_id: row for row in log if row.inward}
    statement = select(Seat).where(Seat.id.in_(came)).order_by(Seat.number)
    seats = db.session.scalars(statement).all()
    names = names_of([seat.person_id for seat in seats if seat.person_id])
    people = (_mark(seat, came[seat.id], names) for seat in seats)
    yield Block(MARK, None, quoted(f"**{_('Anwesenheit')}**", ", ".join(people), _quorum(log[-1])))


def _mark(seat: Seat, row: Presence, names: dict[UUID, str]) -> str:
    name = row.deputy_name or (names[seat.person_id] if seat.person_id else "")
    return person_mark(name, seat.label)


def _quorum(last: Presence) -> str:
    words = _(
        "Zuletzt waren %(present)s Sitze mit Stimme da, %(required)s waren nötig.",
        present=last.present,
        required=last.required,
    )
    return escaped(words)
