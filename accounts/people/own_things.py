"""What the platform holds of a person beside the account: each feature lists its part, `/konto/` shows all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kernel.actors import Actor


@dataclass(frozen=True)
class OwnThing:
    """One line: what it is, where it stands, and what became of it."""

    title: str
    url: str
    #: ready texts: status, date
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnThings:
    """A titled list; empty ones say what could stand there."""

    title: str
    things: Sequence[OwnThing]
    when_empty: str


Provider = Callable[[Actor], OwnThings]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let a feature list what is the actor's own; one statement or two, at most twenty lines."""
    if provider not in _providers:
        _providers.append(provider)


def own_things_of(actor: Actor) -> list[OwnThings]:
    """Every feature's list, in the order of registration."""
    return [provider(actor) for provider in _providers]
