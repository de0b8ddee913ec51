"""The desk of a running meeting: the chair's buttons for each item."""

from tests.factories import meetings
from tests.factories.meetings import MEETS_AT, at


def here(made, meeting) -> str:
    return f"/runde-tische/{made.table.slug}/sitzungen/{meeting.nr}"


def post(browser, address, **fields):
    return browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_the_chair_calls_items_at_the_desk(made, as_) -> None:
    meeting = meetings.running(made)
    desk, item = f"{here(made, meeting)}/leitung", meeting.items[0]
    turn = f"{here(made, meeting)}/punkte/{item.id}/stand"
    with at(MEETS_AT):
        assert "Aufrufen" in as_("chair").get(desk).text
        assert "Aufrufen" not in as_("secretary").get(desk).text
        assert post(as_("chair"), turn, stand="aufgerufen").status_code == 303
        page = as_("chair").get(desk).text
        assert ("Zurückstellen" in page, "Aufrufen" in page) == (True, False)
        other = f"{here(made, meeting)}/punkte/{meeting.items[1].id}/stand"
        refused = post(as_("chair"), other, stand="aufgerufen")
        assert (refused.status_code, "Immer nur ein Punkt" in refused.text) == (409, True)
        assert post(as_("chair"), turn, stand="irgendwas").status_code == 404
        assert post(as_("anna"), turn, stand="beraten").status_code == 404
    assert [one.state for one in meeting.items[:2]] == ["aufgerufen", "geplant"]
