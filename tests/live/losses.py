"""Ways to lose what opened a connection, or some of its rights."""

from sqlalchemy import select

from accounts.people.models import Person, RoleGrant
from accounts.people.services import disable_person, end_role, grant_role
from accounts.sessions.models import ApiToken
from accounts.sessions.services.sessions import end_sessions, end_token
from kernel.actors import SYSTEM
from kernel.database import db
from tests.factories.people import actor_of


def sign_out(who: Person) -> None:
    end_sessions(actor=actor_of(who), person_id=who.id)


def give_the_key_back(who: Person) -> None:
    token = db.session.scalars(select(ApiToken).where(ApiToken.person_id == who.id)).one()
    end_token(actor=actor_of(who), token=token)


def lock(who: Person) -> None:
    disable_person(actor=SYSTEM, person=who)


def get_a_role(who: Person) -> None:
    grant_role(actor=SYSTEM, person=who, role="evaluator")


def lose_a_role(who: Person) -> None:
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == who.id)).one()
    end_role(actor=SYSTEM, grant=grant)
