"""What a load test needs beside accounts: each feature hands in what makes its people ready, such as active cards."""

from collections.abc import Callable, Sequence
from uuid import UUID

Seeder = Callable[[Sequence[UUID]], None]
_seeders: dict[str, Seeder] = {}


def seed_with(name: str, seeder: Seeder) -> None:
    """Make people ready for load tests with this function; it is called inside one transaction per batch."""
    _seeders[name] = seeder


def seeder_of(name: str) -> Seeder | None:
    """The seeder of this name; None while no feature brings it."""
    return _seeders.get(name)
