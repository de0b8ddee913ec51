"""What the database itself forbids at a table."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, scoped_session

from kernel.ids import new_id
from roundtable.tables.models import Deputy, RoundTable, Seat, SeatGroup
from roundtable.tables.rules.seats import Interval, Role, overlap
from tests.factories.people import person

Database = scoped_session[Session]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def a_table(database: Database, code: str = "RT") -> RoundTable:
    table = RoundTable(
        id=new_id(), slug=code.lower(), code=code, name="Tisch", purpose="", taking_part="",
        place="", created_at=MONDAY, edited_at=MONDAY,
    )  # fmt: skip
    table.groups = [SeatGroup(key="company", title="Unternehmen", position=1)]
    database.add(table)
    database.flush()
    return table


def a_seat(table: RoundTable, number: int = 1, **others: object) -> Seat:
    values: dict[str, object] = {
        "group_key": "company", "role": Role.MEMBER, "votes": True, "organisation": "",
        "starts_at": MONDAY,
    }  # fmt: skip
    return Seat(table_id=table.id, number=number, **{**values, **others})


def refuses(database: Database, rows: Sequence[object]) -> bool:
    try:
        with database.begin_nested():
            database.add_all(rows)
            database.flush()
    except IntegrityError:
        return True
    return False


def test_a_seat_has_one_person_at_a_time(database: Database) -> None:
    table = a_table(database)
    assert not refuses(database, [a_seat(table)])
    assert refuses(database, [a_seat(table, starts_at=MONDAY + DAY)])


def test_a_person_has_one_seat_at_a_table(database: Database) -> None:
    ana = person("Ana")
    table, other = a_table(database), a_table(database, "BZ")
    assert not refuses(database, [a_seat(table, 1, person_id=ana.id)])
    assert refuses(database, [a_seat(table, 2, person_id=ana.id)])
    assert not refuses(database, [a_seat(other, 1, person_id=ana.id)])


def test_guests_never_vote(database: Database) -> None:
    table = a_table(database)
    assert refuses(database, [a_seat(table, role=Role.GUEST)])
    assert not refuses(database, [a_seat(table, role=Role.GUEST, votes=False)])


def test_a_seat_belongs_to_a_group_of_its_table(database: Database) -> None:
    assert refuses(database, [a_seat(a_table(database), group_key="union")])


def test_a_code_is_given_once(database: Database) -> None:
    a_table(database)
    with pytest.raises(IntegrityError), database.begin_nested():
        a_table(database)


def test_a_deputy_stands_once_in_the_order(database: Database) -> None:
    ana, bo = person("Ana"), person("Bo")
    seat = a_seat(a_table(database))
    database.add(seat)
    database.flush()

    def deputy(position: int, person_id: UUID) -> Deputy:
        return Deputy(seat_id=seat.id, position=position, person_id=person_id)

    assert not refuses(database, [deputy(1, ana.id)])
    assert refuses(database, [deputy(2, ana.id)])
    assert refuses(database, [deputy(1, bo.id)])


spans = some.tuples(some.integers(0, 6), some.none() | some.integers(0, 6)).map(
    lambda pair: (MONDAY + pair[0] * DAY, None if pair[1] is None else MONDAY + pair[1] * DAY)
)
befores = some.none() | some.integers(0, 6).map(lambda day: MONDAY + day * DAY)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.lists(some.tuples(spans, befores), min_size=2, max_size=5))
def test_whatever_is_written_intervals_of_a_number_never_overlap(
    database: Database, drawn: list
) -> None:
    with database.begin_nested() as undo:
        table = a_table(database, f"X{new_id().hex[-8:]}")
        kept: list[Interval] = []
        for (start, end), before in drawn:
            row = a_seat(table, starts_at=start, ends_at=end, free_since=before)
            if not refuses(database, [row]):
                kept.append(Interval(start, end))
        clashes = [(a, b) for n, a in enumerate(kept) for b in kept[n + 1 :] if overlap(a, b)]
        assert clashes == []
        undo.rollback()


def test_a_seat_is_followed_by_the_next(database: Database) -> None:
    table = a_table(database)
    ends = [MONDAY + DAY * number for number in range(4)]
    rows = [
        a_seat(table, starts_at=start, ends_at=end, free_since=start if start > MONDAY else None)
        for start, end in pairwise(ends)
    ]
    assert [refuses(database, [row]) for row in rows] == [False] * 3
    assert refuses(database, [a_seat(table, starts_at=ends[1], free_since=ends[1])])
    assert not refuses(database, [a_seat(table, starts_at=ends[3], free_since=ends[3])])
