"""What earlier meetings left: offered with its reasons, taken over once, linked, and as public as it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.links import links_of
from participation.consultations.rules.phases import PhaseType
from roundtable.decisions import services as decisions
from roundtable.decisions.rules.tasks import State as TaskState
from roundtable.meetings import services
from roundtable.meetings.carrying import offers_for
from roundtable.meetings.errors import AgendaIsOver
from roundtable.meetings.models import AgendaItem
from roundtable.meetings.rules.carry_over import Why
from roundtable.meetings.rules.states import ItemState
from tests.factories.decisions import DURING, a_sitting, call
from tests.factories.formats import a_format
from tests.factories.meetings import MEETS_AT, at, draft, link_to
from tests.factories.proposals import a_proposal

pytestmark = pytest.mark.usefixtures("database")
LATER = timedelta(days=30)


def next_meeting(sitting, *carried, months: int = 1):
    begin = MEETS_AT + months * LATER
    words = {"starts_at": begin, "ends_at": begin + timedelta(hours=2), "title": "Nächste Sitzung"}
    return sitting.do(
        services.plan_meeting, table=sitting.made.table, draft=draft(**words), carried=carried
    )


def offers(sitting, meeting=None):
    words = {"into": meeting.id, "before": meeting.starts_at} if meeting else {}
    with at(DURING):
        return offers_for(sitting.made.table.id, **words)


def reasons(sitting) -> dict[str, tuple[Why, ...]]:
    return {offer.item.title: offer.reasons for offer in offers(sitting)}


def change(item, **values) -> None:
    in_transaction(lambda: [setattr(item, name, value) for name, value in values.items()])


def test_what_was_not_dealt_with_is_offered_and_formalities_never() -> None:
    sitting = a_sitting()
    in_transaction(lambda: _part(sitting, parent_id=None, kind="verschiedenes"))
    assert offers(sitting) == []
    sitting.close()
    assert reasons(sitting) == {"Freistellung": (Why.UNBERATEN,)}


def test_dealt_items_come_again_when_pinned_or_with_open_tasks() -> None:
    sitting = a_sitting()
    task = sitting.task()
    call(sitting, sitting.item, ItemState.BERATEN)
    sitting.close()
    assert reasons(sitting) == {"Freistellung": (Why.OFFENE_AUFTRAEGE,)}
    sitting.do(decisions.move_task, "anna", task=task, to=TaskState.ERLEDIGT)
    assert reasons(sitting) == {}
    change(sitting.item, pinned=True)
    assert reasons(sitting) == {"Freistellung": (Why.ANGEHEFTET,)}


def test_a_copy_is_linked_equal_and_the_source_of_the_next() -> None:
    sitting, proposal = a_sitting(), a_proposal(a_format(running=PhaseType.COLLECT))
    item = sitting.item
    sitting.do(
        services.link_subject, meeting=sitting.meeting, item_id=item.id, subject=proposal.subject
    )
    change(item, text="Worum es geht", papers="Unterlage", minutes=20)
    sitting.close()
    meeting = next_meeting(sitting, item.id)
    copy = meeting.items[-1]
    for name in ("title", "text", "papers", "minutes", "kind", "public"):
        assert getattr(copy, name) == getattr(item, name)
    assert (copy.source_id, copy.number, copy.status) == (item.id, None, ItemState.GEPLANT)
    ties = {(tie.kind, tie.source) for tie in links_of([copy.subject])}
    assert ties == {("carried", item.subject), ("discussed", proposal.subject)}
    assert offers(sitting) == []
    sitting.do(services.cancel_meeting, meeting=meeting, reason="Krank")
    assert [offer.item.id for offer in offers(sitting)] == [copy.id]


def test_what_was_nonpublic_stays_nonpublic() -> None:
    sitting = a_sitting(public=False)
    sitting.close()
    assert next_meeting(sitting, sitting.item.id).items[-1].public is False


def test_parts_stay_with_their_whole() -> None:
    sitting = a_sitting()
    part = in_transaction(lambda: _part(sitting))
    sitting.close()
    *_, whole, copy = next_meeting(sitting, sitting.item.id, part.id).items
    assert (copy.source_id, copy.parent_id) == (part.id, whole.id)
    sitting = a_sitting()
    part = in_transaction(lambda: _part(sitting))
    sitting.close()
    assert next_meeting(sitting, part.id).items[-1].parent_id is None


def _part(sitting, **others) -> AgendaItem:
    words = {"meeting_id": sitting.meeting.id, "parent_id": sitting.item.id, "position": 99}
    part = AgendaItem(**{"title": "Teil", **words, **others})
    sitting.meeting.items.append(part)
    return part


def test_each_item_is_taken_over_once_and_strangers_never() -> None:
    sitting, other = a_sitting(), a_sitting()
    sitting.close()
    other.close()
    first, second = next_meeting(sitting), next_meeting(sitting, months=2)

    def carry(meeting, *chosen, who="secretary"):
        return sitting.do(services.carry_over, who, meeting=meeting, chosen=chosen)

    with pytest.raises(NotPermitted):
        carry(first, sitting.item.id, who="anna")
    assert len(carry(first, sitting.item.id, other.item.id)) == 1
    for meeting in (first, second):
        assert carry(meeting, sitting.item.id) == []
    with pytest.raises(AgendaIsOver):
        carry(sitting.meeting, sitting.item.id)
    statement = select(AgendaItem).where(AgendaItem.source_id.is_not(None))
    assert [copy.source_id for copy in db.session.scalars(statement)] == [sitting.item.id]


def test_suspended_once_it_is_offered_to_the_next_again() -> None:
    sitting = a_sitting()
    sitting.close()
    first, second = next_meeting(sitting), next_meeting(sitting, months=2)
    for _again in range(2):
        if offers(sitting, first):
            sitting.do(services.suspend_item, meeting=first, item_id=sitting.item.id)
    assert offers(sitting, first) == []
    with pytest.raises(NotFound):
        sitting.do(services.suspend_item, meeting=first, item_id=sitting.item.id)
    assert sitting.do(services.carry_over, meeting=first, chosen=[sitting.item.id]) == []
    assert len(offers(sitting, second)) == 1


def test_no_meeting_takes_over_from_a_later_one() -> None:
    sitting = a_sitting()
    sitting.close()
    earlier = next_meeting(sitting, months=-1)
    assert offers(sitting, earlier) == []


def test_open_tasks_of_what_went_before_bring_the_copy_again() -> None:
    sitting = a_sitting()
    sitting.task()
    sitting.close()
    meeting = next_meeting(sitting, sitting.item.id)
    change(meeting, state="geschlossen")
    change(meeting.items[-1], state=ItemState.BERATEN.value)
    assert reasons(sitting) == {"Freistellung": (Why.OFFENE_AUFTRAEGE,)}


def test_open_tasks_fill_their_item_with_what_everybody_reads() -> None:
    sitting = a_sitting()
    sitting.task(title="Betriebe *anschreiben*")
    hidden = sitting.task(title="Vertraulich")
    change(hidden, public=False)
    sitting.release()
    meeting = next_meeting(sitting)
    item = next(one for one in meeting.items if one.title == "Offene Aufträge")
    assert item.text.startswith("* [Betriebe \\*anschreiben\\*](/runde-tische/")
    assert item.text.endswith("Zivilgesellschaft, bis 1. Juni 2024")


def test_the_list_is_made_anew_with_the_invitation_unless_somebody_wrote_another() -> None:
    sitting = a_sitting()
    task = sitting.task()
    sitting.release()
    meetings = [next_meeting(sitting), next_meeting(sitting, months=2)]
    items = [meeting.items[4] for meeting in meetings]
    assert [item.title for item in items] == ["Offene Aufträge"] * 2
    own = services.ItemDraft("Offene Aufträge", text="Nur das Wichtigste")
    words = {"meeting": meetings[1], "item_id": items[1].id, "based_on": items[1].version}
    sitting.do(services.edit_item, draft=own, **words)
    sitting.do(decisions.move_task, "anna", task=task, to=TaskState.ERLEDIGT)
    for meeting in meetings:
        sitting.do(services.invite, meeting=meeting, link_to=link_to)
    assert [item.text for item in items] == ["", "Nur das Wichtigste"]


def test_many_meetings_cost_as_many_statements_as_few(statements) -> None:
    sitting = a_sitting()
    sitting.task()
    sitting.close()

    def cost() -> int:
        db.session.expire_all()
        statements.drain()
        offers(sitting)
        return len(statements.drain())

    few = cost()
    for months in (1, 2, 3):
        change(next_meeting(sitting, sitting.item.id, months=months), state="geschlossen")
    assert cost() <= few


def test_the_day_of_a_task_is_said_as_people_read_it() -> None:
    sitting = a_sitting()
    sitting.task(due=date(2024, 12, 24))
    sitting.release()
    assert "24. Dezember 2024" in next_meeting(sitting).items[4].text
