"""Activating cards."""

from uuid import UUID

from accounts.roles import is_administration
from kernel import clock
from kernel.actors import Actor
from kernel.constraints import rule
from kernel.database import db, transactional
from kernel.errors import Conflict, NotPermitted
from kernel.events import OFFICE, record
from kernel.subjects import Subject
from participation.engagement_card.events import CardActivated
from participation.engagement_card.models import Card
from participation.engagement_card.queries import today
from participation.engagement_card.rules.validity import one_year_from

KIND = "card"
SCOPE = "card"


class HasCard(Conflict):
    """One person, one card."""

    message = "Diese Person hat schon eine Karte."


rule("uq_cards_person_id", HasCard)


@transactional
def activate_card(*, actor: Actor, person_id: UUID) -> Card:
    """Give a person an active card for one year; by the card office or the system."""
    if not (is_administration(actor, SCOPE) or actor.is_system):
        raise NotPermitted
    card = Card(person_id=person_id, valid_until=one_year_from(today()), activated_at=clock.now())
    db.session.add(card)
    db.session.flush()
    event = CardActivated(valid_until=card.valid_until.isoformat())
    record(event, subject=Subject(KIND, str(card.id)), actor=actor, audience=OFFICE)
    return card
