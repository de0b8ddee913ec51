"""Chair and secretary note who stands in though nobody announced them: on the attendance page and in the room."""

import re

import pytest

from tests.factories import people
from tests.factories.meetings import MEETS_AT, a_deputy, at, running


@pytest.fixture
def here(made):
    a_deputy(made, "ben")
    meeting = running(made)
    return f"/runde-tische/{made.table.slug}/sitzungen/{meeting.nr}"


def post(browser, page, **fields):
    return browser.post(page, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def values(page: str) -> dict[str, str]:
    """The steps that the room offers, by their words."""
    found = page.split('id="anwesenheit"')[1].split("</form>", maxsplit=1)[0]
    return {words: value for value, words in re.findall(r'value="([^"]+)">([^<]+)<', found)}


def test_the_attendance_page_offers_everybody_on_the_list(made, as_, here) -> None:
    page, mia = f"{here}/anwesenheit", made.persons["mia"]
    with at(MEETS_AT):
        offer = as_("secretary").get(page).text
        assert "Mia Wolf ist da und vertritt Ben" in offer
        assert f'value="{mia.id}"' in offer
        assert as_("mia").get(f"{here}/live").status_code == 404
        fields = {"seat": made.seat_id("ben"), "inward": "1", "account": mia.id}
        assert post(as_("secretary"), page, **fields).status_code == 303
        assert "Mia Wolf ist da</" in as_("secretary").get(page).text
        assert as_("mia").get(f"{here}/live").status_code == 200


def test_in_the_room_they_come_and_go(made, as_, here) -> None:
    room, chair = f"{here}/live", as_("chair")
    with at(MEETS_AT):
        steps = values(chair.get(room).text)
        come = steps["Mia Wolf ist da und vertritt Ben (S4)"]
        assert {"Ben (S4) ist da", "Anna (S3) geht"} < set(steps)
        assert post(chair, f"{room}/anwesenheit", step=come).status_code == 303
        assert as_("mia").get(room).status_code == 200
        again = post(chair, f"{room}/anwesenheit", step=come)
        assert (again.status_code, "schon eingetragen" in again.text) == (422, True)
        go = values(again.text)["Mia Wolf (S4) geht"]
        assert post(chair, f"{room}/anwesenheit", step=go).status_code == 303
        assert as_("mia").get(room).status_code == 404
        assert post(chair, f"{room}/anwesenheit").status_code == 422


def test_members_note_nobody_in_the_room(made, as_, here) -> None:
    with at(MEETS_AT):
        assert "raum-anwesenheit" not in as_("anna").get(f"{here}/live").text
        step = f"geht:{made.seat_id('anna')}"
        assert post(as_("anna"), f"{here}/live/anwesenheit", step=step).status_code == 404


def test_many_deputies_cost_no_more_statements(made, as_, here, statements) -> None:
    chair = as_("chair")

    def costs() -> list[int]:
        found = []
        for page in ("anwesenheit", "live"):
            chair.get(f"{here}/{page}")
            statements.clear()
            assert chair.get(f"{here}/{page}").status_code == 200
            found.append(len(statements))
        return found

    with at(MEETS_AT):
        few = costs()
        for number in range(3):
            for key in ("anna", "ben"):
                a_deputy(made, key, people.person(f"Vertretung {number} {key}"))
        assert costs() == few


def test_once_the_meeting_is_closed_the_page_only_tells_who_was_there(made, as_, here) -> None:
    with at(MEETS_AT):
        chair = as_("chair")
        assert "Ben ist da<" in chair.get(f"{here}/anwesenheit").text
        assert post(chair, f"{here}/beenden").status_code == 303
        page = chair.get(f"{here}/anwesenheit").text
    assert "Wer war da?" in page
    assert "ist da" not in page
    assert 'name="seat"' not in page
