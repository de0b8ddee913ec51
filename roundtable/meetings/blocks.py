"""What rows say of an item, as its minutes show it: said by rooms that stand on this one, written by another.

Who takes votes and who writes minutes know nothing of each other: the one provides blocks and says after which facts a
line belongs into the minutes, the other takes the lines (`take_lines`) inside the transaction of the fact.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from kernel.events import EventRow, on


@dataclass(frozen=True, slots=True)
class Block:
    """A vote, resolution or task as minutes show it."""

    #: how a line names it: `Abstimmung 3`
    mark: str
    #: the item it belongs to; None: it may stand at any item, and need not stand at all
    item_id: UUID | None
    #: made from rows; people as marks `@Name[S7]`, so that their names can be left out
    markdown: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact leaves a line."""

    item_id: UUID
    mark: str


Provider = Callable[[UUID], Iterable[Block]]
PlaceOf = Callable[[EventRow], Place]
Taker = Callable[[EventRow, Place], None]
_providers: list[Provider] = []
_places: dict[str, PlaceOf] = {}
_takers: list[Taker] = []


def provide(provider: Provider) -> None:
    """Let a room say what it knows of a meeting, in the order in which it belongs into minutes."""
    if provider not in _providers:
        _providers.append(provider)


def written_after(kind: str, place_of: PlaceOf) -> None:
    """Let this fact leave a line."""
    _places[kind] = place_of
    on(kind, inside=True)(_hand_on)


def take_lines(taker: Taker) -> None:
    """Let the keeper of minutes write the lines."""
    _takers[:] = [taker]


def blocks_of(meeting_id: UUID) -> list[Block]:
    """All blocks of a meeting; a constant number of statements."""
    return [block for provider in _providers for block in provider(meeting_id)]


def _hand_on(row: EventRow) -> None:
    for take in _takers:
        take(row, _places[row.kind](row))


def person_mark(name: str, label: str) -> str:
    """A person in minutes: `@Anna Berg[S3]`; signs that would end the mark are left out."""
    plain = " ".join("".join(sign for sign in name if sign not in "@[]").split())
    return f"@{plain[:120]}[{label}]" if plain else label


def quoted(*paragraphs: str) -> str:
    """Markdown that stands apart from what people write."""
    return "\n>\n".join(f"> {paragraph}" for paragraph in paragraphs if paragraph)
