"""Reading cards."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from kernel import clock
from kernel.actors import Actor
from kernel.database import db
from participation.engagement_card.models import Card
from participation.engagement_card.rules.validity import ACTIVE

ROWS_AT_ONCE = 1_000


def own_card(actor: Actor) -> Card | None:
    """The actor's card, valid or not."""
    if actor.person_id is None:
        return None
    return db.session.scalar(select(Card).where(Card.person_id == actor.person_id))


def ids_of_valid_cards(as_of: datetime) -> Iterable[UUID]:
    """The ids of all cards that count at this instant, without loading them at once."""
    day = as_of.astimezone(clock.BERLIN).date()
    statement = select(Card.id).where(Card.state == ACTIVE, Card.valid_until >= day)
    return db.session.scalars(statement.execution_options(yield_per=ROWS_AT_ONCE))


def today() -> date:
    """The day in Hamburg."""
    return clock.now().astimezone(clock.BERLIN).date()
