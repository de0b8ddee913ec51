"""Unterstützen: once a person, counted right, withdrawn at will."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kernel import clock
from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.errors import NotPermitted, NotSignedIn
from kernel.events import EventRow
from participation.consultations.queries.proposals import signature_of, signers_of
from participation.consultations.rules.proposals import Withdrawal
from participation.consultations.services.proposals import edit_proposal, withdraw_proposal
from participation.consultations.services.signatures import sign, take_signature_back
from tests.factories.actors import a_citizen
from tests.factories.formats import a_format
from tests.factories.proposals import a_proposal, words


def count_of(kind: str) -> int:
    return db.session.scalar(select(func.count()).where(EventRow.kind == kind)) or 0


def test_a_signature_counts_once_and_is_one_event(database) -> None:
    anna, proposal = a_citizen(), a_proposal()
    assert [sign(actor=anna, proposal=proposal) for _ in range(2)] == [True, False]
    assert proposal.signatures == 1
    assert count_of("proposal.signed") == 1


def test_a_signature_says_which_version_was_read(database) -> None:
    author, anna = a_citizen(), a_citizen()
    proposal = a_proposal(author=author)
    edit_proposal(actor=author, proposal=proposal, based_on=1, draft=words())
    sign(actor=anna, proposal=proposal)
    signature = signature_of(anna, proposal)
    assert signature
    assert signature.version == 2


def test_a_signature_can_be_taken_back_once(database) -> None:
    anna, proposal = a_citizen(), a_proposal()
    sign(actor=anna, proposal=proposal)
    answers = [take_signature_back(actor=anna, proposal=proposal) for _ in range(2)]
    assert answers == [True, False]
    assert proposal.signatures == 0
    assert signers_of(proposal.id) == []


def test_nobody_supports_their_own_proposal(database) -> None:
    author = a_citizen()
    with pytest.raises(NotPermitted, match="Ihr eigener"):
        sign(actor=author, proposal=a_proposal(author=author))


def test_a_visitor_needs_an_account(database) -> None:
    with pytest.raises(NotSignedIn):
        sign(actor=ANONYMOUS, proposal=a_proposal())


def test_a_withdrawn_proposal_takes_no_signatures_but_gives_them_back(database) -> None:
    author, anna, late = a_citizen(), a_citizen(), a_citizen()
    proposal = a_proposal(author=author)
    sign(actor=anna, proposal=proposal)
    withdraw_proposal(actor=author, proposal=proposal, reason=Withdrawal.ERLEDIGT)
    with pytest.raises(NotPermitted):
        sign(actor=late, proposal=proposal)
    assert take_signature_back(actor=anna, proposal=proposal)


def test_the_threshold_is_noted_once(database) -> None:
    proposal = a_proposal(a_format(support_threshold=2))
    people = [a_citizen() for _ in range(3)]
    sign(actor=people[0], proposal=proposal)
    assert proposal.threshold_reached_at is None
    for person in people[1:]:
        sign(actor=person, proposal=proposal)
    reached = proposal.threshold_reached_at
    take_signature_back(actor=people[0], proposal=proposal)
    take_signature_back(actor=people[1], proposal=proposal)
    sign(actor=people[0], proposal=proposal)
    assert proposal.threshold_reached_at == reached
    assert count_of("proposal.threshold_reached") == 1


def test_signing_ends_with_its_phase_and_taking_back_does_not(database, monkeypatch) -> None:
    anna, ben, proposal = a_citizen(), a_citizen(), a_proposal()
    sign(actor=anna, proposal=proposal)
    later = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotPermitted, match="Unterstützen ging bis"):
        sign(actor=ben, proposal=proposal)
    assert take_signature_back(actor=anna, proposal=proposal)
