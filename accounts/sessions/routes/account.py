"""The own account: name, password, and the sessions one can end."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from accounts.people import services as people
from accounts.people.models import Person
from accounts.people.own_things import own_things_of
from accounts.people.queries import person_for
from accounts.sessions.forms import NameForm, PasswordForm
from accounts.sessions.limits import check_password
from accounts.sessions.memory import memory
from accounts.sessions.queries import session_for, sessions_of, token_for, tokens_of
from accounts.sessions.services import sessions
from accounts.sessions.services.passwords import change_password, is_fresh
from kernel.access import SIGNED_IN, access, actor
from kernel.errors import NotSignedIn, RuleViolation
from kernel.i18n import _, moment_text
from kernel.waiting import waiting_for

blueprint = Blueprint("account", __name__, url_prefix="/konto")


def _me() -> Person:
    person_id = actor().person_id
    if person_id is None:
        raise NotSignedIn
    return person_for(actor(), person_id)


@blueprint.get("/")
@access(SIGNED_IN)
def show() -> ResponseReturnValue:
    """What the platform knows of me, and what I can change."""
    rows = [(s, moment_text(memory.last_use(s.id, s.last_used_at))) for s in sessions_of(actor())]
    return render_template(
        "accounts/account.html",
        person=_me(),
        sessions=rows,
        tokens=tokens_of(actor()),
        own=own_things_of(actor()),
        waiting=waiting_for(actor()),
    )


@blueprint.route("/name", methods=["GET", "POST"])
@access(SIGNED_IN)
def rename() -> ResponseReturnValue:
    """Choose another name for everything I wrote."""
    form = NameForm.of_request(display_name=actor().name)
    if form.sent_well():
        try:
            people.rename(actor=actor(), person=_me(), display_name=form.display_name.data or "")
            return _done(_("Ihr Name ist geändert."))
        except RuleViolation as violation:
            form.refuse(violation)
    return render_template("accounts/rename.html", form=form), 422 if form.errors else 200


@blueprint.route("/passwort", methods=["GET", "POST"])
@access(SIGNED_IN)
def password() -> ResponseReturnValue:
    """Choose a password, or another one."""
    form = PasswordForm.of_request()
    if form.sent_well():
        try:
            return _change_password(form)
        except RuleViolation as violation:
            form.refuse(violation)
    me = _me()
    page = render_template(
        "accounts/password.html", form=form, person=me, asks_old=not is_fresh(actor())
    )
    return page, 422 if form.errors else 200


def _change_password(form: PasswordForm) -> ResponseReturnValue:
    me = _me()
    if not is_fresh(actor()):
        check_password(me.email)  # a stolen session must not be a way to guess the password
    change_password(
        actor=actor(),
        person_id=me.id,
        old=form.old_password.data or "",
        new=form.password.data or "",
    )
    return _done(_("Ihr Passwort ist geändert. Andere Sitzungen sind beendet."))


@blueprint.post("/sitzungen/<uuid:session_id>/beenden")
@access(SIGNED_IN)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of my sessions, for example on a lost phone."""
    sessions.end_session(actor=actor(), session=session_for(actor(), session_id))
    if session_id == actor().session_id:
        session.clear()
        return redirect("/", 303)
    return _done(_("Die Sitzung ist beendet."))


@blueprint.post("/sitzungen/beenden")
@access(SIGNED_IN)
def end_other_sessions() -> ResponseReturnValue:
    """End all my sessions but this one."""
    sessions.end_sessions(actor=actor(), person_id=_me().id, but=actor().session_id)
    return _done(_("Alle anderen Sitzungen sind beendet."))


@blueprint.post("/schluessel/<uuid:token_id>/beenden")
@access(SIGNED_IN)
def end_token(token_id: UUID) -> ResponseReturnValue:
    """End a key of mine, for example one that a program has lost."""
    sessions.end_token(actor=actor(), token=token_for(actor(), token_id))
    return _done(_("Der Zugangsschlüssel ist beendet."))


def _done(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for(".show"), 303)
