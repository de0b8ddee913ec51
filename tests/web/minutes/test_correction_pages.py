"""Corrections and withdrawals of public minutes: what stays, who sees what changed, for whom nothing changes."""

import re
from datetime import timedelta

import pytest

from roundtable.decisions import services as decisions
from roundtable.tables.rules.names import PublicName
from tests.factories.meetings import at
from tests.factories.protocols import CANARY, OPEN_TEXT
from tests.support.minutes_pages import HASH, base, post

pytestmark = pytest.mark.usefixtures("database", "press", "after")


def test_a_correction_and_a_withdrawal(paper, as_) -> None:
    paper.published()
    here, secretary, office = f"{base(paper)}/protokoll", as_("secretary"), as_("office")
    address = f"{here}/berichtigen/{paper.sitting.item.id}"
    assert address in secretary.get(f"{here}/fassung/1").text
    assert OPEN_TEXT in secretary.get(address).text
    same = post(secretary, address, number="1", written=f"{OPEN_TEXT} Neu.", reason="")
    assert (same.status_code, f"{OPEN_TEXT} Neu." in same.text) == (422, True)
    fields = {"number": "1", "written": f"{OPEN_TEXT} Neu.", "reason": "Zahl verwechselt"}
    assert post(secretary, address, **fields).status_code == 303
    for who in (secretary, office):
        stand = who.get(f"{here}/stand").text
        assert "prüft die Berichtigung und gibt sie frei" in stand, "whose turn it is"
    page = office.get(f"{here}/freigeben").text
    changes = page[page.index("Was sich geändert hat") : page.index("So lesen es alle")]
    assert f"TOP {paper.sitting.item.number}: Freistellung" in changes
    assert '<ins class="ef-change ef-change--new"> Neu.</ins>' in changes
    changes = re.sub(r"</?(del|ins)\b[^>]*>", "", changes)
    assert f">{OPEN_TEXT}\nZivilgesellschaft dankt Ben." in changes
    assert f">{OPEN_TEXT} Neu.</dd>" in changes
    assert "Vorher</dt>" in changes
    assert re.search(r">\s*Zahl verwechselt</textarea>", page), "what the table said is there"
    sha256 = HASH.search(page)[1]
    empty = post(office, f"{here}/freigeben", number="2", sha256=sha256, reason="")
    assert (empty.status_code, "nennen Sie den Grund" in empty.text) == (422, True)
    release = {"number": "2", "sha256": sha256, "reason": "Zahl verwechselt"}
    assert post(office, f"{here}/freigeben", **release).status_code == 303
    assert "prüft die Berichtigung" not in secretary.get(f"{here}/stand").text
    assert post(office, f"{here}/zurueckziehen", reason="").status_code == 422
    assert post(office, f"{here}/zurueckziehen", reason="Datenschutz").status_code == 303
    assert office.get(f"{here}/freigeben").status_code == 404
    assert "zurückgezogen" in secretary.get(f"{here}/stand").text


def test_a_correction_shows_facts_apart_and_refuses_them_in_the_text(paper, as_) -> None:
    paper.published()
    here, secretary = f"{base(paper)}/protokoll", as_("secretary")
    address = f"{here}/berichtigen/{paper.sitting.item.id}"
    page = secretary.get(address).text
    text, below = page.split("</textarea>", 1)
    for mark in ("Abstimmung 1", "Beschluss RT-2024-01/1"):
        assert f"[[{mark}]]" in text
        assert f"**{mark}" not in text
        assert f"<strong>{mark}" in below
    typed = f"{OPEN_TEXT} Neu.\n\n> **Abstimmung 1: Freistellung**\n>\n> Ja: 7, Nein: 0."
    answer = post(secretary, address, number="1", written=typed, reason="Zahl verwechselt")
    assert answer.status_code == 422
    assert "Die Angaben zur Abstimmung 1 stehen fest" in answer.text
    assert "Ja: 7, Nein: 0." in answer.text
    assert "Zahl verwechselt" in answer.text
    assert paper.minutes.number == 1


def test_facts_look_otherwise_than_what_somebody_typed(paper, as_) -> None:
    typed = "> **Beschluss RT-2024-01/9: Steuerfreiheit**"
    paper.write(paper.sitting.item, f"{OPEN_TEXT}\n\n{typed}")
    page = as_("secretary").get(f"{base(paper)}/protokoll/vorlegen").text
    assert "Dieser Beschluss steht nicht im Verzeichnis: RT-2024-01/9" in page
    assert page.count("Aus der Sitzung festgehalten") == 2
    facts = re.findall(r'<div class="ef-fact" role="group" aria-label="([^"]+)">', page)
    assert facts == ["Abstimmung 1", "Beschluss RT-2024-01/1"]
    assert "<blockquote>" in page.partition("Steuerfreiheit")[0].rpartition("</h3>")[2]


def test_the_public_page_leads_to_resolutions_that_everybody_reads(paper, as_, client) -> None:
    paper.published()
    link = 'href="/beschluesse/RT-2024-01/1"'
    public = f"{base(paper)}/protokoll"
    assert link not in client.get(public).text
    paper.do(decisions.release_day, "chair")
    assert link in client.get(public).text
    assert link in as_("anna").get(f"{public}/fassung/1").text
    resolution = client.get("/beschluesse/RT-2024-01/1").text
    assert f'href="{public}"' in resolution, "and back"
    assert "Abgestimmt: 2 von 2 Sitzen" in resolution
    day = client.get(f"{base(paper)}/ergebnis").text
    assert "Abgestimmt: 2 von 2 Sitzen" in day
    assert "Regel: Mehr Ja als Nein" in day


def test_where_nothing_changed_no_correction_is_offered(paper, as_) -> None:
    paper.published()
    here, office = f"{base(paper)}/protokoll", as_("office")
    offer = f'href="{here}/freigeben"'
    assert offer not in office.get(f"{here}/stand").text
    page = office.get(f"{here}/freigeben").text
    assert "<h1" in page
    assert "Nichts zu berichtigen" in page
    assert "Jetzt veröffentlichen" not in page
    assert "freigeben</h1>" not in page
    paper.correct(f"{OPEN_TEXT} Neu.")
    assert offer in office.get(f"{here}/stand").text
    page = office.get(f"{here}/freigeben").text
    assert "Berichtigtes Protokoll freigeben" in page
    assert "Nichts zu berichtigen" not in page


def test_a_name_that_may_not_stand_there_any_more_is_a_correction(paper, as_) -> None:
    paper.named("anna", PublicName.NAME)
    paper.published()
    office, stand = as_("office"), f"{base(paper)}/protokoll/stand"
    assert "Berichtigung prüfen und freigeben" not in office.get(stand).text
    paper.named("anna", PublicName.GROUP)
    assert "Berichtigung prüfen und freigeben" in office.get(stand).text


def test_a_correction_of_what_is_not_public_waits_for_nobody(paper, as_) -> None:
    paper.published()
    here, secretary, office = f"{base(paper)}/protokoll", as_("secretary"), as_("office")
    fields = {"number": "1", "written": f"{CANARY}, sagt Ben.", "reason": "Name verwechselt"}
    page = secretary.get(f"{here}/berichtigen/{paper.secret.id}").text
    assert "Das lesen nur die Mitglieder des Tisches." in page
    assert "lesen es alle" not in page
    answer = post(secretary, f"{here}/berichtigen/{paper.secret.id}", **fields)
    assert answer.status_code == 303
    assert "Öffentlich ändert sich dadurch nichts" in secretary.get(f"{here}/stand").text
    assert "Berichtigung prüfen und freigeben" not in office.get(f"{here}/stand").text
    assert "1 Protokoll freigeben" not in office.get("/verwaltung/").text


def test_a_withdrawal_says_until_when_it_may_be_taken_back(paper, as_, client) -> None:
    paper.published()
    here, office = f"{base(paper)}/protokoll", as_("office")
    assert (
        "24 Stunden lang können Sie das rückgängig machen"
        in office.get(f"{here}/zurueckziehen").text
    )
    for _twice in range(2):
        assert post(office, f"{here}/zurueckziehen", reason="Ein Name.").status_code == 303
    for who in ("office", "anna"):
        stand = as_(who).get(f"{here}/stand").text
        assert "Ein Name." in stand
        assert "12. April 2024, 21" in stand
        assert ("Wieder veröffentlichen" in stand) is (who == "office")
    assert client.get(here).status_code == 410
    for who in ("anna", "chair", "secretary"):
        assert post(as_(who), f"{here}/wiederherstellen").status_code == 404
    assert post(office, f"{here}/wiederherstellen").status_code == 303
    assert "Schritt 4 von 4: öffentlich" in office.get(f"{here}/stand").text
    assert client.get(here).status_code == 200


def test_after_a_day_the_page_says_that_it_stays(paper, as_, client) -> None:
    paper.published()
    paper.withdraw()
    here = f"{base(paper)}/protokoll"
    with at(paper.now + timedelta(hours=24)):
        office = as_("office")
        assert "Wieder veröffentlichen" not in office.get(f"{here}/stand").text
        answer = post(office, f"{here}/wiederherstellen")
    assert (answer.status_code, "24 Stunden sind vorbei" in answer.text) == (409, True)
    assert client.get(here).status_code == 410


def parts_of(page: str) -> list[str]:
    """The people and the items of minutes on a page."""
    return re.findall(
        r'<section class="ef-section" id="(?:anwesend|top-)[^>]*>.*?</section>', page, re.S
    )


def test_the_office_looks_at_the_very_text_that_everybody_reads_afterwards(
    paper, as_, client
) -> None:
    here = f"{base(paper)}/protokoll"
    paper.approved()
    preview = as_("office").get(f"{here}/freigeben").text
    paper.release()
    assert len(parts_of(preview)) > len(paper.sitting.meeting.items)
    assert parts_of(preview) == parts_of(client.get(here).text)
    assert "Dieser Punkt wurde vertagt. Hier steht nur seine Nummer." in preview


def test_why_something_that_is_not_public_was_corrected_is_not_offered_to_the_public(
    paper, as_
) -> None:
    paper.published()
    texts = {paper.secret.number: f"{CANARY}, sagt Ben."}
    paper.correct("", reason=f"Falsch war: {CANARY}", texts=texts)
    paper.named("anna", PublicName.NAME)
    page = as_("office").get(f"{base(paper)}/protokoll/freigeben").text
    assert "Berichtigtes Protokoll freigeben" in page
    assert CANARY not in page
