"""The office makes a format: from the blueprint to the public page, without JavaScript."""

import re
from datetime import timedelta

import pytest

from kernel import clock
from kernel.database import db
from participation.consultations.models.formats import Format, State
from participation.consultations.rules.phases import PhaseType
from tests.factories.formats import a_category, a_district, a_draft_format, a_format
from tests.factories.people import person, sign_in

HEADERS = {"Sec-Fetch-Site": "same-origin"}
FILLED = {
    "title": "Welche Angebote soll die Karte haben?",
    "summary": "Sie schlagen vor. Wir prüfen. Sie stimmen ab.",
    "text": "Ein **guter** Text.",
    "level": "entscheidung",
    "visibility": "oeffentlich",
    "district_key": "nord",
    "category_keys": ["orte"],
    "proposals_per_person": "",
    "answer_days": "42",
    "phase0_title": "Angebote vorschlagen",
    "phase0_starts_on": "2027-03-01",
    "phase0_ends_on": "2027-10-31",
    "phase1_starts_on": "2027-11-01",
    "phase1_ends_on": "2027-11-30",
    "responsible_name": "Jonas Brandt",
    "responsible_role": "Projektleitung",
    "responsible_office": "Referat Engagement",
    "responsible_contact": "engagement@beispiel.example",
}

DEPUTY = {
    "deputy_name": "Aylin Yilmaz",
    "deputy_role": "Vertretung",
    "deputy_office": "Referat Engagement",
    "deputy_contact": "engagement@beispiel.example",
}


@pytest.fixture
def office(client):
    """A browser of the administration of the site."""
    sign_in(client, person("Brandt", role="administration"))
    a_district()
    a_category()
    return client


def send(client, address: str, **changes: object):
    return client.post(address, data={**FILLED, **changes}, headers=HEADERS)


def stored() -> Format:
    db.session.expire_all()
    return db.session.query(Format).one()


def test_the_office_makes_a_draft_sees_it_as_a_visitor_and_publishes_it(office) -> None:
    made = send(office, "/verwaltung/formate/neu/angebote")
    assert made.status_code == 303, made.text
    home = made.headers["Location"]
    assert "Sichtbar für: die zuständige Verwaltung" in office.get(home).text
    assert "Ansicht als Besucher" in office.get(f"{home}vorschau").text
    assert office.post(f"{home}veroeffentlichen", headers=HEADERS).status_code == 303
    assert stored().state is State.VEROEFFENTLICHT
    page = office.get(f"/beteiligung/{stored().slug}/").text
    assert "1. März bis 31. Oktober 2027" in page.replace("\u00a0", " ")
    assert "Hamburg-Nord · Entscheidung" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "Kurz"}, "Titel"),
        ({"title": "", "responsible_name": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"phase1_starts_on": "2027-10-31"}, "überschneiden sich"),
        ({"phase0_ends_on": "2027-02-01"}, "Das Ende liegt nicht nach dem Beginn."),
        ({"phase0_ends_on": "2027-03-28", "phase0_ends_time": "02:30"}, "gibt es nicht"),
        (
            {"phase0_ends_on": "2027-10-31", "phase0_ends_time": "02:30"},
            "gibt es an dem Tag zweimal",
        ),
        ({"phase2_starts_time": "18:00"}, "auch den Tag"),
        ({"phase2_ends_time": "18:00"}, "auch den Tag"),
        ({"deputy_from_on": "2027-05-01"}, "Bitte füllen Sie dieses Feld aus."),
        (
            DEPUTY | {"deputy_from_on": "2027-05-02", "deputy_until_on": "2027-05-01"},
            "nicht nach dem Beginn",
        ),
        ({"district_key": "atlantis"}, "Bezirk"),
        ({"phase0_starts_on": "kein Tag"}, "Beginn"),
        ({"text": "[" * 500}, "Klammern"),
    ],
)
def test_what_does_not_hold_comes_back_with_the_input_kept(office, changes, message) -> None:
    answer = send(office, "/verwaltung/formate/neu/angebote", **changes)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert FILLED["summary"] in answer.text
    assert db.session.query(Format).count() == 0


@pytest.mark.parametrize(("season", "hour"), [("mesz", 0), ("mez", 1)])
def test_an_hour_that_happens_twice_is_asked_for_and_then_taken(office, season, hour) -> None:
    twice = {"phase0_ends_on": "2027-10-31", "phase0_ends_time": "02:30"}
    asked = send(office, "/verwaltung/formate/neu/angebote", **twice).text
    assert 'name="phase0_ends_season"' in asked
    send(office, "/verwaltung/formate/neu/angebote", **twice, phase0_ends_season=season)
    ends_at = stored().phases[0].ends_at
    assert ends_at
    assert (ends_at.hour, ends_at.minute) == (hour, 30)


def test_the_last_day_belongs_to_the_phase(office) -> None:
    send(office, "/verwaltung/formate/neu/angebote")
    ends_at = stored().phases[0].ends_at
    assert ends_at
    assert ends_at.isoformat() == "2027-10-31T23:00:00+00:00"


def test_the_edit_form_shows_what_was_stored(office) -> None:
    slug = send(office, "/verwaltung/formate/neu/angebote").headers["Location"].split("/")[-2]
    html = office.get(f"/verwaltung/formate/{slug}/bearbeiten").text
    for value in ("2027-03-01", "2027-10-31", "Angebote vorschlagen", "Referat Engagement"):
        assert f'value="{value}"' in html
    assert re.search(r'<input[^>]*checked[^>]*value="entscheidung"', html)


def test_a_form_on_an_older_version_is_refused_with_both_texts(office) -> None:
    send(office, "/verwaltung/formate/neu/angebote")
    edit = f"/verwaltung/formate/{stored().slug}/bearbeiten"
    version = stored().version
    assert send(office, edit, version=version, text="Ihre Worte").status_code == 303
    refused = send(office, edit, version=version, text="Meine Worte")
    assert refused.status_code == 409
    assert "<p>Ihre Worte</p>" in refused.text
    assert "<p>Meine Worte</p>" in refused.text
    assert stored().text == "Ihre Worte"
    newer = re.search(r'name="version"[^>]*value="(\d+)"', refused.text)
    assert newer
    assert send(office, edit, version=newer[1], text="Meine Worte").status_code == 303
    assert stored().text == "Meine Worte"


def test_the_same_form_sent_twice_makes_one_format(office) -> None:
    answers = [send(office, "/verwaltung/formate/neu/angebote", idempotency_key="k") for _ in "ab"]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert db.session.query(Format).count() == 1


def test_what_is_missing_is_said_before_and_after_publishing_is_tried(office) -> None:
    send(office, "/verwaltung/formate/neu/angebote", **dict.fromkeys(PEOPLE_FIELDS, ""))
    home = f"/verwaltung/formate/{stored().slug}/"
    assert "Es fehlt, wer zuständig ist." in office.get(home).text
    refused = office.post(f"{home}veroeffentlichen", headers=HEADERS)
    assert refused.status_code == 422
    assert "Es fehlt, wer zuständig ist." in refused.text
    assert stored().state is State.ENTWURF


PEOPLE_FIELDS = [name for name in FILLED if name.startswith("responsible_")]


def test_a_running_phase_is_extended_for_a_public_reason(office) -> None:
    format_ = a_format()
    address = f"/verwaltung/formate/{format_.slug}/phasen/1/verlaengern"
    silent = office.post(address, data={"ends_on": "2099-01-01"}, headers=HEADERS)
    assert silent.status_code == 422
    too_far = {"ends_on": "2099-01-01", "reason": "Viele waren in den Ferien."}
    stale = too_far | {"version": "2026-01-01T00:00:00+00:00"}
    late = office.post(address, data=stale, headers=HEADERS)
    assert late.status_code == 422
    assert "inzwischen verschoben" in late.text
    shown = re.search(r'name="version"[^>]* value="([^"]+)"', late.text)
    assert shown
    too_far["version"] = shown[1]
    assert "überschneiden sich" in office.post(address, data=too_far, headers=HEADERS).text


def test_a_moved_end_and_its_reason_stand_on_the_public_page(office) -> None:
    format_ = a_format(blueprint="open_discussion", running=PhaseType.DISCUSS)
    address = f"/verwaltung/formate/{format_.slug}/phasen/1/verlaengern"
    end = format_.phases[0].ends_at
    assert end
    data = {
        "ends_on": "2099-01-01",
        "reason": "Viele waren in den Ferien.",
        "version": end.isoformat(),
    }
    assert office.post(address, data=data, headers=HEADERS).status_code == 303
    page = office.get(f"/beteiligung/{format_.slug}/").text
    assert "bis 1. Januar 2099. Grund: Viele waren in den Ferien." in page


def test_last_years_format_is_copied_as_a_draft_without_dates(office) -> None:
    source = a_format()
    address = f"/verwaltung/formate/{source.slug}/kopieren"
    assert f'value="{source.title}"' in office.get(address).text
    answer = office.post(address, data={"title": "Angebote im Jahr 2028"}, headers=HEADERS)
    assert answer.status_code == 303
    copy = db.session.query(Format).filter(Format.id != source.id).one()
    assert (copy.title, copy.slug) == ("Angebote im Jahr 2028", "angebote-im-jahr-2028")
    assert copy.state is State.ENTWURF
    assert [phase.starts_at for phase in copy.phases] == [None] * 5


def test_an_archived_format_leaves_the_running_ones(office) -> None:
    format_ = a_format()
    address = f"/verwaltung/formate/{format_.slug}/archivieren"
    assert "nicht wieder öffnen" in office.get(address).text
    assert stored().archived_at is None
    office.post(address, headers=HEADERS)
    assert stored().archived_at
    assert "abgeschlossen" not in office.get("/beteiligung/").text
    assert format_.title in office.get("/beteiligung/?stand=beendet").text


def test_a_draft_that_nobody_needs_is_thrown_away_once_that_was_read(office) -> None:
    send(office, "/verwaltung/formate/neu/angebote")
    home = f"/verwaltung/formate/{stored().slug}/"
    assert f"{home}loeschen" in office.get(home).text
    assert "lässt sich nicht rückgängig machen" in office.get(f"{home}loeschen").text
    fields = {"idempotency_key": "k"}
    clicks = [office.post(f"{home}loeschen", data=fields, headers=HEADERS) for _ in range(2)]
    assert [click.status_code for click in clicks] == [303, 303]
    assert "Der Entwurf ist gelöscht." in office.get("/verwaltung/formate/").text
    assert db.session.query(Format).count() == 0


def test_a_public_format_is_not_thrown_away(office) -> None:
    format_ = a_format()
    home = f"/verwaltung/formate/{format_.slug}/"
    assert "loeschen" not in office.get(home).text
    assert office.post(f"{home}loeschen", headers=HEADERS).status_code == 409
    assert stored().title == format_.title


def test_an_end_moves_to_an_earlier_day_for_a_public_reason(office) -> None:
    format_ = a_format(blueprint="open_discussion", running=PhaseType.DISCUSS)
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    end = format_.phases[0].ends_at
    assert end
    data = {"ends_on": tomorrow, "reason": "Das Jahr war falsch.", "version": end.isoformat()}
    address = f"/verwaltung/formate/{format_.slug}/phasen/1/verlaengern"
    assert office.post(address, data=data, headers=HEADERS).status_code == 303
    assert "endet früher, am" in office.get(f"/beteiligung/{format_.slug}/").text


def test_a_district_is_offered_its_own_formats_alone(client) -> None:
    a_district()
    a_district("sued", "Hamburg-Süd")
    a_category()
    sign_in(client, person("Nord", role="administration", scope="district:nord"))
    html = client.get("/verwaltung/formate/neu/angebote").text
    assert "Hamburg-Nord</option>" in html
    assert "Hamburg-Süd" not in html
    assert "Ganz Hamburg" not in html
    refused = send(client, "/verwaltung/formate/neu/angebote", district_key="")
    assert refused.status_code == 422
    assert FILLED["summary"] in refused.text
    assert send(client, "/verwaltung/formate/neu/angebote").status_code == 303


def test_who_keeps_one_format_changes_it_where_it_lies(office) -> None:
    send(office, "/verwaltung/formate/neu/angebote")
    format_ = stored()
    sign_in(office, person("Eine", role="administration", scope=f"format:{format_.id}"))
    edit = f"/verwaltung/formate/{format_.slug}/bearbeiten"
    assert "Hamburg-Nord</option>" in office.get(edit).text
    changed = send(office, edit, version=format_.version, title="Welche Angebote fehlen?")
    assert changed.status_code == 303
    assert stored().title == "Welche Angebote fehlen?"


@pytest.mark.parametrize("path", ["/verwaltung/formate/neu", "/verwaltung/formate/neu/angebote"])
def test_who_may_keep_no_format_is_told_before_writing_one(client, path) -> None:
    sign_in(client, person("Wahl", role="administration", scope="votes"))
    assert client.get(path).status_code == 403
    assert "Neues Format anlegen" not in client.get("/verwaltung/formate/").text


def test_who_keeps_one_format_is_offered_no_copy_of_it(client) -> None:
    format_ = a_draft_format(district_key=a_district().key)
    home = f"/verwaltung/formate/{format_.slug}/"
    sign_in(client, person("Eine", role="administration", scope=f"format:{format_.id}"))
    assert "Format bearbeiten" in client.get(home).text
    assert "Als Entwurf kopieren" not in client.get(home).text
    sign_in(client, person("Nord", role="administration", scope="district:nord"))
    assert "Als Entwurf kopieren" in client.get(home).text


PAGES = ("", "vorschau", "bearbeiten", "phasen/1/verlaengern", "archivieren", "loeschen")


@pytest.mark.parametrize("page", PAGES)
def test_the_office_of_another_district_finds_no_draft_and_manages_no_format(client, page) -> None:
    district = a_district().key
    draft, public = a_draft_format(district_key=district), a_format(district_key=district)
    sign_in(client, person("Sued", role="administration", scope="district:sued"))
    assert client.get(f"/verwaltung/formate/{draft.slug}/{page}").status_code == 404
    assert client.get(f"/verwaltung/formate/{public.slug}/{page}").status_code == 403
    assert draft.title not in client.get("/verwaltung/formate/").text


@pytest.mark.parametrize("page", PAGES)
def test_every_office_page_of_a_format_reads_only_and_says_who_sees_it(
    office, statements, page
) -> None:
    format_ = a_format()
    statements.clear()
    answer = office.get(f"/verwaltung/formate/{format_.slug}/{page}")
    assert answer.status_code == 200
    assert statements.writes == []
    assert "Sichtbar für: alle" in answer.text or "Ansicht als Besucher" in answer.text


def test_the_list_of_the_office_names_drafts_first(office) -> None:
    public, draft = a_format(), a_draft_format()
    html = office.get("/verwaltung/formate/").text
    assert html.index(draft.title) < html.index(public.title)
    assert clock.now() > draft.created_at
