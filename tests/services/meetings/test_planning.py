"""A planned meeting has a number for ever, its first items, and an agenda that only its people change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.database import db
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from roundtable.meetings import services
from roundtable.meetings.errors import (
    AgendaIsOver,
    EndsBeforeStart,
    ItemChanged,
    MeetingChanged,
    NeedsConfirmation,
    NoSuchParent,
    PartsTakeLonger,
    StaysNonpublic,
)
from roundtable.meetings.services import ItemDraft
from tests.factories import meetings, people
from tests.factories.meetings import MEETS_AT, a_round, at, draft, planned, with_item

pytestmark = pytest.mark.usefixtures("database")


def kinds() -> list[str]:
    return list(db.session.scalars(select(EventRow.kind).order_by(EventRow.seq)))


def titles(meeting) -> list[str]:
    return [item.title for item in meeting.items]


def edit(made, meeting, item, change: ItemDraft, **more: object):
    based_on = more.pop("based_on", item.version)
    with at():
        return services.edit_item(
            actor=made.actor("secretary"),
            meeting=meeting,
            item_id=item.id,
            draft=change,
            based_on=based_on,
            **more,
        )


def test_meetings_of_a_year_are_numbered_without_gaps() -> None:
    made = a_round("RT")
    found = [planned(made).number for _ in range(2)]
    found.append(
        planned(
            made, starts_at=MEETS_AT + timedelta(days=365), ends_at=MEETS_AT + timedelta(days=366)
        ).number
    )
    assert found == ["RT-2024-01", "RT-2024-02", "RT-2025-01"]
    assert kinds().count("meeting.planned") == 3


def test_the_year_is_the_one_on_berlins_clocks() -> None:
    silvester = MEETS_AT.replace(month=12, day=31, hour=23, minute=30)
    made = a_round("RT")
    meeting = planned(made, starts_at=silvester, ends_at=silvester + timedelta(hours=1))
    assert meeting.number == "RT-2025-01"


def test_a_meeting_begins_with_the_items_that_every_meeting_has() -> None:
    meeting = planned(a_round())
    assert titles(meeting)[0] == "Eröffnung und Begrüßung"
    assert "Offene Aufträge" in titles(meeting)
    assert {item.number for item in meeting.items} == {None}


@pytest.mark.parametrize("who", ["anna", "guest"])
def test_members_and_guests_plan_nothing(who: str) -> None:
    made = a_round()
    with at(), pytest.raises(NotPermitted):
        services.plan_meeting(actor=made.actor(who), table=made.table, draft=draft())
    with at(), pytest.raises(NotPermitted):
        services.add_item(actor=made.actor(who), meeting=planned(made), draft=ItemDraft("Neu"))


def test_the_administration_plans_nothing_without_a_seat() -> None:
    office = people.actor("Amt", role="administration")
    with at(), pytest.raises(NotPermitted):
        services.plan_meeting(actor=office, table=a_round().table, draft=draft())


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(EndsBeforeStart):
        planned(a_round(), ends_at=MEETS_AT)


def test_a_plan_is_changed_and_a_stale_form_is_refused() -> None:
    made = a_round()
    meeting = planned(made)
    actor, based_on = made.actor("secretary"), meeting.version
    with at():
        services.replan_meeting(
            actor=actor, meeting=meeting, draft=draft(place="Bürgerhaus"), based_on=based_on
        )
        assert meeting.place == "Bürgerhaus"
        with pytest.raises(MeetingChanged):
            services.replan_meeting(actor=actor, meeting=meeting, draft=draft(), based_on=based_on)
    assert kinds().count("meeting.replanned") == 1


def test_items_are_added_moved_and_dropped() -> None:
    made = a_round()
    meeting = planned(made)
    first, new = meeting.items[0], with_item(made, meeting, "Freistellung fürs Ehrenamt")
    with at():
        services.move_item(actor=made.actor("chair"), meeting=meeting, item_id=new.id, by=-9)
        services.drop_item(actor=made.actor("chair"), meeting=meeting, item_id=first.id)
    db.session.expire_all()
    assert titles(meeting)[0] == "Freistellung fürs Ehrenamt"
    assert first.title not in titles(meeting)
    assert kinds().count("agenda.changed") == 3


def test_dropping_an_item_drops_its_parts() -> None:
    made = a_round()
    meeting = planned(made)
    whole = with_item(made, meeting, "Ganzes")
    with_item(made, meeting, "Teil", parent_id=whole.id)
    with at():
        services.drop_item(actor=made.actor("chair"), meeting=meeting, item_id=whole.id)
    db.session.expire_all()
    assert {"Ganzes", "Teil"} & set(titles(meeting)) == set()


def test_a_part_is_as_public_as_its_item_and_has_no_parts() -> None:
    made = a_round()
    meeting = planned(made)
    whole = with_item(made, meeting, "Verträge", public=False)
    part = with_item(made, meeting, "Raum", public=True, parent_id=whole.id)
    assert part.public is False
    with pytest.raises(NoSuchParent):
        with_item(made, meeting, "Teil des Teils", parent_id=part.id)


def test_parts_take_no_longer_than_the_whole() -> None:
    made = a_round()
    meeting = planned(made)
    whole = with_item(made, meeting, "Ganzes", minutes=30)
    with_item(made, meeting, "Teil", parent_id=whole.id, minutes=20)
    with pytest.raises(PartsTakeLonger):
        with_item(made, meeting, "Zu lang", parent_id=whole.id, minutes=11)


def test_a_public_text_disappears_only_after_a_confirmation() -> None:
    made = a_round()
    meeting = planned(made)
    item = with_item(made, meeting, "Raum", text="Der Vertrag endet.")
    secret = ItemDraft("Raum", public=False, text="Der Vertrag endet.")
    with pytest.raises(NeedsConfirmation):
        edit(made, meeting, item, secret)
    assert edit(made, meeting, item, secret, confirmed=True).public is False


@pytest.mark.parametrize("texts", [{"text": "geheim"}, {"papers": "geheim"}])
def test_a_nonpublic_text_never_becomes_public(texts: dict[str, str]) -> None:
    made = a_round()
    meeting = planned(made)
    item = with_item(made, meeting, "Raum", public=False, **texts)
    with pytest.raises(StaysNonpublic):
        edit(made, meeting, item, ItemDraft("Raum", public=True))


def test_an_empty_nonpublic_item_becomes_public_until_it_has_a_number() -> None:
    made = a_round()
    meeting = planned(made)
    item = with_item(made, meeting, "Raum", public=False)
    assert edit(made, meeting, item, ItemDraft("Raum", public=True)).public is True
    other = with_item(made, meeting, "Personal", public=False)
    meetings.invited(made, meeting)
    with pytest.raises(StaysNonpublic):
        edit(made, meeting, other, ItemDraft("Personal", public=True))


def test_a_stale_form_of_an_item_is_refused() -> None:
    made = a_round()
    meeting = planned(made)
    item = with_item(made, meeting, "Raum")
    old = item.version
    edit(made, meeting, item, ItemDraft("Räume"))
    with pytest.raises(ItemChanged):
        edit(made, meeting, item, ItemDraft("Zimmer"), based_on=old)


def test_an_item_of_another_meeting_is_not_found() -> None:
    made = a_round()
    item = with_item(made, planned(made), "Raum")
    with pytest.raises(NotFound):
        edit(made, planned(made), item, ItemDraft("Räume"))


def test_once_it_began_the_agenda_stands() -> None:
    made = a_round()
    meeting = meetings.running(made)
    with pytest.raises(AgendaIsOver):
        with_item(made, meeting, "Noch etwas")
    plan = replace(draft(), place="Bürgerhaus")
    with at(), pytest.raises(AgendaIsOver):
        services.replan_meeting(
            actor=made.actor("chair"), meeting=meeting, draft=plan, based_on=meeting.version
        )
