"""`flask demo` and `flask init`, as people type them."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from accounts.people.models import Person
from app import create_app
from demo import cli
from demo.accounts import demo_people
from kernel.app import settings_of
from kernel.database import db
from kernel.settings import Settings
from participation.consultations.models.site import Category, District

Database = scoped_session[Session]


def test_the_accounts_are_listed_for_programs(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "accounts", "--json"])
    accounts = json.loads(answer.stdout)
    assert {"administration", "citizen", "moderator"} <= {found["role"] for found in accounts}
    assert {"role", "email", "password", "address"} <= accounts[0].keys()
    assert accounts[0]["address"].endswith("/anmelden/als/marlies")
    assert [found["scope"] for found in accounts if found["email"].startswith("abstimmung@")] == [
        "votes"
    ]


def test_passwords_are_the_same_each_time_and_others_elsewhere(app: Flask, tmp_path: Path) -> None:
    here, elsewhere = settings_of(app), Settings(instance=tmp_path, testing=True)
    elsewhere.prepare_instance()
    assert demo_people(here) == demo_people(here)
    pairs = zip(demo_people(here), demo_people(elsewhere), strict=True)
    assert not any(one.password == other.password for one, other in pairs)


@pytest.mark.parametrize("command", [["demo"], ["demo", "accounts"]])
def test_a_real_installation_gets_no_invented_people(tmp_path: Path, command: list[str]) -> None:
    app = create_app(
        Settings(
            instance=tmp_path,
            secret_key="a long enough secret of this test",
            public_url="http://a.example",
        )
    )
    answer = app.test_cli_runner().invoke(args=command)
    assert answer.exit_code == 2
    assert "Dies ist keine Demo" in answer.stderr
    with app.app_context():
        db.engine.dispose()


def test_an_empty_instance_has_the_lists_of_the_city_and_nobody_in_it(
    database: Database, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "upgrade", lambda: None)  # the schema of this database is current
    for _again in range(2):
        assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
    sizes = [
        db.session.scalar(select(func.count()).select_from(model))
        for model in (District, Category, Person)
    ]
    assert sizes == [7, 15, 0]
