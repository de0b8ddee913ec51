"""Tables: set up, changed and ended by the administration in whose scope they lie."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from kernel import subjects
from kernel.actors import ANONYMOUS, Actor
from kernel.clock import now
from kernel.database import db
from kernel.errors import NotPermitted, RuleViolation
from kernel.events import EventRow
from kernel.ids import new_id
from kernel.subjects import Subject
from participation.consultations.services.site import set_district
from roundtable.tables.models import RoundTable, Seat
from roundtable.tables.permissions import can_manage
from roundtable.tables.services.holding import TableIsClosed
from roundtable.tables.services.seats import give_seat
from roundtable.tables.services.tables import (
    CodeDoesNotFit,
    CodeIsTaken,
    GroupIsNeeded,
    GroupsDoNotFit,
    TableChangedMeanwhile,
    close_table,
    create_table,
    edit_table,
)
from tests.factories.people import actor, person
from tests.factories.tables import a_draft, a_seat, a_table, seat_draft

Database = scoped_session[Session]


@pytest.fixture
def office(database: Database) -> Actor:
    return actor("Frau Brandt", role="administration")


@pytest.fixture
def north(office: Actor) -> Actor:
    """The administration of a district."""
    set_district(actor=office, key="nord", name="Nord", rank=1)
    return actor("Herr Nissen", role="administration", scope="district:nord")


def kinds() -> list[str]:
    """What the log says of tables, in order."""
    rows = select(EventRow.kind).where(EventRow.subject_kind == "table").order_by(EventRow.seq)
    return list(db.session.scalars(rows))


def edit(table: RoundTable, by: Actor, **changes: object) -> None:
    draft = a_draft(**{"name": table.name, **changes})
    edit_table(actor=by, table=table, based_on=table.version, draft=draft)


def test_a_table_begins_with_its_groups_and_an_address_of_its_name(office: Actor) -> None:
    table = create_table(actor=office, code="RT", draft=a_draft(name="Ämter & Öfen"))
    assert table.slug == "aemter-oefen"
    assert [group.key for group in table.groups][:2] == ["company", "civil_society"]
    assert kinds() == ["table.created"]


def test_no_table_takes_the_address_of_a_page_of_the_office(office: Actor) -> None:
    assert a_table(actor=office, name="Neu").slug == "neu-2"


def test_everybody_sees_a_table_and_the_office_manages_it(office: Actor) -> None:
    table = a_table(actor=office)
    verdicts = [
        subjects.may(who, action, table.subject, now())
        for who in (ANONYMOUS, office)
        for action in ("see", "manage", "comment")
    ]
    assert [bool(v) for v in verdicts] == [True, False, False, True, True, False]
    unknown = Subject("table", str(new_id()))
    assert not subjects.may(office, "see", unknown, now()).visible


def test_a_code_is_given_once_even_after_the_end(office: Actor) -> None:
    close_table(actor=office, table=a_table(actor=office, code="RT"))
    with pytest.raises(CodeIsTaken):
        a_table(actor=office, code="RT")


@pytest.mark.parametrize("code", ["", "R", "rt", "1RT", "RT-2", "RTRTRTRTR", "RÜ"])
def test_a_code_that_cannot_begin_a_number_is_refused(office: Actor, code: str) -> None:
    with pytest.raises(CodeDoesNotFit):
        create_table(actor=office, code=code, draft=a_draft())


@pytest.mark.parametrize("role", [None, "moderator", "operator", "evaluator"])
def test_others_set_up_no_table(database: Database, role: str | None) -> None:
    with pytest.raises(NotPermitted):
        a_table(actor=actor(role=role))


def test_the_office_of_a_district_keeps_tables_there_only(office: Actor, north: Actor) -> None:
    table = a_table(actor=north, district_key="nord")
    assert can_manage(north, table)
    edit(table, north, district_key="nord", purpose="Neu.")
    with pytest.raises(NotPermitted):
        a_table(actor=north)
    with pytest.raises(NotPermitted):
        edit(table, north, district_key=None)
    with pytest.raises(NotPermitted):
        edit(a_table(actor=office), north, district_key="nord")


def test_an_unknown_district_is_refused(office: Actor) -> None:
    with pytest.raises(RuleViolation) as refused:
        a_table(actor=office, district_key="atlantis")
    assert refused.value.field == "district_key"


def test_a_form_opened_on_an_older_version_changes_nothing(office: Actor) -> None:
    table = a_table(actor=office)
    opened_on = table.version
    edit(table, office, purpose="Zuerst.")
    with pytest.raises(TableChangedMeanwhile):
        edit_table(actor=office, table=table, based_on=opened_on, draft=a_draft())
    assert db.session.get_one(RoundTable, table.id).purpose == "Zuerst."
    assert kinds() == ["table.created", "table.edited"]


def test_groups_are_worded_ordered_and_dropped(office: Actor) -> None:
    table = a_table(actor=office)
    edit(table, office, groups=("Sportvereine", "Unternehmen", "Ämter"))
    edit(table, office, groups=("Ämter", "Sportvereine", "Unternehmen", "Neue Gruppe"))
    table = db.session.get_one(RoundTable, table.id, populate_existing=True)
    assert [(g.key, g.title) for g in table.groups] == [
        ("aemter", "Ämter"),
        ("sportvereine", "Sportvereine"),
        ("company", "Unternehmen"),
        ("neue-gruppe", "Neue Gruppe"),
    ]


def test_a_group_with_seats_stays(office: Actor) -> None:
    table = a_table(actor=office)
    a_seat(table)
    with pytest.raises(GroupIsNeeded, match="Unternehmen"):
        edit(table, office, groups=("Ämter",))


@pytest.mark.parametrize("groups", [(), tuple(f"Gruppe {n}" for n in range(13))])
def test_a_table_has_one_to_twelve_groups(office: Actor, groups: tuple[str, ...]) -> None:
    with pytest.raises(GroupsDoNotFit):
        a_table(actor=office, groups=groups)


def test_the_end_of_a_table_ends_every_seat_at_it(office: Actor) -> None:
    table = a_table(actor=office)
    seats = [a_seat(table, person("Ana")), a_seat(table)]
    close_table(actor=office, table=table)
    ended = db.session.scalars(select(Seat.ends_at).where(Seat.table_id == table.id)).all()
    assert len(ended) == len(seats)
    assert all(ended)
    assert kinds()[-3:] == ["table.seat_ended", "table.seat_ended", "table.closed"]


def test_a_table_that_has_ended_stays_as_it_is(office: Actor) -> None:
    table = a_table(actor=office)
    close_table(actor=office, table=table)
    for deed in (
        lambda: edit(table, office),
        lambda: close_table(actor=office, table=table),
        lambda: give_seat(actor=office, table=table, draft=seat_draft()),
    ):
        with pytest.raises(TableIsClosed):
            deed()


def test_a_citizen_ends_no_table(office: Actor) -> None:
    table, citizen = a_table(actor=office), actor()
    with pytest.raises(NotPermitted):
        close_table(actor=citizen, table=table)
