"""From the close of a meeting to resolutions that everybody reads, without JavaScript."""

import re

import pytest

from kernel.database import db, in_transaction
from roundtable.tables.rules.names import PublicName
from tests.factories import people
from tests.factories.decisions import TEXT, a_sitting

pytestmark = pytest.mark.usefixtures("database")

HERE = "/beschluesse/RT-2024-01/1"


def base(sitting) -> str:
    return f"/runde-tische/{sitting.made.table.slug}/sitzungen/{sitting.meeting.nr}"


def post(browser, address, **fields):
    return browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_from_close_to_public_in_three_actions(client, sitting, as_) -> None:
    sitting.adopted()
    chair, anna = as_("chair"), as_("anna")
    day = f"{base(sitting)}/ergebnis"
    for address in (HERE, day):
        assert client.get(address).status_code == 404
    assert TEXT not in client.get("/beschluesse/").text
    assert "nur Mitglieder" in anna.get(HERE).text
    early = post(chair, f"{day}/freigeben")
    assert (early.status_code, "beenden Sie zuerst" in early.text) == (409, True)
    assert post(chair, f"{base(sitting)}/beenden").status_code == 303
    assert f"{day}/freigeben" in chair.get(f"{base(sitting)}/leitung").text
    assert "Bitte prüfen Sie es" in chair.get(f"{day}/freigeben").text
    assert as_("secretary").get(f"{day}/freigeben").status_code == 404
    assert post(chair, f"{day}/freigeben").status_code == 303
    page = client.get(HERE).text
    for words in (
        TEXT,
        "RT-2024-01/1",
        "Ja: 2, Nein: 0, Enthaltung: 0",
        "vorläufig",
        "So zitieren Sie",
    ):
        assert words in page
    assert page.index(TEXT) < page.index("Ja: 2")
    assert "Anna" not in page
    assert "Weg dieses Beschlusses" in page
    assert HERE in client.get(day).text
    assert f"{day}" in client.get(f"{base(sitting)}/").text
    assert HERE in client.get("/beschluesse/").text
    assert HERE in client.get("/").text


def test_the_day_names_who_does_a_task_as_everybody_may_know(client, sitting, as_) -> None:
    resolution = sitting.adopted()
    sitting.task(resolution.id)
    sitting.release()
    day = f"{base(sitting)}/ergebnis"
    assert "Anna" not in client.get(day).text
    seat = sitting.made.seats["anna"]
    in_transaction(lambda: setattr(seat, "public_name", PublicName.NAME))
    for address in (day, HERE):
        assert "Anna" in client.get(address).text, address


def test_numbers_have_one_spelling(client, sitting) -> None:
    sitting.adopted()
    sitting.release()
    assert client.get(HERE).status_code == 200
    for wrong in ("RT-2024-01/2", "rt-2024-01/1", "RT-2024-01/x", "RT-2024-01"):
        assert client.get(f"/beschluesse/{wrong}").status_code == 404


def test_the_list_is_filtered_by_table_and_standing(client, sitting) -> None:
    other = a_sitting("ZW")
    for one in (sitting, other):
        one.adopted()
        one.release()
    both = client.get("/beschluesse/?gremium=gibt-es-nicht&status=los").text
    assert "RT-2024-01/1" in both
    assert "ZW-2024-01/1" in both
    one = client.get("/beschluesse/?gremium=tisch-zw&status=gefasst").text
    assert "RT-2024-01/1" not in one
    assert "ZW-2024-01/1" in one
    assert "noch kein Beschluss" in client.get("/beschluesse/?status=umgesetzt").text


def test_a_nonpublic_resolution_appears_nowhere_outside(client, as_, app) -> None:
    hidden = a_sitting("NN", public=False)
    resolution = hidden.adopted(title="Geheimes", text="Geheimer Wortlaut")
    hidden.release()
    official, guest = app.test_client(), app.test_client()
    people.sign_in(official, people.person("Amt", role="administration"))
    people.sign_in(guest, hidden.made.persons["guest"])
    addresses = (
        "/beschluesse/",
        "/api/v1/resolutions",
        f"{base(hidden)}/ergebnis",
        f"{base(hidden)}/",
    )
    for browser in (client, official, guest):
        for address in addresses:
            answer = browser.get(address)
            assert (answer.status_code, "Geheim" in answer.text) == (200, False)
        for address in ("/beschluesse/NN-2024-01/1", f"/api/v1/resolutions/{resolution.id}"):
            assert browser.get(address).status_code == 404
        assert browser.get("/beschluesse/NN-2024-01/1/stand").status_code in {302, 404}
    member = app.test_client()
    people.sign_in(member, hidden.made.persons["anna"])
    assert "Geheimer Wortlaut" in member.get("/beschluesse/NN-2024-01/1").text


def test_chair_says_how_far_it_is(client, sitting, as_) -> None:
    sitting.adopted()
    sitting.release()
    chair = as_("chair")
    assert as_("anna").get(f"{HERE}/stand").status_code == 404
    form = chair.get(f"{HERE}/stand").text
    version = re.search(r'name="version" type="hidden" value="(\d+)"', form)[1]
    no_reason = post(chair, f"{HERE}/stand", version=version, state="aufgehoben")
    assert (no_reason.status_code, "nennen Sie den Grund" in no_reason.text) == (422, True)
    fields = {"state": "in_umsetzung", "note": "Zwölf Betriebe", "review_on": "2024-09-01"}
    assert post(chair, f"{HERE}/stand", version="0", **fields).status_code == 409
    assert post(chair, f"{HERE}/stand", version=version, **fields).status_code == 303
    page = client.get(HERE).text
    for words in ("wird umgesetzt", "Zwölf Betriebe", "1. September 2024"):
        assert words in page


def test_programs_read_what_the_caller_may_see(client, sitting, as_) -> None:
    first, second = sitting.adopted(), sitting.adopted(title="Zweiter")
    assert client.get("/api/v1/resolutions").json == {"items": [], "next": None}
    assert len(as_("anna").get("/api/v1/resolutions").json["items"]) == 2
    assert client.get(f"/api/v1/resolutions/{first.id}").status_code == 404
    sitting.release()
    items = client.get("/api/v1/resolutions").json["items"]
    assert [item["number"] for item in items] == ["RT-2024-01/2", "RT-2024-01/1"]
    after = client.get(f"/api/v1/resolutions?after={second.id}").json["items"]
    assert [item["number"] for item in after] == ["RT-2024-01/1"]
    assert client.get("/api/v1/resolutions?after=x").status_code == 404
    told = client.get(f"/api/v1/resolutions/{first.id}").json
    assert (told["text"], told["provisional"]) == (TEXT, True)
    assert told["vote"]["figures"] == {"Ja": 2, "Nein": 0, "Enthaltung": 0}


def test_pages_cost_the_same_for_many_resolutions(client, sitting, statements) -> None:
    sitting.adopted()
    many = a_sitting("ZW")
    ids = [many.adopted(title="Noch einer").id for _number in range(5)]
    for one in (sitting, many):
        one.release()
    few_pages, many_pages = (
        (
            f"{base(one)}/ergebnis",
            f"/beschluesse/{one.meeting.number}/1",
            f"/beschluesse/?gremium={one.made.table.slug}",
            f"/api/v1/resolutions?after={after}",
        )
        for one, after in ((sitting, ids[0]), (many, ids[4]))
    )

    def costs(addresses) -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            db.session.expunge_all()
            statements.clear()
            assert client.get(address).status_code == 200
            found.append(len(statements))
        return found

    assert costs(few_pages) == costs(many_pages)
