"""Prüfung: what evaluators find out about a proposal, for the office alone."""

from dataclasses import dataclass

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import NotSignedIn, RuleViolation
from kernel.events import OFFICE, record
from kernel.i18n import _
from participation.consultations import proposal_judge
from participation.consultations.events.answers import ProposalEvaluated
from participation.consultations.models.answers import Evaluation, Feasibility
from participation.consultations.models.proposals import Proposal
from participation.consultations.permissions import OfficeAction

LONGEST_NOTES = 10_000


@dataclass(frozen=True, slots=True)
class Findings:
    """What one evaluator says."""

    feasible: Feasibility
    notes: str
    cost_cents: int | None = None


@transactional
def evaluate_proposal(*, actor: Actor, proposal: Proposal, findings: Findings) -> Evaluation:
    """Store the actor's evaluation of the proposal; a second one replaces the first."""
    at = clock.now()
    proposal_judge.permit(actor, OfficeAction.EVALUATE, locked(proposal), at)
    if actor.person_id is None:
        raise NotSignedIn
    if findings.feasible is Feasibility.WENN and not findings.notes:
        raise RuleViolation(_("Bitte nennen Sie die Bedingung."), field="notes")
    if len(findings.notes) > LONGEST_NOTES:
        raise RuleViolation(_("Die Notizen haben höchstens 10.000 Zeichen."), field="notes")
    evaluation = Evaluation(
        proposal_id=proposal.id,
        person_id=actor.person_id,
        feasible=findings.feasible,
        notes=findings.notes,
        cost_cents=findings.cost_cents,
        at=at,
    )
    evaluation = db.session.merge(evaluation)
    event = ProposalEvaluated(proposal.id)
    record(event, subject=proposal.subject, actor=actor, audience=OFFICE)
    return evaluation
