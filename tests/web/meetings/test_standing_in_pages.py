"""Who came for somebody else uses the pages of the meeting as a member does, until they leave."""

import pytest

from kernel.ids import new_id
from roundtable.meetings import services
from tests.factories.meetings import MEETS_AT, a_deputy, at, planned, running, with_item

SECRET = "Grundstück Süd"


def post(browser, page, **fields):
    return browser.post(page, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def meeting(made):
    found = planned(made)
    with_item(made, found, SECRET, public=False, kind="beschluss")
    return running(made, found)


@pytest.fixture
def here(made, meeting):
    return f"/runde-tische/{made.table.slug}/sitzungen/{meeting.nr}/"


@pytest.fixture
def mia(made, as_, meeting):
    a_deputy(made, "ben")
    with at(MEETS_AT):
        yield as_("mia")


def note(made, meeting, key: str, *, inward: bool = True, deputy: str = ""):
    return services.note_presence(
        actor=made.actor("secretary"),
        meeting=meeting,
        seat_id=made.seat_id(key),
        inward=inward,
        deputy_name=deputy,
    )


def test_the_way_of_who_stands_in(made, as_, meeting, here, mia) -> None:
    secretary, item = as_("secretary"), meeting.items[0].id
    closed = [f"{here}live", f"{here}mitschrift/", f"{here}mitschrift/{item}"]
    assert {mia.get(page).status_code for page in closed} == {404}
    assert SECRET not in mia.get(here).text
    noted = note(made, meeting, "ben", deputy="Mia Wolf")
    assert noted.deputy_id == made.persons["mia"].id
    assert {mia.get(page).status_code for page in closed} == {200}
    page = mia.get(here).text
    assert SECRET in page
    assert f'href="{here}live"' in page
    room = mia.get(f"{here}live").text
    assert "Sie stehen nicht auf der Redeliste." in room
    fields = {"text": "Ich vertrete Ben.", "idempotency_key": str(new_id())}
    assert post(mia, f"{here}live/gespraech", **fields).status_code == 303
    assert "Ich vertrete Ben." in secretary.get(f"{here}live").text
    assert mia.get(f"{here}leitung").status_code == 404
    assert mia.get(f"{here}protokoll/vorlegen").status_code == 404
    note(made, meeting, "ben", inward=False)
    assert {mia.get(page).status_code for page in closed} == {404}
    assert SECRET not in mia.get(here).text


def test_the_room_costs_who_stands_in_as_much_for_many_seats(
    made, meeting, here, mia, statements
) -> None:
    def cost() -> int:
        mia.get(f"{here}live")
        statements.clear()
        assert mia.get(f"{here}live").status_code == 200
        return len(statements)

    note(made, meeting, "ben", deputy="Mia Wolf")
    few = cost()
    for key in ("guest", "secretary"):
        note(made, meeting, key)
    assert cost() <= few


def test_who_is_represented_reads_by_whom(made, meeting, here, mia, as_) -> None:
    note(made, meeting, "ben", deputy="Mia Wolf")
    room = as_("ben").get(f"{here}live").text
    assert "Mia Wolf vertritt Sie in dieser Sitzung." in room
    assert "als anwesend" not in room
    assert "vertritt Sie" not in mia.get(f"{here}live").text
