"""The people of the demo, whom a visitor may be with one click; provided by the demo content.

They are listed and entered only while `settings.one_click_demo` holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person: `key` stands in the address, `role` in words (`Bürgerin`), `intro` what one sees as them."""

    key: str
    name: str
    role: str
    email: str
    password: str
    intro: str = ""


Provider = Callable[[], Sequence[DemoPerson]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Add the people of this provider."""
    if provider not in _providers:
        _providers.append(provider)


def demo_people() -> list[DemoPerson]:
    """All demo people, in the order of their providers."""
    return [person for provider in _providers for person in provider()]


def demo_person(key: str) -> DemoPerson | None:
    """The demo person with this key."""
    return next((person for person in demo_people() if person.key == key), None)
