"""What happens to a card."""

from dataclasses import dataclass
from typing import ClassVar

from kernel.events import Event


@dataclass(frozen=True)
class CardActivated(Event):
    """A person holds an active card from now on."""

    kind: ClassVar[str] = "card.activated"
    valid_until: str


@dataclass(frozen=True)
class CardRenewed(Event):
    """The card of a person counts for another year."""

    kind: ClassVar[str] = "card.renewed"
    valid_until: str
