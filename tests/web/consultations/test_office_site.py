"""The office keeps districts and categories in the browser."""

import pytest

from kernel.database import db
from participation.consultations.models.site import Category, District
from tests.factories.formats import a_category, a_district
from tests.factories.people import person, sign_in

HEADERS = {"Sec-Fetch-Site": "same-origin"}
HOME = "/verwaltung/bezirke-und-themen/"
THEME = {
    "source": "stadt",
    "number": "3",
    "title": "Chancen der Digitalisierung nutzen",
    "summary": "Digitale Werkzeuge erleichtern das Engagement.",
}


@pytest.fixture
def office(client):
    """A browser of the administration of the site."""
    sign_in(client, person("Brandt", role="administration"))
    return client


def test_a_district_is_added_and_renamed_under_the_same_key(office) -> None:
    data = {"name": "Eimsbüttel", "rank": "3"}
    assert office.post(f"{HOME}bezirk", data=data, headers=HEADERS).status_code == 302
    renamed = {"name": "Bezirk Eimsbüttel", "rank": "1"}
    office.post(f"{HOME}bezirk?schluessel=eimsbuettel", data=renamed, headers=HEADERS)
    assert "Bezirk Eimsbüttel" in office.get(HOME).text
    assert [row.key for row in db.session.query(District)] == ["eimsbuettel"]


def test_a_category_is_added_and_shown_with_its_number(office) -> None:
    assert office.post(f"{HOME}thema", data=THEME, headers=HEADERS).status_code == 302
    html = office.get(HOME).text
    assert "Stadt 3" in html
    assert THEME["summary"] in html


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"number": "1"}, "Diese Nummer hat schon ein anderes Thema auf der Liste."),
        ({"number": "x"}, "Nummer auf der Liste"),
    ],
)
def test_a_category_that_does_not_hold_comes_back(office, changes, message) -> None:
    a_category("orte", 1)
    answer = office.post(f"{HOME}thema", data={**THEME, **changes}, headers=HEADERS)
    assert answer.status_code == 422
    assert message in answer.text
    assert THEME["summary"] in answer.text
    assert db.session.query(Category).count() == 1


def test_an_unknown_key_is_not_found(office) -> None:
    assert office.get(f"{HOME}thema?schluessel=nie").status_code == 404


def test_only_the_administration_of_the_site_keeps_the_lists(client) -> None:
    a_district()
    sign_in(client, person("Nord", role="administration", scope="district:nord"))
    assert client.get(f"{HOME}bezirk?schluessel=nord").status_code == 403
    answer = client.post(f"{HOME}bezirk", data={"name": "Neu", "rank": "1"}, headers=HEADERS)
    assert answer.status_code == 403
