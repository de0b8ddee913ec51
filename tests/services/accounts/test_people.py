"""Accounts, roles and consents."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.people import queries, services
from accounts.people.models import Consent, RoleGrant
from kernel import clock
from kernel.actors import SYSTEM, Actor, Grant, tokens_of
from kernel.database import db
from kernel.errors import NotFound, NotPermitted, RuleViolation
from kernel.events import EventRow
from kernel.ids import new_id
from tests.factories.people import actor, actor_of, person


def kinds() -> list[str]:
    return list(db.session.scalars(select(EventRow.kind).order_by(EventRow.seq)))


def test_one_address_is_one_account(database) -> None:
    services.create_person(actor=SYSTEM, email="anna@example.org", display_name="Anna")
    with pytest.raises(services.AddressTaken):
        services.create_person(actor=SYSTEM, email=" ANNA@example.org", display_name="Anna B.")


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [("anna", "Anna", "email"), ("anna@example.org", "Moderation", "display_name")],
)
def test_an_account_needs_address_and_name(database, email, name, field) -> None:
    with pytest.raises(RuleViolation) as refused:
        services.create_person(actor=SYSTEM, email=email, display_name=name)
    assert refused.value.field == field


def test_names_come_in_one_statement_and_the_gone_say_so(statements) -> None:
    anna, ben, gone = person("Anna"), person("Ben"), new_id()
    statements.drain()
    names = queries.names_of([anna.id, ben.id, gone])
    assert names == {anna.id: "Anna", ben.id: "Ben", gone: "Gelöschtes Konto"}
    assert len(statements) == 1


def test_an_account_is_found_in_any_spelling_and_acts(database) -> None:
    ben = person("Ben", role="moderator", scope="district:nord")
    found = queries.actor_of(ben.email.upper())
    assert (found.person_id, found.grants) == (ben.id, {Grant("moderator", "district:nord")})
    with pytest.raises(NotFound):
        queries.actor_of("nobody@example.org")


def test_only_the_person_renames_themselves(database) -> None:
    anna, ben = person("Anna"), person("Ben", role="administration")
    services.rename(actor=actor_of(anna), person=anna, display_name=" Anna  P. ")
    assert anna.display_name == "Anna P."
    with pytest.raises(NotPermitted):
        services.rename(actor=actor_of(ben), person=anna, display_name="Otto")


@pytest.mark.parametrize(
    ("role", "scope", "fine"),
    [
        ("administration", "site", True),
        ("operator", "site", True),
        ("administration", "votes", False),
        ("moderator", "site", False),
        (None, "site", False),
    ],
)
def test_roles_come_from_the_administration_of_the_whole_site(database, role, scope, fine) -> None:
    boss, anna = person("Bo", role=role, scope=scope), person("Anna")
    if fine:
        services.grant_role(actor=actor_of(boss), person=anna, role="moderator")
        assert actor_of(anna).has("moderator")
    else:
        with pytest.raises(NotPermitted):
            services.grant_role(actor=actor_of(boss), person=anna, role="moderator")


def test_nobody_grants_to_themselves(database) -> None:
    boss = person("Bo", role="administration")
    with pytest.raises(NotPermitted):
        services.grant_role(actor=actor_of(boss), person=boss, role="operator")
    at = clock.now()
    with pytest.raises(Exception, match="granted_to_themselves"):  # the database holds it too
        db.session.execute(
            RoleGrant.__table__.insert().values(
                id=new_id(),
                person_id=boss.id,
                granted_by=boss.id,
                role="x",
                scope="y",
                starts_at=at,
            )
        )


def test_an_unknown_role_or_scope_is_refused(database) -> None:
    with pytest.raises(services.RoleUnknown):
        services.grant_role(actor=SYSTEM, person=person(), role="king")
    with pytest.raises(services.ScopeUnknown):
        services.grant_role(actor=SYSTEM, person=person(), role="moderator", scope="person:1")


def test_only_an_operator_makes_and_closes_operators(database) -> None:
    office, operator = actor(role="administration"), actor(role="operator")
    anna = person("Anna")
    with pytest.raises(NotPermitted):
        services.grant_role(actor=office, person=anna, role="operator")
    grant = services.grant_role(actor=operator, person=anna, role="operator")
    with pytest.raises(NotPermitted):
        services.end_role(actor=office, grant=grant)
    with pytest.raises(NotPermitted):
        services.disable_person(actor=office, person=anna)
    services.disable_person(actor=operator, person=anna)
    assert anna.disabled_at


def test_a_second_grant_of_the_same_changes_nothing(database) -> None:
    anna = person("Anna", role="counter")
    services.grant_role(actor=SYSTEM, person=anna, role="counter")
    assert len(db.session.scalars(select(RoleGrant)).all()) == 1
    assert kinds() == ["person.registered", "role.granted"]


def test_a_grant_holds_until_its_end(database, monkeypatch) -> None:
    anna, now = person("Anna"), clock.now()
    end = now + timedelta(days=1)
    services.grant_role(actor=SYSTEM, person=anna, role="evaluator", until=end)
    monkeypatch.setattr(clock, "now", lambda: end - timedelta(seconds=1))
    assert actor_of(anna).has("evaluator")
    monkeypatch.setattr(clock, "now", lambda: end)
    assert not actor_of(anna).has("evaluator")


def test_an_ended_role_holds_no_longer_and_ends_once(database) -> None:
    boss, anna = person("Bo", role="administration"), person("Anna", role="moderator")
    grant = queries.role_grants_for(actor_of(boss), [anna.id])[0]
    services.end_role(actor=actor_of(boss), grant=grant)
    services.end_role(actor=actor_of(boss), grant=grant)
    assert not actor_of(anna).has("moderator")
    assert kinds().count("role.ended") == 1


def test_a_closed_account_acts_no_more_until_it_is_opened(database) -> None:
    boss, anna = actor_of(person("Bo", role="administration")), person("Anna")
    services.disable_person(actor=boss, person=anna)
    services.disable_person(actor=boss, person=anna)
    with pytest.raises(NotFound):
        queries.actor_of(anna.email)
    services.enable_person(actor=boss, person=anna)
    assert queries.actor_of(anna.email).person_id == anna.id
    assert kinds()[-2:] == ["person.disabled", "person.enabled"]


def test_accounts_are_seen_by_their_person_and_who_looks_after_people(database) -> None:
    boss, anna, ben = person("Bo", role="operator"), person("Anna"), person("Ben")
    assert queries.person_for(actor_of(anna), anna.id) == anna
    assert queries.person_for(actor_of(boss), anna.id) == anna
    with pytest.raises(NotFound):
        queries.person_for(actor_of(ben), anna.id)


def test_a_consent_is_noted_once_per_version(database) -> None:
    anna = person("Anna")
    for version in ("1", "1", "2"):
        services.agree(actor=actor_of(anna), person_id=anna.id, text="terms", version=version)
    assert sorted(db.session.scalars(select(Consent.version))) == ["1", "2"]


def test_a_pause_has_an_end(database) -> None:
    anna, until = person("Anna"), clock.now() + timedelta(days=1)
    services.pause_writing(actor=actor_of(person("Mo")), person=anna, until=until)
    assert queries.paused_until(anna.id, until - timedelta(seconds=1)) == until
    assert queries.paused_until(anna.id, until) is None


def test_roles_open_audiences(database) -> None:
    office = Actor(new_id(), grants=frozenset({Grant("administration")}))
    district = Actor(new_id(), grants=frozenset({Grant("administration", "district:nord")}))
    assert {"office", "signed-in"} <= tokens_of(office)
    assert "district:nord" in tokens_of(district)
    assert "office" not in tokens_of(district)
