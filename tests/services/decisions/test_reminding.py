"""Who has a task is reminded of it, once for each time, by mail and where their work waits for them."""

from datetime import timedelta

import pytest

from kernel.database import db, in_transaction
from kernel.waiting import waiting_for
from roundtable.decisions import services
from roundtable.decisions.rules.tasks import State as TaskState
from roundtable.decisions.waiting import own_tasks
from tests.factories.decisions import DUE, DURING, a_sitting
from tests.factories.meetings import at
from tests.factories.reminders import mails, on, remind_on

pytestmark = pytest.mark.usefixtures("database")


def test_a_mail_some_days_before_and_one_on_the_day() -> None:
    sitting = a_sitting()
    sitting.task()
    days = [DUE - timedelta(days=before) for before in (4, 3, 3, 2, 0, 0, -1)]
    assert [remind_on(day) for day in days] == [0, 1, 0, 0, 1, 0, 0]
    assert [subject.split(":")[0] for subject in mails(sitting, "anna", "fällig")] == [
        "Bald fällig",
        "Heute fällig",
    ]
    assert mails(sitting, "ben", "fällig") == []


def test_nobody_is_reminded_at_night_or_of_what_is_done() -> None:
    sitting = a_sitting()
    task = sitting.task()
    assert remind_on(DUE, hour=3) == 0
    sitting.do(services.move_task, "anna", task=task, to=TaskState.ERLEDIGT)
    assert remind_on(DUE) == 0


def test_who_left_the_seat_and_organisations_get_no_mail() -> None:
    sitting = a_sitting()
    sitting.task()
    sitting.task(seat_id=None, organisation="IHK")
    seat = sitting.made.seats["anna"]
    in_transaction(lambda: setattr(seat, "ends_at", DURING + timedelta(days=1)))
    assert remind_on(DUE) == 0


def test_a_guest_hears_of_a_task_once_its_page_is_open_to_them() -> None:
    sitting = a_sitting()
    task = sitting.task(seat_id=sitting.made.seat_id("guest"))
    guest = sitting.made.actor("guest")
    assert remind_on(DUE) == 0
    with at(DURING):
        assert list(own_tasks(guest)) == []
    sitting.release()
    assert remind_on(DUE) == 1
    with at(DURING):
        (line,) = own_tasks(guest)
    assert line.url.endswith(f"/auftraege/{task.id}")


def test_open_tasks_wait_for_who_has_them_until_their_day() -> None:
    sitting = a_sitting()
    task = sitting.task()
    with at(DURING):
        running, line = waiting_for(sitting.made.actor("anna"))
        assert running.text.startswith("Läuft jetzt: ")
        assert line.until == on(DUE, 23) + timedelta(minutes=59)
        assert line.text == "Auftrag: Betriebe anschreiben"
        assert list(own_tasks(sitting.made.actor("ben"))) == []
        sitting.do(services.move_task, "anna", task=task, to=TaskState.ERLEDIGT)
        assert waiting_for(sitting.made.actor("anna")) == [running]


def test_many_tasks_cost_as_many_statements_as_few(statements) -> None:
    sitting = a_sitting()
    anna = sitting.made.actor("anna")

    def cost() -> int:
        db.session.expire_all()
        statements.drain()
        with at(DURING):
            list(own_tasks(anna))
        return len(statements.drain())

    sitting.task()
    few = cost()
    for number in range(4):
        sitting.task(title=f"Auftrag {number}")
    assert cost() <= few
