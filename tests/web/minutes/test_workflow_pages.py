"""From the close of a meeting to minutes that the administration released, without JavaScript."""

import re
from datetime import timedelta

import pytest

from kernel.actors import SYSTEM
from kernel.database import db
from roundtable.decisions import services as decisions
from roundtable.meetings.models import AgendaItem
from roundtable.meetings.rules.states import ItemState
from roundtable.minutes.rules.objections import MOST_OPEN
from roundtable.minutes.rules.states import State
from roundtable.minutes.workflow import seams, services
from roundtable.minutes.workflow.services import submitting
from roundtable.tables.rules.names import PublicName
from tests.factories import people
from tests.factories.meetings import at
from tests.factories.protocols import CANARY, LATER, OPEN_TEXT
from tests.support.minutes_pages import HASH, base, post

pytestmark = pytest.mark.usefixtures("database", "press", "after")


def wish_of(paper, **others: str) -> dict[str, str]:
    words = {
        "number": "1",
        "item": str(paper.sitting.item.id),
        "quote": "Der Tisch berät",
        "replacement": "Der Tisch beriet",
        "reason": "Es ist vorbei.",
    }
    return words | others


def test_the_secretary_looks_and_submits_and_members_are_led_on(paper, as_) -> None:
    here, secretary, anna = f"{base(paper)}/protokoll", as_("secretary"), as_("anna")
    assert f"{here}/stand" in secretary.get(f"{base(paper)}/leitung").text
    stand = secretary.get(f"{here}/stand").text
    assert "Schritt 1 von 4: schreiben" in stand
    assert f"{here}/vorlegen" in stand
    assert f"{here}/vorlegen" not in anna.get(f"{here}/stand").text
    page = secretary.get(f"{here}/vorlegen").text
    assert CANARY in page
    assert "7 Tage Zeit" in page
    assert post(secretary, f"{here}/vorlegen").status_code == 303
    stand = anna.get(f"{here}/stand").text
    for words in ("Schritt 2 von 4: abstimmen lassen", "18. April 2024, 24", "Ich stimme zu"):
        assert words in stand
    assert "0 von 3 Sitzen" in stand
    version = anna.get(f"{here}/fassung/1").text
    assert OPEN_TEXT in version
    assert "Anna dankt Ben" in version
    assert f"/einwenden?punkt={paper.sitting.item.id}" in version
    assert anna.get(f"{here}/fassung/2").status_code == 404


def test_members_read_what_became_of_an_item_as_everybody_will(paper, as_) -> None:
    db.session.get(AgendaItem, paper.sitting.item.id).state = ItemState.VERTAGT
    db.session.commit()
    here, postponed = f"{base(paper)}/protokoll", "Dieser Punkt wurde vertagt."
    assert postponed in as_("secretary").get(f"{here}/vorlegen").text
    post(as_("secretary"), f"{here}/vorlegen")
    assert postponed in as_("anna").get(f"{here}/fassung/1").text


def test_after_the_time_for_wishes_nobody_is_asked_for_one(paper, as_) -> None:
    here, asked = f"{base(paper)}/protokoll", "nennen Sie Ihren Änderungswunsch"
    post(as_("secretary"), f"{here}/vorlegen")
    post(as_("anna"), f"{here}/einwenden", **wish_of(paper))
    assert asked in as_("anna").get(f"{here}/stand").text
    with at(LATER):
        page = as_("anna").get(f"{here}/stand").text
    assert "Die Zeit für Änderungswünsche ist vorbei" in page
    assert asked not in page


def test_what_is_missing_is_named_at_its_place_and_nothing_is_laid_before(
    paper, as_, monkeypatch
) -> None:
    monkeypatch.setattr(seams, "_written_out", [])
    here, secretary = f"{base(paper)}/protokoll", as_("secretary")
    paper.write(paper.sitting.item, "Wir reden.")
    answer = post(secretary, f"{here}/vorlegen")
    assert answer.status_code == 422
    assert "noch nicht vollständig" in answer.text
    assert answer.text.count("Die Abstimmung „Freistellung“ fehlt") == 2
    assert f"/mitschrift/{paper.sitting.item.id}" in answer.text
    assert paper.minutes.state is State.REDAKTION


def test_where_somebody_writes_on_during_every_check_the_secretary_is_told(
    paper, as_, monkeypatch
) -> None:
    monkeypatch.setattr(submitting, "TRIES", 0)  # as if each had been in vain
    answer = post(as_("secretary"), f"{base(paper)}/protokoll/vorlegen")
    assert (answer.status_code, "hat jemand weitergeschrieben" in answer.text) == (409, True)
    assert "Alles Geschriebene ist gespeichert" in answer.text
    assert "Bitten Sie die anderen, kurz nicht zu schreiben" in answer.text
    assert OPEN_TEXT in answer.text, "nothing is lost, and the button is there again"
    assert "Dem Tisch vorlegen" in answer.text
    assert paper.minutes.state is State.REDAKTION


def test_a_wish_is_filed_seen_by_all_and_decided_by_the_secretary(paper, as_) -> None:
    paper.submit()
    here, anna, secretary = f"{base(paper)}/protokoll", as_("anna"), as_("secretary")
    faulty = post(anna, f"{here}/einwenden", **wish_of(paper, quote="Steht nicht da"))
    assert (faulty.status_code, "Steht nicht da" in faulty.text) == (422, True)
    assert "steht nicht im Text" in faulty.text
    fields = wish_of(paper) | {"idempotency_key": "11111111-1111-4111-8111-111111111111"}
    assert post(anna, f"{here}/einwenden", **fields).status_code == 303
    assert post(anna, f"{here}/einwenden", **fields).status_code == 303
    stand = as_("ben").get(f"{here}/stand").text
    assert stand.count("Der Tisch beriet") == 1
    assert "noch nicht entschieden" in stand
    assert "/aenderungswuensche/" not in stand
    (decide,) = set(
        re.findall(rf"{here}/aenderungswuensche/[0-9a-f-]+", secretary.get(f"{here}/stand").text)
    )
    assert as_("chair").get(decide).status_code == 404
    empty = post(secretary, decide, decision="nein", answer="")
    assert (empty.status_code, "nennen Sie den Grund" in empty.text) == (422, True)
    assert post(secretary, decide, decision="ja").status_code == 303
    assert "Weiterschreiben" in secretary.get(f"{here}/stand").text
    assert "überarbeitet das Protokoll" in anna.get(f"{here}/stand").text


def test_one_wish_too_many_is_refused_and_comes_again_as_it_was_typed(paper, as_) -> None:
    paper.submit()
    for _each in range(MOST_OPEN):
        paper.wish()
    answer = post(as_("anna"), f"{base(paper)}/protokoll/einwenden", **wish_of(paper))
    assert answer.status_code == 422
    assert "schon 20 Ihrer Änderungswünsche offen" in answer.text
    assert "Der Tisch beriet" in answer.text


def test_members_see_what_the_next_version_changes(paper, as_) -> None:
    paper.submit()
    paper.decide(paper.wish(), accept=True)
    paper.write(paper.sitting.item, OPEN_TEXT.replace("berät", "beriet"))
    paper.submit()
    page = as_("anna").get(f"{base(paper)}/protokoll/fassung/2").text
    paper.now += timedelta(days=9)
    paper.do(services.approve_lapsed, SYSTEM)
    release = as_("office").get(f"{base(paper)}/protokoll/freigeben").text
    assert "Verglichen mit der Fassung davor" in release
    assert "Der Tisch beriet" in release
    assert "Am Tisch heißt dieser Text Fassung 2. Öffentlich ist er Fassung 1." in release
    paper.release()
    assert "(öffentlich: Fassung 1)" in as_("anna").get(f"{base(paper)}/protokoll/stand").text
    own = as_("anna").get(f"{base(paper)}/protokoll/fassung/2").text
    assert "Öffentlich heißt dieser Text Fassung 1" in own
    assert "1 Änderungswunsch eingearbeitet" in page
    assert "<del" in page
    assert "<ins" in page
    assert "frühere Fassung" in as_("anna").get(f"{base(paper)}/protokoll/fassung/1").text


def test_the_majority_agrees_and_the_rejected_wish_is_annexed(paper, as_) -> None:
    paper.submit()
    paper.decide(paper.wish("ben"), accept=False, answer="Bleibt so.")
    here = f"{base(paper)}/protokoll"
    for who in ("anna", "chair"):
        assert post(as_(who), f"{here}/zustimmen", number="1").status_code == 303
    late = post(as_("ben"), f"{here}/zustimmen", number="1")
    assert (late.status_code, "passt nicht zum Stand" in late.text) == (409, True)
    stand = as_("anna").get(f"{here}/stand").text
    assert "mit Zustimmung der Mehrheit" in stand
    assert "Schritt 3 von 4: freigeben" in stand
    version = as_("anna").get(f"{here}/fassung/1").text
    assert "Anlage: abgelehnte Änderungswünsche" in version
    assert "Bleibt so." in version


def test_the_office_sees_the_public_text_alone_and_releases_it(paper, as_, client) -> None:
    paper.approved()
    here, office = f"{base(paper)}/protokoll", as_("office")
    stand = office.get(f"{here}/stand").text
    page = office.get(f"{here}/freigeben").text
    for shown in (stand, page):
        assert CANARY not in shown
    assert "TOP N 1 – nichtöffentlich" in page
    assert OPEN_TEXT in page
    assert office.get(f"{here}/fassung/1").status_code == 404
    fields = {"number": "1", "sha256": HASH.search(page)[1]}
    assert post(office, f"{here}/freigeben", **fields).status_code == 303
    assert "Schritt 4 von 4: öffentlich" in office.get(f"{here}/stand").text
    assert "vorläufig" not in client.get("/beschluesse/").text
    assert "abgeschlossen" in client.get(f"{base(paper)}/").text


def test_a_text_that_changed_after_the_look_comes_again_with_the_new_one(paper, as_) -> None:
    paper.approved()
    here, office = f"{base(paper)}/protokoll/freigeben", as_("office")
    seen = HASH.search(office.get(here).text)[1]
    paper.named("anna", PublicName.NAME)
    answer = post(office, here, number="1", sha256=seen)
    assert answer.status_code == 409
    assert "Der Text hat sich geändert" in answer.text
    fresh = HASH.search(answer.text)[1]
    assert fresh != seen
    assert post(office, here, number="1", sha256=fresh).status_code == 303


def test_the_office_gives_back_what_names_somebody_and_members_read_why(paper, as_) -> None:
    paper.write(paper.sitting.item, f"{OPEN_TEXT} Ben fragt nach.")
    paper.approved()
    here, office = f"{base(paper)}/protokoll", as_("office")
    address = f"{here}/zurueckgeben"
    assert f'href="{address}"' in office.get(f"{here}/freigeben").text
    page = office.get(address).text
    assert "obwohl die Personen nicht zugestimmt haben: Ben" in page
    empty = post(office, address, number="1", reason="")
    assert (empty.status_code, "nennen Sie den Grund" in empty.text) == (422, True)
    fields = {"number": "1", "reason": "Bens Name muss hinaus."}
    for _twice in range(2):
        assert post(office, address, **fields).status_code == 303
    assert office.get(address).status_code == 404
    assert office.get(f"{here}/freigeben").status_code == 404
    for who in ("secretary", "anna", "office"):
        stand = as_(who).get(f"{here}/stand").text
        assert "Schritt 1 von 4: schreiben" in stand
        assert "Bens Name muss hinaus." in stand
    paper.write(paper.sitting.item, OPEN_TEXT)
    paper.submit()
    stand = as_("anna").get(f"{here}/stand").text
    assert "Von der Verwaltung zurückgegeben: Bens Name muss hinaus." in stand
    assert "Ich stimme zu" in stand
    paper.agree("anna", "chair")
    page = office.get(f"{here}/freigeben").text
    assert "Bens Name muss hinaus." in page
    assert "nicht zugestimmt haben" not in page


def test_what_was_released_meanwhile_is_not_given_back_and_nothing_typed_is_lost(
    paper, as_
) -> None:
    paper.published()
    answer = post(as_("office"), f"{base(paper)}/protokoll/zurueckgeben", number="1", reason="Ach!")
    assert (answer.status_code, "Ach!" in answer.text) == (409, True)
    assert "passt nicht zum Stand" in answer.text


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("stand", {"chair", "secretary", "anna", "office"}),
        ("fassung/1", {"chair", "secretary", "anna"}),
        ("vorlegen", {"secretary"}),
        ("einwenden", {"chair", "secretary", "anna"}),
        ("freigeben", {"office"}),
        ("zurueckgeben", {"office"}),
    ],
)
def test_for_others_there_is_no_such_page(paper, as_, client, page: str, allowed) -> None:
    paper.approved()
    here = f"{base(paper)}/protokoll/{page}"
    everybody = ("chair", "secretary", "anna", "guest", "office")
    found = {who for who in everybody if as_(who).get(here).status_code == 200}
    assert found == allowed
    assert client.get(here).status_code in {302, 303}
    stranger = client.application.test_client()
    people.sign_in(stranger, people.person("Fremd"))
    assert stranger.get(here).status_code == 404


def test_pages_take_a_constant_number_of_statements(paper, as_, statements) -> None:
    paper.submit()
    anna, here = as_("anna"), f"{base(paper)}/protokoll/stand"
    paper.wish()
    anna.get(here)

    def count() -> int:
        statements.clear()
        assert anna.get(here).status_code == 200
        return len(statements)

    few = count()
    for who in ("anna", "ben", "chair"):
        paper.wish(who)
    assert count() == few


def test_texts_that_cannot_be_rendered_are_shown_as_typed_and_named(paper, as_) -> None:
    paper.write(paper.secret, "> " * 500 + CANARY)
    page = as_("secretary").get(f"{base(paper)}/protokoll/vorlegen")
    assert page.status_code == 200
    assert "Das fehlt noch" in page.text
    assert CANARY in page.text


def test_after_the_meeting_the_desk_names_what_is_left_to_do(paper, as_) -> None:
    desk, first = f"{base(paper)}/leitung", "Ergebnis prüfen und veröffentlichen"
    chair, secretary = as_("chair").get(desk).text, as_("secretary").get(desk).text
    assert re.search(rf'kern-btn--primary"[^>]*>.*{first}', chair), "the next step is the button"
    for page in (chair, secretary):
        assert "Protokoll fertigstellen" in page
        assert "Wer kommt?" not in page
        assert "Den nächsten Schritt macht die Leitung" not in page
    assert first not in secretary
    paper.do(decisions.release_day, "chair")
    released = as_("chair").get(desk).text
    assert first not in released
    assert f'href="{base(paper)}/ergebnis"' in released
    paper.published()
    assert "Protokoll fertigstellen" not in as_("secretary").get(desk).text
