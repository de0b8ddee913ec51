"""Saying what an item is about, without JavaScript: by words, by address, and seen by each reader on their pages."""

import pytest

from participation.consultations.rules.phases import PhaseType
from search_index import projector, service
from search_index.whoosh_engine.engine import WhooshIndex
from tests.factories.formats import a_format
from tests.factories.meetings import MONDAY, at, invited, planned, with_item
from tests.factories.proposals import a_proposal


def post(browser, page, **fields):
    return browser.post(page, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def proposal(client):
    return a_proposal(a_format(running=PhaseType.COLLECT), title="Lastenräder für Vereine")


@pytest.fixture
def item(made):
    meeting = planned(made)
    found = with_item(made, meeting, "Freistellung")
    invited(made, meeting)
    return found


@pytest.fixture
def meeting_url(made, item):
    return f"/runde-tische/{made.table.slug}/sitzungen/2024-01/"


@pytest.fixture
def url(meeting_url, item):
    return f"{meeting_url}tagesordnung/{item.id}/bezug"


def address_of(proposal) -> str:
    return f"/beteiligung/{proposal.format.slug}/vorschlaege/{proposal.number}"


def test_an_address_ties_and_everybody_finds_both_ways(
    client, as_, proposal, url, meeting_url
) -> None:
    chair = as_("chair")
    with at(MONDAY):
        assert url in chair.get(url.removesuffix("/bezug")).text
        assert "Noch ist nichts verbunden" in chair.get(url).text
        assert (
            post(chair, url, address=f"https://x.example{address_of(proposal)}").status_code == 303
        )
        assert proposal.title in chair.get(url).text
        assert proposal.title in chair.get(f"{meeting_url}tagesordnung/").text
    assert proposal.title in client.get(meeting_url).text
    assert f"{meeting_url}#top-Ö-6" in client.get(address_of(proposal)).text
    with at(MONDAY):
        subject = str(proposal.subject)
        assert post(chair, f"{url}/loesen", subject=subject).status_code == 303
    assert proposal.title not in client.get(meeting_url).text


def test_a_wrong_address_is_said_at_its_field_and_kept(as_, url) -> None:
    with at(MONDAY):
        answer = post(as_("chair"), url, address="/impressum")
    assert answer.status_code == 422
    assert "Unter dieser Adresse steht kein Vorschlag" in answer.text
    assert 'value="/impressum"' in answer.text


@pytest.fixture
def index(app, client, tmp_path, monkeypatch):
    index = WhooshIndex(tmp_path / "search", today=MONDAY.date)
    monkeypatch.setitem(app.extensions, service.EXTENSION, index)
    yield index
    index.close()


def test_words_find_what_can_be_tied(as_, proposal, url, index) -> None:
    secretary, title, subject = as_("secretary"), proposal.title, str(proposal.subject)
    projector.rebuild(index)
    with at(MONDAY):
        page = secretary.get(f"{url}?wort=Lastenrad").text
        assert title in page
        assert f'value="{subject}"' in page
        assert post(secretary, url, subject=subject).status_code == 303
        assert secretary.get(f"{url}?wort=Lastenrad").text.count(title) == 1


def test_members_and_visitors_have_no_such_page(client, as_, url) -> None:
    with at(MONDAY):
        for key in ("anna", "guest"):
            assert as_(key).get(url).status_code == 404
            assert post(as_(key), url, address="/").status_code == 404
    assert client.get(url).status_code == 302
