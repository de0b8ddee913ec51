"""The people of the demo with their roles, their consent and, where one may be them, a password."""

from collections.abc import Callable, Iterator
from datetime import date, time
from functools import partial

from accounts.people import passwords, services
from accounts.people.rules import terms
from demo.moments import Moment
from demo.seeding.timeline import Deed
from demo.seeding.world import World
from demo.shapes import Person
from kernel.actors import SITE

ARRIVAL = Moment(date(2021, 8, 23), time(8))

PasswordOf = Callable[[Person], str]


def deeds(world: World, password_of: PasswordOf) -> Iterator[Deed]:
    """Everybody registers before the first format begins."""
    everybody = (*world.content.people, *world.content.crowd)
    for person in everybody:
        yield Deed(world.at(ARRIVAL), partial(_register, world, person, password_of))


def _register(world: World, person: Person, password_of: PasswordOf) -> None:
    hashed = passwords.hash_password(password_of(person)) if person.demo else None
    account = services.create_person(
        actor=world.system,
        email=person.email,
        display_name=person.name,
        password_hash=hashed,
    )
    services.agree(
        actor=world.system, person_id=account.id, text=services.TERMS, version=terms.VERSION
    )
    for grant in person.grants:
        services.grant_role(
            actor=world.system, person=account, role=grant.role, scope=grant.scope or SITE
        )
