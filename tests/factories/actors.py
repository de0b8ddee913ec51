"""Actors as a session would carry them; no rows."""

from kernel.actors import SITE, Actor, Grant
from kernel.ids import new_id


def a_citizen(name: str = "Ana Lopes") -> Actor:
    """Somebody with an account and no role."""
    return Actor(person_id=new_id(), name=name)


def an_official(scope: str = SITE, role: str = "administration") -> Actor:
    """Somebody who works for the administration."""
    return Actor(person_id=new_id(), name="Jonas Brandt", grants=frozenset({Grant(role, scope)}))
