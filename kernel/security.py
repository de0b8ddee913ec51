"""Headers, forgery protection and safe redirects for every answer.

An unsafe request needs the browser's word that it comes from our own page (`Sec-Fetch-Site`), or our token where an
older browser does not say so. A request that proves itself with a bearer token carries no cookie and needs neither.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from kernel.actors import ANONYMOUS
from kernel.error_pages import wants_json
from kernel.errors import NotFound, NotPermitted, NotSignedIn, Refusal
from kernel.settings import Settings

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
POLICY = "; ".join(
    [
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "img-src 'self' data:",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
YEAR_S = 31_536_000
#: a page may hold its visitor's form token or unsent text: their browser alone keeps it, and asks again
VISITORS_CACHE = "private, no-cache"


class Forged(NotPermitted):
    """The request does not come from one of our pages, or its form is too old."""

    message = (
        "Das Formular ist abgelaufen. Bitte gehen Sie eine Seite zurück und kopieren Sie Ihren Text. "
        "Laden Sie die Seite neu und schicken Sie ihn noch einmal ab."
    )


def init_app(app: Flask, settings: Settings) -> None:
    """Protect every request and answer of this application."""
    app.before_request(refuse_nul)
    app.before_request(refuse_forgery)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.https:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_S}")
        signed_in = g.get("actor", ANONYMOUS).signed_in
        response.headers.setdefault("Cache-Control", "no-store" if signed_in else VISITORS_CACHE)
        return response


def refuse_nul() -> None:
    """No page of ours has an address with a NUL in it, and PostgreSQL takes no text with one."""
    if "\0" in request.path:
        raise NotFound


def refuse_forgery() -> None:
    """Let a changing request pass only if it came from one of our own pages."""
    if request.method in SAFE_METHODS or g.get("bearer") or request.routing_exception:
        return  # nothing will change: 404 and 405 are answered as such
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return
    token = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token")
    try:
        validate_csrf(token)
    except ValidationError as error:
        raise _unproven() from error


def _unproven() -> Refusal:
    """What to tell: a program without a key needs one, a page of ours is too old."""
    if not wants_json():
        return Forged()
    if not g.get("actor", ANONYMOUS).signed_in:
        return NotSignedIn()
    return Forged("Bitte senden Sie einen Zugangsschlüssel oder den Kopf X-CSRF-Token.")


def local_address(address: str | None, fallback: str = "/") -> str:
    """An address within this site, for a redirect after sign-in; anything else becomes the fallback."""
    if not address or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return fallback
    parts = urlsplit(address)
    dangerous = parts.scheme or parts.netloc or "\\" in address or any(ord(c) < 32 for c in address)
    return fallback if dangerous else address
