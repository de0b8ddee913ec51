"""Items that other rooms suggest for an agenda: what a table wanted to look at again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kernel.subjects import Subject
from roundtable.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that is not written yet."""

    #: what it is about; linked with it
    subject: Subject
    title: str
    #: as public as what it is about
    public: bool


Provider = Callable[[Meeting], Iterable[Suggestion]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let a room suggest items for a meeting; what stands on an agenda already it suggests no more."""
    if provider not in _providers:
        _providers.append(provider)


def suggestions_for(meeting: Meeting) -> list[Suggestion]:
    """What is suggested for this meeting; asked again inside the transaction that writes an item."""
    return [one for provider in _providers for one in provider(meeting)]
