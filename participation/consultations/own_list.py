"""Own and supported proposals on the page of one's account: what became of them."""

from accounts.people.own_things import OwnThing, OwnThings
from kernel.actors import Actor
from kernel.i18n import _
from participation.consultations.models.proposals import Proposal
from participation.consultations.proposal_wording import mark_of
from participation.consultations.queries.own import own_proposals
from participation.consultations.queries.proposals import address_of


def own_list(actor: Actor) -> OwnThings:
    """The actor's proposals and those the actor supports, with their present status."""
    return OwnThings(
        _("Das ist aus Ihren Vorschlägen geworden"),
        [_line(actor, proposal) for proposal in own_proposals(actor)],
        _("Hier stehen Vorschläge, die Sie schreiben oder unterstützen."),
    )


def _line(actor: Actor, proposal: Proposal) -> OwnThing:
    part = _("von Ihnen") if proposal.author_id == actor.person_id else _("von Ihnen unterstützt")
    return OwnThing(proposal.title, address_of(proposal), (str(mark_of(proposal).word), part))
