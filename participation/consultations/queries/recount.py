"""Supporters of proposals, counted again from their signatures."""

from collections.abc import Iterable

from sqlalchemy import func, select

from kernel.database import db
from participation.consultations.models.proposals import Proposal, Signature


def signature_faults() -> Iterable[str]:
    """A sentence for each proposal whose number of supporters differs from its signatures."""
    found = func.count(Signature.person_id)
    statement = (
        select(Proposal.id, Proposal.signatures, found.label("found"))
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .group_by(Proposal.id, Proposal.signatures)
        .having(Proposal.signatures != found)
    )
    for row in db.session.execute(statement):
        yield f"Vorschlag {row.id}: {row.signatures} angezeigt, {row.found} gefunden."
