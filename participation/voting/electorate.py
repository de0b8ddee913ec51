"""Who may vote: features register an electorate by name; the vote knows opaque keys only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from kernel.actors import Actor
from kernel.i18n import lazy


class Electorate(Protocol):
    """A group of people who may vote."""

    name: str
    #: German, for the rule card and the page: "Inhaberinnen und Inhaber einer aktiven Engagement-Karte"
    word: str
    #: what to do for those who do not belong to it
    how_to_join: str

    def voter_keys(self, as_of: datetime) -> Iterable[str]:
        """Everybody who belongs to it at this instant; one key a person, none twice."""

    def key_of(self, actor: Actor) -> str | None:
        """The key of this actor; None where the actor does not belong to it."""


_electorates: dict[str, Electorate] = {}


def register(electorate: Electorate) -> None:
    """Make an electorate known."""
    _electorates[electorate.name] = electorate


def named(name: str) -> Electorate:
    """The electorate of this name; KeyError where no feature offers it."""
    return _electorates[name]


def all_electorates() -> list[Electorate]:
    """What an office can choose from."""
    return list(_electorates.values())


class ImportedVoters:
    """Whoever voted in an election that was held elsewhere; nobody can vote in it here."""

    name = "imported"
    word = lazy("Die Abstimmenden der eingelesenen Wahl")
    how_to_join = lazy("Diese Wahl fand an anderer Stelle statt.")

    def voter_keys(self, as_of: datetime) -> Iterable[str]:  # noqa: ARG002 - the port's shape
        """Nobody."""
        return ()

    def key_of(self, actor: Actor) -> str | None:  # noqa: ARG002 - the port's shape
        """Nobody."""
        return None


IMPORTED = ImportedVoters()
register(IMPORTED)
