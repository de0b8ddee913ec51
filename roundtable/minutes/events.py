"""What happens to live texts beside their edits, which have a log of their own."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import Event


@dataclass(frozen=True)
class MinutesLocked(Event):
    """Members may not write on an item for now."""

    kind: ClassVar[str] = "minutes.locked"
    item_id: UUID


@dataclass(frozen=True)
class MinutesUnlocked(Event):
    """Members write on it again."""

    kind: ClassVar[str] = "minutes.unlocked"
    item_id: UUID
