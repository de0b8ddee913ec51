"""Signing in: one page for address and password, one for the code of the mail, one for its link."""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from accounts.drafts import port as drafts
from accounts.people.demo_people import demo_people, demo_person
from accounts.people.queries import person_with
from accounts.people.rules import terms
from accounts.sessions import limits
from accounts.sessions.forms import CodeForm, LinkForm, NewcomerForm, RegisterForm, SignInForm
from accounts.sessions.queries import AskedMail, MailIsOver, mail_asked_by, mail_with
from accounts.sessions.routes.entering import (
    MAIL_KEY,
    asked_mail_id,
    device,
    end_present_session,
    enter,
    enter_or_register,
    keep_private,
)
from accounts.sessions.services import mails
from accounts.sessions.services.passwords import enter_by_password
from accounts.sessions.services.sessions import begin_session
from kernel.access import PUBLIC, access, actor
from kernel.app import settings_of
from kernel.browser_mark import known_mark, mark
from kernel.errors import NotFound, RuleViolation
from kernel.forms import Form
from kernel.security import local_address

LONGEST_ADDRESS = 2_000
blueprint = Blueprint("sessions", __name__)
keep_private(blueprint)


def _page(template: str, form: Form, **values: object) -> ResponseReturnValue:
    page = render_template(f"accounts/{template}.html", form=form, **values)
    return page, 422 if form.errors else 200


@blueprint.route("/anmelden", methods=["GET", "POST"])
@access(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Sign in with a password, or ask for a mail."""
    form = SignInForm.of_request(weiter=request.args.get("weiter"))
    if request.method == "GET" and actor().signed_in:
        return redirect(local_address(form.weiter.data))
    if form.sent_well():
        try:
            return _proceed(form)
        except RuleViolation as violation:
            form.refuse(violation)
    people = demo_people() if _is_open_demo() else []
    return _page("sign_in", form, demo_people=people, waiting_text=_waits(form.weiter.data))


def _is_open_demo() -> bool:
    return settings_of(current_app).one_click_demo


def _waits(next_address: str | None) -> bool:
    """Whether a kept text is to be sent afterwards."""
    return drafts.token_in(next_address or "") is not None


def _proceed(form: SignInForm) -> ResponseReturnValue:
    email, password = form.email.data or "", form.password.data
    if not password or request.form.get("weg") == "mail":
        return _ask_for_mail(email, form.weiter.data)
    limits.check_password(email)
    secret = enter_by_password(email=email, password=password, device=device())
    return enter(secret, local_address(form.weiter.data))


@blueprint.route("/registrieren", methods=["GET", "POST"])
@access(PUBLIC)
def register() -> ResponseReturnValue:
    """Begin an account: prove the address first."""
    form = RegisterForm.of_request(weiter=request.args.get("weiter"))
    if form.sent_well():
        try:
            return _ask_for_mail(form.email.data or "", form.weiter.data)
        except RuleViolation as violation:
            form.refuse(violation)
    return _page("register", form, waiting_text=_waits(form.weiter.data))


def _ask_for_mail(email: str, next_address: str | None) -> ResponseReturnValue:
    limits.check_mail(email)
    mail_id = mails.send_login_mail(
        email=email,
        browser=mark(),
        next_address=local_address((next_address or "")[:LONGEST_ADDRESS]),
        link_to=_link_to,
    )
    session[MAIL_KEY] = str(mail_id)
    return redirect(url_for(".enter_code"), 303)


def _link_to(token: str) -> str:
    """The address for the mail: from the settings, never from the request's Host header."""
    return f"{settings_of(current_app).public_url}{url_for('.open_link', schluessel=token)}"


@blueprint.route("/anmelden/code", methods=["GET", "POST"])
@access(PUBLIC)
def enter_code() -> ResponseReturnValue:
    """Type the code of the mail into the page that asked for it."""
    form = CodeForm.of_request()
    if form.sent_well():
        try:
            return _enter_with_code(form)
        except RuleViolation as violation:
            form.refuse(violation)
    asked = _asked_mail()
    if asked is None:
        return redirect(url_for(".sign_in"), 303)
    return _page("enter_code", form, asked=asked, shows_post=_is_open_demo())


def _enter_with_code(form: CodeForm) -> ResponseReturnValue:
    limits.check_proof()
    entry = mails.enter_by_code(
        mail_id=asked_mail_id(), browser=mark(), code=form.digits(), device=device()
    )
    return enter_or_register(entry)


def _asked_mail() -> AskedMail | None:
    try:
        return mail_asked_by(asked_mail_id(), known_mark() or "")
    except MailIsOver:
        return None


@blueprint.route("/anmelden/link", methods=["GET", "POST"])
@access(PUBLIC)
def open_link() -> ResponseReturnValue:
    """Open the link of the mail: looking signs nobody in, for mail scanners look, too."""
    form = LinkForm.of_request(schluessel=request.args.get("schluessel"))
    token, asked = form.schluessel.data or "", None
    try:
        if form.sent_well():
            return _enter_with_link(form)
        asked = mail_with(token, known_mark())
    except RuleViolation as violation:
        form.refuse(violation)
    return _page("open_link", form, asked=asked)


def _enter_with_link(form: LinkForm) -> ResponseReturnValue:
    limits.check_proof()
    entry = mails.enter_by_link(
        token=form.schluessel.data or "",
        browser=mark(),
        device=device(),
        other_device=form.anderes_geraet.data == "ja",
    )
    return enter_or_register(entry)


@blueprint.route("/registrieren/name", methods=["GET", "POST"])
@access(PUBLIC)
def choose_name() -> ResponseReturnValue:
    """Finish an account: the name others see, and the consent."""
    if MAIL_KEY not in session:
        return redirect(url_for(".register"), 303)
    form = NewcomerForm.of_request()
    if form.sent_well():
        try:
            return _finish_account(form)
        except RuleViolation as violation:
            form.refuse(violation)
    return _page("choose_name", form)


def _finish_account(form: NewcomerForm) -> ResponseReturnValue:
    entry = mails.register(
        mail_id=asked_mail_id(),
        browser=mark(),
        display_name=form.display_name.data or "",
        terms_version=terms.VERSION,
        device=device(),
    )
    return enter_or_register(entry)


@blueprint.get("/nutzungsregeln")
@access(PUBLIC)
def terms_of_use() -> ResponseReturnValue:
    """The text that newcomers agree to."""
    return render_template("accounts/terms.html", version=terms.VERSION)


@blueprint.post("/abmelden")
@access(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """End this session; the cookie opens nothing any more."""
    end_present_session()
    session.clear()
    return redirect("/", 303)


@blueprint.route("/anmelden/als/<key>", methods=["GET", "POST"])
@access(PUBLIC)
def sign_in_as(key: str) -> ResponseReturnValue:
    """Be one of the demo's people, with one click; only in a demo on this machine."""
    known = demo_person(key) if _is_open_demo() else None
    person = person_with(known.email) if known else None
    if known is None or person is None:
        raise NotFound
    if request.method == "GET":
        return render_template("accounts/sign_in_as.html", known=known, form=LinkForm())
    secret = begin_session(person=person, way="demo", device=device())
    return enter(secret, local_address(request.form.get("weiter")))
