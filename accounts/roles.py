"""The roles of contracts and handbook, and the thresholds that routes name.

A role is granted to a person within a scope; `accounts.people` stores it, an `Actor` carries it.
"""

from kernel.access import Access
from kernel.actors import Actor

ADMINISTRATION = "administration"
MODERATOR = "moderator"
OPERATOR = "operator"
SECOND_CHECK = "second-check"
EVALUATOR = "evaluator"
ROLES = (
    "citizen",
    MODERATOR,
    ADMINISTRATION,
    EVALUATOR,
    "coordinator",
    "organisation-admin",
    SECOND_CHECK,
    "counter",
    "partner",
    OPERATOR,
)


def is_administration(actor: Actor, *scopes: str) -> bool:
    """Works for the administration, for the whole site or one of these scopes."""
    return actor.has(ADMINISTRATION, *scopes)


def is_moderator(actor: Actor, *scopes: str) -> bool:
    """Keeps conversations fair, for the whole site or one of these scopes."""
    return actor.has(MODERATOR, *scopes)


def is_operator(actor: Actor) -> bool:
    """Runs the platform."""
    return actor.has(OPERATOR)


def _office(actor: Actor) -> bool:
    return actor.has_somewhere(ADMINISTRATION)


def _moderation(actor: Actor) -> bool:
    return actor.has_somewhere(MODERATOR)


def _second_look(actor: Actor) -> bool:
    return _office(actor) or actor.has_somewhere(SECOND_CHECK)


def _evaluation(actor: Actor) -> bool:
    return _office(actor) or actor.has_somewhere(EVALUATOR)


def _desk(actor: Actor) -> bool:
    tasks = (ADMINISTRATION, SECOND_CHECK, EVALUATOR, OPERATOR)
    return any(actor.has_somewhere(role) for role in tasks)


OFFICE = Access("office", _office)
#: whoever has a task in the office, however small
DESK = Access("desk", _desk)
SECOND_LOOK = Access("second-look", _second_look)
EVALUATION = Access("evaluation", _evaluation)
MODERATION = Access("moderation", _moderation)
OPERATION = Access("operation", is_operator)
