"""Passwords: argon2id at the floor's cost, renewed at sign-in, changed only by who proves to be the person."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, get_native_id

import pytest
from sqlalchemy import select

from accounts.people import passwords
from accounts.people import services as people
from accounts.people.models import Person
from accounts.people.services import set_password_hash
from accounts.sessions.queries import session_with
from accounts.sessions.services.passwords import (
    OldPasswordIsWrong,
    SignInRefused,
    change_password,
    enter_by_password,
)
from accounts.sessions.services.sessions import AccountClosed, begin_session
from kernel.actors import SYSTEM
from kernel.database import db
from kernel.errors import NotPermitted
from kernel.mail import latest_mails
from kernel.secret_marks import hash_of
from tests.factories.people import actor_of, person

GOOD = "blaue Laterne steht schief"
BETTER = "vier rote Tassen am Kanal"


def with_password(name: str = "Anna", password: str = GOOD) -> Person:
    made = person(name)
    hashed = passwords.fitting_hash(password)
    set_password_hash(actor=SYSTEM, person=made, password_hash=hashed)
    return made


def enter(email: str, password: str):
    secret = enter_by_password(email=email, password=password, device="Firefox")
    return session_with(hash_of(secret)).actor


def test_address_and_password_sign_in(database) -> None:
    anna = with_password()
    assert enter(anna.email.upper(), GOOD).person_id == anna.id


@pytest.mark.parametrize("password", ["", "falsch", GOOD + " "])
def test_another_password_is_refused(database, password) -> None:
    with pytest.raises(SignInRefused):
        enter(with_password().email, password)


def test_unknown_addresses_and_people_without_password_are_refused_alike(database) -> None:
    for email in ("nobody@example.org", person().email):
        with pytest.raises(SignInRefused):
            enter(email, GOOD)


def test_an_unknown_address_costs_a_hash_too(database, monkeypatch) -> None:
    seen: list[str] = []
    real = passwords._verify
    monkeypatch.setattr(passwords, "_verify", lambda *args: (seen.append(args[0]), real(*args))[1])
    for email in ("nobody@example.org", with_password().email):
        with pytest.raises(SignInRefused):
            enter(email, "falsch")
    assert seen == ["falsch", "falsch"]


def test_a_closed_account_says_so_only_to_who_knows_the_password(database) -> None:
    anna = with_password()
    people.disable_person(actor=SYSTEM, person=anna)
    with pytest.raises(SignInRefused):
        enter(anna.email, "falsch")
    with pytest.raises(AccountClosed):
        enter(anna.email, GOOD)


def test_the_hash_is_argon2id_at_the_floors_cost() -> None:
    assert passwords.hash_password(GOOD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_lower_cost_is_renewed_at_sign_in(database) -> None:
    anna = with_password()
    old = anna.password_hash
    passwords.use_cost(rounds=3, memory_kib=19_456)
    try:
        enter(anna.email, GOOD)
        renewed = db.session.scalar(select(Person.password_hash).where(Person.id == anna.id))
        assert ",t=3," in renewed != old
        enter(anna.email, GOOD)
    finally:
        passwords.use_cost(rounds=2, memory_kib=19_456)


def test_accents_may_be_typed_either_way() -> None:
    hashed = passwords.hash_password("Größe zählt u\u0308berall")
    assert passwords.matches("Größe zählt überall", hashed)


def test_a_broken_hash_opens_nothing() -> None:
    assert not passwords.matches(GOOD, "not a hash")


def test_the_change_needs_the_present_password(database) -> None:
    anna = with_password()
    actor = enter(anna.email, GOOD)
    with pytest.raises(OldPasswordIsWrong):
        change_password(actor=actor, person_id=anna.id, old="falsch", new=BETTER)
    change_password(actor=actor, person_id=anna.id, old=GOOD, new=BETTER)
    assert enter(anna.email, BETTER).person_id == anna.id
    assert latest_mails(1)[0].to == anna.email


def test_right_after_a_mail_sign_in_the_old_password_is_not_asked(database) -> None:
    anna = with_password()
    secret = begin_session(person=anna, way="mail", device="Firefox")
    actor = session_with(hash_of(secret)).actor
    change_password(actor=actor, person_id=anna.id, old="", new=BETTER)
    assert enter(anna.email, BETTER).person_id == anna.id


def test_a_new_password_must_be_hard_to_guess(database) -> None:
    anna = with_password()
    with pytest.raises(passwords.PasswordRefused):
        change_password(
            actor=enter(anna.email, GOOD), person_id=anna.id, old=GOOD, new="passwortpasswort"
        )


def test_nobody_changes_anothers_password(database) -> None:
    anna = with_password()
    with pytest.raises(NotPermitted):
        change_password(actor=actor_of(person("Ben")), person_id=anna.id, old=GOOD, new=BETTER)


def test_two_hashes_at_once_and_no_more(monkeypatch) -> None:
    inside, peak, turn = 0, 0, Lock()

    def work() -> None:
        nonlocal inside, peak
        with turn:
            inside += 1
            peak = max(peak, inside)
        time.sleep(0.01)
        with turn:
            inside -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: passwords._in_turn(work), range(8)))
    assert peak == passwords.AT_ONCE


def test_under_gevent_the_hash_runs_in_a_native_thread(monkeypatch) -> None:
    monkeypatch.setattr(passwords.monkey, "is_module_patched", lambda _name: True)
    assert passwords._in_turn(get_native_id) != get_native_id()
    assert passwords.matches(GOOD, passwords.hash_password(GOOD))
