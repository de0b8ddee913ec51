"""A meeting gives tasks; who has them says how far they are; the history only grows."""

import json

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.events import EventRow
from roundtable.decisions import services
from roundtable.decisions.errors import (
    NoSuchItem,
    OwnerIsMissing,
    ReasonIsMissing,
    TaskStepRefused,
    TooLateForTasks,
)
from roundtable.decisions.rules.tasks import State
from roundtable.decisions.task_queries import owners_of, task_for, tasks_of_table
from roundtable.tables.rules.names import PublicName
from tests.factories import meetings, people
from tests.factories.decisions import DUE, DURING, a_sitting
from tests.factories.meetings import at

pytestmark = pytest.mark.usefixtures("database")


def move(sitting, task, to, who: str = "anna", note: str = ""):
    return sitting.do(services.move_task, who, task=task, to=to, note=note)


def test_a_task_comes_from_a_resolution_or_an_item() -> None:
    sitting = a_sitting()
    resolution = sitting.adopted()
    task = sitting.task(resolution.id)
    assert (task.resolution_id, task.item_id, task.due) == (resolution.id, sitting.item.id, DUE)
    assert sitting.task().resolution_id is None
    given = db.session.scalars(select(EventRow).where(EventRow.kind == "task.given")).all()
    assert [row.audience for row in given] == [[f"table:{sitting.made.table.id}"]] * 2


def test_somebody_at_the_table_or_an_organisation_does_it() -> None:
    sitting, other = a_sitting(), a_sitting()
    assert sitting.task(seat_id=None, organisation=" IHK ").organisation == "IHK"
    for owner in ({"seat_id": None}, {"seat_id": other.made.seat_id("anna")}):
        with pytest.raises(OwnerIsMissing):
            sitting.task(**owner)
    with pytest.raises(NoSuchItem):
        sitting.task(other.item.id)


def test_tasks_are_given_by_preparers_until_the_release() -> None:
    sitting = a_sitting()
    draft = services.TaskDraft("Titel", DUE, sitting.item.id, organisation="IHK")
    with pytest.raises(NotPermitted):
        sitting.do(services.give_task, "anna", meeting=sitting.meeting, draft=draft)
    sitting.close()
    sitting.task()
    sitting.do(services.release_day, meeting=sitting.meeting)
    with pytest.raises(TooLateForTasks):
        sitting.task()
    made = meetings.a_round()
    planned = meetings.planned(made)
    with at(DURING), pytest.raises(TooLateForTasks):
        services.give_task(actor=made.actor("chair"), meeting=planned, draft=draft)


def test_who_has_it_says_how_far_it_is() -> None:
    sitting = a_sitting(present=("ben",))
    task = sitting.task()
    with pytest.raises(NotPermitted):
        move(sitting, task, State.ERLEDIGT, "ben")
    move(sitting, task, State.IN_ARBEIT)
    with pytest.raises(ReasonIsMissing):
        move(sitting, task, State.UEBERTRAGEN)
    move(sitting, task, State.UEBERTRAGEN, "chair", note="Ben macht es.")
    with pytest.raises(TaskStepRefused):
        move(sitting, task, State.ERLEDIGT)
    assert [(step.seq, step.state) for step in task.steps] == [
        (1, "offen"),
        (2, "in_arbeit"),
        (3, "uebertragen"),
    ]
    with pytest.raises(RuntimeError, match="never changed"):
        in_transaction(lambda: setattr(task.steps[0], "note", "anders"))


def test_everybody_reads_a_public_task_after_the_release_and_never_another() -> None:
    for public in (True, False):
        sitting = a_sitting(public=public)
        task, table = sitting.task(title="Geheimnis"), sitting.made.table
        place = (table.slug, sitting.meeting.nr, task.id)
        stranger = people.actor()
        with at(DURING):
            assert task_for(sitting.made.actor("anna"), *place) is task
            with pytest.raises(NotFound):
                task_for(stranger, *place)
            with pytest.raises(NotFound):
                services.move_task(actor=stranger, task=task, to=State.ERLEDIGT)
            assert tasks_of_table(stranger, table) == []
            result = sitting.release()
            assert ("Geheimnis" in result.content) is public
            assert (tasks_of_table(stranger, table) == [task]) is public
            if public:
                assert task_for(stranger, *place) is task


def test_nobody_is_named_who_did_not_agree_and_nothing_frozen_names_anybody() -> None:
    sitting = a_sitting()
    task, table = sitting.task(), sitting.made.table
    with at(DURING):
        for actor, level, owner in (
            (sitting.made.actor("ben"), PublicName.GROUP, "Anna"),
            (people.actor(), PublicName.GROUP, "Zivilgesellschaft"),
            (people.actor(), PublicName.NAME, "Anna"),
        ):
            in_transaction(lambda to=level: setattr(sitting.made.seats["anna"], "public_name", to))
            assert owners_of(actor, table, [task])[task.id] == owner
    (told,) = json.loads(sitting.release().content)["tasks"]
    assert told["owner"] == "Zivilgesellschaft"
