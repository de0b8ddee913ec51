"""Card holders as an electorate: the vote gets a card's id, never a person."""

from collections.abc import Iterable
from datetime import datetime

from kernel.actors import Actor
from kernel.i18n import lazy
from participation.engagement_card.queries import ids_of_valid_cards, own_card


class CardHolders:
    """Everybody with a valid card; keeps `participation.voting.electorate.Electorate`."""

    name = "card-holders"
    word = lazy("Alle, die am ersten Tag der Abstimmung eine aktive Engagement-Karte haben")
    how_to_join = lazy(
        "Wer am ersten Tag noch keine aktive Karte hatte, kann die Abstimmung mitlesen."
    )

    def voter_keys(self, as_of: datetime) -> Iterable[str]:
        """The ids of all valid cards."""
        return (str(card_id) for card_id in ids_of_valid_cards(as_of))

    def key_of(self, actor: Actor) -> str | None:
        """The id of the actor's card; whether it counted on the first day, the frozen roll knows."""
        card = own_card(actor)
        return str(card.id) if card else None
