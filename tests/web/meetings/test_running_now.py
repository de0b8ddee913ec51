"""Who belongs to a meeting that is under way finds its room from the start page, the tables and the account."""

import pytest

from roundtable.meetings import services
from tests.factories import meetings, people
from tests.factories.meetings import MEETS_AT, a_deputy, at

PAGES = ("/", "/runde-tische/", "/konto/")
SAYS = "Läuft jetzt: "


@pytest.fixture
def meeting(made):
    return meetings.running(made)


def room_of(meeting) -> str:
    return f"/runde-tische/{meeting.table.slug}/sitzungen/{meeting.nr}/live"


def page_of(browser, address: str) -> str:
    with at(MEETS_AT):
        return browser.get(address).text


@pytest.mark.parametrize("address", PAGES)
def test_members_and_guests_see_what_runs_and_the_way_in(as_, meeting, address) -> None:
    for who in ("anna", "guest", "chair"):
        page = page_of(as_(who), address)
        assert f"{SAYS}{meeting.title}" in page
        assert f'href="{room_of(meeting)}"' in page


@pytest.mark.parametrize("address", PAGES)
def test_nobody_else_does(app, client, meeting, address) -> None:
    stranger = app.test_client()
    people.sign_in(stranger, people.person("Fremde"))
    for browser in (client, stranger):
        assert SAYS not in page_of(browser, address)


def test_who_stands_in_does_until_they_leave(as_, made, meeting) -> None:
    a_deputy(made, "ben")
    mia = as_("mia")
    how = {"actor": made.actor("secretary"), "meeting": meeting, "seat_id": made.seat_id("ben")}
    assert SAYS not in page_of(mia, "/")
    with at(MEETS_AT):
        services.note_presence(**how, inward=True, deputy_name="Mia Wolf")
    assert SAYS in page_of(mia, "/")
    with at(MEETS_AT):
        services.note_presence(**how, inward=False)
    assert SAYS not in page_of(mia, "/")


def test_a_pause_is_called_so_and_after_the_end_nothing_runs(as_, made, meeting) -> None:
    anna, chair = as_("anna"), made.actor("chair")
    with at(MEETS_AT):
        services.interrupt_meeting(actor=chair, meeting=meeting)
    assert f"Unterbrochen: {meeting.title}" in page_of(anna, "/")
    with at(MEETS_AT):
        services.close_meeting(actor=chair, meeting=meeting)
    assert meeting.title not in page_of(anna, "/")


def test_it_costs_the_same_however_many_meetings_run_elsewhere(as_, meeting, statements) -> None:
    anna, counts = as_("anna"), []
    page_of(anna, "/")
    for code in ("XA", "XB"):
        statements.clear()
        page_of(anna, "/")
        counts.append(len(statements))
        meetings.running(meetings.a_round(code))
    assert counts[0] == counts[1]
