"""From a mistake in a released result to a correction that everybody reads, without JavaScript."""

import pytest
from sqlalchemy import func, select

from kernel.database import db
from kernel.ids import new_id
from roundtable.decisions.resolution_models import DayCorrection
from tests.web.decisions.test_resolution_pages import HERE, base, post

pytestmark = pytest.mark.usefixtures("database")
WORDS = {"written": "Es waren 3 Ja-Stimmen.", "reason": "Beim Auszählen <b>vertippt</b>."}


def test_a_correction_stands_where_the_mistake_is(client, sitting, as_) -> None:
    vote = sitting.adopted().vote_id
    other = sitting.adopted(title="Zweiter")
    day, chair = f"{base(sitting)}/ergebnis", as_("chair")
    assert chair.get(f"{day}/berichtigen").status_code == 404
    released = sitting.release()
    assert f"{day}/berichtigen" in chair.get(day).text
    for stranger in (client, as_("anna"), as_("secretary")):
        assert f"{day}/berichtigen" not in stranger.get(day).text
        assert stranger.get(f"{day}/berichtigen").status_code in {302, 303, 404}
        assert post(stranger, f"{day}/berichtigen", **WORDS).status_code in {302, 303, 404}
    assert client.get(day).text.count("Berichtigt am") == 0
    key = str(new_id())
    for _sent in range(2):
        sent = post(chair, f"{day}/berichtigen", vote=vote, idempotency_key=key, **WORDS)
        assert sent.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(DayCorrection)) == 1
    for address in (day, HERE):
        page = client.get(address).text
        assert page.count("Berichtigt am") == 1
        assert "Es waren 3 Ja-Stimmen." in page
        assert "&lt;b&gt;vertippt" in page
    assert "Berichtigt am" not in client.get(other.address).text
    assert released.content_hash in client.get(day).text
    told = client.get(f"/api/v1/resolutions/{sitting_resolution(client)}").json["corrections"]
    assert [one["text"] for one in told] == ["Es waren 3 Ja-Stimmen."]


def sitting_resolution(client) -> str:
    items = client.get("/api/v1/resolutions").json["items"]
    return next(item["id"] for item in items if item["url"] == HERE)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"written": ""}, "füllen Sie dieses Feld aus"),
        ({"reason": " "}, "füllen Sie dieses Feld aus"),
        ({"written": "x" * 1_001}, "1000"),
        ({"vote": "kein Schlüssel"}, "Auswahl"),
    ],
    ids=["no-text", "no-reason", "too-long", "foreign-vote"],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    sitting, as_, fields, message
) -> None:
    sitting.adopted()
    sitting.release()
    answer = post(as_("chair"), f"{base(sitting)}/ergebnis/berichtigen", **{**WORDS, **fields})
    assert answer.status_code == 422
    assert message in answer.text
    kept = set(WORDS) - set(fields)
    assert all(name not in kept or "vertippt" in answer.text for name in ("reason",))
    assert db.session.scalar(select(func.count()).select_from(DayCorrection)) == 0


def test_the_page_costs_the_same_for_many_corrections(client, sitting, as_, statements) -> None:
    sitting.adopted()
    sitting.release()
    day, chair = f"{base(sitting)}/ergebnis", as_("chair")
    counted = []
    for many in (1, 5):
        for number in range(many):
            post(chair, f"{day}/berichtigen", **{**WORDS, "written": f"Richtig {number}"})
        client.get(day)
        statements.clear()
        assert client.get(day).status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]
