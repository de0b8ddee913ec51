"""Seats: who gives them, what their loss takes away, who stands in, and what the public learns."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from accounts.people.models import Person
from accounts.people.services import disable_person
from kernel import clock
from kernel.actors import SYSTEM, Actor, tokens_of
from kernel.database import db
from kernel.errors import NotPermitted, Refusal, RuleViolation
from kernel.events import EventRow
from roundtable.tables.glance import groups_of
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.permissions import can_chair, can_secretary, is_member, sits
from roundtable.tables.rules.names import PublicName
from roundtable.tables.rules.seats import Role
from roundtable.tables.seating import seated
from roundtable.tables.services.seats import (
    DeputyDoesNotFit,
    PersonHasASeat,
    PersonIsUnknown,
    SeatIsOver,
    add_deputy,
    choose_public_name,
    end_seat,
    give_seat,
    remove_deputy,
    replace_seat,
)
from tests.factories.people import actor, actor_of, person
from tests.factories.tables import a_seat, a_table, seat_draft

Database = scoped_session[Session]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def table(database: Database) -> RoundTable:
    return a_table()


@pytest.fixture
def chair(table: RoundTable) -> Actor:
    leader = person("Frau Kern")
    a_seat(table, leader, Role.CHAIR)
    return actor_of(leader)


def last_event() -> EventRow:
    return db.session.scalars(select(EventRow).order_by(EventRow.seq.desc()).limit(1)).one()


def test_seats_get_numbers_in_order_and_no_number_twice(table: RoundTable) -> None:
    seats = [a_seat(table, person(name)) for name in ("Ana", "Bo", "Cem")]
    end_seat(actor=SYSTEM, seat=seats[2])
    assert [*(seat.label for seat in seats), a_seat(table).label] == ["S1", "S2", "S3", "S4"]


def test_a_person_sits_once_at_a_table(table: RoundTable) -> None:
    ana, other = person("Ana"), a_table()
    a_seat(table, ana)
    with pytest.raises(PersonHasASeat) as refused:
        a_seat(table, ana)
    assert refused.value.field == "email"
    assert a_seat(other, ana).number == 1


def test_a_new_person_is_a_new_row_of_the_same_number(table: RoundTable) -> None:
    ana, bo = person("Ana"), person("Bo")
    with clock.standing_at(MONDAY):
        first = a_seat(table, ana)
    with clock.standing_at(MONDAY + DAY):
        second = replace_seat(actor=SYSTEM, seat=first, draft=seat_draft(bo))
    held = [(s.number, s.person_id, s.starts_at, s.ends_at) for s in (first, second)]
    assert held == [(1, ana.id, MONDAY, MONDAY + DAY), (1, bo.id, MONDAY + DAY, None)]
    assert seated(table.id, ana.id, MONDAY) is not None
    assert seated(table.id, ana.id, MONDAY + DAY) is None
    assert seated(table.id, bo.id, MONDAY + DAY) is not None


def test_the_same_person_may_come_back(table: RoundTable) -> None:
    ana = person("Ana")
    with clock.standing_at(MONDAY):
        seat = a_seat(table, ana)
    for day in (1, 2, 3):
        with clock.standing_at(MONDAY + day * DAY):
            seat = replace_seat(actor=SYSTEM, seat=seat, draft=seat_draft(ana))
    assert seat.free_since == seat.starts_at == MONDAY + 3 * DAY


def test_guests_never_vote_whatever_was_sent(table: RoundTable) -> None:
    assert not a_seat(table, person("Ana"), Role.GUEST, votes=True).votes
    assert a_seat(table, person("Bo"), Role.MEMBER, votes=True).votes
    assert not a_seat(table, person("Cem"), Role.MEMBER, votes=False).votes


def test_what_a_person_may_do_is_what_their_seat_says(table: RoundTable) -> None:
    at, found = clock.now(), {}
    for role in Role:
        who = person(role.value.title())
        a_seat(table, who, role)
        at = clock.now()
        questions = (can_chair, can_secretary, is_member, sits)
        found[role] = [ask(actor_of(who), table, at) for ask in questions]
    assert found == {
        Role.CHAIR: [True, True, True, True],
        Role.SECRETARY: [False, True, True, True],
        Role.MEMBER: [False, False, True, True],
        Role.GUEST: [False, False, False, True],
    }
    assert not sits(actor(), table, clock.now())
    assert not sits(Actor(), table, clock.now())


def test_the_loss_of_a_seat_is_an_event_and_takes_its_rights(table: RoundTable) -> None:
    ana = person("Ana")
    seat, me = a_seat(table, ana), actor_of(ana)
    assert f"table:{table.id}" in tokens_of(me)
    end_seat(actor=SYSTEM, seat=seat)
    event = last_event()
    assert (event.kind, event.payload["person_id"]) == ("table.seat_ended", str(ana.id))
    assert event.subject == table.subject
    assert sorted(event.audience) == sorted([f"table:{table.id}", "office"])
    assert f"table:{table.id}" not in tokens_of(me)
    assert not is_member(me, table, clock.now())


def test_a_guest_hears_nothing_of_the_table(table: RoundTable) -> None:
    guest = person("Gast")
    a_seat(table, guest, Role.GUEST)
    assert f"table:{table.id}" not in tokens_of(actor_of(guest))


def test_the_chair_takes_members_and_guests_in_and_nobody_else(
    table: RoundTable, chair: Actor
) -> None:
    for role in (Role.MEMBER, Role.GUEST):
        draft = seat_draft(person("Neu"), role)
        given = give_seat(actor=chair, table=table, draft=draft)
        end_seat(actor=chair, seat=given)
    for role in (Role.CHAIR, Role.SECRETARY):
        draft = seat_draft(person("Neu"), role)
        with pytest.raises(NotPermitted):
            give_seat(actor=chair, table=table, draft=draft)


def test_the_chair_makes_nobody_secretary_by_handing_a_seat_on(
    table: RoundTable, chair: Actor
) -> None:
    neu = person("Neu")
    member, secretary = a_seat(table), a_seat(table, role=Role.SECRETARY)
    with pytest.raises(NotPermitted):
        replace_seat(actor=chair, seat=member, draft=seat_draft(neu, Role.SECRETARY))
    with pytest.raises(NotPermitted):
        replace_seat(actor=chair, seat=secretary, draft=seat_draft(neu))
    with pytest.raises(NotPermitted):
        end_seat(actor=chair, seat=secretary)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.GUEST])
def test_nobody_else_at_the_table_gives_seats(table: RoundTable, role: Role) -> None:
    me = person("Ana")
    a_seat(table, me, role)
    with pytest.raises(NotPermitted):
        give_seat(actor=actor_of(me), table=table, draft=seat_draft())


def test_a_chair_who_lost_the_seat_gives_no_more(table: RoundTable, chair: Actor) -> None:
    assert chair.person_id
    own = seated(table.id, chair.person_id, clock.now())
    assert own
    end_seat(actor=SYSTEM, seat=own)
    with pytest.raises(NotPermitted):
        give_seat(actor=chair, table=table, draft=seat_draft())


def test_a_closed_account_gets_no_seat(table: RoundTable) -> None:
    gone = person("Weg")
    disable_person(actor=SYSTEM, person=gone)
    with pytest.raises(PersonIsUnknown):
        a_seat(table, gone)


def test_a_seat_belongs_to_a_group_of_its_table(table: RoundTable) -> None:
    with pytest.raises(RuleViolation) as refused:
        a_seat(table, group_key="piraten")
    assert refused.value.field == "group_key"


def test_what_has_ended_is_not_changed(table: RoundTable) -> None:
    ana = person("Ana")
    seat = a_seat(table, ana)
    end_seat(actor=SYSTEM, seat=seat)
    deeds: list[Callable[[], object]] = [
        lambda: end_seat(actor=SYSTEM, seat=seat),
        lambda: replace_seat(actor=SYSTEM, seat=seat, draft=seat_draft()),
        lambda: add_deputy(actor=SYSTEM, seat=seat, person_id=ana.id),
        lambda: choose_public_name(actor=actor_of(ana), seat=seat, level=PublicName.NAME),
    ]
    for deed in deeds:
        with pytest.raises(SeatIsOver):
            deed()


def stand_in(seat: Seat, *people: Person) -> list[object]:
    for one in people:
        add_deputy(actor=SYSTEM, seat=seat, person_id=one.id)
    return [deputy.person_id for deputy in seat.deputies]


def test_deputies_stand_in_a_row(table: RoundTable) -> None:
    people = [person(name) for name in ("Ana", "Bo", "Cem", "Dana")]
    seat = a_seat(table, people[0])
    assert stand_in(seat, *people[1:]) == [one.id for one in people[1:]]
    remove_deputy(actor=SYSTEM, seat=seat, person_id=people[2].id)
    assert last_event().kind == "table.deputy_removed"
    assert stand_in(seat, people[2]) == [people[n].id for n in (1, 3, 2)]
    assert seat.as_place.deputies == tuple(people[n].id for n in (1, 3, 2))


def test_removing_who_does_not_stand_in_is_no_event(table: RoundTable) -> None:
    seat = a_seat(table, person("Ana"))
    before = last_event().seq
    remove_deputy(actor=SYSTEM, seat=seat, person_id=seat.id)
    assert last_event().seq == before


def test_nobody_stands_in_twice_or_for_themselves(table: RoundTable) -> None:
    ana, bo = person("Ana"), person("Bo")
    seat = a_seat(table, ana)
    stand_in(seat, bo)
    for one in (ana, bo):
        with pytest.raises(DeputyDoesNotFit):
            stand_in(seat, one)


def test_a_row_of_deputies_ends_with_the_fifth(table: RoundTable) -> None:
    people = [person(f"Nummer {n}") for n in range(6)]
    seat = a_seat(table, person("Ana"))
    stand_in(seat, *people[:5])
    with pytest.raises(DeputyDoesNotFit, match="höchstens"):
        stand_in(seat, people[5])


def test_nobody_stands_in_for_nobody(table: RoundTable) -> None:
    bo, seat = person("Bo"), a_seat(table)
    with pytest.raises(DeputyDoesNotFit, match="unbesetzt"):
        stand_in(seat, bo)


def shown(table: RoundTable, *, inside: bool = False) -> list[str]:
    found = groups_of(table, clock.now(), inside=inside)
    return [seat.shown for group in found for seat in group.seats]


def test_the_public_reads_only_what_the_person_chose(table: RoundTable) -> None:
    ana = person("Ana Lopes")
    seat, me = a_seat(table, ana, organisation="Hafenwerk"), actor_of(ana)
    a_seat(table)
    assert shown(table) == ["nicht namentlich genannt", "zurzeit unbesetzt"]
    choose_public_name(actor=me, seat=seat, level=PublicName.ORGANISATION)
    assert shown(table)[0] == "Hafenwerk"
    choose_public_name(actor=me, seat=seat, level=PublicName.NAME)
    assert shown(table)[0] == "Ana Lopes, Hafenwerk"
    choose_public_name(actor=me, seat=seat, level=PublicName.GROUP)
    assert shown(table)[0] == "nicht namentlich genannt"
    assert shown(table, inside=True)[0] == "Ana Lopes, Hafenwerk"


def test_nobody_chooses_for_another(table: RoundTable, chair: Actor) -> None:
    seat = a_seat(table, person("Ana"))
    for other in (chair, SYSTEM, Actor()):
        with pytest.raises(NotPermitted):
            choose_public_name(actor=other, seat=seat, level=PublicName.NAME)


def test_a_new_person_begins_unnamed(table: RoundTable) -> None:
    ana, bo = person("Ana"), person("Bo")
    seat = a_seat(table, ana)
    choose_public_name(actor=actor_of(ana), seat=seat, level=PublicName.NAME)
    heir = replace_seat(actor=SYSTEM, seat=seat, draft=seat_draft(bo))
    assert heir.public_name is PublicName.GROUP


def test_no_event_of_a_table_holds_a_name(table: RoundTable) -> None:
    ana = person("Ana Lopes-Unverwechselbar")
    seat = a_seat(table, ana)
    stand_in(seat, person("Bo Unverwechselbar"))
    rows = db.session.scalars(select(EventRow).where(EventRow.subject_kind == "table")).all()
    assert [row.kind for row in rows if "Unverwechselbar" in str(row.payload)] == []


def test_a_refused_deed_leaves_the_seat_as_it_was(table: RoundTable) -> None:
    ana, bo = person("Ana"), person("Bo")
    seat = a_seat(table, ana)
    a_seat(table, bo)
    with pytest.raises(Refusal):
        replace_seat(actor=SYSTEM, seat=seat, draft=seat_draft(bo))
    assert seated(table.id, ana.id, clock.now()) is not None
