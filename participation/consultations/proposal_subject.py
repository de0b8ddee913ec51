"""What other rooms may know of proposals: a card each, and the judge."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import defer, joinedload, lazyload

from kernel.actors import Actor
from kernel.database import looked_up
from kernel.i18n import _
from kernel.subjects import INVISIBLE, Card, Subject, SubjectKind, Verdict
from participation.consultations import proposal_judge
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import KIND, Proposal
from participation.consultations.proposal_wording import mark_of
from participation.consultations.queries.proposals import address_of, proposal_for, proposals_by_ids
from participation.consultations.services.audience import audience_of

#: the format with its phases; neither texts nor what a page shows besides
WHAT_IS_JUDGED = (
    defer(Proposal.text),
    defer(Proposal.text_html),
    joinedload(Proposal.format, innerjoin=True).options(
        defer(Format.text),
        defer(Format.text_html),
        joinedload(Format.planned_phases),
        lazyload(Format.district),
        lazyload(Format.responsibles),
        lazyload(Format.categories),
    ),
)


def describe(actor: Actor, ids: Collection[str]) -> Mapping[str, Card]:
    """Cards of the proposals the actor may see, in one statement."""
    return {str(proposal.id): card_of(proposal) for proposal in proposals_by_ids(actor, ids)}


def card_of(proposal: Proposal) -> Card:
    """The proposal in a list, a link or a notice."""
    return Card(
        subject=proposal.subject,
        title=proposal.title,
        url=address_of(proposal),
        word=_("Vorschlag"),
        status=mark_of(proposal).word,
        at=proposal.created_at,
    )


def judge(actor: Actor, action: str, proposal_id: str, at: datetime) -> Verdict:
    """Ask the judge of proposals; an unknown one is invisible."""
    proposal = _judged(proposal_id)
    return proposal_judge.may(actor, action, proposal, at) if proposal else INVISIBLE


def audience(proposal_id: str) -> tuple[str, ...]:
    """Who may hear of what happens to it: the readers of its format; nobody where there is none."""
    proposal = _judged(proposal_id)
    return audience_of(proposal.format) if proposal else ()


def _judged(proposal_id: str) -> Proposal | None:
    """The proposal with what its judge asks for, in one statement."""
    return looked_up(Proposal, UUID(proposal_id), WHAT_IS_JUDGED)


def at_address(actor: Actor, slug: str, number: int) -> Subject:
    """The proposal whose page this is."""
    return proposal_for(actor, slug, number).subject


PROPOSAL = SubjectKind(KIND, describe, judge, audience, says_whose=True, icon="speech")
