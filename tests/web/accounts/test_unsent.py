"""What is sent after the session has ended is not lost: it waits on its page until the new sign-in."""

from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

from accounts.drafts.models import Draft
from accounts.people.services import grant_role
from kernel.actors import SYSTEM
from kernel.database import db
from tests.factories.people import person, sign_in
from tests.support.sign_in import ask_for_mail, enter_code, send


def weiter_of(answer) -> str:
    return parse_qs(urlsplit(answer.location).query)["weiter"][0]


def test_a_text_sent_too_late_waits_on_its_page(client) -> None:
    anna = person("Anna")
    answer = send(client, "/konto/name", display_name="Anna P.", idempotency_key="k")
    assert (answer.status_code, urlsplit(answer.location).path) == (303, "/anmelden")
    ask_for_mail(client, anna.email, weiter_of(answer))
    back = enter_code(client, anna.email)
    assert urlsplit(back.location).path == "/konto/name"
    assert 'value="Anna P."' in client.get(back.location).text
    assert db.session.scalars(select(Draft)).one().payload == {"display_name": ["Anna P."]}


def test_a_text_waits_on_its_own_page_and_for_its_author_only(client, app) -> None:
    boss, anna = person("Bo", role="administration"), person("Anna")
    answer = send(client, f"/verwaltung/personen/{anna.id}/", role="counter", scope="district:nord")
    ask_for_mail(client, boss.email, weiter_of(answer))
    back = enter_code(client, boss.email).location
    assert "district:nord" in client.get(back).text
    assert (
        "district:nord"
        not in client.get(f"/konto/name?{urlsplit(back).query}").text.split("<main")[1]
    )
    other = app.test_client()
    carl = person("Carl", role="operator")
    sign_in(other, carl)
    assert 'value="district:nord"' not in other.get(back).text


def test_a_strangers_link_fills_in_no_form_of_the_office(client, app) -> None:
    boss, stranger = person("Bo", role="administration"), app.test_client()
    trap = weiter_of(
        send(stranger, f"/verwaltung/personen/{boss.id}/", role="counter", scope="trap")
    )
    ask_for_mail(client, boss.email, trap)
    back = enter_code(client, boss.email).location
    assert "trap" not in client.get(back).text


def test_a_password_is_never_kept(client) -> None:
    answer = send(client, "/konto/passwort", password="blaue Laterne", old_password="alt")
    assert answer.status_code == 401
    assert db.session.scalars(select(Draft)).all() == []


def test_a_deed_without_a_page_is_refused_as_before(client) -> None:
    answer = send(client, "/konto/sitzungen/beenden", note="text")
    assert answer.status_code == 401
    assert "melden Sie sich an" in answer.text


def test_who_lacks_the_role_keeps_nothing(client) -> None:
    anna = person("Anna")
    grant_role(actor=SYSTEM, person=anna, role="moderator")
    sign_in(client, anna)
    assert send(client, f"/verwaltung/personen/{anna.id}/", role="counter").status_code == 403
    assert db.session.scalars(select(Draft)).all() == []
