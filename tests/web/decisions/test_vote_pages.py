"""The pages of a vote in a meeting, without JavaScript: written, opened, cast, counted, told."""

import re

import pytest
from sqlalchemy import select

from kernel.database import db, in_transaction
from roundtable.decisions import services
from roundtable.decisions.models import LiveBallot, LiveVote
from roundtable.decisions.rules.votes import Choice, Mode
from roundtable.meetings.rules.results import Rule
from roundtable.meetings.services import note_presence
from roundtable.tables.seating import seated
from tests.factories import meetings, people
from tests.factories.decisions import DURING, TEXT

pytestmark = pytest.mark.usefixtures("database")


def here(sitting) -> str:
    return f"/runde-tische/{sitting.made.table.slug}/sitzungen/{sitting.meeting.nr}"


def post(browser, address, **fields):
    return browser.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def question(sitting, **others: object) -> dict[str, object]:
    words = {"title": "Freistellung", "wording": TEXT, "rule": "einfach", "mode": "geraet"}
    return {"item": sitting.item.id, "resolves": "y", **words, **others}


def test_the_whole_way(client, sitting, as_) -> None:
    chair, secretary, anna = as_("chair"), as_("secretary"), as_("anna")
    votes = f"{here(sitting)}/abstimmungen"
    assert f"{votes}/" in chair.get(f"{here(sitting)}/leitung").text
    assert f'<option selected value="{sitting.item.id}"' in secretary.get(f"{votes}/neu").text
    made = post(secretary, f"{votes}/neu", **question(sitting))
    assert made.status_code == 303
    desk = made.location.partition("#")[0]
    ballot = desk.rstrip("/").replace("abstimmungen", "abstimmen")
    assert "Den nächsten Schritt macht die Leitung" in secretary.get(desk).text
    assert anna.get(ballot).status_code == 404
    changed = post(secretary, f"{desk}aendern", version=1, **question(sitting, wording="Neu."))
    assert (changed.status_code, "Neu." in chair.get(desk).text) == (303, True)
    assert post(chair, f"{desk}eroeffnen").status_code == 303
    assert "Jetzt abstimmen" in anna.get(f"{here(sitting)}/").text
    assert "Jetzt abstimmen" not in client.get(f"{here(sitting)}/").text
    assert "Sie stimmen für Sitz S3 ab" in anna.get(ballot).text
    key = "0190a0b0c0d0e0f001020304050607ff"
    for _again in range(2):
        cast = post(anna, ballot, choice="dafuer", idempotency_key=key)
        assert cast.status_code == 303
    page = anna.get(ballot).text
    assert "Ihre Stimme ist gezählt." in page
    assert "Am Gerät abgestimmt: 1 von 3 Sitzen." in page
    assert "Wer hat wie gestimmt" not in page
    second = post(anna, ballot, choice="dagegen")
    assert (second.status_code, "schon abgestimmt" in second.text) == (409, True)
    assert "nicht zu Ende" in post(chair, f"{here(sitting)}/beenden").text
    assert post(chair, f"{desk}schliessen").status_code == 303
    assert post(chair, f"{desk}bekanntgeben").status_code == 303
    told = anna.get(ballot).text
    assert "angenommen" in told
    assert re.search(r"Anna.*?Ja", told, re.DOTALL)
    assert "mehrheitlich dafür" in told
    assert client.get(ballot).status_code == 302
    assert "angenommen" in chair.get(f"{votes}/").text


def test_hands_are_counted_on_the_desk(sitting, as_) -> None:
    vote = sitting.opened(mode=Mode.PAPIER, rule=Rule.KONSENS)
    sitting.do(services.close_vote, vote=vote)
    chair, secretary = as_("chair"), as_("secretary")
    desk = f"{here(sitting)}/abstimmungen/{vote.id}/"
    counts = {"yes": "2", "concerns": "0", "no": "0", "abstained": "0", "invalid": "0"}
    too_many = post(secretary, f"{desk}auszaehlung", **{**counts, "yes": "4"})
    assert (too_many.status_code, "mehr Stimmen" in too_many.text) == (422, True)
    assert 'value="4"' in too_many.text
    veto = post(secretary, f"{desk}auszaehlung", **{**counts, "no": "1"})
    assert (veto.status_code, "nennen Sie den Grund" in veto.text) == (422, True)
    assert post(secretary, f"{desk}auszaehlung", **{**counts, "yes": "x"}).status_code == 422
    assert post(secretary, f"{desk}auszaehlung", **counts).status_code == 303
    early = post(chair, f"{desk}bekanntgeben")
    assert (early.status_code, "bestätigen Sie sie" in early.text) == (422, True)
    version = re.search(r'name="version" value="(\d+)"', chair.get(desk).text)[1]
    assert post(chair, f"{desk}auszaehlung/bestaetigen", version="0").status_code == 409
    assert post(chair, f"{desk}auszaehlung/bestaetigen", version=version).status_code == 303
    assert post(chair, f"{desk}bekanntgeben").status_code == 303
    assert "angenommen" in chair.get(desk).text


def test_bad_input_comes_back_at_its_field(sitting, as_) -> None:
    secretary, anna = as_("secretary"), as_("anna")
    votes = f"{here(sitting)}/abstimmungen"
    for wrong in ({"wording": ""}, {"item": "x"}, {"rule": "los"}, {"mode": "geheim"}):
        answer = post(secretary, f"{votes}/neu", **question(sitting, title="Bleibt", **wrong))
        assert (answer.status_code, "Bleibt" in answer.text) == (422, True)
    assert db.session.scalars(select(LiveVote)).all() == []
    vote = sitting.opened(rule=Rule.KONSENS)
    ballot = f"{here(sitting)}/abstimmen/{vote.id}"
    for wrong in ({}, {"choice": "los"}, {"choice": "dagegen"}):
        assert post(anna, ballot, **wrong).status_code == 422
    assert db.session.scalars(select(LiveBallot)).all() == []


def test_an_abort_needs_a_reason_and_tells_it(sitting, as_) -> None:
    vote, chair = sitting.opened(), as_("chair")
    desk = f"{here(sitting)}/abstimmungen/{vote.id}/"
    assert post(chair, f"{desk}abbrechen", reason="").status_code == 422
    assert post(as_("secretary"), f"{desk}abbrechen", reason="Nein").status_code == 403
    assert post(chair, f"{desk}abbrechen", reason="Falscher Text").status_code == 303
    assert "Falscher Text" in as_("anna").get(f"{here(sitting)}/abstimmen/{vote.id}").text


def test_nobody_else_finds_these_pages(app, sitting, as_) -> None:
    vote = sitting.opened()
    stranger = app.test_client()
    people.sign_in(stranger, people.person("Fremd"))
    for address in ("abstimmungen/", "abstimmungen/neu", f"abstimmungen/{vote.id}/"):
        for browser in (stranger, as_("anna")):
            assert browser.get(f"{here(sitting)}/{address}").status_code == 404
    assert stranger.get(f"{here(sitting)}/abstimmen/{vote.id}").status_code == 404
    other = meetings.planned(meetings.a_round("XY"))
    foreign = f"/runde-tische/tisch-xy/sitzungen/{other.nr}/abstimmen/{vote.id}"
    assert as_("anna").get(foreign).status_code == 404


def test_secret_votes_are_not_offered(sitting, as_) -> None:
    page = as_("secretary").get(f"{here(sitting)}/abstimmungen/neu").text
    assert "geheim" not in page.lower()


def test_the_pages_cost_the_same_for_many_voters(sitting, as_, statements) -> None:
    few = sitting.announced()
    for number in range(10, 15):
        in_transaction(lambda n=number: meetings.one_more_seat(sitting.made, n))
        person = sitting.made.persons[f"mitglied-{number}"]
        seat = seated(sitting.made.table.id, person.id, DURING)
        here_now = {"seat_id": seat.id, "inward": True}
        sitting.do(note_presence, meeting=sitting.meeting, **here_now)
    many = sitting.announced()
    assert len(many.voters) == len(few.voters) + 5
    counted, base = [], here(sitting)
    ways = ((as_("anna"), "abstimmen/{}"), (as_("chair"), "abstimmungen/{}/"))
    addresses = [(browser, part.format(vote.id)) for vote in (few, many) for browser, part in ways]
    for browser, part in addresses:
        for _warm in range(2):
            db.session.expunge_all()
            statements.clear()
            assert browser.get(f"{base}/{part}").status_code == 200
        counted.append(len(statements))
    assert counted[:2] == counted[2:]


def test_the_chair_is_warned_before_a_close_that_hardly_anybody_voted_in(as_, sitting) -> None:
    warns = "Das ist weniger als die Hälfte."
    vote = sitting.opened()
    page = f"{here(sitting)}/abstimmungen/{vote.id}/"
    chair = as_("chair")
    assert warns in chair.get(page).text
    for who in ("anna", "chair"):
        sitting.cast(vote, who, Choice.DAFUER)
    assert warns not in chair.get(page).text
    assert post(chair, f"{page}schliessen").status_code == 303, "it is a warning, no block"
