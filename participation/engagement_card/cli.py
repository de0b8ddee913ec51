"""What commands do with cards."""

from collections.abc import Sequence
from uuid import UUID

from kernel.actors import SYSTEM
from participation.engagement_card.electorate import CardHolders
from participation.engagement_card.services import activate_card
from participation.voting.services import extend_open_rolls


def give_cards(people: Sequence[UUID]) -> None:
    """Activate a card for each of these people, for load tests; they may vote at once, also where a vote runs."""
    cards = [activate_card(actor=SYSTEM, person_id=person_id) for person_id in people]
    extend_open_rolls(
        actor=SYSTEM, electorate=CardHolders.name, voter_keys=[str(card.id) for card in cards]
    )
