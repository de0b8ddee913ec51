"""Who may do what with a proposal: the judge of its format decides, and the proposal's own state narrows it.

A withdrawn proposal is closed but readable. Taking back needs no phase: a signature at any time, a proposal until the
office has decided.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from kernel.actors import Actor
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, NotSignedIn
from kernel.i18n import _, plural
from kernel.subjects import ALLOWED, INVISIBLE, Verdict
from participation.consultations import permissions
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import Proposal
from participation.consultations.permissions import SEE, OfficeAction
from participation.consultations.rules.proposals import is_decided

WITHDRAW = "withdraw"
UNSIGN = "unsign"


def may(actor: Actor, action: str, proposal: Proposal, at: datetime) -> Verdict:
    """Whether the actor may do this with the proposal at this instant."""
    if not permissions.can_see(actor, proposal.format):
        return INVISIBLE
    if action in NEVER_CLOSED:
        return NEVER_CLOSED[action](actor, proposal)
    refusal = _own_refusal(actor, action, proposal)
    return permissions.may(actor, action, proposal.format, at) if refusal is None else refusal


def _own_refusal(actor: Actor, action: str, proposal: Proposal) -> Verdict | None:
    """What speaks against it in the proposal itself; reading and the office's work are never closed."""
    if action == SEE or action in set(OfficeAction):
        return None
    if proposal.is_withdrawn:
        return Verdict(False, _("Dieser Vorschlag ist zurückgezogen. Sie können ihn nachlesen."))
    own = OWN_RULES.get(action)
    return own(actor, proposal) if own else None


def permit(actor: Actor, action: str, proposal: Proposal, at: datetime) -> None:
    """Let pass what the judge allows; raise NotFound, NotSignedIn or NotPermitted with its reason."""
    verdict = may(actor, action, proposal, at)
    if verdict:
        return
    if not verdict.visible:
        raise NotFound
    if not actor.signed_in:
        raise NotSignedIn
    raise NotPermitted(verdict.reason)


def within_limit(actor: Actor, format_: Format) -> Verdict:
    """Whether the person has a proposal left in this format; withdrawn ones do not count."""
    most = format_.proposals_per_person
    if most is None or proposals_by(actor, format_) < most:
        return ALLOWED
    return Verdict(
        False,
        plural(
            "Sie haben hier schon einen Vorschlag gemacht. Mehr sind je Person nicht möglich.",
            "Sie haben hier schon %(num)d Vorschläge gemacht. Mehr sind je Person nicht möglich.",
            most,
        ),
    )


def proposals_by(actor: Actor, format_: Format) -> int:
    """How many proposals of this person the format holds, without withdrawn ones."""
    statement = select(func.count()).where(
        Proposal.format_id == format_.id,
        Proposal.author_id == actor.person_id,
        Proposal.withdrawn_at.is_(None),
    )
    return db.session.scalar(statement) or 0


def is_author(actor: Actor, proposal: Proposal) -> bool:
    """Whether this person wrote the proposal."""
    return actor.signed_in and actor.person_id == proposal.author_id


def _withdraw(actor: Actor, proposal: Proposal) -> Verdict:
    if not is_author(actor, proposal):
        return Verdict(False, _("Zurückziehen kann nur, wer den Vorschlag geschrieben hat."))
    if proposal.is_withdrawn:
        return Verdict(False, _("Dieser Vorschlag ist schon zurückgezogen."))
    if is_decided(proposal.status):
        return Verdict(False, _("Das Amt hat schon entschieden. Der Vorschlag bleibt stehen."))
    return ALLOWED


def _only_the_author(actor: Actor, proposal: Proposal) -> Verdict | None:
    if is_author(actor, proposal):
        return None
    return Verdict(False, _("Ändern kann nur, wer den Vorschlag geschrieben hat."))


def _not_the_author(actor: Actor, proposal: Proposal) -> Verdict | None:
    if not is_author(actor, proposal):
        return None
    return Verdict(False, _("Das ist Ihr eigener Vorschlag. Andere können ihn unterstützen."))


def _unsign(actor: Actor, _proposal: Proposal) -> Verdict:
    return ALLOWED if actor.signed_in else Verdict(False, _("Dafür brauchen Sie ein Konto."))


NEVER_CLOSED: dict[str, Callable[[Actor, Proposal], Verdict]] = {
    WITHDRAW: _withdraw,
    UNSIGN: _unsign,
}
OWN_RULES: dict[str, Callable[[Actor, Proposal], Verdict | None]] = {
    "edit": _only_the_author,
    "sign": _not_the_author,
}
