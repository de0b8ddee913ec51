"""What a format shows on its page from the rooms below: its votes and its conversation."""

from collections.abc import Mapping
from typing import Any

from discussion.threads.queries.pages import thread_page
from kernel.actors import Actor
from kernel.i18n import _
from participation.consultations.models.formats import Format
from participation.consultations.page_parts import MainAction, add_part, offer_action
from participation.consultations.permissions import can_see
from participation.consultations.rules.blueprints import PHASES
from participation.consultations.rules.phases import PhaseType
from participation.voting.queries import address_of, votes_of
from participation.voting.rules.states import State
from participation.voting.wording import mark_of

FOLDER = "participation/consultations"


def register() -> None:
    """Make these parts and actions known."""
    offer_action(PhaseType.VOTE, to_the_ballot, says_whose=True)
    offer_action(PhaseType.DISCUSS, to_the_conversation, says_whose=True)
    add_part(10, f"{FOLDER}/_votes.html", votes, says_whose=True)
    add_part(90, f"{FOLDER}/_conversation.html", conversation, says_whose=True)


def to_the_ballot(actor: Actor, format_: Format) -> MainAction | None:
    """The open vote of the format; the vote itself says who may cast a ballot."""
    found = votes_of(actor, format_.subject.kind, format_.subject.id)
    vote = next((vote for vote in found if vote.status is State.OFFEN), None)
    return MainAction(_("Jetzt abstimmen"), address_of(vote)) if vote else None


def to_the_conversation(_actor: Actor, _format: Format) -> MainAction:
    """Further down on the same page."""
    return MainAction(_("Mitreden"), "#gespraech")


def votes(actor: Actor, format_: Format, _arguments: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The votes of a format that has a phase for them."""
    if PhaseType.VOTE not in PHASES[format_.blueprint]:
        return None
    found = votes_of(actor, format_.subject.kind, format_.subject.id)
    entries = [(vote, address_of(vote), mark_of(vote)) for vote in found]
    return {"votes": entries} if entries else None


def conversation(
    actor: Actor, format_: Format, arguments: Mapping[str, str]
) -> Mapping[str, Any] | None:
    """The conversation of a format that is one; elsewhere people talk about each proposal."""
    if PhaseType.DISCUSS not in PHASES[format_.blueprint] or not can_see(actor, format_):
        return None
    order, cursor = arguments.get("reihenfolge"), arguments.get("nach")
    return {"page": thread_page(actor, format_.subject, order, cursor)}
