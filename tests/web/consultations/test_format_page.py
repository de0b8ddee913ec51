"""What stands on the page of a format besides its words: results, debt, votes, conversation."""

from datetime import timedelta

import pytest

from kernel import clock
from participation.consultations.models.formats import Visibility
from participation.consultations.rules.blueprints import Blueprint
from participation.consultations.rules.phases import PhaseType
from participation.consultations.services.results import publish_result
from tests.factories.actors import an_official
from tests.factories.formats import a_contact, a_draft_format, a_format
from tests.factories.people import person, sign_in
from tests.factories.votes import new_town, open_vote

HEADERS = {"Sec-Fetch-Site": "same-origin"}


def page(client, format_) -> str:
    return client.get(f"/beteiligung/{format_.slug}/").text


def test_a_missing_result_is_a_public_debt_until_it_is_published(client) -> None:
    format_ = a_format(running=PhaseType.RESULT)
    assert "Ein Ergebnis ist seit 2 Tagen offen." in page(client, format_)
    publish_result(actor=an_official(), format_=format_, text="Neun *gewählt*.", is_final=True)
    html = page(client, format_)
    assert "Tagen offen" not in html
    assert "<em>gewählt</em>" in html


def test_the_office_publishes_a_result_in_the_browser(client) -> None:
    sign_in(client, person("Brandt", role="administration"))
    format_ = a_format()
    address = f"/verwaltung/formate/{format_.slug}/ergebnis"
    assert "Sichtbar für: alle" in client.get(address).text
    refused = client.post(address, data={"text": "Kein Wort geht verloren"}, headers=HEADERS)
    assert refused.status_code == 422
    assert "Kein Wort geht verloren" in refused.text
    data = {"text": "Neun sind gewählt.", "kind": "vorlaeufig"}
    assert client.post(address, data=data, headers=HEADERS).status_code == 302
    assert "Zwischenergebnis" in page(client, format_)


def test_the_office_invites_by_address_and_takes_it_back(client) -> None:
    sign_in(client, person("Brandt", role="administration"))
    anna, format_ = person("Anna Petersen"), a_format(visibility=Visibility.INTERN)
    address = f"/verwaltung/formate/{format_.slug}/mitglieder"
    unknown = client.post(address, data={"email": "nobody@example.org"}, headers=HEADERS)
    assert unknown.status_code == 422
    assert "nobody@example.org" in unknown.text
    client.post(address, data={"email": anna.email}, headers=HEADERS)
    assert "Anna Petersen" in client.get(address).text
    client.post(f"{address}/{anna.id}/entfernen", headers=HEADERS)
    assert "Noch ist niemand eingeladen." in client.get(address).text


def test_a_conversation_has_its_button_and_its_place(client) -> None:
    format_ = a_format(blueprint=Blueprint.OPEN_DISCUSSION, running=PhaseType.DISCUSS)
    html = page(client, format_)
    assert 'href="#gespraech"' in html
    assert 'id="gespraech"' in html


def test_a_draft_of_a_conversation_can_be_previewed(client) -> None:
    sign_in(client, person("Brandt", role="administration"))
    format_ = a_draft_format(blueprint=Blueprint.OPEN_DISCUSSION, running=PhaseType.DISCUSS)
    answer = client.get(f"/verwaltung/formate/{format_.slug}/vorschau")
    assert answer.status_code == 200
    assert "Ansicht als Besucher" in answer.text
    assert "gespraech-titel" not in answer.text


def test_an_open_vote_is_the_one_button_of_its_format(client) -> None:
    format_ = a_format(running=PhaseType.VOTE)
    assert "Jetzt abstimmen</span>" not in page(client, format_)
    new_town(1)
    vote = open_vote(subject=format_.subject)
    html = page(client, format_)
    assert "Jetzt abstimmen</span>" in html
    assert html.count(f'href="/abstimmungen/{vote.slug}/"') == 2


@pytest.mark.parametrize(("shift", "shown"), [(-1, "Aylin Yilmaz"), (1, "Jonas Brandt")])
def test_while_a_deputy_stands_in_the_deputy_answers_alone(client, shift, shown) -> None:
    from_at = clock.now() + timedelta(days=shift)
    deputy = a_contact(name="Aylin Yilmaz", from_at=from_at, until_at=from_at + timedelta(days=9))
    html = page(client, a_format(deputy=deputy))
    assert f"<strong>{shown}</strong>" in html
    assert ("Aylin Yilmaz" in html) is (shown == "Aylin Yilmaz")


def test_the_page_says_until_when_the_office_answers(client) -> None:
    assert "antwortet bis " in page(client, a_format())
    assert "antwortet bis " not in page(client, a_format(running=PhaseType.VOTE))


@pytest.mark.parametrize(
    ("running", "words"),
    [
        (PhaseType.COLLECT, "Jetzt machen Eingeladene mit. Alle können mitlesen."),
        (PhaseType.EVALUATE, "Jetzt prüft das Amt die Vorschläge."),
    ],
)
def test_nobody_is_promised_what_only_invited_people_can_do(client, running, words) -> None:
    format_ = a_format(visibility=Visibility.HALBOEFFENTLICH, running=running)
    html = page(client, format_)
    assert words in html
    assert "Jetzt können Sie" not in html
