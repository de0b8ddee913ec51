"""Turns refusals into answers: a page for people, problem JSON (RFC 9457) for programs."""

import errno
import sqlite3
from collections.abc import Callable
from http import HTTPStatus

import structlog
from flask import Flask, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException, SecurityError

from kernel.errors import NotFound, NotSignedIn, Refusal, TooFast
from kernel.i18n import _

log = structlog.get_logger()
TITLES = {
    400: "Das konnten wir nicht lesen",
    401: "Bitte anmelden",
    403: "Das ist hier nicht erlaubt",
    404: "Diese Seite gibt es nicht",
    405: "Das geht auf diesem Weg nicht",
    409: "Das ist schon entschieden",
    413: "Das ist zu groß",
    422: "Bitte prüfen Sie Ihre Angaben",
    429: "Bitte warten Sie einen Moment",
    500: "Da ist uns ein Fehler passiert",
    503: "Gerade nicht erreichbar",
}
SIGN_IN = "sessions.sign_in"
#: what passes by itself or is mended by the operator: database away or full, all connections in use
OUTAGES = (OperationalError, InterfaceError, NoConnectionFree, sqlite3.OperationalError)
#: how SQLite says that our statement and its tables do not fit: no waiting mends it
OUR_BUG = "no such "
FULL = {errno.ENOSPC, errno.EDQUOT}
RETRY_S = "60"

Keeper = Callable[[], ResponseReturnValue | None]
_keepers: list[Keeper] = []


def init_app(app: Flask) -> None:
    """Answer every refusal and fault in the form the caller understands."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(ObjectDeletedError, lambda _error: refused(NotFound()))
    app.register_error_handler(HTTPException, http_fault)
    app.register_error_handler(Exception, fault)


def keep_unsent_with(keeper: Keeper) -> None:
    """Let accounts keep what was sent after the session had ended: nothing is asked twice."""
    _keepers[:] = [keeper]


def refused(error: Refusal) -> ResponseReturnValue:
    """A rule said no."""
    if isinstance(error, NotSignedIn) and not wants_json():
        if request.method == "GET":
            return redirect(url_for(SIGN_IN, weiter=request.full_path.rstrip("?")))
        for keep in _keepers:
            if kept := keep():
                return kept
    headers = {"Retry-After": str(error.retry_in)} if isinstance(error, TooFast) else {}
    return answer(error.status, error.code, error.message, headers, why=error.field)


def http_fault(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug said no: unknown address, wrong method, too large."""
    status = error.code or 500
    if 300 <= status < 400:
        return error.get_response()
    if isinstance(error, SecurityError) and not wants_json():
        return _foreign_host(), status
    code = "not_found" if status == 404 else "too_large" if status == 413 else "invalid"
    return answer(status, code, "", dict(error.get_headers()) if status == 405 else {})


def _foreign_host() -> str:
    """Without the frame of our pages: under a foreign host name no address of ours can be built."""
    title = TITLES[400]
    words = _("Unter diesem Namen ist das Engagementforum nicht zu erreichen.")
    return f'<!doctype html><html lang="de"><title>{title}</title><h1>{title}</h1><p>{words}</p></html>'


def fault(error: Exception) -> ResponseReturnValue:
    """Our bug, or an outage: an incident number for the visitor, the trace for the log."""
    log.error("unhandled", path=request.path, exc_info=error)
    number = _("Der Vorgang hat die Nummer %(number)s.", number=g.get("request_number", "–"))
    if not is_outage(error):
        return answer(500, "internal", number, {})
    words = _(
        "Wir können gerade nicht alles lesen oder speichern. Haben Sie etwas abgeschickt? Dann gehen Sie bitte "
        "eine Seite zurück und schicken Sie es in einigen Minuten noch einmal ab."
    )
    return answer(503, "internal", f"{words} {number}", {"Retry-After": RETRY_S})


def is_outage(error: Exception) -> bool:
    """Whether it may succeed later without any change of ours."""
    full = isinstance(error, OSError) and error.errno in FULL
    away = isinstance(error, OUTAGES) and not str(getattr(error, "orig", error)).startswith(OUR_BUG)
    return full or away


def answer(
    status: int, code: str, message: str, headers: dict[str, str], *, why: str = ""
) -> ResponseReturnValue:
    """The same refusal as JSON or as a page; `why` is for programs, as in a socket's acknowledgement."""
    headers.pop("Content-Type", None)
    title = TITLES.get(status, HTTPStatus(status).phrase)
    if wants_json():
        more = {"why": why} if why else {}
        problem = jsonify(
            type="about:blank", title=title, status=status, code=code, detail=message, **more
        )
        problem.content_type = "application/problem+json"
        return problem, status, headers
    own_words = "" if message == NotFound.message else message
    page = render_template("errors/refused.html", title=title, message=own_words, status=status)
    return page, status, headers


def wants_json() -> bool:
    """Whether a program asks."""
    return request.path.startswith("/api/")
