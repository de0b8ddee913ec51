"""Unterstützen: one signature a person and proposal, counted in the same transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, insert_or_ignore, locked, transactional
from kernel.errors import NotSignedIn
from participation.consultations import proposal_judge
from participation.consultations.events.proposals import (
    ProposalSigned,
    SignatureTakenBack,
    ThresholdReached,
)
from participation.consultations.models.proposals import Proposal, Signature
from participation.consultations.services.proposals import tell


@transactional
def sign(*, actor: Actor, proposal: Proposal) -> bool:
    """Support the proposal in its present version; a second time changes nothing. Whether it is new."""
    locked(proposal)
    at = clock.now()
    proposal_judge.permit(actor, "sign", proposal, at)
    new = insert_or_ignore(
        Signature.__table__,
        proposal_id=proposal.id,
        person_id=_person(actor),
        version=proposal.version,
        at=at,
    )
    if new:
        proposal.signatures += 1
        tell(ProposalSigned(proposal.id, proposal.signatures), proposal, actor)
        _note_threshold(proposal, actor, at)
    return new


@transactional
def take_signature_back(*, actor: Actor, proposal: Proposal) -> bool:
    """Support the proposal no longer; without a signature nothing happens. Whether there was one."""
    locked(proposal)
    proposal_judge.permit(actor, proposal_judge.UNSIGN, proposal, clock.now())
    own = (Signature.proposal_id == proposal.id, Signature.person_id == _person(actor))
    removed = db.session.execute(delete(Signature).where(*own).returning(Signature.person_id))
    if removed.first() is None:
        return False
    proposal.signatures -= 1
    tell(SignatureTakenBack(proposal.id, proposal.signatures), proposal, actor)
    return True


def _note_threshold(proposal: Proposal, actor: Actor, at: datetime) -> None:
    threshold = proposal.format.support_threshold
    if threshold is None or proposal.threshold_reached_at is not None:
        return
    if proposal.signatures >= threshold:
        proposal.threshold_reached_at = at
        tell(ThresholdReached(proposal.id, proposal.signatures), proposal, actor)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotSignedIn
    return actor.person_id
