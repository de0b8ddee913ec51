"""From accepted proposals to a vote, and from its result back to them; authors and signers hear once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel import clock, relay
from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.errors import NotPermitted
from kernel.links import links_of
from kernel.mail import Mail
from participation.consultations.models.answers import Outcome
from participation.consultations.models.formats import Visibility
from participation.consultations.proposal_way import way
from participation.consultations.queries.answers import eligible_proposals, outcomes_of
from participation.consultations.rules.proposals import Status, Withdrawal
from participation.consultations.services import votes as services
from participation.consultations.services.answers import publish_answers
from participation.consultations.services.drafts import draft_of
from participation.consultations.services.formats import VoteStaysPublic, edit_format
from participation.consultations.services.members import add_member, remove_member
from participation.consultations.services.proposals import edit_proposal, withdraw_proposal
from participation.consultations.services.signatures import sign
from participation.voting.queries import smallest_step
from participation.voting.services import (
    VoteDraft,
    announce_vote,
    cast_ballot,
    close_vote,
    closing,
    count_vote,
    destroy_secret,
    open_vote,
    publish_result,
)
from tests.factories import votes
from tests.factories.formats import a_format
from tests.factories.people import actor, actor_of, person
from tests.factories.proposals import a_proposal, an_answer, office_pair, words


@pytest.fixture
def pair(database, monkeypatch):
    # Rewriting files needs a database of its own; tests of the ballot box do it.
    monkeypatch.setattr(closing, "rewrite_tables", lambda *_names: None)
    return office_pair()


def a_vote_draft(slug: str = "wahl") -> VoteDraft:
    now = clock.now()
    return VoteDraft(
        slug=slug,
        title="Welche Angebote?",
        question="Welche Angebote soll es geben?",
        electorate=votes.TOWN.name,
        budget_cents=100_00,
        opens_at=now + timedelta(hours=24, seconds=1),
        closes_at=now + timedelta(hours=48),
        step_cents=25,
    )


def accepted(format_, pair, cost_cents: int, author=None):
    proposal = a_proposal(format_, author=author)
    an_answer(proposal, pair, cost_cents=cost_cents)
    return proposal


def prepared(pair, format_, *proposals):
    return services.prepare_format_vote(
        actor=actor_of(pair[0]),
        format_=format_,
        draft=a_vote_draft(),
        numbers=[proposal.number for proposal in proposals],
    )


def test_accepted_proposals_with_a_cost_can_be_voted_on(pair) -> None:
    format_ = a_format()
    fine, part = accepted(format_, pair, 60_00), a_proposal(format_)
    an_answer(part, pair, status=Status.TEILWEISE, cost_cents=50_00)
    an_answer(a_proposal(format_), pair)
    an_answer(a_proposal(format_), pair, status=Status.ABGELEHNT, cost_cents=5_00)
    a_proposal(format_)
    assert list(eligible_proposals(format_)) == [fine, part]


def test_the_vote_knows_the_format_and_its_proposals(pair) -> None:
    format_ = a_format()
    one, two = accepted(format_, pair, 60_00), accepted(format_, pair, 50_00)
    vote = prepared(pair, format_, one, two)
    assert (vote.subject_kind, vote.subject_id) == ("format", str(format_.id))
    assert [(o.key, o.title, o.cost_cents) for o in vote.options] == [
        ("v1", one.title, 60_00),
        ("v2", two.title, 50_00),
    ]
    assert [link.target for link in links_of([one.subject])] == [vote.subject]


def test_what_is_not_accepted_stays_off_the_ballot(pair) -> None:
    format_ = a_format()
    one, other = accepted(format_, pair, 60_00), a_proposal(format_)
    with pytest.raises(services.NotEligible):
        prepared(pair, format_, one, other)


def test_only_the_election_office_prepares_votes(pair) -> None:
    format_ = a_format()
    one = accepted(format_, pair, 60_00)
    office_here = actor(role="administration", scope=f"format:{format_.id}")
    with pytest.raises(NotPermitted):
        services.prepare_format_vote(
            actor=office_here, format_=format_, draft=a_vote_draft(), numbers=[one.number]
        )


def test_the_suggested_step_is_a_hundredth_of_a_share(pair) -> None:
    votes.new_town(100)
    assert smallest_step(votes.TOWN.name, 30_000_00) == 3_00
    assert smallest_step(votes.TOWN.name, 100) == 1


def published(pair, vote, silent: int = 0) -> None:
    """The whole way of a vote in which three of four want the first option; more people may stay silent."""
    office, voters = actor_of(pair[0]), votes.new_town(4)
    votes.voters(silent)
    announce_vote(actor=office, vote=vote)
    with votes.while_open(vote):
        open_vote(actor=office, vote=vote)
        for number, voter in enumerate(voters):
            key = vote.options[0 if number < 3 else 1].key
            cast_ballot(actor=voter, vote=vote, choices={key: 1}, nonce=number.to_bytes(32, "big"))
    with votes.after_close(vote):
        close_vote(actor=office, vote=vote)
        destroy_secret(actor=office, vote=vote)
        count_vote(actor=office, vote=vote)
        publish_result(actor=office, vote=vote)


def mails() -> list[tuple[str, str]]:
    return sorted((mail.to, mail.subject) for mail in db.session.scalars(select(Mail)))


def test_the_result_stands_beside_each_proposal_with_its_reason(pair) -> None:
    format_ = a_format()
    one, two = accepted(format_, pair, 60_00), accepted(format_, pair, 50_00)
    vote = prepared(pair, format_, one, two)
    published(pair, vote)
    found = {proposal.number: outcomes_of(proposal)[0] for proposal in (one, two)}
    assert {number: outcome.chosen for number, outcome in found.items()} == {1: True, 2: False}
    results = {o["key"]: o["explanation"] for o in (vote.result or {})["options"]}
    assert found[2].explanation == results["v2"] != ""
    stops = way(ANONYMOUS, two, [], [found[2]])
    assert [stop.title for stop in stops][-1] == "Nicht gewählt"
    assert vote.title in [stop.title for stop in stops]
    assert one.title not in [stop.title for stop in stops]


def test_authors_and_signers_hear_of_the_result_once(pair) -> None:
    anna, ben = person("Anna"), person("Ben")
    format_ = a_format()
    one, two = (accepted(format_, pair, cost, actor_of(anna)) for cost in (60_00, 50_00))
    sign(actor=actor_of(ben), proposal=two)
    published(pair, prepared(pair, format_, one, two))
    relay.catch_up()
    results = [(to, subject) for to, subject in mails() if "gewählt" in subject]
    expected = {
        (anna.email, f"„{one.title}“ wurde gewählt."),
        (anna.email, f"„{two.title}“ wurde nicht gewählt."),
        (ben.email, f"„{two.title}“ wurde nicht gewählt."),
    }
    assert sorted(results) == sorted(expected)
    outcome = db.session.scalars(select(Outcome)).first()
    assert outcome
    services.note_outcomes(actor=actor_of(pair[0]), vote_id=outcome.vote_id)
    relay.catch_up()
    assert [line for line in mails() if "gewählt" in line[1]] == results


@pytest.mark.parametrize(("silent", "is_said"), [(0, False), (100, True)])
def test_authors_hear_when_too_few_voted_for_a_binding_result(pair, silent, is_said) -> None:
    format_ = a_format()
    anna = actor_of(person("Anna"))
    one, two = (accepted(format_, pair, cost, anna) for cost in (60_00, 50_00))
    published(pair, prepared(pair, format_, one, two), silent)
    relay.catch_up()
    texts = [mail.text for mail in db.session.scalars(select(Mail)) if "gewählt" in mail.subject]
    assert len(texts) == 2
    assert all(("Das Ergebnis ist beratend" in text) is is_said for text in texts)


def test_authors_and_signers_hear_of_an_answer_once(pair) -> None:
    anna, ben = person("Anna"), person("Ben")
    proposal = a_proposal(author=actor_of(anna))
    sign(actor=actor_of(ben), proposal=proposal)
    answer = an_answer(proposal, pair, cost_cents=900_00, period="ab Sommer 2027")
    publish_answers(actor=actor_of(pair[0]), answers=[answer])
    relay.catch_up()
    subject = f"Antwort auf „{proposal.title}“"
    assert mails() == sorted([(anna.email, subject), (ben.email, subject)])
    text = db.session.scalars(select(Mail.text)).first()
    assert text
    facts = ("Kosten: 900", "Zeitraum: ab Sommer 2027")
    for piece in (
        "angenommen",
        "Das machen wir gern.",
        *facts,
        f"/vorschlaege/{proposal.number}",
    ):
        assert piece in text


def test_signers_hear_of_a_new_version_and_of_a_withdrawal(pair) -> None:
    anna, ben = person("Anna"), person("Ben")
    proposal = a_proposal(author=actor_of(anna))
    sign(actor=actor_of(ben), proposal=proposal)
    changed = words(title="Freie Fahrt für alle")
    edit_proposal(actor=actor_of(anna), proposal=proposal, based_on=1, draft=changed)
    withdraw_proposal(actor=actor_of(anna), proposal=proposal, reason=Withdrawal.ERLEDIGT)
    relay.catch_up()
    assert mails() == [
        (ben.email, "Neue Fassung von „Freie Fahrt für alle“"),
        (ben.email, "Zurückgezogen: „Freie Fahrt für alle“"),
    ]


def test_what_only_invited_people_read_is_never_on_a_ballot(pair) -> None:
    author, office = person("Mia"), actor_of(pair[0])
    format_ = a_format(visibility=Visibility.INTERN)
    add_member(actor=office, format_=format_, person_id=author.id)
    proposal = accepted(format_, pair, 60_00, author=actor_of(author))
    with pytest.raises(services.VotesArePublic):
        prepared(pair, format_, proposal)


def test_a_format_with_a_vote_does_not_become_internal(pair) -> None:
    format_ = a_format()
    prepared(pair, format_, accepted(format_, pair, 60_00))
    draft = replace(draft_of(format_), visibility=Visibility.INTERN)
    with pytest.raises(VoteStaysPublic):
        edit_format(actor=actor_of(pair[0]), format_=format_, based_on=format_.version, draft=draft)
    assert format_.visibility is Visibility.OEFFENTLICH


def test_who_was_invited_no_longer_gets_no_mail_of_it(pair) -> None:
    author, left, office = person("Mia"), person("Ole"), actor_of(pair[0])
    format_ = a_format(visibility=Visibility.INTERN)
    for member in (author, left):
        add_member(actor=office, format_=format_, person_id=member.id)
    proposal = a_proposal(format_, author=actor_of(author))
    sign(actor=actor_of(left), proposal=proposal)
    remove_member(actor=office, format_=format_, person_id=left.id)
    an_answer(proposal, pair, text="Nur für Eingeladene.")
    relay.catch_up()
    told = select(Mail.to).where(Mail.text.contains("Nur für Eingeladene."))
    assert db.session.scalars(told).all() == [author.email]
