"""Unsent text waits for its author, and for nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from accounts.drafts import services
from accounts.drafts.finishing import Sent, _finishers, finish_with
from accounts.drafts.models import Draft
from accounts.drafts.queries import draft_for, saved_payload
from accounts.people.services import rename
from kernel import clock
from kernel.actors import ANONYMOUS
from kernel.database import db
from kernel.errors import NotSignedIn, RuleViolation
from tests.factories.people import actor, actor_of, person

FORM = "proposals.new"
TEXT = {"title": "Bänke am Deich", "slug": "orte"}


@pytest.fixture
def sent(monkeypatch):
    """What was sent by itself: (who, payload)."""
    monkeypatch.setattr("accounts.drafts.finishing._finishers", {})
    done: list[tuple] = []

    def finish(actor, payload) -> Sent:
        done.append((actor.person_id, payload))
        return Sent("/beteiligung/orte/vorschlaege/1", "Ihr Vorschlag ist veröffentlicht.")

    monkeypatch.setitem(_finishers, FORM, finish)
    finish_with(FORM, finish)
    return done


def drafts() -> int:
    return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def keep(browser: str = "mine") -> str:
    return services.keep(form=FORM, payload=TEXT, browser=browser)


def test_a_kept_text_is_sent_once_by_the_browser_that_wrote_it(database, sent) -> None:
    token, anna = keep(), actor("Anna")
    first = services.take_over(actor=anna, token=token, browser="mine")
    assert first is not None
    assert first.address.endswith("/1")
    assert services.take_over(actor=anna, token=token, browser="mine") is None
    assert sent == [(anna.person_id, TEXT)]
    assert drafts() == 0


@pytest.mark.parametrize("browser", ["another", None])
def test_another_browser_gets_the_text_but_sends_nothing(database, sent, browser) -> None:
    token, anna, ben = keep(), actor("Anna"), actor("Ben")
    assert services.take_over(actor=anna, token=token, browser=browser) is None
    assert sent == []
    assert draft_for(anna, FORM, token).payload == TEXT
    assert draft_for(ben, FORM, token) is None, "it is Anna's from now on"
    assert services.take_over(actor=ben, token=token, browser="mine") is None


def test_a_refused_text_stays_with_its_author(database, monkeypatch) -> None:
    def refuse(actor, payload) -> Sent:
        rename(actor=actor, person=anna_row, display_name="Otto")
        raise RuleViolation("Die Phase ist vorbei.")

    monkeypatch.setattr("accounts.drafts.finishing._finishers", {FORM: refuse})
    token, anna_row = keep(), person("Anna")
    anna = actor_of(anna_row)
    assert services.take_over(actor=anna, token=token, browser="mine") is None
    assert draft_for(anna, FORM, token).payload == TEXT
    assert anna_row.display_name == "Anna", "nothing of the failed sending remains"


def test_without_a_finisher_the_button_is_pressed_again(database, monkeypatch) -> None:
    monkeypatch.setattr("accounts.drafts.finishing._finishers", {})
    token, anna = keep(), actor("Anna")
    assert services.take_over(actor=anna, token=token, browser="mine") is None
    services.forget_kept(actor=anna, form=FORM, token=token)
    assert drafts() == 0


def test_a_kept_text_is_gone_after_a_day(database, sent, monkeypatch) -> None:
    token, anna, start = keep(), actor("Anna"), clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=24))
    assert draft_for(anna, FORM, token) is None
    assert services.take_over(actor=anna, token=token, browser="mine") is None
    services.delete_expired()
    assert (drafts(), sent) == (0, [])


def test_a_token_opens_its_own_form_only(database) -> None:
    token = keep()
    assert draft_for(ANONYMOUS, FORM, token) is not None
    assert draft_for(ANONYMOUS, "comments.new", token) is None
    assert draft_for(ANONYMOUS, FORM, token + "x") is None


def test_the_token_is_stored_as_a_hash_only(database) -> None:
    token = keep()
    assert token not in str(db.session.execute(select(Draft.__table__)).one())


def test_a_saved_text_is_one_per_person_form_and_subject(database) -> None:
    anna, ben = actor("Anna"), actor("Ben")
    for text in ("Ers", "Erster Satz."):
        services.save(actor=anna, form=FORM, subject="format:1", payload={"body": text})
    services.save(actor=anna, form=FORM, subject="format:2", payload={"body": "Anderes"})
    assert saved_payload(anna, FORM, "format:1") == {"body": "Erster Satz."}
    assert saved_payload(ben, FORM, "format:1") is None
    services.forget_saved(actor=anna, form=FORM, subject="format:1")
    assert saved_payload(anna, FORM, "format:1") is None
    assert saved_payload(anna, FORM, "format:2") == {"body": "Anderes"}


def test_visitors_save_nothing_and_nobody_saves_a_book(database) -> None:
    with pytest.raises(NotSignedIn):
        services.save(actor=ANONYMOUS, form=FORM, subject="format:1", payload=TEXT)
    with pytest.raises(services.DraftTooLong):
        services.keep(form=FORM, payload={"body": "x" * 100_001}, browser="mine")
