"""Meetings of a table with people on its seats; through the services, each step at its moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from accounts.people.models import Person
from kernel import clock
from kernel.actors import Actor
from kernel.database import db, in_transaction
from kernel.ids import new_id
from roundtable.meetings import services
from roundtable.meetings.models import AgendaItem, Meeting
from roundtable.meetings.services import Answer, ItemDraft, MeetingDraft, RsvpDraft
from roundtable.tables.models import RoundTable, Seat, SeatGroup
from roundtable.tables.rules.seats import Role
from roundtable.tables.services.seats import add_deputy
from tests.factories import people

#: a Monday before summer time begins; meetings take place five weeks later
MONDAY = datetime(2024, 3, 4, 9, tzinfo=UTC)
MEETS_AT = MONDAY + timedelta(days=38, hours=6)
GROUPS = {
    "company": "Unternehmen",
    "civil_society": "Zivilgesellschaft",
    "administration": "Verwaltung",
}
_number = count(1)


@dataclass
class Round:
    """A table and who sits there, by role or name."""

    table: RoundTable
    seats: dict[str, Seat] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """This person as services know them."""
        return people.actor_of(self.persons[key])

    def seat_id(self, key: str) -> UUID:
        """The id of this person's seat."""
        return self.seats[key].id


SEATS = {
    "chair": (Role.CHAIR, "company", True),
    "secretary": (Role.SECRETARY, "administration", False),
    "anna": (Role.MEMBER, "civil_society", True),
    "ben": (Role.MEMBER, "company", True),
    "guest": (Role.GUEST, "company", False),
}


def a_round(code: str = "", **texts: str) -> Round:
    """A table with chair, secretary, two members and a guest; chair, anna and ben vote."""
    code = code or f"M{next(_number)}"
    made = Round(in_transaction(lambda: _table(code, texts)))
    for place, (key, (role, group, votes)) in enumerate(SEATS.items(), 1):
        made.persons[key] = people.person(key.capitalize())
        made.seats[key] = in_transaction(
            lambda k=key, p=place, r=role, g=group, v=votes: _seat(made, k, p, r, g, votes=v)
        )
    return made


def _table(code: str, texts: dict[str, str]) -> RoundTable:
    table = RoundTable(
        id=new_id(),
        slug=f"tisch-{code.lower()}",
        code=code,
        name=texts.get("name", f"Engagementfreundliche Unternehmen {code}"),
        purpose=texts.get("purpose", "Unternehmen machen Engagement leichter."),
        taking_part="Schreiben Sie der Leitung.",
        place="Rathaus",
        created_at=MONDAY,
        edited_at=MONDAY,
    )
    table.groups = [
        SeatGroup(key=key, title=title, position=n) for n, (key, title) in enumerate(GROUPS.items())
    ]
    db.session.add(table)
    return table


def _seat(made: Round, key: str, number: int, role: Role, group: str, *, votes: bool) -> Seat:
    seat = Seat(
        id=new_id(),
        table_id=made.table.id,
        number=number,
        person_id=made.persons[key].id,
        group_key=group,
        role=role,
        votes=votes,
        organisation="",
        starts_at=MONDAY,
    )
    db.session.add(seat)
    return seat


def one_more_seat(made: Round, number: int) -> None:
    """Another member."""
    key = f"mitglied-{number}"
    made.persons[key] = people.person(f"Mitglied {number}")
    made.seats[key] = _seat(made, key, number, Role.MEMBER, "company", votes=True)


def a_deputy(made: Round, key: str, who: Person | None = None) -> Person:
    """Somebody who may stand in on this seat; without another one it is Mia Wolf, who has no seat, as `mia`."""
    who = who or made.persons.setdefault("mia", people.person("Mia Wolf"))
    add_deputy(actor=people.actor(role="administration"), seat=made.seats[key], person_id=who.id)
    return who


def draft(**others: object) -> MeetingDraft:
    """A meeting in five weeks, three hours long."""
    plain = MeetingDraft(
        title="Vierte Sitzung",
        starts_at=MEETS_AT,
        ends_at=MEETS_AT + timedelta(hours=3),
        place="Rathaus, Saal 3",
        place_notes="Aufzug am Nordeingang",
        video_url="https://video.example.org/vierte",
        dial_in="040 123456",
    )
    return replace(plain, **others)  # type: ignore[arg-type]


@contextmanager
def at(moment: datetime = MONDAY) -> Iterator[None]:
    """The server's clock at a moment, standing still, in every thread."""
    original = clock.now
    clock.now = lambda: moment
    try:
        yield
    finally:
        clock.now = original


def planned(made: Round, **others: object) -> Meeting:
    """A meeting with a date and its first items."""
    with at():
        return services.plan_meeting(
            actor=made.actor("chair"), table=made.table, draft=draft(**others)
        )


def with_item(made: Round, meeting: Meeting, title: str, **others: object) -> AgendaItem:
    """One more item."""
    with at():
        item = ItemDraft(title, **others)  # type: ignore[arg-type]
        return services.add_item(actor=made.actor("secretary"), meeting=meeting, draft=item)


def link_to(secret: str) -> str:
    """The address of an answer."""
    return f"http://forum.example/rueckmeldung?schluessel={secret}"


def invited(made: Round, meeting: Meeting | None = None) -> Meeting:
    """A meeting to which everybody was invited in time."""
    meeting = meeting or planned(made)
    with at():
        services.invite(actor=made.actor("chair"), meeting=meeting, link_to=link_to)
    return meeting


def answered(made: Round, meeting: Meeting, key: str, deputy: str, needs: str) -> None:
    """Somebody is stood in for, and says what they need."""
    draft = RsvpDraft(Answer.VERTRETUNG, deputy_name=deputy, needs_note=needs)
    with at():
        services.answer_as(actor=made.actor(key), meeting=meeting, draft=draft)


def running(made: Round, meeting: Meeting | None = None) -> Meeting:
    """A meeting that began with the chair and anna."""
    meeting = invited(made, meeting)
    with at(MEETS_AT):
        for key in ("chair", "anna"):
            services.note_presence(
                actor=made.actor("secretary"),
                meeting=meeting,
                seat_id=made.seat_id(key),
                inward=True,
            )
        services.start_meeting(actor=made.actor("chair"), meeting=meeting, agenda_confirmed=True)
    return meeting


def goes_on(meeting: Meeting) -> Meeting:
    """The meeting by the real clock: a server's worker deletes what was talked in meetings of long ago."""

    def move() -> None:
        meeting.ends_at = clock.now() + timedelta(hours=2)

    in_transaction(move)
    return meeting
