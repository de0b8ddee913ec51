"""A proposal from publication to withdrawal: one call is one transaction.

Texts are measured, guarded and rendered before anything is held or compared.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db, locked, transactional
from kernel.errors import Conflict, NotSignedIn, RuleViolation
from kernel.events import Event, record
from kernel.i18n import _, lazy
from kernel.links import link
from kernel.markdown import Rendered, render
from participation.consultations import proposal_judge
from participation.consultations.events.proposals import (
    ProposalEdited,
    ProposalPublished,
    ProposalWithdrawn,
)
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import Proposal, ProposalVersion
from participation.consultations.models.site import District
from participation.consultations.rules.proposals import Withdrawal
from participation.consultations.services.audience import audience_of
from participation.consultations.services.holding import hold
from participation.consultations.services.permit import permit

SHORTEST_TITLE, LONGEST_TITLE = 5, 120
LONGEST_TEXT = 5_000
LONGEST_PLACE = 200
DUPLICATE = "duplicate"


class ProposalChangedMeanwhile(Conflict):
    """The author changed it in another window; nothing was stored."""

    message = lazy(
        "Der Vorschlag wurde inzwischen in einem anderen Fenster geändert. Ihr Text steht noch da."
    )


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """A proposal as its author writes it."""

    title: str
    text: str
    category_key: str | None = None
    place: str = ""
    district_key: str | None = None


def propose(*, actor: Actor, format_: Format, draft: ProposalDraft) -> Proposal:
    """Publish a proposal with the next number of its format, within the limit per person.

    The format is held from the count to the commit, so that parallel submits neither pass the limit nor share a number.
    """
    return _propose(actor, format_, draft, rendered_proposal(draft))


@transactional
def _propose(actor: Actor, format_: Format, draft: ProposalDraft, text: Rendered) -> Proposal:
    hold(format_)
    at = clock.now()
    limits = (lambda: proposal_judge.within_limit(actor, format_),)
    permit(actor, "propose", format_, at, limits=limits)
    proposal = Proposal(
        format=format_,
        number=_next_number(format_),
        author_id=_person(actor),
        created_at=at,
        version=1,
    )
    _take(proposal, draft, text, at)
    db.session.add(proposal)
    db.session.flush()
    _keep_version(proposal, text, at)
    tell(ProposalPublished(proposal.id, format_.id, proposal.number), proposal, actor)
    return proposal


def edit_proposal(
    *, actor: Actor, proposal: Proposal, based_on: int, draft: ProposalDraft
) -> Proposal:
    """Write a new version while proposals are collected; the same words again change nothing."""
    return _edit(actor, proposal, based_on, draft, rendered_proposal(draft))


@transactional
def _edit(
    actor: Actor, proposal: Proposal, based_on: int, draft: ProposalDraft, text: Rendered
) -> Proposal:
    locked(proposal)
    at = clock.now()
    proposal_judge.permit(actor, "edit", proposal, at)
    if draft == draft_of(proposal):
        return proposal
    if proposal.version != based_on:
        raise ProposalChangedMeanwhile
    proposal.version += 1
    _take(proposal, draft, text, at)
    db.session.flush()
    _keep_version(proposal, text, at)
    tell(ProposalEdited(proposal.id, proposal.version), proposal, actor)
    return proposal


@transactional
def withdraw_proposal(
    *,
    actor: Actor,
    proposal: Proposal,
    reason: Withdrawal,
    note: str = "",
    duplicate_of: Proposal | None = None,
) -> Proposal:
    """Take a proposal back before the office decides; it stays readable, and a duplicate leads to the other."""
    locked(proposal)
    at = clock.now()
    proposal_judge.permit(actor, proposal_judge.WITHDRAW, proposal, at)
    if reason is Withdrawal.ANDERES and not note:
        raise RuleViolation(_("Bitte nennen Sie den Grund."), field="note")
    if reason is Withdrawal.DOPPELT:
        _link_duplicate(proposal, duplicate_of)
    proposal.withdrawn_at, proposal.withdrawal, proposal.withdrawal_note = at, reason, note
    tell(ProposalWithdrawn(proposal.id, reason.value), proposal, actor)
    return proposal


def rendered_proposal(draft: ProposalDraft) -> Rendered:
    """The text as a proposal holds it; raises what is too long or too short, and what Markdown's guard raises."""
    _ensure_lengths(draft)
    return render(draft.text)


def draft_of(proposal: Proposal) -> ProposalDraft:
    """The proposal as its author would write it today."""
    return ProposalDraft(
        title=proposal.title,
        text=proposal.text,
        category_key=proposal.category_key,
        place=proposal.place,
        district_key=proposal.district_key,
    )


def tell(event: Event, proposal: Proposal, actor: Actor) -> None:
    """Record the fact for all who may read the proposal."""
    record(event, subject=proposal.subject, actor=actor, audience=audience_of(proposal.format))


def _take(proposal: Proposal, draft: ProposalDraft, text: Rendered, at: datetime) -> None:
    _ensure_category(proposal.format, draft.category_key)
    _ensure_district(draft.district_key)
    proposal.title, proposal.place = draft.title, draft.place
    proposal.category_key, proposal.district_key = draft.category_key, draft.district_key
    proposal.take(text)
    proposal.edited_at = at


def _ensure_lengths(draft: ProposalDraft) -> None:
    if not SHORTEST_TITLE <= len(draft.title) <= LONGEST_TITLE:
        raise RuleViolation(_("Der Titel hat 5 bis 120 Zeichen."), field="title")
    if not draft.text.strip():
        raise RuleViolation(_("Bitte beschreiben Sie Ihren Vorschlag."), field="text")
    if len(draft.text) > LONGEST_TEXT:
        raise RuleViolation(_("Der Text hat höchstens 5.000 Zeichen."), field="text")
    if len(draft.place) > LONGEST_PLACE:
        raise RuleViolation(_("Der Ort hat höchstens 200 Zeichen."), field="place")


def _ensure_category(format_: Format, key: str | None) -> None:
    offered = {category.key for category in format_.categories}
    if key is None and not offered:
        return
    if key not in offered:
        raise RuleViolation(_("Bitte wählen Sie ein Thema."), field="category_key")


def _ensure_district(key: str | None) -> None:
    if key is not None and db.session.get(District, key) is None:
        raise RuleViolation(_("Diesen Bezirk gibt es nicht."), field="district_key")


def _next_number(format_: Format) -> int:
    statement = select(func.max(Proposal.number)).where(Proposal.format_id == format_.id)
    return (db.session.scalar(statement) or 0) + 1


def _keep_version(proposal: Proposal, text: Rendered, at: datetime) -> None:
    version = ProposalVersion(
        proposal_id=proposal.id, number=proposal.version, title=proposal.title, at=at
    )
    version.take(text)
    db.session.add(version)


def _link_duplicate(proposal: Proposal, other: Proposal | None) -> None:
    if other is None or other.id == proposal.id or other.format_id != proposal.format_id:
        raise RuleViolation(
            _("Bitte nennen Sie die Nummer des anderen Vorschlags."), field="duplicate_number"
        )
    link(DUPLICATE, proposal.subject, other.subject)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotSignedIn
    return actor.person_id
