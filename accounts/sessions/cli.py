"""Commands for accounts: the first administration comes from here, for there is no default account."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from accounts.people import passwords, services
from accounts.people.load_seeding import Seeder, seeder_of
from accounts.people.models import Person
from accounts.people.queries import person_with
from accounts.people.rules.passwords import FLOOR
from accounts.roles import ROLES
from accounts.sessions.services.sessions import TOKEN_DAYS, create_token
from kernel.actors import SITE, SYSTEM
from kernel.app import settings_of
from kernel.database import in_transaction
from kernel.errors import RuleViolation
from kernel.ids import new_id

CITIZEN = "citizen"
CARD = "card"
MOST_SEEDED = 100_000
BATCH = 500
#: until the person chooses another name
FIRST_NAME = "Neues Konto"
accounts = AppGroup("accounts", help="Personen, Rollen und Zugänge für Programme.")


@accounts.command(
    "create", help="Eine Person mit einer Rolle anlegen oder ihr die Rolle dazugeben."
)
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--scope", default=SITE, show_default=True, help="Zum Beispiel district:nord.")
@click.option("--name", default="", help="Der Name, den andere sehen; die Person kann ihn ändern.")
@click.option("--password-stdin", is_flag=True, help="Das Passwort von der Standardeingabe lesen.")
@with_appcontext
def create(email: str, role: str, scope: str, name: str, password_stdin: bool) -> None:  # noqa: FBT001
    """Create a person with a role; an existing person gets the role in addition."""
    try:
        hashed = _hash_from_stdin(email) if password_stdin else None
        person = in_transaction(lambda: _with_role(email, name or FIRST_NAME, hashed, role, scope))
    except RuleViolation as violation:
        raise click.UsageError(violation.message) from violation
    click.echo(f"{person.email}: {role} ({scope})")


def _with_role(email: str, name: str, hashed: str | None, role: str, scope: str) -> Person:
    """Person and role, or neither."""
    person = _person(email, name, hashed)
    if role != CITIZEN:
        services.grant_role(actor=SYSTEM, person=person, role=role, scope=scope)
    return person


def _hash_from_stdin(email: str) -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not _is_trial():
        return passwords.fitting_hash(password, email)
    if len(password) < FLOOR:
        raise passwords.PasswordRefused(f"Das Passwort braucht mindestens {FLOOR} Zeichen.")
    return passwords.hash_password(password)


def _is_trial() -> bool:
    settings = settings_of(current_app)
    return settings.demo or settings.testing


def _person(email: str, name: str, password_hash: str | None) -> Person:
    person = person_with(email)
    if person is None:
        return services.create_person(
            actor=SYSTEM, email=email, display_name=name, password_hash=password_hash
        )
    if password_hash:
        services.set_password_hash(actor=SYSTEM, person=person, password_hash=password_hash)
    return person


@accounts.command(
    "token", help="Einen Zugang für ein Programm dieser Person ausgeben, sonst nichts."
)
@click.argument("email")
@click.option("--days", type=click.IntRange(1, 366), default=TOKEN_DAYS, show_default=True)
@with_appcontext
def token(email: str, days: int) -> None:
    """Print one bearer token with which a program acts for this person, and nothing else."""
    person = person_with(email)
    if person is None or person.disabled_at:
        raise click.UsageError("Zu dieser Adresse gibt es kein offenes Konto.")
    click.echo(create_token(person=person, days=days))


@accounts.command(
    "seed-load", help="Konten für Lasttests anlegen, ein Zugang je Zeile; nicht im Betrieb."
)
@click.argument("count", type=click.IntRange(1, MOST_SEEDED))
@click.option("--card", is_flag=True, help="Jedem Konto eine gültige Karte geben.")
@with_appcontext
def seed_load(count: int, card: bool) -> None:  # noqa: FBT001
    """Create accounts for load tests and print one token a line; refused in production."""
    if not _is_trial():
        raise click.UsageError("Konten für Lasttests gibt es nur in Demo und Test.")
    seeder = seeder_of(CARD) if card else None
    if card and seeder is None:
        raise click.UsageError("Karten gibt es auf dieser Plattform nicht.")
    for start in range(0, count, BATCH):
        for line in _seed(min(BATCH, count - start), seeder):
            click.echo(line)


def _seed(count: int, seeder: Seeder | None) -> list[str]:
    """One batch, one transaction: either all of these accounts exist, or none."""

    def work() -> list[str]:
        people = [_load_person() for _ in range(count)]
        if seeder:
            seeder([person.id for person in people])
        return [create_token(person=person) for person in people]

    return in_transaction(work)


def _load_person() -> Person:
    email = f"{new_id().hex}@load.invalid"
    return services.create_person(actor=SYSTEM, email=email, display_name="Lasttest")
