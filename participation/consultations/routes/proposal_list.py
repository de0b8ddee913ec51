"""The proposals on the page of their format, and the button that leads to a new one."""

from collections.abc import Mapping
from secrets import randbelow
from typing import Any

from flask import url_for

from discussion.threads.queries.comments import counts_for
from kernel import clock
from kernel.actors import Actor
from kernel.i18n import _
from participation.consultations.forms.proposals import filters_in, list_filter
from participation.consultations.models.formats import Format
from participation.consultations.models.proposals import LOTS
from participation.consultations.page_parts import MainAction, add_part, offer_action
from participation.consultations.permissions import may_after_sign_in
from participation.consultations.proposal_wording import mark_of
from participation.consultations.queries.proposals import (
    Filters,
    Order,
    address_of,
    count_proposals,
    listed_proposals,
)
from participation.consultations.rules.blueprints import takes_proposals
from participation.consultations.rules.phases import PhaseType

TEMPLATE = "participation/consultations/proposals/_list.html"
RANK = 60
SHOWN_IN = PhaseType.COLLECT


def register() -> None:
    """Make the list and its button known."""
    add_part(RANK, TEMPLATE, load, says_whose=True)
    offer_action(SHOWN_IN, act, says_whose=True)


def load(actor: Actor, format_: Format, arguments: Mapping[str, str]) -> Mapping[str, Any] | None:
    """A page of proposals with their marks; nothing where the format takes none."""
    if not takes_proposals(format_.blueprint):
        return None
    filters = filters_in(format_, arguments, seed=randbelow(LOTS - 1) + 1)
    page = listed_proposals(format_, filters)
    comments = counts_for([proposal.subject for proposal in page.proposals])
    return {
        "entries": [
            (proposal, address_of(proposal), mark_of(proposal), comments[proposal.subject])
            for proposal in page.proposals
        ],
        "count": count_proposals(format_, filters),
        "form": list_filter(format_, arguments),
        "is_filtered": bool(filters.category_key or filters.status),
        "next_url": _url(format_, filters, page.after) if page.after else None,
        "first_url": _url(format_, filters, None) if filters.after else None,
        "plain_url": url_for("formats.show", slug=format_.slug, _anchor="vorschlaege"),
        "may_propose": may_after_sign_in(actor, "propose", format_, clock.now()),
        "write_url": url_for("proposal_writing.write", slug=format_.slug),
    }


def act(actor: Actor, format_: Format) -> MainAction | None:
    """The button while proposals are collected; for visitors too, who register on sending."""
    if not may_after_sign_in(actor, "propose", format_, clock.now()):
        return None
    address = url_for("proposal_writing.write", slug=format_.slug)
    return MainAction(_("Vorschlag schreiben"), address)


def _url(format_: Format, filters: Filters, after: str | None) -> str:
    return url_for(
        "formats.show",
        slug=format_.slug,
        sortierung=filters.order.value,
        thema=filters.category_key,
        stand=filters.status.value if filters.status else None,
        los=filters.seed if filters.order is Order.GELOST else None,
        nach=after,
        _anchor="vorschlaege",
    )
