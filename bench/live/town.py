"""What the live line is measured on, made by services: people with keys, conversations, a meeting that runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from accounts.people.models import Person
from accounts.sessions.services.sessions import create_token
from bench import world
from bench.live import servers
from bench.live.servers import Served
from kernel.database import in_transaction
from roundtable.meetings import services as meetings
from roundtable.meetings.models import Meeting
from roundtable.minutes import queries
from tests.factories.meetings import Round, a_round, one_more_seat, planned
from tests.factories.people import person
from tests.factories.proposals import a_proposal

#: a_round has taken the first ones
FIRST_SEAT = 20


@dataclass(frozen=True)
class Visitors:
    """People, and a key of each for a program of theirs."""

    people: list[Person]
    tokens: list[str]


@contextmanager
def place() -> Iterator[Path]:
    """An empty platform in a folder of its own, with a hand in its database; we ask from the second processor."""
    with TemporaryDirectory(prefix="forum-bench-") as name:
        folder = Path(name)
        with servers.asking(), world.platform(folder):
            yield folder


@contextmanager
def both(folder: Path, program: str) -> Iterator[tuple[Served, Served]]:
    """Our server on this folder, and one of Node."""
    with servers.ours(folder) as here, servers.node(program, folder) as there:
        yield here, there


def visitors(number: int) -> Visitors:
    """So many people with a key each."""
    people = in_transaction(lambda: [person(f"Person {n}") for n in range(number)])
    return Visitors(people, _keys(people))


def a_conversation() -> str:
    """The room of a conversation in which nobody has said anything yet."""
    return f"thread:{a_proposal().subject}"


@dataclass(frozen=True)
class Table:
    """A live text of a running meeting, and the keys of members who may write in it."""

    doc: UUID
    tokens: list[str]


def a_table(members: int) -> Table:
    """A meeting under way at a table of so many members; they got their seats after it was invited to."""
    made = a_round()
    meeting = _running(made)
    seats = range(FIRST_SEAT, FIRST_SEAT + members)

    def seat() -> None:
        for number in seats:
            one_more_seat(made, number)

    in_transaction(seat)
    people = [made.persons[f"mitglied-{number}"] for number in seats]
    return Table(queries.doc_of_item(meeting.items[0].id).id, _keys(people))


def _running(made: Round) -> Meeting:
    """By the server's own clock."""
    meeting, chair = planned(made), made.actor("chair")
    meetings.invite(actor=chair, meeting=meeting, link_to=lambda secret: secret, reason="Es eilt.")
    meetings.note_presence(actor=chair, meeting=meeting, seat_id=made.seat_id("anna"), inward=True)
    return meetings.start_meeting(actor=chair, meeting=meeting, agenda_confirmed=True)


def _keys(people: list[Person]) -> list[str]:
    return in_transaction(lambda: [create_token(person=one, days=1) for one in people])
