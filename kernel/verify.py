"""Counting again: what is stored as a sum or a chain must equal what it was made of.

Each room registers what it can recount; `flask verify` asks all of them. Not for the health of the running process:
a recount reads whole tables.
"""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import select

from kernel.database import db
from kernel.events import broken_links, chain_head
from kernel.relay import Cursor

Check = Callable[[], Iterable[str]]
_checks: dict[str, Check] = {}


def check(name: str, recount: Check) -> None:
    """Register a recount: it answers a sentence for each thing that differs, nothing when all is well."""
    _checks[name] = recount


def faults() -> Mapping[str, list[str]]:
    """What every recount found, by its name; an empty list is a promise kept."""
    return {name: list(recount()) for name, recount in sorted(_checks.items())}


def _chain() -> Iterable[str]:
    broken = broken_links(db.session())
    return (f"Ereignis {seq}: Der Prüfwert stimmt nicht." for seq in broken)


def _end_of_chain() -> Iterable[str]:
    """A chain shows what is missing within; that its end is missing, only who had read it already."""
    places = db.session.execute(select(Cursor.reader, Cursor.seq)).all()
    head, _hash = chain_head(db.session())  # asked after the places, which only rise
    return (
        f"Das Ereignisprotokoll endet bei {head}, {place.reader} hat schon {place.seq} gelesen."
        for place in places
        if place.seq > head
    )


check("events", _chain)
check("end-of-events", _end_of_chain)
