"""Which role passes which threshold; written by hand, for every role of the platform."""

import pytest

from accounts.people.routes import PEOPLE
from accounts.roles import MODERATION, OFFICE, OPERATION, ROLES
from kernel.access import PUBLIC, SIGNED_IN
from kernel.actors import ANONYMOUS, SITE, Actor, Grant
from kernel.ids import new_id

THRESHOLDS = {PUBLIC, SIGNED_IN, OFFICE, MODERATION, OPERATION, PEOPLE}
EVERYBODY = {"public"}
PERSON = {"public", "signed-in"}
DISTRICT = "district:nord"

AT_SITE = {
    "citizen": PERSON,
    "moderator": PERSON | {"moderation"},
    "administration": PERSON | {"office", "people"},
    "evaluator": PERSON,
    "coordinator": PERSON,
    "organisation-admin": PERSON,
    "second-check": PERSON,
    "counter": PERSON,
    "partner": PERSON,
    "operator": PERSON | {"operation", "people"},
}
IN_DISTRICT = {
    **dict.fromkeys(ROLES, PERSON),
    "moderator": PERSON | {"moderation"},
    "administration": PERSON | {"office"},
}


def passed(actor: Actor) -> set[str]:
    return {threshold.name for threshold in THRESHOLDS if threshold.admits(actor)}


def holder(role: str, scope: str) -> Actor:
    return Actor(new_id(), grants=frozenset({Grant(role, scope)}))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_passes_its_thresholds_and_no_other(role: str) -> None:
    assert passed(holder(role, SITE)) == AT_SITE[role]
    assert passed(holder(role, DISTRICT)) == IN_DISTRICT[role]


def test_visitors_pass_the_public_threshold_alone() -> None:
    assert passed(ANONYMOUS) == EVERYBODY


def test_people_without_a_role_are_signed_in_and_no_more() -> None:
    assert passed(Actor(new_id())) == PERSON
