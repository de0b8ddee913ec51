"""Activating and renewing cards."""

from uuid import UUID

from accounts.roles import is_administration
from kernel import clock
from kernel.actors import Actor
from kernel.constraints import rule
from kernel.database import db, locked, transactional
from kernel.errors import Conflict, NotPermitted
from kernel.events import OFFICE, Event, record
from kernel.subjects import Subject
from participation.engagement_card.events import CardActivated, CardRenewed
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
    _permit(actor)
    card = Card(person_id=person_id, valid_until=one_year_from(today()), activated_at=clock.now())
    db.session.add(card)
    db.session.flush()
    _tell_office(CardActivated(valid_until=card.valid_until.isoformat()), card, actor)
    return card


@transactional
def renew_card(*, actor: Actor, card: Card) -> Card:
    """Let a card count for one year from today; one that counts longer stays as it is."""
    _permit(actor)
    last_day = one_year_from(today())
    if locked(card).valid_until < last_day:
        card.valid_until = last_day
        _tell_office(CardRenewed(valid_until=last_day.isoformat()), card, actor)
    return card


def _permit(actor: Actor) -> None:
    if not (is_administration(actor, SCOPE) or actor.is_system):
        raise NotPermitted


def _tell_office(event: Event, card: Card, actor: Actor) -> None:
    record(event, subject=Subject(KIND, str(card.id)), actor=actor, audience=OFFICE)
