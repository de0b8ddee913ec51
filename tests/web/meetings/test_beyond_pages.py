"""Meetings away from home: on their table's page, in programs, in calendars. Nothing non-public gets there."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from kernel.database import in_transaction
from roundtable.meetings import services
from tests.factories import people
from tests.factories.decisions import DURING, a_sitting
from tests.factories.meetings import MEETS_AT, at, draft, invited, planned, with_item

SECRET = "Kündigung"


def table_page(client, made) -> str:
    return client.get(f"/runde-tische/{made.table.slug}/").text


def later(made, days: int = 30):
    begin = MEETS_AT + timedelta(days=days)
    words = {"starts_at": begin, "ends_at": begin + timedelta(hours=2)}
    return planned(made, title=f"In {days} Tagen", **words)


def test_the_table_shows_its_next_meeting_and_what_the_last_ones_decided(client) -> None:
    sitting = a_sitting("RT")
    made = sitting.made
    assert "Vierte Sitzung" in table_page(client, made)
    resolution = sitting.adopted()
    sitting.close()
    page = table_page(client, made)
    assert "Zurzeit steht kein Termin fest." in page
    assert resolution.number not in page
    later(made, 60)
    later(made, 30)
    with at(DURING):
        sitting.do(services.plan_meeting, table=made.table, draft=draft(title="Abgesagt"))
    page = table_page(client, made)
    assert "Abgesagt" in page, "an earlier date is the next one"
    assert "In 30 Tagen" not in page


def test_released_resolutions_stand_at_their_meeting(client) -> None:
    sitting = a_sitting("RT")
    resolution = sitting.adopted()
    sitting.release()
    page = table_page(client, sitting.made)
    assert resolution.address in page
    assert page.index("Letzte Sitzungen") < page.index(resolution.address)


def test_nothing_nonpublic_stands_on_the_page_of_a_table(client, app) -> None:
    sitting = a_sitting("RT", public=False)
    sitting.adopted(title=SECRET, text=SECRET)
    sitting.release()
    member = app.test_client()
    people.sign_in(member, sitting.made.persons["anna"])
    for browser in (client, member):
        assert SECRET not in table_page(browser, sitting.made)


def test_the_page_of_a_table_costs_the_same_with_many_meetings(client, statements) -> None:
    sitting = a_sitting("RT")
    sitting.adopted()
    sitting.release()
    made = sitting.made

    def cost() -> int:
        in_transaction(lambda: setattr(made.table, "edited_at", made.table.edited_at))
        statements.drain()
        table_page(client, made)
        return len(statements.drain())

    later(made, 10)
    few = cost()
    for days in (20, 30, 40):
        later(made, days)
    assert cost() <= few


def test_programs_read_what_the_pages_show(client, as_, made) -> None:
    meeting = planned(made)
    with_item(made, meeting, SECRET, public=False, text=SECRET)
    address = f"/api/v1/meetings/{meeting.id}"
    assert client.get(address).json["invitation"] is None
    invited(made, meeting)
    told = client.get(address)
    assert SECRET not in told.text
    assert "video_url" not in told.json["invitation"]
    assert told.json["number"] == "RT-2024-01"
    assert told.json["invitation"]["items"][-1] == {
        "number": "N 1",
        "public": False,
    }
    with at(MEETS_AT):
        whole = as_("anna").get(address).json["invitation"]
        assert whole["items"][-1]["title"] == SECRET
        guest = as_("guest").get(address)
    assert SECRET not in guest.text
    assert guest.json["invitation"]["video_url"].startswith("https://")


def test_programs_turn_pages_by_a_cursor(client, made, monkeypatch) -> None:
    numbers = [later(made, days).number for days in range(23)]
    first = client.get("/api/v1/meetings").json
    second = client.get(f"/api/v1/meetings?after={first['next']}").json
    found = [item["number"] for item in [*first["items"], *second["items"]]]
    assert (len(first["items"]), second["next"]) == (20, None)
    assert found == numbers[::-1]
    assert client.get("/api/v1/meetings?after=x").status_code == 404
    assert client.get("/api/v1/meetings/gibt-es-nicht").status_code == 404


def test_the_list_for_programs_costs_the_same_for_many(client, made, statements) -> None:
    later(made)
    statements.drain()
    client.get("/api/v1/meetings")
    few = len(statements.drain())
    for days in (31, 32, 33):
        later(made, days)
    statements.drain()
    client.get("/api/v1/meetings")
    assert len(statements.drain()) <= few


def test_a_calendar_holds_every_date_as_it_was_told_last(client, made) -> None:
    sent, open_ = invited(made, later(made, 10)), later(made, 20)
    with_item(made, open_, SECRET)
    answer = client.get(f"/kalender/{made.table.slug}.ics")
    assert answer.mimetype == "text/calendar"
    assert "video.example.org" not in answer.text
    assert SECRET not in answer.text
    events = {str(event["uid"]): event for event in Calendar.from_ical(answer.text).walk("VEVENT")}
    assert events[f"{sent.id}@engagementforum"]["status"] == "CONFIRMED"
    assert events[f"{open_.id}@engagementforum"]["status"] == "TENTATIVE"
    with at():
        services.cancel_meeting(actor=made.actor("chair"), meeting=sent, reason="Krank")
    again = Calendar.from_ical(client.get(f"/kalender/{made.table.slug}.ics").text)
    gone = next(e for e in again.walk("VEVENT") if e["uid"] == f"{sent.id}@engagementforum")
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", 1)
    assert client.get("/kalender/gibt-es-nicht.ics").status_code == 404


@pytest.mark.parametrize("what", ["uebernehmen", "aussetzen", "aufnehmen"])
def test_strangers_and_members_change_no_agenda(as_, made, what) -> None:
    meeting = planned(made)
    address = f"/runde-tische/{made.table.slug}/sitzungen/{meeting.nr}/tagesordnung/{what}"
    headers = {"Sec-Fetch-Site": "same-origin"}
    with at():
        assert (
            as_("anna").post(address, data={"punkt": meeting.id}, headers=headers).status_code
            == 404
        )
