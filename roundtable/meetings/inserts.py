"""What rooms above put into the live room: one thing at a time, such as the open vote, and the sheet to write on.

Meetings do not know what is voted or written there: the keeper of votes hands over a template and what it shows, the
keeper of minutes the address of the page on which the called item is written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kernel.actors import Actor
from roundtable.meetings.models import Meeting


@dataclass(frozen=True)
class Insert:
    """A piece of the room's page; it reads its facts as `insert.facts`."""

    template: str
    #: what it is about, and how far that is: a page with another word here shows it anew
    of: str
    facts: Mapping[str, object]
    #: what is said of it, in one sentence
    says: str
    #: whether the reader has something to do there now
    calls: bool


Provider = Callable[[Actor, Meeting], Insert | None]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let a room say what this actor does there now; a constant number of statements."""
    _providers[:] = [provider]


def insert_for(actor: Actor, meeting: Meeting) -> Insert | None:
    """What stands in the room for this actor; None for nothing."""
    return next((found for ask in _providers if (found := ask(actor, meeting))), None)


@dataclass(frozen=True)
class Sheet:
    """A place to write on the called item."""

    #: the page of the called item; empty while none is called
    url: str
    #: the texts of all items
    all_url: str


SheetProvider = Callable[[Actor, Meeting], Sheet | None]
_sheets: list[SheetProvider] = []


def provide_sheet(provider: SheetProvider) -> None:
    """Let a room say where this actor writes; without a statement of its own."""
    _sheets[:] = [provider]


def sheet_for(actor: Actor, meeting: Meeting) -> Sheet | None:
    """Where this actor reads and writes what is said; None for who may not."""
    return next((found for ask in _sheets if (found := ask(actor, meeting))), None)
