"""Ways onward from the page of a meeting, said by rooms that stand on this one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kernel.actors import Actor
from roundtable.meetings.models import Meeting


@dataclass(frozen=True)
class Onward:
    """A card beside the agenda: what it is, and where it leads."""

    title: str
    text: str
    url: str
    #: the room shows what lies there itself, so that it needs no way
    stands_in_room: bool = False


Provider = Callable[[Actor, Meeting], Iterable[Onward]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let a room say what this actor finds there about a meeting; one statement or two."""
    if provider not in _providers:
        _providers.append(provider)


def ways_of(actor: Actor, meeting: Meeting) -> list[Onward]:
    """All ways for this actor."""
    return [way for provider in _providers for way in provider(actor, meeting)]
