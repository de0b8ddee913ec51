"""Writing drafts: keep a visitor's text, save a person's, send it after the sign-in, forget it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, update

from accounts.drafts.finishing import Sent, finisher_of
from accounts.drafts.models import Draft
from accounts.drafts.queries import draft_for, key_of_person
from kernel import clock
from kernel.actors import Actor
from kernel.database import db, insert_or_ignore, locked, transactional
from kernel.errors import NotSignedIn, Refusal, RuleViolation
from kernel.secret_marks import hash_of, new_secret

KEPT = timedelta(hours=24)
SAVED = timedelta(days=90)
#: forms of a page (`unsent`): their fields come back in the browser that sent them only, so that no stranger's link
#: fills in a form of the office
PAGE = "page:"
MOST_SIGNS = 100_000
log = structlog.get_logger()


class DraftTooLong(RuleViolation):
    """More than any form of ours takes."""

    message = "Der Text ist zu lang, um ihn aufzubewahren."


@transactional
def keep(*, form: str, payload: Mapping[str, Any], browser: str) -> str:
    """Keep a visitor's text for a day; the answer is the token that leads back to it."""
    token, at = new_secret(), clock.now()
    draft = Draft(
        key=hash_of(token),
        form=form,
        payload=_fitting(payload),
        browser_hash=hash_of(browser),
        changed_at=at,
        expires_at=at + KEPT,
    )
    db.session.add(draft)
    return token


@transactional
def save(*, actor: Actor, form: str, subject: str, payload: Mapping[str, Any]) -> datetime:
    """Save a person's unsent text, one per form and subject; the answer is the instant to show."""
    if actor.person_id is None:
        raise NotSignedIn
    key, at = key_of_person(actor.person_id, form, subject), clock.now()
    values = {"payload": _fitting(payload), "changed_at": at, "expires_at": at + SAVED}
    owner = {"form": form, "person_id": actor.person_id, "browser_hash": ""}
    if not insert_or_ignore(Draft.__table__, key=key, **owner, **values):
        draft = locked(db.session.get_one(Draft, key))
        draft.payload, draft.changed_at, draft.expires_at = _fitting(payload), at, at + SAVED
    return at


@transactional
def forget_saved(*, actor: Actor, form: str, subject: str) -> None:
    """Forget a saved text, because it was sent or thrown away."""
    if actor.person_id is not None:
        key = key_of_person(actor.person_id, form, subject)
        db.session.execute(delete(Draft).where(Draft.key == key))


@transactional
def forget_kept(*, actor: Actor, form: str, token: str) -> None:
    """Forget a kept text, because its author sent it; unknown and foreign tokens change nothing."""
    if draft := draft_for(actor, form, token):
        db.session.delete(draft)


def take_over(*, actor: Actor, token: str, browser: str | None) -> Sent | None:
    """After the sign-in: send the text the visitor had pressed "Absenden" for; None where the button is needed again.

    Only the browser that wrote the text sends it by itself: a link from a stranger must not publish under another's
    name. A rule that refuses (the phase ended, the text is too short) leaves the draft to its author.
    """
    try:
        return _send(actor=actor, token=token, browser=browser)
    except Refusal as refusal:
        log.info("draft not sent", code=refusal.code)
        return _claim(actor=actor, token=token)


@transactional
def _send(*, actor: Actor, token: str, browser: str | None) -> Sent | None:
    draft = db.session.get(Draft, hash_of(token), with_for_update=True)
    if draft is None or draft.expires_at <= clock.now() or draft.person_id is not None:
        return None
    same_browser = browser is not None and draft.browser_hash == hash_of(browser)
    if not same_browser and draft.form.startswith(PAGE):
        return None
    finisher = finisher_of(draft.form)
    if finisher is None or not same_browser:
        return _claim(actor=actor, token=token)
    sent = finisher(actor, draft.payload)
    db.session.delete(draft)
    return sent


@transactional
def _claim(*, actor: Actor, token: str) -> None:
    """From now on the text is this person's alone."""
    mine = update(Draft).where(Draft.key == hash_of(token), Draft.person_id.is_(None))
    db.session.execute(mine.values(person_id=actor.person_id))


@transactional
def delete_expired() -> None:
    """Delete what nobody came back for."""
    db.session.execute(delete(Draft).where(Draft.expires_at <= clock.now()))


def _fitting(payload: Mapping[str, Any]) -> dict[str, Any]:
    text = json.dumps(payload, ensure_ascii=False)
    if len(text) > MOST_SIGNS:
        raise DraftTooLong
    fitting: dict[str, Any] = json.loads(text)
    return fitting
