"""Proposals: publishing, the limit per person, versions, withdrawal."""

from uuid import UUID

import pytest
from sqlalchemy import select

from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, NotSignedIn, RuleViolation
from kernel.events import EventRow
from kernel.links import links_of
from kernel.subjects import cards
from participation.consultations.models.formats import Visibility
from participation.consultations.queries.proposals import proposal_for, versions_of
from participation.consultations.rules.phases import PhaseType
from participation.consultations.rules.proposals import Withdrawal
from participation.consultations.services import proposals as services
from participation.consultations.services.members import add_member
from participation.consultations.services.proposals import edit_proposal, withdraw_proposal
from tests.factories.actors import a_citizen, an_official
from tests.factories.formats import a_category, a_district, a_draft_format, a_format
from tests.factories.proposals import a_proposal, an_answer, words


def last_event() -> EventRow:
    found = db.session.scalar(select(EventRow).order_by(EventRow.seq.desc()).limit(1))
    assert found
    return found


def test_proposals_are_numbered_within_their_format(database) -> None:
    one, other = a_format(), a_format()
    numbers = [a_proposal(format_).number for format_ in (one, one, other)]
    assert numbers == [1, 2, 1]
    assert last_event().kind == "proposal.published"


def test_a_proposal_keeps_its_html_and_its_first_version(database) -> None:
    proposal = a_proposal(text="Das ist *wichtig*.")
    assert proposal.html == "<p>Das ist <em>wichtig</em>.</p>"
    assert [version.text for version in versions_of(proposal)] == ["Das ist *wichtig*."]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "Bus"}, "title"),
        ({"title": "B" * 121}, "title"),
        ({"text": " "}, "text"),
        ({"text": "x" * 5_001}, "text"),
        ({"place": "x" * 201}, "place"),
        ({"category_key": "unbekannt"}, "category_key"),
        ({"district_key": "atlantis"}, "district_key"),
    ],
)
def test_what_breaks_a_limit_is_refused_at_its_field(database, changes, field) -> None:
    with pytest.raises(RuleViolation) as refused:
        a_proposal(**changes)
    assert refused.value.field == field


def test_a_format_with_topics_asks_for_one_of_them(database) -> None:
    key = a_category()
    format_ = a_format(category_keys=(key,))
    assert a_proposal(format_, category_key=key).category_key == key
    with pytest.raises(RuleViolation):
        a_proposal(format_)


def test_the_limit_per_person_counts_what_was_not_withdrawn(database) -> None:
    format_, anna = a_format(proposals_per_person=2), a_citizen()
    first = a_proposal(format_, author=anna)
    a_proposal(format_, author=anna)
    with pytest.raises(NotPermitted, match="schon 2 Vorschläge"):
        a_proposal(format_, author=anna)
    withdraw_proposal(actor=anna, proposal=first, reason=Withdrawal.ERLEDIGT)
    assert a_proposal(format_, author=anna).number == 3
    assert a_proposal(format_).number == 4


@pytest.mark.parametrize("running", [PhaseType.EVALUATE, PhaseType.VOTE, None])
def test_outside_the_collecting_phase_nobody_proposes(database, running) -> None:
    format_ = a_format(running=running)
    with pytest.raises(NotPermitted):
        a_proposal(format_)


def test_a_visitor_needs_an_account_and_finds_no_draft_format(database) -> None:
    with pytest.raises(NotSignedIn):
        a_proposal(a_format(), author=ANONYMOUS)
    with pytest.raises(NotFound):
        a_proposal(a_draft_format())


def test_the_author_writes_a_new_version_and_the_old_one_stays(database) -> None:
    anna = a_citizen()
    proposal = a_proposal(author=anna, title="Freie Fahrt", text="Alt")
    changed = words(title="Freie Fahrt für alle", text="Neu")
    edit_proposal(actor=anna, proposal=proposal, based_on=1, draft=changed)
    assert proposal.version == 2
    assert [(v.number, v.title, v.text) for v in versions_of(proposal)] == [
        (1, "Freie Fahrt", "Alt"),
        (2, "Freie Fahrt für alle", "Neu"),
    ]
    assert last_event().payload["version"] == 2


def test_the_same_words_again_are_no_new_version(database) -> None:
    anna, draft = a_citizen(), words()
    proposal = services.propose(actor=anna, format_=a_format(), draft=draft)
    edit_proposal(actor=anna, proposal=proposal, based_on=1, draft=draft)
    assert proposal.version == 1


def test_a_stale_form_is_refused(database) -> None:
    anna = a_citizen()
    proposal = a_proposal(author=anna)
    edit_proposal(actor=anna, proposal=proposal, based_on=1, draft=words())
    with pytest.raises(services.ProposalChangedMeanwhile):
        edit_proposal(actor=anna, proposal=proposal, based_on=1, draft=words())


@pytest.mark.parametrize("actor", [a_citizen(), an_official()])
def test_only_the_author_edits_and_withdraws(database, actor) -> None:
    proposal = a_proposal()
    with pytest.raises(NotPermitted):
        edit_proposal(actor=actor, proposal=proposal, based_on=1, draft=words())
    with pytest.raises(NotPermitted):
        withdraw_proposal(actor=actor, proposal=proposal, reason=Withdrawal.ERLEDIGT)


def test_a_withdrawn_proposal_is_readable_and_closed(database) -> None:
    anna = a_citizen()
    proposal = a_proposal(author=anna)
    withdraw_proposal(actor=anna, proposal=proposal, reason=Withdrawal.BEGONNEN)
    assert proposal_for(ANONYMOUS, proposal.format.slug, proposal.number).is_withdrawn
    with pytest.raises(NotPermitted, match="zurückgezogen"):
        edit_proposal(actor=anna, proposal=proposal, based_on=1, draft=words())
    with pytest.raises(NotPermitted, match="schon zurückgezogen"):
        withdraw_proposal(actor=anna, proposal=proposal, reason=Withdrawal.BEGONNEN)


def test_a_duplicate_leads_to_the_other_proposal(database) -> None:
    anna, format_ = a_citizen(), a_format()
    other, proposal = a_proposal(format_), a_proposal(format_, author=anna)
    withdraw_proposal(actor=anna, proposal=proposal, reason=Withdrawal.DOPPELT, duplicate_of=other)
    assert [link.target for link in links_of([proposal.subject])] == [other.subject]


@pytest.mark.parametrize("reason", [Withdrawal.DOPPELT, Withdrawal.ANDERES])
def test_a_withdrawal_says_what_its_reason_needs(database, reason) -> None:
    anna = a_citizen()
    with pytest.raises(RuleViolation):
        withdraw_proposal(actor=anna, proposal=a_proposal(author=anna), reason=reason)


def test_what_the_office_decided_can_no_longer_be_withdrawn(database) -> None:
    anna = a_citizen()
    proposal = a_proposal(author=anna)
    an_answer(proposal)
    with pytest.raises(NotPermitted, match="schon entschieden"):
        withdraw_proposal(actor=anna, proposal=proposal, reason=Withdrawal.ERLEDIGT)


def test_cards_of_proposals_cost_one_statement_and_hide_what_is_hidden(
    database, statements
) -> None:
    shown = [a_proposal() for _ in range(3)]
    member = a_proposal(a_format(district_key=a_district().key))
    hidden = a_proposal(an_internal_format(anna := a_citizen()), author=anna)
    subjects = [proposal.subject for proposal in (*shown, member, hidden)]
    database.expire_all()
    statements.clear()
    found = cards(ANONYMOUS, subjects)
    assert len(statements) == 1
    assert set(found) == set(subjects) - {hidden.subject}


def an_internal_format(*members) -> object:
    from_office = an_official()
    format_ = a_format(visibility=Visibility.INTERN)
    for member in members:
        add_member(actor=from_office, format_=format_, person_id=UUID(str(member.person_id)))
    return format_
