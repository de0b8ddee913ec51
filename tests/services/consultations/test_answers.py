"""Official answers: two people behind each, all published or none, the public status follows."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from kernel.database import db, in_transaction
from kernel.errors import NotPermitted, RuleViolation
from kernel.events import EventRow
from participation.consultations.models.answers import Answer, AnswerState, Evaluation, Feasibility
from participation.consultations.rules.phases import PhaseType
from participation.consultations.rules.proposals import Status, Withdrawal
from participation.consultations.services import answers as services
from participation.consultations.services.evaluations import Findings, evaluate_proposal
from participation.consultations.services.proposals import withdraw_proposal
from tests.factories.actors import a_citizen
from tests.factories.formats import a_district, a_format
from tests.factories.people import actor, actor_of, person
from tests.factories.proposals import (
    a_draft_answer,
    a_proposal,
    a_signed_answer,
    an_answer,
    an_answer_draft,
    office_pair,
)


@pytest.fixture
def pair(database):
    return office_pair()


def test_a_published_answer_moves_the_proposal(pair) -> None:
    proposal = a_proposal()
    answer = an_answer(proposal, pair, status=Status.TEILWEISE, cost_cents=500_00)
    assert (proposal.status, proposal.cost_cents) == (Status.TEILWEISE, 500_00)
    assert proposal.answered_at == answer.published_at
    assert answer.office == "Referat Engagement"


def test_a_draft_changes_nothing_in_public(pair) -> None:
    proposal = a_proposal()
    a_signed_answer(proposal, pair)
    assert (proposal.status, proposal.answered_at) == (Status.OFFEN, None)
    kinds = {row.kind: row.audience for row in db.session.scalars(select(EventRow))}
    assert kinds["answer.drafted"] == kinds["answer.cosigned"] == ["office"]


def test_a_word_in_between_does_not_stop_the_clock(pair) -> None:
    proposal = a_proposal()
    an_answer(proposal, pair, status=Status.IN_PRUEFUNG)
    assert (proposal.status, proposal.answered_at) == (Status.IN_PRUEFUNG, None)


def test_a_later_answer_keeps_the_cost_it_does_not_name(pair) -> None:
    proposal = a_proposal()
    an_answer(proposal, pair, cost_cents=500_00)
    an_answer(proposal, pair, status=Status.UMGESETZT)
    assert (proposal.status, proposal.cost_cents) == (Status.UMGESETZT, 500_00)


@pytest.mark.parametrize("running", [PhaseType.EVALUATE, PhaseType.ANSWER, PhaseType.RESULT])
def test_phases_do_not_bind_the_office(pair, running) -> None:
    assert a_format(running=running).phases  # an office can answer what came in before
    proposal = a_proposal()
    assert an_answer(proposal, pair).is_public


def test_nobody_signs_their_own_draft(pair) -> None:
    first, _second = pair
    drafts = [(a_proposal(), an_answer_draft())]
    with pytest.raises(services.CosignerIsAuthor):
        services.draft_answers(actor=actor_of(first), drafts=drafts, cosigner_id=first.id)


def test_the_database_refuses_one_person_behind_an_answer(pair) -> None:
    answer = a_draft_answer(a_proposal(), pair)
    alone = update(Answer).where(Answer.id == answer.id).values(cosigner_id=answer.drafted_by)
    with pytest.raises((services.CosignerIsAuthor, IntegrityError)):
        in_transaction(lambda: db.session.execute(alone))


def test_only_the_person_who_was_asked_signs(pair) -> None:
    answer = a_draft_answer(a_proposal(), pair)
    other = actor("Ole", role="second-check")
    for stranger in (other, actor_of(pair[0]), a_citizen()):
        with pytest.raises(NotPermitted):
            services.cosign_answers(actor=stranger, answers=[answer])
    services.cosign_answers(actor=actor_of(pair[1]), answers=[answer], comment="Gut so.")
    assert (answer.state, answer.comment) == (AnswerState.MITGEZEICHNET, "Gut so.")


def test_another_person_of_the_administration_can_be_the_second(database) -> None:
    pair = person(role="administration"), person(role="administration")
    assert an_answer(a_proposal(), pair).is_public


def test_who_has_no_role_there_cannot_be_asked(pair) -> None:
    proposal = a_proposal(a_format(district_key=a_district().key))
    for stranger in (person(), person(role="second-check", scope="district:sued")):
        with pytest.raises(RuleViolation) as refused:
            a_draft_answer(proposal, (pair[0], stranger))
        assert refused.value.field == "cosigner"


def test_what_is_not_signed_is_not_published(pair) -> None:
    answer = a_draft_answer(a_proposal(), pair)
    with pytest.raises(services.NotCosigned):
        services.publish_answers(actor=actor_of(pair[0]), answers=[answer])


def test_a_returned_draft_says_why_and_waits_again_after_a_change(pair) -> None:
    first, second = map(actor_of, pair)
    answer = a_draft_answer(a_proposal(), pair)
    with pytest.raises(RuleViolation):
        services.return_answer(actor=second, answer=answer, comment="")
    services.return_answer(actor=second, answer=answer, comment="Bitte den Preis nennen.")
    assert answer.state is AnswerState.ZURUECKGEGEBEN
    changed = an_answer_draft(text="Es kostet 5 Euro.", cost_cents=5_00)
    services.redraft_answer(
        actor=first,
        answer=answer,
        based_on=answer.version,
        draft=changed,
        cosigner_id=pair[1].id,
    )
    assert (answer.state, answer.cost_cents) == (AnswerState.ENTWURF, 5_00)


def test_changing_a_signed_answer_takes_the_signature_away(pair) -> None:
    answer = a_signed_answer(a_proposal(), pair)
    services.redraft_answer(
        actor=actor_of(pair[0]),
        answer=answer,
        based_on=answer.version,
        draft=an_answer_draft(text="Doch anders."),
        cosigner_id=pair[1].id,
    )
    with pytest.raises(services.NotCosigned):
        services.publish_answers(actor=actor_of(pair[0]), answers=[answer])


def test_a_stale_draft_form_is_refused(pair) -> None:
    answer = a_draft_answer(a_proposal(), pair)
    with pytest.raises(services.AnswerChangedMeanwhile):
        services.redraft_answer(
            actor=actor_of(pair[0]),
            answer=answer,
            based_on=answer.version + 1,
            draft=an_answer_draft(),
            cosigner_id=pair[1].id,
        )


def test_several_answers_are_published_together_or_not_at_all(pair) -> None:
    format_ = a_format()
    one, two = a_proposal(format_), a_proposal(format_)
    signed, unsigned = a_signed_answer(one, pair), a_draft_answer(two, pair)
    office = actor_of(pair[0])
    with pytest.raises(services.NotCosigned):
        services.publish_answers(actor=office, answers=[signed, unsigned])
    assert (one.status, two.status) == (Status.OFFEN, Status.OFFEN)
    services.cosign_answers(actor=actor_of(pair[1]), answers=[unsigned])
    services.publish_answers(actor=office, answers=[signed, unsigned])
    assert (one.status, two.status) == (Status.ANGENOMMEN, Status.ANGENOMMEN)


def test_publishing_again_is_no_new_occurrence(pair) -> None:
    answer = an_answer(a_proposal(), pair)
    services.publish_answers(actor=actor_of(pair[0]), answers=[answer])
    rows = db.session.scalars(select(EventRow).where(EventRow.kind == "answer.published")).all()
    assert len(rows) == 1


def test_a_proposal_has_one_unpublished_answer_at_most(pair) -> None:
    proposal = a_proposal()
    answer = a_draft_answer(proposal, pair)
    with pytest.raises(services.AnswerIsUnderway):
        a_draft_answer(proposal, pair)
    services.discard_answer(actor=actor_of(pair[0]), answer=answer)
    assert an_answer(proposal, pair).is_public
    with pytest.raises(services.AnswerChangedMeanwhile):
        services.discard_answer(actor=actor_of(pair[0]), answer=public_answer_to(proposal))


def public_answer_to(proposal) -> Answer:
    found = db.session.scalar(select(Answer).where(Answer.proposal_id == proposal.id))
    assert found
    return found


def test_a_status_that_does_not_follow_is_refused(pair) -> None:
    with pytest.raises(services.StatusDoesNotFollow):
        a_draft_answer(a_proposal(), pair, status=Status.IN_UMSETZUNG)


def test_a_withdrawn_proposal_is_not_answered(pair) -> None:
    anna = a_citizen()
    proposal = a_proposal(author=anna)
    answer = a_signed_answer(proposal, pair)
    withdraw_proposal(actor=anna, proposal=proposal, reason=Withdrawal.ERLEDIGT)
    with pytest.raises(services.StatusDoesNotFollow, match="zurückgezogen"):
        services.publish_answers(actor=actor_of(pair[0]), answers=[answer])


def test_an_answer_gives_its_reason(pair) -> None:
    with pytest.raises(RuleViolation) as refused:
        a_draft_answer(a_proposal(), pair, text="  ")
    assert refused.value.field == "text"


def test_offices_answer_where_they_are_in_charge(pair) -> None:
    proposal = a_proposal(a_format(district_key=a_district().key))
    with pytest.raises(NotPermitted):
        a_draft_answer(proposal, (person(role="administration", scope="district:sued"), pair[1]))


def test_an_evaluator_says_what_is_feasible_and_may_say_it_again(database) -> None:
    format_ = a_format()
    proposal, eva = a_proposal(format_), actor(role="evaluator", scope=f"format:{format_.id}")
    for feasible in (Feasibility.NEIN, Feasibility.JA):
        findings = Findings(feasible, "Geprüft.", 100_00)
        evaluate_proposal(actor=eva, proposal=proposal, findings=findings)
    rows = db.session.scalars(select(Evaluation)).all()
    assert [(row.feasible, row.cost_cents) for row in rows] == [(Feasibility.JA, 100_00)]


def test_an_evaluation_with_a_condition_names_it(database) -> None:
    office = actor(role="administration")
    proposal, findings = a_proposal(), Findings(Feasibility.WENN, "")
    with pytest.raises(RuleViolation):
        evaluate_proposal(actor=office, proposal=proposal, findings=findings)


def test_citizens_do_not_evaluate(database) -> None:
    proposal, findings = a_proposal(), Findings(Feasibility.JA, "")
    with pytest.raises(NotPermitted):
        evaluate_proposal(actor=a_citizen(), proposal=proposal, findings=findings)
