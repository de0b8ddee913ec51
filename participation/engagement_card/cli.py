"""What commands do with cards."""

from collections.abc import Sequence
from uuid import UUID

from kernel.actors import SYSTEM
from participation.engagement_card.services import activate_card


def give_cards(people: Sequence[UUID]) -> None:
    """Activate a card for each of these people, for load tests."""
    for person_id in people:
        activate_card(actor=SYSTEM, person_id=person_id)
