"""Writing people, their roles and consents."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from accounts.people.events import (
    PasswordChanged,
    PersonDisabled,
    PersonEnabled,
    PersonRegistered,
    PersonRenamed,
    RoleEnded,
    RoleGranted,
    seen_by,
    subject_of,
)
from accounts.people.models import Consent, Person, RoleGrant
from accounts.people.permissions import can_disable, can_edit_account, can_grant
from accounts.people.queries import grants_of
from accounts.people.rules.addresses import is_address, normal_address
from accounts.people.rules.names import fault_of_name, tidy_name
from accounts.people.rules.scopes import is_scope
from accounts.roles import ROLES
from kernel import clock
from kernel.actors import SITE, Actor
from kernel.constraints import rule
from kernel.database import db, insert_or_ignore, locked, transactional
from kernel.errors import Conflict, NotPermitted, RuleViolation
from kernel.events import Event, record
from kernel.ids import new_id

TERMS = "terms"
_NAME_FAULTS = {
    "length": "Bitte wählen Sie einen Namen mit 2 bis 60 Zeichen.",
    "signs": "Der Name enthält unsichtbare Zeichen. Bitte tippen Sie ihn neu.",
    "address": "Bitte nehmen Sie keine Adresse als Namen. Andere sehen ihn.",
    "office": "Dieser Name klingt nach einem Amt. Bitte wählen Sie einen anderen.",
}


class AddressTaken(Conflict):
    """There is an account with this address."""

    message = "Zu dieser E-Mail-Adresse gibt es schon ein Konto."


class AddressIsNone(RuleViolation):
    """No mail could be sent there."""

    message = "Das ist keine E-Mail-Adresse. Bitte prüfen Sie die Schreibweise."


class NameDoesNotFit(RuleViolation):
    """The display name cannot be shown."""


class RoleUnknown(RuleViolation):
    """The role is none of the platform's."""

    message = "Diese Rolle gibt es nicht."


class ScopeUnknown(RuleViolation):
    """The scope is no place a role can hold."""

    message = (
        "Diesen Bereich gibt es nicht. Möglich sind zum Beispiel site, votes oder district:nord."
    )


rule("uq_people_email", AddressTaken)


@transactional
def create_person(
    *, actor: Actor, email: str, display_name: str, password_hash: str | None = None
) -> Person:
    """Create an account whose address is proven; a second one for the address is refused."""
    address = normal_address(email)
    if not is_address(address):
        raise AddressIsNone(field="email")
    at = clock.now()
    person = Person(
        id=new_id(),
        email=address,
        display_name=fitting_name(display_name),
        password_hash=password_hash,
        confirmed_at=at,
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    _record(PersonRegistered(person.id), person.id, actor)
    return person


def fitting_name(text: str) -> str:
    """The tidied display name; NameDoesNotFit says why it cannot be shown."""
    name = tidy_name(text)
    if fault := fault_of_name(name):
        raise NameDoesNotFit(_NAME_FAULTS[fault], field="display_name")
    return name


@transactional
def rename(*, actor: Actor, person: Person, display_name: str) -> None:
    """Show this name with everything the person wrote and will write."""
    _permit(can_edit_account(actor, person.id))
    person.display_name = fitting_name(display_name)
    _record(PersonRenamed(person.id), person.id, actor)


@transactional
def set_password_hash(*, actor: Actor, person: Person, password_hash: str) -> None:
    """Let the person sign in with another password; the other sessions end."""
    _permit(can_edit_account(actor, person.id))
    person.password_hash = password_hash
    _record(PasswordChanged(person.id, actor.session_id), person.id, actor)


@transactional
def agree(*, actor: Actor, person_id: UUID, text: str, version: str) -> None:
    """Note that the person agreed to this version of a text; agreeing twice is noted once."""
    _permit(can_edit_account(actor, person_id))
    insert_or_ignore(
        Consent.__table__,
        id=new_id(),
        person_id=person_id,
        text=text,
        version=version,
        at=clock.now(),
    )


@transactional
def grant_role(
    *, actor: Actor, person: Person, role: str, scope: str = SITE, until: datetime | None = None
) -> RoleGrant:
    """Grant a role within a scope from now on; a running grant of the same stays as it is."""
    _permit(can_grant(actor, person.id, role))
    if role not in ROLES:
        raise RoleUnknown(field="role")
    if not is_scope(scope):
        raise ScopeUnknown(field="scope")
    locked(person)
    if running := _running(person.id, role, scope):
        return running
    grant = RoleGrant(
        person_id=person.id,
        role=role,
        scope=scope,
        starts_at=clock.now(),
        ends_at=until,
        granted_by=actor.person_id,
    )
    db.session.add(grant)
    _record(RoleGranted(person.id, role, scope), person.id, actor)
    return grant


@transactional
def end_role(*, actor: Actor, grant: RoleGrant) -> None:
    """End a grant now; ended twice is ended once."""
    _permit(can_grant(actor, grant.person_id, grant.role))
    locked(grant)
    at = clock.now()
    if grant.ends_at is not None and grant.ends_at <= at:
        return
    grant.ends_at = at
    _record(RoleEnded(grant.person_id, grant.role, grant.scope), grant.person_id, actor)


@transactional
def disable_person(*, actor: Actor, person: Person) -> None:
    """Close an account: nobody signs in with it, its sessions end at once."""
    _permit(can_disable(actor, person.id, grants_of(person.id)))
    if locked(person).disabled_at is None:
        person.disabled_at = clock.now()
        _record(PersonDisabled(person.id), person.id, actor)


@transactional
def enable_person(*, actor: Actor, person: Person) -> None:
    """Open a closed account again."""
    _permit(can_disable(actor, person.id, grants_of(person.id)))
    if locked(person).disabled_at is not None:
        person.disabled_at = None
        _record(PersonEnabled(person.id), person.id, actor)


@transactional
def pause_writing(*, actor: Actor, person: Person, until: datetime | None) -> None:
    """Let a person read only until then; None ends the pause. The caller (moderation) has judged the case."""
    _permit(actor.person_id != person.id)
    person.paused_until = until


def _running(person_id: UUID, role: str, scope: str) -> RoleGrant | None:
    at = clock.now()
    grants = db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == person_id, RoleGrant.role == role, RoleGrant.scope == scope
        )
    )
    return next((g for g in grants if g.ends_at is None or g.ends_at > at), None)


def _record(event: Event, person_id: UUID, actor: Actor) -> None:
    record(event, subject=subject_of(person_id), actor=actor, audience=seen_by(person_id))


def _permit(allowed: bool) -> None:  # noqa: FBT001
    if not allowed:
        raise NotPermitted
