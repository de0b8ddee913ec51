"""From the result of a public vote readers find on: to the item, the resolution and the task which dealt with it."""

from kernel.database import in_transaction
from participation.voting import services as voting
from roundtable.meetings import services
from tests.factories import people, votes
from tests.factories.decisions import DURING, a_sitting
from tests.factories.meetings import MONDAY, at


def published():
    with votes.at(MONDAY):
        vote = votes.counted_vote()
        voting.publish_result(actor=votes.ELECTION_OFFICE, vote=vote)
    return vote


def dealt_with(vote, *, public: bool = True):
    """A meeting with an item about this vote, a resolution and a task, released."""
    sitting = a_sitting(public=public)
    item = {"meeting": sitting.meeting, "item_id": sitting.item.id}
    sitting.do(services.link_subject, **item, subject=vote.subject)
    resolution = sitting.adopted(title="Zwei freie Tage")
    sitting.task(resolution.id, title="Betriebe anschreiben")
    sitting.release()
    return sitting, resolution


def way_on(browser, vote) -> str:
    with at(DURING):
        page = browser.get(f"/abstimmungen/{vote.slug}/ergebnis").text
    return page.split('id="weg"')[1] if 'id="weg"' in page else ""


def test_the_result_leads_to_what_became_of_it_and_back(client) -> None:
    vote = published()
    assert way_on(client, vote) == ""
    _sitting, resolution = dealt_with(vote)
    way = way_on(client, vote)
    for words in ("Sie sind hier", "Freistellung", "Zwei freie Tage", "Betriebe anschreiben"):
        assert words in way
    assert f'href="{resolution.address}"' in way
    assert f"/abstimmungen/{vote.slug}/" in client.get(resolution.address).text


def test_a_vote_that_still_runs_leads_on_too_as_far_as_the_reader_sees(app, client) -> None:
    vote = votes.open_vote()
    address = f"/abstimmungen/{vote.slug}/"
    assert 'id="weg"' not in client.get(address).text
    sitting, resolution = dealt_with(vote)
    hidden, _resolution = dealt_with(vote, public=False)
    with at(DURING):
        way = client.get(address).text.split('id="weg"')[1]
    for words in ("Sie sind hier", f'href="{resolution.address}"', sitting.meeting.number):
        assert words in way
    assert hidden.meeting.number not in way
    anna = app.test_client()
    people.sign_in(anna, hidden.made.persons["anna"])
    with at(DURING):
        assert hidden.meeting.number in anna.get(address).text


def test_a_nonpublic_item_and_what_lies_behind_it_is_on_the_way_of_members_alone(
    app, client
) -> None:
    vote = published()
    sitting, _resolution = dealt_with(vote, public=False)
    strangers = app.test_client()
    people.sign_in(strangers, people.person("Fremd"))
    for reader in (client, strangers):
        assert way_on(reader, vote) == ""
    anna = app.test_client()
    people.sign_in(anna, sitting.made.persons["anna"])
    way = way_on(anna, vote)
    for words in ("Freistellung", "Zwei freie Tage", "Betriebe anschreiben"):
        assert words in way
    assert way_on(client, vote) == ""


def test_what_becomes_nonpublic_leaves_the_way(client) -> None:
    vote = published()
    sitting, _resolution = dealt_with(vote)
    in_transaction(lambda: setattr(sitting.item, "public", False))
    assert "Freistellung" not in way_on(client, vote)


def test_the_way_costs_the_same_for_many_meetings(client, statements) -> None:
    def cost(meetings: int) -> int:
        vote = published()
        for _meeting in range(meetings):
            dealt_with(vote)
        assert way_on(client, vote)
        statements.clear()
        assert way_on(client, vote).count("Betriebe anschreiben") == min(meetings, 3)
        return len(statements)

    few = cost(1)
    assert cost(5) == few
