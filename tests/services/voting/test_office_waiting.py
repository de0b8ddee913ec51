"""What the election office finds on its page."""

from kernel.waiting import waiting_for
from participation.voting import services
from tests.factories import votes
from tests.factories.actors import a_citizen

OFFICE = votes.ELECTION_OFFICE


def texts() -> list[str]:
    return [line.text for line in waiting_for(OFFICE)]


def test_a_draft_waits_for_its_rule_card(database) -> None:
    vote = votes.prepared_vote()
    assert f"Regelkarte festlegen: {vote.title}" in texts()
    services.announce_vote(actor=OFFICE, vote=vote)
    assert f"Regelkarte festlegen: {vote.title}" not in texts()


def test_a_counted_result_waits_for_publication(database) -> None:
    vote = votes.counted_vote()
    assert f"Ergebnis veröffentlichen: {vote.title}" in texts()
    services.publish_result(actor=OFFICE, vote=vote)
    assert f"Ergebnis veröffentlichen: {vote.title}" not in texts()


def test_nothing_of_it_waits_for_citizens(database) -> None:
    votes.counted_vote()
    assert waiting_for(a_citizen()) == []


def test_few_voters_of_many_on_the_roll_are_counted_all_the_same(database) -> None:
    """With one ballot of a thousand, the frozen step is tiny beside the share: more runs than usual."""
    vote = votes.counted_vote(on_roll=1_000, ballots=[("o1", "o2"), ("o3",)])
    assert vote.result["winners"]
