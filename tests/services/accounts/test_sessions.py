"""Sessions begin, are used and end; the secret is in the browser only."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.people import services as people
from accounts.people.queries import role_grants_for
from accounts.sessions.memory import memory
from accounts.sessions.models import ApiToken, SignIn
from accounts.sessions.queries import (
    actor_with_token,
    session_with,
    sessions_of,
    tokens_of,
)
from accounts.sessions.services import sessions as services
from kernel import clock
from kernel.actors import SYSTEM, Actor
from kernel.database import db
from kernel.errors import NotPermitted
from kernel.events import EventRow
from kernel.secret_marks import hash_of
from tests.factories.people import actor_of, person


def begin(of) -> str:
    return services.begin_session(person=of, way="password", device="Firefox")


def actor_behind(secret: str) -> Actor | None:
    known = session_with(hash_of(secret))
    return known.actor if known else None


def test_a_session_brings_person_roles_and_id_with_one_statement(statements) -> None:
    anna = person("Anna", role="moderator", scope="district:nord")
    secret = begin(anna)
    statements.drain()
    actor = actor_behind(secret)
    assert actor is not None
    assert (actor.person_id, actor.name) == (anna.id, "Anna")
    assert actor.has("moderator", "district:nord")
    assert len(statements) == 1
    assert actor_behind(secret) == actor
    assert len(statements) == 1, "a moment later it is still known"


def test_the_secret_is_stored_as_a_hash_only(database) -> None:
    secret = begin(person())
    row = db.session.execute(select(SignIn.__table__)).one()
    assert secret not in map(str, row)
    assert actor_behind(secret + "x") is None


def test_an_ended_session_opens_nothing(database) -> None:
    anna = person()
    first, second = begin(anna), begin(anna)
    actor = actor_behind(first)
    assert actor is not None
    ended = next(s for s in sessions_of(actor) if s.id == actor.session_id)
    services.end_session(actor=actor, session=ended)
    assert actor_behind(first) is None
    assert actor_behind(second) is not None


def test_nobody_ends_another_persons_session(database) -> None:
    anna, ben = person("Anna"), person("Ben")
    begin(anna)
    session = sessions_of(actor_of(anna))[0]
    with pytest.raises(NotPermitted):
        services.end_session(actor=actor_of(ben), session=session)


def test_nobody_but_who_looks_after_people_ends_all_of_anothers(database) -> None:
    anna = person("Anna")
    secret = begin(anna)
    with pytest.raises(NotPermitted):
        services.end_sessions(actor=actor_of(person(role="moderator")), person_id=anna.id)
    services.end_sessions(actor=actor_of(person(role="operator")), person_id=anna.id)
    assert actor_behind(secret) is None


def test_all_sessions_but_the_present_one_end(database) -> None:
    anna = person()
    mine, other = begin(anna), begin(anna)
    actor = actor_behind(mine)
    assert actor is not None
    services.end_sessions(actor=actor, person_id=anna.id, but=actor.session_id)
    assert actor_behind(other) is None
    assert actor_behind(mine) == actor


@pytest.mark.parametrize(
    ("role", "idle"), [(None, timedelta(days=14)), ("administration", timedelta(minutes=60))]
)
def test_an_unused_session_ends_at_its_limit(database, monkeypatch, role, idle) -> None:
    secret, start = begin(person(role=role)), clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + idle - timedelta(seconds=1))
    assert actor_behind(secret) is not None
    monkeypatch.setattr(clock, "now", lambda: start + idle)
    assert actor_behind(secret) is None


def test_use_keeps_an_office_session_alive(database, monkeypatch) -> None:
    secret, start = begin(person(role="administration")), clock.now()
    known = session_with(hash_of(secret))
    assert known is not None
    memory.note_use(known.session_id, start + timedelta(minutes=50))
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=100))
    assert actor_behind(secret) is not None


def test_more_rights_need_a_new_sign_in_and_fewer_hold_at_once(database) -> None:
    boss, anna = actor_of(person("Bo", role="administration")), person("Anna")
    old = begin(anna)
    assert actor_behind(old) is not None
    grant = people.grant_role(actor=boss, person=anna, role="moderator")
    assert actor_behind(old) is None
    new = begin(anna)
    assert actor_behind(new).has("moderator")
    people.end_role(actor=boss, grant=role_grants_for(boss, [grant.person_id])[0])
    assert not actor_behind(new).has("moderator")


def test_a_closed_account_is_out_at_once_and_cannot_come_back(database) -> None:
    anna = person("Anna")
    secret = begin(anna)
    assert actor_behind(secret) is not None
    people.disable_person(actor=SYSTEM, person=anna)
    assert actor_behind(secret) is None
    with pytest.raises(services.AccountClosed):
        begin(anna)


def test_a_new_password_puts_the_others_out(database) -> None:
    anna = person("Anna")
    mine, other = begin(anna), begin(anna)
    people.set_password_hash(actor=actor_behind(mine), person=anna, password_hash="x")
    assert actor_behind(other) is None
    assert actor_behind(mine) is not None


def test_a_token_acts_for_its_person_until_it_expires(database, monkeypatch) -> None:
    anna = person("Anna", role="evaluator")
    token = services.create_token(person=anna, days=2)
    actor = actor_with_token(hash_of(token))
    assert actor is not None
    assert actor.person_id == anna.id
    assert actor.has("evaluator")
    assert token not in str(db.session.execute(select(ApiToken.__table__)).one())
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert actor_with_token(hash_of(token)) is None


def test_uses_are_written_together_and_at_most_once_a_minute(statements, monkeypatch) -> None:
    anna, ben = person("Anna"), person("Ben")
    for secret in (begin(anna), begin(ben)):
        known = session_with(hash_of(secret))
        memory.note_use(known.session_id, clock.now() + timedelta(minutes=5))
    statements.drain()
    services.save_uses()
    assert statements == []
    monkeypatch.setattr(memory, "_saved_at", float("-inf"))
    services.save_uses()
    assert len(statements.writes) == 1
    services.save_uses()
    assert len(statements.writes) == 1
    assert all(s.last_used_at > s.created_at for s in db.session.scalars(select(SignIn)))


def test_what_was_read_before_an_end_is_not_kept(database) -> None:
    secret = begin(person())
    known, before = session_with(hash_of(secret)), memory.generation
    memory.forget_person(known.person_id)
    memory.keep("hash", known, generation=before)
    assert memory.recall("hash") is None


def test_an_end_in_another_process_is_heard_within_two_seconds(database, monkeypatch) -> None:
    secret = begin(person())
    known, heard_at = session_with(hash_of(secret)), time.monotonic()
    monkeypatch.setattr(memory, "forget_person", lambda _id: None)  # another process' memory
    services.end_sessions(actor=known.actor, person_id=known.person_id)
    monkeypatch.setattr(time, "monotonic", lambda: heard_at)
    assert actor_behind(secret) is not None
    monkeypatch.setattr(time, "monotonic", lambda: heard_at + 2)
    assert actor_behind(secret) is None


def test_what_has_ended_is_deleted_after_its_time(database, monkeypatch) -> None:
    anna = person("Anna")
    begin(anna)
    services.create_token(person=anna, days=1)
    start = clock.now()
    for days, left in [(31, 1), (45, 0)]:
        later = start + timedelta(days=days, seconds=1)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        services.delete_ended()
        assert len(db.session.scalars(select(SignIn)).all()) == left
    assert db.session.scalars(select(ApiToken)).all() == []


def test_the_office_ends_programs_with_the_sessions_and_who_stays_signed_in_keeps_them(
    database,
) -> None:
    anna = person()
    key = services.create_token(person=anna)
    own = actor_behind(begin(anna))
    assert own is not None
    services.end_sessions(actor=own, person_id=anna.id, but=own.session_id)
    assert actor_with_token(hash_of(key))
    services.end_sessions(actor=actor_of(person(role="operator")), person_id=anna.id)
    assert actor_with_token(hash_of(key)) is None


def test_a_closed_account_that_opens_again_does_not_bring_its_keys_back(database) -> None:
    anna = person()
    key = services.create_token(person=anna)
    people.disable_person(actor=SYSTEM, person=anna)
    people.enable_person(actor=SYSTEM, person=anna)
    assert actor_with_token(hash_of(key)) is None


def test_a_key_is_ended_by_its_person_alone_and_both_are_facts(database) -> None:
    anna = person()
    services.create_token(person=anna)
    token = tokens_of(actor_of(anna))[0]
    with pytest.raises(NotPermitted):
        services.end_token(actor=actor_of(person(role="operator")), token=token)
    services.end_token(actor=actor_of(anna), token=token)
    facts = select(EventRow.kind).where(EventRow.subject_id == str(token.id))
    assert list(db.session.scalars(facts.order_by(EventRow.seq))) == [
        "token.created",
        "token.ended",
    ]
