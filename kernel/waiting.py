"""What waits for a person: each feature counts its own, one page shows them together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from kernel.actors import Actor


@dataclass(frozen=True)
class Waiting:
    """One line of the page "Heute"."""

    #: German, with its number: "3 Vorschläge beantworten (Ideen für Nord)"
    text: str
    url: str
    #: when the oldest began to wait
    since: datetime | None = None
    #: by when it is due
    until: datetime | None = None


Provider = Callable[[Actor], Iterable[Waiting]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let a feature say what waits for an actor; at most one statement each."""
    if provider not in _providers:
        _providers.append(provider)


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits for the actor; what is due first comes first, then the oldest."""
    lines = [line for provider in _providers for line in provider(actor)]
    return sorted(lines, key=_urgency)


def _urgency(line: Waiting) -> tuple[bool, float, bool, float]:
    return (
        line.until is None,
        line.until.timestamp() if line.until else 0,
        line.since is None,
        line.since.timestamp() if line.since else 0,
    )
