"""Meetings that are under way now, said by the room that stands on tables: who belongs there finds the way in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Running:
    """One line: which meeting, in words, and where its room is."""

    text: str
    url: str


Provider = Callable[[Actor], Sequence[Running]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let a room say what runs for this actor; no statement for visitors, else a constant number."""
    if provider not in _providers:
        _providers.append(provider)


def running_for(actor: Actor) -> list[Running]:
    """What runs now and lets this actor in."""
    return [line for provider in _providers for line in provider(actor)]
