"""People, with roles and signed in."""

from itertools import count

from flask.testing import FlaskClient

from accounts.people.models import Person
from accounts.people.queries import grants_of
from accounts.people.services import create_person, grant_role
from accounts.sessions.actors import COOKIE_KEY
from accounts.sessions.services.sessions import begin_session
from kernel.actors import SITE, SYSTEM, Actor

_number = count(1)


def person(name: str = "Anna", *, role: str | None = None, scope: str = SITE) -> Person:
    """A person with a proven address of their own, and with a role where one is named."""
    email = f"person{next(_number)}@example.org"
    made = create_person(actor=SYSTEM, email=email, display_name=name)
    if role:
        grant_role(actor=SYSTEM, person=made, role=role, scope=scope)
    return made


def actor_of(person: Person) -> Actor:
    """The person as services know them, with the roles of now and without a session."""
    return Actor(person.id, person.display_name, grants=grants_of(person.id))


def actor(name: str = "Anna", *, role: str | None = None, scope: str = SITE) -> Actor:
    """A new person as an actor."""
    return actor_of(person(name, role=role, scope=scope))


def sign_in(client: FlaskClient, person: Person) -> None:
    """Give this browser a session of the person."""
    secret = begin_session(person=person, way="password", device="Testbrowser")
    with client.session_transaction() as cookie:
        cookie[COOKIE_KEY] = secret
