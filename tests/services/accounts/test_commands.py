"""Accounts from the command line, as the handbook says."""

import pytest
from sqlalchemy import select

from accounts.people import load_seeding
from accounts.people.models import Person
from accounts.people.queries import actor_of, person_with
from accounts.sessions.queries import actor_with_token
from accounts.sessions.services.passwords import enter_by_password
from kernel.actors import Grant
from kernel.app import settings_of
from kernel.database import db
from kernel.secret_marks import hash_of
from tests.factories.people import person

EMAIL = "amt@example.org"
GOOD = "blaue Laterne steht schief"


@pytest.fixture
def flask(app, database):
    """Run `flask …`."""
    runner = app.test_cli_runner()
    return lambda *args, stdin=None: runner.invoke(args=args, input=stdin)


def create(flask, *options: str, password: str = GOOD):
    return flask("accounts", "create", EMAIL, *options, "--password-stdin", stdin=f"{password}\n")


def test_create_makes_a_person_with_role_scope_and_password(flask) -> None:
    done = create(flask, "--role", "administration", "--scope", "district:nord")
    assert done.exit_code == 0, done.output
    assert actor_of(EMAIL).grants == {Grant("administration", "district:nord")}
    assert enter_by_password(email=EMAIL, password=GOOD, device="Firefox")


def test_a_citizen_needs_no_grant_and_no_password(flask) -> None:
    done = flask("accounts", "create", EMAIL, "--role", "citizen")
    assert done.exit_code == 0, done.output
    assert actor_of(EMAIL).grants == frozenset()
    assert person_with(EMAIL).password_hash is None


def test_a_second_role_goes_to_the_same_person(flask) -> None:
    create(flask, "--role", "moderator")
    create(flask, "--role", "evaluator")
    assert {grant.role for grant in actor_of(EMAIL).grants} == {"moderator", "evaluator"}


@pytest.mark.parametrize(
    "args",
    [
        ("create", EMAIL, "--role", "king"),
        ("create", "amt", "--role", "moderator"),
        ("create", EMAIL),
        ("create", EMAIL, "--role", "counter", "--scope", "no scope"),
        ("token", "nobody@example.org"),
        ("token", EMAIL, "--days", "0"),
    ],
)
def test_a_wrong_command_says_so_and_does_nothing(flask, args) -> None:
    assert flask("accounts", *args).exit_code == 2
    assert person_with(EMAIL) is None


def test_outside_a_trial_the_command_refuses_easy_passwords(flask, app, monkeypatch) -> None:
    monkeypatch.setattr(settings_of(app), "testing", False)
    done = create(flask, "--role", "operator", password="passwortpasswort")
    assert (done.exit_code, person_with(EMAIL)) == (2, None)
    assert create(flask, "--role", "operator").exit_code == 0


def test_even_in_a_trial_a_password_has_eight_characters(flask) -> None:
    assert create(flask, "--role", "operator", password="geheim1").exit_code == 2
    assert create(flask, "--role", "operator", password="geheim12").exit_code == 0


def test_token_prints_one_token_and_nothing_else(flask) -> None:
    anna = person("Anna")
    done = flask("accounts", "token", anna.email, "--days", "2")
    assert done.exit_code == 0, done.output
    assert len(done.output.splitlines()) == 1
    assert actor_with_token(hash_of(done.output.strip())).person_id == anna.id


def test_load_accounts_come_with_a_token_each(flask) -> None:
    done = flask("accounts", "seed-load", "3")
    assert done.exit_code == 0, done.output
    people = {actor_with_token(hash_of(line)).person_id for line in done.output.splitlines()}
    assert len(people) == 3


def test_cards_come_from_the_feature_that_has_them(flask, monkeypatch) -> None:
    seeded: list = []
    monkeypatch.setattr(load_seeding, "_seeders", {})
    assert flask("accounts", "seed-load", "1", "--card").exit_code == 2
    load_seeding.seed_with("card", seeded.extend)
    done = flask("accounts", "seed-load", "2", "--card")
    assert len(done.output.splitlines()) == len(seeded) == 2


def test_load_accounts_are_refused_in_production(flask, app, monkeypatch) -> None:
    monkeypatch.setattr(settings_of(app), "testing", False)
    done = flask("accounts", "seed-load", "3")
    assert done.exit_code == 2
    assert db.session.scalars(select(Person)).all() == []
