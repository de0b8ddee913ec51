"""Write first, register on sending: how a kept text becomes a proposal once its author has signed in."""

from typing import Any

from accounts.drafts.finishing import Sent
from kernel.actors import Actor
from kernel.i18n import _
from participation.consultations.queries.formats import format_for
from participation.consultations.queries.proposals import address_of
from participation.consultations.services.proposals import ProposalDraft, propose

FORM = "proposals.new"


def payload_of(slug: str, words: dict[str, str]) -> dict[str, str]:
    """What is kept of a form: all that sending needs."""
    return {**words, "slug": slug}


def finish(actor: Actor, payload: dict[str, Any]) -> Sent:
    """Publish the kept proposal under the name of who has just signed in."""
    draft = ProposalDraft(
        title=payload["title"],
        text=payload["text"],
        category_key=payload["category_key"] or None,
        place=payload["place"],
        district_key=payload["district_key"] or None,
    )
    proposal = propose(actor=actor, format_=format_for(actor, payload["slug"]), draft=draft)
    return Sent(address=address_of(proposal), message=published_text())


def published_text() -> str:
    """What the author reads afterwards."""
    return _("Ihr Vorschlag ist veröffentlicht. Andere können ihn jetzt unterstützen.")
