"""The office turns accepted proposals into a vote on one page."""

from datetime import timedelta

import pytest

from kernel import clock
from participation.voting.queries import votes_of
from tests.factories import votes
from tests.factories.formats import a_format
from tests.factories.people import actor_of, sign_in
from tests.factories.proposals import a_proposal, an_answer, office_pair


@pytest.fixture
def pair(client):
    pair = office_pair()
    sign_in(client, pair[0])
    return pair


def post(client, url: str, **fields):
    return client.post(url, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def fields_of(**changes: object) -> dict[str, object]:
    today = clock.now().astimezone(clock.BERLIN).date()
    fields: dict[str, object] = {
        "title": "Welche Angebote soll es geben?",
        "question": "Welche Angebote soll es geben?",
        "effect": "Die gewählten Angebote gibt es ab Juli.",
        "numbers": ["1", "2"],
        "budget": "100",
        "electorate": votes.TOWN.name,
        "rule": "equal-shares-utilitarian",
        "opens_on": str(today + timedelta(days=3)),
        "closes_on": str(today + timedelta(days=20)),
    }
    return fields | changes


def a_format_with_two(pair):
    format_ = a_format()
    for cost in (60_00, 50_00):
        an_answer(a_proposal(format_), pair, cost_cents=cost)
    return format_


def test_the_page_offers_accepted_proposals_and_the_usual_rule(client, pair) -> None:
    format_ = a_format_with_two(pair)
    html = client.get(f"/verwaltung/formate/{format_.slug}/abstimmung").text
    assert "(60\u00a0€)" in html
    assert "Alle Vorschläge zusammen kosten 110\u00a0€." in html
    assert '<option selected value="equal-shares-utilitarian">' in html


def test_the_vote_is_prepared_and_sending_again_prepares_no_second(client, pair) -> None:
    votes.new_town(50)
    format_ = a_format_with_two(pair)
    url = f"/verwaltung/formate/{format_.slug}/abstimmung"
    fields = fields_of(idempotency_key="k")
    sent = [post(client, url, **fields) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 303], sent[0].text
    (vote,) = votes_of(actor_of(pair[0]), "format", str(format_.id))
    assert vote.slug == format_.slug
    assert vote.step_cents == 2
    assert client.get(sent[0].location).status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"budget": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"budget": "viel"}, "Betrag in Euro"),
        ({"numbers": []}, "Zur Wahl stehen nur angenommene Vorschläge"),
        ({"opens_on": ""}, "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(client, pair, changes, message) -> None:
    format_ = a_format_with_two(pair)
    url = f"/verwaltung/formate/{format_.slug}/abstimmung"
    answer = post(client, url, **fields_of(**changes))
    assert answer.status_code == 422
    assert message in answer.text
    assert "ab Juli." in answer.text


def test_without_accepted_proposals_the_page_says_what_to_do(client, pair) -> None:
    html = client.get(f"/verwaltung/formate/{a_format().slug}/abstimmung").text
    assert "Es fehlen noch Vorschläge" in html
