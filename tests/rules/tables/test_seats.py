"""Seats: intervals, votes, and who stands in for whom."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from roundtable.tables.rules.names import PublicName, full_name, public_name
from roundtable.tables.rules.seats import (
    Interval,
    Place,
    Role,
    label,
    may_vote,
    overlap,
    stand_ins,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = [UUID(int=number) for number in range(1, 9)]

moments = some.integers(0, 20).map(lambda hours: START + timedelta(hours=hours))
people = some.sampled_from(PEOPLE)


@some.composite
def intervals(draw) -> Interval:
    start = draw(moments)
    length = draw(some.none() | some.integers(0, 10))
    return Interval(start, None if length is None else start + timedelta(hours=length))


@some.composite
def tables(draw) -> list[Place]:
    """Seats of a table: each person holds one at most; deputies may be anybody."""
    holders = draw(some.lists(some.none() | people, min_size=1, max_size=6))
    seen: set[UUID] = set()
    places = []
    for number, holder in enumerate(holders, 1):
        kept = None if holder in seen else holder
        seen |= {kept} if kept else set()
        deputies = draw(some.lists(people, max_size=3, unique=True))
        places.append(Place(number, kept, tuple(deputies)))
    return places


def test_a_seat_is_called_by_its_number() -> None:
    assert label(7) == "S7"


def test_an_interval_begins_with_its_start_and_ends_before_its_end() -> None:
    hour = Interval(START, START + timedelta(hours=1))
    assert hour.holds(START)
    assert not hour.holds(START + timedelta(hours=1))


@given(intervals(), intervals())
def test_intervals_overlap_where_an_instant_lies_in_both(one: Interval, other: Interval) -> None:
    hours = [START + timedelta(hours=hour) for hour in range(40)]
    assert overlap(one, other) == any(one.holds(at) and other.holds(at) for at in hours)


def test_guests_never_vote() -> None:
    assert {role for role in Role if may_vote(role, wanted=True)} == set(Role) - {Role.GUEST}
    assert not any(may_vote(role, wanted=False) for role in Role)


@given(tables(), some.sets(people))
def test_a_deputy_acts_for_one_absent_person(places: list[Place], present: set[UUID]) -> None:
    acting = stand_ins(places, present)
    by_number = {place.number: place for place in places}
    for number, deputy in acting.items():
        assert by_number[number].holder not in {None, *present}
        assert deputy in present
        assert deputy in by_number[number].deputies
    assert len(set(acting.values())) == len(acting)
    assert not set(acting.values()) & {place.holder for place in places}


@given(tables(), some.sets(people))
def test_nobody_stands_idle_while_a_seat_waits(places: list[Place], present: set[UUID]) -> None:
    acting = stand_ins(places, present)
    busy = {*acting.values(), *(place.holder for place in places)}
    for place in places:
        waits = place.holder and place.holder not in present and place.number not in acting
        assert not waits or not (set(place.deputies) & present) - busy


@given(tables(), some.sets(people), some.randoms())
def test_the_order_of_rows_decides_nothing(places: list[Place], present: set[UUID], luck) -> None:
    shuffled = list(places)
    luck.shuffle(shuffled)
    assert stand_ins(shuffled, present) == stand_ins(places, present)


def test_the_first_deputy_who_is_there_acts() -> None:
    anna, bela, cem = PEOPLE[:3]
    seat = [Place(1, anna, (bela, cem))]
    assert stand_ins(seat, {bela, cem}) == {1: bela}
    assert stand_ins(seat, {cem}) == {1: cem}
    assert stand_ins(seat, {anna, bela, cem}) == {}


NAME = {"name": "Ana Lopes", "organisation": "Hafenwerk", "group": "Unternehmen"}


def test_the_public_learns_as_much_as_the_person_chose() -> None:
    assert public_name(PublicName.NAME, **NAME) == "Ana Lopes, Hafenwerk"
    assert public_name(PublicName.ORGANISATION, **NAME) == "Hafenwerk"
    assert public_name(PublicName.GROUP, **NAME) == "Unternehmen"


words = some.text("abc ", max_size=6).map(str.strip)


@given(some.sampled_from(PublicName), words, words)
def test_nobody_is_named_who_did_not_agree(level: PublicName, name: str, body: str) -> None:
    shown = public_name(level, name=f"@{name}", organisation=body, group="#")
    assert ("@" in shown) == (level is PublicName.NAME)
    assert shown


def test_a_table_is_called_a_round_table_once() -> None:
    assert full_name("Sport") == "Runder Tisch Sport"
    assert full_name("Runder Tisch Sport") == "Runder Tisch Sport"
