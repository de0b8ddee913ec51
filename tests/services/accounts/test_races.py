"""Many at once: a link opens one session, an address has one account, a text is sent once."""

import pytest
from sqlalchemy import func, select

from accounts.drafts.finishing import Sent
from accounts.drafts.services import keep, take_over
from accounts.people.models import Person, RoleGrant
from accounts.people.services import create_person, grant_role
from accounts.sessions.models import LoginMail, SignIn
from accounts.sessions.services import mails
from kernel.actors import SYSTEM
from kernel.database import db
from kernel.mail import latest_mails
from tests.factories.people import actor_of, person
from tests.support.races import all_at_once

pytestmark = pytest.mark.race

TIMES = 50
BROWSER = "browser"


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def ask(email: str):
    """A sent mail: its id and its code; the link's token is kept as a word of the mail."""
    tokens: list[str] = []
    mail_id = mails.send_login_mail(
        email=email,
        browser=BROWSER,
        next_address="/",
        link_to=lambda token: tokens.append(token) or "/link",
    )
    text = latest_mails(1)[0].text
    return mail_id, text.split(": ")[1][:6], tokens[0]


def entered(answers: list) -> list[mails.Entry]:
    return [answer for answer in answers if isinstance(answer, mails.Entry)]


def test_fifty_uses_of_one_link_open_one_session(real_app) -> None:
    with real_app.app_context():
        token = ask(person("Anna").email)[2]

    def use() -> mails.Entry:
        return mails.enter_by_link(
            token=token, browser=BROWSER, device="Firefox", other_device=False
        )

    answers = all_at_once(real_app, [use] * TIMES)
    assert len(entered(answers)) == 1
    assert {type(a) for a in answers} == {mails.Entry, mails.MailIsOver}
    with real_app.app_context():
        assert count(SignIn) == 1


def test_fifty_uses_of_one_code_open_one_session_within_five_tries(real_app) -> None:
    with real_app.app_context():
        mail_id, code, _ = ask(person("Anna").email)

    def use() -> mails.Entry:
        return mails.enter_by_code(mail_id=mail_id, browser=BROWSER, code=code, device="Firefox")

    assert len(entered(all_at_once(real_app, [use] * TIMES))) == 1
    with real_app.app_context():
        assert count(SignIn) == 1


def test_fifty_guesses_at_once_are_five_tries(real_app) -> None:
    with real_app.app_context():
        mail_id = ask(person("Anna").email)[0]

    def guess() -> mails.Entry:
        return mails.enter_by_code(mail_id=mail_id, browser=BROWSER, code="x", device="Firefox")

    answers = all_at_once(real_app, [guess] * TIMES)
    assert sum(isinstance(a, mails.CodeIsWrong) for a in answers) == mails.MOST_TRIES
    with real_app.app_context():
        assert db.session.scalars(select(LoginMail.tries)).one() == mails.MOST_TRIES


def test_ten_registrations_of_one_address_make_one_person(real_app) -> None:
    with real_app.app_context():
        proofs = [ask("nele@example.org") for _ in range(10)]
        for mail_id, code, _ in proofs:
            mails.enter_by_code(mail_id=mail_id, browser=BROWSER, code=code, device="Firefox")

    def registration(mail_id):
        return lambda: mails.register(
            mail_id=mail_id,
            browser=BROWSER,
            display_name="Nele",
            terms_version="1",
            device="Firefox",
        )

    answers = all_at_once(real_app, [registration(proof[0]) for proof in proofs])
    assert len(entered(answers)) == 10, answers
    with real_app.app_context():
        assert (count(Person), count(SignIn)) == (1, 10)


def test_one_proof_used_at_once_makes_one_session(real_app) -> None:
    with real_app.app_context():
        mail_id, code, _ = ask("nele@example.org")
        mails.enter_by_code(mail_id=mail_id, browser=BROWSER, code=code, device="Firefox")

    def finish() -> mails.Entry:
        return mails.register(
            mail_id=mail_id,
            browser=BROWSER,
            display_name="Nele",
            terms_version="1",
            device="Firefox",
        )

    assert len(entered(all_at_once(real_app, [finish] * TIMES))) == 1
    with real_app.app_context():
        assert (count(Person), count(SignIn)) == (1, 1)


def test_a_role_granted_twice_at_once_is_granted_once(real_app) -> None:
    with real_app.app_context():
        anna_id = person("Anna").id

    def grant() -> str:
        anna = db.session.get_one(Person, anna_id)
        return str(grant_role(actor=SYSTEM, person=anna, role="moderator").id)

    answers = all_at_once(real_app, [grant] * 20)
    assert len(set(answers)) == 1, answers
    with real_app.app_context():
        assert count(RoleGrant) == 1


def test_a_text_is_sent_once(real_app, monkeypatch) -> None:
    def publish(actor, payload) -> Sent:
        create_person(actor=SYSTEM, email=payload["email"], display_name="Zeuge")
        return Sent("/", "Gesendet.")

    monkeypatch.setattr("accounts.drafts.finishing._finishers", {"form": publish})
    with real_app.app_context():
        token = keep(form="form", payload={"email": "zeuge@example.org"}, browser=BROWSER)
        anna = actor_of(person("Anna"))
    answers = all_at_once(
        real_app, [lambda: take_over(actor=anna, token=token, browser=BROWSER)] * 20
    )
    assert sum(isinstance(answer, Sent) for answer in answers) == 1, answers
