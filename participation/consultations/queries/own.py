"""A person's own proposals and signatures."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, lazyload

from kernel.actors import Actor
from kernel.database import db
from participation.consultations.models.proposals import Proposal, Signature
from participation.consultations.queries.formats import seen_by

MOST = 20


def own_proposals(actor: Actor) -> Sequence[Proposal]:
    """What the actor wrote or supports and may still see, newest first, at most twenty."""
    signed = select(Signature.proposal_id).where(Signature.person_id == actor.person_id)
    statement = (
        select(Proposal)
        .join(Proposal.format)
        .where(or_(Proposal.author_id == actor.person_id, Proposal.id.in_(signed)), seen_by(actor))
        .order_by(Proposal.created_at.desc(), Proposal.id)
        .limit(MOST)
        .options(lazyload("*"), contains_eager(Proposal.format).options(lazyload("*")))
    )
    return db.session.scalars(statement).all()
