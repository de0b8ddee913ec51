"""Looking changes nothing: every page of every thing in every state, as a visitor and signed in."""

import pytest

from kernel import limits
from tests.factories.people import person
from tests.factories.walks import stops

QUESTIONS = {
    "search.search": "?q=Etwas",
    "search.search_json": "?q=Etwas",
    "proposals.similar": "?text=Etwas+über+den+Titel",
    "office_answers.write": "?nr=1&nr=2",
    "people.listing": "?q=Anna",
}
WALKERS = ("visitor", "author", "office", "moderator", "second")


@pytest.fixture
def people(city):
    return {
        "visitor": None,
        "author": city.anna,
        "office": city.jonas,
        "second": city.mia,
        "moderator": person("Moritz", role="moderator"),
    }


@pytest.fixture
def walk(app, city):
    return [stop for stop in stops(app, city) if stop.gets]


@pytest.mark.parametrize("who", WALKERS)
def test_no_page_fails_and_none_writes(walk, browse, people, statements, who) -> None:
    client, faults, seen = browse(people[who]), [], 0
    for stop in walk:
        limits.forget_all()
        statements.clear()
        answer = client.get(stop.path + QUESTIONS.get(stop.endpoint, ""))
        answer.close()
        seen += answer.status_code == 200
        if answer.status_code >= 500 or statements.writes:
            faults.append(f"{stop.path}: {answer.status}, {statements.writes}")
    assert faults == []
    assert seen > 40, "the walk sees pages, not refusals"
