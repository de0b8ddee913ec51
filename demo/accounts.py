"""The people of the demo whom a visitor may be, with the passwords of this instance.

A password is derived from the instance's secret, so that nobody knows it who only knows the source.
"""

import base64
import hashlib
import hmac
from dataclasses import asdict, dataclass

from accounts.people.demo_people import DemoPerson
from demo.content import load
from demo.shapes import Grant, Person
from kernel.actors import SITE
from kernel.settings import Settings

CITIZEN = Grant("citizen")
GROUP = 5


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """How a program enters as one of the people; `role` and `scope` as `flask accounts create` names them."""

    role: str
    scope: str
    name: str
    email: str
    password: str
    card: bool
    address: str

    def as_json(self) -> dict[str, object]:
        """The fields by name."""
        return asdict(self)


def password_of(settings: Settings, person: Person) -> str:
    """Twenty letters and digits in groups of five; the same at each call."""
    mark = f"demo password|{person.key}".encode()
    digest = hmac.digest(settings.secret_key.encode(), mark, hashlib.sha256)
    letters = base64.b32encode(digest).decode().lower()[: 4 * GROUP]
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def demo_people(settings: Settings) -> list[DemoPerson]:
    """The people for the page of signing in."""
    return [_demo_person(settings, person) for person in _tried_first()]


def demo_accounts(settings: Settings) -> list[DemoAccount]:
    """The same people for programs."""
    return [_account(settings, person) for person in _tried_first()]


def _tried_first() -> list[Person]:
    """Citizens before offices: a visitor begins with what everybody sees."""
    offered = [person for person in load().people if person.demo]
    return sorted(offered, key=lambda person: bool(person.grants))


def _demo_person(settings: Settings, person: Person) -> DemoPerson:
    role, _, intro = (person.demo or "").partition(": ")
    return DemoPerson(
        key=person.key,
        name=person.name,
        role=role,
        email=person.email,
        password=password_of(settings, person),
        intro=intro[:1].upper() + intro[1:] + ".",
    )


def _account(settings: Settings, person: Person) -> DemoAccount:
    grant = person.grants[0] if person.grants else CITIZEN
    return DemoAccount(
        role=grant.role,
        scope=grant.scope or SITE,
        name=person.name,
        email=person.email,
        password=password_of(settings, person),
        card=person.card,
        address=f"{settings.public_url}/anmelden/als/{person.key}",
    )
