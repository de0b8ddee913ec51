"""Planning the next meeting without JavaScript: what is left is offered, chosen, suspended, taken up."""

import re

import pytest
from sqlalchemy import select

from kernel.database import db
from roundtable.meetings.models import Meeting
from tests.factories import people
from tests.factories.decisions import DURING, a_sitting
from tests.factories.meetings import at
from tests.factories.reminders import REVIEW, later_meeting, reviewed

PLAN = {
    "title": "Nächste Sitzung",
    "day": "2024-06-06",
    "starts_at": "17:00",
    "ends_at": "19:30",
    "place": "Bürgerhaus",
    "quorum_rule": "mehrheit",
}


def post(browser, page, **fields):
    with at(DURING):
        return browser.post(page, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def sitting(staged):
    return staged(lambda: a_sitting("RT"))


@pytest.fixture
def chair(app, sitting):
    browser = app.test_client()
    people.sign_in(browser, sitting.made.persons["chair"])
    return browser


@pytest.fixture
def base(sitting):
    return f"/runde-tische/{sitting.made.table.slug}/sitzungen"


def newest() -> Meeting:
    return db.session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()


def read(browser, page) -> str:
    with at(DURING):
        answer = browser.get(page)
    assert answer.status_code == 200
    return answer.text


def test_a_new_meeting_offers_what_is_left_and_takes_what_is_chosen(chair, sitting, base) -> None:
    assert "Aus früheren Sitzungen" not in read(chair, f"{base}/neu")
    sitting.close()
    form = read(chair, f"{base}/neu")
    assert "Freistellung (aus RT-2024-01, nicht beraten)" in form
    box = re.search(rf'<input[^>]*value="{sitting.item.id}"[^>]*>', form)
    assert box
    assert "checked" in box[0]
    answer = post(chair, f"{base}/neu", **PLAN, carried=str(sitting.item.id))
    assert answer.status_code == 303
    assert newest().items[-1].source_id == sitting.item.id


def test_bad_input_keeps_what_was_chosen(chair, sitting, base) -> None:
    sitting.close()
    answer = post(chair, f"{base}/neu", **PLAN | {"ends_at": "16:00"}, carried="")
    assert answer.status_code == 422
    box = re.search(rf'<input[^>]*value="{sitting.item.id}"[^>]*>', answer.text)
    assert box
    assert "checked" not in box[0]
    unknown = post(chair, f"{base}/neu", **PLAN, carried=["unfug", str(sitting.meeting.id)])
    assert unknown.status_code == 303
    assert len(newest().items) == 5


def test_an_agenda_offers_it_too_and_lets_it_out_once(chair, sitting, base) -> None:
    sitting.close()
    first, second = later_meeting(sitting), later_meeting(sitting, REVIEW.replace(day=30))
    one, two = (f"{base}/{meeting.nr}/tagesordnung/" for meeting in (first, second))
    assert "Einmal aussetzen" in read(chair, one)
    item = str(sitting.item.id)
    assert post(chair, f"{one}aussetzen", punkt=item).status_code == 303
    assert "Einmal aussetzen" not in read(chair, one)
    assert post(chair, f"{one}aussetzen", punkt=item).status_code == 404
    taken = post(chair, f"{two}uebernehmen", punkt=item)
    assert f"#punkt-{second.items[-1].id}" in taken.location
    again = post(chair, f"{two}uebernehmen", punkt=item)
    assert again.status_code == 303
    assert "wird nicht mehr angeboten" in read(chair, two)
    for wrong in ("", "unfug"):
        assert post(chair, f"{two}aussetzen", punkt=wrong).status_code == 404


def test_what_comes_up_again_is_taken_up_with_one_click(chair, sitting, base) -> None:
    resolution = reviewed(sitting)
    sitting.release()
    agenda = f"{base}/{later_meeting(sitting).nr}/tagesordnung/"
    assert "Wiedervorlage" in read(chair, agenda)
    assert post(chair, f"{agenda}aufnehmen", worum=str(resolution.subject)).status_code == 303
    page = read(chair, agenda)
    assert "Als Punkt aufnehmen" not in page
    assert "Wiedervorlage: Freistellung (RT-2024-01/1)" in page
    for wrong in (str(resolution.subject), "unfug", "resolution:unfug"):
        assert post(chair, f"{agenda}aufnehmen", worum=wrong).status_code == 404


def test_pinning_is_a_box_of_the_item(chair, sitting, base) -> None:
    meeting = later_meeting(sitting)
    agenda = f"{base}/{meeting.nr}/tagesordnung/"
    words = {"title": "Bericht", "kind": "bericht", "text": "", "papers": "", "pinned": "y"}
    assert post(chair, f"{agenda}neu", **words).status_code == 303
    db.session.expire_all()
    assert newest().items[-1].pinned


def test_open_tasks_wait_on_the_page_of_ones_account(app, sitting) -> None:
    sitting.task(title="Betriebe anschreiben")
    anna = app.test_client()
    people.sign_in(anna, sitting.made.persons["anna"])
    page = read(anna, "/konto/")
    assert "Auftrag: Betriebe anschreiben" in page
    assert "bis 1. Juni 2024" in page
