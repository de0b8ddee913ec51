"""What an item is about: tied by who prepares, shown to each reader as far as they see it, on the way of a proposal."""

import pytest

from kernel.actors import ANONYMOUS
from kernel.addresses import card_at
from kernel.database import in_transaction
from kernel.errors import NotFound, NotPermitted
from kernel.links import way_of
from kernel.subjects import Subject, cards, may
from participation.consultations.models.formats import Visibility
from participation.consultations.rules.phases import PhaseType
from participation.voting import services as voting
from roundtable.meetings import services
from roundtable.meetings.errors import LinksAreOver, NothingToLink, TooManyLinks
from roundtable.meetings.item_subject import titles_of
from roundtable.meetings.linked import MOST, cards_of
from tests.factories import people, votes
from tests.factories.actors import an_official
from tests.factories.decisions import DURING, a_sitting
from tests.factories.formats import a_format
from tests.factories.meetings import MONDAY, a_round, at, invited, planned, with_item
from tests.factories.proposals import a_proposal

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def proposal(database):
    return a_proposal(a_format(running=PhaseType.COLLECT))


def tie(sitting, subject, who: str = "secretary"):
    words = {"meeting": sitting.meeting, "item_id": sitting.item.id, "subject": subject}
    return sitting.do(services.link_subject, who, **words)


def untie(sitting, subject):
    words = {"meeting": sitting.meeting, "item_id": sitting.item.id, "subject": subject}
    return sitting.do(services.unlink_subject, "chair", **words)


def titles(actor, subject) -> list[str]:
    with at(DURING):
        return [station.card.title for station in way_of(actor, subject)]


def test_from_the_first_proposal_to_the_task_and_back(proposal) -> None:
    sitting = a_sitting("RT")
    tie(sitting, proposal.subject)
    resolution = sitting.adopted()
    task = sitting.task(resolution.id)
    sitting.release()
    whole = {
        proposal.title,
        "TOP Ö 6: Freistellung (RT-2024-01)",
        "Freistellung (RT-2024-01/1)",
        task.title,
    }
    for subject in (proposal.subject, resolution.subject, task.subject, sitting.item.subject):
        assert set(titles(ANONYMOUS, subject)) == whole


def test_before_the_release_the_way_ends_at_the_item_for_others(proposal) -> None:
    sitting = a_sitting("RT")
    tie(sitting, proposal.subject)
    resolution = sitting.adopted()
    sitting.task(resolution.id)
    assert len(titles(ANONYMOUS, proposal.subject)) == 2
    assert len(titles(sitting.made.actor("guest"), proposal.subject)) == 2
    assert len(titles(sitting.made.actor("anna"), proposal.subject)) == 4


def test_a_nonpublic_item_leaves_no_trace_on_any_way(proposal) -> None:
    sitting = a_sitting(public=False)
    tie(sitting, proposal.subject)
    resolution = sitting.adopted()
    sitting.task(resolution.id)
    sitting.release()
    strangers = [ANONYMOUS, people.actor(), sitting.made.actor("guest"), an_official()]
    for actor in strangers:
        assert titles(actor, proposal.subject) == [proposal.title]
        with at(DURING):
            assert not may(actor, "see", sitting.item.subject, DURING).visible
            assert cards(actor, [sitting.item.subject, resolution.subject]) == {}
    assert len(titles(sitting.made.actor("ben"), proposal.subject)) == 4


def test_what_the_reader_does_not_see_is_not_shown_at_the_item(proposal) -> None:
    sitting = a_sitting()
    tie(sitting, proposal.subject)
    items = sitting.meeting.items
    assert [card.title for card in cards_of(ANONYMOUS, items)[sitting.item.id]] == [proposal.title]
    in_transaction(lambda: setattr(proposal.format, "visibility", Visibility.INTERN))
    assert cards_of(ANONYMOUS, items)[sitting.item.id] == []
    assert len(titles(ANONYMOUS, sitting.item.subject)) == 1


def test_nobody_ties_what_they_do_not_see_or_what_is_no_subject(proposal) -> None:
    sitting = a_sitting()
    in_transaction(lambda: setattr(proposal.format, "visibility", Visibility.INTERN))
    other = a_sitting(public=False).adopted()
    wrong = [
        proposal.subject,
        other.subject,
        Subject("proposal", "unfug"),
        Subject("comment", str(proposal.id)),
        Subject("", ""),
        sitting.meeting.subject,
    ]
    for subject in wrong:
        with pytest.raises(NothingToLink):
            tie(sitting, subject)


def test_who_prepares_ties_and_unties_until_the_meeting_ends(proposal) -> None:
    sitting = a_sitting()
    with pytest.raises(NotPermitted):
        tie(sitting, proposal.subject, "anna")
    assert [tie(sitting, proposal.subject), tie(sitting, proposal.subject)] == [True, False]
    assert [untie(sitting, proposal.subject), untie(sitting, proposal.subject)] == [True, False]
    assert cards_of(ANONYMOUS, sitting.meeting.items) == {}
    sitting.close()
    with pytest.raises(LinksAreOver):
        tie(sitting, proposal.subject)
    with pytest.raises(NotFound):
        sitting.do(
            services.link_subject,
            meeting=sitting.meeting,
            item_id=sitting.meeting.id,
            subject=proposal.subject,
        )


def test_an_item_is_about_ten_things_at_most() -> None:
    sitting, format_ = a_sitting(), a_format(running=PhaseType.COLLECT)
    for _number in range(MOST):
        tie(sitting, a_proposal(format_).subject)
    with pytest.raises(TooManyLinks):
        tie(sitting, format_.subject)


def test_an_item_is_seen_as_the_last_invitation_said_it() -> None:
    made = a_round()
    meeting = planned(made)
    item = with_item(made, meeting, "Alt")
    assert titles_of(meeting, nonpublic=True) == {}
    invited(made, meeting)
    draft = services.ItemDraft("Neu", public=False)
    with at():
        services.edit_item(
            actor=made.actor("chair"),
            meeting=meeting,
            item_id=item.id,
            draft=draft,
            based_on=item.version,
        )
    assert titles_of(meeting, nonpublic=True)[item.id] == "Alt"
    assert item.id not in titles_of(meeting, nonpublic=False)


def test_a_vote_says_who_won_once_its_result_is_public() -> None:
    sitting = a_sitting()
    with votes.at(MONDAY):
        vote = votes.counted_vote()
    tie(sitting, vote.subject)

    def outcome() -> str:
        (card,) = cards_of(ANONYMOUS, [sitting.item])[sitting.item.id]
        return card.outcome

    assert outcome() == ""
    voting.publish_result(actor=votes.ELECTION_OFFICE, vote=vote)
    assert outcome().startswith("Gewählt: ")


def test_addresses_lead_to_what_the_reader_sees(app, proposal) -> None:
    sitting = a_sitting("RT")
    resolution = sitting.adopted()
    path = f"/beteiligung/{proposal.format.slug}/vorschlaege/{proposal.number}"
    for address in (path, f"https://forum.example{path}?x=1#weg", f"  {path} "):
        found = card_at(ANONYMOUS, address)
        assert found is not None
        assert found.subject == proposal.subject
    assert card_at(ANONYMOUS, f"/beteiligung/{proposal.format.slug}").subject.kind == "format"
    assert card_at(ANONYMOUS, resolution.address) is None
    with at(DURING):
        assert card_at(sitting.made.actor("anna"), resolution.address).title.endswith("/1)")
    for nothing in (
        "",
        "/",
        "/anmelden",
        "kein Link",
        "/beschluesse/RT-2024-01/9",
        "//[",
        "/x" * 900,
    ):
        assert card_at(ANONYMOUS, nothing) is None


def test_many_items_cost_as_many_statements_as_few(statements, proposal) -> None:
    made = a_round()
    meeting = planned(made)
    items = [with_item(made, meeting, f"Punkt {n}") for n in range(6)]
    invited(made, meeting)

    def cost(some) -> int:
        statements.drain()
        cards_of(made.actor("anna"), some)
        cards(made.actor("anna"), [item.subject for item in some])
        return len(statements.drain())

    with at():
        for item in items:
            services.link_subject(
                actor=made.actor("chair"),
                meeting=meeting,
                item_id=item.id,
                subject=proposal.subject,
            )
        few = cost(items[:1])
        assert cost(items) <= few
