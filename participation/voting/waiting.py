"""What waits for the election office."""

from collections.abc import Iterable

from sqlalchemy import select

from kernel.actors import Actor
from kernel.database import db
from kernel.i18n import _
from kernel.waiting import Waiting
from participation.voting.models import Vote
from participation.voting.permissions import can_prepare
from participation.voting.rules.states import State


def waiting_votes(actor: Actor) -> Iterable[Waiting]:
    """Drafts without a rule card, until they would open; counted results that are not public yet."""
    if not can_prepare(actor):
        return []
    draft = (Vote.state == State.VORBEREITET) & Vote.card.is_(None)
    statement = (
        select(Vote).where(draft | (Vote.state == State.AUSGEZAEHLT)).order_by(Vote.opens_at)
    )
    return [_line(vote) for vote in db.session.scalars(statement)]


def _line(vote: Vote) -> Waiting:
    address = f"/verwaltung/abstimmungen/{vote.slug}/"
    if vote.status is State.AUSGEZAEHLT:
        text = _("Ergebnis veröffentlichen: %(title)s", title=vote.title)
        return Waiting(text, address, since=vote.counted_at)
    text = _("Regelkarte festlegen: %(title)s", title=vote.title)
    return Waiting(text, address, until=vote.opens_at)
