"""The last step of every sign-in: the cookie, the kept text, and where the person wanted to go."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from accounts.drafts import port as drafts
from accounts.drafts.services import take_over
from accounts.sessions.actors import COOKIE_KEY
from accounts.sessions.queries import session_for, session_with
from accounts.sessions.rules.devices import device_label
from accounts.sessions.services.mails import Entry
from accounts.sessions.services.sessions import end_session
from kernel.access import actor
from kernel.actors import Actor
from kernel.browser_mark import known_mark
from kernel.i18n import _
from kernel.secret_marks import hash_of
from kernel.security import local_address

MAIL_KEY = "login_mail"


def device() -> str:
    """How this browser is called in the list of sessions."""
    return device_label(request.user_agent.string)


def enter(secret: str, next_address: str) -> ResponseReturnValue:
    """Give the browser its new session, send the text that waits, and go on within this site."""
    browser = known_mark()
    end_present_session()
    _replace_cookie(secret)
    person = _sender_with(secret)
    token = drafts.token_in(next_address)
    sent = take_over(actor=person, token=token, browser=browser) if token else None
    flash(sent.message if sent else _("Sie sind angemeldet."), "success")
    return redirect(local_address(sent.address if sent else next_address), 303)


def enter_or_register(entry: Entry) -> ResponseReturnValue:
    """Sign in who has an account; ask everybody else for the name others will see."""
    if entry.secret is not None:
        return enter(entry.secret, entry.next_address)
    session[MAIL_KEY] = str(entry.mail_id)
    return redirect(url_for("sessions.choose_name"), 303)


def asked_mail_id() -> UUID:
    """The sign-in mail this browser waits for; an id nobody has, where it waits for none."""
    found = session.get(MAIL_KEY)
    return UUID(found) if found else UUID(int=0)


def end_present_session() -> None:
    """End the session of this cookie, if it is one."""
    present = actor()
    if present.signed_in and present.session_id and not g.get("bearer"):
        end_session(actor=present, session=session_for(present, present.session_id))


def _replace_cookie(secret: str) -> None:
    """Nothing of the old cookie goes on, so that nobody can have prepared it."""
    session.clear()
    session.permanent = True
    session[COOKIE_KEY] = secret


def _sender_with(secret: str) -> Actor:
    known = session_with(hash_of(secret))
    if known is None:
        raise RuntimeError("A session that has just begun is not found.")
    g.actor = known.actor
    return known.actor


def keep_private(blueprint: Blueprint) -> None:
    """Answers of these pages stay out of every cache, signed in or not."""

    @blueprint.after_request
    def add_header(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response
